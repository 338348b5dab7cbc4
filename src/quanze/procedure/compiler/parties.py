"""Who else takes part, and whom a sentence binds: names of organs, and their levels against ours."""

from __future__ import annotations

import re
from enum import IntEnum

from quanze.procedure.model import Kind

_ORGAN_END = (
    "人民政府|人民法院|法院|检察院|主管部门|行政部门|部门|委员会|管理局|监察委|监委|机关|政府|厅|局|委(?![托派])"
    "|(?<![全内外一])部(?![门分])|办公室|领导小组|机构|组织|单位|企业|银行|窗口|中心|党组"
)
_APPLICANT = (
    "申请人|申请单位或企业|申请单位|申请企业|申报单位|申报企业|当事人|相对人|利害关系人|被检查人|被检查单位"
    "|被处罚人|企业"
)
_NAME = rf"[^,。;:()向报由对将及时并予进申]{{0,20}}?(?:{_ORGAN_END})(?!负责人|领导|工作人员)"
_MORE = rf"(?:[、和及与]{_NAME})?"

_WITH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:会同|联合|商)(?P<party>{_NAME}{_MORE})",
        rf"[与和](?P<party>{_NAME})(?=联合|共同|会商|会审)",
    )
)
"""With whom."""

_TO = tuple(
    re.compile(pattern)
    for pattern in (
        rf"向(?P<party>{_APPLICANT}|{_NAME}{_MORE})",
        rf"征求(?P<party>{_NAME}{_MORE})(?:的)?意见",
        rf"(?:上报|报送|转报|呈报|报请|提请|报经|移送|移交|转交|报批)(?:至|给|到|相应|所在地)?(?P<party>{_NAME}{_MORE})",
        rf"报(?P<party>(?:省|市|县|区|州|国家|国务院|上级|上一级|同级|本级|相应|有权)"
        rf"[^,。;:()]{{0,24}}?(?:{_ORGAN_END}){_MORE})",
        rf"报(?P<party>{_NAME})(?=审定|审批|批准|备案|核准|审核|审查|认定|决定)",
        rf"提交(?P<party>(?:省|市|县|上级|国家|同级|本级)[^,。;:()]{{0,24}}?(?:{_ORGAN_END}){_MORE})",
        r"申请(?P<party>人民法院)",
        rf"(?:告知|通知|告之|送达|交付|反馈|发给|书面通知|责令|交)(?P<party>{_APPLICANT})",
    )
)
"""To whom."""

LEADS = re.compile("[会联商与和向征报移转呈提申告通送交反发书责]")
"""What any of these patterns begins with, but for 上 before 报."""

_TO_WITH, TOWARDS = (*_TO, *_WITH), (*_WITH, *_TO)
_SENDING = frozenset({Kind.REPORT, Kind.RECOMMEND})
_VAGUE_PARTY = re.compile(r"^(?:有关|相关)?(?:部门|单位|机构|机关)$")

TAKES_APPLICANT = frozenset(
    {Kind.SUPPLEMENT, Kind.ACCEPT, Kind.REFUSE, Kind.DELIVER, Kind.NOTIFY, Kind.DECIDE, Kind.HEAR}
)
"""Kinds whose party may be the applicant."""


class Level(IntEnum):
    """How high an organ stands."""

    TOWNSHIP = 0
    COUNTY = 1
    CITY = 2
    PROVINCE = 3
    STATE = 4


_LEVELS: tuple[tuple[re.Pattern[str], Level], ...] = (
    (re.compile(r"^(?:国家|国务院|中央|[^省市县区]{2,10}部(?![门分署委位]))"), Level.STATE),
    (re.compile(r"^(?:各?省|各省|自治区|[^省]{2,3}省(?!级?.{0,20}[市县区]))"), Level.PROVINCE),
    (re.compile(r"^(?:省辖市|[^省]{0,3}省?[^县区省]{0,6}市(?!县|场|政|[^县区]{1,6}[县区]))"), Level.CITY),
)
_AGENCY_TOWNSHIP = re.compile("(?:镇|乡|街道)(?:人民政府|政府|办事处)")
_AGENCY_COUNTY = re.compile(r"[县区旗](?!域)")

