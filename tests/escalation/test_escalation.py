"""Cards go up: by the bureau's rules, once, by a mail without anybody's name, and onto the list of whoever gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.models import Event
from quanze.cases.models import Case, Message
from quanze.cases.outbox import send_due
from quanze.cases.services import tick
from quanze.escalation import queries
from quanze.escalation.models import Escalation, Rules, Watched
from quanze.escalation.rules import DEFAULT, Rule, RuleSet, since
from quanze.escalation.services import Unacceptable, escalate, set_rules
from quanze.oversight.queries import cards
from quanze.people.models import Person
from quanze.people.permissions import Denied
from quanze.people.roles import RoleKind
from quanze.procedure.corrections import Change, StepOf
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind, Limit, Unit
from quanze.procedure.oversight.cards import Colour, card
from quanze.rulebook import queries as rulebook
from quanze.rulebook.services import correct
from tests.cases.conftest import PRODUCT, House, account, confirm, make_house
from tests.cases.test_matter_five import step
from tests.post_office import PostOffice, open_post_office
from tests.procedure.engine.hands import BEGIN, CALENDAR
from tests.procedure.test_oversight import deadline

HEAD, LEADER, SUPERVISOR, HANDLER = (
    RoleKind.OFFICE_HEAD,
    RoleKind.LEADER,
    RoleKind.SUPERVISOR,
    RoleKind.HANDLER,
)


# Rules, without a database -------------------------------------------------------------------------------------------

CARDS = [
    # days after Monday 2 March, due on Monday the 9th -> colour and for how long
    (0, Colour.NONE, None),
    (6, Colour.YELLOW, 0),
    (7, Colour.YELLOW, 1),
    (8, Colour.RED, 1),
    (11, Colour.RED, 4),
    (13, Colour.RED, 4),  # a Sunday
]


@pytest.mark.parametrize(("days", "colour", "length"), CARDS)
def test_for_how_long_a_card_has_been_of_its_colour(days, colour, length):
    found = card(deadline(date(2026, 3, 9)), BEGIN + timedelta(days), CALENDAR)
    assert (found.colour, since(found)) == (colour, length)
    assert since(card(deadline(None), BEGIN, CALENDAR)) is None, "the clock stands still"


def test_a_rule_applies_to_its_colour_from_its_day_on():
    rules = RuleSet((Rule(Colour.YELLOW, 1, HANDLER), Rule(Colour.RED, 3, LEADER)), "甲")
    applying = [
        [
            rule.to
            for rule in rules.applying(card(deadline(date(2026, 3, 9)), BEGIN + timedelta(days), CALENDAR))
        ]
        for days in (6, 7, 8, 10, 30)
    ]
    assert applying == [[], [HANDLER], [], [LEADER], [LEADER]]
    assert (rules.after(Colour.RED, LEADER), rules.after(Colour.RED, HEAD)) == (3, None)


# The clockwork -----------------------------------------------------------------------------------------------------


@dataclass
class Overdue:
    """A bureau with a case that nobody touches; ``due``: the moment from which its notice is overdue."""

    house: House
    case: Case
    security: Person
    due: datetime

    def days_after(self, days: float) -> datetime:
        return self.due + timedelta(days)


def make_overdue() -> Overdue:
    house = make_house()
    house.confirm_unit()
    case = house.submitted()
    Message.objects.all().delete()
    security = account("security", RoleKind.SECURITY_ADMIN, house.bureau)
    return Overdue(house, case, security, case.due_at)


@pytest.fixture
def overdue(start) -> Overdue:
    return start(make_overdue)


@pytest.fixture
def post_office(settings) -> Iterator[PostOffice]:
    with open_post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "quanze@example.cn"
        yield office


def went_to() -> list[str]:
    return [each.to for each in Escalation.objects.order_by("pk")]


def test_without_rules_of_its_own_a_red_card_goes_to_the_head_then_to_leader_and_supervisor(
    overdue: Overdue, post_office: PostOffice
):
    assert DEFAULT.source.startswith("假定")
    assert escalate(overdue.days_after(-1)) == 0
    at = overdue.days_after(0.1)
    assert escalate(at) == 1
    assert went_to() == ["office_head"]
    assert send_due(at) == (1, 0)
    mail = post_office.mails[-1]
    assert mail["To"] == overdue.house.head.email
    assert "红牌" in post_office.last
    assert "请督促办理" in post_office.last
    assert f"/desk/wolong-gxj/cases/{overdue.case.number}/" in post_office.last
    told = post_office.last + mail["Subject"]
    for name in (overdue.house.party.name, overdue.house.chen.name, overdue.house.wang.name, "高效破碎机"):
        assert name not in told
    late = overdue.days_after(20)
    assert escalate(late) == 2
    assert went_to()[1:] == ["leader", "supervisor"]
    assert send_due(late) == (2, 0)


def test_it_goes_once_however_often_the_clockwork_runs(overdue: Overdue):
    at = overdue.days_after(20)
    assert escalate(at) == 3
    for later in (at, at + timedelta(hours=1), at + timedelta(1), at + timedelta(30)):
        assert escalate(later) == 0
    Watched.objects.all().delete()
    assert escalate(at) == 0, "another machine that looks at the same"
    assert Message.objects.count() == 3
    assert Event.objects.filter(verb="card.escalate").count() == 3


def test_a_case_is_looked_at_once_a_day_and_the_next_slice_comes_after(
    overdue: Overdue, django_assert_max_num_queries
):
    second = overdue.house.submitted()
    at = overdue.days_after(20)
    assert escalate(at, most=1) == 3
    assert escalate(at, most=1) == 3
    assert {each.case_id for each in Escalation.objects.all()} == {overdue.case.pk, second.pk}
    with django_assert_max_num_queries(2):
        assert escalate(at, most=1) == 0


def test_what_was_done_goes_no_further_and_leaves_the_list(overdue: Overdue):
    house, case = overdue.house, overdue.case
    escalate(overdue.days_after(0.1))
    (shown,) = queries.raised(house.head, house.bureau)
    assert (shown.case, shown.name, shown.due) == (case, "告知补正", case.due_on)
    assert queries.raised(house.wang, house.bureau) == queries.raised(house.supervisor, house.bureau) == ()
    house.do(case, acts.Decline(step(case, Kind.REFUSE), "上年度营业收入低于两千万元"))
    assert queries.raised(house.head, house.bureau) == ()
    assert escalate(overdue.days_after(30)) == 0


def test_a_bureau_sets_its_own_rules_and_the_old_ones_stay_on_record(overdue: Overdue):
    house = overdue.house
    own = RuleSet(
        (Rule(Colour.YELLOW, 0, HANDLER), Rule(Colour.RED, 5, SUPERVISOR)), "局党组会议纪要〔2026〕4号"
    )
    set_rules(house.bureau, overdue.security, DEFAULT)
    set_rules(house.bureau, overdue.security, own)
    assert (queries.rules_of(house.bureau), Rules.objects.count()) == (own, 2)
    assert escalate(overdue.days_after(-0.5)) == 1, "the last day"
    assert went_to() == ["handler"]
    told = Message.objects.values_list("person__username", flat=True)
    assert sorted(told) == ["head", "li", "wang"], "nobody handles it yet: whoever may take it up"
    assert "黄牌" in Message.objects.first().body
    assert escalate(overdue.days_after(0.1)) == 0
    assert escalate(overdue.days_after(20)) == 1
    for rules in (
        RuleSet((Rule(Colour.RED, 1, HEAD), Rule(Colour.RED, 2, HEAD)), "甲"),
        RuleSet((Rule(Colour.RED, -1, HEAD),), "甲"),
        RuleSet((Rule(Colour.PAUSED, 1, HEAD),), "甲"),
        RuleSet((Rule(Colour.RED, 1, RoleKind.LIST_KEEPER),), "甲"),
        RuleSet((), " "),
    ):
        with pytest.raises(Unacceptable):
            set_rules(house.bureau, overdue.security, rules)
    for who in (house.supervisor, house.leader, house.head, house.chen):
        with pytest.raises(Denied):
            set_rules(house.bureau, who, own)
    set_rules(house.bureau, overdue.security, RuleSet((), "不上报"))
    assert queries.rules_of(house.bureau).rules == ()


def test_a_paused_clock_goes_nowhere(overdue: Overdue):
    Case.objects.filter(pk=overdue.case.pk).update(suspended=True)
    assert escalate(overdue.days_after(20)) == 0


def test_the_clock_of_cases_does_the_rest(overdue: Overdue):
    """What reminds before a date and what goes up after it do not stand in each other's way."""
    tick(overdue.days_after(-1))
    before = Message.objects.count()
    escalate(overdue.days_after(0.1))
    assert Message.objects.count() == before + 1


