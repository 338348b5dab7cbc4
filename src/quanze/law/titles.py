"""Titles of instruments less what does not belong to the name: the state in it, the edition behind it."""

from __future__ import annotations

import re

from quanze.law.citations import naming

STATE = "中华人民共和国"
_LAST_BRACKET = re.compile(r"[（(【\[][^（()）【】\[\]]{2,20}[）)】\]]\s{0,4}$")


def key(title: str) -> str:
    """Equal for all spellings of one title: as :func:`naming.key`, and whether or not a law named within it has its
    中华人民共和国 (上海市实施〈义务教育法〉办法), or 、 stands between the issuers."""
    name = naming.key(title)
    return name.replace(STATE, "").replace("、", "") or name


def bare(title: str) -> str:
    """The title without 中华人民共和国."""
    return title.removeprefix(STATE) or title


def without_edition(title: str) -> str:
    """The title without what only tells the edition: （2017年修订）, (2019修正). 试行 belongs to the name."""
    return title if naming.edition_of(title) is None else _LAST_BRACKET.sub("", title) or title
