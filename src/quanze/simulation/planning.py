"""Which applications come in a simulated year: drawn from the seed alone, so that the same seed and the same list give
the same, and each can be drawn again by its number. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.simulation.habits import BY_LETTERS, HABITS, ONLINE, PACES, Quirk


@dataclass(frozen=True, slots=True)
class Inflow:
    """A matter, by its number in the list: how many of its applications come for one of the others', and the days on
    which they do."""

    matter: int
    weight: float
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An application that will come: its ``number`` in the year, the matter, when, by which of the applicants. ``pace``
    multiplies the days of whoever handles it (``officer``: which of the office's), ``letters``: the program issues its
    letters. ``quirks``: what will be otherwise than usual."""

    number: int
    matter: int
    at: datetime
    applicant: int
    online: bool
    officer: int
    pace: float
    letters: bool
    quirks: frozenset[Quirk]

    def has(self, quirk: Quirk) -> bool:
        """Whether this will happen in it, where it can."""
        return quirk in self.quirks


@dataclass(frozen=True, slots=True)
class Year:
    """What is simulated: so many ``cases`` and ``applicants`` by this ``seed``."""

    year: int
    seed: int
    cases: int
    applicants: int
    inflows: tuple[Inflow, ...]

    def key(self, number: int) -> str:
        """The key under which an application is handed in."""
        return f"simulated-{self.year}-{self.seed}-{self.cases}-{number}"

    def number(self, key: str) -> int:
        """The number of the application with that key."""
        return int(key.rpartition("-")[2])

    def dice(self, *what: object) -> Random:
        """Chance for this one thing: whatever was drawn before, it falls alike."""
        # Not for secrets: it has to fall alike for the same seed.
        return Random("/".join(map(str, (self.seed, self.year, *what))))  # noqa: S311

    def plan(self, number: int) -> Plan:
        """The application of this number."""
        dice = self.dice("application", number)
        if number < len(self.inflows):  # so that a small year has each matter
            inflow = self.inflows[number]
        else:
            inflow = dice.choices(self.inflows, [each.weight for each in self.inflows])[0]
        online = dice.random() < ONLINE
        hour, last = (0, 24 * 60 - 1) if online else (9 * 60, 16 * 60)
        at = datetime.combine(dice.choice(inflow.days), time(), SHANGHAI)
        paces = dice.choices(range(len(PACES)), [share for _, share, _ in PACES])[0]
        return Plan(
            number=number,
            matter=inflow.matter,
            at=at + timedelta(minutes=dice.randint(hour, last)),
            applicant=dice.randrange(self.applicants),
            online=online,
            officer=paces,
            pace=PACES[paces][2],
            letters=dice.random() < BY_LETTERS,
            quirks=self._quirks(number),
        )

    def _quirks(self, number: int) -> frozenset[Quirk]:
        """Each in its share of the cases, spread over them evenly, so that a small year has the rare ones too."""
        found: set[Quirk] = set()
        for place, habit in enumerate(HABITS):
            start = self.dice("habit", place).randrange(1000)
            if (start + number * habit.of_thousand) % 1000 < habit.of_thousand:
                found.add(habit.quirk)
        for habit in reversed(HABITS):  # what one takes stands above it
            if habit.quirk in found and habit.takes is not None:
                found.add(habit.takes)
        return frozenset(found)


def inflows(
    dice: Random, matters: Sequence[int], days: Sequence[date], calls: Sequence[int]
) -> tuple[Inflow, ...]:
    """How applications for these matters come on these days; for those in ``calls`` within a window of some weeks."""
    made = []
    for matter in matters:
        weight = dice.uniform(0.4, 2.5)
        window = tuple(days)
        if matter in calls and len(days) > 60:
            begin = dice.randrange(0, len(days) * 2 // 3)
            window = tuple(days[begin : begin + dice.randint(25, 45)])
        made.append(Inflow(matter, weight, window))
    return tuple(made)


def working_days(first: date, last: date, calendar: Calendar) -> tuple[date, ...]:
    """Every day of this time on which is worked."""
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in every if calendar.why_off(day) is None)
