"""Key/value layouts: a table, or a part of one, per matter, with headings on the left and values on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from quanze.lists import headings
from quanze.lists.assemble import titles
from quanze.lists.assemble.alignment import looks_like_duty
from quanze.lists.assemble.header import CORE, Header
from quanze.lists.assemble.rows import MatterRows, read_row
from quanze.lists.assemble.slots import Slots
from quanze.lists.assemble.spanning import adjustment_label
from quanze.lists.grid import Cell, Row, Table
from quanze.lists.model import Column, Place
from quanze.lists.vocabulary import GROUPS

STAGES = ("stages.name", "stages.duty")
LEADING = (CORE | {"number", "name"}) - {*STAGES}
MAX_KEY = 60
SAMPLED_ROWS = 80

Text = tuple[str, Place]


@dataclass(slots=True)
class PairedMatter:
    """A matter of such a table and the lines (a title, 调整原因, the foot) that follow it."""

    rows: MatterRows
    lines: list[Text]


@dataclass(slots=True)
class Paired:
    """The matters of the table; ``lines`` stand above the first."""

    matters: list[PairedMatter] = field(default_factory=list)
    lines: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A heading and the cells to its right up to the next heading. ``group`` is a heading further left that only
    gathers several ("基本信息")."""

    key: Cell
    values: tuple[Cell, ...]
    group: str | None = None


def is_pairs(table: Table) -> bool:
    """Whether the table gives matters as heading and value side by side instead of one row below headings.

    A name and two more headings stand left of values, one of them such as only lists of powers have; no row is all
    headings but those above stages and duties, and no heading's value is a heading of the list itself.
    """
    if table.width < 2 or len(table.rows) < 3:
        return False
    fields: set[str] = set()
    keys = 0
    for row in table.rows[:SAMPLED_ROWS]:
        filled = [cell for cell in row.cells if cell.text.strip()]
        known = [cell for cell in filled if _is_key(cell)]
        if len(filled) > 2 and len(known) == len(filled) and not _is_above_stages(filled):
            return False
        for pair in _pairs_of(row):
            keys += 1
            if _is_beside_heading(pair):
                return False
            found = _field(pair)
            if found is not None:
                fields.add(found)
        if len(filled) > 2 and len(known) > len(filled) // 2 + 1 and not _is_above_stages(filled):
            return False
    first = next((cell.text for row in table.rows for cell in row.cells if cell.text.strip()), "")
    return (
        "name" in fields
        and keys >= 3
        and bool(fields & CORE)
        and (titles.is_title(first) or not looks_like_duty(first))
    )


def pairs(table: Table) -> Paired:
    """The matters of the table. A heading merged downwards holds for the rows that it covers; under one for duties,
    or below a row of the headings 环节 and 责任事项, two values in a row are a stage and its duty."""
    gatherer = _Gatherer(table)
    for row in table.rows:
        gatherer.row(row)
    return gatherer.found()


