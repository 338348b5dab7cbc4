"""``quanze init`` and ``serve`` as an operator meets them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from quanze.cli import installation
from tests.served import made_demo

ROOT = Path(__file__).parent.parent.parent


def quanze(data: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, on SQLite."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "QUANZE_DATA")
    }
    return subprocess.run(
        [sys.executable, "-m", "quanze", "--data", str(data), *arguments],
        env=kept | environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[Path, str]]:
    """A demo installation, and what making it printed."""
    with made_demo() as made:
        yield made.data, made.told


@pytest.fixture(scope="module")
def begun_empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation without the sample; a test that changes it copies it."""
    data = tmp_path_factory.mktemp("empty") / "var"
    made = quanze(data, "init", "--empty")
    assert made.returncode == 0, made.stderr
    assert "演示" not in made.stdout
    return data


@pytest.fixture
def empty(begun_empty: Path, tmp_path: Path) -> Path:
    """The same, for this test alone."""
    return copytree(begun_empty, tmp_path / "var")


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    # Closed at once: the files of an open one come and go while the folder is copied.
    with closing(sqlite3.connect(data / "quanze.sqlite3")) as database:
        return database.execute(query).fetchall()


def test_it_imports_the_sample_list_and_prints_the_logins(demo):
    data, told = demo
    assert "南阳市卧龙区工业和信息化局保留的权责清单（第2版）" in told
    logins = json.loads((data / "demo_logins.json").read_text("utf-8"))
    assert {login["username"] for login in logins} >= {"keeper", "auditor", "stranger"}
    for login in logins:
        assert login["name"].startswith("演示")
        assert login["password"] in told


def test_the_demo_has_the_state_before_the_adjustments_and_its_exports_can_be_verified(demo, tmp_path):
    data, _ = demo
    listed = json.loads(quanze(data, "edition", "list", "wolong-gxj", "--json").stdout)
    assert [each["effective_assumed"] for each in listed["editions"]] == [True, True]
    files = [str(tmp_path / "1.json"), str(tmp_path / "2.json")]
    for sequence, path in enumerate(files, 1):
        exported = quanze(data, "edition", "export", "wolong-gxj", "--sequence", str(sequence), "-o", path)
        assert exported.returncode == 0, exported.stderr
    verified = quanze(data, "verify", "--edition", files[0], "--edition", files[1], "--json")
    assert json.loads(verified.stdout) == {"ok": True, "problems": []}


@pytest.mark.parametrize("command", [["edition", "list", "wolong-gxj"], ["verify"]])
def test_where_there_is_no_installation_nothing_is_made(tmp_path, command):
    data = tmp_path / "nowhere"
    asked = quanze(data, *command)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "请先运行 quanze init" in asked.stderr
    assert not data.exists()


def test_what_was_changed_behind_its_back_is_found(empty):
    data = empty
    assert quanze(data, "init").returncode == 0
    assert json.loads(quanze(data, "verify", "--json").stdout) == {"ok": True, "problems": []}
    with closing(sqlite3.connect(data / "quanze.sqlite3")) as database, database:
        database.execute("DROP TRIGGER registry_matterversion_no_update")
        database.execute("DROP TRIGGER audit_event_no_update")
        database.execute("UPDATE registry_matterversion SET content = replace(content, '煤炭', '石油')")
        database.execute("UPDATE audit_event SET body = replace(body, 'import', 'nothing')")
    found = quanze(data, "verify", "--json")
    assert found.returncode == 1
    problems = json.loads(found.stdout)["problems"]
    assert {problem["kind"] for problem in problems} >= {"changed"}
    assert any("保留的权责清单第1行" in problem["where"] for problem in problems)
    assert any(problem["where"].startswith("wolong-gxj #") for problem in problems)


def test_everything_in_the_data_folder_is_its_owners_alone(demo):
    data, _ = demo
    assert data.stat().st_mode & 0o777 == 0o700
    assert [path for path in data.rglob("*") if path.stat().st_mode & 0o077] == []


def test_the_demo_shows_limits_and_numbers_that_it_assumes_and_says_so(demo):
    data, told = demo
    assert "“龙工信”和新产品评价的承诺时限是假定的" in told
    numbers = [str(number) for (number,) in rows(data, "SELECT number FROM letters_letter")]
    assert numbers
    assert all(number.startswith("龙工信") for number in numbers)
    reasons = rows(data, "SELECT reason FROM rulebook_correction WHERE body LIKE '%promise%'")
    assert len(reasons) == 1
    assert str(reasons[0][0]).startswith("演示假定")
    under_way = "ending = '' AND accepted_at IS NOT NULL AND matter_name = '省级工业新产品综合评价'"
    limits = rows(data, f"SELECT about, due_on FROM cases_case WHERE {under_way}")
    assert limits
    assert all(about == "case" and due_on for about, due_on in limits)


