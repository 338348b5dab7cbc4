"""Moments and days: how they are read where people write them, and how they are said."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from quanze.procedure.clocks.uncountable import Uncountable

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

LONGEST = 40
"""Nothing longer is looked at: no way to write a moment takes so many characters."""

_WRITTEN = re.compile(
    r"""([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?
        (?:[\sT]*([0-9]{1,2})\s*[:时点]\s*(?:([0-9]{1,2})\s*分?)?)?""",
    re.VERBOSE,
)


def read_moment(text: str) -> datetime:
    """The moment that ``text`` names, in Asia/Shanghai; a day alone is its first moment.

    Understood: ``2026-09-24``, ``2026-09-24 15:30``, ISO 8601 with a zone or without (then Asia/Shanghai),
    ``2026年9月24日``, ``2026年9月24日15时30分``, ``2026/9/24``. Raises :class:`Uncountable`.
    """
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}……"
    wrong = Uncountable(f"读不出时间“{shown}”，可写作 2026-09-24、2026-09-24 15:30 或 2026年9月24日")
    if len(text) > LONGEST:
        raise wrong
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        written = _WRITTEN.fullmatch(plain)
        if written is None:
            raise wrong from None
        try:
            moment = datetime(*(int(part or 0) for part in written.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        except ValueError:
            raise wrong from None
    try:
        return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
    except OverflowError:
        raise wrong from None


def say_day(day: date, near: date | None = None) -> str:
    """``2026年9月24日``; without the year where it is that of ``near``."""
    year = "" if near is not None and near.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
