"""What a kit asks for after the higher authority has granted what was applied for: its rules, its forms, and what is
owed until when. No clock: the day is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from quanze.kits import rules
from quanze.kits.model import FollowUp, Kit, Reporter, Section
from quanze.kits.problem import Problem
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.deadline import deadline
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.term import MOST, Term

MOST_YEARS, MOST_TIMES = 10, 50
"""Of what is reported every so many years, and so many times."""

FILLED_IN = "填报内容"
"""What the form of a report is called: its page is called by the item."""

ONCE = 0
"""The year of what is reported once, or whenever it happens: none."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that is asked for from the day ``asked`` on, until ``due`` (``None``: no calendar says when). ``year``
    is the one that it is about, :data:`ONCE` of what is reported once."""

    item: FollowUp
    year: int
    asked: date
    due: date | None


def form_of(item: FollowUp) -> Kit:
    """A follow-up as a kit whose form has its fields, for whatever draws, checks and shows forms."""
    return Kit(item.title, form=(Section(FILLED_IN, item.fields, item.text),))


def concerns(item: FollowUp, kind: str) -> bool:
    """Whether it is asked of applications of this sub-kind."""
    return not item.kinds or kind in item.kinds


def owed(
    item: FollowUp, since: date, until: date | None, today: date, calendar: Calendar
) -> tuple[Owed, ...]:
    """What is asked for by ``today`` of whom was granted it on ``since``, the first first. Nothing is asked for any
    more once it was taken back (``until``)."""
    last = today if until is None else min(today, until)
    if item.every:
        return tuple(_periods(item, since, last))
    if item.within is None or last < since:
        return ()
    start = datetime.combine(since, time(12), SHANGHAI)
    return (Owed(item, ONCE, since, deadline(Term(start, item.within), calendar).due),)


def _periods(item: FollowUp, since: date, last: date) -> Iterator[Owed]:
    most = item.times or MOST_TIMES
    for number in range(most):
        year = since.year + item.every * (number + 1) - 1
        asked = date(year + 1, 1, 1)
        if asked > last:
            return
        yield Owed(item, year, asked, date.fromisoformat(f"{year + 1}-{item.due}"))


def granted_in(item: FollowUp, year: int) -> tuple[int, ...]:
    """The years in which somebody was granted it who is asked to report about ``year``."""
    if not item.every:
        return ()
    most = item.times or MOST_TIMES
    return tuple(year + 1 - item.every * (number + 1) for number in range(most))


def due_in(item: FollowUp, year: int) -> date:
    """Until when it is to be reported about ``year``; it is one for every so many years."""
    return date.fromisoformat(f"{year + 1}-{item.due}")


# What such an item must keep to -------------------------------------------------------------------------------------


def problems(kit: Kit) -> Iterator[Problem]:
    """All that keeps the follow-ups of a kit from being used."""
    yield from rules.unlike("follow_ups", "后续", [each.key for each in kit.follow_ups])
    for number, item in enumerate(kit.follow_ups):
        path, place = f"follow_ups[{number}]", f"后续“{item.title[:20] or item.key}”"
        for name, words in _wrong(kit, item):
            yield Problem(f"{path}.{name}", words, place)
        for each in rules.problems(Kit("-", form=(Section("-", item.fields),))) if item.fields else ():
            where = each.place.removeprefix("表单").removeprefix("“-”")
            yield replace(each, path=f"{path}.{each.path.removeprefix('form[0].')}", place=f"{place}{where}")


def _wrong(kit: Kit, item: FollowUp) -> Iterator[tuple[str, str]]:
    if not item.title.strip():
        yield "title", "请写明这一项的名称（title）。"
    if not 0 <= item.every <= MOST_YEARS:
        yield "every", f"every 是每几年报一次，应在 1 到 {MOST_YEARS} 之间；不是定期报送的不写。"
    if not 0 <= item.times <= MOST_TIMES or (item.times and not item.every):
        yield "times", f"times 是定期报送的最多报几次，应在 1 到 {MOST_TIMES} 之间；不是定期报送的不写。"
    if bool(item.every) != bool(item.due) or (item.due and not is_day_of_year(item.due)):
        yield "due", "定期报送的，due 写每年截止的月和日，如 03-31；不是定期报送的不写。"
    if item.within is not None and item.every:
        yield "within", "定期报送的（every）不写 within。"
    elif item.within is not None and not 1 <= item.within.n <= MOST[item.within.unit]:
        yield "within.n", f"期限应在 1 到 {MOST[item.within.unit]} 之间，却是 {item.within.n}。"
    for name, keys in (("kinds", item.kinds), ("apply", (item.apply,) if item.apply else ())):
        for key in keys:
            if kit.sub_kind(key) is None:
                yield name, f"没有“{key[:50]}”这个类别，请写类别的 key。"
    if item.decision and item.by is not Reporter.OFFICER:
        yield "decision", '凭决定登记的，由经办人登记，请写 by = "officer"。'
    if item.apply and (item.fields or item.evidence or item.by is not Reporter.APPLICANT or not item.every):
        yield "apply", "以申报办理的（apply），由申报单位定期申报：写 every 和 due，不写填报的项和证明。"
    if not item.apply and not item.fields:
        yield "fields", "没有要填报的项，请补上。"


def is_day_of_year(text: str) -> bool:
    """Whether it is a day that every year has, as ``03-31``."""
    try:
        return date.fromisoformat(f"2001-{text}").strftime("%m-%d") == text
    except ValueError:
        return False
