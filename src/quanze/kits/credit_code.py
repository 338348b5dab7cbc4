"""统一社会信用代码 (GB 32100-2015): its shape, and its check digit.

Nothing is told from the digits of a code: who has jurisdiction is no matter of where somebody was registered first.
"""

from __future__ import annotations

import unicodedata

LENGTH = 18

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015 4.1: digits and letters without I, O, S, V and Z."""

_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def compact(text: str) -> str:
    """As it is compared: half-width capitals without blanks and hyphens."""
    plain = unicodedata.normalize("NFKC", text[: 8 * LENGTH]).upper()
    return "".join(char for char in plain if not char.isspace() and char not in "-－—")


def well_formed(code: str) -> bool:
    """Whether a compact code has 18 signs that a code can have."""
    return len(code) == LENGTH and all(char in SIGNS for char in code)


def check_digit(code: str) -> str:
    """The last sign that a well-formed code should have: (31 − Σ cᵢ·wᵢ mod 31) mod 31."""
    total = sum(SIGNS.index(char) * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return SIGNS[-total % 31]


def checks(code: str) -> bool:
    """Whether the last sign is right. Some codes in use fail: a person may let one through, with a reason."""
    return well_formed(code) and code[-1] == check_digit(code)
