"""Numbers of orders, announcements, minutes and standards: those without a 代字.

令 and 公告 are numbered by organ, with or without a year; orders of the President in Chinese figures, others in
Arabic ones. Standards carry a code (GB/T 9704-2012).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from quanze.prose import NUMERAL, chinese, numeral

KINDS = "令|公告|通告|纪要"

_SPAN = rf"(?:第\s{{0,2}}{NUMERAL}\s{{0,2}}[号期次]|[0-9]{{1,4}}\s{{0,2}}[号期])"
_CALENDAR_YEAR = r"(?:19|20)[0-9]{2}\s{0,2}年\s{0,2}"
_TERM = r"[(（]\s?(?:第\s?)?[一二三四五六七八九十]{1,3}届\s?[)）]"

ORDER = rf"""
    (?:{KINDS})\s{{0,3}}(?:{_TERM}\s{{0,3}})?
    (?: [(（]\s?(?:{_CALENDAR_YEAR})?{_SPAN}\s?[)）]
      | (?:[(（〔\[［【]\s?(?:19|20)[0-9]{{2}}\s?年?\s?[)）〕\]］】]\s{{0,3}}|{_CALENDAR_YEAR})?{_SPAN})
"""
"""From the kind on: 令第466号, 令[2008]第3号, 公告2020年第28号, 公告（十三届）第2号; for verbose patterns."""

ORDER_BEHIND = r"号\s{0,2}(?:令|公告|通告)"
"""The kind behind the number (第412号令, 2020年第28号公告), from 号 on; the number is read backwards from there."""

STANDARD = r"""
    (?<![A-Za-z0-9/])(?:GBZ?|GSB|DB\s?[1-9][0-9](?:[0-9]{2})?(?:\s?/(?=\s?[0-9]))?|T/[A-Z]{2,9}(?:-[A-Z]{1,3})?|TSG(?:\s?[A-Z](?=[0-9]))?|
       (?:AQ|BB|CB|CJJ?|DA|DL|DZ|EJ|FZ|GA|GH|GM|GY|HB|HG|HJ|HY|JB|JC|JGJ?|JJF|JJG|JR|JT|JTG|JY|LB|LD|LS|LY|MH|MT|MZ|NB
       |NY|QB|QC|QJ|QX|RB|RF|SB|SC|SF|SH|SJ|SL|SN|SY|TB|TD|TY|WB|WH|WM|WS|WW|XB|XF|YB|YC|YD|YJ|YS|YY|YZ|ZY))
    (?:\s?/\s?[TZJ])?\s{0,2}[0-9]{1,6}(?:\.[0-9]{1,3}){0,2}(?:\s{0,2}[-—–－]{1,2}\s{0,2}(?:19|20)?[0-9]{2})?(?![0-9])
"""
"""The code of a national, local, branch or group standard (《标准化法》第二条); for verbose patterns."""

_BEFORE_KIND = re.compile(rf"(?:{_CALENDAR_YEAR})?(?:第\s{{0,2}}{NUMERAL}|[0-9]{{1,4}})\s{{0,2}}$")
ORDER_NUMBER = re.compile(ORDER, re.VERBOSE)
STANDARD_CODE = re.compile(STANDARD, re.VERBOSE)

_KIND = re.compile(KINDS)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:\s*([年)）〕\]］】]))")
_ANY_TERM = re.compile("([一二三四五六七八九十]+届)")
_SEQUENCE = re.compile(rf"({NUMERAL})\s*([号期次])")
_ORGAN = re.compile(r"(?:[\u4e00-\u9fff]{2,30}(?:[、\s]{1,2}))*[\u4e00-\u9fff]{1,30}\s?$")
_ORGAN_ENDS = re.compile(
    r"(?:主席|总理|[省市州县部]长|国务院|国|军委|[部委局署院行会厅府省市办]|总队|中心|会议|人大常委会|海关|高法|代表大会)$"
)
_LEADS = re.compile(
    r"^.*(?:根据|依据|依照|按照|参照|执行|以及|印发的?|修订的?|发布的?|公布的?|见|及|与|(?<!共)和(?!信息|改革|城乡|计划|社会|国土|旅游|体育|退役|生态|自然|水利|农村|草原)|(?<!自)由)"
)
_REACH = 60
_DASH = re.compile("[-—–－]+")
_CODE_AND_NUMBER = re.compile(
    r"(?P<code>TSG(?=\s?[A-Z][0-9])|DB\s?[1-9][0-9](?:[0-9]{2}(?=\s?/))?(?:\s?/\s?[TZ])?|[A-Z]+(?:\s?/\s?[A-Z]+)?)\s*(?P<number>/?\s?[A-Z]?[0-9].*)"
)
_DATED = re.compile(r"^[年月日]\s?")
_BY_PRESIDENT = "主席"


class OrderNumber(NamedTuple):
    """Where an order's number stands, its organ included; the organ as written; the canonical form."""

    start: int
    end: int
    organ: str
    canonical: str


