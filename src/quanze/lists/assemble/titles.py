"""Lines around the tables: annex labels, titles, the agency that they name, and lines of a form."""

from __future__ import annotations

import re

from quanze.lists.model import AnnexKind
from quanze.lists.names import normalise

_N = r"[0-9０-９一二三四五六七八九十]+"
_LABEL = re.compile(rf"^附\s*[件表]\s*(?:{_N}(?:\s*[-－—–.．之]\s*{_N})*)?\s*[:：]?$")
_LABEL_AND_TITLE = re.compile(
    rf"^(?P<label>附\s*[件表]\s*{_N}(?:\s*[-－—–]\s*{_N})*)\s*[:：、.．]?\s*(?P<title>\S.*)$", re.DOTALL
)
_TITLE = re.compile(
    r"""(?:清单|目录|一览表|责任表|事项表|汇总表|明细表|登记表|总表|分表|调整表|梳理表|信息表|情况表)
        (?:\s*[(（〔【][^（）()]{1,30}[)）〕】]|[-—－]*行政[\u4e00-\u9fff]{2}类?|[0-9]{4}年?版?|[-—－]+[\u4e00-\u9fff]{3,30}|（?[一二三四五六七八九十]）?)*$""",
    re.VERBOSE,
)
_POWERS = re.compile(r"清单|目录|职权|权责|权力")
_NO_TITLE = re.compile(r"[，。；！？>＞»›]|^附[件:：]|^\d+\s*[、.．]|^[(（]\d+[)）]|^《|^[^（(]{1,12}[:：]")

ORGANS = (
    *(
        "委员会",
        "办公室",
        "办事处",
        "管理处",
        "分局",
        "局",
        "厅",
        "人民政府",
        "政府",
        "中心",
        "总队",
        "支队",
        "大队",
    ),
    *("队", "公司", "街道", "社", "联合会", "协会", "总会", "法院", "检察院", "研究院", "学院"),
    *(
        "委(?![托员派任])",
        "办(?![理事件结案法])",
        "处(?![罚理置分室])",
        "部(?![门分])",
        "站(?!点)",
        "所(?![有属在])",
        "中队",
    ),
)
"""How names of agencies end (regular expressions)."""

PLACES = ("镇", "乡", "县", "区", "市", "省", "旗", "州", "盟")
"""How places end whose government's list a title names."""

_YEAR = r"(?:[（(]?[0-9０-９]{4}[)）]?年?(?:度|版|本)?)"
_FILLERS = (
    r"(?:关于|部门|单位|机关|公布|决定|拟|调整|保留|取消|下放|新增|承接|变更|现行|行使|动态|委托|共性|后|前|的|、|和|与"
    r"|各类|本级|[省市旗县区]{2,3}|[县市区旗省]级|第[一二三四五六七八九十]批|一批)"
)
_LIST_WORD = (
    r"(?:行政(?:许可|处罚|强制|征收|给付|检查|确认|裁决|奖励|权力|职权|权责|审批|执法)|其他(?:职权|权力|行政)"
    r"|权责|权力|职权|责任|执法|政务服务|公共服务|事项|清单|目录)"
)
_AGENCY = re.compile(
    rf"^{_YEAR}?(?P<agency>[\u4e00-\u9fff（）()·]{{1,38}}?(?:{'|'.join((*ORGANS, *PLACES))}))"
    rf"(?:[(（][^（）()]{{2,20}}[)）])?{_YEAR}?{_FILLERS}*{_YEAR}?{_LIST_WORD}"
)
_AGENCY_LINE = re.compile(rf"^[\u4e00-\u9fff（）()·]{{2,36}}?(?:{'|'.join(ORGANS)})$")
_DEPARTMENT = re.compile(rf"(?:{'|'.join(organ for organ in ORGANS if '政府' not in organ)})$")

