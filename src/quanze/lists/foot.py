"""The foot of the retained annex: service phone, complaint body and phone, address of acceptance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quanze.lists.model import Contact

LABELS: dict[str, tuple[str, ...]] = {
    "service_phone": ("服务电话", "咨询电话", "联系电话", "办公电话", "服务热线", "业务咨询电话"),
    "complaint_body": ("投诉机构", "监督机构", "投诉受理机构", "监督投诉机构", "投诉部门", "监督部门"),
    "complaint_phone": ("投诉电话", "监督电话", "监督投诉电话", "投诉举报电话", "举报电话", "投诉监督电话"),
    "address": ("受理地点", "受理地址", "办理地点", "办公地址", "办公地点", "单位地址", "地址", "办理地址"),
}
"""Field of the contact → the labels that stand before it."""

_FIELD = {label: field for field, labels in LABELS.items() for label in labels}
_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,、。]))(" + "|".join(sorted(_FIELD, key=len, reverse=True)) + r")\s*[:：]\s*"
)


def contact_fields(line: str) -> dict[str, str] | None:
    """The fields in a foot line such as ``服务电话：63170750  投诉机构：…``, or ``None`` for any other line."""
    found = list(_LABEL.finditer(line))
    if not found or line[: found[0].start()].strip() or len(line) > 400:
        return None
    values: dict[str, str] = {}
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(line)
        values.setdefault(_FIELD[match[1]], line[match.end() : end].strip().rstrip("；;，,、"))
    return values


def contact(lines: Sequence[str]) -> Contact | None:
    """The contact that the foot lines hold together, first statement of each field, or ``None`` without lines."""
    if not lines:
        return None
    values: dict[str, str] = {}
    for line in lines:
        for field, value in (contact_fields(line) or {}).items():
            values.setdefault(field, value)
    return Contact(
        service_phone=values.get("service_phone"),
        complaint_body=values.get("complaint_body"),
        complaint_phone=values.get("complaint_phone"),
        address=values.get("address"),
        exact=tuple(lines),
    )