TAMPERING = {
    "that it went up is deleted": lambda: Escalation.objects.all()._raw_delete("default"),
    "to whom is rewritten": lambda: Escalation.objects.update(to="handler"),
    "a rule is rewritten": lambda: Rules.objects.update(body=[]),
}


def test_what_went_up_cannot_be_changed(overdue: Overdue):
    set_rules(overdue.house.bureau, overdue.security, DEFAULT)
    escalate(overdue.days_after(0.1))
    assert timezone.is_aware(Escalation.objects.get().at)
    for act in TAMPERING.values():
        with pytest.raises(IntegrityError, match=r"只能追加|不能修改或删除"), transaction.atomic():
            act()


def test_a_long_limit_of_which_nobody_said_the_unit_warns_by_its_earlier_reading(overdue: Overdue):
    """45日 are over after as many calendar days, or weeks later after as many working days."""
    house = overdue.house
    number = house.matter().number
    procedure = rulebook.review(house.bureau, number).proposal.procedure
    notice = next(each for each in procedure.steps if each.kind is Kind.SUPPLEMENT)
    made = [Change(StepOf.named(procedure, notice), {"limit": Limit(45, Unit.DAY)})]
    correct(house.bureau, number, made, "本局〔2026〕1号", house.keeper)
    confirm(house.bureau, house.keeper, (PRODUCT,))
    set_rules(house.bureau, overdue.security, RuleSet((Rule(Colour.YELLOW, 0, HEAD),), "本局〔2026〕2号"))
    case = house.submitted()
    at = case.received_at + timedelta(days=45)
    assert case.due_at > at + timedelta(days=15)
    (shown,) = cards(house.supervisor, house.bureau, now=at).of(Colour.YELLOW)
    assert (shown.case, shown.card.unconfirmed) == (case, True)
    assert escalate(at) == 1
    before = cards(house.supervisor, house.bureau, now=at - timedelta(days=10))
    assert before.of(Colour.YELLOW) == ()
