"""Looking up what a heading, a category or a count says; the words are in ``vocabulary``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quanze.lists.names import normalise
from quanze.lists.vocabulary import (
    AFTER,
    BEFORE,
    CATEGORY_SPELLINGS,
    EXTRA_HEADINGS,
    GROUPS,
    SUB_ITEMS,
    WEAK_FIELDS,
)
from quanze.lists.vocabulary import CATEGORIES as CATEGORIES
from quanze.lists.vocabulary import COLUMN_FIELDS as COLUMN_FIELDS

MAX_KEY = 24
"""The longest heading that is looked up."""

_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_BRACKETED_SUB_ITEM = re.compile(rf"[(](?:{'|'.join(sorted(SUB_ITEMS))})[)]?$")
_WIDTHS = str.maketrans("（）：；，／　", "():;,/ ")
_FIELD_OF = {heading: field for field, headings in COLUMN_FIELDS.items() for heading in headings}
_WEAK_OF = {heading: field for field, headings in WEAK_FIELDS.items() for heading in headings}
_CONTENT = r"(?:的?(?:内容|事项|情况|信息|表述))?$"
_BEFORE_GROUP = re.compile(f"^(?:{BEFORE}){_CONTENT}")
_AFTER_GROUP = re.compile(f"^(?:{AFTER}){_CONTENT}")
_BEFORE_PREFIX = re.compile(f"^(?:{BEFORE})的?(?=.{{2}})")
_AFTER_PREFIX = re.compile(f"^(?:{AFTER})的?(?=.{{2}})")


# headings


def plain(text: str) -> str:
    """A heading without blanks, line ends, width differences and a closing colon."""
    return "".join(text.translate(_WIDTHS).split()).strip(":*")


def _keys(heading: str) -> tuple[str, ...]:
    """The heading as it is looked up: whole, and without what stands in brackets."""
    if len(heading) > 8 * MAX_KEY:
        return ()
    key = plain(heading)
    bare = _BRACKETED.sub("", key)
    return tuple(found for found in dict.fromkeys((key, bare)) if 0 < len(found) <= MAX_KEY)


@lru_cache(maxsize=1024)
def field_of(heading: str) -> str | None:
    """The field that a single heading names whatever else the table has, or ``None``."""
    for key in _keys(heading):
        if key in _FIELD_OF:
            return _FIELD_OF[key]
        for prefix, path in ((_BEFORE_PREFIX, "before[{}]"), (_AFTER_PREFIX, "{}")):
            field = _FIELD_OF.get(prefix.sub("", key)) if prefix.match(key) else None
            if field is not None and "." not in field and field != "number":
                return path.format(field)
    return None


@lru_cache(maxsize=1024)
def weak_field_of(heading: str) -> str | None:
    """The field that a heading of many uses names where no other column does, or ``None``."""
    return next((_WEAK_OF[key] for key in _keys(heading) if key in _WEAK_OF), None)


@lru_cache(maxsize=1024)
def is_extra(heading: str) -> bool:
    """Whether the heading is known to be one of a column beyond the fields."""
    return any(key in EXTRA_HEADINGS or key in SUB_ITEMS for key in _keys(heading))


@lru_cache(maxsize=1024)
def is_heading(text: str) -> bool:
    """Whether a cell's text is a heading that we know, of a field or of an extra column."""
    return field_of(text) is not None or is_extra(text) or weak_field_of(text) is not None


def column_field(path: Sequence[str]) -> tuple[str | None, bool]:
    """The field of a column under a heading of one or more levels, outermost first, and whether that is sure: it is
    not where the heading has many uses. ``None`` for an extra column.

    The levels joined ("责任事项"+"环节") come first, then the innermost alone, where it says enough or stands in
    a group that only gathers ("职权"), then the outer ones; a level that says 调整前 puts the field into
    ``before[…]``.
    """
    levels = [level for level in path if plain(level)]
    old = [level for level in levels if _BEFORE_GROUP.match(plain(level))]
    new = [level for level in levels if _AFTER_GROUP.match(plain(level))]
    rest = [level for level in levels if level not in old and level not in new]
    if not rest:
        return None, True
    found, sure = _path_field(rest)
    if found is not None and old and "." not in found and "[" not in found:
        return f"before[{found}]", sure
    return found, sure


def _path_field(levels: list[str]) -> tuple[str | None, bool]:
    whole, inner, outer = "".join(levels), levels[-1], "".join(levels[:-1])
    found = field_of(whole)
    if found is not None or is_extra(whole):
        return found, True
    if not outer:
        return weak_field_of(inner), False
    found = field_of(inner)
    if found is not None or is_extra(inner):
        return found, True
    if plain(outer) in GROUPS or field_of(outer) is not None:
        weak = weak_field_of(inner)
        if weak is not None:
            return weak, True
    for level in (outer, *reversed(levels[:-1])):
        found = field_of(level)
        if found is not None:
            return found, True
    return None, True


