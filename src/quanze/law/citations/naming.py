"""What a title says by itself: who issued it, what it carries, and how two spellings of one title are told equal."""

from __future__ import annotations

import re
from functools import lru_cache

from quanze.law.citations.cleaning import clean, compact
from quanze.law.citations.endings import is_instrument
from quanze.law.citations.known import PREFIX

_ISSUING = "印发|颁发|颁布|发布|公布|下发|转发|批转|批准"
_CARRIED = re.compile(
    rf"(?:关于)?(?:{_ISSUING})(?P<name>.{{2,}}?)的?(?:通知|公告|通告|令|决定|函|批复)(?:\([^()]*\))?$",
    re.DOTALL,
)
_ANNOUNCED = re.compile(r"关于(?P<name>[<《].+[>》])的(?:公告|通告)$", re.DOTALL)
_ISSUER = re.compile(rf"(?!关于)(?P<issuer>[^《》<>]{{2,80}}?)(?:关于|{_ISSUING})", re.DOTALL)
_EDITION = re.compile(
    r"(?:19|20)[0-9]{2}\s?(?:年(?:\s?[0-9]{1,2}\s?月)?)?\s?(?:第?[一二三四五六七八九十]{1,2}次)?\s?(?:修正|修订|修改|版|年?本|版本|年)?(?:版|本)?"
    r"|(?:修正|修订|修改)(?:案|版|本)?|(?:暂行|试行)|\S{0,4}(?:草案|征求意见|送审)稿?"
)
_LAST_BRACKET = re.compile(r"\((?P<inside>[^()]{2,20})\)$")
_MARKS = re.compile('[<>《》〔〕()\\[\\]“”"\\s]')


def edition_in(words: str) -> str | None:
    """The words of a bracket of a clean text where they tell the version and nothing else (2019修正, 试行)."""
    name = compact(words)
    return name if _EDITION.fullmatch(name) else None


def edition_of(title: str) -> str | None:
    """The version that a title tells in a bracket at its end (煤炭法（2016修正）); 试行 belongs to the title proper."""
    bracket = _LAST_BRACKET.search(clean(title))
    if bracket is None:
        return None
    edition = edition_in(bracket["inside"])
    return None if edition is None or edition in ("试行", "暂行") else edition


def key(title: str) -> str:
    """What is equal for two spellings of one title: without 中华人民共和国, marks, brackets, blanks and differences of
    width, and without a version such as （2016修正）; 试行 counts."""
    name = compact(clean(title))
    bracket = _LAST_BRACKET.search(name)
    if bracket is not None and edition_of(name) is not None:
        name = name[: bracket.start()]
    return _MARKS.sub("", name).removeprefix(PREFIX)


def announced_in(title: str) -> str | None:
    """What the number behind a title that is an announcement's would repeat of it: its organ and its kind
    (《市场监管总局关于甲的公告》（2018年第12号）, 《林业局公告》（2014年第16号）); ``None`` for other titles."""
    kind = next((kind for kind in ("公告", "通告") if title.endswith(kind)), None)
    if kind is None:
        return None
    return (issuer_in(title) or ("" if "关于" in title else title.removesuffix(kind))) + kind


@lru_cache(maxsize=1024)
def issued_in(title: str) -> str | None:
    """The document that a notice of issue carries: 关于印发X的通知 carries X, and so do 关于转发X and 关于〈X〉的公告.

    ``None`` for other titles, and where what is published is a list of names or the like. Of several documents the
    first is told."""
    text = clean(title)
    found = _CARRIED.search(text) or _ANNOUNCED.search(text)
    if found is None:
        return None
    name = title[slice(*found.span("name"))].strip()
    if clean(name[:1]) in ("<", "《"):
        return compact(_first(name[1:])) or None
    return compact(name) if is_instrument(name) else None


def _first(names: str) -> str:
    """The name before the mark that closes it, of several or one (A〉〈B〉)."""
    depth = 0
    for index, char in enumerate(clean(names)):
        depth += (char in "<《") - (char in ">》")
        if depth < 0:
            return names[:index]
    return names


def issuer_in(title: str) -> str | None:
    """The organs that a title names before 关于, 印发 and the like, as written less blanks; ``None`` without any."""
    found = _ISSUER.match(clean(title))
    if found is None:
        return None
    return compact(title[slice(*found.span("issuer"))]) or None
