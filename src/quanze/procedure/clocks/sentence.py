"""A deadline explained in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from quanze.procedure.clocks.calendar import ASSUMED, ONE_DAY, SATURDAY
from quanze.procedure.clocks.deadline import Cause, Deadline, Paused, Reading, Skipped
from quanze.procedure.clocks.moments import WEEKDAYS, say_day
from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.clocks.term import Term
from quanze.procedure.model import Unit

MOST_SPELT = 6
"""Of more stretches of skipped days than this only the first ones are spelt out."""

WEEKENDS = tuple(f"{day}{assumed}" for day in WEEKDAYS[SATURDAY:] for assumed in ("", f"，{ASSUMED}"))
"""What a skipped day is called that is off for no other reason."""


def sentence(deadline: Deadline) -> str:
    """Start, length, last day, what was skipped and why, rule and source; first of all whether it is provisional."""
    return f"{'；'.join(_clauses(deadline))}。"


def _clauses(deadline: Deadline) -> Iterator[str]:
    term, reading = deadline.term, deadline.reading
    unit = UNITS[term.limit.unit]
    if deadline.provisional:
        years = "、".join(f"{year}年" for year in deadline.needs)
        yield f"暂定：{years}的放假安排尚未导入，只按周末和法律定明日期的节日推定，导入后须重新计算"
    extended = "".join(f"、延长{extension.n}{unit}" for extension in term.extensions)
    runs = f"{say_day(term.began)}的次日起算{term.limit.n}{unit}{extended}"
    if term.limit.unit is Unit.DAY:
        ends = "，".join(f"按{_named(each)}计算{_end(each, term.closing)}" for each in deadline.readings)
        yield f"{runs}，{ends}"
        warning = f"，并按较早的{say_day(deadline.warn_on, term.began)}提醒" if deadline.warn_on else ""
        yield f"“日”是工作日还是自然日须由人确认，确认以前按{_named(reading)}计算{warning}"
    else:
        yield f"{runs}，{_end(reading, term.closing)}"
    yield from (f"延长的理由是{_clause(extension.reason)}" for extension in term.extensions)
    if reading.skipped:
        yield f"不计入{_skipped(reading.skipped, term.began)}"
    if reading.makeup:
        days = "、".join(
            f"{say_day(makeup.day, term.began)}（{WEEKDAYS[makeup.day.weekday()]}，{makeup.holiday}调休）"
            for makeup in reading.makeup[:MOST_SPELT]
        )
        more = f"等{len(reading.makeup)}天" if len(reading.makeup) > MOST_SPELT else ""
        yield f"{days}{more}上班，计入"
    yield f"{deadline.rule}"
    yield from (f"另据{source}" for source in _sources(term, reading))
    if reading.arrangements:
        yield f"放假安排见{'、'.join(map(_clause, reading.arrangements))}"
    if term.source:
        yield f"期限出自{_clause(term.source)}"


def _sources(term: Term, reading: Reading) -> dict[str, None]:
    """The articles by which it was suspended and extended, each once."""
    days = [skip.day for skip in reading.skipped if skip.cause is Cause.SUSPENDED]
    if isinstance(reading.end, Paused):
        days.append(reading.end.since)
    stops = (stop.source for stop in term.suspensions if any(map(stop.covers, days)))
    return dict.fromkeys((*stops, *(extension.rule.source for extension in term.extensions)))


def _clause(text: str) -> str:
    """What people wrote, on one line and without full stops."""
    return " ".join(text.split()).strip("。").replace("。", "；")


def _named(reading: Reading) -> str:
    return UNITS[reading.unit].removeprefix("个")


def _end(reading: Reading, closing: time | None) -> str:
    """``至2026年9月30日（周三）24时届满``."""
    end = reading.end
    if isinstance(end, Paused):
        unit = UNITS[Unit.CALENDAR_DAY if reading.unit is Unit.MONTH else reading.unit]
        return f"自{say_day(end.since)}起中止（{end.ground}），尚余{end.left}{unit}，恢复后继续计算"
    hour = (
        "24时" if closing is None else f"{closing.hour}时" + (f"{closing.minute}分" if closing.minute else "")
    )
    return f"至{say_day(end)}（{WEEKDAYS[end.weekday()]}）{hour}届满"


def _skipped(skipped: Sequence[Skipped], near: date) -> str:
    """Stretches of days with one reason; the weekends as a number."""
    weekends = sum(skip.cause is Cause.OFF and skip.why in WEEKENDS for skip in skipped)
    stretches = list(
        _stretches(skip for skip in skipped if skip.cause is not Cause.OFF or skip.why not in WEEKENDS)
    )
    said = [_stretch(stretch, near) for stretch in stretches[:MOST_SPELT]]
    rest = sum(map(len, stretches[MOST_SPELT:]))
    if rest:
        said.append(f"此外{len(stretches) - MOST_SPELT}段共{rest}天")
    if weekends:
        said.append(f"周末{weekends}天")
    return "、".join(said)


def _stretches(skipped: Iterable[Skipped]) -> Iterator[list[Skipped]]:
    stretch: list[Skipped] = []
    for skip in skipped:
        if stretch and (skip.why != stretch[-1].why or skip.day != stretch[-1].day + ONE_DAY):
            yield stretch
            stretch = []
        stretch.append(skip)
    if stretch:
        yield stretch


def _stretch(stretch: Sequence[Skipped], near: date) -> str:
    first, last = stretch[0].day, stretch[-1].day
    until = "" if first == last else f"至{say_day(last, first)}"
    if (first.year, first.month) == (last.year, last.month):
        until = until.replace(f"{last.month}月", "")
    return f"{say_day(first, near)}{until}（{stretch[0].why}）"
