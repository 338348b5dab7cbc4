"""What was counted as tables, each with its chart: the page, the exports and the report show the same. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from quanze.charts import Bar, Bars, Chart, Columns, Month, Share, Shares, Spans
from quanze.charts import Span as Drawn
from quanze.dashboard.due import Due
from quanze.dashboard.health import LAW, LIST
from quanze.dashboard.queries import Dashboard, Line
from quanze.lists.model import Severity
from quanze.procedure.engine import Ending
from quanze.procedure.engine.labels import ENDINGS
from quanze.procedure.oversight.figures import Days, Figure, Span
from quanze.procedure.oversight.matrix import Timing
from quanze.ratings.degrees import Degree

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name, its values, and what it is of (for links)."""

    name: str
    values: tuple[Value, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``headings`` begin with that of the names; ``note`` says how it was counted. ``chart`` draws what is
    in it; ``None`` where there is nothing to draw or a table says it better."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    chart: Chart | None = None


def said(value: Value) -> str:
    """A value as people write it; a rate has its sign already."""
    if value is None:
        return "—"
    return value if isinstance(value, str) else f"{value:,}"


def percent(rate: float | None) -> str | None:
    """A rate as a value of a table."""
    return None if rate is None else f"{rate:g}%"


def tables(found: Dashboard) -> tuple[Table, ...]:
    """All of them, in the order in which they are shown."""
    made = [
        _months(found),
        _endings(found),
        _timing(found),
        _open(found),
        _lengths(found),
        _stages(found),
        _breakdown("matters", "按事项", "事项", found.matters),
        _breakdown("offices", "按股室", "股室", found.offices),
        _breakdown("rounds", "按批次", "批次", found.rounds),
        _years(found),
    ]
    if not found.asked.round:
        made.append(_ratings(found))
    if not found.asked.narrowed:
        made += [_complaints(found), _findings(found)]
    return tuple(made)


VOLUME: dict[str, Callable[[Line], Value]] = {
    "收到": lambda line: line.figures.of(Figure.RECEIVED),
    "受理": lambda line: line.figures.of(Figure.ACCEPTED),
    "不予受理": lambda line: line.figures.of(Figure.ENDED, Ending.DECLINED.value),
    "结束": lambda line: line.figures.ended,
    "按期率": lambda line: percent(line.figures.on_time),
}
"""Columns of every table of how much there was: heading → value."""

NOW: dict[str, Callable[[Line], Value]] = {
    "在办": lambda line: line.open.total(),
    "其中已逾期": lambda line: line.open[Due.OVERDUE],
}
"""And of how things stand."""

COUNTED = (
    "收到、受理、结束各按其日期计入所在的月份；“结束”包括不予受理、撤回、不予通过等各种结果。"
    "在办和逾期是统计时的情况，与期间无关。"
)


def _of_lines(lines: Iterable[Line], columns: dict[str, Callable[[Line], Value]]) -> tuple[Row, ...]:
    return tuple(Row(line.name, tuple(value(line) for value in columns.values()), line.key) for line in lines)


def _months(found: Dashboard) -> Table:
    chart = Columns(
        "每月收到和结束的办件",
        "件",
        ("收到", "结束"),
        tuple(
            Month(line.name, (line.figures.of(Figure.RECEIVED), line.figures.ended)) for line in found.months
        ),
    )
    rows = _of_lines(found.months, VOLUME)
    return Table("months", "每月办件", ("月份", *VOLUME), rows, COUNTED, chart)


def _years(found: Dashboard) -> Table:
    note = "全部年度，不限于所选的期间。"
    return Table("years", "历年办件", ("年度", *VOLUME), _of_lines(found.years, VOLUME), note)


def _breakdown(key: str, title: str, what: str, lines: Sequence[Line]) -> Table:
    columns = VOLUME | NOW
    return Table(key, title, (what, *columns), _of_lines(lines, columns))


def _endings(found: Dashboard) -> Table:
    endings = found.total.endings
    rows = tuple(Row(ENDINGS[each], (n,), each.value) for each, n in endings.items())
    bars = tuple(Bar(ENDINGS[each], n) for each, n in endings.items() if n)
    return Table("endings", "办理结果", ("结果", "件数"), rows, chart=Bars("所选期间结束的办件", "件", bars))


TIMINGS = {
    Timing.IN_TIME: "按期",
    Timing.LATE: "逾期办理",
    Timing.OVERDUE: "逾期未办",
    Timing.DOUBTFUL: "未定",
}
"""The columns of what was due."""


def _timing(found: Dashboard) -> Table:
    rows, drawn = [], []
    for line in found.matters:
        counts = tuple(line.figures.timed(each) for each in TIMINGS)
        if any(counts):
            rows.append(Row(line.name, (*counts, percent(line.figures.on_time)), line.key))
            drawn.append(Share(line.name, counts))
    return Table(
        "timing",
        "按期情况",
        ("事项", *TIMINGS.values(), "按期率"),
        tuple(rows),
        "统计有期限的责任，以项次计。按期率＝按期÷（按期＋逾期办理＋逾期未办）。期限为暂定、或者没有确认是工作日还是自然日的，"
        "列为未定，不计入按期率。已办的计入办理的月份，逾期未办的计入期限届满的月份。",
        Shares("各事项有期限的责任是否按期", "项次", tuple(TIMINGS.values()), tuple(drawn)),
    )


LENGTHS = tuple(f"{what}（{days.label}）" for days in Days for what in ("中位数", "九成以内"))


def _spans(names: Iterable[tuple[str, str, Span | None, Span | None]]) -> Iterator[Row]:
    for name, key, work, days in names:
        if work is not None and days is not None:
            yield Row(name, (work.count, work.median, work.p90, days.median, days.p90), key)


def _drawn(title: str, rows: Sequence[Row]) -> Spans:
    """Of the working days."""
    return Spans(title, Days.WORKING.label, tuple(_span(row) for row in rows))


def _span(row: Row) -> Drawn:
    _, median, p90, *_ = row.values
    if not isinstance(median, int) or not isinstance(p90, int):
        raise TypeError(f"no length: {row}")
    return Drawn(row.name, median, p90)


def _stages(found: Dashboard) -> Table:
    work, days = (found.total.stages(each) for each in Days)
    rows = tuple(_spans((name, "", span, days.get(name)) for name, span in work.items()))
    return Table(
        "stages",
        "各环节用时",
        ("环节", "次数", *LENGTHS),
        rows,
        "自轮到这一环节的第一项责任起，到最后一项办完为止，当日不计，扣除中止计时的日子；退回重办的，连同重办计算。同名的环节合并统计。",
        _drawn("各环节用时", rows),
    )


def _lengths(found: Dashboard) -> Table:
    rows = tuple(
        _spans(
            (line.name, line.key, line.figures.whole(Days.WORKING), line.figures.whole(Days.CALENDAR))
            for line in found.matters
        )
    )
    return Table(
        "lengths",
        "各事项用时",
        ("事项", "件数", *LENGTHS),
        rows,
        "自受理起，到本机关办结（转报办结、办结、不予通过）为止，当日不计，扣除中止计时的日子。撤回、移送和未受理的不计。",
        _drawn("从受理到办结的用时", rows),
    )


def _open(found: Dashboard) -> Table:
    rows = tuple(Row(due.label, (n,), due.value) for due, n in found.open.items())
    bars = tuple(Bar(due.label, n) for due, n in found.open.items() if n)
    note = "统计时正在办理的件，按最近的一个期限划分，与期间无关。"
    return Table("open", "在办件的期限", ("期限", "件数"), rows, note, Bars("在办的办件", "件", bars))


def _ratings(found: Dashboard) -> Table:
    told = found.ratings
    rows = tuple(Row(each.label, (told.degrees[each],), str(each.value)) for each in Degree)
    good = "" if told.good is None else f"，好评率{percent(told.good)}"
    note = (
        f"所选期间作出的评价{told.total}件{good}。期间结束的办件{told.ended}件，没有评价的{told.unrated}件，不算作任何一档。"
        f"评价按申请人最后一次所说；有一次不满意的，就是差评。差评{told.bad}件：已答复{told.answered}件，待答复{told.open}件，逾期{told.late}件。"
    )
    bars = tuple(Bar(each.label, told.degrees[each]) for each in Degree)
    chart = Bars("所选期间的评价", "件", bars) if told.total else None
    return Table("ratings", "好差评", ("评价", "件数"), rows, note, chart)


def _complaints(found: Dashboard) -> Table:
    rows = tuple(Row(state.label, (n,), state.value) for state, n in found.complaints.items())
    note = "所选期间收到的投诉，按统计时的办理状态。只有件数，内容和投诉人由纪检监察员保密。插手干预的登记不在其内。"
    return Table("complaints", "投诉", ("状态", "件数"), rows, note)


SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


def _findings(found: Dashboard) -> Table:
    parts = {LIST: "清单本身", LAW: "对照法规"}
    rows = tuple(
        Row(name, tuple(found.findings[part][each] for each in SEVERITIES), part)
        for part, name in parts.items()
        if part in found.findings
    )
    on = found.checked_on
    note = "" if on is None else f"现行清单，{on.year}年{on.month}月{on.day}日检查。"
    return Table("findings", "清单体检", ("检查", *SEVERITIES.values()), rows, note)
