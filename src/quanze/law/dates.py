"""Dates as official texts write them: 2018年12月29日, 二〇二五年一月十五日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from quanze.prose import numeral

_YEAR = r"(?:[12１２][0-9０-９]{3}|[一二][〇零○О0oO一二三四五六七八九]{3})"
_PART = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
PATTERN = rf"{_YEAR}\s{{0,2}}年\s{{0,2}}{_PART}\s{{0,2}}月\s{{0,2}}{_PART}\s{{0,2}}日"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})\s{{0,2}}年\s{{0,2}}(?P<month>{_PART})\s{{0,2}}月\s{{0,2}}(?P<day>{_PART})\s{{0,2}}日"
)
_ZEROS = str.maketrans("○ОoO0", "〇〇〇〇〇")


class Dated(NamedTuple):
    """A date where it stands."""

    start: int
    end: int
    on: date


def dates(text: str) -> Iterator[Dated]:
    """Each whole date of a text; one that no calendar has (2月30日) is left out."""
    if "年" not in text:
        return
    for match in _DATE.finditer(text):
        found = _on(match)
        if found is not None:
            yield Dated(match.start(), match.end(), found)


def _on(match: re.Match[str]) -> date | None:
    year = match["year"]
    try:
        return date(
            int(year) if year.isdecimal() else numeral(year.translate(_ZEROS)),
            numeral(match["month"]),
            numeral(match["day"]),
        )
    except ValueError:
        return None


def chinese(day: date) -> str:
    """``2025年1月15日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def add_months(day: date, months: int) -> date:
    """The same day so many months later; where that month lacks it, the first of the next month: an interval that ends
    there is half-open, and the whole shorter month lies in it."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return date.max
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year, month + 1, 1)