def extra_key(path: Sequence[str]) -> str:
    """The name under which an extra column is kept: what stands below its first levels where that is a known heading,
    else all. Levels in cells of their own, lines of one cell, as writers put them, and the same without line ends, as
    in a PDF, give the same name."""
    whole = plain("".join(path))
    if is_extra(whole):
        return whole
    lines = "\n".join(path).split("\n")
    for start in range(1, min(len(lines), MAX_KEY)):
        if len(plain(lines[start - 1])) < 2:
            break
        inner = plain("".join(lines[start:]))
        if is_extra(inner):
            return inner
    for start in range(2, min(len(whole), MAX_KEY) - 1):
        upper, inner = whole[:start], whole[start:]
        if is_extra(inner) and (upper in GROUPS or field_of(upper) is not None):
            return inner
    return whole


def is_sub_item(field: str) -> bool:
    """Whether a field is the extra column that holds the 子项 of the matters."""
    if not field.startswith("extra["):
        return False
    key = field[6:-1]
    return _BRACKETED.sub("", key) in SUB_ITEMS or _BRACKETED_SUB_ITEM.search(key) is not None


# categories and counts

_SUFFIX = re.compile(r"(?:类事项|类职权|类权力|权力事项|职权事项|事项|权力|类别|类|权)$")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_COUNT = r"[(（]?(?:共计?|合计|计)?(?P<count>\d{1,6}|[〇零一二三四五六七八九十百]{1,6})[项条个件][)）]?"
_ORDINAL = r"""(?:第?[一二三四五六七八九十]+(?:[、.．:：]|部分[、:：]?)?|[(（][一二三四五六七八九十\d]{1,3}[)）][、.．]?
    |\d{1,2}[、.．]|附?表[一二三四五六七八九十\d]{1,3}(?:[-－]\d+)?[、.．:：]?|(?:权力|职权|权责|事项)?(?:类别|类型)?[:：])?"""
_CATEGORY_LINE = re.compile(
    rf"^{_ORDINAL}(?P<name>[\u4e00-\u9fff]{{2,12}}?)(?:清单)?(?:[:：]?(?:{_COUNT}|[(（]?无[)）]?))?[:：]?$",
    re.VERBOSE,
)
_LONG_SPELLINGS = "|".join(
    sorted((name for name in CATEGORY_SPELLINGS if len(name) > 3), key=len, reverse=True)
)
_LIST = (
    r"(?:(?:行政)?(?:权力|职权|权责|责任)(?:和|与)?)*(?:事项|目录|清单|分表|总表|一览表|明细表|汇总表|表)+"
)
_SECTION_TITLE = re.compile(
    rf"""^{_ORDINAL}[^，。；：]{{0,40}}?
        (?:(?P<name>{_LONG_SPELLINGS})类?{_LIST}|{_LIST}[(（—－-]{{0,2}}(?P<late>{_LONG_SPELLINGS})类?(?:事项)?[)）]?)
        (?:[(（][^（）()]{{0,20}}[)）])*(?:{_COUNT})?$""",
    re.VERBOSE,
)
_TOTAL = re.compile(r"(?:共计?|合计|总计)\s*[:：]?\s*(?P<count>\d{1,6})\s*[项条个件]")
_ANY_COUNT = re.compile(_COUNT)
_NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])")
_CHANGES = re.compile(r"取消|下放|新增|调整|承接|变更|合并|划转|保留|委托")


def category_of(text: str) -> str | None:
    """The category that a cell or heading names, in any of its spellings, or ``None``."""
    key = normalise(text[:60])
    for candidate in (key, _BRACKETED.sub("", plain(key))):
        found = CATEGORY_SPELLINGS.get(candidate) or CATEGORY_SPELLINGS.get(_SUFFIX.sub("", candidate))
        if found is not None:
            return found
    return None


def numeral(text: str) -> int:
    """An Arabic or Chinese numeral below one thousand ("十二", "一百零三") as a number."""
    if text.isdigit():
        return int(text)
    total, current = 0, 0
    for char in text:
        if char in _NUMERALS:
            current = _NUMERALS[char]
        else:
            total += max(current, 1) * {"十": 10, "百": 100}[char]
            current = 0
    return total + current


def category_line(text: str) -> tuple[str, int | None] | None:
    """Category and declared count of a line such as ``十、其他职权 (10 项)`` or ``某局行政许可事项清单``, or ``None``
    for any other line. ``无`` counts as 0; a category that is none of the known ones is told by its count."""
    if len(text) > 80:
        return None
    line = "".join(text.split())
    match = _CATEGORY_LINE.match(line)
    known = None if match is None else category_of(match["name"])
    if match is not None and known is not None and (len(match["name"]) > 3 or match["name"] != line):
        return known, _declared(match["count"], line)
    title = _SECTION_TITLE.match(line)
    if title is not None:
        group = "late" if title["late"] else "name"
        count = _ANY_COUNT.search(line, title.end(group))
        return CATEGORY_SPELLINGS[title[group]], None if count is None else numeral(count["count"])
    if match is not None and match["count"] and _NUMBERED.match(line) and not _CHANGES.search(match["name"]):
        return match["name"], numeral(match["count"])
    return None


def _declared(count: str | None, line: str) -> int | None:
    if count is None:
        return 0 if line.rstrip(")）").endswith("无") else None
    return numeral(count)


def declared_total(text: str) -> int | None:
    """The number in a line such as ``(共 10 项)``."""
    match = _TOTAL.search(text)
    return None if match is None else int(match["count"])
