"""``quanze compile`` as whoever types it meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quanze.cli.program import main

SAMPLE = Path(__file__).parents[3] / "examples" / "wolong" / "wolong-gxj-2025.txt"

STEP_KEYS = (
    *("stage", "kind", "from", "external", "limit", "on_the_spot", "once", "min_people", "receipt"),
    *("reasons", "written", "party", "text"),
)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["compile", *arguments]) == 0
    return capsys.readouterr().out


def test_programs_get_every_key_that_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    procedures = json.loads(printed(capsys, str(SAMPLE), "--json"))["procedures"]
    assert len(procedures) == 10
    for procedure in procedures:
        assert procedure["uncompiled"] == []
        for step in procedure["steps"]:
            assert set(STEP_KEYS) <= set(step)
    [notice] = [step for step in procedures[1]["steps"] if step["kind"] == "supplement"]
    assert {key: notice[key] for key in STEP_KEYS} == {
        "stage": "受理",
        "kind": "supplement",
        "from": "duty",
        "external": False,
        "limit": {"n": 3, "unit": "day"},
        "on_the_spot": True,
        "once": True,
        "min_people": None,
        "receipt": False,
        "reasons": False,
        "written": False,
        "party": "申请人",
        "text": "申请材料不齐全或不符合法定形式的，应当当场或 3 日内一次告知申请人需要补正的全部内容",
    }


def test_people_get_a_table_and_what_is_left_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, str(SAMPLE), "--matter", "工业新产品")
    assert "5 省级工业新产品综合评价" in out
    assert "当场或2日" in out
    assert "不少于 2 人" in out
    assert "限制申报" not in out
    assert "1 个事项，12 个步骤（其中 0 个由别的机关、单位办理），0 处字句待人对应。" in out


def test_the_bar_and_the_external_steps_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, str(SAMPLE), "--matter", "先进制造业")
    assert "限制申报：2 年" in out
    assert "公告（外部）" in out


def hand_written(tmp_path: Path, matter: dict[str, object]) -> str:
    path = tmp_path / "清单.json"
    path.write_text(json.dumps({"annexes": [{"kind": "adjusted", "matters": [matter]}]}), encoding="utf-8")
    return str(path)


def test_a_list_without_a_retained_annex_is_compiled_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = hand_written(tmp_path, {"name": "某事项", "stages": [{"name": "受理", "duty": "特事特办。"}]})
    out = printed(capsys, path)
    assert "待对应：特事特办" in out
    assert "1 处字句待人对应。" in out


def test_a_matter_without_stages_has_no_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [procedure] = json.loads(printed(capsys, hand_written(tmp_path, {"name": "某事项"}), "--json"))[
        "procedures"
    ]
    assert (procedure["matter"], procedure["steps"], procedure["stages"]) == ("某事项", [], [])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["没有.docx"], "没有.docx: 没有这个文件"),
        ([str(SAMPLE), "--matter", "取水许可"], "没有名称含“取水许可”的事项"),
    ],
)
def test_what_cannot_be_compiled_is_refused_in_one_line(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compile", *arguments]) == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1


def test_it_reads_from_standard_input_and_loads_no_django() -> None:
    code = (
        "import sys; from quanze.cli.program import main; status = main(['compile', '-', '--json']);"
        "sys.exit(status or ('django' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=SAMPLE.read_bytes(), capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["procedures"]) == 10
