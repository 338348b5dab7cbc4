"""What changes between two kits, item by item, for whoever puts one in place of another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quanze.kits.model import Kit
from quanze.kits.writing import dump

PARTS = {
    "matter": "事项名称",
    "remark": "备注",
    "applicants": "谁可以申报",
    "sub_kinds": "申报类别",
    "labels": "称呼",
    "house": "本局规则",
    "eligibility": "条件",
    "jurisdiction": "管辖",
    "guide": "指南",
    "limits": "本局期限",
    "letters": "文书",
    "public": "公示的项目",
    "form": "表单",
    "materials": "材料",
    "ranking": "评分排序",
    "follow_ups": "后续管理",
}
"""Parts of a kit in their order, as people call them."""

UNSAID = "（没有写）"

_NAMED_BY = ("key", "title", "purpose", "act", "text")
_CALLED = ("label", "name", "title", "text")


@dataclass(frozen=True, slots=True)
class Difference:
    """``part`` of the kit and ``item`` in it; ``before`` or ``after`` is ``None`` where the item is new or gone, of a
    changed item they have what changed. What they say is shown, not meant to be read again."""

    part: str
    item: str
    before: str | None
    after: str | None


def differences(before: Kit, after: Kit) -> tuple[Difference, ...]:
    """What is new, gone or changed, in the order of the parts; nothing where both say the same."""
    old, new = dump(before), dump(after)
    return tuple(found for key, part in PARTS.items() for found in _part(part, old.get(key), new.get(key)))


def _part(part: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if _listed(old) or _listed(new):
        before, after = _items(old), _items(new)
        for name in {**before, **after}:
            one, other = before.get(name), after.get(name)
            if one != other:
                yield Difference(part, _called(other or one or {}, name), *_apart(one, other))
        if list(before) != list(after) and set(before) == set(after):
            yield Difference(part, "顺序", "、".join(_titles(before)), "、".join(_titles(after)))
    else:
        yield Difference(part, "", *_apart(old, new))


def _apart(old: Any, new: Any) -> tuple[str | None, str | None]:
    """What both say; of a changed item only what is not the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        old, new = ({key: said[key] for key in keys if key in said} or UNSAID for said in (old, new))
    return _said(old), _said(new)


def _listed(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _items(value: Any) -> dict[str, dict[str, Any]]:
    """The items of a list by their names; the fields of a form's sections stand by themselves, so that a changed one
    shows alone. Of two with one name the second has its place with it."""
    found: dict[str, dict[str, Any]] = {}
    for number, item in enumerate(value or ()):
        name = next((str(item[key]) for key in _NAMED_BY if key in item), "")
        name = f"{name} {number}" if not name or name in found else name
        found[name] = {key: said for key, said in item.items() if key != "fields"}
        within = (
            f"{item['key']}." if "key" in item else ""
        )  # a form's fields have keys of their own, others' do not
        for field in item.get("fields", ()):
            found[f"field {within}{field['key']}"] = field
    return found


def _called(item: Mapping[str, Any], name: str) -> str:
    return next((str(item[key])[:40] for key in _CALLED if item.get(key)), name)


def _titles(items: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [_called(item, name) for name, item in items.items()]


def _said(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(value)
    if isinstance(value, dict):
        return "；".join(
            f"{key} = {said if isinstance(said, str) else _json(said)}" for key, said in value.items()
        )
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
