"""The notation in which phrases of the tables are written (see the package) → regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER = "[0-9]{1,4}|[〇零一二两三四五六七八九十百]{1,5}"
"""A number within a pattern; ``prose.numeral`` reads it."""

_WITHIN = "[^,。;:!?、()《》]"
_AMONG = "[^,。;:!?()《》]"
_NOTATION = re.compile(r"……|…|\{n\}|[\[\]()|^$]|[^…\[\]()|{}^$]+")
_SYMBOLS = {
    "……": f"{_AMONG}{{0,30}}?",
    "…": f"{_WITHIN}{{0,12}}?",
    "{n}": f"(?:{NUMBER})",
    "[": "(?:",
    "]": ")?",
    "(": "(?:",
    ")": ")",
    "|": "|",
    "^": r"(?:(?<=[,。;:!?()])|\A)",
    "$": r"(?=[,。;:!?()]|\Z)",
}


def signs(phrase: str) -> list[str]:
    """The symbols and words of a phrase. Raises :class:`ValueError` for what is not in the notation."""
    found = _NOTATION.findall(phrase)
    if "".join(found) != phrase:
        raise ValueError(f"not in the notation: {phrase}")
    return found


def is_word(sign: str) -> bool:
    """Whether a sign stands for itself."""
    return sign not in _SYMBOLS


def expression(phrase: str) -> str:
    """The regular expression of a phrase. Raises :class:`ValueError` for what is not in the notation."""
    return "".join(_SYMBOLS.get(sign) or re.escape(sign) for sign in signs(phrase))


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases; one that finds nothing where there is none. The longer phrase is tried
    first, so that 不予受理 is never taken for 受理."""
    ordered = sorted(phrases, key=lambda phrase: -len(phrase))
    return re.compile("|".join(map(expression, ordered)) or r"(?!)")
