"""``quanze deadline`` as whoever types it meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quanze.cli.program import main
from tests.procedure.clocks.test_import import CSV


def asked(start: str, n: str, unit: str, *more: str) -> list[str]:
    return ["deadline", "--from", start, "--limit", n, "--unit", unit, *more]


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-09-24", "3", "2026-09-30"),
        ("2026-09-30 15:30", "2", "2026-10-09"),
        ("2026年2月13日", "5", "2026-02-27"),
    ],
)
def test_for_programs(start: str, n: str, due: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(start, n, "working_day", "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["due"], told["provisional"], told["counted"]) == (due, False, int(n))
    assert told["rule"].startswith("按工作日计算")


def test_every_skipped_day_has_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    main(asked("2026-09-24", "3", "working_day", "--json"))
    assert json.loads(capsys.readouterr().out)["skipped"] == [
        {"date": f"2026-09-{number}", "why": "中秋节"} for number in (25, 26, 27)
    ]


def test_days_of_unknown_kind_are_told_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    main(asked("2026-09-24", "3", "day", "--json"))
    told = json.loads(capsys.readouterr().out)
    assert told["readings"] == [
        {"unit": "working_day", "due": "2026-09-30"},
        {"unit": "calendar_day", "due": "2026-09-28"},
    ]
    assert (told["due"], told["warn_on"]) == ("2026-09-30", "2026-09-28")
    assert told["rule"].startswith("单位未确认，暂按工作日计算")


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked("2026-09-24", "3", "工作日")) == 0
    sentence, _, *strip = capsys.readouterr().out.splitlines()
    assert sentence.startswith("2026年9月24日的次日起算3个工作日，至2026年9月30日（周三）24时届满；")
    assert "30(3)止" in "\n".join(strip)
    main(asked("2026-09-24", "3", "日"))
    told = capsys.readouterr().out.splitlines()
    assert told.index("按工作日") < told.index("按自然日")


def test_a_year_that_is_not_loaded_is_loaded_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = asked("2026-12-29", "3", "working_day", "--json")
    assert main(call) == 0
    before = json.loads(capsys.readouterr().out)
    assert (before["provisional"], before["needs"]) == (True, [2027])
    assert before["sentence"].startswith("暂定：")
    (tmp_path / "2027.csv").write_text(CSV, encoding="utf-8")
    assert main([*call, "--calendar", str(tmp_path / "2027.csv")]) == 0
    after = json.loads(capsys.readouterr().out)
    assert (after["provisional"], after["due"]) == (False, "2027-01-05")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (asked("2026-09-24", "3", "week"), "不认识的单位“week”，可用：day、"),
        (asked("2026-09-24", "-3", "day"), "期限应在 1 到 3660 日之间，却是 -3"),
        (asked("2026-09-24", "0", "month"), "期限应在 1 到 120 个月之间，却是 0"),
        (asked("2026-09-24", "99999999", "working_day"), "期限应在 1 到 3660 个工作日之间"),
        (asked("2026-09-24", "9" * 9999, "working_day"), "--limit 应为大于 0 的整数，却是“99999"),
        (asked("2026-09-24", "三", "working_day"), "--limit 应为大于 0 的整数，却是“三”"),
        (asked("2026-09-31", "3", "working_day"), "读不出时间“2026-09-31”"),
        (asked("9999-12-31", "3", "working_day"), "起算时间应在 1950 年到 2150 年之间"),
        (asked("2026-09-24", "3", "day", "--calendar", "没有.csv"), "没有.csv: 没有这个文件"),
        (["deadline", "--limit", "3", "--unit", "day"], "缺少参数：--from"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_one_line(
    call: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"quanze: {said}")
    assert told.err.count("\n") == 1


def test_a_calendar_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "2027.csv"
    path.write_text("2027-01-01,休,元旦\n2027-01-01,班,元旦\n", encoding="utf-8")
    assert main(asked("2026-12-29", "3", "day", "--calendar", str(path))) == 2
    assert f"{path}: 第2行：2027-01-01 写作“班”" in capsys.readouterr().err


def test_it_needs_no_django() -> None:
    call = asked("2026-09-24", "3", "day")
    code = (
        f"import sys; from quanze.cli.program import main; main({call!r}); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
