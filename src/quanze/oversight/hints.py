"""Patterns worth a person's look, over many cases and in one: each with the events that show it, and the list's words.
Hints, never verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from quanze.cases import telling
from quanze.cases.history import history
from quanze.cases.models import Case
from quanze.cases.pinned import pinned
from quanze.cases.telling import Entry
from quanze.cases.words import reference
from quanze.oversight.duties import MOST, Asked, asked_for
from quanze.oversight.reading import told
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.procedure.engine import Course, Event, course_of
from quanze.procedure.oversight import patterns
from quanze.procedure.oversight.patterns import OF_ONE_CASE
from quanze.procedure.oversight.told import CaseTold, Looked, Pattern, RankingTold, Said, Saying, Seen
from quanze.procedure.oversight.told import Hint as Found
from quanze.rounds.models import Round
from quanze.rulebook.queries import calendar
from quanze.selection.models import Entry as Ranked

SAYINGS = 20_000
"""So many entries of rankings are looked at."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a hint shows: in which case by which entries of its history, of which duty in the list's words; or in the
    ranking of a round."""

    case: Case | None
    entries: tuple[Entry, ...]
    words: str
    round: Round | None


@dataclass(frozen=True, slots=True)
class Hint:
    """Something worth a look: by which pattern, what it found in words, where it shows. ``person`` is the name of whom
    it speaks of, blank for nobody."""

    pattern: Pattern
    words: str
    evidence: tuple[Evidence, ...]
    person: str


@dataclass(frozen=True, slots=True)
class Hinted:
    """What was found in so many cases. ``cut``: there are more cases than were looked at."""

    hints: tuple[Hint, ...]
    counted: int
    cut: bool


def hints(person: Person, agency: Agency, asked: Asked, *, now: datetime | None = None) -> tuple[Hint, ...]:
    """What the patterns find in the cases that were received in a period, in the order of their table. Eight queries,
    up to 1000 cases, those received last. Raises ``Denied``."""
    return hinted(person, agency, asked, now=now).hints


def hinted(person: Person, agency: Agency, asked: Asked, *, now: datetime | None = None) -> Hinted:
    """The same, and in how many cases. Eight queries. Raises ``Denied``."""
    demand(person, "oversight.view", agency)
    found = list(told(asked_for(agency, asked)[: MOST + 1]))
    cut, found = len(found) > MOST, found[:MOST]
    courses = {id(each.procedure): course_of(each.procedure) for each in found}
    cases = {
        each.case.pk: (each.case, _told(each.case, courses[id(each.procedure)], each.history))
        for each in found
    }
    ranked = list(_ranked(case for case, _ in cases.values()))
    at = now or timezone.now()
    looked = Looked(tuple(each for _, each in cases.values()), _rankings(ranked), calendar(), at)
    return Hinted(_shown(patterns.hints(looked), cases, ranked), len(cases), cut)


def hints_of_case(case: Case, person: Person, *, now: datetime | None = None) -> tuple[Hint, ...]:
    """What shows in one case by itself, for whoever leads or supervises. Five queries. Raises ``Denied``."""
    demand(person, "oversight.view", case.agency)
    one = _told(case, course_of(pinned(case).procedure), history(case))
    looked = Looked((one,), (), calendar(), now or timezone.now())
    return _shown(patterns.hints(looked, OF_ONE_CASE), {case.pk: (case, one)}, [])


def _told(case: Case, course: Course, events: Sequence[Event]) -> CaseTold:
    return CaseTold(case.pk, case.matter_id, case.applicant_id, course, tuple(events))


def _ranked(cases: Iterable[Case]) -> Iterator[Ranked]:
    rounds = {case.round_id for case in cases if case.round_id is not None}
    if rounds:
        found = Ranked.objects.filter(round__in=rounds).select_related("round", "by")
        yield from found.order_by("round", "position")[:SAYINGS]


def _rankings(ranked: Iterable[Ranked]) -> tuple[RankingTold, ...]:
    said: dict[int, list[Saying]] = {}
    for each in ranked:
        kind = Said(each.kind)
        place = each.body["place"] if kind is Said.MOVE else 0
        made = Saying(each.position, kind, each.case_id, place, reference(each.by_id), each.at)
        said.setdefault(each.round_id, []).append(made)
    return tuple(RankingTold(key, tuple(sayings)) for key, sayings in said.items())


def _entries(one: CaseTold, names: Mapping[str, str]) -> dict[int, Entry]:
    return {each.position: each for each in telling.entries(one.course, one.history, names)}


def _shown(
    found: Sequence[Found], cases: dict[int, tuple[Case, CaseTold]], ranked: Sequence[Ranked]
) -> tuple[Hint, ...]:
    """With the cases and their entries. One query."""
    seen = {each.case for hint in found for each in hint.seen if each.case is not None and each.case in cases}
    names = telling.names_in(event for key in seen for event in cases[key][1].history) if seen else {}
    names |= {reference(each.by_id): each.by.name for each in ranked}
    entries = {key: _entries(cases[key][1], names) for key in seen}
    rounds = {each.round_id: each.round for each in ranked}

    def evidence(where: Seen) -> Evidence:
        if where.case is None or where.case not in cases:
            return Evidence(None, (), "", rounds.get(where.ranking or 0))
        case, one = cases[where.case]
        known = entries[where.case]
        place = one.course.find(where.step) if where.step else None
        told = tuple(known[position] for position in where.events if position in known)
        return Evidence(case, told, "" if place is None else place.words, None)

    return tuple(
        Hint(each.pattern, each.words, tuple(map(evidence, each.seen)), names.get(each.person, ""))
        for each in found
    )
