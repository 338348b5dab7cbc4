"""A spreadsheet's numbers as it shows them: the file keeps 45366 and a format, people see 2024-03-15.

Number formats follow ECMA-376 part 1, 18.8.30 and 18.8.31. Dates come out in ISO form, whatever order the format has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILT_IN: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    **dict.fromkeys((14, 15, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    16: "mm-dd",
    17: "yyyy-mm",
    **dict.fromkeys((18, 20, 32, 34, 55), "hh:mm"),
    **dict.fromkeys((19, 21, 33, 35, 56), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
}
"""Formats that a workbook names by number only; those from 27 to 36 and 50 to 58 as a Chinese Excel has them."""

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(General|G/通用格式)|([^"\\_*\[])', re.IGNORECASE)
_LAST_SERIAL = 2_958_465.999_99
"""31 December 9999."""


@dataclass(frozen=True, slots=True)
class _Format:
    """A section of a number format. ``date`` holds its letters y m d h s where it is a date; otherwise the digits
    after the point, the digits before it at least, and what stands around."""

    date: str = ""
    elapsed: bool = False
    general: bool = False
    prefix: str = ""
    suffix: str = ""
    decimals: int = 0
    optional: int = 0
    digits: int = 0
    grouped: bool = False
    scale: int = 0


def shown(value: str, code: str | None, *, date1904: bool = False) -> str:
    """A stored number as its format shows it. ``code`` is ``None`` for General."""
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return value
    if not number.is_finite() or number.adjusted() > 300:
        return value
    if code is None:
        return _general(number)
    sections = _sections(code)
    index = 0
    if number < 0 and len(sections) > 1:
        index, number = 1, -number
    elif number == 0 and len(sections) > 2:
        index = 2
    section = sections[index]
    if section.date and 0 <= number <= Decimal(_LAST_SERIAL):
        return _date(float(number), section, date1904)
    if section.general or section.date:
        return f"{section.prefix}{_general(number)}{section.suffix}"
    return _fixed(number, section)


def _general(number: Decimal) -> str:
    """As few digits as tell the number: a double keeps 15."""
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 21:
        return str(int(number))
    short = Decimal(f"{float(number):.15g}")
    if short == 0 or not -20 < short.adjusted() < 21:
        return f"{float(number):.15g}"
    text = f"{short:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fixed(number: Decimal, section: _Format) -> str:
    scaled = number.scaleb(section.scale)
    if scaled.adjusted() > 40 or section.decimals > 40:
        return _general(number)
    rounded = scaled.quantize(Decimal(1).scaleb(-section.decimals), rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    kept = section.decimals - section.optional
    fraction = fraction[:kept] + fraction[kept:].rstrip("0")
    whole = whole.zfill(section.digits)
    if section.grouped:
        whole = f"{int(whole):,}"
    return f"{sign}{section.prefix}{whole}{'.' if fraction else ''}{fraction}{section.suffix}"


def _date(serial: float, section: _Format, date1904: bool) -> str:
    letters = section.date
    if section.elapsed:
        seconds = round(serial * 86_400)
        parts = [seconds // 3600, seconds // 60 % 60, seconds % 60]
        return ":".join(f"{part:02}" for part in parts[: 3 if "s" in letters else 2])
    if date1904:
        epoch = datetime(1904, 1, 1, tzinfo=UTC)
    else:
        # Excel counts a 29 February 1900 that never was.
        epoch = datetime(1899, 12, 30 if serial >= 60 else 31, tzinfo=UTC)
    try:
        moment = epoch + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return _general(Decimal(repr(serial)))
    day = ""
    if "d" in letters:
        day = f"{moment:%Y-%m-%d}" if moment.year >= 1000 else f"{moment.year:04}-{moment:%m-%d}"
    elif "y" in letters:
        day = f"{moment.year:04}-{moment:%m}" if "m" in letters.split("h")[0] else f"{moment.year:04}"
    elif "h" not in letters and "s" not in letters:
        day = f"{moment.year:04}-{moment:%m}"
    time = ""
    if "h" in letters or "s" in letters:
        time = f"{moment:%H:%M:%S}" if "s" in letters else f"{moment:%H:%M}"
    return f"{day} {time}".strip()


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Format, ...]:
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        quoted, escaped, bracketed, general, plain = match.groups()
        if quoted is not None or escaped is not None:
            sections[-1].append(("literal", quoted or escaped or ""))
        elif bracketed is not None:
            if re.fullmatch(r"h+|m+|s+", bracketed, re.IGNORECASE):
                sections[-1].append(("elapsed", bracketed.lower()))
            elif bracketed.startswith("$"):
                sections[-1].append(("literal", bracketed[1:].split("-")[0]))
        elif general is not None:
            sections[-1].append(("general", ""))
        elif plain == ";":
            sections.append([])
        elif plain is not None:
            sections[-1].append(("code", plain))
    return tuple(_section(tokens) for tokens in sections[:4])


def _section(tokens: list[tuple[str, str]]) -> _Format:
    letters = "".join(
        text.lower() for kind, text in tokens if kind in ("code", "elapsed") and text[0] in "yYmMdDhHsS"
    )
    is_number = any(kind == "code" and text in "0#?" for kind, text in tokens)
    if letters:
        return _Format(date=letters, elapsed=any(kind == "elapsed" for kind, _ in tokens))
    if not is_number or any(kind == "code" and text in "/Ee" for kind, text in tokens):
        words = "".join(text for kind, text in tokens if kind == "literal")
        return _Format(general=True, suffix=words if any(kind == "general" for kind, _ in tokens) else "")
    places = [index for index, (kind, text) in enumerate(tokens) if kind == "code" and text in "0#?"]
    first, last = places[0], places[-1]
    inside = "".join(text for kind, text in tokens[first : last + 1] if kind == "code")
    whole, _, fraction = inside.partition(".")
    behind = tokens[last + 1 :]
    percents = sum(text == "%" for kind, text in tokens if kind == "code")
    thousands = sum(kind == "code" and text == "," for kind, text in behind)
    return _Format(
        prefix=_words(tokens[:first]),
        suffix=_words([token for token in behind if token != ("code", ",")]),
        decimals=sum(char in "0#?" for char in fraction),
        optional=sum(char in "#?" for char in fraction),
        digits=max(whole.count("0"), 1),
        grouped="," in whole,
        scale=2 * percents - 3 * thousands,
    )


def _words(tokens: list[tuple[str, str]]) -> str:
    return "".join(text for kind, text in tokens if kind in ("literal", "code") and text not in ".")
