"""The life of an instrument as a line: spans of days in which its state and its text are the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quanze.law import currency
from quanze.law.instruments import Instrument, Version

MOST = 200
"""So many spans at the most; a line with more says nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``since`` up to, not including, ``until`` (``None``: open). ``since`` is ``None`` where nothing is known of
    when it began."""

    since: date | None
    until: date | None
    state: currency.State
    reason: str
    version: Version | None
    now: bool


def timeline(instrument: Instrument, today: date) -> tuple[Span, ...]:
    """The spans in order, without those before the first day of which anything is known."""
    spans: list[Span] = []
    day = date.min
    for _ in range(MOST):
        status = currency.status(instrument, day)
        until = status.until
        if until is None:
            until = _next(instrument, day)
        spans.append(
            Span(
                None if day == date.min else day,
                until,
                status.state,
                status.reason,
                currency.version_on(instrument, day),
                (day <= today) and (until is None or today < until),
            )
        )
        if until is None or until <= day:
            break
        day = until
    first = spans[0]
    if len(spans) > 1 and first.state in (currency.State.UNVERIFIED, currency.State.NOT_YET):
        spans = spans[1:] if not first.now else spans
    return tuple(spans)


def _next(instrument: Instrument, day: date) -> date | None:
    """The next day of which anything is known where the state itself tells none (statements that contradict)."""
    later = [
        found
        for found in (
            *(version.in_force_from for version in instrument.versions),
            *(statement.on for statement in instrument.statements if statement.confirmed),
        )
        if found is not None and found > day
    ]
    return min(later, default=None)