def order_number(text: str, start: int, end: int) -> OrderNumber | None:
    """The number that :data:`ORDER` or :data:`ORDER_BEHIND` found at a span, with the organ before it; ``None`` where
    no organ stands there and no bracket opens there either (命令第3号, 责令1号矿井)."""
    if text[start] == "号":
        low = max(0, start - 24)
        before = _BEFORE_KIND.search(text[low:start])
        if before is None:
            return None
        start = low + before.start()
    written = text[start:end]
    kind = _KIND.search(written)
    sequence = _SEQUENCE.search(written)
    if kind is None or sequence is None:
        return None
    begin, organ = _organ(text, start)
    if not organ and text[max(0, start - 1) : start] not in ("", "(", "（"):
        return None
    value = numeral(sequence[1])
    figures = chinese(value) if organ.endswith(_BY_PRESIDENT) else str(value)
    year, term = _YEAR.search(written), _ANY_TERM.search(written)
    if year is None:
        middle, nth = "", "第"
    elif year[2] == "年":
        middle, nth = f"{year[1]}年", "第"
    else:
        middle, nth = f"〔{year[1]}〕", "第" if kind.group() == "令" else ""
    if year is not None and kind.group() == "令" and organ.endswith("国务院"):
        middle = ""  # numbered through all years
    of_term = "" if term is None else f"（{term[1]}）"
    return OrderNumber(
        begin, end, organ, f"{organ}{kind.group()}{of_term}{middle}{nth}{figures}{sequence[2]}"
    )


def _organ(text: str, end: int) -> tuple[int, str]:
    """The organ that ends at an offset: where it begins, and its name without blanks."""
    low = max(0, end - _REACH)
    run = _ORGAN.search(text[low:end])
    if run is None:
        return end, ""
    start = low + run.start()
    name = run.group()
    lead = _LEADS.match(name)
    if lead is not None:
        start += lead.end()
        name = name[lead.end() :]
    dated = _DATED.match(name)
    if dated is not None and text[low:start].rstrip()[-1:].isdecimal():
        start += dated.end()
        name = name[dated.end() :]
    pieces = re.split(r"[、\s]+", name)
    kept = len(pieces)
    while kept and not pieces[kept - 1]:
        kept -= 1
    first = kept
    while first and _ORGAN_ENDS.search(pieces[first - 1]):
        first -= 1
    names = pieces[first:kept]
    if not names:
        return end, ""
    start = text.index(names[0], start)
    return start, "、".join(names) if "、" in name else "".join(names)


def standard_code(written: str) -> str:
    """The code of a standard in one form: ``GB/T 9704-2012``, ``DB41/T 1234-2015``."""
    code = _DASH.sub("-", written)
    parts = _CODE_AND_NUMBER.match(code)
    if parts is not None:
        code = f"{parts['code']} {parts['number']}"
    return re.sub(r"(?<![A-Z0-9/]) | (?![A-Z]?[0-9])|(?<=/) ", "", re.sub(r"\s*([/.-])\s*", r"\1", code))