def test_making_it_again_changes_nothing(demo):
    data, told = demo
    key = (data / "secret_key").read_text()
    again = quanze(data, "init", "--demo")
    assert again.returncode == 0, again.stderr
    assert [line for line in again.stdout.splitlines() if "keeper" in line] == [
        line for line in told.splitlines() if "keeper" in line
    ]
    assert (data / "secret_key").read_text() == key
    assert rows(data, "SELECT COUNT(*) FROM registry_edition") == [(2,)]
    assert "演示办件" not in again.stdout


def test_the_record_of_a_new_installation_is_whole(demo):
    data, _ = demo
    code = "from quanze.audit.queries import verify_chain as v; print(*v('installation'), *v('wolong-gxj'))"
    done = quanze(data, "manage", "shell", "--no-imports", "-c", code)
    assert (done.stdout.strip(), done.returncode) == ("", 0)


def test_a_demo_confirms_every_procedure_by_its_keeper_and_has_a_correction_that_waits(demo):
    data, told = demo
    assert "已由演示清单管理员确认10项办理规程，最后一项另有更正待确认" in told
    query = "SELECT DISTINCT p.name, p.demo FROM rulebook_procedure r JOIN people_person p ON p.id = r.by_id"
    assert rows(data, query) == [("演示清单管理员", 1)]
    assert rows(data, "SELECT COUNT(*) FROM rulebook_procedure") == [(10,)]
    later = "SELECT COUNT(*) FROM rulebook_correction c JOIN rulebook_procedure p USING (matter_id) WHERE c.at > p.at"
    assert rows(data, later) == [(1,)]


def test_a_demo_has_cases_in_many_states_each_begun_by_the_list_in_force_then(demo):
    data, told = demo
    assert "已按清单办理演示办件47件" in told
    ended = rows(data, "SELECT ending, COUNT(*) FROM cases_case GROUP BY ending ORDER BY ending")
    assert dict(ended) == {
        "": 28,
        "completed": 1,
        "declined": 1,
        "negative": 2,
        "reported": 14,
        "withdrawn": 1,
    }
    assert rows(data, "SELECT DISTINCT holder FROM cases_case WHERE ending = '' ORDER BY holder") == [
        (holder,) for holder in ("applicant", "leader", "officer", "partner")
    ]
    late = rows(data, "SELECT about FROM cases_case WHERE due_at < datetime('now') ORDER BY about")
    assert late == [("answer",), ("case",)], "an answer to a notice, and a case whose promised limit is over"
    query = "SELECT COUNT(*) FROM cases_case c JOIN registry_edition e ON e.id = c.edition_id WHERE {}"
    assert rows(data, query.format("date(c.created_at) < e.effective_from")) == [(0,)]
    assert rows(data, "SELECT COUNT(*) FROM cases_case WHERE applicant_name NOT LIKE '演示%'") == [(0,)]


ALL_YEAR = ("关闭煤矿和报废矿井许可审核", "钢铁、焦化等工业行业规范公告申报")


def test_each_matter_of_a_demo_has_cases_in_several_states_over_two_rounds(demo):
    data, _ = demo
    told = rows(data, "SELECT matter_name, round_id, ending, standing, holder, revoke_on FROM cases_case")
    matters = {matter for matter, *_ in told}
    assert len(matters) == 10
    for matter in matters:
        mine = [more for name, *more in told if name == matter]
        assert len({tuple(state) for _, *state in mine}) >= 3, matter
        assert {bool(ending) for _, ending, *_ in mine} == {True, False}, matter
        assert len({each for each, *_ in mine}) == (1 if matter in ALL_YEAR else 2), matter
    of_last = "SELECT DISTINCT ending <> '' FROM cases_case WHERE year < (SELECT MAX(year) FROM cases_case)"
    assert rows(data, of_last) == [(1,)], "what came in earlier years has ended"


def test_a_demo_has_rankings_publicities_an_objection_a_bar_and_what_follows_results(demo):
    data, told = demo
    assert "已排序演示批次4个" in told
    fixed = "SELECT COUNT(*) FROM selection_entry WHERE kind = 'fixed'"
    assert rows(data, fixed) == [(2,)]
    assert rows(data, "SELECT COUNT(DISTINCT round_id) FROM selection_entry") == [(4,)]
    running = "SELECT COUNT(*) FROM cases_case WHERE public_until >= date('now', '+8 hours')"
    assert rows(data, running) == [(3,)]
    assert rows(data, "SELECT COUNT(*) FROM cases_caseevent WHERE kind = 'object'") == [(2,)]
    assert rows(data, "SELECT COUNT(*) FROM bars_bar") == [(1,)]
    filed = rows(data, "SELECT item, COUNT(*) FROM aftercare_filing GROUP BY item ORDER BY item")
    assert dict(filed) == dict.fromkeys(("acceptance", "clearing", "paid", "progress", "recovery"), 1) | {
        "benefit": 1,
        "performance": 1,
    }
    assert rows(data, "SELECT COUNT(*) FROM aftercare_filing WHERE decision <> '{}'") == [(1,)]


