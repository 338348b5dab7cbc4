"""The straight lines of a page, tidied: pieces made whole, and those that underline words set apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quanze.lists.readers.pdf.content import Glyph, Page, Rule

SHORTEST = 6.0
"""A rule shorter than this bounds no cell."""


def tidied(page: Page) -> tuple[list[Rule], list[Rule], list[Rule]]:
    """The horizontal and the vertical rules that may bound cells, and those that underline text."""
    horizontal = _merged(page.horizontal)
    vertical = _merged(page.vertical)
    horizontal, underlines = _without_underlines(horizontal, vertical, page.glyphs)
    return (
        [rule for rule in horizontal if rule.end - rule.start >= SHORTEST],
        [rule for rule in vertical if rule.end - rule.start >= SHORTEST],
        underlines,
    )


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line (a dotted border, a border drawn cell by cell) as one rule."""
    merged: list[Rule] = []
    group: list[Rule] = []
    for rule in [*sorted(rules), None]:
        if rule is not None and (not group or rule.at - group[-1].at <= 0.8):
            group.append(rule)
            continue
        group.sort(key=lambda one: one.start)
        at, start, end = group[0] if group else (0.0, 0.0, 0.0)
        for piece in group[1:]:
            if piece.start <= end + 2.2:
                end = max(end, piece.end)
            else:
                merged.append(Rule(at, start, end))
                at, start, end = piece
        if group:
            merged.append(Rule(at, start, end))
        group = [rule] if rule is not None else []
    return merged


def _without_underlines(
    horizontal: list[Rule], vertical: list[Rule], glyphs: Sequence[Glyph]
) -> tuple[list[Rule], list[Rule]]:
    """Horizontal rules parted into those that may bound cells and those that follow a run of glyphs.

    An underline begins and ends with the glyphs above it; a border reaches a vertical rule.
    """
    upright = sorted((glyph for glyph in glyphs if not glyph.turn), key=lambda glyph: glyph.base)
    bases = [glyph.base for glyph in upright]
    sides = sorted(vertical)
    ats = [rule.at for rule in sides]

    def meets(x: float, y: float, near: float) -> bool:
        low, high = bisect_left(ats, x - near), bisect_right(ats, x + near)
        return any(rule.start - near <= y <= rule.end + near for rule in sides[low:high])

    kept: list[Rule] = []
    underlines: list[Rule] = []
    for rule in horizontal:
        ends = (rule.start, rule.end)
        if all(meets(x, rule.at, 1.5) for x in ends) or any(meets(x, rule.at, 0.6) for x in ends):
            kept.append(rule)
            continue
        low, high = bisect_left(bases, rule.at - 8.0), bisect_right(bases, rule.at + 12.0)
        above = [
            glyph
            for glyph in upright[low:high]
            if -0.6 * glyph.size <= rule.at - glyph.base <= 0.45 * glyph.size
            and rule.start - 1.0 <= (glyph.x0 + glyph.x1) / 2 <= rule.end + 1.0
        ]
        covered = sum(glyph.x1 - glyph.x0 for glyph in above if glyph.text.strip())
        size = max((glyph.size for glyph in above), default=0.0)
        if (
            above
            and covered >= 0.5 * (rule.end - rule.start)
            and abs(min(glyph.x0 for glyph in above) - rule.start) < 0.6 * size
            and abs(max(glyph.x1 for glyph in above) - rule.end) < 0.6 * size
        ):
            # A rule through the middle of its glyphs strikes them out: it bounds no cell either.
            if rule.at >= max(glyph.base for glyph in above) - 0.05 * size:
                underlines.append(rule)
        else:
            kept.append(rule)
    return kept, underlines
