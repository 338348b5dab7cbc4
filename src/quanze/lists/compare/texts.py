"""Two texts side by side: what was struck, what is new, and whether a difference is one of substance or of form.

*Form* is what a typist or a converter decides: blanks and line ends; full or half width; which of the quotation
marks, dashes or dots; and the brackets around a year in a document number (〔2025〕, [2025], （2025）), since all of
them name the same document. Everything else is *substance*, a comma that became a 、 included.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from quanze.lists.compare.characters import hunks


class Op(StrEnum):
    """What happened to a run of characters."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


class Nature(StrEnum):
    """Of what nature a difference is. Only one of substance changes what the list says."""

    SUBSTANCE = "substance"
    WIDTH = "width"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters. ``nature`` is ``None`` where the texts agree.

    The texts of all segments but the insertions, joined, are the old text; of all but the deletions, the new one.
    """

    op: Op
    text: str
    nature: Nature | None = None


VARIANTS: dict[str, str] = {
    '"': "“”„‟〝〞「」『』",
    "'": "‘’‚‛′",
    "[": "〔【",
    "]": "〕】",
    "<": "〈",
    ">": "〉",
    "-": "‐‑‒–—―─━−ー",
    "~": "〜∼",
    ".": "。",
    "·": "•・‧∙⋅",
    "…": "⋯",
}
"""Characters that differ in form alone, under the one that stands for them. Full- and half-width forms of the same
character, and the radicals that PDF files give for whole characters, need no row: Unicode lists them."""

MEANINGFUL = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>", "<font>")
"""Unicode decompositions that say something: ² is not 2. The others (wide, narrow, compatible) are mere form."""

YEAR = re.compile(r"[\[(] *(?:19|20)\d\d *[\])](?= *第? *\d+(?:-\d+)? *号)")
DOTS = re.compile(r"\.{3,}")
GAP = re.compile(r" +|…(?<=……)…*|-(?<=--)-*")
"""What folding drops: blanks, and all but the first of a run of dashes or dots. Each branch begins with a character, by
which it is looked for: three times as fast as with the look behind first."""


class _Folding(dict[int, str]):
    """Code point → the character that stands for it, for :meth:`str.translate`; filled as characters come by."""

    def __init__(self) -> None:
        super().__init__(
            {ord(variant): plain for plain, variants in VARIANTS.items() for variant in variants}
        )

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace() or unicodedata.category(char) == "Cf":
            folded = " "
        else:
            plain = unicodedata.normalize("NFKC", char)
            mere_form = len(plain) == 1 and not unicodedata.decomposition(char).startswith(MEANINGFUL)
            folded = self[ord(plain)] if mere_form and plain != char else char
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text without what is mere form. Equal results mean that two texts say the same."""
    return GAP.sub("", _plain(text))


def same(before: str, after: str) -> bool:
    """Whether two texts differ in form at most."""
    return before == after or fold(before) == fold(after)


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """The differences between two texts down to the characters, in reading order.

    The texts are compared folded, so that a full-width bracket does not hide that the words around it agree. A
    replacement is a deletion followed by an insertion of the same nature.
    """
    if before == after:
        return (Segment(Op.EQUAL, before),) if before else ()
    return tuple(_merged(_tidied(_differences(before, after))))


def _plain(text: str) -> str:
    """The text in its plain form, every blank a space. Nothing changes its place."""
    plain = text.translate(_FOLDING)
    if "..." in plain:
        plain = DOTS.sub(lambda match: "…" * len(match.group()), plain)
    if "号" in plain:
        plain = YEAR.sub(lambda match: f"[{match.group()[1:-1]}]", plain)
    return plain


class _Folded:
    """A text, folded, that knows where each of its characters came from."""

    def __init__(self, text: str) -> None:
        plain = _plain(text)
        self.text = text
        self._gaps: list[int] = []
        self._dropped: list[int] = []
        kept: list[str] = []
        end = dropped = 0
        for gap in GAP.finditer(plain):
            start = gap.start()
            kept.append(plain[end:start])
            end = gap.end()
            self._gaps.append(start - dropped)
            dropped += end - start
            self._dropped.append(dropped)
        kept.append(plain[end:])
        self.key = "".join(kept)

    def place(self, index: int) -> int:
        """Where in the text a character of the key stands; what was dropped behind a character belongs to it."""
        at = bisect_right(self._gaps, index)
        return index + (self._dropped[at - 1] if at else 0)

    def source(self, start: int, end: int) -> str:
        """The text of a part of the key."""
        return self.text[self.place(start) : self.place(end)]

    def gaps(self, start: int, end: int) -> list[int]:
        """Behind how many characters of the key something was dropped, within a part of it."""
        return self._gaps[bisect_right(self._gaps, start) : bisect_right(self._gaps, end)]


