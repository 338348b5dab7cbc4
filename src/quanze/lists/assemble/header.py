"""The rows of headings of a table: which row is one, and the field of each column below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from quanze.lists import headings
from quanze.lists.assemble import titles
from quanze.lists.assemble.alignment import looks_like_number
from quanze.lists.assemble.slots import Slots
from quanze.lists.grid import Cell
from quanze.lists.model import Column
from quanze.lists.vocabulary import GROUPS

MAX_ROWS = 3
MAX_HEADING = 80
SECOND_LEVEL = 24
"""The longest heading of a second level whose upper one is not known."""

SHORT = 12
"""The longest heading of a second level that says nothing to us."""

MIN_STAGES = 2
"""How many columns of stages make a table that has one for each."""

LONGEST_ORDINAL = 5

CORE = frozenset({"category", "basis", "stages.name", "stages.duty", "liability", "office"})
"""Fields that make a table of matters a list of powers."""

GENERAL = frozenset({"项目名称", "事项名称", "具体事项名称"})
"""Headings for names that other tables have as well: alone they make no list."""


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table: the field of each grid column, "" for a column without any; the columns as the
    document heads them; how many rows they take; where each stage has a column for its duties, that field and the
    name of the stage."""

    fields: tuple[str, ...]
    columns: tuple[Column, ...]
    depth: int = 1
    stages: tuple[tuple[str, str], ...] = ()

    def at(self, field: str) -> int | None:
        """The grid column of a field, or ``None``."""
        return self.fields.index(field) if field in self.fields else None

    @property
    def sub_items(self) -> tuple[int, ...]:
        """The columns that hold 子项."""
        return tuple(column for column, field in enumerate(self.fields) if headings.is_sub_item(field))


def headers_of(rows: Sequence[Slots], *, spans_known: bool, expected: bool) -> dict[int, Header]:
    """The headers of a table by the row where they begin.

    ``expected``: a title announces a list, so that 序号 and 事项名称 are enough.
    """
    found: dict[int, tuple[list[list[str]], int]] = {}
    index = 0
    while index < len(rows):
        headed = _headings_at(rows, index, spans_known, expected)
        if headed is not None:
            found[index] = headed
        index += 1 if headed is None else headed[1]
    bodies: dict[tuple[tuple[str, ...], ...], list[Slots]] = {}
    ends = [*found, len(rows)][1:]
    for (index, (paths, depth)), end in zip(found.items(), ends, strict=False):
        bodies.setdefault(tuple(map(tuple, paths)), []).extend(rows[index + depth : end])
    return {
        index: _header(paths, _spare(rows[index : index + depth]), depth, bodies[tuple(map(tuple, paths))])
        for index, (paths, depth) in found.items()
    }


def _headings_at(
    rows: Sequence[Slots], index: int, spans_known: bool, expected: bool
) -> tuple[list[list[str]], int] | None:
    """The headings of each column, outermost first, and how many rows they take, where a header begins at the row.

    A row of headings has one for the matter's name and enough others that we know: one that only a list of powers
    has, or half of them.
    """
    top = rows[index]
    cells = top.filled()
    if len(cells) < 2 or any(len(cell.text) > MAX_HEADING for cell in cells):
        return None
    known = [cell for cell in cells if headings.is_heading(cell.text) or headings.plain(cell.text) in GROUPS]
    if not known or len(known) + sum(cell.colspan > 1 for cell in cells if cell not in known) < 2:
        return None
    if any(looks_like_number(cell.text) for cell in cells):
        return None
    depth = min(max((cell.rowspan for cell in known), default=1), MAX_ROWS, len(rows) - index)
    depth = next((n for n in range(1, depth) if not _are_headings(rows[index + n])), depth)
    if depth == 1 and index + 1 < len(rows) and _is_second_level(top, rows[index + 1], spans_known):
        depth = 2
    paths = _paths(rows[index : index + depth], len(top.cells), spans_known)
    return (paths, depth) if _is_header(paths, expected) else None


