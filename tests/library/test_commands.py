"""The commands ``laws`` and ``impact`` and the daily ``tick``, as an operator uses them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from quanze.cli.program import main
from quanze.law.instruments import Says
from quanze.library import queries, services
from quanze.registry.models import PublishedFile
from tests.library.conftest import COAL, COAL_2010, COAL_2020, FUND, NEW, OLD
from tests.test_schemas import complaints

FILES = {f"{COAL}(2010-03-01).md": COAL_2010, f"{COAL}(2020-06-01).md": COAL_2020, "空白.md": ""}


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """The tests' own database is the installation's."""
    (tmp_path / "secret_key").write_text("of no use")
    monkeypatch.setenv("QUANZE_DATA", str(tmp_path))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """A command's exit status, its output (a value where it is JSON), and its standard error."""

    def run(*words: str) -> tuple[int, Any, str]:
        status = main(list(words))
        told = capsys.readouterr()
        return status, json.loads(told.out) if "--json" in words else told.out, told.err

    return run


@pytest.fixture
def listed(bureau, neighbour, publish):
    publish(
        bureau,
        {"专项资金项目申报": f"《{FUND}》（{OLD}）第六条。", "绩效评价": f"《{FUND}》（{NEW}）第九条。"},
    )
    publish(neighbour, {"煤矿关闭审核": f"《{COAL}》（以下简称《条例》）第二条。"})


def test_laws_are_imported_with_progress_and_a_list_of_what_was_refused(run, laws):
    folder = str(laws(FILES))
    status, out, err = run("laws", "import", folder)
    assert status == 0
    assert "没有收录 空白.md：文件是空的" in out
    assert "读了 3 个文件，1 部法规：新收 2 个文本" in out
    assert "已读 3/3 个文件（100%）" in err
    status, out, _ = run("laws", "import", folder, "--json")
    assert (status, complaints("laws-import", out)) == (0, [])
    assert (out["files"], out["versions"], out["refused"][0]["path"]) == (3, 0, "空白.md")


def test_a_folder_that_is_not_there_is_refused_in_one_line(run, tmp_path):
    status, out, err = run("laws", "import", str(tmp_path / "nowhere"))
    assert (status, out) == (2, "")
    assert err == f"quanze: {tmp_path}/nowhere: 没有这个文件夹\n"


def test_how_a_law_stands_on_a_day(run, laws):
    run("laws", "import", str(laws(FILES)))
    status, out, _ = run("laws", "status", COAL, "--on", "2015-01-01", "--json")
    assert (status, complaints("laws-status", out)) == (0, [])
    (stands,) = out["instruments"]
    assert (out["on"], stands["state"], stands["version"], stands["until"]) == (
        "2015-01-01",
        "有效",
        "2010年3月1日文本",
        "2020-08-01",
    )
    status, out, _ = run("laws", "status", "平川市煤炭管理暂行规定", "--json")
    (stands,) = out["instruments"]
    assert stands["state"] == "待核实"
    assert [proposal["says"] for proposal in stands["proposals"]] == ["trial", "repealed"]
    status, out, _ = run("laws", "status", f"《{COAL}》", "--on", "2009-01-01")
    assert "2009-01-01　尚未施行" in out


def test_what_nobody_knows_stays_to_be_verified(run):
    assert run("laws", "status", "没有这个办法", "--on", "2026-01-01")[:2] == (
        0,
        "2026-01-01　待核实：没有收录《没有这个办法》。\n",
    )
    status, out, _ = run("laws", "status", "没有这个办法", "--json")
    assert (status, out["instruments"], complaints("laws-status", out)) == (0, [], [])


def test_a_day_is_written_as_a_day(run):
    status, _, err = run("laws", "status", COAL, "--on", "明天")
    assert status == 2
    assert "明天 不是日期" in err


def test_a_folder_of_laws_is_asked_without_an_installation(laws, tmp_path):
    folder = laws(FILES)
    code = (
        "import sys; from quanze.cli.program import main; "
        "status = main(sys.argv[1:]); sys.exit(9 if 'django' in sys.modules else status)"
    )
    words = ["laws", "status", COAL, "--laws", str(folder), "--on", "2015-01-01", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr.decode()
    out = json.loads(done.stdout)
    assert complaints("laws-status", out) == []
    assert out["instruments"][0]["version"] == "2010年3月1日文本"


def test_who_cites_an_instrument(run, listed, keeper):
    old, new = queries.find(OLD), queries.find(NEW)
    services.state_validity(
        old, keeper, Says.REPEALED, on=date(2025, 1, 15), by=new, document="通知", words="同时废止"
    )
    status, out, _ = run("impact", NEW, "--json")
    assert (status, complaints("impact", out)) == (0, [])
    bureau = {"agency": "平川市工业和信息化局", "field": "basis"}
    assert out == {
        "total": 2,
        "matters": [
            {**bureau, "matter": "绩效评价", "via": "direct"},
            {**bureau, "matter": "专项资金项目申报", "via": f"successor: {FUND}"},
        ],
    }
    status, out, _ = run("impact", NEW)
    assert "共 2 项职权事项引用。" in out
    assert f"  专项资金项目申报　实施依据　引用的是已被取代的《{FUND}》" in out
    assert "只列出前 1 项" in run("impact", NEW, "--limit", "1")[1]
    assert len(run("impact", NEW, "--limit", "0", "--json")[1]["matters"]) == 2
    assert run("impact", COAL, "--agency", "pingchuan-gxj", "--json")[1] == {"total": 0, "matters": []}


def test_what_nobody_cites_is_no_error(run, listed):
    assert run("impact", "没有这个办法", "--json")[:2] == (0, {"total": 0, "matters": []})
    assert "都没有《没有这个办法》" in run("impact", "没有这个办法")[1]


def test_an_agency_that_is_not_there_is_refused(run, listed):
    assert run("impact", COAL, "--agency", "nowhere")[2] == "quanze: nowhere: 没有这个机关\n"


def test_without_an_installation_the_operator_is_told_what_to_do(run, monkeypatch, tmp_path):
    monkeypatch.setenv("QUANZE_DATA", str(tmp_path / "none"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    status, _, err = run("impact", COAL)
    assert status == 2
    assert "请先运行 quanze init" in err


def test_the_daily_command_tells_what_it_did(listed, capsys):
    call_command("tick")
    made = PublishedFile.objects.exclude(made_at=None).count()  # no PDF where there is no Chinese font
    assert made
    said = "期限预告 0 条，期满 0 件，影响任务 0 批，重读引用 0 项，公布文件 {} 个，"
    assert capsys.readouterr().out.startswith(said.format(made))
    call_command("tick")
    assert capsys.readouterr().out.startswith(said.format(0))
