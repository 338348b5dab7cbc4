"""A simulated case moves on: what is next is asked of the engine, chosen, and done through the services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any

from django.utils import timezone

from quanze.cases import services
from quanze.cases.history import history
from quanze.cases.models import Case
from quanze.cases.pinned import Pinned, pinned
from quanze.cases.playing import playing
from quanze.cases.publicities import period
from quanze.cases.turning import LASTING
from quanze.letters.models import Letter
from quanze.people.models import Agency, Person
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import Facts, State, acts, apply, possible
from quanze.procedure.engine.choices import Way
from quanze.procedure.model import Kind
from quanze.simulation.cast import MARK, Cast
from quanze.simulation.choosing import View, choices
from quanze.simulation.contents import Scene, doing
from quanze.simulation.habits import Fault
from quanze.simulation.papers import scan
from quanze.simulation.planning import Plan, Year
from quanze.simulation.timing import last_moment

RECEIVER = {"receiver": f"{MARK}签收人", "relation": "负责收件的人"}


@dataclass(frozen=True, slots=True)
class Told:
    """A fault in the account of a simulation: in which case (its number), what, on which day."""

    case: str
    kind: Fault
    day: date


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a move: the case as it is now, how many events it got, what went wrong in it by intent."""

    case: Case
    events: int
    faults: tuple[Told, ...]


class Shelf:
    """Cases as moving them needs them, with little to read: what is alike in many of them is read once; a case as its
    last move left it, and how it stands, are kept for the next."""

    def __init__(self, agency: Agency, most: int = 2000) -> None:
        self._agency, self._most = agency, most
        self._pinned: dict[tuple[int, str], Pinned] = {}
        self._lasting: dict[tuple[str, Any], Any] = {}
        self._cases: dict[int, Case] = {}
        self._states: dict[int, State] = {}

    def keep(self, case: Case) -> None:
        """A case as its last move left it; only as long as nothing else happens to it (:meth:`forget`)."""
        while len(self._cases) >= self._most:
            self._cases.pop(next(iter(self._cases)))
        self._cases[case.pk] = case
        for name in LASTING:
            key = (name, getattr(case, f"{name}_id"))
            if key in self._lasting:
                setattr(case, name, self._lasting[key])
            elif name in case._state.fields_cache:
                self._lasting[key] = getattr(case, name)

    def forget(self) -> None:
        """Something happened to cases that was no move of theirs."""
        self._cases.clear()

    def case(self, pk: int) -> Case:
        """One case. One query, none where it was kept."""
        if pk not in self._cases:
            found = Case.objects.select_related("applicant").get(pk=pk)
            found.agency = self._agency
            self.keep(found)
        return self._cases[pk]

    def pinned(self, case: Case) -> Pinned:
        """By what it runs. Two queries for what is seen for the first time."""
        key = (case.procedure_id, case.kit_id)
        if key not in self._pinned:
            self._pinned[key] = pinned(case)
        return self._pinned[key]

    def state(self, case: Case) -> State:
        """How it stands. One query, none where nothing happened since."""
        kept = self._states.get(case.pk, State())
        if kept.count != case.version:
            while len(self._states) >= self._most:
                self._states.pop(next(iter(self._states)))
            kept = self._states[case.pk] = reduce(apply, history(case, kept.count), kept)
        if kept.ending is not None:
            self._states.pop(case.pk, None)
        return kept


def view_of(year: Year, plan: Plan, shelf: Shelf, case: Case, now: datetime | None, days: Calendar) -> View:
    """How a case stands at ``now`` (the moment of its last event), and what may be done in it."""
    on, state = shelf.pinned(case), shelf.state(case)
    at = now or state.at or timezone.now()
    offered = possible(on.procedure, state, Facts(agency=case.agency.name, rules=on.rules), at, days)
    dice = year.dice("turn", plan.number, state.count)
    return View(plan, on.procedure, on.rules, state, offered, at, days, dice)


def move(view: View, on: Pinned, cast: Cast, case: Case, applicant: Person | None) -> Moved:
    """Do what is next in a case, if anything is: the first choice that goes through."""
    state, now = view.state, view.now
    for choice in choices(view):
        scene = Scene(cast, case, on, view, choice, applicant)
        try:
            with playing(cast.agency, now):
                case = _done(scene)
        except Unacceptable:
            continue
        told = tuple(Told(case.number, kind, scene.today) for kind in _faults(scene))
        return Moved(case, case.version - state.count, told)
    return Moved(case, 0, ())


def _done(scene: Scene) -> Case:
    if scene.choice.act is acts.Prove and (letter := _awaited(scene)) is not None:
        return _served(scene, letter)
    said = doing(scene)
    return services.act(
        scene.case, said.by, said.act, scene.view.state.count, letter=said.letter, files=said.files or None
    )


def _awaited(scene: Scene) -> Letter | None:
    """The letter for whose seal and delivery the step waits, if it was the program that issued it."""
    awaiting = next(each for each in scene.view.state.awaiting if each.step == scene.step)
    document = getattr(getattr(awaiting.act, "paper", None), "document", "")
    house, _, key = document.partition(":")
    return Letter.objects.get(pk=int(key)) if house == "letter" else None


def _served(scene: Scene, letter: Letter) -> Case:
    """The letter is sealed on paper and handed over."""
    by = scene.officer
    proof = scan(scene.case, by)
    case = services.seal_letter(scene.case, letter, by, proof)
    return services.deliver_letter(case, letter, by, Way.DIRECT, scene.today, proof, details=RECEIVER)


def _faults(scene: Scene) -> Iterator[Fault]:
    """What was wrong with what was done: by intent, and what came after its last moment."""
    view, choice = scene.view, scene.choice
    for fault in sorted(choice.faults):
        if fault is not Fault.SHORT_POSTING or period(scene.on, scene.place) is not None:
            yield fault
    until = last_moment(view, choice)
    if until is not None and view.now >= until:
        yield Fault.LATE
    visits = {each.key for each in view.course.path if each.kind is Kind.INSPECT} - {*view.state.waived}
    visited = any(map(view.state.is_done, visits))
    if choice.act in (acts.Decide, acts.Recommend) and scene.one_hand and visited:
        yield Fault.ONE_HAND
