"""What would become of an act in each of several cases of a round, were it done now: asked of the engine as it would
be asked then, and nothing is done. However many they are, a handful of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from quanze.bars.queries import against_all
from quanze.cases import facts, words
from quanze.cases.circumstances import Circumstances, quota_of, recommended
from quanze.cases.history import histories
from quanze.cases.models import Case
from quanze.cases.permissions import Doing
from quanze.cases.pinned import Pinned, pinned
from quanze.cases.playing import moment
from quanze.kits import check, elsewhere
from quanze.people.models import Person
from quanze.people.permissions import Verdict, may
from quanze.people.queries import acting_for_each
from quanze.procedure.engine import (
    Action,
    Caution,
    Event,
    Facts,
    Hindrance,
    State,
    acts,
    advance,
    replay,
)
from quanze.procedure.engine.table import RULES
from quanze.rounds.queries import Call
from quanze.rulebook.queries import calendar

Propose = Callable[[Case, Pinned, State], acts.Act | None]
"""Which act a case is asked for; ``None``: nothing of the kind is owed in it."""

BESIDE = ("agency", "office", "applicant", "partner")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would come of ``act`` in a case: why the engine would refuse it, or of what it would warn. ``verdict``:
    whether this person may do it."""

    case: Case
    act: acts.Act | None
    verdict: Verdict
    hindrance: Hindrance | None = None
    cautions: tuple[Caution, ...] = ()

    @property
    def goes(self) -> bool:
        """Whether this person could do it now."""
        return self.act is not None and self.hindrance is None and bool(self.verdict)


NOTHING = Verdict(False, "本件没有这一类待办的事。")


def foresee(call: Call, cases: Sequence[Case], person: Person, propose: Propose) -> tuple[Foreseen, ...]:
    """For each of these cases of the round, in their order. Nine queries. Of cases that would be recommended one after
    the other, each is counted against the quota with those before it."""
    held = read(call, cases)
    if not held:
        return ()
    states = states_of(held)
    proposed = [(case, propose(case, pinned(case), states[case.pk])) for case in held]
    now, days = moment(call.round.agency), calendar()
    around = _around(call, held, now)
    others = set(_people(act for _, act in proposed))
    people = facts.people(held[0], {words.reference(person.pk), *others})
    # Whoever acts for an applicant may do nothing in its case anyhow; others are asked of where an act names them.
    acting = acting_for_each(case.applicant for case in held) if others else {}
    limited = call.quota and any(isinstance(act, acts.Recommend) for _, act in proposed)
    used, made = recommended(call.round.pk)[call.round.pk] if limited else {}, []
    for case, act in proposed:
        if act is None:
            made.append(Foreseen(case, None, NOTHING))
            continue
        verdict = may(person, "case.act", Doing(case, type(act), RULES[type(act)].who))
        here = replace(around[case.pk], quota=quota_of(call, case.kind, used))
        world = facts.told(case, pinned(case), people, acting.get(case.applicant_id, ()), here)
        action = Action(words.reference(person.pk), act)
        came = advance(pinned(case).procedure, states[case.pk], action, world, now, days)
        if isinstance(came, Hindrance):
            made.append(Foreseen(case, act, verdict, came))
            continue
        if isinstance(act, acts.Recommend) and act.favourable and not case.reported:
            used[case.kind] = used.get(case.kind, 0) + 1
        made.append(Foreseen(case, act, verdict, None, tuple(_cautions(came))))
    return tuple(made)


def hindrances(cases: Sequence[Case], states: Mapping[int, State], propose: Propose) -> dict[int, Hindrance]:
    """Why the engine would refuse these acts, by the keys of the cases; whoever does them, and whatever they would be
    warned of. ``cases`` were :func:`read`, ``states`` are theirs. One query."""
    found, days = {}, calendar()
    for case in cases:
        act = propose(case, pinned(case), states[case.pk])
        if act is None:
            continue
        world = Facts(agency=case.agency.name, rules=pinned(case).rules)
        action = Action(words.SYSTEM, act)
        came = advance(pinned(case).procedure, states[case.pk], action, world, moment(case.agency), days)
        if isinstance(came, Hindrance):
            found[case.pk] = came
    return found


def read(call: Call, cases: Sequence[Case]) -> list[Case]:
    """The cases as they are now, in their order, with what the engine is told of them; ``call`` is the round of most of
    them. Procedures and kits are large and shared, and are read once. Two queries; three where a case keeps the kit of
    another round."""
    rows = Case.objects.filter(pk__in=[each.pk for each in cases]).select_related(*BESIDE)
    found = rows.prefetch_related("procedure").in_bulk()
    kit = call.round.kit
    for case in found.values():
        if case.kit_id == kit.pk:
            case.kit = kit
    prefetch_related_objects([case for case in found.values() if case.kit_id != kit.pk], "kit")
    return [found[each.pk] for each in cases]


def states_of(cases: Sequence[Case]) -> dict[int, State]:
    """Where the events of each left it. One query."""
    events = histories(cases)
    return {case.pk: replay(pinned(case).procedure, events[case.pk]) for case in cases}


def _around(call: Call, cases: Sequence[Case], now: datetime) -> dict[int, Circumstances]:
    """What stands around each: the round is one, and so is the matter. One query."""
    matter = call.round.matter_id
    bars = against_all(((case.applicant.credit_code, matter) for case in cases), day=timezone.localdate(now))
    return {
        case.pk: Circumstances(
            call,
            bars.get((case.applicant.credit_code, matter), ()),
            timezone.localdate(case.received_at or now),
            None,
            elsewhere(pinned(case).kit, check(pinned(case).kit, case.answers, draft=True).values),
        )
        for case in cases
    }


def _people(proposed: Iterable[acts.Act | None]) -> Iterable[str]:
    return (each for act in proposed if act is not None for each in words.people_in(act))


def _cautions(events: Iterable[Event]) -> Iterable[Caution]:
    return (caution for event in events for caution in event.cautions)
