"""What columns, categories and annexes are called: tables that a person of the field can read and extend.

Sources: headings met in public lists of counties and provinces (docs/reading.md tells which), and the ten kinds of
administrative power of GB/T 39046-2020, table A.1.
"""

from __future__ import annotations

import re

from quanze.lists.model import AnnexKind
from quanze.lists.names import normalise

CATEGORIES: tuple[str, ...] = (
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政征收",
    "行政给付",
    "行政检查",
    "行政确认",
    "行政裁决",
    "行政奖励",
    "其他职权",
)
"""The ten categories in their official order; a catalogue shows empty ones with 0."""

CATEGORY_SPELLINGS: dict[str, str] = {
    **{name: name for name in CATEGORIES},
    **{name.removeprefix("行政"): name for name in CATEGORIES[:9]},
    "行政许可类": "行政许可",
    "行政审批": "行政许可",
    "行政征收征用": "行政征收",
    "其他权力": "其他职权",
    "其它权力": "其他职权",
    "其它职权": "其他职权",
    "其他行政权力": "其他职权",
    "其它行政权力": "其他职权",
    "其他行政职权": "其他职权",
    "其它行政职权": "其他职权",
    "其他类别": "其他职权",
    "其他类": "其他职权",
    "其他": "其他职权",
    "其它": "其他职权",
}

COLUMN_FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "事项序号", "项目序号", "职权序号", "权力序号", "序", "项目编号", "事项编号"),
    "name": (
        "职权名称",
        "项目名称",
        "权力名称",
        "事项名称",
        "权责事项名称",
        "权力事项名称",
        "职权事项名称",
        "行政职权名称",
        "行政权力名称",
        "权力项目名称",
        "职权项目名称",
        "行政权力事项名称",
        "行政职权事项名称",
        "权责名称",
        "主项名称",
        "职权事项",
        "权力事项",
        "权责事项",
        "行政权力事项",
        "行政职权",
        "行政权力",
        "权力项目",
        "项目",
        "事项",
        "名称",
    ),
    "category": (
        "职权类别",
        "职权类型",
        "权力类型",
        "权力类别",
        "权责类型",
        "权责类别",
        "事项类型",
        "事项类别",
        "行政权力类型",
        "行政权力类别",
        "行政职权类别",
        "行政职权类型",
        "职权种类",
        "权力种类",
        "类别",
        "类型",
    ),
    "basis": (
        "实施依据",
        "设定依据",
        "法定依据",
        "法律依据",
        "权力依据",
        "职权依据",
        "权责依据",
        "设立依据",
        "行使依据",
        "实施的依据",
        "法律法规依据",
        "政策依据",
        "依据",
        "实施依据内容",
    ),
    "stages.name": (
        "办理环节",
        "责任环节",
        "环节",
        "环节名称",
        "工作环节",
        "流程环节",
        "办理环节名称",
        "权力运行环节",
        "运行环节",
        "行使环节",
        "实施环节",
        "责任事项环节",
    ),
    "stages.duty": (
        "责任事项",
        "责任事项内容",
        "对应责任事项",
        "对应责任",
        "责任内容",
        "责任",
        "具体责任",
        "责任事项具体内容",
        "办理责任",
        "职责",
        "部门职责",
        "责任清单",
    ),
    "liability": (
        "追责情形",
        "问责情形",
        "责任追究情形",
        "追究情形",
        "追责情况",
        "追责事项",
        "追责情形内容",
        "责任追究",
        "追究责任情形",
        "追责情形及依据",
    ),
    "office": (
        "责任股室",
        "责任科室",
        "承办机构",
        "承办科室",
        "承办股室",
        "责任处室",
        "承办处室",
        "责任部门",
        "内设机构",
        "责任机构",
        "承办单位",
        "承办部门",
        "责任单位",
        "责任科(股)室",
        "责任股(科)室",
        "股室",
        "科室",
        "处室",
        "实施机构",
        "承办内设机构",
        "具体承办机构",
    ),
    "adjustment.summary": ("调整情况", "调整内容", "调整类型", "变动情况", "调整意见"),
    "adjustment.reason": ("调整原因", "调整理由", "调整依据", "变动原因", "调整的原因"),
}
"""Field path → its headings. The first one of each is what the sample calls it; whatever is not here is an extra
column, kept under its own heading."""

_FIELD_OF = {heading: field for field, headings in COLUMN_FIELDS.items() for heading in headings}

BEFORE_GROUP = re.compile(r"^(调整前|原|修改前|变更前|调整前内容|原内容)$")
AFTER_GROUP = re.compile(r"^(调整后|现|修改后|变更后|调整后内容|新内容)$")

_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_WIDTHS = str.maketrans("（）：；，／　", "():;,/ ")


def plain(text: str) -> str:
    """A heading without blanks, line ends, width differences and a closing colon."""
    return "".join(text.translate(_WIDTHS).split()).strip(":")


def field_of(heading: str) -> str | None:
    """The field that a single heading names, or ``None``."""
    key = plain(heading)
    if len(key) > 24:
        return None
    return _FIELD_OF.get(key) or _FIELD_OF.get(_BRACKETED.sub("", key))