class _Gatherer:
    def __init__(self, table: Table) -> None:
        self._width = table.width
        self._result = Paired()
        self._blocks: list[_Block] = []
        self._leader: str | None = None
        self._covering: tuple[str, Cell, int] | None = None
        self._spans_known = table.spans_known
        self._last: str | None = None
        self._staged = False
        pairs = [pair for row in table.rows for pair in _pairs_of(row)]
        self._sure = {
            field for pair in pairs for field, is_sure in [_lookup(pair)] if is_sure and field is not None
        }
        self._weak: dict[str, str] = {}

    def found(self) -> Paired:
        """What the rows were."""
        self._result.matters = [PairedMatter(block.rows(), block.lines) for block in self._blocks]
        return self._result

    def row(self, row: Row) -> None:
        """The next row."""
        filled = [cell for cell in row.cells if cell.text.strip()]
        covering = self._covering
        if covering is not None:
            name, key, left = covering
            self._covering = (name, key, left - 1) if left > 1 else None
            right = [cell for cell in row.cells if cell.column > key.column]
            if filled and filled[0] in right:
                self._values(name, right, row.place)
                return
        if not filled:
            return
        found = _pairs_of(row)
        if not found and not self._spans_known and self._last is not None and not row.cells[0].text.strip():
            self._values(self._last, filled, row.place)
            return
        if not found or (len(filled) == 1 and filled[0].colspan >= self._width):
            self._unkeyed(row, filled)
            return
        if all(_field(pair) in STAGES for pair in found) and len(filled) == 2 and _is_key(filled[1]):
            self._staged = True
            self._block(None).add_heading(filled[0].text, STAGES[0])
            self._block(None).add_heading(filled[1].text, STAGES[1])
            return
        self._staged = False
        self._above(row, found)
        for pair in found:
            self._pair(pair, row.place)

    def _unkeyed(self, row: Row, filled: list[Cell]) -> None:
        if self._staged and len(filled) == 2:
            self._block(None).add_stage(filled[0], filled[1], row.place)
            return
        line = "  ".join(cell.text.strip() for cell in filled) if len(filled) > 1 else filled[0].text
        self._line(line, row.place)

    def _above(self, row: Row, found: Sequence[_Pair]) -> None:
        """Cells left of the first heading that gather nothing are kept as a line."""
        taken = {id(cell) for pair in found for cell in (pair.key, *pair.values)}
        groups = {pair.group for pair in found}
        for cell in row.cells:
            if cell.text.strip() and id(cell) not in taken and cell.text not in groups:
                self._line(cell.text, row.place)

    def _line(self, text: str, place: Place) -> None:
        (self._blocks[-1].lines if self._blocks else self._result.lines).append((text, place))

    def _pair(self, pair: _Pair, place: Place) -> None:
        name = self._name(pair) or f"extra[{headings.extra_key([pair.key.text])}]"
        block = self._block(name)
        label = f"{pair.key.text.strip().rstrip('：:')}："
        if pair.values and name.startswith("adjustment.") and adjustment_label(label) is not None:
            block.notes.append(label + "  ".join(cell.text for cell in pair.values))
            return
        heading = pair.key.text if pair.group is None else f"{pair.group}\n{pair.key.text}"
        name = self._last = block.add_heading(heading, name)
        self._values(name, pair.values, place)
        if pair.key.rowspan > 1:
            self._covering = (name, pair.key, pair.key.rowspan - 1)

    def _name(self, pair: _Pair) -> str | None:
        """The field of a heading, ``None`` for an extra one; one of many uses names a field only where no other heading
        of the table does."""
        found, is_sure = _lookup(pair)
        if found is None or is_sure:
            return found
        heading = headings.plain(pair.key.text)
        return found if found not in self._sure and self._weak.setdefault(found, heading) == heading else None

    def _values(self, name: str, cells: Sequence[Cell], place: Place) -> None:
        block = self._block(None)
        filled = [cell for cell in cells if cell.text.strip()]
        if name in STAGES and len(filled) >= 2:
            if self._is_subheading(name, filled[:2]):
                block.add_heading(filled[0].text, STAGES[0])
                return
            for stage_field in STAGES:
                block.add_heading(headings.COLUMN_FIELDS[stage_field][0], stage_field)
            block.add_stage(filled[0], filled[1], place)
            filled = filled[2:]
            name = STAGES[1]
        elif not filled:
            filled = list(cells[:1]) or [Cell("", 0)]
        for cell in filled:
            if name == STAGES[0]:
                block.add_stage(cell, None, place)
            elif name == STAGES[1]:
                block.add_stage(None, cell, place)
            else:
                block.add(name, cell, place)

    def _is_subheading(self, name: str, cells: Sequence[Cell]) -> bool:
        """Whether two cells right of a heading for duties are headings themselves ("环节", "内容")."""
        upper = self._blocks[-1].heading(name)
        return [headings.column_field([upper, cell.text])[0] for cell in cells] == list(STAGES)

    def _block(self, name: str | None) -> _Block:
        """The block that the next value belongs to: a new one where the heading that began the last one, or the
        name, comes again."""
        last = self._blocks[-1] if self._blocks else None
        if name is not None:
            self._leader = self._leader or name
        if last is None or (
            name is not None and name in (self._leader, "name") and last.has(name) and last.has("name")
        ):
            last = _Block()
            self._blocks.append(last)
            self._staged = False
        return last


