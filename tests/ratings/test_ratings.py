"""好差评: rated once and once more, a bad one answered by somebody else in time, counted as it was said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.models import Event
from quanze.cases.models import Message
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import admit, ask_to_join, open_agency
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.seed import seeded
from quanze.procedure.engine import acts
from quanze.procedure.model import Limit, Unit
from quanze.ratings import queries, services
from quanze.ratings.degrees import DEFAULT, Degree, Limits, answer_by
from quanze.ratings.models import Entry, Rating, Rules
from quanze.ratings.services import Unacceptable
from quanze.ratings.standing import standing
from tests.cases.conftest import account
from tests.ratings.conftest import WORDS, Served
from tests.ratings.counting import counts

SAID = datetime(2026, 9, 24, 15, tzinfo=SHANGHAI)
"""A Thursday before two holidays."""


# How it stands, without a database ------------------------------------------------------------------------------------


def said(kind: str, days: int, degree: int | None = None, rules: Rules | None = None) -> Entry:
    return Entry(kind=kind, degree=degree, at=SAID + timedelta(days), rules=rules)


STANDING = [
    # what was said, on which day it is looked at -> last degree, bad, open, answered, late, addable
    ([said("given", 0, 1)], 0, (1, False, False, False, False, True)),
    ([said("given", 0, 3)], 90, (3, False, False, False, False, True)),
    ([said("given", 0, 4)], 0, (4, True, True, False, False, True)),
    ([said("given", 0, 5)], 40, (5, True, True, False, True, True)),
    ([said("given", 0, 5), said("answered", 1)], 40, (5, True, False, True, False, True)),
    ([said("given", 0, 5), said("answered", 40)], 50, (5, True, False, True, True, True)),
    ([said("given", 0, 1), said("added", 1, 5)], 1, (5, True, True, False, False, False)),
    ([said("given", 0, 5), said("added", 1, 1)], 1, (1, True, True, False, False, False)),
    (
        [said("given", 0, 5), said("answered", 1), said("added", 2, 4)],
        2,
        (4, True, True, False, False, False),
    ),
    (
        [said("given", 0, 4), said("added", 40, 5), said("answered", 41)],
        42,
        (5, True, False, True, True, False),
    ),
]


@pytest.mark.parametrize(("entries", "days", "stands"), STANDING)
def test_how_a_rating_stands(entries, days, stands):
    found = standing(entries, seeded(), SAID + timedelta(days))
    assert (
        found.degree,
        found.bad,
        found.open,
        found.answered,
        found.late,
        found.addable,
    ) == stands
    assert (found.deadline is not None) is found.open


def test_a_bad_one_is_answered_within_working_days_by_the_rules_of_its_day():
    assert answer_by(SAID, DEFAULT, seeded()).due.isoformat() == "2026-10-09", (
        "中秋节 and 国庆节 do not count"
    )
    own = Rules(answer_n=1, answer_unit="working_day", source="安阳市政务服务条例第五十二条")
    early = standing([said("given", 0, 5, own)], seeded(), SAID + timedelta(5))
    assert early.late
    assert not standing([said("given", 0, 5)], seeded(), SAID + timedelta(5)).late


def test_the_degrees_are_the_standards_and_the_last_two_are_bad():
    assert [each.label for each in Degree] == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    assert [each.value for each in Degree if each.bad] == [4, 5]


# Said ------------------------------------------------------------------------------------------------------------


def test_an_applicant_rates_once_and_adds_once(served: Served):
    made = served.rated(2, "受理很快")
    assert served.rated(2, "受理很快") == made, "a form that was sent twice"
    with pytest.raises(Unacceptable, match="已经评价过"):
        served.rated(5)
    services.add(made, served.house.chen, 4, "后来拖了很久")
    services.add(made, served.house.chen, 4, "后来拖了很久")
    with pytest.raises(Unacceptable, match="不能再追加"):
        services.add(made, served.house.chen, 1, "又好了")
    found = queries.of_case(served.case)
    assert [(each.kind, each.degree) for each in found.entries] == [("given", 2), ("added", 4)]
    assert (made.handler, made.office) == (served.house.wang, served.house.office)


def test_what_nobody_served_yet_is_not_rated(served: Served):
    fresh = served.house.submitted()
    assert not queries.ratable(fresh)
    with pytest.raises(Unacceptable, match="还没有办理"):
        services.give(fresh, served.house.chen, 1)
    for degree in (0, 6):
        with pytest.raises(Unacceptable, match="满意程度"):
            services.give(served.case, served.house.chen, degree)
    with pytest.raises(Unacceptable, match="2000"):
        served.rated(1, "长" * 2001)
    assert not Rating.objects.exists()


def test_a_bad_one_is_answered_by_another_than_the_handler_and_the_applicant_is_told(served: Served):
    made = served.rated()
    for who in (served.house.wang, served.house.li, served.house.leader):
        with pytest.raises(Denied):
            services.answer(made, who, "已核实", True, 1)
    Message.objects.all().delete()
    entry = services.answer(made, served.house.head, "属实，已批评并改进一次性告知", True, 1)
    assert services.answer(made, served.house.head, entry.text, True, 1) == entry, (
        "a form that was sent twice"
    )
    found = queries.of_case(served.case)
    assert (found.standing.open, found.standing.answered, found.entries[-1].mended) == (False, True, True)
    (mail,) = Message.objects.all()
    assert mail.person == served.house.chen
    assert WORDS not in mail.body
    assert entry.text not in mail.body
    with pytest.raises(Unacceptable, match="没有待答复的差评"):
        services.answer(made, served.house.supervisor, "再核实", False, 2)


def test_of_a_bad_one_those_are_told_who_see_to_it(served: Served):
    house = served.house
    Message.objects.all().delete()
    made = served.rated(3)
    assert not Message.objects.exists()
    services.add(made, house.chen, 5, WORDS)
    mails = Message.objects.all()
    assert {each.person for each in mails} == {house.head, house.supervisor}
    assert not any(WORDS in each.body or house.party.name in each.body for each in mails)


def test_whoever_answers_has_seen_what_was_added(served: Served):
    made = served.rated()
    services.add(made, served.house.chen, 5, "还是没人联系我")
    with pytest.raises(Unacceptable, match="追加了评价"):
        services.answer(made, served.house.head, "已核实", True, 1)
    good = queries.rating(served.house.bureau, made.pk)
    services.answer(good, served.house.supervisor, "已核实", False, 2)


def test_how_long_there_is_is_set_for_what_is_said_from_then_on(served: Served):
    house = served.house
    own = Limits(Limit(1, Unit.WORKING_DAY), "县政府办〔2026〕3号")
    assert queries.limits_of(house.bureau) == DEFAULT
    assert DEFAULT.source.startswith("假定")
    services.set_rules(house.bureau, served.security, own)
    assert queries.limits_of(house.bureau) == own
    served.rated()
    assert queries.of_case(served.case).standing.deadline.term.limit == own.answer
    for limits in (Limits(Limit(0, Unit.MONTH), "甲"), Limits(own.answer, " ")):
        with pytest.raises(Unacceptable):
            services.set_rules(house.bureau, served.security, limits)
    with pytest.raises(Denied):
        services.set_rules(house.bureau, house.supervisor, own)


# Counted ---------------------------------------------------------------------------------------------------------


def test_what_is_not_rated_stays_unrated(served: Served, django_assert_max_num_queries):
    house, today = served.house, timezone.localdate()
    ended = house.submitted()
    house.do(ended, acts.Withdraw("不再需要"), house.chen)
    before = counts(house.bureau, today, today)
    assert (before.total, before.ended, before.unrated, before.good) == (0, 1, 1, None)
    services.add(served.rated(1, ""), house.chen, 4, "后来不好")
    services.give(ended, house.chen, 3)
    found = counts(house.bureau, today, today)
    assert {each.value: n for each, n in found.degrees.items()} == {1: 0, 2: 0, 3: 1, 4: 1, 5: 0}
    assert (found.bad, found.open, found.answered, found.late) == (1, 1, 0, 0)
    assert (found.ended, found.unrated, found.good) == (1, 0, 50)
    month = {f"{today:%Y-%m}"}
    with django_assert_max_num_queries(6):
        rows = queries.kept(house.bureau, timezone.now())
    assert queries.summed(rows, month, found.ended) == counts(house.bureau, today.replace(day=1), today)
    assert queries.summed(rows, month, 1, office=house.office.pk).total == 2
    assert queries.summed(rows, {"2001-01"}, 0).total == queries.summed(rows, month, 1, matter=0).total == 0
    before = today - timedelta(1)
    assert counts(house.bureau, before, before).total == 0
    other = house.matter("省级智能工厂、智能车间申报")
    assert counts(house.bureau, today, today, matter=other).total == 0
    assert counts(house.bureau, today, today, office=house.office).total == 2


# Who may ---------------------------------------------------------------------------------------------------------


def test_nobody_reads_what_is_none_of_theirs(served: Served):
    house, made = served.house, served.rated()
    people = {
        "supervisor": (house.supervisor, {"handle", "list"}),
        "head": (house.head, {"handle", "list"}),
        "handler": (house.wang, set()),
        "another handler": (house.li, set()),
        "leader": (house.leader, set()),
        "keeper": (house.keeper, set()),
        "recorder": (house.recorder, set()),
        "finance": (house.cai, set()),
        "applicant": (house.chen, {"give"}),
        "security": (served.security, {"configure"}),
        "stranger": (account("stranger"), set()),
        "elsewhere": (
            account("other", RoleKind.SUPERVISOR, open_agency("neixiang-gxj", "内乡县工信局")),
            set(),
        ),
    }
    things = {"give": served.case, "handle": made, "list": house.bureau, "configure": house.bureau}
    for who, (person, allowed) in people.items():
        for verb, thing in things.items():
            assert bool(may(person, f"rating.{verb}", thing)) is (verb in allowed), (who, verb)
        if "handle" not in allowed:
            with pytest.raises(Denied):
                queries.opened(made, person)
        if "list" not in allowed:
            with pytest.raises(Denied):
                queries.register(person, house.bureau)
    assert not may(None, "rating.handle", made)


def test_a_head_who_handled_the_case_leaves_it_to_the_supervisor(served: Served):
    house, made = served.house, served.rated()
    assert queries.waiting(house.head, house.bureau) == queries.waiting(house.supervisor, house.bureau) == 1
    case = served.case
    house.do(case, acts.Recuse("外人", "与申请人有利害关系"), house.head)
    assert not may(house.head, "rating.handle", made)
    assert may(house.supervisor, "rating.handle", made)
    admit(ask_to_join(house.supervisor, house.party), house.chen)
    again = type(house.supervisor).objects.get(pk=house.supervisor.pk)
    assert not may(again, "rating.handle", made), "who acts for the applicant stands back"


def test_the_record_holds_no_word_of_it(served: Served):
    before = Event.objects.count()
    made = served.rated()
    services.read(made, served.house.supervisor)
    services.answer(made, served.house.supervisor, f"{WORDS}属实", True, 1)
    added = Event.objects.order_by("pk")[before:]
    assert [each.verb for each in added] == ["rating.give", "rating.read", "rating.answer"]
    assert not any(WORDS in each.body for each in added)


TAMPERING = {
    "a degree is mended": lambda: Entry.objects.update(degree=1),
    "a bad one is deleted": lambda: Entry.objects.all()._raw_delete("default"),
    "a rating is given to another case's office": lambda: Rating.objects.update(office=None),
    "a rating is deleted": lambda: Rating.objects.all()._raw_delete("default"),
    "a limit is made longer": lambda: Rules.objects.update(answer_n=99),
}


def test_what_was_said_cannot_be_changed(served: Served):
    services.set_rules(served.house.bureau, served.security, DEFAULT)
    served.rated()
    for act in TAMPERING.values():
        with pytest.raises(IntegrityError, match=r"只能追加|不能修改或删除"), transaction.atomic():
            act()