def _differences(before: str, after: str) -> Iterator[Segment]:
    old, new = _Folded(before), _Folded(after)
    yield from _blanks(before[: old.place(0)], after[: new.place(0)])
    i = j = 0
    for hunk in (*hunks(old.key, new.key), None):
        yield from _agreeing(old, new, i, j, (len(old.key) if hunk is None else hunk.a0) - i)
        if hunk is not None:
            yield Segment(Op.DELETE, old.source(hunk.a0, hunk.a1), Nature.SUBSTANCE)
            yield Segment(Op.INSERT, new.source(hunk.b0, hunk.b1), Nature.SUBSTANCE)
            i, j = hunk.a1, hunk.b1


def _agreeing(old: _Folded, new: _Folded, i: int, j: int, size: int) -> Iterator[Segment]:
    """A passage that is the same when folded. Between what was dropped from either text the two run in step."""
    before, after = old.source(i, i + size), new.source(j, j + size)
    if before == after:
        yield Segment(Op.EQUAL, before)
        return
    at = 0
    gaps = {*(gap - i for gap in old.gaps(i, i + size)), *(gap - j for gap in new.gaps(j, j + size))}
    for end in sorted(gaps):
        yield from _in_step(old.source(i + at, i + end - 1), new.source(j + at, j + end - 1))
        yield from _one(old.source(i + end - 1, i + end), new.source(j + end - 1, j + end))
        at = end
    yield from _in_step(old.source(i + at, i + size), new.source(j + at, j + size))


def _in_step(before: str, after: str) -> Iterator[Segment]:
    """Texts of one length that differ in form alone, character by character."""
    at = 0
    for index, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            yield Segment(Op.EQUAL, before[at:index])
            yield Segment(Op.DELETE, old, Nature.WIDTH)
            yield Segment(Op.INSERT, new, Nature.WIDTH)
            at = index + 1
    yield Segment(Op.EQUAL, before[at:])


def _one(before: str, after: str) -> Iterator[Segment]:
    """A character of the key in both texts, with what was dropped behind it."""
    old, new = (text[: len(_plain(text).rstrip(" "))] for text in (before, after))
    if old == new:
        yield Segment(Op.EQUAL, old)
    else:
        yield Segment(Op.DELETE, old, Nature.WIDTH)
        yield Segment(Op.INSERT, new, Nature.WIDTH)
    yield from _blanks(before[len(old) :], after[len(new) :])


def _blanks(old: str, new: str) -> Iterator[Segment]:
    if old == new:
        yield Segment(Op.EQUAL, old)
    else:
        yield Segment(Op.DELETE, old, Nature.BLANK)
        yield Segment(Op.INSERT, new, Nature.BLANK)


def _tidied(found: Iterable[Segment]) -> Iterator[Segment]:
    """Blanks that differ beside words that differ are part of that difference; those that both texts have beside
    them are not."""
    group: list[Segment] = []
    for segment in (*(segment for segment in found if segment.text), None):
        if segment is not None and segment.nature in (Nature.SUBSTANCE, Nature.BLANK):
            group.append(segment)
            continue
        if any(member.nature is Nature.SUBSTANCE for member in group):
            old = "".join(member.text for member in group if member.op is Op.DELETE)
            new = "".join(member.text for member in group if member.op is Op.INSERT)
            head = _shared_blanks(old, new)
            tail = _shared_blanks(old[head:][::-1], new[head:][::-1])
            yield Segment(Op.EQUAL, old[:head])
            yield Segment(Op.DELETE, old[head : len(old) - tail], Nature.SUBSTANCE)
            yield Segment(Op.INSERT, new[head : len(new) - tail], Nature.SUBSTANCE)
            yield Segment(Op.EQUAL, old[len(old) - tail :])
        else:
            yield from group
        group = []
        if segment is not None:
            yield segment


def _shared_blanks(old: str, new: str) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right or _FOLDING[ord(left)] != " ":
            break
        count += 1
    return count


def _merged(found: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbours of one kind as one segment, empty ones dropped; among differences of one nature that touch, what
    was deleted comes first."""
    run: list[Segment] = []
    for segment in (*(segment for segment in found if segment.text), None):
        if run and (segment is None or segment.nature is not run[0].nature):
            for op in Op:
                text = "".join(member.text for member in run if member.op is op)
                if text:
                    yield Segment(op, text, run[0].nature)
            run = []
        if segment is not None:
            run.append(segment)
