"""What a sheet says of cases: what would be recorded, what not and why; recorded once, each case by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from quanze.audit.models import Event
from quanze.cases import services
from quanze.cases.history import history
from quanze.cases.models import CaseEvent
from quanze.cases.results.columns import Column
from quanze.cases.results.planning import Fate, Planned, number_in, plan
from quanze.cases.results.reading import Line, Sheet
from quanze.cases.results.recording import look_over, record_results
from quanze.cases.results.waiting import groups, sheet, went_up
from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.people.permissions import Denied
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Outcome
from tests.cases.conftest import House
from tests.cases.season import NAMES, Season, make_season

PROVINCE = "河南省工业和信息化厅"


@pytest.fixture
def season(start) -> Season:
    return start(make_season)


def line(season: Season, at: int = 0, **more: str) -> Line:
    """A row about a case that went up; ``None`` leaves a cell blank."""
    case = season.up[at]
    said = {
        "number": case.number,
        "applicant": case.applicant_name,
        "organ": PROVINCE,
        "outcome": "予以认定",
        "words": "列入2026年名单",
        "on": "2026年11月20日",
        "paper": "豫工信节〔2026〕88号",
        **more,
    }
    return Line(
        more.pop("place", "第4行"), {key: value for key, value in said.items() if value and key != "place"}
    )


def planned(season: Season, *lines: Line, person=None) -> tuple[Planned, ...]:
    house = season.house
    return plan(house.bureau, person or house.recorder, Sheet(lines, ())).rows


def yesterday(season: Season) -> date:
    return season.house.today() - timedelta(1)


def test_a_row_is_a_result_of_the_case_that_it_names(season: Season):
    (row,) = planned(season, line(season, on="2026-11-20"))
    assert (row.fate, row.case, row.why) == (Fate.GOES, season.up[0], "")
    assert row.act == acts.RecordResult(
        PROVINCE, Outcome.GRANTED, "列入2026年名单", on=date(2026, 11, 20), number="豫工信节〔2026〕88号"
    )
    (row,) = planned(season, line(season, outcome="进展", words="已进入专家评审", on="", paper=""))
    assert row.act == acts.NoteProgress(PROVINCE, "已进入专家评审")


SPELT = {
    "full width": lambda number: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in number),
    "capitals and blanks": lambda number: f"  {number.upper()} ",
    "other dashes": lambda number: number.replace("-", "－"),
    "a long dash": lambda number: number.replace("-", "——"),
    "year and serial": lambda number: number.removeprefix("wolong-gxj-"),
    "without noughts": lambda number: number.replace("-0000", "-"),
}


def test_a_number_is_known_however_it_is_typed(season: Season):
    number = season.up[0].number
    found = {way: number_in(spelt(number), season.house.bureau) for way, spelt in SPELT.items()}
    assert found == dict.fromkeys(SPELT, number)
    assert number_in("other-2026-00001", season.house.bureau) == "other-2026-00001"
    assert planned(season, line(season, number=SPELT["full width"](number)))[0].fate is Fate.GOES


DAYS = {
    "2026-11-20": date(2026, 11, 20),
    "2026/11/20": date(2026, 11, 20),
    "2026.11.20": date(2026, 11, 20),
    "２０２６年１１月２０日": date(2026, 11, 20),
    "20261120": date(2026, 11, 20),
    "2026-11-20 00:00:00": date(2026, 11, 20),
    "46346": date(2026, 11, 20),
    "46346.0": date(2026, 11, 20),
    "": None,
}


def test_a_date_is_read_as_text_and_as_a_spreadsheets_number(season: Season):
    rows = planned(season, *(line(season, on=said, organ=f"机关{n}") for n, said in enumerate(DAYS)))
    assert {said: row.act.on for said, row in zip(DAYS, rows, strict=True)} == DAYS


WRONG = {
    "no number": ({"number": ""}, "没有写办件编号"),
    "an unknown number": ({"number": "xx-2026-99999"}, "没有这一编号的办件，或者不由您登记结果"),
    "another applicant": ({"applicant": NAMES[1]}, f"这一编号的申请人不是“{NAMES[1]}”"),
    "another code": ({"code": "91410000MA0000009X"}, "统一社会信用代码不是“91410000MA0000009X”"),
    "nobody named": ({"applicant": ""}, "没有写申请人，也没有写统一社会信用代码"),
    "no result": ({"outcome": ""}, "没有写结果；可以写的有：予以认定、不予认定、退回、进展"),
    "words that are no result": ({"outcome": "待定"}, "看不懂结果“待定”"),
    "a date that is none": ({"on": "上周五"}, "看不懂日期“上周五”"),
    "a day that no calendar has": ({"on": "2026-02-30"}, "看不懂日期“2026-02-30”"),
    "a day to come": ({"on": "2099-01-01"}, "上级文件的日期晚于今天"),
    "no organ": ({"organ": ""}, "没有写明作出结果的机关"),
    "progress without a word": ({"outcome": "进展", "words": ""}, "没有写明办到了哪一步"),
    "an organ without end": ({"organ": "厅" * 201}, "“作出结果的机关”超过200个字"),
}


def test_what_cannot_be_recorded_is_told_with_the_reason(season: Season):
    lines = (line(season, **{"organ": f"机关{n}", **more}) for n, (more, _) in enumerate(WRONG.values()))
    told = {way: (row.fate, row.why) for way, row in zip(WRONG, planned(season, *lines), strict=True)}
    assert [way for way, (_, why) in WRONG.items() if why not in told[way][1]] == []
    assert {fate for fate, _ in told.values()} == {Fate.REFUSED}


def test_a_case_that_did_not_go_up_is_refused_in_the_words_of_the_engine(season: Season):
    case = season.fresh[0]
    said = line(season, number=case.number, applicant=case.applicant_name)
    (row,) = planned(season, said, person=season.house.wang)
    assert row.why == "不能登记上级结果：本件没有上报，没有上级结果可登记。请先完成推荐、上报。"
    (row,) = planned(season, said)  # the recorder does not even see it
    assert "没有这一编号的办件" in row.why


def test_the_name_is_the_same_in_either_width_and_a_code_that_became_a_number_is_known(season: Season):
    rows = planned(
        season,
        line(season, 1, applicant="平川市乙(集团) 有限公司"),
        line(season, applicant="", code=season.up[0].applicant.credit_code.lower()),
    )
    assert [row.fate for row in rows] == [Fate.GOES, Fate.GOES]
    party = season.up[0].applicant
    party.credit_code = "914113001234567891"
    party.save()
    (row,) = planned(season, line(season, code="914113001234567000"))
    assert row.fate is Fate.GOES


def test_what_is_said_twice_is_recorded_once_and_what_is_said_in_two_ways_not_at_all(season: Season):
    rows = planned(
        season,
        line(season),
        line(season, place="第5行"),
        line(season, 1),
        line(season, 1, outcome="退回", place="第7行"),
    )
    assert [row.fate for row in rows] == [Fate.GOES, Fate.SAME, Fate.REFUSED, Fate.REFUSED]
    assert rows[1].why == "与第4行相同"
    assert rows[2].why == "与第7行是同一机关对同一办件的不同说法，请只留一行"


def test_a_number_typed_twice_is_no_repetition_where_the_applicant_is_another(season: Season):
    rows = planned(season, line(season), line(season, applicant=NAMES[1], place="第5行"))
    assert [row.fate for row in rows] == [Fate.GOES, Fate.REFUSED]
    assert "请核对编号" in rows[1].why


def test_two_organs_may_speak_of_one_case(season: Season):
    house = season.house
    lines = (line(season, organ="南阳市工业和信息化局", words="推荐至省厅"), line(season))
    found = plan(house.bureau, house.recorder, Sheet(lines, ()))
    ((case, told),) = found.cases
    assert [each.organ for each in told] == ["南阳市工业和信息化局", PROVINCE]
    done = services.carry_out([services.Intended(case, told, case.version)], house.recorder)
    assert [each.refusal for each in done] == [""]
    assert [e.what.organ for e in history(case) if isinstance(e.what, acts.RecordResult)] == [
        each.organ for each in told
    ]


def test_rows_without_a_result_are_passed_over(season: Season):
    (row,) = planned(season, line(season, outcome="", words=""))
    assert (row.fate, row.why) == (Fate.BLANK, "没有填写结果")


def test_formulas_earlier_results_and_early_dates_are_remarked(season: Season):
    season.result(season.up[0], acts.RecordResult(PROVINCE, Outcome.RETURNED))
    said = replace(line(season, on="2020-01-01"), formulas=("outcome",))
    (row,) = planned(season, said)
    assert row.fate is Fate.GOES
    assert row.remarks == (
        "“结果”是公式，按文件里保存的“予以认定”读取",
        "文件的日期2020年1月1日早于收到申请的日期",
        f"{PROVINCE}的结果此前已经登记过，这次按新的结果登记",
    )


def test_strangers_plan_nothing(season: Season):
    for person in (season.house.chen, season.house.leader, season.house.cai):
        with pytest.raises(Denied):
            planned(season, line(season), person=person)


def uploaded(house: House, *rows: str, name: str = "结果.csv") -> Deposit:
    text = "办件编号,申请人,作出结果的机关,结果,结果的内容,文件日期\n" + "\n".join(rows)
    return receive(house.recorder, name, [text.encode("gb18030")])


def told(season: Season, at: int, outcome: str, words: str = "") -> str:
    case = season.up[at]
    return f"{case.number},{case.applicant_name},{PROVINCE},{outcome},{words},{yesterday(season)}"


def test_a_sheet_is_recorded_case_by_case_once_and_it_is_on_record_from_which(season: Season):
    house = season.house
    handed = uploaded(house, told(season, 0, "通过", "列入名单"), told(season, 1, "进展", "已进入专家评审"))
    scan = house.file(house.recorder, "公告.pdf")
    looked = look_over(house.bureau, house.recorder, handed)
    done = record_results(house.bureau, house.recorder, handed, looked, scan)
    assert [each.refusal for each in done] == ["", ""]
    first, second = (history(case)[-1].what for case in season.up)
    assert first == acts.RecordResult(
        PROVINCE, Outcome.GRANTED, "列入名单", first.document, on=yesterday(season)
    )
    assert isinstance(second, acts.NoteProgress)
    bound = {
        Deposit.objects.get(pk=each.document.removeprefix("deposit:")).bound_to for each in (first, second)
    }
    assert bound == {case.subject for case in season.up}
    assert season.again(season.up[0]).granted_on == yesterday(season)
    assert season.again(season.up[1]).granted_on is None
    kept = Event.objects.filter(chain=house.bureau.code, verb="case.results").get()
    assert handed.held_id in kept.body

    events = CaseEvent.objects.count()
    assert [each.refusal for each in record_results(house.bureau, house.recorder, handed, looked, scan)] == [
        "",
        "",
    ]
    lines = [row.line for row in looked.rows]
    again = plan(house.bureau, house.recorder, Sheet(tuple(lines), ()))
    assert [row.why for row in again.rows] == ["已经登记过", "已经登记过"]
    assert (again.going, CaseEvent.objects.count()) == ((), events)


def test_where_somebody_came_between_the_others_are_recorded_all_the_same(season: Season):
    house = season.house
    handed = uploaded(house)
    rows = (line(season), line(season, 1, outcome="未通过"))
    looked = plan(house.bureau, house.recorder, Sheet(rows, ()))
    season.result(season.up[0], acts.NoteProgress(PROVINCE, "已进入专家评审"), house.wang)
    files = Deposit.objects.count()
    first, second = record_results(house.bureau, house.recorder, handed, looked)
    assert "办件刚刚由他人办理过" in first.refusal
    assert "姓名wang于" in first.refusal
    assert second.refusal == ""
    assert history(season.up[0])[-1].what == acts.NoteProgress(PROVINCE, "已进入专家评审")
    assert Deposit.objects.count() == files
    assert plan(house.bureau, house.recorder, Sheet(rows, ())).digest != looked.digest


def test_a_file_that_is_no_sheet_is_refused_by_its_name(season: Season):
    house = season.house
    twice = receive(house.recorder, "两栏.csv", ["编号,办件编号,结果\n1,2,3\n".encode()])
    with pytest.raises(Unacceptable, match=r"“两栏\.csv”：第1行有不止一栏"):
        look_over(house.bureau, house.recorder, twice)


def test_what_waits_is_told_by_round_and_the_sheet_lists_it(season: Season):
    house = season.house
    (group,) = groups(house.recorder, house.bureau)
    assert (group.round, group.waiting, group.every) == (season.call.round.pk, 2, 2)
    season.result(season.up[0], acts.RecordResult(PROVINCE, Outcome.GRANTED))
    season.result(season.up[1], acts.NoteProgress(PROVINCE, "已进入专家评审"))
    (group,) = groups(house.recorder, house.bureau)
    assert (group.waiting, group.every) == (1, 2)
    waiting = went_up(house.recorder, house.bureau, group, waiting=True).select_related("applicant")
    *_, items = sheet("结果登记表", waiting).blocks
    assert items.headings[0] == "办件编号"
    assert items.rows == (
        (season.up[1].number, NAMES[1], season.up[1].applicant.credit_code, season.up[1].title, *[""] * 5),
    )
    assert len(items.headings) == len(Column)


def test_a_thousand_rows_take_as_many_queries_as_one(
    season: Season, django_assert_num_queries, django_assert_max_num_queries
):
    planned(season, line(season))  # the person's roles are read once
    with django_assert_max_num_queries(9) as asked:
        planned(season, line(season))
    with django_assert_num_queries(len(asked)):
        planned(season, line(season), *(line(season, 1, organ=f"机关{n}") for n in range(200)))
