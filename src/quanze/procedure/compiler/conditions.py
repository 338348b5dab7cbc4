"""Where a clause says when: 需要……的, 审核后, 作出决定前, 调查时, 收到申请之日起."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from quanze.procedure.compiler.patterns import said
from quanze.procedure.model import Kind

_GOES_ON = (
    "依法|依规|应当|应|须|必须|要(?!求)|可以|可(?!行)|及时|予以|进行|说明(?!材料)|告知(?!书)|书面(?:告知|说明|通知|答复)|不予|给予|责令|按要求"
    "|由|即时|当即|推荐|上报|作出|制作|颁发|核发|制发|换发|发送|发出|发给|发放|视为|组织(?=[^,]{2})|当场|限期|移送|上报|报(?=[省市县区州]|上级|国家|国务院)|通知(?!书)|退回|一次|出具|撤销|注销|优先|按规定|按程序|报请|执法人员|在(?=[0-9一二三四五六七八九十])"
)
"""What follows a 的 that ends a condition in the middle of a clause."""

_THINGS = "企业|单位|项目|申请人|对象|人员|材料|申请|事项|行为|家庭|产品|园区|个人|组织"

SINCE = re.compile(r"[^,。;:()]{0,24}?之[日月]起")
PATTERNS = (
    ("的", rf"(?:对于?|将)?(?:符合|具备|不符合|未通过|通过|经)[^,。;:()]{{0,16}}?的(?:{_THINGS})"),
    ("的", rf"由[^,。;:()]{{2,30}}?的(?:{_THINGS})(?=[,。;:()]|\Z)"),
    ("的", r"[^,。;:()]{1,60}的(?=[,。;:()]|\Z)"),
    ("的", rf"[^,。;:()]{{1,40}}?的(?={_GOES_ON})"),
    (
        "仍期",
        r"[^,。;:()]{0,12}?(?:仍然?|逾期)(?:不|未|达不到)[^,。;:()]{1,10}?(?=撤销|取消|注销|吊销|依法|予以|责令|申请)",
    ),
    ("后", r"[^,。;:()]{1,30}?(?<![此今最先背落事前伐])(?<!进行)后(?![续期勤果方监台])"),
    ("前", r"[^,。;:()]{1,24}?(?<![此提目先当日空底月年初])前(?![置期款述提往端后])"),
    (
        "时",
        r"[^,。;:()]{1,20}?(?<![及按当即临同定随小准实])时(?=应|须|要|不|执法|必须|主动|[,。;:()]|\Z)",
    ),
    ("上下", r"在?[^,。;:()]{1,20}?(?:基础上|情况下)"),
    ("经如若", r"(?:经|如|若)[^,。;:()]{1,20}?(?:无异议|合格|通过|同意|期满)(?=[,。;:()]|\Z)"),
    ("经", r"经(?:书面|依法)?(?:催告|公告|告知|责令改正)(?=[,。;:()]|\Z)"),
)
"""The sentence patterns of a condition, each with characters of which it needs one; the first that fits the beginning
of a clause is taken."""

_MARKS = re.compile(f"[{''.join(marks for marks, _ in PATTERNS)}]")


@cache
def _when(found: frozenset[str]) -> re.Pattern[str]:
    """The patterns that may fit where these marks stand."""
    return re.compile("|".join(pattern for marks, pattern in PATTERNS if not found.isdisjoint(marks)))


_DONE = re.compile(r"后\Z|基础上\Z|\A(?:对|在)?[^,]{0,6}?经|\A(?:应当|在)?经|无异议\Z|期满\Z")


class Condition(NamedTuple):
    """The span of a condition at the beginning of a clause. ``done``: it says that the acts in it were done before
    (审核后), so that they are steps themselves where nothing else speaks of them."""

    start: int
    end: int
    done: bool
    since: bool

    def of(self, text: str) -> str:
        """Its words."""
        return text[self.start : self.end]


def condition(text: str, start: int, end: int) -> Condition | None:
    """The condition at the beginning of the clause, or ``None``."""
    since = SINCE.match(text, start, end) if text.find("起", start, end) >= 0 else None
    if since is not None:
        return Condition(start, since.end(), False, True)
    marks = _MARKS.findall(text, start, end)
    found = _when(frozenset(marks)).match(text, start, end) if marks else None
    if found is None:
        return None
    done = _DONE.search(text[start : found.end()]) is not None
    return Condition(start, found.end(), done, False)


def needed_only(condition: str, words: str) -> bool:
    """Whether its condition, or its own words, make a step one that is done only where needed."""
    for row in said("need", condition):
        if row.name == "条件":
            return True
    return any(row.name != "条件" for row in said("need", words))


def speaks_of(text: str) -> Kind | None:
    """The step that a condition speaks of (不予受理的: refuse), or ``None``."""
    rows = said("context", text)
    return Kind(rows[0].name) if rows else None
