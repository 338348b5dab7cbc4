"""A template and its values → the tree of a document. Nothing is run, nothing is looked up elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quanze.documents.layout import title_lines
from quanze.documents.tree import (
    LEVELS,
    Attachments,
    Blank,
    Block,
    Cell,
    Code,
    Document,
    Form,
    FormRow,
    Inline,
    Items,
    Paragraph,
    Receipt,
    Role,
    Run,
    Signature,
    level,
)
from quanze.letters.template.checking import ORDINAL, holes
from quanze.letters.template.parsing import Break, Hole, Line, Mark, Piece, Space, Template

ROLES = {
    Mark.LETTERHEAD: Role.LETTERHEAD,
    Mark.NUMBER: Role.NUMBER,
    Mark.REFERENCE: Role.REFERENCE,
    Mark.ADDRESSEE: Role.ADDRESSEE,
    Mark.BODY: Role.BODY,
    Mark.LEVEL1: Role.LEVEL1,
    Mark.LEVEL2: Role.LEVEL2,
    Mark.LEVEL3: Role.LEVEL3,
    Mark.LEVEL4: Role.LEVEL4,
    Mark.CENTRED: Role.CENTRED,
    Mark.NOTE: Role.NOTE,
}
EMPTY_ROWS = 3
"""So many empty rows has a table whose list is to be filled in by hand."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The items of a list by the names of their columns."""

    rows: tuple[Mapping[str, str], ...]


Given = str | Rows | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template is filled with: values by name (a missing one is left out), what stands for a missing one, and
    what every letter has."""

    given: Mapping[str, Given]
    blanks: Mapping[str, tuple[Inline, ...]]
    agency: str
    date: datetime.date
    code: Code | None = None


def fill(template: Template, filling: Filling) -> Document:
    """The document. The template suits its kind: :func:`~quanze.letters.template.checking.check` was asked before."""
    composing = _Composing(filling)
    blocks = tuple(composing.blocks(template.lines))
    title = "".join(
        piece.text
        for block in blocks
        if isinstance(block, Paragraph) and block.role is Role.TITLE
        for piece in block.content
        if isinstance(piece, Run)
    )
    return Document("".join(title.split()), blocks)


class _Composing:
    def __init__(self, filling: Filling) -> None:
        self.filling = filling
        self.counted = [0] * len(LEVELS)

    def blocks(self, lines: Sequence[Line]) -> Iterator[Block]:
        standing = [line for line in lines if self._stands(line)]
        at = 0
        while at < len(standing):
            line = standing[at]
            follows = _FOLLOWED_BY.get(line.mark, frozenset())
            end = at + 1
            while end < len(standing) and standing[end].mark in follows:
                end += 1
            yield from self._group(line, standing[at + 1 : end])
            at = end

    def _title(self, lines: Sequence[Line]) -> str:
        """A title in its lines. Where a value begins or ends, so does a phrase."""
        text, ends = "", set()
        for line in lines:
            text += "\n" if text else ""
            for piece in line.cells[0]:
                text += _text(self._content([piece], {}))
                ends.add(len(text))
        return "\n".join(title_lines(text, ends))

    def _stands(self, line: Line) -> bool:
        if line.each and line.mark is not Mark.ROW and not self._rows(line.each):
            return False
        return all((condition.name in self.filling.given) is condition.there for condition in line.conditions)

    def _group(self, line: Line, others: Sequence[Line]) -> Iterator[Block]:
        match line.mark:
            case Mark.TABLE:
                yield self._table(line, others)
            case Mark.FORM:
                yield Form(tuple(row for each in (line, *others) for row in self._form_rows(each)))
            case Mark.RECEIPT:
                content = tuple(self._content(each.cells[0], {}) for each in others)
                yield Receipt(_text(self._content(line.cells[0], {})), content)
            case Mark.SIGNATURE:
                yield Signature(self.filling.agency, self.filling.date, sealed=not line.argument)
            case Mark.CODE:
                if self.filling.code is not None:
                    yield self.filling.code
            case Mark.ATTACHMENTS:
                names = self.filling.given.get(next(iter(holes(line))))
                if isinstance(names, tuple) and names:
                    yield Attachments(names)
            case Mark.TITLE:
                yield Paragraph(Role.TITLE, (Run(self._title((line, *others))),))
            case Mark.ROW | Mark.SIGNED:
                """What they belong to does not stand."""
            case _:
                for own in self._own(line):
                    yield from self._paragraphs(ROLES[line.mark], self._content(line.cells[0], own))

    def _paragraphs(self, role: Role, content: tuple[Inline, ...]) -> Iterator[Paragraph]:
        """One paragraph, or one for each line of a long text; only the first one of a level is numbered."""
        for position, line in enumerate(_lines(content)):
            if role not in LEVELS:
                yield Paragraph(role, line)
            elif position:
                yield Paragraph(Role.BODY, line)
            else:
                depth = LEVELS.index(role)
                self.counted[depth] += 1
                self.counted[depth + 1 :] = [0] * (len(LEVELS) - depth - 1)
                yield level(depth + 1, min(self.counted[depth], 99), *line)

    def _own(self, line: Line) -> Iterator[Mapping[str, str]]:
        """What the line's own names stand for: once, or once for each item."""
        if not line.each:
            yield {}
            return
        for number, row in enumerate(self._rows(line.each), start=1):
            yield {ORDINAL: str(number), **row}

    def _rows(self, name: str) -> tuple[Mapping[str, str], ...]:
        found = self.filling.given.get(name)
        return found.rows if isinstance(found, Rows) else ()

    def _table(self, heading: Line, lines: Sequence[Line]) -> Items:
        names, shares = zip(*(_heading(_text(_plain(cell))) for cell in heading.cells), strict=True)
        rows = [
            tuple(_text(self._content(cell, own, by_hand=False)) for cell in line.cells)
            for line in lines
            for own in self._own(line)
        ]
        return Items(names, tuple(rows) or (("",) * len(names),) * EMPTY_ROWS, shares)

    def _form_rows(self, line: Line) -> Iterator[FormRow]:
        for own in self._own(line):
            cells = tuple(
                Cell(self._content(cell, own), label=not position % 2)
                for position, cell in enumerate(line.cells)
            )
            yield FormRow(cells, int(line.argument or 1))

    def _content(
        self, pieces: Sequence[Piece], own: Mapping[str, str], *, by_hand: bool = True
    ) -> tuple[Inline, ...]:
        out: list[Inline] = []
        for piece in pieces:
            match piece:
                case Hole(name):
                    found = own.get(name, self.filling.given.get(name))
                    if isinstance(found, str):
                        out.append(Run(found))
                    elif by_hand:
                        out += self.filling.blanks.get(name, ())
                case Space(width):
                    out.append(Blank(width))
                case Break():
                    out.append(Run("\n"))
                case text:
                    out.append(Run(text))
        return _joined(out)


