"""The figures of many cases: how they are named where they are kept, and what is read from their sums. Pure.

Lengths are kept as how many cases took how many days: such counts can be added up over matters and months, and
medians of the sum are exact. Medians of parts could not be added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from quanze.procedure.engine import Ending
from quanze.procedure.oversight.matrix import Timing


class Figure(StrEnum):
    """What is counted."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ENDED = "ended"
    TIMED = "timed"
    STAGE = "stage"
    WHOLE = "whole"


class Days(StrEnum):
    """In which days a length is counted."""

    WORKING = "work"
    CALENDAR = "day"

    @property
    def label(self) -> str:
        """In words."""
        return {"work": "工作日", "day": "自然日"}[self.value]


def key(figure: Figure, kind: str = "") -> str:
    """The name of a figure: ``received``, ``ended:reported``."""
    return f"{figure}:{kind}" if kind else figure.value


def span_key(figure: Figure, days: Days, count: int, name: str = "") -> str:
    """The name of a length: ``stage:work:3:00.受理``. A name of a stage begins with its place in the procedure and
    comes last, since it may hold anything."""
    return f"{figure}:{days}:{count}:{name}"


def is_length(name: str) -> bool:
    """Whether a figure of this name is a length: there are many of them, and few tables say them."""
    return name.startswith(_LENGTHS)


_LENGTHS = (f"{Figure.STAGE}:", f"{Figure.WHOLE}:")


@dataclass(frozen=True, slots=True)
class Span:
    """How long ``count`` cases took: half of them at most ``median`` days, nine tenths at most ``p90``."""

    count: int
    median: int
    p90: int


def span(lengths: Mapping[int, int]) -> Span | None:
    """Of so many cases (values) with so many days (keys); ``None`` of none. By nearest rank: both are lengths that a
    case really had."""
    total = sum(lengths.values())
    return (
        Span(total, _rank(lengths, (total + 1) // 2), _rank(lengths, -(-total * 9 // 10))) if total else None
    )


def rate(part: int, whole: int) -> float | None:
    """So many percent, to one place, half of one counted up (四舍五入); ``None`` of nothing. 100 only where ``part`` is
    all: what is nearly all is 99.9."""
    if not whole:
        return None
    tenths = (2000 * part + whole) // (2 * whole)
    return (tenths if part == whole else min(tenths, 999)) / 10


def _rank(lengths: Mapping[int, int], rank: int) -> int:
    seen = 0
    for days in sorted(lengths):
        seen += lengths[days]
        if seen >= rank:
            return days
    raise ValueError(f"no {rank}th of {seen}")


@dataclass(frozen=True, slots=True)
class Figures:
    """The sum of what many cases add, as it is kept."""

    counts: Counter[str]

    def of(self, figure: Figure, kind: str = "") -> int:
        """How many."""
        return self.counts[key(figure, kind)]

    @property
    def endings(self) -> dict[Ending, int]:
        """How cases ended, all ways, zeros too."""
        return {each: self.of(Figure.ENDED, each.value) for each in Ending}

    @property
    def ended(self) -> int:
        """How many cases came to an end, whichever."""
        return sum(self.endings.values())

    def timed(self, timing: Timing) -> int:
        """How many duties stand so by their time."""
        return self.of(Figure.TIMED, timing.value)

    @property
    def on_time(self) -> float | None:
        """Of the duties whose last day stands and that were done, or are overdue: so many percent were done in time.
        ``None`` where there were none. What is doubtful counts neither way."""
        done = self.timed(Timing.IN_TIME)
        late = self.timed(Timing.LATE) + self.timed(Timing.OVERDUE)
        return rate(done, done + late)

    def whole(self, days: Days) -> Span | None:
        """From acceptance to the end, of the cases that the bureau brought to one."""
        return span(self._lengths(Figure.WHOLE, days).get("", {}))

    def stages(self, days: Days) -> dict[str, Span]:
        """How long each stage took, by its name, in the order of the procedures. Stages of one name are one."""
        merged: dict[str, Counter[int]] = {}
        for name, lengths in sorted(self._lengths(Figure.STAGE, days).items()):
            merged.setdefault(name.partition(".")[2], Counter()).update(lengths)
        return {name: found for name, lengths in merged.items() if (found := span(lengths))}

    def _lengths(self, figure: Figure, days: Days) -> dict[str, Counter[int]]:
        found: dict[str, Counter[int]] = {}
        for name, count, cases in self._spans(figure, days):
            found.setdefault(name, Counter())[count] += cases
        return found

    def _spans(self, figure: Figure, days: Days) -> Iterator[tuple[str, int, int]]:
        start = f"{figure}:{days}:"
        for each, cases in self.counts.items():
            if each.startswith(start):
                count, _, name = each[len(start) :].partition(":")
                yield name, int(count), cases
