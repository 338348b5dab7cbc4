"""Glyphs become lines, and lines become paragraphs: where a line was only wrapped, its parts are joined exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from quanze.lists.model import Span
from quanze.lists.names import is_wide
from quanze.lists.readers.pdf.content import Glyph, Rule

OPENING = frozenset("（(〔［[【《〈「『“‘｛{")
CLOSING = frozenset("）)〕］]】》〉」』”’｝}，。、；：！？,.;:!?％%…·")
QUOTES = frozenset('“”‘’"')
ENDING = frozenset("。；！？：:;!?.）)》」”")
"""Characters after which a sentence, an item or a name may end."""

DROPPED_BLANK = 0.3
"""The width of a blank at a line's end that is not drawn, in sizes of the text."""

ROUNDING = 0.6
"""Points by which programs round where glyphs stand."""

PARAGRAPH_GAP = 1.4
"""Line pitches from one line to the next beyond which a new paragraph begins."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text. ``x0`` to ``x1`` is its ink, ``end`` includes blanks at its end, ``hang`` is ``x1`` without a
    closing mark at the end (which may hang over the margin). ``lead`` is the width of its first unbreakable piece: what
    the line before had no room for, if this line continues it."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    end: float
    hang: float
    lead: float
    marks: tuple[Span, ...] = ()
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How far lines may run in a column: to ``right``, or ``width`` wide where they are centred; ``left`` is where they
    begin, and ``pitch`` how far apart they are."""

    left: float
    right: float
    width: float
    pitch: float


def lines(glyphs: Sequence[Glyph], underlines: Sequence[Rule] = ()) -> list[TextLine]:
    """The lines of a cell or page in reading order. Turned glyphs read in their own direction, after the upright."""
    found: list[TextLine] = []
    for turn in sorted({glyph.turn for glyph in glyphs}):
        of_turn = sorted((glyph for glyph in glyphs if glyph.turn == turn), key=lambda glyph: glyph.base)
        group: list[Glyph] = []
        for glyph in of_turn:
            if group and glyph.base - group[0].base > 0.4 * max(glyph.size, group[0].size):
                found += _line(group, underlines if turn == 0 else (), turn != 0)
                group = []
            group.append(glyph)
        found += _line(group, underlines if turn == 0 else (), turn != 0)
    return found


def _line(group: Sequence[Glyph], underlines: Sequence[Rule], turned: bool) -> list[TextLine]:
    """The line made of glyphs on one base, if it has any ink."""
    glyphs = _distinct(sorted(group, key=lambda glyph: glyph.x0))
    ink = [glyph for glyph in glyphs if glyph.text.strip()]
    if not ink:
        return []
    size = median(glyph.size for glyph in ink)
    base = median(glyph.base for glyph in ink)
    under = [rule for rule in underlines if -0.05 * size <= rule.at - base <= 0.45 * size]
    spread = _is_spread(glyphs)
    text = ""
    marks: list[Span] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and not spread and _parted(before, glyph):
            text += " "
        start = len(text)
        text += glyph.text
        middle = (glyph.x0 + glyph.x1) / 2
        # A bracket that begins a line is drawn in half its width, and its underline begins at its middle.
        if any(rule.start - 0.05 * size <= middle <= rule.end + 0.05 * size for rule in under):
            if marks and text[marks[-1][1] : start].strip() == "":
                start = marks.pop()[0]
            marks.append((start, len(text)))
        before = glyph
    last = ink[-1]
    end = max(glyph.x1 for glyph in ink)
    return [
        TextLine(
            text,
            ink[0].x0,
            end,
            base,
            size,
            max(glyph.x1 for glyph in glyphs),
            last.x0 if last.text[-1] in CLOSING and len(ink) > 1 else end,
            _lead(ink),
            tuple(marks),
            turned,
        )
    ]


