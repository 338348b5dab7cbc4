"""The JSON that ``quanze read --json`` prints, checked against its shape before it becomes a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quanze.lists.codec import load_document
from quanze.lists.headings import COLUMN_FIELDS
from quanze.lists.model import AnnexKind, ListDocument, Severity
from quanze.lists.readers.text import decode
from quanze.lists.refusal import Refusal

Shape = Any
"""``str``/``int``; a set of allowed texts; ``[shape]`` a list; ``{"key": shape}`` an object, where ``!`` before the
key says that it must be there and ``*`` stands for any key; ``MARK`` an underline: field, start, end; ``FIELD`` the
field path of a column."""

MARK = "mark"
FIELD = "field"

_PLACE: Shape = {**dict.fromkeys(("table", "row", "column", "page", "line"), int), "sheet": str}
_FINDING: Shape = {
    "!rule": str,
    "!severity": {severity.value for severity in Severity},
    "!message": str,
    "annex": {kind.value for kind in AnnexKind},
    "matter": str,
    "number": str,
    "field": str,
    "start": int,
    "end": int,
    "reference": str,
    "suggestion": str,
    "place": _PLACE,
}
_MATTER: Shape = {
    "number": str,
    "!name": str,
    "category": str,
    "basis": str,
    "stages": [{"name": str, "duty": str, "exact": {"*": str}}],
    "liability": str,
    "office": str,
    "extra": {"*": str},
    "exact": {"*": str},
    "marks": [MARK],
    "before": {"*": str},
    "adjustment": {"summary": str, "reason": str, "exact": {"*": str}},
    "parts": {"*": [str]},
}
_ANNEX: Shape = {
    "!kind": {kind.value for kind in AnnexKind},
    "label": str,
    "title": str,
    "declared_total": int,
    "head": [str],
    "columns": [{"!heading": str, "!field": FIELD}],
    "categories": [{"!name": str, "declared": int, "exact": str, "at": int}],
    "!matters": [_MATTER],
    "contact": {
        **dict.fromkeys(("service_phone", "complaint_body", "complaint_phone", "address"), str),
        "exact": [str],
    },
    "tail": [str],
}
DOCUMENT: Shape = {
    "source": {"!path": str, "!format": str, "!sha256": str},
    "agency": str,
    "!annexes": [_ANNEX],
    "findings": [_FINDING],
}
"""What a document must look like; ``docs/schema/list.json`` says the same for other programs."""


def document(data: bytes) -> ListDocument:
    """The list in the JSON. Raises :class:`Refusal` with the path of what has not the expected shape."""
    try:
        found = json.loads(decode(data), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Refusal(f"不是有效的 JSON：第{error.lineno}行第{error.colno}列附近有误") from error
    except RecursionError as error:
        raise Refusal("JSON 嵌套过深，不像权责清单，不予读取") from error
    except ValueError as error:
        raise Refusal("JSON 中有无法表示的数字") from error
    for path, problem in _problems(found, DOCUMENT, ""):
        raise Refusal(f"JSON 的 {path} {problem}" if path else f"JSON 最外层{problem}")
    try:
        return load_document(found)
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(f"JSON 的内容不是权责清单：{error}") from error


_KEYED = re.compile(r"(?:extra|before)\[.*\]", re.DOTALL)


def _no_number(name: str) -> float:
    raise ValueError(name)


def _problems(value: object, shape: Shape, path: str) -> Iterator[tuple[str, str]]:
    """Where the value has another shape, and what is wrong there. ``null`` stands for what is not there."""
    if shape is str:
        if not isinstance(value, str):
            yield path, f"应为文本，却是{_kind(value)}"
    elif shape is int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            yield path, f"应为不小于 0 的整数，却是{_kind(value)}"
    elif shape == MARK:
        well = isinstance(value, list) and [type(item) for item in value] == [str, int, int]
        if not (well and isinstance(value, list) and 0 <= value[1] <= value[2]):
            yield path, "应为 [栏目, 起, 止]"
    elif shape == FIELD:
        if not isinstance(value, str) or not (value in COLUMN_FIELDS or _KEYED.fullmatch(value)):
            yield (
                path,
                f"应为栏目，例如 basis、extra[备注]，却是{_kind(value)}{value if isinstance(value, str) else ''}",
            )
    elif isinstance(shape, set):
        if not isinstance(value, str) or value not in shape:
            yield path, f"应为 {'、'.join(sorted(shape))} 之一"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield path, f"应为数组，却是{_kind(value)}"
            return
        for index, item in enumerate(value):
            yield from _problems(item, shape[0], f"{path}[{index}]")
    elif not isinstance(value, dict):
        yield path, f"应为对象，却是{_kind(value)}"
    else:
        yield from _in_object(value, shape, path)


def _in_object(
    value: Mapping[str, object], shape: Mapping[str, Shape], path: str
) -> Iterator[tuple[str, str]]:
    dot = f"{path}." if path else ""
    for key, inner in shape.items():
        name = key.removeprefix("!")
        if key == "*":
            for each, item in value.items():
                if item is not None:
                    yield from _problems(item, inner, f"{dot}{each}")
        elif value.get(name) is not None:
            yield from _problems(value[name], inner, f"{dot}{name}")
        elif key.startswith("!"):
            yield f"{dot}{name}", "没有给出"


def _kind(value: object) -> str:
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return "真假值"
    if isinstance(value, int | float):
        return "数字"
    if isinstance(value, str):
        return "文本"
    return "数组" if isinstance(value, list) else "对象"
