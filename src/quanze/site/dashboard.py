"""How the figures of a bureau are shown: what an address asks for, where a figure leads to, and the tables as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from quanze.charts import svg
from quanze.dashboard.due import Due
from quanze.dashboard.queries import Asked, Dashboard
from quanze.dashboard.tables import Row, Table, percent, said
from quanze.documents.tree import Document, Items, Role, paragraph
from quanze.people.models import Agency, Office, Person
from quanze.people.permissions import may
from quanze.procedure.oversight.figures import Figure
from quanze.registry.models import Matter
from quanze.rounds.models import Round
from quanze.site.downloads import plain_cell

NAMES = 3.0
"""So many times as wide as a column of figures is that of names, in a sheet."""

MOST_ROUNDS = 200
"""So many rounds are offered to choose from, the last ones."""

EARLIEST = date(1990, 1, 1)
"""Nothing is older."""


def month(text: str, usual: date) -> date:
    """The first day of a month of the address, ``2026-03``; what is none is the usual one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return usual


def number(text: str) -> int:
    """A key of the address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0


def asked(agency: Agency, told: Mapping[str, str]) -> Asked:
    """Which figures an address asks for: ``?since=2026-01 until=2026-11 matter= office= round=``; else those of this
    year so far. A period that ends before it begins is that of its last month. Three queries at most."""
    today = timezone.localdate().replace(day=1)
    until = max(EARLIEST, min(month(told.get("until", ""), today), today))
    since = max(EARLIEST, min(month(told.get("since", ""), until.replace(month=1)), until))
    matter, office, round_ = (number(told.get(each, "")) for each in ("matter", "office", "round"))
    return Asked(
        since,
        until,
        Matter.objects.filter(agency=agency, number=matter).first() if matter else None,
        Office.objects.filter(agency=agency, pk=office).first() if office else None,
        Round.objects.filter(agency=agency, pk=round_).first() if round_ else None,
    )


def of_month(text: str) -> Asked | None:
    """What a report on a month is of; ``None`` for what is no month, or one that has not begun."""
    first = month(text, date.max)
    return Asked(first, first) if EARLIEST <= first <= timezone.localdate() else None


def year_until(of: Asked) -> Asked:
    """The twelve months that end with a month."""
    last = of.until
    begun = date(last.year - 1, last.month + 1, 1) if last.month < 12 else date(last.year, 1, 1)
    return Asked(begun, last)


def query(of: Asked, **other: str) -> str:
    """The same as the query of an address; ``other`` in place of what is asked."""
    values = {
        "since": f"{of.since:%Y-%m}",
        "until": f"{of.until:%Y-%m}",
        "matter": "" if of.matter is None else str(of.matter.number),
        "office": "" if of.office is None else str(of.office.pk),
        "round": "" if of.round is None else str(of.round.pk),
        **other,
    }
    return urlencode({name: value for name, value in values.items() if value})


def periods(of: Asked) -> Iterator[tuple[str, str]]:
    """Usual periods, with the query that asks for each."""
    today = timezone.localdate().replace(day=1)
    before = (today - timedelta(1)).replace(day=1)
    for label, since, until in (
        ("本月", today, today),
        ("上月", before, before),
        ("本年", today.replace(month=1), today),
        ("上年", date(today.year - 1, 1, 1), date(today.year - 1, 12, 1)),
    ):
        yield label, query(of, since=f"{since:%Y-%m}", until=f"{until:%Y-%m}")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row to draw, and where its name leads to (blank: nowhere)."""

    name: str
    cells: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to draw, with its chart."""

    table: Table
    chart: SafeString
    rows: tuple[ShownRow, ...]


def shown(found: Dashboard, tables: Sequence[Table], person: Person) -> list[Shown]:
    """The tables with their charts, and their figures leading to the lists behind them."""
    return [
        Shown(
            table,
            mark_safe("" if table.chart is None else svg(table.chart, f"chart-{table.key}")),  # noqa: S308  escaped
            tuple(
                ShownRow(row.name, tuple(map(said, row.values)), _address(found, table.key, row, person))
                for row in table.rows
            ),
        )
        for table in tables
    ]


def _address(found: Dashboard, table: str, row: Row, person: Person) -> str:
    """The list behind a figure, where there is one that this person may open."""
    code = found.agency.code
    if table in _BEHIND and row.key:
        return _BEHIND[table](found, row.key)
    since = f"{found.asked.months[0]:%Y-%m}"
    if table == "open":
        asked = query(found.asked, whose="all", state="open", due=row.key, since="", until="")
        return f"{reverse('desk_cases', args=[code])}?{asked}"
    if table == "endings":
        asked = query(found.asked, whose="all", state="ended", ending=row.key, since=since)
        return f"{reverse('desk_cases', args=[code])}?{asked}"
    if table == "complaints" and may(person, "complaint.list", found.agency):
        asked = query(found.asked, state=row.key, kind="complaint", since=since)
        return f"{reverse('desk_complaints', args=[code])}?{asked}"
    return ""


def _duties(found: Dashboard, **narrowed: str) -> str:
    """The duties of the cases that came in in the period."""
    of = found.asked
    values = {
        "since": of.months[0].isoformat(),
        "until": of.last_day.isoformat(),
        "matter": "" if of.matter is None else str(of.matter.number),
        "office": "" if of.office is None else str(of.office.pk),
        "round": "" if of.round is None else str(of.round.pk),
        **narrowed,
    }
    asked = urlencode({name: value for name, value in values.items() if value})
    return f"{reverse('duties', args=[found.agency.code])}?{asked}"


def _months(found: Dashboard, key: str) -> str:
    only = Asked(date.fromisoformat(f"{key}-01"), date.fromisoformat(f"{key}-01"))
    return _duties(found, since=only.since.isoformat(), until=only.last_day.isoformat())


_BEHIND: dict[str, Callable[[Dashboard, str], str]] = {
    "months": _months,
    "matters": lambda found, key: _duties(found, matter=key),
    "timing": lambda found, key: _duties(found, matter=key),
    "lengths": lambda found, key: _duties(found, matter=key),
    "offices": lambda found, key: _duties(found, office=key),
    "rounds": lambda found, key: reverse("desk_round", args=[found.agency.code, int(key)]),
    "years": lambda found, key: "?" + query(found.asked, since=f"{key}-01", until=f"{key}-12"),
}
"""Table → where a row of it leads to."""


def headline(found: Dashboard) -> dict[str, str]:
    """The figures that stand above all others; ``late`` is blank where nothing is."""
    total, overdue = found.total, found.open[Due.OVERDUE]
    return {
        "received": said(total.of(Figure.RECEIVED)),
        "accepted": said(total.of(Figure.ACCEPTED)),
        "ended": said(total.ended),
        "on_time": said(percent(total.on_time)),
        "open": said(found.opened),
        "overdue": said(overdue),
        "late": "late" if overdue else "",
    }


def heading(found: Dashboard) -> str:
    """What a file of these figures is called."""
    of = found.asked
    first, last = of.months[0], of.months[-1]
    period = f"{first.year}年{first.month}月"
    if last != first:
        period += f"至{last.year}年{last.month}月"
    return f"{found.agency.name}办件统计（{period}）"


def moment(found: Dashboard) -> str:
    """As of when the figures are, in words."""
    if found.at is None:
        return "还没有统计"
    at = timezone.localtime(found.at)
    return f"按{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02}分的数据"


def narrowed(found: Dashboard, names: Mapping[str, str]) -> str:
    """What else than the period was chosen, in words."""
    of = found.asked
    told = [
        f"事项：{names.get(str(of.matter.number), of.matter.number)}" if of.matter else "",
        f"股室：{of.office.name}" if of.office else "",
        f"批次：{of.round.matter_name}：{of.round.title}" if of.round else "",
    ]
    return "；".join(each for each in told if each) or "全部办件"


def csv_file(title: str, about: str, tables: Sequence[Table]) -> bytes:
    """All tables, one below the other, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[plain_cell(title)], [plain_cell(about)]])
    for table in tables:
        writer.writerows([[], [table.title], table.headings])
        writer.writerows([*map(plain_cell, (row.name, *map(_value, row.values)))] for row in table.rows)
        if table.note:
            writer.writerow([plain_cell(table.note)])
    return f"\ufeff{out.getvalue()}".encode()


def sheet(title: str, about: str, tables: Sequence[Table]) -> Document:
    """The same for Excel."""
    blocks = [paragraph(Role.TITLE, title), paragraph(Role.BODY, about)]
    made = Document(title, tuple(blocks))
    for table in tables:
        rows = tuple((row.name, *map(_value, row.values)) for row in table.rows)
        shares = (NAMES, *(1.0 for _ in table.headings[1:]))
        parts = (paragraph(Role.LEVEL1, table.title), Items(table.headings, rows, shares))
        note = (paragraph(Role.NOTE, table.note),) if table.note else ()
        made = Document(title, (*made.blocks, *parts, *note))
    return made


def _value(value: object) -> str:
    return "" if value is None else str(value)
