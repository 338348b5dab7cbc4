"""How duties and cards are shown: in words, with the shape and colour of a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.utils import timezone

from quanze.cases.models import Case
from quanze.charts import Share, Shares
from quanze.oversight.queries import Asked, Duty, Hint, Line
from quanze.procedure.clocks.moments import say_day
from quanze.procedure.oversight.cards import Card, Colour
from quanze.procedure.oversight.matrix import Timing
from quanze.procedure.oversight.told import Pattern


def moment(at: datetime) -> str:
    """As of when a page is, in words: on paper nothing else says it."""
    local = timezone.localtime(at)
    return f"按{say_day(local.date())}{local.hour}时{local.minute:02}分的记录"


def about(asked: Asked, names: Mapping[str, str], at: datetime) -> str:
    """Of which cases a page is, and as of when, in words."""
    matter = "全部事项"
    if asked.matter is not None:
        matter = names.get(str(asked.matter.number), f"第{asked.matter.number}号事项")
    office = "全部股室" if asked.office is None else asked.office.name
    period = f"{say_day(asked.since)}至{say_day(asked.until)}"
    round_ = "" if asked.round is None else f"，{asked.round.matter_name}：{asked.round.title}"
    handler = "" if asked.handler is None else f"，现由{asked.handler.name}经办"
    return f"{period}收到的办件，{matter}，{office}{round_}{handler}。{moment(at)}。"


MARKS = {
    Timing.LATE: "late",
    Timing.OVERDUE: "late",
    Timing.DOUBTFUL: "soon",
    Timing.PAUSED: "paused",
}
"""Timing → its shape and colour in the style sheet; the others are plain."""

COLOURS = {
    Colour.RED: ("红牌", "late"),
    Colour.YELLOW: ("黄牌", "soon"),
    Colour.PAUSED: ("中止计时", "paused"),
}
"""Colour of a card → its name, and its shape and colour in the style sheet."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next date of a duty or a card, as the work list shows one."""

    mark: str
    words: str
    on: date | None
    tag: str


def card_due(card: Card) -> Due:
    """A card in words."""
    mark = COLOURS[card.colour][1] if card.colour in COLOURS else "later"
    if card.left is None:
        return Due(mark, "中止计时", None, "")
    if card.left < 0:
        words = f"{'已过暂定日期' if card.provisional else '已逾期'}{-card.left}个工作日"
    else:
        words = f"还有{card.left}个工作日" if card.left else "今天到期"
    tag = "暂定" if card.provisional else "单位待确认" if card.unconfirmed else ""
    return Due(mark, words, card.deadline.due, tag)


@dataclass(frozen=True, slots=True)
class Row:
    """A duty in the matrix of a case: ``mark`` and ``words`` say how it stands by its time, ``sentence`` how the date
    was reached."""

    duty: Duty
    mark: str
    words: str
    sentence: str


def rows(duties: Iterable[Duty]) -> list[Row]:
    """Each duty with its time in words."""
    return [_row(each) for each in duties]


def _row(duty: Duty) -> Row:
    cell = duty.cell
    words = cell.timing.label
    if cell.days_late:
        words = f"{words}{cell.days_late}个工作日"
    elif cell.card is not None and cell.card.left is not None and cell.timing is Timing.RUNNING:
        words = card_due(cell.card).words
    sentence = "" if cell.deadline is None else cell.deadline.explanation
    return Row(duty, MARKS.get(cell.timing, "later"), words, sentence)


COLUMNS: dict[str, tuple[str, Callable[[Line], Sequence[Case]]]] = {
    "owed": ("应办", lambda line: line.cases),
    "done": ("已办", lambda line: line.done),
    **{
        each.value: (each.label, partial(Line.of, timing=each))
        for each in (Timing.IN_TIME, Timing.LATE, Timing.OVERDUE, Timing.DOUBTFUL, Timing.PAUSED)
    },
    "gaps": ("有缺漏", lambda line: line.gaps),
}
"""The columns of the matrix of many cases, by the word in the address: what they are called, and which cases."""


def counts(line: Line) -> list[tuple[str, int]]:
    """Each column of a line: the word in the address, and in how many cases."""
    return [(column, len(cases(line))) for column, (_, cases) in COLUMNS.items()]


PARTS: dict[str, tuple[Timing, ...]] = {
    "按期": (Timing.IN_TIME,),
    "逾期": (Timing.LATE, Timing.OVERDUE),
    "未定": (Timing.DOUBTFUL,),
    "期限内": (Timing.RUNNING, Timing.PAUSED),
}
"""What the chart of the matrix tells apart, of duties that have a limit."""


def shares(lines: Iterable[Line]) -> Shares:
    """Of the duties with a limit of each matter: how many stand how by their time; matters without any are left out."""
    counted: dict[str, list[float]] = {}
    for line in lines:
        row = counted.setdefault(line.matter, [0] * len(PARTS))
        for at, timings in enumerate(PARTS.values()):
            row[at] += sum(len(line.of(timing)) for timing in timings)
    rows = tuple(Share(matter, tuple(values)) for matter, values in counted.items() if any(values))
    return Shares("各事项有期限的责任", "项次", tuple(PARTS), rows)


def chosen(lines: Sequence[Line], key: str, column: str) -> tuple[Line, Sequence[Case]] | None:
    """The line and the cases that a number of the page leads to."""
    line = next((each for each in lines if each.key == key), None)
    if line is None or column not in COLUMNS:
        return None
    return line, COLUMNS[column][1](line)


def by_pattern(hints: Iterable[Hint]) -> list[tuple[Pattern, list[Hint]]]:
    """Hints under their pattern, as they come."""
    found: dict[str, tuple[Pattern, list[Hint]]] = {}
    for each in hints:
        found.setdefault(each.pattern.code, (each.pattern, []))[1].append(each)
    return list(found.values())
