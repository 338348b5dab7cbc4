"""What a clause asks of a step: its limit, how many people, in writing, with reasons, towards whom."""

from __future__ import annotations

import re
from typing import NamedTuple

from quanze.procedure.compiler.patterns import NUMBER, said
from quanze.procedure.compiler.wording import BLOT
from quanze.procedure.model import Limit, Unit
from quanze.prose import numeral

_UNITS: tuple[tuple[str, Unit, int], ...] = (
    ("工作日", Unit.WORKING_DAY, 1),
    ("自然日", Unit.CALENDAR_DAY, 1),
    ("日历日", Unit.CALENDAR_DAY, 1),
    ("个月", Unit.MONTH, 1),
    ("日", Unit.DAY, 1),
    ("天", Unit.DAY, 1),
    ("月", Unit.MONTH, 1),
    ("年", Unit.MONTH, 12),
)
"""The unit as written, as a value, and its multiple. 年 counts months, which run as years do."""

_NAMES = "|".join(name for name, _, _ in _UNITS)
_UNIT = {name: (unit, times) for name, unit, times in _UNITS}
_ASIDE = f"(?:{BLOT}[^{BLOT}]{{1,8}}{BLOT})?"
"""A few words in brackets: 5个工作日（不含公示时间）内, 两名（含）以上."""
_LIMIT = re.compile(
    rf"(?<![第每年月0-9〇零一二三四五六七八九十百])(?P<n>{NUMBER}|半)个?(?P<unit>{_NAMES}){_ASIDE}"
    r"(?P<within>(?:之|以)?内|(?=作出|办结|完成|送达|答复|出具|审核|审查))?(?!前|以上|以前|之前|龄|度|份|期|不得|不予|不再|禁止|累计|提出|提交|申请|[0-9])"
)
_LASTS = re.compile(
    r"(?:不少于|不得少于|为期|时间为|期限为|期为|时限|公示期?|公告期?|之日起|限期|不超过|不得超过|起|至少)\Z"
)
_PEOPLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:不(?:得|能)?少于|至少|不低于)(?P<n>{NUMBER})(?:[名个位]?(?:人|工作(?!日)|执法|行政|监管|检查|在编|正式)|[名位](?=[,。;:()]|\Z))",
        rf"(?P<n>{NUMBER})[名个位]{_ASIDE}(?:及?以上|或以上|以上的?)",
        rf"(?P<n>{NUMBER})人{_ASIDE}(?:及?以上|或以上|以上的?)",
        rf"(?P<n>{NUMBER})(?:名|位)(?:具有|持有|持|以上)?[^,。;:()]{{0,8}}(?:工作人员|执法人员|检查人员)",
        r"(?P<two>双人)",
    )
)
_MAY_BE_PEOPLE = re.compile("以上|少于|至少|不低于|双人|[名位人]")
"""What each of them needs."""
_NOT_OURS = re.compile(r"以上(?:的)?(?:专家|评审|评委|股东|见证人|单位|企业|推荐)")


_MINUTES = re.compile(
    rf"(?<![×xX*0-9〇零一二三四五六七八九十百])(?P<n>{NUMBER}|半)个?(?P<unit>小时|钟头|分钟){_ASIDE}(?P<within>(?:之|以)?内)?"
)
_IN_MINUTES = {"小时": 60, "钟头": 60, "分钟": 1}
"""7×24小时 says when a service is open, and is no limit."""

_LONGER = re.compile(
    rf"延长[^,。;:()0-9〇零一二两三四五六七八九十百半]{{0,12}}?(?P<to>[至到])?(?P<n>{NUMBER}|半)个?(?P<unit>{_NAMES})"
)

_COUNTS = re.compile("[0-9〇零一二两三四五六七八九十百双半]")


class Qualities(NamedTuple):
    """What a piece of text asks for."""

    limit: Limit | None = None
    min_people: int | None = None
    named: frozenset[str] = frozenset()
    minutes: int | None = None
    longer: Limit | None = None

    def and_also(self, other: Qualities) -> Qualities:
        """Both; of two limits the first."""
        if other is NONE:
            return self
        if self is NONE:
            return other
        return Qualities(
            self.limit or other.limit,
            self.min_people or other.min_people,
            self.named | other.named,
            self.minutes or other.minutes,
            self.longer or other.longer,
        )

    def __bool__(self) -> bool:
        return any(self)


NONE = Qualities()
"""Nothing, of which most texts ask."""


def limit_in(text: str, *, lasts: bool = False) -> Limit | None:
    """The first limit: 3日内, 五个工作日, 自受理之日起二十日. A bare duration counts where ``lasts`` (公示5日)."""
    for match in _LIMIT.finditer(text):
        if match["within"] is None and not lasts and not _LASTS.search(text[: match.start()]):
            continue
        found = _limit(match)
        if found.n > 0:
            return found
    return None


def _limit(match: re.Match[str]) -> Limit:
    unit, times = _UNIT[match["unit"]]
    return Limit(times // 2 if match["n"] == "半" else numeral(match["n"]) * times, unit)


def minutes_in(text: str) -> int | None:
    """The first limit in hours or minutes, in minutes: 24小时内, 半小时内, 不超过30分钟."""
    if "时" not in text and "钟" not in text:
        return None
    for match in _MINUTES.finditer(text):
        if match["within"] or _LASTS.search(text[: match.start()]):
            times = _IN_MINUTES[match["unit"]]
            n = times // 2 if match["n"] == "半" else numeral(match["n"]) * times
            if n > 0:
                return n
    return None


def longer_in(text: str, limit: Limit | None) -> Limit | None:
    """By how much ``limit`` may be extended: 可以延长十日, 延长期限不超过30日, and 延长至15日, where it is shorter."""
    match = _LONGER.search(text)
    if match is None:
        return None
    found = _limit(match)
    if match["to"] is None:
        return found if found.n > 0 else None
    if limit is None or limit.unit is not found.unit or limit.n >= found.n:
        return None
    return Limit(found.n - limit.n, found.unit)


def people_in(text: str) -> int | None:
    """The least number of our staff: 两名以上, 不得少于2人, 双人."""
    if _MAY_BE_PEOPLE.search(text) is None:
        return None
    for pattern in _PEOPLE:
        match = pattern.search(text)
        if match is not None and not _NOT_OURS.match(text, match.end() - 2):
            return 2 if match.groupdict().get("two") else numeral(match["n"])
    return None


def qualities(text: str, *, lasts: bool = False) -> Qualities:
    """All that a piece of folded text asks for."""
    rows = said("quality", text)
    if _COUNTS.search(text) is None:
        return Qualities(named=frozenset([row.name for row in rows])) if rows else NONE
    named = frozenset([row.name for row in rows])
    return Qualities(limit_in(text, lasts=lasts), people_in(text), named, minutes_in(text))