def column_field(path: list[str]) -> str | None:
    """The field of a column under a heading of one or more levels, outermost first.

    The levels joined ("责任事项"+"内容") come first, then the innermost alone, then the outer ones; a level that
    says 调整前 puts the field into ``before[…]``.
    """
    levels = [level for level in path if plain(level)]
    groups = [
        level for level in levels if BEFORE_GROUP.match(plain(level)) or AFTER_GROUP.match(plain(level))
    ]
    rest = [level for level in levels if level not in groups] or levels
    found = field_of("".join(rest)) or field_of(rest[-1]) if rest else None
    for level in reversed(rest[:-1]):
        found = found or field_of(level)
    if found is not None and groups and BEFORE_GROUP.match(plain(groups[0])) and "." not in found:
        return f"before[{found}]"
    return found


def category_of(text: str) -> str | None:
    """The one of the ten categories that a cell or heading names, in any of its spellings, or ``None``."""
    key = normalise(text)
    return CATEGORY_SPELLINGS.get(key) or CATEGORY_SPELLINGS.get(_BRACKETED.sub("", plain(key)))


_CATEGORY_LINE = re.compile(
    r"""^(?:第?[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）]|\d+[、.．]|类别[:：])?
        (?P<name>[\u4e00-\u9fff]{2,8}?)(?:类|事项|类事项|清单)?
        (?:[(（]?(?:共|合计|计)?(?P<count>\d+|[〇零一二三四五六七八九十百]+)[项条个][)）]?)?$""",
    re.VERBOSE,
)
_TOTAL = re.compile(r"(?:共计?|合计|总计)\s*(?P<count>\d+)\s*[项条个]")
_LABEL = re.compile(r"^附\s*[件表]\s*(?P<n>[0-9０-９一二三四五六七八九十]*)(?:[-－—]\d+)?\s*[:：]?$")
_LABEL_AND_TITLE = re.compile(
    r"^(?P<label>附\s*[件表]\s*[0-9０-９一二三四五六七八九十]+)\s*[:：、.]?\s*(?P<title>\S.*)$"
)
_TITLE = re.compile(
    r"(?:清单|目录|一览表|责任表|事项表|汇总表|明细表|总表)(?:\s*[(（][^（）()]{1,30}[)）]|[0-9]{4}年?版?)?$"
)
_AGENCY = re.compile(
    r"""^(?P<agency>[\u4e00-\u9fff（）()·]{3,40}?)
        (?:[0-9]{4}年版?|[0-9]{4}年度)?
        (?:(?:关于)?(?:部门|单位|机关)?(?:拟)?(?:调整|保留|取消|下放|新增|承接|变更|现行|行使)(?:后|前)?的?)*
        (?:行政)?(?:权责|权力和责任|权力与责任|权力责任|权力|责任|职权|政务服务事项|行政执法事项)
        (?:事项|和责任|与责任)?(?:清单|目录|事项|一览表).*$""",
    re.VERBOSE,
)
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


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
    """Category and declared count of a line such as ``十、其他职权 (10 项)``, or ``None`` for any other line."""
    if len(text) > 60:
        return None
    match = _CATEGORY_LINE.match("".join(text.split()))
    if match is None:
        return None
    name = CATEGORY_SPELLINGS.get(match["name"])
    if name is None:
        return None
    return name, None if match["count"] is None else numeral(match["count"])


def declared_total(text: str) -> int | None:
    """The number in a line such as ``(共 10 项)``."""
    match = _TOTAL.search(text)
    return None if match is None else int(match["count"])


def annex_label(text: str) -> tuple[str, str | None] | None:
    """``附件 1`` alone, or label and title where one line holds both; ``None`` for any other line."""
    stripped = text.strip()
    if len(stripped) > 80:
        return None
    if _LABEL.match(stripped):
        return stripped, None
    match = _LABEL_AND_TITLE.match(stripped)
    if match is not None and is_title(match["title"]):
        return match["label"], match["title"].strip()
    return None


def is_title(text: str) -> bool:
    """Whether a line is the title of a list."""
    stripped = normalise(text)
    return (
        4 <= len(stripped) <= 60
        and _TITLE.search(stripped) is not None
        and re.search(r"清单|目录|职权|权责|权力", stripped) is not None
    )


def kind_of_title(title: str) -> AnnexKind | None:
    """The annex that a title announces, or ``None`` where it does not say."""
    text = normalise(title)
    if "目录" in text:
        return AnnexKind.CATALOGUE
    if re.search(r"调整|变更|取消|新增|下放|承接|变动", text) and "调整后" not in text:
        return AnnexKind.ADJUSTED
    if "保留" in text:
        return AnnexKind.RETAINED
    return None


def agency_of_title(title: str) -> str | None:
    """The agency named at the head of a title ("南阳市卧龙区工业和信息化局保留的权责清单")."""
    match = _AGENCY.match(normalise(title))
    return None if match is None else match["agency"]