def _is_header(paths: Sequence[list[str]], expected: bool) -> bool:
    headed = [path for path in paths if path]
    found = [_lookup(path) for path in headed]
    sure = {field for field, is_sure in found if field is not None and is_sure}
    weak = {field for field, is_sure in found if field is not None and not is_sure}
    if "name" not in sure | weak:
        return False
    core = len(sure & CORE) + sum(field.startswith(("before[", "adjustment.")) for field in sure)
    known = sum(
        1
        for path, (field, _) in zip(headed, found, strict=True)
        if field or headings.is_extra(headings.extra_key(path))
    )
    if 2 * known < len(headed) and core < 3:
        return False
    if core:
        return known >= 2
    if "name" not in sure:
        return False
    names = [path[-1] for path, (field, _) in zip(headed, found, strict=True) if field == "name"]
    return known >= 2 and (expected or any(headings.plain(name) not in GENERAL for name in names))


def _are_headings(below: Slots) -> bool:
    """Whether the texts of a row below the first are short and no numbers, as headings are."""
    return not any(len(cell.text) > SECOND_LEVEL or looks_like_number(cell.text) for cell in below.filled())


def _is_second_level(top: Slots, below: Slots, spans_known: bool) -> bool:
    """Whether the row below holds headings under headings that are merged, or seem to be, over several columns."""
    cells = below.filled()
    if not cells or not _are_headings(below):
        return False
    if any(titles.is_form(cell.text) for cell in top.filled()):
        return False
    upper = _spread(top, spans_known)
    if not all(len(upper[cell.column]) == 1 for cell in cells):
        return False
    wide = [cell for cell in cells if not top.text(cell.column) or _is_wide(top.cells[cell.column])]
    if not wide or (spans_known and len(wide) < len(cells)):
        return False
    known = sum(_is_heading_under(upper[cell.column], cell.text) for cell in wide)
    if 2 * known > len(wide):
        return True
    under = {headings.field_of(upper[cell.column][0]) for cell in cells}
    short = all(len(cell.text) <= SHORT for cell in cells)
    return len(wide) == len(cells) >= 2 and short and under.isdisjoint({"number", "name"})


def _is_heading_under(upper: list[str], text: str) -> bool:
    return headings.is_heading(text) or headings.field_of("".join([*upper, text])) is not None


def _is_wide(cell: Cell | None) -> bool:
    return cell is not None and cell.colspan > 1


def _spread(level: Slots, spans_known: bool) -> list[list[str]]:
    """For each column the heading above it; where merges are not known, a heading reaches over the blank cells to
    its right."""
    upper: list[list[str]] = [[] for _ in level.cells]
    for cell in level.filled():
        end = cell.column + cell.colspan
        while not spans_known and end < len(upper) and not level.text(end):
            end += 1
        for column in range(cell.column, min(end, len(upper))):
            upper[column] = [cell.text]
    return upper


def _paths(levels: Sequence[Slots], width: int, spans_known: bool) -> list[list[str]]:
    paths: list[list[str]] = [[] for _ in range(width)]
    for depth, level in enumerate(levels):
        spread = _spread(level, spans_known or depth == len(levels) - 1)
        for column in range(width):
            paths[column] += spread[column]
    if not spans_known and len(levels) > 1:
        last = levels[-1]
        for column in range(width):
            if not last.text(column) and not levels[0].text(column):
                paths[column] = []
    return paths


def _spare(levels: Sequence[Slots]) -> set[int]:
    """The columns where no heading begins: the rest of one that is merged over several."""
    begun = {cell.column for level in levels for cell in level.filled()}
    return {column for column in range(len(levels[0].cells)) if column not in begun}


def _header(paths: Sequence[list[str]], spare: Set[int], depth: int, below: Sequence[Slots]) -> Header:
    """The header with these headings. A column without a heading, or with the rest of one merged over several, is one
    where text stands below it."""
    fields = _fields(paths)
    stages = _stages(paths)
    for column in stages:
        fields[column] = f"stages[{column}]"
    _tell_by_texts(fields, paths, below)
    columns: list[Column] = []
    for column, path in enumerate(paths):
        if column in stages:
            columns += _stage_columns(path) if column == min(stages) else []
            continue
        if column in spare and not fields[column] and not any(row.text(column) for row in below):
            continue
        heading = "\n".join(path) if path else f"第{column + 1}列"
        if not fields[column]:
            key = headings.extra_key(path) if path else heading
            fields[column] = f"extra[{_unused(key, fields)}]"
        columns.append(Column(heading, fields[column]))
    named = tuple((fields[column], name) for column, name in stages.items())
    return Header(tuple(fields), tuple(columns), depth, named)


