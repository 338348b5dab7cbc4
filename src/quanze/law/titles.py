"""Titles of instruments: the forms in which one and the same is named."""

from __future__ import annotations

import re

from quanze.prose import fold

STATE = "中华人民共和国"
_MARKS = str.maketrans(
    {"〈": "<", "〉": ">", "《": "<", "》": ">", "＜": "<", "＞": ">", "「": "<", "」": ">"}
)
_EDITION = re.compile(
    r"[（(【\[〔](?:[12]\d{3}年?(?:\d{1,2}月)?(?:\d{1,2}日)?)?(?:第[一二三四五六七八九十]次)?(?:予以)?"
    r"(?:修正|修订|修改)(?:本|版|文本|案)?[）)】\]〕]$"
)
"""（2019修正）, (2017年修订). A mere year （2025年版） is no edition of one text but names another instrument."""
_ISSUE = re.compile(
    r"(?:印发|发布|公布|颁布|下发)(?P<what>.+?)的(?:通知|公告|通告|决定|函|令)$"
    r"|关于(?P<named>[《〈<].+[》〉>])的(?:通知|公告|通告)$"
)
_OUTER = re.compile(r"^[《〈<](?P<inside>.*)[》〉>]$", re.DOTALL)
_MOST = 300


def key(title: str) -> str:
    """A form that is equal for all ways of writing one title: with or without 《》, 中华人民共和国 and the year of an
    edition, whatever the width of its brackets, blanks left out. （试行） stays: it is another instrument."""
    bare_title = without_edition(fold(title[:_MOST]).translate(_MARKS))
    if bare_title.startswith("<") and bare_title.endswith(">") and bare_title.count("<") == 1:
        bare_title = without_edition(bare_title[1:-1])
    return bare_title.removeprefix(STATE) or bare_title


def bare(title: str) -> str:
    """The title without 中华人民共和国."""
    return title.removeprefix(STATE) or title


def without_edition(title: str) -> str:
    """The title without what only tells the edition: （2017年修订）, (2019修正), （修订版）."""
    match = _EDITION.search(title[-20:])
    if match is None:
        return title
    return title[: len(title) - len(match.group())] or title


def issued(title: str) -> str | None:
    """The title of the document that a notice of issue carries, or ``None``: 关于印发X的通知 carries X."""
    match = _ISSUE.search(title[:_MOST])
    if match is None:
        return None
    what = (match["what"] or match["named"]).strip()
    outer = _OUTER.match(what)
    return (outer["inside"] if outer is not None else what) or None
