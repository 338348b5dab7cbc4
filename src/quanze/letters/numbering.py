"""The numbers of letters: 代字〔年〕序号, one series for each agency, kind and year, without gaps.

发文字号由发文机关代字、年份、发文顺序号组成；年份用六角括号括入，序号不加“第”、不编虚位 (GB/T 9704-2012, 7.2.5).
"""

from __future__ import annotations

import re

from django.db import transaction

from quanze.letters.kinds import Kind
from quanze.letters.models import Numbering, Series
from quanze.people.models import Agency
from quanze.people.unacceptable import Unacceptable

DEFAULT = "{代字}{文书代字}〔{年}〕{序号}号"
PLACES = ("代字", "文书代字", "年", "序号")
_PLACE = re.compile(r"\{([^{}]*)\}")
_ABOVE = re.compile(r"^[^省市县区旗]{2,8}(?:省|自治区)|^[^省市县区旗]{2,8}市(?=[^市县区旗]{1,8}[市县区旗])")


def unset_code(name: str) -> str:
    """What stands for the 代字 that an agency has not set yet: its own name without the places above it. Nobody but
    the agency can know its 代字, so none is made up."""
    short = name
    while (found := _ABOVE.match(short)) is not None:
        short = short[found.end() :]
    return short


def numbering_of(agency: Agency) -> Numbering | None:
    """What the agency has set, if it has."""
    return Numbering.objects.filter(agency=agency).order_by("-pk").first()


def refuse_unfit_code(code: str) -> None:
    """Raises :class:`Unacceptable` for what is no 代字."""
    if not code.strip() or _PLACE.search(code) or len(code) > 40:
        raise Unacceptable("请填写机关代字，例如“平工信”，不超过40个字。")


def refuse_unfit_pattern(pattern: str) -> None:
    """Raises :class:`Unacceptable` for a pattern by which two letters could bear one number."""
    named = _PLACE.findall(pattern)
    if set(named) - set(PLACES) or re.search("[{}]", _PLACE.sub("", pattern)):
        raise Unacceptable(f"编号格式里只能用{'、'.join(f'{{{name}}}' for name in PLACES)}。")
    lacking = [f"{{{name}}}" for name in PLACES[1:] if named.count(name) != 1]
    if lacking:
        raise Unacceptable(f"编号格式里{'、'.join(lacking)}要各写一次，否则不同的文书会有相同的编号。")


def next_number(agency: Agency, kind: Kind, year: int) -> tuple[int, str]:
    """The next ordinal and the number made with it. The series is locked until the transaction ends, and a number that
    is rolled back is given again. Raises ``TransactionManagementError`` outside of one."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a number is given inside the transaction of its letter")
    key = {"agency": agency, "kind": kind.key, "year": year}
    Series.objects.bulk_create([Series(**key)], ignore_conflicts=True)
    series = Series.objects.select_for_update().get(**key)
    series.last += 1
    series.save(update_fields=["last"])
    kept = numbering_of(agency)
    code = unset_code(agency.name) if kept is None else kept.code
    pattern = DEFAULT if kept is None else kept.pattern
    return series.last, written(pattern, code, kind.mark, year, series.last)


def written(pattern: str, code: str, mark: str, year: int, ordinal: int) -> str:
    """A number in words."""
    places = {"代字": code, "文书代字": mark, "年": str(year), "序号": str(ordinal)}
    return _PLACE.sub(lambda found: places[found[1]], pattern)
