"""An official document as a tree that knows nothing of formats: paragraphs with roles, attachments, signature, tables.

The roles are those of GB/T 9704-2012 《党政机关公文格式》, 7.2 and 7.3; what each looks like is the writers' business.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a paragraph is. The letterhead (发文机关标志) is the agency's own: no other's is ever written."""

    LETTERHEAD = "letterhead"
    NUMBER = "number"
    REFERENCE = "reference"
    TITLE = "title"
    ADDRESSEE = "addressee"
    BODY = "body"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    LEVEL4 = "level4"
    CENTRED = "centred"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one look."""

    text: str
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in by hand, so many characters wide."""

    width: int


Inline = Run | Blank


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``NUMBER`` is the 发文字号 below a letterhead, ``REFERENCE`` a letter's, at the top right."""

    role: Role
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Attachments:
    """附件说明 below the text: the names of the attachments, numbered where there are several."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """落款: the agency and the date, ``None`` for one to be filled in by hand. ``sealed`` says that a seal is to be set
    over them, by which their place goes."""

    agency: str
    date: datetime.date | None
    sealed: bool = True

    @property
    def dated(self) -> str:
        """The date in words, or its place."""
        return UNDATED if self.date is None else dated(self.date)


@dataclass(frozen=True, slots=True)
class Items:
    """A table of items under headings. ``shares`` are the columns' shares of the width; none: even ones."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        width = len(self.headings)
        if (
            not width
            or any(len(row) != width for row in self.rows)
            or (self.shares and len(self.shares) != width)
        ):
            raise ValueError("a table whose rows have not the columns of its headings")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form: ``label`` names what the next one holds."""

    content: tuple[Inline, ...]
    label: bool = False


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of labels and what belongs to them, alternately. ``lines``: at least so high, for what is written by
    hand."""

    cells: tuple[Cell, ...]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A ruled form (审批表, 笔录). A row of two, four or six cells; the last one takes what width is left."""

    rows: tuple[FormRow, ...]

    def __post_init__(self) -> None:
        if not self.rows or any(len(row.cells) not in (2, 4, 6) for row in self.rows):
            raise ValueError("a form whose rows are no pairs of label and content, one to three of them")


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code that holds ``text``, with small lines beside it that say what it is for. It stands in the head margin
    of the first page, wherever it is named: it takes no place from the text. A document has at most one."""

    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG of our own making, its size told by its viewBox, as wide as ``share`` of the text. ``says`` is
    what it shows, for those who cannot see it."""

    svg: str
    says: str
    share: float = 1.0

    def __post_init__(self) -> None:
        if _BOX.search(self.svg) is None:
            raise ValueError("a drawing whose viewBox does not begin at 0 0")

    @property
    def ratio(self) -> float:
        """How high it is for its width."""
        box = _BOX.search(self.svg)
        assert box is not None  # noqa: S101  looked at when it was made
        return float(box[2]) / float(box[1])


_BOX = re.compile(r'viewBox="0 0 ([0-9.]{1,12}) ([0-9.]{1,12})"')


@dataclass(frozen=True, slots=True)
class Receipt:
    """回执: a strip below a dashed line, to be signed and cut off. Each line is a paragraph's content."""

    title: str
    lines: tuple[tuple[Inline, ...], ...]


Block = Paragraph | Attachments | Signature | Items | Form | Code | Picture | Receipt


@dataclass(frozen=True, slots=True)
class Document:
    """A document. ``title`` is what its file says it is."""

    title: str
    blocks: tuple[Block, ...]


def paragraph(role: Role, *content: str | Inline) -> Paragraph:
    """A paragraph of texts and blanks."""
    return Paragraph(role, tuple(Run(piece) if isinstance(piece, str) else piece for piece in content))


UNDATED = "\u3000\u3000年\u3000月\u3000日"
"""The place of a date that is not known yet."""

LEVELS = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.LEVEL4)
_DIGITS = "零一二三四五六七八九"


def level(depth: int, number: int, *content: str | Inline) -> Paragraph:
    """A paragraph that begins a part: 结构层次序数依次可以用“一、”“（一）”“1.”“（1）”标注 (GB/T 9704-2012, 7.3.3)."""
    marks = (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")
    return paragraph(LEVELS[depth - 1], marks[depth - 1], *content)


def chinese(number: int) -> str:
    """1 to 99 as Chinese numerals."""
    if not 1 <= number <= 99:
        raise ValueError(f"no ordinal of a part: {number}")
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def dated(date: datetime.date) -> str:
    """成文日期: 用阿拉伯数字将年、月、日标全，年份应标全称，月、日不编虚位 (GB/T 9704-2012, 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def numbered(code: str, year: int, number: int) -> str:
    """发文字号: 年份应标全称，用六角括号“〔〕”括入；发文顺序号不加“第”字，不编虚位 (GB/T 9704-2012, 7.2.5)."""
    return f"{code}〔{year}〕{number}号"


def attachment_lines(names: Sequence[str]) -> list[tuple[str, str]]:
    """The mark and the name of each attachment: 如有多个附件，使用阿拉伯数字标注附件顺序号；附件名称后不加标点符号
    (GB/T 9704-2012, 7.3.4)."""
    if len(names) == 1:
        return [("附件：", names[0])]
    return [
        (f"{'附件：' if number == 1 else ''}{number}.", name) for number, name in enumerate(names, start=1)
    ]
