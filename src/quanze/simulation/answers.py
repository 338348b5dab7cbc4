"""Forms of kits filled in plausibly, whatever the kit asks; what is said of an application goes before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from quanze.kits.answers import check, to_json
from quanze.kits.model import SUB_KIND, Field, FieldKind, Kit

TEXTS = (
    # what the label holds → what is written there
    ("行业", "通用设备制造业"),
    ("名称", "演示名称"),
    ("产品", "演示产品"),
    ("姓名", "张演示"),
    ("人员", "张演示"),
    ("职", "工程师"),
    ("编号", "演示〔2026〕第001号"),
    ("机构", "演示检验检测中心"),
    ("能力", "500台/年"),
    ("标准", "Q/YS 001—2026 演示标准"),
)
"""For short texts, the first that fits."""

PLAIN: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: "演示内容",
    FieldKind.LONG_TEXT: "（演示）内容由演示系统填写，供了解办理过程使用，不反映任何真实单位、项目的情况。",
    FieldKind.YES_NO: "否",
    FieldKind.CREDIT_CODE: "91411303MA00000010",
    FieldKind.PHONE: "0377-63000000",
    FieldKind.EMAIL: "demo@example.cn",
    FieldKind.ADDRESS: "南阳市卧龙区演示路1号",
    FieldKind.DECLARATION: "true",
}


def filled(kit: Kit, said: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Answers to everything that this kit asks of whoever said so much, and no more; dates are ``day``."""
    made: dict[str, Any] = dict(said)
    if kit.sub_kinds:
        made.setdefault(SUB_KIND, kit.sub_kinds[0].key)
    for field in kit.fields():
        made.setdefault(field.key, _answer(field, day))
    return to_json(check(kit, made).values)


def _answer(field: Field, day: date) -> Any:
    if field.kind is FieldKind.CHOICE:
        return field.options[0]
    if field.kind is FieldKind.CHOICES:
        return [field.options[0]]
    if field.kind is FieldKind.DATE:
        return day.isoformat()
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return str(_number(field))
    if field.kind is FieldKind.TABLE:
        rows = len(field.rows) or field.fewest or 1
        return [{column.key: _answer(column, day) for column in field.columns} for _ in range(rows)]
    text = PLAIN[field.kind]
    if field.kind is FieldKind.TEXT:
        text = next((words for part, words in TEXTS if part in field.label), text)
    return text[: field.longest or None]


def _number(field: Field) -> Decimal:
    """A number that the field takes, a round one where it may be."""
    number = Decimal(100)
    if field.most is not None:
        number = min(number, field.most)
    return number if field.least is None else max(number, field.least)
