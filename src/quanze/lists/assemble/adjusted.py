"""Old and new text in one cell of the adjusted annex: the old paragraphs stand first, the new are underlined."""

from __future__ import annotations

import difflib

from quanze.lists.model import Span

WHOLE = 0.9
"""Share of a paragraph's characters that must be underlined for it to be new as a whole."""
ALIKE = 0.5
"""Likeness from which a partly underlined paragraph counts as the new wording of the one above it."""


def split_old_new(text: str, marks: tuple[Span, ...]) -> tuple[str, str, tuple[Span, ...]] | None:
    """Old text, new text and the underlines of the new, or ``None`` where the cell does not show both.

    The paragraphs without any underline must come first and those after them must all be underlined: as a whole,
    or in part where they repeat the old ones otherwise.
    """
    if not marks or "\n" not in text:
        return None
    cut = text.rfind("\n", 0, marks[0][0])
    if cut <= 0 or not text[:cut].strip():
        return None
    old, new = text[:cut], text[cut + 1 :]
    offset = cut + 1
    moved = tuple((start - offset, end - offset) for start, end in marks)
    visible = [index for index, char in enumerate(new) if not char.isspace()]
    covered = sum(1 for index in visible if any(start <= index < end for start, end in moved))
    if not visible:
        return None
    if covered < WHOLE * len(visible):
        likeness = difflib.SequenceMatcher(None, old[:3000], new[:3000], autojunk=False)
        if likeness.quick_ratio() < ALIKE or likeness.ratio() < ALIKE:
            return None
    return old, new, moved
