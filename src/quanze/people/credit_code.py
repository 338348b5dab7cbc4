"""统一社会信用代码 as people write it: what it is, and what is doubtful about it. No database.

GB 32100-2015: eighteen characters of digits and capital letters without I, O, Z, S, V; the first names the
registering authority, the third to the eighth its administrative division (GB/T 2260, digits), the last is a check.
Real codes exist that break the last rules, so what merely looks wrong is a doubt that somebody may answer; what cannot
be a code is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from stdnum.cn import uscc

from quanze.kits.credit_code import LENGTH, SIGNS
from quanze.people.unacceptable import Unacceptable

DIVISION = slice(2, 8)

REGISTRARS = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监督管理",
    "A": "中央军委改革和编制办公室",
    "N": "农业农村",
    "Y": "其他",
}
"""Who registers, by the first character (GB 32100-2015 表1, with the military and the rural added since).
``python-stdnum`` knows those with a digit only, so its check of the format is not used."""

_DOUBTS = {
    "registrar": "第1位“{0}”不是已知的登记管理部门代码",
    "division": "第3至8位“{0}”不是六位行政区划码",
    "check": "校验码不符：按前17位算应为“{0}”",
}

# Blanks, hyphens and dashes of every width, and what cannot be seen; NFKC has made the full-width ones narrow.
_BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]+")
_FURTHEST = 200
"""More characters than that are not read."""


@dataclass(frozen=True, slots=True)
class CreditCode:
    """``value``: the eighteen characters; ``doubt``: a Chinese sentence without its full stop, "" if all is well."""

    value: str
    doubt: str = ""


def read(text: str) -> CreditCode:
    """The code in ``text``, whatever its width, case and blanks.

    Raises :class:`Unacceptable` for what cannot be a code: another length, another character.
    """
    value = _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:_FURTHEST])).upper()
    if not value:
        raise Unacceptable("请填写统一社会信用代码。")
    if len(value) != LENGTH:
        raise Unacceptable(f"统一社会信用代码是{LENGTH}位，现在有{len(value)}位，请对照证照核对。")
    for place, character in enumerate(value, 1):
        if character not in SIGNS:
            raise Unacceptable(
                f"第{place}位“{character}”不会出现在统一社会信用代码里（只用数字和I、O、Z、S、V以外的大写字母）。"
                + _instead(character)
            )
    return CreditCode(value, "；".join(_doubts(value)))


def _doubts(value: str) -> list[str]:
    found = []
    if value[0] not in REGISTRARS:
        found.append(_DOUBTS["registrar"].format(value[0]))
    if not value[DIVISION].isdecimal():
        found.append(_DOUBTS["division"].format(value[DIVISION]))
    expected = uscc.calc_check_digit(value[:-1])
    if value[-1] != expected:
        found.append(_DOUBTS["check"].format(expected))
    return found


def _instead(character: str) -> str:
    likely = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}.get(character)
    return f"是否应为“{likely}”？" if likely else ""
