"""The text of a template → lines with marks and pieces. What cannot be read is told with its line, all of it at
once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_LINES, MOST_CHARACTERS, MOST_IN_LINE = 300, 20_000, 2_000


class Mark(StrEnum):
    """What a line is."""

    LETTERHEAD = "发文机关"
    NUMBER = "发文字号"
    REFERENCE = "编号"
    TITLE = "标题"
    ADDRESSEE = "主送"
    BODY = "正文"
    LEVEL1 = "一级"
    LEVEL2 = "二级"
    LEVEL3 = "三级"
    LEVEL4 = "四级"
    CENTRED = "居中"
    NOTE = "附注"
    TABLE = "表"
    ROW = "行"
    FORM = "栏"
    ATTACHMENTS = "附件"
    SIGNATURE = "落款"
    CODE = "核验码"
    RECEIPT = "回执"
    SIGNED = "签收"


MARKS: dict[Mark, str] = {
    Mark.LETTERHEAD: "本机关的发文机关标志（红头），只能是本机关的",
    Mark.NUMBER: "红头下的发文字号",
    Mark.REFERENCE: "右上角的文书编号",
    Mark.TITLE: "标题",
    Mark.ADDRESSEE: "主送，顶格",
    Mark.BODY: "正文一段；不写标记的行就是正文",
    Mark.LEVEL1: "自动编号的一级标题（一、）",
    Mark.LEVEL2: "自动编号的二级（（一））",
    Mark.LEVEL3: "自动编号的三级（1.）",
    Mark.LEVEL4: "自动编号的四级（（1））",
    Mark.CENTRED: "居中的一行",
    Mark.NOTE: "附注",
    Mark.TABLE: "表头，各列用 | 隔开，=后面是列宽的份数",
    Mark.ROW: "表中一行；【行：名称】按列表的每一项重复",
    Mark.FORM: "格式栏：名目 | 内容 | 名目 | 内容；【栏：5】至少五行高",
    Mark.ATTACHMENTS: "附件说明，写列表的名称",
    Mark.SIGNATURE: "机关署名和日期；【落款：不盖章】不留盖章的位置",
    Mark.CODE: "核验二维码",
    Mark.RECEIPT: "虚线以下回执的标题",
    Mark.SIGNED: "回执中的一行",
}
"""Every mark and what it makes, for the page where templates are edited."""

WITH_TEXT = frozenset(Mark) - {Mark.SIGNATURE, Mark.CODE}
IN_CELLS = frozenset({Mark.TABLE, Mark.ROW, Mark.FORM})


@dataclass(frozen=True, slots=True)
class Hole:
    """``{名称}``: the place of a value."""

    name: str


@dataclass(frozen=True, slots=True)
class Space:
    """``____``: a blank so many characters wide."""

    width: int


@dataclass(frozen=True, slots=True)
class Break:
    """``{换行}``."""


Piece = str | Hole | Space | Break
Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """【有：名称】 or 【无：名称】: the line stands only where the value is there, or is not."""

    name: str
    there: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a template. ``each`` repeats it for every item of a list; ``argument`` is what stands behind the
    colon in its mark."""

    number: int
    mark: Mark
    cells: tuple[Cell, ...]
    conditions: tuple[Condition, ...] = ()
    each: str = ""
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be filled."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in which line (0: in the whole)."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.words}" if self.line else self.words


class Unfit(ValueError):
    """The text is no template. ``problems`` in the order of the lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("；".join(map(str, problems)))
        self.problems = problems


_MARK = re.compile(r"【([^【】]{0,40})】")
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]{0,40})\}|_{2,}|[{}]")
_WORDS = frozenset(Mark)
_COLON = re.compile("[：:]")
_CELL_END = re.compile("[|｜]")


def parse(text: str) -> Template:
    """The template that a text is. Raises :class:`Unfit`."""
    if len(text) > MOST_CHARACTERS:
        raise Unfit((Problem(0, f"模板超过{MOST_CHARACTERS}个字"),))
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(rows) > MOST_LINES:
        raise Unfit((Problem(0, f"模板超过{MOST_LINES}行"),))
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        try:
            lines.append(_line(number, row.strip()))
        except _Wrong as wrong:
            problems.append(Problem(number, str(wrong)))
    if problems:
        raise Unfit(tuple(problems))
    return Template(tuple(lines))


class _Wrong(Exception):
    """What is wrong with a line."""


def _line(number: int, row: str) -> Line:
    if len(row) > MOST_IN_LINE:
        raise _Wrong(f"一行超过{MOST_IN_LINE}个字")
    conditions: list[Condition] = []
    each, at = "", 0
    mark, argument = Mark.BODY, ""
    while found := _MARK.match(row, at):
        word, argument = _split(found[1])
        at = found.end()
        if word in ("有", "无", "每项"):
            if not argument:
                raise _Wrong(f"【{word}】后面没有写名称，应写成【{word}：名称】")
            if word == "每项":
                each = argument
            else:
                conditions.append(Condition(argument, word == "有"))
            argument = ""
        elif word in _WORDS:
            mark = Mark(word)
            break
        else:
            raise _Wrong(
                f"不认识的标记“【{found[1]}】”；可以用的有：有、无、每项、{'、'.join(Mark)}。"
                "正文以【开头的，前面加【正文】"
            )
    else:
        if row.startswith("【", at):
            raise _Wrong("标记没有写完，应以】结束")
    if mark is Mark.ROW and argument:
        if each:
            raise _Wrong("【每项】和【行：名称】只写一个")
        each, argument = argument, ""
    _check_argument(mark, argument)
    rest = row[at:].strip()
    if not rest and mark in WITH_TEXT:
        raise _Wrong(f"【{mark}】后面没有文字" if at else "没有文字")
    cells = _CELL_END.split(rest) if mark in IN_CELLS else [rest]
    return Line(
        number, mark, tuple(tuple(_pieces(cell.strip())) for cell in cells), tuple(conditions), each, argument
    )


def _split(words: str) -> tuple[str, str]:
    parts = _COLON.split(words, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def _check_argument(mark: Mark, argument: str) -> None:
    if not argument:
        return
    if mark is Mark.FORM:
        if not (argument.isascii() and argument.isdigit() and 1 <= int(argument) <= 30):
            raise _Wrong("【栏：n】的 n 是1到30的整数，表示至少几行高")
    elif mark is Mark.SIGNATURE:
        if argument != "不盖章":
            raise _Wrong("落款只能写成【落款】或者【落款：不盖章】")
    else:
        raise _Wrong(f"【{mark}】里不写“：{argument}”")


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    plain = ""
    for found in _PIECE.finditer(text):
        plain += text[at : found.start()]
        at = found.end()
        token = found[0]
        if token in ("{{", "}}"):
            plain += token[0]
            continue
        if token in ("{", "}"):
            raise _Wrong(f"“{token}”没有配对；要写出“{token}”本身，请写两个")
        if plain:
            yield plain
            plain = ""
        yield _hole(found[1]) if token[0] == "{" else Space(len(token))
    plain += text[at:]
    if plain:
        yield plain


def _hole(name: str) -> Piece:
    name = name.strip()
    if not name:
        raise _Wrong("{ } 里没有写名称")
    return Break() if name == "换行" else Hole(name)
