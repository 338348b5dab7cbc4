"""The foot of the retained annex: service phone, complaint body and phone, address of acceptance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quanze.lists.model import Contact

LABELS: dict[str, tuple[str, ...]] = {
    "service_phone": (
        *(
            "服务电话",
            "咨询电话",
            "联系电话",
            "办公电话",
            "服务热线",
            "业务咨询电话",
            "业务电话",
            "咨询服务电话",
        ),
        *("政策咨询电话", "咨询热线"),
    ),
    "complaint_body": (
        *(
            "投诉机构",
            "监督机构",
            "投诉受理机构",
            "监督投诉机构",
            "投诉部门",
            "监督部门",
            "投诉单位",
            "监督单位",
        ),
        *("投诉受理单位", "监督投诉部门", "投诉举报机构"),
    ),
    "complaint_phone": (
        *("投诉电话", "监督电话", "监督投诉电话", "投诉举报电话", "举报电话", "投诉监督电话", "监督举报电话"),
        *("纪检监督电话",),
    ),
    "address": ("受理地点", "受理地址", "办理地点", "办公地址", "办公地点", "单位地址", "地址", "办理地址"),
}
"""Field of the contact → the labels that stand before it."""

MAX_LINE = 400
MAX_LEAD = 60
"""The longest beginning of a sentence in which phone numbers are looked for."""

_FIELD = {label: field for field, labels in LABELS.items() for label in labels}
_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,、。（(]))("
    + "|".join(sorted(_FIELD, key=len, reverse=True))
    + r")(?:\s*[:：]\s*|(?=\s*[0-9０-９（(]))"
)
_PHONE = re.compile(r"^[(（]?[0-9０-９][0-9０-９\-—－–()（）、/ 转]{4,60}")
_OTHER_LABEL = re.compile(r"\s{2,}(?=[\u4e00-\u9fff]{2,8}[:：])")


def contact_fields(line: str) -> dict[str, str] | None:
    """The fields in a foot line such as ``服务电话：63170750  投诉机构：…``, or ``None`` for any other line.

    A sentence before the first label is allowed where a phone number follows ("如有疑问，咨询电话：…").
    """
    if len(line) > MAX_LINE:
        return None
    found = list(_LABEL.finditer(line))
    if not found:
        return None
    lead = line[: found[0].start()].strip()
    if lead and (len(lead) > MAX_LEAD or not _starts_phone(line, found[0])):
        return None
    values: dict[str, str] = {}
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(line)
        value = _OTHER_LABEL.split(line[match.end() : end].strip(), maxsplit=1)[0]
        phone = _PHONE.match(value) if lead and match[1].endswith(("电话", "热线")) else None
        values.setdefault(_FIELD[match[1]], (phone.group() if phone else value).strip().rstrip("；;，,、。"))
    return values


def _starts_phone(line: str, label: re.Match[str]) -> bool:
    return label[1].endswith(("电话", "热线")) and _PHONE.match(line[label.end() :].strip()) is not None


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
