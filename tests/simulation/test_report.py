"""The tables of the dashboard, its page, its file and the monthly reports hold what the raw events of the year give."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape

from django.test import Client

from quanze.dashboard.queries import Asked, Dashboard, dashboard
from quanze.dashboard.report import report
from quanze.dashboard.services import count_agency
from quanze.dashboard.tables import tables
from quanze.documents.tree import Items, Paragraph, Run
from quanze.people.models import Office
from quanze.rounds.models import Round
from quanze.rulebook.queries import calendar
from quanze.site.dashboard import csv_file, year_until
from tests.cases.conftest import House
from tests.simulation.conftest import YEAR
from tests.simulation.recount import Days, everything
from tests.simulation.tables import Period, Rated, Rows, expected, facts, rated, says
from tests.simulation.test_agreement import END

HEALTH = "清单体检"
"""Findings of the list say nothing of cases."""


def filed(found: Dashboard) -> dict[str, Rows]:
    """The tables as they stand in the file for spreadsheets, without rows of nothing."""
    lines = list(csv.reader(io.StringIO(csv_file("", "", tables(found)).decode("utf-8-sig"))))
    blank = [at for at, line in enumerate(lines) if not line]
    made: dict[str, Rows] = {}
    for begin, end in zip(blank, [*blank[1:], len(lines)], strict=True):
        (title,), headings, *rest = lines[begin + 1 : end]
        rows = {name: tuple(values) for name, *values in rest if len(values) + 1 == len(headings)}
        made[title] = {name: row for name, row in rows.items() if says(row)}
    made.pop(HEALTH, None)
    return made


def period(asked: Asked) -> Period:
    matter = "" if asked.matter is None else asked.matter.entries.latest("pk").version.name
    office = "" if asked.office is None else asked.office.name
    of_round = "" if asked.round is None else f"{asked.round.matter_name}：{asked.round.title}"
    return Period(tuple(f"{each:%Y-%m}" for each in asked.months), matter, office, of_round)


def asked_for(house: House) -> list[Asked]:
    """Every month, the whole year, a part of it; the whole of every matter, office and round."""
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 1)
    months = [Asked(date(YEAR, month, 1), date(YEAR, month, 1)) for month in range(1, 13)]
    return [
        *months,
        Asked(first, last),
        Asked(date(YEAR, 3, 1), date(YEAR + 1, 2, 1)),
        *(Asked(first, last, matter=each) for each in house.bureau.matters.all()),
        *(Asked(first, last, office=each) for each in Office.objects.filter(agency=house.bureau)),
        *(Asked(first, last, round=each) for each in Round.objects.filter(agency=house.bureau)),
    ]


def test_every_table_holds_what_the_events_give(year):
    house, _ = year
    count_agency(house.bureau, END)
    every, days = everything(), Days(calendar())
    known = list(facts(every, days, END))
    filled: set[str] = set()
    for asked in asked_for(house):
        found = filed(dashboard(house.supervisor, house.bureau, asked))
        said = expected(every, known, period(asked), days, END)
        assert found == said, (
            asked,
            {title: (found.get(title), said[title]) for title in said if found.get(title) != said[title]},
        )
        filled |= {title for title, rows in found.items() if rows}
    assert filled == said.keys() | {"好差评", "投诉"}


def test_ratings_are_told_as_their_entries_say(year):
    house, played = year
    count_agency(house.bureau, END)
    every, days = everything(), Days(calendar())
    known, sums = list(facts(every, days, END)), [0, 0, 0]
    for month in range(1, 13):
        asked = Asked(date(YEAR, month, 1), date(YEAR, month, 1))
        found = dashboard(house.supervisor, house.bureau, asked).ratings
        said = rated(known, period(asked), days, END)
        assert Rated(**{name: getattr(found, name) for name in Rated.__annotations__}) == said, month
        sums = [n + more for n, more in zip(sums, (said.total, said.bad, said.unrated), strict=True)]
    assert sums[0] == played.ratings > sums[1] > 0
    assert sums[2] > 0


def test_the_page_shows_the_same_as_the_file(year, client: Client):
    house, _ = year
    count_agency(house.bureau, END)
    client.force_login(house.leader)
    page = client.get(
        f"/desk/{house.bureau.code}/dashboard/?since={YEAR}-01&until={YEAR}-12"
    ).content.decode()
    found = dashboard(house.leader, house.bureau, Asked(date(YEAR, 1, 1), date(YEAR, 12, 1)))
    shown = [
        [text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)
    ]
    for table in tables(found):
        assert list(table.headings) in shown, table.title
        for row in table.rows:
            said = ["—" if each is None else str(each) for each in row.values]
            assert [row.name, *said] in shown, (table.title, row)
    sums = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    total = next(row for row in filed(found)["历年办件"].values())
    now = filed(found)["按股室"].values()
    assert dict(sums) == {
        "收到": total[0],
        "受理": total[1],
        "结束": total[3],
        "按期率": total[4],
        "现在在办": str(sum(int(row[5]) for row in now)),
        "其中已逾期": str(sum(int(row[6]) for row in now)),
    }


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def test_the_report_on_each_month_says_what_the_file_says(year):
    house, _ = year
    count_agency(house.bureau, END)
    for month in range(1, 13):
        asked = Asked(date(YEAR, month, 1), date(YEAR, month, 1))
        of_month = dashboard(house.leader, house.bureau, asked)
        said = filed(of_month)
        made = report(of_month, dashboard(house.leader, house.bureau, year_until(asked)))
        held = [block for block in made.blocks if isinstance(block, Items)]
        for title in ("按期情况", "各环节用时", "按事项", "按股室"):
            headings = next(each.headings for each in tables(of_month) if each.title == title)
            rows = {
                name: tuple("" if each == "—" else each for each in values)
                for block in held
                if block.headings == headings
                for name, *values in block.rows
            }
            assert {name: row for name, row in rows.items() if says(row)} == said[title], (month, title)
        words = "".join(
            run.text
            for block in made.blocks
            if isinstance(block, Paragraph)
            for run in block.content
            if isinstance(run, Run)
        )
        sentences(words, said, f"{YEAR}年{month}月")


def sentences(words: str, said: dict[str, Rows], month: str) -> None:
    """What the report says in sentences is what the tables hold."""
    received, accepted, _, ended, on_time = said["每月办件"].get(month, ("0", "0", "0", "0", ""))
    assert f"本月收到申请{received}件" in words
    assert f"受理{accepted}件。办理结束{ended}件" in words
    for name, (n,) in said["办理结果"].items():
        assert f"{name}{n}件" in words
    assert (f"按期率{on_time or '—'}" in words) == bool(on_time)
    timed = [sum(int(row[at]) for row in said["按期情况"].values()) for at in range(4)]
    if on_time:
        assert f"按期办理{timed[0]}项次，逾期办理{timed[1]}项次，逾期未办{timed[2]}项次" in words
    assert (f"另有{timed[3]}项次" in words) == (bool(timed[3]) and bool(on_time))
    n = sum(int(row[0]) for row in said["各事项用时"].values())
    assert (f"由本机关办结的受理件{n}件" in words) == bool(n)
    now = said["在办件的期限"]
    assert f"统计时在办{sum(int(n) for (n,) in now.values())}件" in words
    for name, (n,) in now.items():
        assert f"{name}{n}件" in words
    assert f"本月收到投诉{sum(int(n) for (n,) in said['投诉'].values())}件" in words
    assert f"本月收到评价{sum(int(n) for (n,) in said['好差评'].values())}件" in words
    for name, (n,) in (said["投诉"] | said["好差评"]).items():
        assert f"{name}{n}件" in words