def _distinct(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs less what is drawn twice (a bold face made by printing over) and blanks that lie under other glyphs
    (LibreOffice draws the underline of a run as two of them)."""
    ink: list[Glyph] = []
    for glyph in glyphs:
        near = min(0.2 * glyph.size, 0.7 * (glyph.x1 - glyph.x0))
        if glyph.text.strip() and not any(
            twin.text == glyph.text and abs(twin.x0 - glyph.x0) <= near for twin in ink[-3:]
        ):
            ink.append(glyph)
    kept: list[Glyph] = []
    index = 0
    blank_to = float("-inf")
    for glyph in glyphs:
        if glyph.text.strip():
            continue
        middle = (glyph.x0 + glyph.x1) / 2
        while index < len(ink) and ink[index].x1 <= middle:
            index += 1
        covered = index < len(ink) and ink[index].x0 < middle
        if not covered and middle > blank_to:
            kept.append(glyph)
            blank_to = glyph.x1
    return sorted([*ink, *kept], key=lambda glyph: glyph.x0)


def _parted(before: Glyph, after: Glyph) -> bool:
    """Whether the gap between two glyphs stands for a blank that the file does not hold (a tab, or words set apart)."""
    if not before.text.strip() or not after.text.strip():
        return False
    gap = after.x0 - before.x1
    wide = is_wide(before.text[-1]) or is_wide(after.text[0])
    return gap > (1.2 if wide else 0.2) * max(before.size, after.size)


def _is_spread(glyphs: Sequence[Glyph]) -> bool:
    """Whether a line is spread over its cell (分散对齐): every gap is wide, so none of them parts words."""
    return all(_parted(before, after) for before, after in pairwise(glyphs))


def _lead(ink: Sequence[Glyph]) -> float:
    """The width of the first piece that may not be broken: brackets, a character or a word, and closing marks.

    Typesetters do not break around quotation marks, nor between a closing mark and the figure after it (〔2023〕157).
    """
    last = len(ink) - 1
    index = 0
    while True:
        while index < last and ink[index].text[0] in OPENING:
            index += 1
        if not is_wide(ink[index].text[0]):
            while index < last and _sticks(ink[index], ink[index + 1]):
                index += 1
        while index < last and ink[index + 1].text[0] in CLOSING:
            index += 1
        if index == last:
            break
        quoted = ink[index].text[0] in QUOTES or ink[index + 1].text[0] in QUOTES
        if not quoted and not (ink[index].text[0] in CLOSING and _sticks(ink[index], ink[index + 1])):
            break
        index += 1
    # A blank between a figure and a character may have been dropped where the line was broken.
    dropped = 0.0 if is_wide(ink[0].text[0]) else DROPPED_BLANK * ink[0].size
    return ink[index].x1 - ink[0].x0 + dropped


def _sticks(before: Glyph, after: Glyph) -> bool:
    return not is_wide(after.text[0]) and after.x0 - before.x1 < 0.15 * before.size


def room(columns: Sequence[Sequence[TextLine]], x0: float, x1: float, padding: float, pitch: float) -> Room:
    """The room of a column from the lines of its cells.

    The fullest line tells where lines must end; where all are short, the cell's edge less padding and, if any cell has
    more than one line, a character.
    """
    flat = [line for column in columns for line in column if not line.turned]
    if not flat:
        return Room(x0 + padding, x1 - padding, x1 - x0 - 2 * padding, pitch)
    unsure = median(line.size for line in flat) * (
        1.0 if any(len(column) > 1 for column in columns) else 0.35
    )
    ends = [(min(line.hang, x1), line) for line in flat]
    widths = [(min(line.hang, x1) - line.x0, line) for line in flat]
    return Room(
        min(line.x0 for line in flat),
        _limit(ends, x1 - padding, unsure),
        _limit(widths, x1 - x0 - 2 * padding, unsure),
        pitch,
    )


def _limit(reached: Sequence[tuple[float, TextLine]], edge: float, unsure: float) -> float:
    """How far lines may run, by the longest of them and the edge that the padding leaves.

    Coordinates are rounded, so that a line may seem to run a trifle over the edge; and what a line of figures and
    characters fills to the last point, one of characters alone need not.
    """
    longest, line = max(reached, key=lambda pair: pair[0])
    limit = edge if abs(longest - edge) < ROUNDING else max(longest, edge - unsure)
    return limit if all(is_wide(char) for char in line.text.strip()) else limit - 0.5 * ROUNDING


def pitch(cells: Iterable[Sequence[TextLine]]) -> float:
    """The usual distance from line to line, or 0 where no cell has two lines."""
    gaps = [
        after.base - before.base
        for cell in cells
        for before, after in pairwise(cell)
        if not before.turned and not after.turned
    ]
    return median(gaps) if gaps else 0.0


def full(line: TextLine, lead: float, limits: Room) -> bool:
    """Whether a line had no room for a piece ``lead`` wide: it may go on in the next line."""
    slack = 0.025 * line.size
    if not is_wide(line.text.rstrip()[-1]):
        lead += DROPPED_BLANK * line.size
    return line.end + lead > limits.right + slack or line.end - line.x0 + lead > limits.width + slack


def begins_paragraph(before: TextLine, after: TextLine, limits: Room) -> bool:
    """Whether ``after`` begins a new paragraph: set apart or indented, or ``before`` had room for more."""
    if before.turned or after.turned:
        return False
    if limits.pitch and after.base - before.base > PARAGRAPH_GAP * limits.pitch:
        return True
    return _indented(before, after, limits) or not full(before, after.lead, limits)


def _indented(before: TextLine, after: TextLine, limits: Room) -> bool:
    """Whether a line begins two characters further in, and is not merely centred."""
    indent = after.x0 - limits.left
    return (
        1.5 * after.size <= indent <= 2.6 * after.size
        and abs(before.x0 - limits.left) < 0.5 * after.size
        and abs(indent - (limits.right - after.x1)) > after.size
    )


def compose(cell: Sequence[TextLine], limits: Room) -> tuple[str, tuple[Span, ...]]:
    """The text of a cell's lines, paragraphs parted by ``\\n``, and its underlined spans."""
    writing = Writing()
    before: TextLine | None = None
    for line in cell:
        writing.add(line, before is not None and begins_paragraph(before, line, limits))
        before = line
    return writing.done()


class Writing:
    """A text under construction, line by line."""

    def __init__(self) -> None:
        self._text = ""
        self._marks: list[Span] = []

    def add(self, line: TextLine, paragraph: bool) -> None:
        """Puts a line to the end, as a new paragraph or as what goes on."""
        if paragraph:
            self._text = self._text.rstrip(" ") + "\n"
        elif self._text and line.text and _latin(self._text[-1]) and _latin(line.text[0]):
            self._text += " "
        base = len(self._text)
        self._text += line.text
        for start, end in line.marks:
            start, end = start + base, end + base
            if self._marks and not self._text[self._marks[-1][1] : start].strip(" "):
                start = self._marks.pop()[0]
            self._marks.append((start, end))

    def done(self) -> tuple[str, tuple[Span, ...]]:
        """The text and its underlined spans."""
        text = self._text.rstrip(" ")
        spans = []
        for start, end in self._marks:
            while end > start and (end > len(text) or text[end - 1] in " \n"):
                end -= 1
            if start < end:
                spans.append((start, end))
        return text, tuple(spans)


def _latin(char: str) -> bool:
    return char.isalpha() and not is_wide(char)
