"""Numbers of articles as laws write them: 第一百二十条之一."""

from __future__ import annotations

import re

from quanze.law.citations.model import Ordinal
from quanze.prose import NUMERAL, chinese, numeral

ARTICLE = re.compile(
    rf"第\s?(?P<n>{NUMERAL})\s?条(?:\s?之\s?(?P<inserted>[一二三四五六七八九十]{{1,3}}|[0-9]{{1,2}}))?"
)
"""The number of an article at the beginning of a text."""


def name(ordinal: Ordinal) -> str:
    """``Ordinal(120, 1)`` as laws write it: ``第一百二十条之一``."""
    return f"第{chinese(ordinal.n)}条" + (f"之{chinese(ordinal.inserted)}" if ordinal.inserted else "")


def ordinal_of(match: re.Match[str]) -> Ordinal:
    """The number of a match of :data:`ARTICLE`."""
    return Ordinal(numeral(match["n"]), numeral(match["inserted"]) if match["inserted"] else 0)


def key(ordinal: Ordinal) -> tuple[int, int]:
    """By which articles stand in order."""
    return ordinal.n, ordinal.inserted
