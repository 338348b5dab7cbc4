"""Whether a template suits its kind of letter: it asks for nothing that is never given, and shows all that it must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quanze.letters.kinds import AUTOMATIC, Kind, Type, Value
from quanze.letters.template.parsing import Break, Hole, Line, Mark, Problem, Space, Template, Unfit

ORDINAL = "序号"
"""The name of an item's own number within a repeated line."""


def check(template: Template, kind: Kind) -> None:
    """Raises :class:`Unfit` with everything that is wrong."""
    names = {value.name: value for value in kind.values}
    problems = [problem for line in template.lines for problem in _line(line, names)]
    problems += _grouping(template)
    problems += _whole(template, kind)
    if problems:
        raise Unfit(tuple(sorted(problems, key=lambda problem: problem.line or 10**6)))


def holes(line: Line) -> Iterator[str]:
    """The names that a line asks for."""
    for cell in line.cells:
        yield from (piece.name for piece in cell if isinstance(piece, Hole))


def _line(line: Line, names: dict[str, Value]) -> Iterator[Problem]:
    columns: tuple[str, ...] = ()
    if line.each:
        repeated = names.get(line.each)
        if repeated is None:
            yield _unknown(line, line.each, [name for name, each in names.items() if each.type is Type.ITEMS])
        elif repeated.type is not Type.ITEMS:
            yield Problem(line.number, f"“{line.each}”不是逐项的列表，不能重复")
        else:
            columns = (ORDINAL, *repeated.columns)
        if line.mark not in (Mark.ROW, Mark.BODY, Mark.CENTRED, Mark.FORM, *_LEVELS):
            yield Problem(line.number, f"【{line.mark}】不能逐项重复")
    for condition in line.conditions:
        if condition.name not in names:
            yield _unknown(line, condition.name, names)
    for name in holes(line):
        if name in columns or name in AUTOMATIC:
            continue
        value = names.get(name)
        if value is None:
            yield _unknown(line, name, [*columns, *names, *AUTOMATIC])
        elif line.mark is Mark.ATTACHMENTS:
            if value.type is not Type.LINES:
                yield Problem(line.number, f"“{name}”不是附件的列表")
        elif not value.type.inline:
            yield Problem(line.number, f"“{name}”是列表，要用【行：{name}】或者【每项：{name}】逐项写出")
    yield from _shape(line)


_LEVELS = (Mark.LEVEL1, Mark.LEVEL2, Mark.LEVEL3, Mark.LEVEL4)


def _unknown(line: Line, name: str, known: Iterable[str]) -> Problem:
    listed = "、".join(dict.fromkeys(known))
    return Problem(line.number, f"没有叫“{name}”的内容；可以用的有：{listed}")


def _shape(line: Line) -> Iterator[Problem]:
    if line.mark is Mark.FORM and len(line.cells) not in (2, 4, 6):
        yield Problem(line.number, "【栏】是名目和内容交替，共二、四或者六格，用 | 隔开")
    if line.mark is Mark.TABLE:
        for cell in line.cells:
            words = "".join(piece for piece in cell if isinstance(piece, str))
            heading, _, share = words.partition("=")
            whole = share.strip()
            if any(isinstance(piece, Hole | Space | Break) for piece in cell) or not heading.strip():
                yield Problem(line.number, "表头只写文字")
            elif whole and not (whole.isascii() and whole.isdigit() and 1 <= int(whole) <= 100):
                yield Problem(line.number, f"“{words}”的列宽应是1到100的整数，如“名称=4”")
    if line.mark is Mark.TITLE and any(isinstance(piece, Space) for piece in line.cells[0]):
        yield Problem(line.number, "标题里不留手填的空")
    if line.mark is Mark.ROW and any(isinstance(piece, Space) for cell in line.cells for piece in cell):
        yield Problem(line.number, "表格里要手填的地方留空就可以，不用写下划线")
    if line.mark is Mark.ATTACHMENTS and (len(line.cells[0]) != 1 or not isinstance(line.cells[0][0], Hole)):
        yield Problem(line.number, "【附件】后面只写列表的名称，如{附件}")


def _grouping(template: Template) -> Iterator[Problem]:
    """Rows stand below a heading of as many columns, the lines of a receipt below its title."""
    before: Mark | None = None
    columns = 0
    for line in template.lines:
        if line.mark is Mark.TABLE:
            columns = len(line.cells)
        elif line.mark is Mark.ROW:
            if before not in (Mark.TABLE, Mark.ROW):
                yield Problem(line.number, "【行】前面没有【表】")
            elif len(line.cells) != columns:
                yield Problem(line.number, f"这一行有{len(line.cells)}格，表头有{columns}格")
        elif line.mark is Mark.SIGNED and before not in (Mark.RECEIPT, Mark.SIGNED):
            yield Problem(line.number, "【签收】前面没有【回执】")
        before = line.mark
    marks = [line.mark for line in template.lines]
    for position, line in enumerate(template.lines):
        if line.mark is Mark.TABLE and marks[position + 1 : position + 2] != [Mark.ROW]:
            yield Problem(line.number, "表头下面没有【行】")


def _whole(template: Template, kind: Kind) -> Iterator[Problem]:
    lines = template.lines
    titles = [line for line in lines if line.mark is Mark.TITLE]
    if not titles:
        yield Problem(0, "没有【标题】")
    if not any("文书编号" in holes(line) for line in lines):
        yield Problem(0, "没有写出{文书编号}")
    signed = [line for line in lines if line.mark is Mark.SIGNATURE and not line.argument]
    if kind.sealed and not any(not line.conditions for line in signed):
        yield Problem(0, f"{kind.title}须盖章并注明日期，要有【落款】")
    if not kind.sealed:
        for line in signed:
            yield Problem(line.number, f"{kind.title}不盖章，应写【落款：不盖章】")
    if sum(line.mark is Mark.SIGNATURE for line in lines) > 1:
        yield Problem(0, "只能有一处【落款】")
    shown = {name for line in lines for name in holes(line)} | {line.each for line in lines}
    missing = [value.name for value in kind.needs if value.name not in shown]
    if missing:
        yield Problem(0, f"{kind.title}必须写明{'、'.join(missing)}")
