"""What people call the annexes and the fields of a list."""

from __future__ import annotations

import re

from quanze.lists.model import AnnexKind

ANNEXES: dict[AnnexKind, str] = {
    AnnexKind.CATALOGUE: "目录",
    AnnexKind.ADJUSTED: "调整的权责清单",
    AnnexKind.RETAINED: "保留的权责清单",
}

FIELDS: dict[str, str] = {
    "agency": "机关",
    "label": "附件号",
    "title": "标题",
    "head": "表前文字",
    "tail": "表后文字",
    "declared_total": "总项数",
    "declared": "项数",
    "number": "序号",
    "name": "职权名称",
    "basis": "实施依据",
    "category": "职权类别",
    "liability": "追责情形",
    "office": "责任股室",
    "duty": "责任事项",
    "summary": "调整情况",
    "reason": "调整原因",
    "service_phone": "服务电话",
    "complaint_body": "投诉机构",
    "complaint_phone": "投诉电话",
    "address": "受理地点",
}
"""The last word of a field path and its name. A stage's name is none: it is told from the matter's by its path."""

_INDEXED = re.compile(r"(?P<thing>stages|categories)\[(?P<index>\d+)\](?:\.(?P<part>\w+))?")
_KEYED = re.compile(r"(?P<thing>extra|before)\[(?P<key>.*)\]", re.DOTALL)


def field_label(path: str) -> str:
    """A field path in words: ``stages[2].duty`` is 第3个环节的责任事项, ``before[basis]`` 调整前的实施依据."""
    if match := _INDEXED.fullmatch(path):
        thing = "环节" if match["thing"] == "stages" else "类别"
        part = match["part"]
        words = "名称" if part == "name" else FIELDS.get(part or "", part or "")
        return f"第{int(match['index']) + 1}个{thing}{'的' + words if words else ''}"
    if match := _KEYED.fullmatch(path):
        return match["key"] if match["thing"] == "extra" else f"调整前的{field_label(match['key'])}"
    return FIELDS.get(path.rpartition(".")[2], path)
