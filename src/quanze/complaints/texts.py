"""What people write about complaints, as it is kept."""

from __future__ import annotations

from quanze.people.unacceptable import Unacceptable

LONGEST, LONGEST_NAME, LONGEST_LINE, LONGEST_REASON = 5000, 100, 200, 500
"""Characters of a complaint or an answer, of a name, of a line (contact, organ, ground), of a reason."""


def line(said: str, what: str, most: int = LONGEST_LINE, *, asked: bool = True) -> str:
    """On one line. Raises ``Unacceptable``: it is too long, or blank where it is ``asked``."""
    return _bounded(" ".join(said.replace("\0", "").split()), what, most, asked)


def text(said: str, what: str, most: int = LONGEST, *, asked: bool = True) -> str:
    """In its lines. Raises as :func:`line` does. PostgreSQL's text has no U+0000."""
    return _bounded(said.replace("\0", "").replace("\r\n", "\n").strip(), what, most, asked)


def _bounded(told: str, what: str, most: int, asked: bool) -> str:
    if asked and not told:
        raise Unacceptable(f"请写明{what}。")
    if len(told) > most:
        raise Unacceptable(f"{what}不能超过{most}个字。")
    return told