def test_a_demo_has_complaints_at_every_turn_one_with_a_decision_beyond_the_clause(demo):
    data, told = demo
    assert "已登记演示投诉和插手干预记录5件" in told
    assert rows(data, "SELECT kind, COUNT(*) FROM complaints_complaint GROUP BY kind ORDER BY kind") == [
        ("complaint", 4),
        ("interference", 1),
    ]
    done = rows(
        data, "SELECT kind FROM complaints_entry WHERE kind <> 'filed' ORDER BY complaint_id, position"
    )
    assert {kind for (kind,) in done} >= {"accepted", "tied", "decided", "answered", "declined"}
    ((body,),) = rows(data, "SELECT body FROM complaints_entry WHERE kind = 'decided'")
    assert json.loads(body)["beyond"]
    assert rows(data, "SELECT COUNT(*) FROM complaints_statement WHERE text NOT LIKE '%演示%'") == [(0,)]


def test_numbers_of_a_demos_cases_and_letters_follow_their_dates(demo):
    data, _ = demo
    days = rows(data, "SELECT date(created_at) FROM cases_case ORDER BY year, serial")
    assert days == sorted(days)
    for (kind,) in rows(data, "SELECT DISTINCT kind FROM letters_letter"):
        dated = rows(data, f"SELECT dated FROM letters_letter WHERE kind = '{kind}' ORDER BY year, ordinal")
        assert dated == sorted(dated)


def test_the_record_of_a_demo_says_when_a_day_was_played(demo):
    data, _ = demo
    bodies = rows(data, "SELECT body FROM audit_event WHERE verb = 'case.submit'")
    for (body,) in bodies:
        event = json.loads(body)
        assert event["detail"]["played"] < event["at"]


def test_an_installation_may_begin_empty(begun_empty):
    assert rows(begun_empty, "SELECT COUNT(*) FROM people_agency") == [(0,)]


def test_a_bureaus_own_installation_is_upgraded_without_the_sample(empty):
    opened = quanze(empty, "manage", "agency", "xixia-gxj", "西峡县工业和信息化局")
    assert opened.returncode == 0, opened.stderr
    upgraded = quanze(empty, "init")
    assert (upgraded.returncode, "不导入示例清单" in upgraded.stdout) == (0, True), upgraded.stderr
    assert rows(empty, "SELECT code FROM people_agency") == [("xixia-gxj",)]


def test_the_password_of_an_account_is_hashed_in_full_from_the_first_log_in_on(demo, tmp_path):
    data = copytree(demo[0], tmp_path / "var")
    login = json.loads((data / "demo_logins.json").read_text("utf-8"))[0]
    password = "SELECT password FROM people_person WHERE username = '{}'".format(login["username"])
    code = (
        "from django.contrib.auth import authenticate as a; from django.test import RequestFactory as R; "
        + ("print(a(R().get('/'), username={username!r}, password={password!r}))".format(**login))
    )
    done = quanze(data, "manage", "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == login["name"], done.stderr
    ((kept,),) = rows(data, password)
    assert int(str(kept).split("$")[1]) >= 1_000_000


@pytest.mark.parametrize(
    ("arguments", "environ", "says"),
    [
        (("serve",), {}, "请先运行 quanze init"),
        (("init",), {"DATABASE_URL": "mysql://h/x"}, "设置有误：DATABASE_URL"),
        (("init",), {"DATABASE_URL": "postgresql://h.invalid/x?connect_timeout=2"}, "连不上数据库"),
        (("serve", "--port", "99999"), {}, "端口是 1 到 65535 的整数"),
        (("serve", "--workers", "0"), {}, "应是 1 到 256 的整数"),
        (("init", "--demo", "--empty"), {}, "不能与"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(tmp_path, arguments, environ, says):
    done = quanze(tmp_path / "var", *arguments, **environ)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.startswith("quanze: ")
    assert done.stderr.count("\n") == 1


def test_an_old_database_is_not_served(tmp_path):
    data = tmp_path / "var"
    data.mkdir()
    (data / "secret_key").write_text("x" * 50)
    done = quanze(data, "serve")
    assert (done.returncode, "需要升级" in done.stderr) == (2, True)


def test_arguments_of_djangos_commands_reach_django(tmp_path):
    assert "--fake-initial" in quanze(tmp_path, "manage", "migrate", "--help").stdout
    assert quanze(tmp_path, "manage", "no-such-command").returncode != 0


def test_the_packaged_sample_is_the_published_one():
    packaged = ROOT / "src" / "quanze" / "registry" / "sample" / installation.SAMPLE_LIST
    assert packaged.read_bytes() == (ROOT / "examples" / "wolong" / installation.SAMPLE_LIST).read_bytes()