class _Block:
    """The values of one matter."""

    def __init__(self) -> None:
        self.lines: list[Text] = []
        self.notes: list[str] = []
        self._columns: dict[str, str] = {}
        self._values: dict[str, list[tuple[Cell, Place]]] = {}
        self._stages: list[tuple[Cell | None, Cell | None, Place]] = []

    def has(self, name: str) -> bool:
        """Whether a value for the field has come by."""
        return name in self._values

    def heading(self, name: str) -> str:
        """How the field is headed."""
        return self._columns.get(name, "")

    def add_heading(self, heading: str, name: str) -> str:
        """Notes how a field is headed; returns the field, another extra one where the heading differs."""
        if name.startswith("extra["):
            key, count = name, 1
            while self._columns.get(key, heading) != heading:
                count += 1
                key = f"{name[:-1]}（{count}）]"
            name = key
        self._columns.setdefault(name, heading)
        return name

    def add(self, name: str, cell: Cell, place: Place) -> None:
        """A value."""
        self._values.setdefault(name, []).append((cell, place))

    def add_stage(self, stage: Cell | None, duty: Cell | None, place: Place) -> None:
        """A stage or a duty or both; a duty alone may be that of the stage before it."""
        if stage is None and self._stages and self._stages[-1][1] is None:
            self._stages[-1] = (self._stages[-1][0], duty, place)
        else:
            self._stages.append((stage, duty, place))

    def rows(self) -> MatterRows:
        """The block as rows under headings."""
        header = Header(
            tuple(self._columns), tuple(Column(heading, name) for name, heading in self._columns.items())
        )
        count = max([1, len(self._stages), *(len(values) for values in self._values.values())])
        rows: MatterRows | None = None
        for index in range(count):
            cells: list[Cell | None] = []
            place = Place()
            for column, name in enumerate(header.fields):
                found = self._at(name, index)
                place = found[1] if found is not None else place
                cells.append(None if found is None else Cell(found[0].text, column, 1, 1, found[0].marks))
            reading = read_row(Slots(tuple(cells), (True,) * len(cells), place), header)
            if rows is None:
                rows = MatterRows(header, None)
                rows.begin(None, reading)
            else:
                rows.rows.append(reading.entries)
                rows.found += reading.found
        made = rows or MatterRows(header, None)
        made.notes = self.notes
        return made

    def _at(self, name: str, index: int) -> tuple[Cell, Place] | None:
        if name in STAGES:
            if index >= len(self._stages):
                return None
            stage, duty, place = self._stages[index]
            cell = stage if name == STAGES[0] else duty
            return None if cell is None else (cell, place)
        values = self._values.get(name, [])
        return values[index] if index < len(values) else None


def _is_key(cell: Cell) -> bool:
    return len(cell.text) <= MAX_KEY and headings.is_heading(cell.text)


def _field(pair: _Pair) -> str | None:
    return _lookup(pair)[0]


def _lookup(pair: _Pair) -> tuple[str | None, bool]:
    return headings.column_field([pair.key.text] if pair.group is None else [pair.group, pair.key.text])


def _is_above_stages(filled: Sequence[Cell]) -> bool:
    """Whether the cells are a heading for duties that is merged downwards, and the headings of its columns."""
    first, *inner = filled
    return (
        first.rowspan > 1
        and headings.field_of(first.text) in STAGES
        and [headings.column_field([first.text, cell.text])[0] for cell in inner] == list(STAGES)
    )


def _is_beside_heading(pair: _Pair) -> bool:
    """Whether heading and value are two neighbours in a row of headings."""
    return (
        bool(pair.values)
        and _field(pair) in LEADING
        and len(pair.values[0].text) <= MAX_KEY
        and headings.field_of(pair.values[0].text) in LEADING
    )


def _pairs_of(row: Row) -> list[_Pair]:
    """The headings of a row with their values: the first cell is a heading, or gathers and the second is one; after
    a value another heading may follow."""
    cells = list(row.cells)
    start = next((index for index, cell in enumerate(cells) if cell.text.strip()), len(cells))
    group: str | None = None
    if start + 2 < len(cells) and _gathers(cells[start]) and _is_key(cells[start + 1]):
        group = cells[start].text
        start += 1
    if start + 1 >= len(cells) or not _is_key(cells[start]):
        return []
    found: list[_Pair] = []
    index = start
    while index < len(cells):
        end = index + 2
        while end < len(cells) and not (_is_key(cells[end]) and end + 1 < len(cells)):
            end += 1
        found.append(_Pair(cells[index], tuple(cells[index + 1 : end]), group))
        index = end
    return found


def _gathers(cell: Cell) -> bool:
    """Whether a cell merged downwards only gathers the headings to its right."""
    known = _is_key(cell) and headings.plain(cell.text) not in GROUPS
    return cell.rowspan > 1 and len(cell.text) <= MAX_KEY and not known