def _stages(paths: Sequence[list[str]]) -> dict[int, str]:
    """The columns that hold the duties of one stage each, and its name: those under one heading for duties whose own
    headings name no column ("责任事项" above "受理", "审查", "决定"), with what else may be a stage beside them
    ("事后监管"); or, where no heading says duties, those whose headings say so each ("受理责任", "审查责任")."""
    groups: dict[tuple[str, ...], dict[int, str]] = {}
    is_told = any(headings.field_of("".join(path)) == "stages.duty" for path in paths if path)
    for column, path in enumerate(paths):
        is_under = len(path) > 1 and headings.field_of(path[-2]) == "stages.duty"
        is_alone = len(path) == 1 and not is_told and headings.plain(path[0]).endswith("责任")
        if (is_under or is_alone) and _may_be_stage(path):
            groups.setdefault(tuple(path[:-1]), {})[column] = "".join(path[-1].split())
    for found in groups.values():
        unknown = [name for name in found.values() if not headings.is_heading(name)]
        if len(unknown) >= MIN_STAGES and len(set(found.values())) == len(found):
            return found
    return {}


def _may_be_stage(path: list[str]) -> bool:
    inner = path[-1]
    is_field = (
        headings.field_of("".join(path[-2:])) or headings.field_of(inner) or headings.weak_field_of(inner)
    )
    return is_field is None and len(inner) <= SHORT and not headings.plain(inner).endswith(("依据", "备注"))


def _stage_columns(path: list[str]) -> list[Column]:
    """The two columns that the columns of stages amount to."""
    return [
        Column(headings.COLUMN_FIELDS["stages.name"][0], "stages.name"),
        Column("\n".join(path[:-1]) or headings.COLUMN_FIELDS["stages.duty"][0], "stages.duty"),
    ]


def _fields(paths: Sequence[list[str]]) -> list[str]:
    """The field of each column, "" for the others: sure ones first, then headings of many uses where the field is
    still without a column, and of two duties side by side the first is the stage."""
    fields = [""] * len(paths)
    taken: set[str] = set()
    for want_sure in (True, False):
        for column, field in _wanted(paths, want_sure):
            if field not in taken:
                fields[column] = field
                taken.add(field)
    at = fields.index("stages.duty") if "stages.duty" in taken else None
    if at is not None and "stages.name" not in taken and at + 1 < len(paths) and paths[at] == paths[at + 1]:
        fields[at], fields[at + 1] = "stages.name", "stages.duty"
    return fields


def _tell_by_texts(fields: list[str], paths: Sequence[list[str]], below: Sequence[Slots]) -> None:
    """Gives columns with no heading or an unknown one to 序号 and 职权类别, where no heading names these and all texts
    below are such: numbers left of the name, or categories."""
    below = [row for row in below if len(row.filled()) > 1]
    for column, path in enumerate(paths):
        if fields[column] or (path and headings.is_extra(headings.extra_key(path))):
            continue
        texts = [text for row in below if (text := row.text(column))]
        if not texts:
            continue
        if "number" not in fields and "name" in fields[column:] and all(map(_is_ordinal, texts)):
            fields[column] = "number"
        elif "category" not in fields and all(map(_is_category, texts)):
            fields[column] = "category"


def _is_ordinal(text: str) -> bool:
    return len(text) <= LONGEST_ORDINAL and looks_like_number(text)


def _is_category(text: str) -> bool:
    """Whether a text is a category by its full name: 检查 may be many things."""
    return len(text) > 3 and headings.category_of(text) is not None


def _wanted(paths: Sequence[list[str]], want_sure: bool) -> Iterator[tuple[int, str]]:
    for column, path in enumerate(paths):
        if path:
            found, sure = _lookup(path)
            if found is not None and sure is want_sure:
                yield column, found


def _lookup(path: list[str]) -> tuple[str | None, bool]:
    """A heading with line ends in it may be one of several levels, as writers put it."""
    found, sure = headings.column_field(path)
    if found is None and len(path) == 1 and "\n" in path[0] and not headings.is_extra(path[0]):
        return headings.column_field(path[0].split("\n"))
    return found, sure


def _unused(key: str, fields: Sequence[str]) -> str:
    found, count = key, 1
    while f"extra[{found}]" in fields:
        count += 1
        found = f"{key}（{count}）"
    return found