_FOLLOWED_BY = {
    Mark.TITLE: frozenset({Mark.TITLE}),
    Mark.TABLE: frozenset({Mark.ROW}),
    Mark.FORM: frozenset({Mark.FORM}),
    Mark.RECEIPT: frozenset({Mark.SIGNED}),
}


def _heading(words: str) -> tuple[str, int]:
    name, _, share = words.partition("=")
    return name.strip(), int(share or 1)


def _plain(cell: Sequence[Piece]) -> tuple[Inline, ...]:
    return tuple(Run(piece) for piece in cell if isinstance(piece, str))


def _text(content: Sequence[Inline]) -> str:
    return "".join(piece.text for piece in content if isinstance(piece, Run))


def _joined(pieces: Sequence[Inline]) -> tuple[Inline, ...]:
    """Runs that follow one another as one: equal texts give equal trees."""
    out: list[Inline] = []
    for piece in pieces:
        if isinstance(piece, Run) and out and isinstance(out[-1], Run):
            out[-1] = Run(out[-1].text + piece.text)
        else:
            out.append(piece)
    return tuple(out)


def _lines(content: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """The content cut at its line ends, without empty lines."""
    lines: list[list[Inline]] = [[]]
    for piece in content:
        if isinstance(piece, Run):
            first, *others = piece.text.split("\n")
            lines[-1] += [Run(first)] if first else []
            lines += [[Run(other)] if other.strip() else [] for other in others]
        else:
            lines[-1].append(piece)
    return [tuple(line) for line in lines if line] or [()]
