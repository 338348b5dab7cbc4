"""The monthly report (月报): what was counted of one month, in sentences, tables and charts, as an official document.
Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from quanze.charts import svg
from quanze.dashboard.due import Due
from quanze.dashboard.queries import Dashboard
from quanze.dashboard.tables import SEVERITIES, Table, percent, said, tables
from quanze.documents.tree import (
    Block,
    Document,
    Items,
    Picture,
    Role,
    Signature,
    level,
    paragraph,
)
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine.labels import ENDINGS
from quanze.procedure.oversight.figures import Days, Figure
from quanze.procedure.oversight.matrix import Timing
from quanze.procedure.oversight.patterns import NO_VERDICT

PICTURE = 0.72
"""Of the width of the text: a chart is drawn for a telephone."""

DRAWN = 12
"""So many rows are drawn; more would fill a page."""

Shown = Mapping[str, Table]
"""The tables of the month, by their keys."""

NAMES, LONG_NAMES, LONG = 2.4, 4.8, 24
"""So many times as wide as a column of figures is that of names; and where one of them has more than so many signs."""


def report(month: Dashboard, year: Dashboard) -> Document:
    """The report of an agency on the month of ``month``, before the background of the months of ``year``, which end
    with it. Both were counted at the same moment; raises ``ValueError`` where nothing was counted yet."""
    if month.at is None:
        raise ValueError("nothing was counted yet")
    name = _month(month)
    shown = {table.key: table for table in tables(month)}
    parts = (
        ("总体情况", _volume(month, year)),
        ("按期情况", _timing(month, shown)),
        ("办理用时", _lengths(month, shown)),
        ("在办件", _open(month)),
        ("分事项、分股室情况", _breakdown(shown)),
        ("投诉和评价", _heard(month)),
        ("清单体检", _findings(month, shown)),
        ("统计口径", _method(shown)),
    )
    blocks: list[Block] = [
        paragraph(Role.TITLE, f"{month.agency.name}\n{name}办件情况月报"),
        paragraph(
            Role.BODY,
            f"根据权责清单和办件记录，现将{name}职权事项办理情况统计如下。数据统计至{_moment(month.at)}。{_unfinished(month)}{_behind(month)}",
        ),
    ]
    for number, (heading, made) in enumerate(parts, 1):
        blocks += [level(1, number, heading), *made]
    blocks.append(Signature(month.agency.name, month.at.astimezone(SHANGHAI).date(), sealed=False))
    return Document(f"{month.agency.name}{name}办件情况月报", tuple(blocks))


def _month(found: Dashboard) -> str:
    day = found.asked.until
    return f"{day.year}年{day.month}月"


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02}分"


def _unfinished(month: Dashboard) -> str:
    at = month.at
    over = at is None or at.astimezone(SHANGHAI).date() > month.asked.last_day
    return "" if over else "本月还没有结束，以下是到统计时为止的情况。"


def _behind(found: Dashboard) -> str:
    return f"另有{found.behind}件办件有变动，还没有计入。" if found.behind else ""


def _table(table: Table) -> Iterator[Block]:
    """A table, or that there is nothing in it."""
    if table.rows:
        rows = tuple((row.name, *map(said, row.values)) for row in table.rows)
        names = LONG_NAMES if max(len(row.name) for row in table.rows) > LONG else NAMES
        yield Items(table.headings, rows, (names, *(1.0 for _ in table.headings[1:])))
    else:
        yield paragraph(Role.BODY, f"{table.title}：没有。")


def _picture(table: Table, key: str) -> Iterator[Block]:
    """Its chart, where something is drawn in it and the table does not say it better."""
    if table.chart is not None and 0 < len(table.chart.rows) <= DRAWN:
        yield paragraph(Role.CENTRED, f"图　{table.chart.title}")
        yield Picture(svg(table.chart, key), f"{table.chart.title}，数字见文中的表和说明", PICTURE)


def _change(now: int, before: int) -> str:
    if now == before:
        return "与上月持平"
    return f"比上月{'增加' if now > before else '减少'}{abs(now - before):,}件"


def _volume(month: Dashboard, year: Dashboard) -> Iterator[Block]:
    total = month.total
    received, ended = total.of(Figure.RECEIVED), total.ended
    before = year.months[-2].figures if len(year.months) > 1 else None
    changes = [
        "" if before is None else f"，{_change(received, before.of(Figure.RECEIVED))}",
        "" if before is None else f"，{_change(ended, before.ended)}",
    ]
    ways = "、".join(f"{ENDINGS[each]}{n:,}件" for each, n in total.endings.items() if n)
    yield paragraph(
        Role.BODY,
        f"本月收到申请{received:,}件{changes[0]}；受理{total.of(Figure.ACCEPTED):,}件。办理结束{ended:,}件{changes[1]}"
        f"{f'，其中{ways}' if ways else ''}。统计时在办{month.opened:,}件，其中已逾期{month.open[Due.OVERDUE]:,}件。",
    )
    (months,) = (table for table in tables(year) if table.key == "months")
    yield from _picture(months, "months")


def _timing(month: Dashboard, shown: Shown) -> Iterator[Block]:
    total, rate = month.total, percent(month.total.on_time)
    if rate is None:
        yield paragraph(Role.BODY, "本月没有到期或者办理的有期限的责任，不计算按期率。")
    else:
        late, overdue = total.timed(Timing.LATE), total.timed(Timing.OVERDUE)
        doubtful = total.timed(Timing.DOUBTFUL)
        tail = f"；另有{doubtful:,}项次是否逾期未定，不计入" if doubtful else ""
        yield paragraph(
            Role.BODY,
            f"本月有期限的责任按期办理{total.timed(Timing.IN_TIME):,}项次，逾期办理{late:,}项次，逾期未办{overdue:,}项次，"
            f"按期率{rate}{tail}。",
        )
        yield from _picture(shown["timing"], "timing")
        yield from _table(shown["timing"])


def _lengths(month: Dashboard, shown: Shown) -> Iterator[Block]:
    work, days = month.total.whole(Days.WORKING), month.total.whole(Days.CALENDAR)
    if work is None or days is None:
        yield paragraph(Role.BODY, "本月没有由本机关办结的受理件。")
    else:
        yield paragraph(
            Role.BODY,
            f"本月由本机关办结的受理件{work.count:,}件，从受理到办结，中位数{work.median}个工作日（{days.median}个自然日），"
            f"九成在{work.p90}个工作日（{days.p90}个自然日）以内。各环节用时如下。",
        )
    yield from _picture(shown["stages"], "stages")
    yield from _table(shown["stages"])


def _open(month: Dashboard) -> Iterator[Block]:
    parts = "、".join(f"{due.label}{n:,}件" for due, n in month.open.items() if n)
    yield paragraph(
        Role.BODY, f"统计时在办{month.opened:,}件{f'：{parts}' if parts else ''}。按最近的一个期限划分。"
    )


def _breakdown(shown: Shown) -> Iterator[Block]:
    for key in ("matters", "offices"):
        yield from _table(shown[key])


def _heard(month: Dashboard) -> Iterator[Block]:
    complaints = sum(month.complaints.values())
    states = "、".join(f"{state.label}{n:,}件" for state, n in month.complaints.items() if n)
    now = f"，统计时{states}" if states else ""
    yield paragraph(
        Role.BODY, f"本月收到投诉{complaints:,}件{now}。投诉的内容和投诉人由纪检监察员保密，这里只有件数。"
    )
    told = month.ratings
    degrees = "、".join(f"{each.label}{n:,}件" for each, n in told.degrees.items() if n)
    by_degree = f"：{degrees}" if degrees else ""
    good = "" if told.good is None else f"，好评率{percent(told.good)}"
    bad = ""
    if told.bad:
        answers = f"已答复{told.answered:,}件，待答复{told.open:,}件，逾期{told.late:,}件"
        bad = f"差评{told.bad:,}件，{answers}。"
    unrated = f"本月结束的办件中，没有评价的{told.unrated:,}件，不算作任何一档。"
    yield paragraph(Role.BODY, f"本月收到评价{told.total:,}件{by_degree}{good}。{bad}{unrated}")


def _findings(month: Dashboard, shown: Shown) -> Iterator[Block]:
    if not month.findings or month.checked_on is None:
        yield paragraph(Role.BODY, "没有现行清单，没有检查。")
        return
    sums = {each: sum(by[each] for by in month.findings.values()) for each in SEVERITIES}
    on = month.checked_on
    yield paragraph(
        Role.BODY,
        f"现行清单于{on.year}年{on.month}月{on.day}日检查，"
        + "、".join(f"{name}{sums[each]:,}处" for each, name in SEVERITIES.items())
        + "。",
    )
    yield from _table(shown["findings"])


def _method(shown: Shown) -> Iterator[Block]:
    for note in dict.fromkeys(shown[key].note for key in ("months", "timing", "stages", "lengths")):
        yield paragraph(Role.BODY, note)
    yield paragraph(
        Role.BODY,
        f"系统另有监督提示，供逐件核对，不作统计，不列入本月报。{NO_VERDICT}本月报由系统按办件记录生成，以上数字都可以由办件记录重算。",
    )