FORM_LABELS: tuple[str, ...] = (
    *(
        "编制单位",
        "编报单位",
        "填报单位",
        "填表单位",
        "制表单位",
        "单位名称",
        "部门名称",
        "实施单位",
        "单位",
        "部门",
    ),
    *(
        "填报日期",
        "填报时间",
        "填表日期",
        "填表时间",
        "编制日期",
        "编制时间",
        "制表日期",
        "制表时间",
        "公布日期",
    ),
    *(
        "公布时间",
        "更新日期",
        "更新时间",
        "日期",
        "时间",
        "填报人",
        "填表人",
        "制表人",
        "审核人",
        "审核领导",
        "负责人",
    ),
    *("主要负责人", "分管领导", "联系人", "经办人", "盖章", "签字", "计量单位"),
)
"""What the lines of a form begin with that stand in the table itself, above or below the matters."""

_FORM = re.compile(
    rf"^(?P<label>{'|'.join(FORM_LABELS)})\s*(?:[(（](?:公章|盖章|签字|签章)[)）])?\s*[:：]\s*(?P<value>.*)$",
    re.DOTALL,
)
_CAPTION = re.compile(
    rf"^(?:续?表)\s*(?:{_N})?(?:\s*[-－—–.]\s*{_N})*(?:\s*[(（]续[)）])?$|^[-—－\s]*\d+[-—－\s]*$|^第\s*\d+\s*页.{{0,12}}$"
)


_DATE = re.compile(
    r"^(?:[0-9０-９]{4}|[一二三四五六七八九〇○零]{4})年[0-9０-９一二三四五六七八九十]{1,2}月(?:[0-9０-９一二三四五六七八九十]{1,3}日)?(?:印发)?$"
)


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
    if len(text) > 120:
        return False
    stripped = normalise(text)
    return (
        4 <= len(stripped) <= 60
        and _TITLE.search(stripped) is not None
        and _POWERS.search(stripped) is not None
        and _NO_TITLE.search(stripped) is None
    )


def kind_of_title(title: str) -> AnnexKind | None:
    """The annex that a title announces, or ``None`` where it does not say."""
    text = normalise(title)
    if re.search(r"调整|变更|取消|新增|下放|承接|变动", text) and not re.search(r"(?:调整|变更)后", text):
        return AnnexKind.ADJUSTED
    if "目录" in text:
        return AnnexKind.CATALOGUE
    if "保留" in text:
        return AnnexKind.RETAINED
    return None


def agency_of_title(title: str) -> str | None:
    """The agency named at the head of a title ("南阳市卧龙区工业和信息化局保留的权责清单")."""
    text = normalise(title)[:100]
    tail = re.search(r"[-—－]([\u4e00-\u9fff]{3,30})(?:[(（].*)?$", text)
    if tail is not None and _AGENCY_LINE.match(tail[1]):
        return tail[1]
    match = _AGENCY.match(text)
    return None if match is None else match["agency"]


def agency_of_line(line: str) -> str | None:
    """The agency where a line is nothing but its name, or names it as the one that made the list."""
    text = normalise(line)
    if len(text) > 60:
        return None
    form = _FORM.match(text)
    if form is not None and not form["label"].endswith(("单位", "部门", "名称")):
        return None
    name = text if form is None else form["value"]
    match = _AGENCY_LINE.match(name)
    return None if match is None else match.group()


def same_agency(one: str, other: str) -> bool:
    """Whether two names may be one agency's: the shorter one is an abbreviation of the other ("工信局" of
    "工业和信息化局"), or either is a place or its government."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    if all(char in rest for char in short):
        return True
    return _DEPARTMENT.search(short) is None or _DEPARTMENT.search(long) is None


def is_form(text: str) -> bool:
    """Whether a text is a line of a form ("填报单位：…")."""
    return len(text) <= 80 and _FORM.match(text.strip()) is not None


def is_caption(text: str) -> bool:
    """Whether a line only counts tables or pages ("表2-1", "续表", "- 3 -")."""
    return len(text) <= 24 and _CAPTION.match(text.strip()) is not None


def is_signature(line: str) -> bool:
    """Whether a line is nothing but an agency's name or a date."""
    text = normalise(line)
    return len(text) <= 40 and (_DATE.match(text) is not None or _AGENCY_LINE.match(text) is not None)