HIGHER = re.compile(
    rf"(?:由|经)?(?P<organ>(?:各?省|国家|国务院|中央|自治区|上级|省级|国家级|市(?!县)|各市)[^,。;:()向报]{{0,24}}?(?:{_ORGAN_END})"
    r"|[^,。;:()向报省市县区各]{2,10}部(?![门分署委位])(?:、[^,。;:()向报]{2,10}部(?![门分署委位]))?)"
    r"(?=会同|联合|组织|负责|审|核|评|认|批|公|对|在|按|根据|应|将|商|提出|进行|统一|定期|作出|予以|委托|依|和|制|发|开|自收|收到)"
)
"""An organ above ours as the subject of a sentence."""

_ALONG = re.compile(rf"(?:会同|联合|商)[^,。;:()]{{2,16}}?(?:{_ORGAN_END})")

LOWER = re.compile(
    r"(?:由|经)?(?P<organ>(?:各|所在地?|户籍所在地)?(?:乡镇|镇|乡|街道)(?:人民政府|政府|办事处)"
    r"|(?:各|所在)?(?:村民委员会|居民委员会|村委会|居委会|村两委|村级))"
    r"(?=自|在|应|须|对|按|于|负责|组织|进行|受理|初审|审核|审查|评议|公示|入户|调查|核实|提出|民主)"
)
"""An organ below a county's bureau as the subject of a sentence."""

EXPERTS = re.compile(
    r"(?:由|经)?(?P<organ>(?:评审)?专家(?:组|委员会|们)?)(?=对|进行|提出|应|按|根据|负责|出具)"
)


def level_of(organ: str) -> Level:
    """The level that an organ's name tells; a county's where it tells none."""
    organ = organ.removeprefix("由").removeprefix("经")
    return next((level for pattern, level in _LEVELS if pattern.search(organ)), Level.COUNTY)


def level_of_agency(agency: str | None) -> Level:
    """Our own level. An agency that the list does not name is taken for a county's, like most that keep such lists."""
    if agency is not None and _AGENCY_TOWNSHIP.search(agency):
        return Level.TOWNSHIP
    if agency is None or _AGENCY_COUNTY.search(agency):
        return Level.COUNTY
    return level_of(agency)


def subject(text: str, start: int, end: int, ours: Level) -> tuple[str, int] | None:
    """The other party that a clause binds, where it names one at its beginning, and where the rest goes on behind it
    and those whom it takes along (省工信厅会同有关部门); ``None``: it binds us."""
    for pattern in (HIGHER, EXPERTS, LOWER):
        found = pattern.match(text, start, end)
        if found is not None:
            organ = found["organ"]
            if pattern is HIGHER:
                others = level_of(organ) > ours or organ.startswith("上级")
            else:
                others = pattern is EXPERTS or ours > Level.TOWNSHIP
            if others:
                along = _ALONG.match(text, found.end(), end)
                return organ, found.end() if along is None else along.end()
    return None


def party_in(text: str, kind: Kind) -> tuple[int, int] | None:
    """The span of the party that a step of this kind is done with or towards, or ``None``."""
    led = LEADS.search(text)
    if led is None:
        return None
    begin = max(0, led.start() - 1)
    for pattern in _TO_WITH if kind in _SENDING else TOWARDS:
        found = pattern.search(text, begin)
        if found is None:
            continue
        party = found["party"]
        if re.fullmatch(_APPLICANT, party) and kind not in TAKES_APPLICANT:
            continue
        if _VAGUE_PARTY.match(party) and len(party) <= 2:
            continue
        return found.span("party")
    return None
