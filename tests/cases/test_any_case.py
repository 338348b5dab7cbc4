"""Whatever is done to whatever matter of the sample, through the real services: a case's row says what its events say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanze.cases import projection, queries, references, services
from quanze.cases.history import history
from quanze.cases.models import Case, CaseEvent
from quanze.cases.partners import partner_of
from quanze.cases.pinned import pinned
from quanze.files.services import bind
from quanze.people.models import Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.procedure.engine import Facts, Possible, Who, acts, replay
from quanze.rulebook.queries import calendar
from tests.cases.conftest import House, make_house
from tests.procedure.engine import hands

MOVES = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 59)), min_size=1, max_size=14)
ENDING = {acts.Withdraw, acts.Adjust, acts.Decline, acts.Suspend}


@pytest.fixture
def house(db) -> House:
    """The sample's list with these procedures confirmed. Officers handle the cases of every office."""
    made = make_house(*names())
    for person, kind in (
        (made.wang, RoleKind.HANDLER),
        (made.li, RoleKind.HANDLER),
        (made.head, RoleKind.OFFICE_HEAD),
    ):
        grant(person, kind, made.bureau)
    return made


def names() -> tuple[str, ...]:
    return (
        "省级工业新产品综合评价",
        "省先进制造业发展专项资金项目申报",
        "钢铁、焦化等工业行业规范公告申报",
        "河南省制造业创新中心申报",
    )


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing of it stays for the next example."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def real(value: Any, known: dict[str, str], document: str) -> Any:
    """An act of the engine's tests with people and documents that are there."""
    if isinstance(value, tuple):
        return tuple(real(each, known, document) for each in value)
    if isinstance(value, str):
        return known.get(value, value)
    if not is_dataclass(value):
        return value
    changed = {}
    for field in fields(value):
        said = getattr(value, field.name)
        if field.name in references.NAMES and isinstance(said, str) and said:
            changed[field.name] = document
        elif field.name in references.NAMES and isinstance(said, tuple) and said:
            changed[field.name] = (document,) * len(said)
        else:
            changed[field.name] = real(said, known, document)
    return replace(value, **changed)


class Player:
    """Everybody who acts, and one file that stands for every document."""

    def __init__(self, house: House, case: Case) -> None:
        self.house, self.case = house, case
        file = house.file(house.wang)
        self.people = {
            hands.WANG: house.wang,
            hands.LI: house.li,
            hands.ZHAO: house.head,
            hands.LEADER: house.leader,
            hands.CAI: house.cai,
        }
        self.known = {name: f"person:{person.pk}" for name, person in self.people.items()}
        self.document = f"deposit:{file.pk}"
        bind(file, case.subject)

    def at_hand(self) -> hands.Case:
        """The case as the engine's tests know one."""
        on = pinned(self.case)
        events = history(self.case)
        known = tuple(replace(each, id=name) for name, each in zip(self.people, hands.PEOPLE, strict=True))
        facts = Facts(agency=hands.OURS, people=known, rules=on.rules)
        return hands.Case(on.procedure, facts=facts, history=list(events), state=replay(on.procedure, events))

    def move(self, choice: int, variant: int) -> None:
        at_hand = self.at_hand()
        page = queries.case_page(queries.case(self.case.number), self.house.wang)
        offers = [
            each.possible for each in page.offers if variant % 5 == 0 or each.possible.act not in ENDING
        ]
        onward = [each for each in offers if each.act in hands.ONWARD] if variant % 3 else []
        if not offers:
            return
        among = onward or offers
        offer = among[choice % len(among)]
        act, _ = hands.contents(offer, at_hand, variant)
        act = real(act, self.known, self.document)
        attempt(self.case, self.by(offer.who), act)

    def onward(self) -> None:
        """What a careful officer does next."""
        at_hand = self.at_hand()
        page = queries.case_page(queries.case(self.case.number), self.house.wang)
        offers = {each.possible.act: each.possible for each in reversed(page.offers)}
        kind = next(kind for kind in hands.ONWARD if kind in offers and not self.idle(offers[kind], at_hand))
        act, _ = hands.contents(offers[kind], at_hand)
        attempt(self.case, self.by(offers[kind].who), real(act, self.known, self.document))

    def idle(self, offer: Possible, at_hand: hands.Case) -> bool:
        """Whether it was found out already that the step is needed, or decided by a meeting."""
        return offer.act is acts.Meet or (offer.act is acts.Determine and offer.step in at_hand.state.needed)

    def by(self, who: Who) -> Person:
        return {
            Who.APPLICANT: self.house.chen,
            Who.LEADER: self.house.leader,
            Who.PUBLIC: self.house.keeper,
        }.get(who, self.house.wang)


def attempt(case: Case, person: Person, act: acts.Act) -> None:
    """Do it; what the engine refuses has changed nothing."""
    before = CaseEvent.objects.filter(case=case).count()
    try:
        services.act(case, person, act, None)
    except services.Hindered:
        assert CaseEvent.objects.filter(case=case).count() == before


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(which=st.sampled_from(range(len(names()))), moves=MOVES)
def test_a_row_says_what_its_events_say(house: House, which: int, moves: list[tuple[int, int]]):
    with taken_back():
        case = house.submitted(house.matter(names()[which]))
        player = Player(house, case)
        for choice, variant in moves:
            player.move(choice, variant)
        kept = queries.case(case.number)
        events = history(kept)
        expected = projection.project(
            pinned(kept), events, calendar(), lambda said: partner_of(house.bureau, said)
        )
        assert {name: getattr(kept, name) for name in projection.FIELDS} == expected
        positions = (
            CaseEvent.objects.filter(case=case).order_by("position").values_list("position", flat=True)
        )
        assert list(positions) == list(range(1, kept.version + 1))
        if kept.ending:
            assert kept.holder in ("none", "applicant")
