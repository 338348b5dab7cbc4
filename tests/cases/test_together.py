"""One act in many cases at once: which may be, what would come of each, and what came of it."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from quanze.cases import bulk, services
from quanze.cases.bulk import APART, TOGETHER
from quanze.cases.models import Case, CaseEvent
from quanze.cases.permissions import Doing
from quanze.cases.services import LetterOrder
from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.letters.models import Letter
from quanze.people.permissions import Denied, may
from quanze.people.services import admit, ask_to_join
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Outcome
from quanze.procedure.engine.table import RULES
from tests.cases.conftest import PDF
from tests.cases.season import Season, decided, make_season

PROVINCE = "河南省工业和信息化厅"
ORDER = LetterOrder("acceptance")


@pytest.fixture
def season(start) -> Season:
    return start(make_season)


def held(season: Season, *cases: Case, person=None):
    house = season.house
    return bulk.chosen(person or house.wang, house.bureau, [case.number for case in cases])


def everything(season: Season, person=None):
    return held(season, *season.fresh, *season.up, person=person)


def carry(season: Season, act: acts.Act, letter: LetterOrder | None = None, person=None):
    person = person or season.house.wang
    going = [each for each in bulk.foresee(everything(season, person), act, letter) if not each.refusal]
    return services.carry_out([each.intended for each in going], person, letter=letter)


def go_on(season: Season) -> None:
    """The fresh cases are accepted and decided."""
    carry(season, acts.Accept(""))
    for case in season.fresh:
        decided(season.house, case)


def test_every_act_is_for_many_or_for_one_and_it_is_said_why():
    assert RULES.keys() == TOGETHER.keys() | APART.keys()
    assert not TOGETHER.keys() & APART.keys()
    assert all([*TOGETHER.values(), *APART.values()])


def test_no_act_for_many_names_people_or_gives_a_verdict():
    for act in TOGETHER:
        names = {field.name for field in fields(act)}
        assert not names & {"people", "person", "experts", "favourable", "reasons", "opinion", "items"}, act


def test_what_is_possible_somewhere_is_offered_with_its_number(season: Season):
    offered = {each.act: each.able for each in bulk.choices(everything(season))}
    assert offered == {acts.Accept: 2, acts.NoteProgress: 2, acts.RecordResult: 2}
    recorder = everything(season, season.house.recorder)
    assert {each.stand.case for each in bulk.foresee(recorder, acts.Close())} == set(season.up)
    assert {each.act for each in bulk.choices(recorder)} == {acts.NoteProgress, acts.RecordResult}
    assert bulk.choices(everything(season, season.house.leader)) == ()


def test_what_would_be_refused_is_told_in_the_words_of_the_engine(season: Season):
    found = {each.case: each.refusal for each in bulk.foresee(everything(season), acts.Accept(""), ORDER)}
    assert [found[case] for case in season.fresh] == ["", ""]
    assert found[season.up[0]].startswith("不能受理：办件已经结束（转报办结）。")
    closing = {each.case: each.refusal for each in bulk.foresee(everything(season), acts.Close())}
    assert "尚未受理" in closing[season.fresh[0]]
    posting = bulk.foresee(held(season, season.fresh[0]), acts.EndPublicity(""))
    assert [each.refusal for each in posting] == [
        "不能结束公示：办理规程中没有这一环节。请从本件的办理规程中选择环节。"
    ]


def test_what_is_foreseen_comes_true(season: Season):
    """For each act, as it is foreseen in each case, so it is when it is done."""
    named = {
        acts.Accept: (acts.Accept(""), ORDER),
        acts.Report: (acts.Report("", "市工信局", ""), LetterOrder("report", {"subject_words": "报送材料"})),
        acts.Close: (acts.Close(), None),
        acts.Resume: (acts.Resume("评审结束"), None),
        acts.Suspend: (acts.Suspend("专家评审", ""), LetterOrder("special", {"procedure_days": "10日"})),
        acts.NoteProgress: (acts.NoteProgress(PROVINCE, "已进入专家评审"), None),
        acts.RecordResult: (
            acts.RecordResult(PROVINCE, Outcome.GRANTED),
            LetterOrder("result", {"higher_result": "列入"}),
        ),
    }
    for act, letter in named.values():
        if type(act) is acts.Report:
            decided(season.house, season.fresh[1])
        for seen in bulk.foresee(everything(season), act, letter):
            (done,) = services.carry_out([seen.intended], season.house.wang, letter=letter)
            assert done.refusal == seen.refusal


def test_each_letter_has_a_number_of_its_own(season: Season):
    done = carry(season, acts.Accept(""), ORDER)
    assert {each.case for each in done} == set(season.fresh)
    letters = Letter.objects.filter(kind="acceptance").order_by("pk")
    assert [each.subject for each in letters] == [case.subject for case in season.fresh]
    assert len({each.number for each in letters}) == 2
    assert {each.case.handler for each in done} == {season.house.wang}


def test_a_letter_that_lacks_something_is_told_before(season: Season):
    go_on(season)
    lacking = bulk.foresee(
        held(season, *season.fresh), acts.Report("", "市工信局", ""), LetterOrder("report")
    )
    assert {each.refusal for each in lacking} == {"不能出具报送函：还没有填写事由。"}


def test_a_file_lies_with_each_case(season: Season):
    house = season.house
    go_on(season)
    handed = receive(house.wang, "上报文件.pdf", [PDF])
    done = carry(season, acts.Report("", "市工信局", f"deposit:{handed.pk}"))
    assert [each.refusal for each in done] == ["", ""]
    bound = set(Deposit.objects.filter(held=handed.held_id).values_list("bound_to", flat=True))
    assert bound == {"", *(case.subject for case in season.fresh)}


def test_nobody_binds_the_file_of_another(season: Season):
    go_on(season)
    other = receive(season.house.li, "上报文件.pdf", [PDF])
    done = carry(season, acts.Report("", "市工信局", f"deposit:{other.pk}"))
    assert len(done) == 2
    assert all("不是您为本件上传的文件" in each.refusal for each in done)


def test_who_came_between_is_told_and_the_others_go_on(season: Season):
    house = season.house
    going = bulk.foresee(held(season, *season.fresh), acts.Accept(""), ORDER)
    house.do(season.fresh[0], acts.Withdraw("不申报了"), house.chen)
    first, second = services.carry_out([each.intended for each in going], house.wang, letter=ORDER)
    assert first.case == season.fresh[0]
    assert "此后：姓名chen于" in first.refusal
    assert second.refusal == ""
    assert Letter.objects.filter(kind="acceptance").count() == 1


def test_sent_twice_it_is_done_once(season: Season):
    going = bulk.foresee(held(season, *season.fresh), acts.Accept(""), ORDER)
    for _ in range(2):
        done = services.carry_out([each.intended for each in going], season.house.wang, letter=ORDER)
        assert [each.refusal for each in done] == ["", ""]
    assert Letter.objects.filter(kind="acceptance").count() == 2
    other = services.carry_out([each.intended for each in going], season.house.li, letter=ORDER)
    assert all("办件刚刚由他人办理过" in each.refusal for each in other)


def test_whoever_acts_for_the_applicant_or_stood_back_is_refused(season: Season):
    house = season.house
    admit(ask_to_join(house.wang, season.fresh[0].applicant), house.chen)
    house.do(season.fresh[1], acts.Recuse(f"person:{house.wang.pk}", "与申请人有利害关系"), house.head)
    wang = type(house.wang).objects.get(pk=house.wang.pk)
    first, second = bulk.foresee(held(season, *season.fresh, person=wang), acts.Accept(""), ORDER)
    assert "您代表本件的申请人" in first.refusal
    assert "姓名wang应当回避本件" in second.refusal


def test_who_may_do_which_act_in_many(season: Season):
    house, day = season.house, season.house.today()
    made: dict[type[acts.Act], acts.Act] = {
        acts.Accept: acts.Accept(""),
        acts.Post: acts.Post("", "https://example.cn/1", "", day, day + timedelta(20)),
        acts.EndPublicity: acts.EndPublicity(""),
        acts.Report: acts.Report("", "市工信局", ""),
        acts.Close: acts.Close(),
        acts.Suspend: acts.Suspend("专家评审", ""),
        acts.Resume: acts.Resume(),
        acts.NoteProgress: acts.NoteProgress(PROVINCE, "已进入专家评审"),
        acts.RecordResult: acts.RecordResult(PROVINCE, Outcome.GRANTED),
    }
    assert made.keys() == TOGETHER.keys()
    above = {acts.NoteProgress, acts.RecordResult}
    for person, allowed in (
        (house.wang, set(TOGETHER)),
        (house.head, set(TOGETHER)),
        (house.recorder, above),
        (house.leader, set()),
        (house.supervisor, set()),
    ):
        held = everything(season, person)
        for act, what in made.items():
            for stand in held:
                verdict = may(person, "case.act", Doing(stand.case, act, RULES[act].who))
                assert bool(verdict) == (act in allowed)
                assert verdict or stand.foresee(what) == verdict.reason
                if not verdict and stand is held[0]:
                    (done,) = services.carry_out(
                        [services.Intended(stand.case, (what,), stand.case.version)], person
                    )
                    assert done.refusal == verdict.reason


def test_nobody_chooses_what_they_do_not_see(season: Season):
    house = season.house
    assert {each.case for each in everything(season, house.recorder)} == set(season.up)
    with pytest.raises(Denied):
        everything(season, house.chen)


def test_no_more_are_chosen_than_are_done_at_once(season: Season):
    numbers = [season.fresh[0].number, *(f"x-{n}" for n in range(bulk.MOST)), season.fresh[1].number]
    assert [each.case for each in bulk.chosen(season.house.wang, season.house.bureau, numbers)] == [
        season.fresh[0]
    ]


def test_fifty_cases_take_as_many_queries_as_one(
    season: Season, django_assert_num_queries, django_assert_max_num_queries
):
    person = type(season.house.wang).objects.get(pk=season.house.wang.pk)
    with django_assert_max_num_queries(14) as asked:
        bulk.choices(found := held(season, season.fresh[0], person=person))
        bulk.foresee(found, acts.Accept(""), ORDER)
    every = like(season.fresh[0], 50)
    person = type(season.house.wang).objects.get(pk=season.house.wang.pk)
    with django_assert_num_queries(len(asked)):
        bulk.choices(found := held(season, *every, person=person))
        done = bulk.foresee(found, acts.Accept(""), ORDER)
    assert [each.refusal for each in done] == [""] * 50


def like(case: Case, many: int) -> list[Case]:
    """So many more cases with the same events."""
    events = list(CaseEvent.objects.filter(case=case).order_by("position"))
    made = []
    for serial in range(100, 100 + many):
        again = Case.objects.get(pk=case.pk)
        again.pk, again.serial, again.key = None, serial, f"like-{serial}"
        again.number = f"{case.agency.code}-{case.year}-{serial:05}"
        made.append(again)
    made = Case.objects.bulk_create(made)
    CaseEvent.objects.bulk_create(
        CaseEvent(case=again, position=e.position, body=e.body, at=e.at, kind=e.kind, by=e.by)
        for again in made
        for e in events
    )
    return made
