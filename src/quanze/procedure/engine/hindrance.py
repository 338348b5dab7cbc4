"""Why an act is refused, in words that a clerk can use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quanze.procedure.clocks.moments import SHANGHAI, say_day
from quanze.procedure.engine.course import Place

LONGEST = 60
"""More of an item's or a person's own words is not repeated in a refusal; a duty is always told whole."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What cannot be done, and what stands in the way.

    ``code`` is stable. ``duty`` is the duty that stands in the way, in the list's words (``""`` where it is no duty of
    the list), ``step`` its key. ``missing`` says what is lacking, ``remedy`` what would lift it; both are Chinese
    clauses without a full stop. ``cannot`` is the act, as people call it.
    """

    code: str
    missing: str
    remedy: str
    duty: str = ""
    step: str = ""
    cannot: str = ""

    def __str__(self) -> str:
        told = f"清单规定：“{self.duty.rstrip('。；;')}”。" if self.duty else ""
        return f"不能{self.cannot}：{self.missing}。{told}{self.remedy}。"


def hindered(code: str, missing: str, remedy: str, place: Place | None = None) -> Hindrance:
    """A hindrance; with ``place`` it names the duty of that place, unless the list does not speak of it."""
    if place is None:
        return Hindrance(code, missing, remedy)
    return Hindrance(code, missing, remedy, "" if place.own else place.words, place.key)


def clip(words: str) -> str:
    """``words``, cut where they are long."""
    return words if len(words) <= LONGEST else words[:LONGEST] + "……"


def listed(items: tuple[str, ...]) -> str:
    """Some names in one phrase: at most five, then how many there are."""
    names = "、".join(clip(item) for item in items[:5])
    return names if len(items) <= 5 else f"{names}等{len(items)}项"


def day_of(moment: datetime) -> str:
    """The day in China, as people write it."""
    return say_day(moment.astimezone(SHANGHAI).date())
