"""The values of a letter: what may be given, the form in which they are kept, and how they are written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from quanze.documents.tree import Blank, Inline, Run, dated
from quanze.documents.writable import UNWRITABLE
from quanze.letters.kinds import Kind, Type, Value
from quanze.letters.template.filling import Given, Rows
from quanze.people.unacceptable import Unacceptable

MOST_TEXT, MOST_LONG, MOST_ROWS = 500, 20_000, 500
_PHONE = re.compile(r"[0-9０-９+＋()（）\-—－ 转、/,，;；]{3,100}")

Kept = dict[str, Any]


def kept(kind: Kind, values: Mapping[str, Any]) -> Kept:
    """The values by their keys as plain JSON: texts, days as ``2026-11-26``, lists; what is missing is left out.

    Raises :class:`Unacceptable` naming everything that is wrong: values that the kind does not know, values of another
    type, what the kind needs and nobody gave.
    """
    known = {value.key: value for value in kind.values}
    strange = [key for key in values if key not in known]
    if strange:
        raise Unacceptable(f"{kind.title}没有这些内容：{'、'.join(map(str, strange))}。")
    out: Kept = {}
    wrong: dict[str, str] = {}
    for key, value in known.items():
        given = values.get(key)
        try:
            plain = _plain(value, given)
        except _Wrong as reason:
            wrong[key] = f"“{value.name}”{reason}"
            continue
        if plain:
            out[key] = plain
    missing = [value.name for value in kind.needs if value.key not in out and value.key not in wrong]
    told = [f"还没有填写{'、'.join(missing)}"] if missing else []
    if told or wrong:
        raise Unacceptable(f"不能出具{kind.title}：{'；'.join([*told, *wrong.values()])}。")
    return out


def given(kind: Kind, kept: Kept) -> dict[str, Given]:
    """What a template is filled with, by the names of the values."""
    return {value.name: _written(value, kept[value.key]) for value in kind.values if value.key in kept}


def samples(kind: Kind) -> Kept:
    """Values for a preview, as they would be kept."""
    out: Kept = {}
    for value in kind.values:
        plain = _plain(value, value.sample)
        out[value.key] = plain
    return out


def blanks(kind: Kind) -> dict[str, tuple[Inline, ...]]:
    """What stands for a value that is missing: a place to write it by hand."""
    return {value.name: _BLANKS.get(value.type, ()) for value in kind.values}


_BLANKS: Mapping[Type, tuple[Inline, ...]] = {
    Type.TEXT: (Blank(8),),
    Type.LONG: (Blank(20),),
    Type.PHONE: (Blank(8),),
    Type.DATE: (Blank(3), Run("年"), Blank(2), Run("月"), Blank(2), Run("日")),
}


class _Wrong(Exception):
    """What is wrong with a value."""


def _plain(value: Value, given: Any) -> Any:
    if given is None:
        return None
    match value.type:
        case Type.DATE:
            return _day(given)
        case Type.LINES:
            return [text for line in _listed(given) if (text := _text(line, MOST_TEXT))]
        case Type.ITEMS:
            rows = [_row(value, row) for row in _listed(given)]
            return [row for row in rows if any(row)]
        case Type.LONG:
            return _text(given, MOST_LONG, lines=True)
    text = _text(given, MOST_TEXT)
    if value.type is Type.PHONE and text and not _PHONE.fullmatch(text):
        raise _Wrong("不像电话号码")
    return text


def _day(given: Any) -> str | None:
    if isinstance(given, datetime.date) and not isinstance(given, datetime.datetime):
        return given.isoformat()
    if not isinstance(given, str):
        raise _Wrong("不是日期")
    if not given.strip():
        return None
    try:
        return datetime.date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        raise _Wrong("不是日期，应写成2026-11-26") from None


def _text(given: Any, most: int, *, lines: bool = False) -> str:
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str):
        raise _Wrong("不是文字")
    text = given.replace("\r\n", "\n").replace("\r", "\n").strip()
    if bad := UNWRITABLE.search(text):
        raise _Wrong(f"里有文书不能写的字符（U+{ord(bad[0]):04X}）")
    if len(text) > most:
        raise _Wrong(f"超过{most}个字")
    return text if lines else " ".join(text.split())


def _listed(given: Any) -> Sequence[Any]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise _Wrong("不是列表")
    if len(given) > MOST_ROWS:
        raise _Wrong(f"超过{MOST_ROWS}项")
    return given


def _row(value: Value, given: Any) -> list[str]:
    """One item: texts in the order of the columns, or by their names."""
    if isinstance(given, Mapping):
        strange = [str(name) for name in given if name not in value.columns]
        if strange:
            raise _Wrong(f"没有这些列：{'、'.join(strange)}")
        cells = [given.get(column, "") for column in value.columns]
    else:
        cells = list(_listed(given))
        if len(cells) > len(value.columns):
            raise _Wrong(f"每项只有{'、'.join(value.columns)}")
        cells += [""] * (len(value.columns) - len(cells))
    return [_text(cell, MOST_LONG, lines=True) for cell in cells]


def _written(value: Value, plain: Any) -> Given:
    match value.type:
        case Type.DATE:
            return dated(datetime.date.fromisoformat(plain))
        case Type.LINES:
            return tuple(plain)
        case Type.ITEMS:
            return Rows(tuple(dict(zip(value.columns, row, strict=True)) for row in plain))
    text: str = plain
    return text
