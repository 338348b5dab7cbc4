"""How many cases of an agency stand, read for all of them at once, so that the engine can be asked case by case what
would come of an act without doing it. A constant number of queries, however many cases there are.

``foreseen`` does more for the cases of one round, whose acts count against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from quanze.cases import facts, words
from quanze.cases.history import histories
from quanze.cases.models import Case
from quanze.cases.permissions import Doing
from quanze.cases.pinned import Pinned, pinned
from quanze.cases.playing import moment
from quanze.cases.turning import WITH
from quanze.people.models import Person
from quanze.people.permissions import may
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import Action, Event, Facts, Hindrance, State, acts, advance, replay
from quanze.procedure.engine.replay import apply
from quanze.procedure.engine.table import RULES
from quanze.rulebook.queries import calendar


@dataclass(frozen=True, slots=True)
class Stand:
    """A case as its events left it, and all that the engine is told beside, for ``person`` who would act ``now``."""

    case: Case
    pinned: Pinned
    history: tuple[Event, ...]
    state: State
    world: Facts
    person: Person
    now: datetime
    days: Calendar

    def foresee(self, act: acts.Act) -> tuple[Event, ...] | str:
        """What would happen, or why it would not, in words. No query, once the person's roles are known."""
        verdict = may(self.person, "case.act", Doing(self.case, type(act), RULES[type(act)].who))
        if not verdict:
            return verdict.reason
        action = Action(words.reference(self.person.pk), act, self.state.count)
        found = advance(self.pinned.procedure, self.state, action, self.world, self.now, self.days)
        return str(found) if isinstance(found, Hindrance) else found

    def after(self, events: Sequence[Event]) -> State:
        """The state once these have happened."""
        state = self.state
        for event in events:
            state = apply(state, event)
        return state


def stands(found: QuerySet[Case], person: Person) -> tuple[Stand, ...]:
    """These cases of one agency, in their order. Eight queries."""
    cases = list(found.select_related(*WITH))
    days = calendar()
    events = histories(cases)
    worlds = facts.gather_each(cases, [words.reference(person.pk)])
    made = []
    for case in cases:
        on = pinned(case)
        state = replay(on.procedure, events[case.pk])
        now = moment(case.agency)
        made.append(Stand(case, on, events[case.pk], state, worlds[case.pk], person, now, days))
    return tuple(made)
