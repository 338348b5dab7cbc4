"""The rows of one matter, gathered as they pass by; ``matters`` makes the matter of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quanze.lists import markup
from quanze.lists.assemble.alignment import looks_like_duty
from quanze.lists.assemble.header import Header
from quanze.lists.assemble.slots import Slots
from quanze.lists.assemble.spanning import adjustment_label as adjustment_label
from quanze.lists.grid import Cell
from quanze.lists.model import Place, Span
from quanze.lists.repairs import JOINED, RESIDUE, SHIFTED, UNPLACED, Repair
from quanze.lists.underline import tidy

SENTENCE_ENDS = "。；;：:！？!?”』」）)"
LENT = ("number", "name", "category")
"""What a 子项 with a blank cell has from the matter above it."""

Entry = tuple[str, tuple[Span, ...]]
"""A cell's text less converter tags, and its underlines."""

Found = tuple[Repair, str, str | None, Place | None]
"""A repair, its message, the field and the place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One row read under its headings: an entry per field, ``None`` where a merged cell from above covers it;
    texts that stand in no column; what was repaired."""

    entries: dict[str, Entry | None]
    strays: tuple[str, ...]
    found: tuple[Found, ...]
    place: Place
    begins_sub_item: bool

    def text(self, field: str) -> str:
        """The row's own text for a field, stripped; "" where it has none."""
        entry = self.entries.get(field)
        return "" if entry is None else entry[0].strip()

    @property
    def begins_matter(self) -> bool:
        """Whether a new matter begins in this row: it has a number or a name of its own."""
        return bool(self.text("number") or self.text("name") or self.text("before[name]"))

    @property
    def is_blank(self) -> bool:
        """Whether no field has a text of its own."""
        return not any(entry is not None and entry[0].strip() for entry in self.entries.values())


def read_row(slots: Slots, header: Header) -> Reading:
    """The row under its headings."""
    found: list[Found] = []
    if slots.moved is not None:
        found.append((SHIFTED, slots.moved, None, slots.place))
    entries: dict[str, Entry | None] = {field: ("", ()) for field in header.fields if field}
    strays = list(slots.spilt)
    for column, cell in enumerate(slots.cells):
        field = header.fields[column] if column < len(header.fields) else ""
        if cell is None:
            if field and slots.is_covered(column):
                entries[field] = None
        elif field:
            entries[_aim(cell, field, header)] = _entry(cell, field, slots.place, found)
        elif cell.text.strip():
            strays.append(
                markup.clean(cell.text)[0].strip() if markup.has_tags(cell.text) else cell.text.strip()
            )
    found += [
        (UNPLACED, f"“{text[:40]}”不在任何栏目之内，已保留在附件的其他文字中", None, slots.place)
        for text in strays
    ]
    sub_item = any(slots.text(column) for column in header.sub_items)
    return Reading(entries, tuple(strays), tuple(found), slots.place, sub_item)


def _aim(cell: Cell, field: str, header: Header) -> str:
    """The field that a cell fills: a sentence merged over the columns of stage and duty is a duty."""
    beside = header.fields[cell.column + 1 : cell.column + cell.colspan]
    if field == "stages.name" and "stages.duty" in beside and looks_like_duty(cell.text):
        return "stages.duty"
    return field


def _entry(cell: Cell, field: str, place: Place, found: list[Found]) -> Entry:
    if markup.has_tags(cell.text):
        found.append((RESIDUE, RESIDUE.title, field, place))
        text, marks = markup.clean(cell.text, cell.marks)
        return text, tidy(text, marks)
    return cell.text, tidy(cell.text, cell.marks) if cell.marks else ()


def by_stages(row: Reading, header: Header) -> list[Reading]:
    """The row as one for each stage that has duties in a column of its own; the first one has the other texts too."""
    if not header.stages:
        return [row]
    others = {field: entry for field, entry in row.entries.items() if field not in dict(header.stages)}
    found = [
        replace(row, entries={"stages.name": (name, ()), "stages.duty": entry}, strays=(), found=())
        for field, name in header.stages
        if (entry := row.entries.get(field)) is None or entry[0].strip()
    ]
    first = found[0].entries if found else {"stages.name": ("", ()), "stages.duty": ("", ())}
    return [replace(row, entries={**others, **first}), *found[1:]]


class MatterRows:
    """One matter while its rows pass by.

    ``rows`` hold an entry per field, ``None`` where a merged cell covers it; ``covering`` is what cells merged from
    the matter above say, ``lent`` what a 子项 has from there where its own cells are blank; ``notes`` are the lines
    of 调整情况 and 调整原因; ``category`` is the one in force where the rows have none.
    """

    def __init__(self, header: Header, category: str | None) -> None:
        self.header = header
        self.category = category
        self.rows: list[dict[str, Entry | None]] = []
        self.notes: list[str] = []
        self.found: list[Found] = []
        self.covering: dict[str, Entry] = {}
        self.lent: dict[str, Entry] = {}

    def add_note(self, text: str) -> None:
        """A line with 调整情况 or 调整原因."""
        self.notes.append(text)

    def has_room_for(self, note: str) -> bool:
        """Whether a line with 调整情况 or 调整原因 says what no column of this matter says."""
        noted = adjustment_label(note)
        return noted is not None and self.last(noted[0]) is None

    def take_surplus(self, row: Reading) -> list[str]:
        """Takes from the row, and returns, what a line below the matter has said already (调整原因)."""
        said = {found[0] for note in self.notes if (found := adjustment_label(note)) is not None}
        surplus = []
        for field in sorted(said & row.entries.keys()):
            if row.text(field):
                surplus.append(row.text(field))
                row.entries[field] = ("", ())
        return surplus

    def begin(self, above: MatterRows | None, row: Reading) -> None:
        """The matter's first row. From the matter above come what merged cells say of both, and for a 子项 what its
        own cells leave blank."""
        self.found += row.found
        self.rows.append(row.entries)
        if above is None:
            return
        for field, own in row.entries.items():
            entry = above.last(field) or above.covering.get(field) or above.lent.get(field)
            if entry is None:
                continue
            if own is None:
                self.covering[field] = entry
            elif row.begins_sub_item and field in LENT and not row.text("name") and not own[0].strip():
                self.lent[field] = entry

    def add(self, row: Reading, *, torn: bool, after_break: bool, duties: set[str]) -> None:
        """A further row. ``torn``: it carries on this one's cells, as :meth:`is_torn` said; ``after_break``: a page
        break or a repeated header stands before it; ``duties`` are those met so far in the list."""
        self.found += row.found
        if torn or self._goes_on(row, after_break, duties):
            self.join(row)
        else:
            self.rows.append(row.entries)

    def is_torn(self, row: Reading) -> bool:
        """Whether a row after a page break only carries on the matter's name and perhaps other cells: it has neither
        number nor category where this matter has both, and no text above is at its end."""
        if row.text("number") or row.text("stages.name") or not row.text("name"):
            return False
        if self.last("number") is None or "number" not in row.entries:
            return False
        if row.text("category") or ("category" in row.entries and self.last("category") is None):
            return False
        return all(self._is_open(field) for field, entry in row.entries.items() if entry and entry[0].strip())

    def join(self, row: Reading) -> None:
        """Puts each text of the row behind the text above it."""
        left: dict[str, Entry | None] = {}
        for field, entry in row.entries.items():
            if entry is None or not entry[0].strip():
                continue
            target = next((r for r in reversed(self.rows) if (e := r.get(field)) and e[0].strip()), None)
            if target is None:
                left[field] = entry
                continue
            above = target[field] or ("", ())
            size = len(above[0])
            moved = tuple((start + size, end + size) for start, end in entry[1])
            joined = above[0] + entry[0]
            target[field] = (joined, tidy(joined, above[1] + moved))
            self.found.append(
                (JOINED, f"“{entry[0].strip()[:20]}”接在上一行同一栏的后面，请与原件核对", field, row.place)
            )
        if left:
            self.rows.append(left)

    def last(self, field: str) -> Entry | None:
        """The last text of a field that is not blank."""
        for row in reversed(self.rows):
            entry = row.get(field)
            if entry is not None and entry[0].strip():
                return entry
        return None

    def _is_open(self, field: str) -> bool:
        above = self.last(field)
        return above is not None and above[0].strip()[-1:] not in SENTENCE_ENDS

    def _goes_on(self, row: Reading, after_break: bool, duties: set[str]) -> bool:
        """Whether the row only carries on cells of the row above, as when a page break divides them."""
        filled = [field for field, entry in row.entries.items() if entry is not None and entry[0].strip()]
        if not filled or "stages.name" in filled:
            return False
        if not after_break and None in row.entries.values():
            return False  # drawn as a row of its own under cells that are merged downwards
        duty = row.text("stages.duty")
        if duty:
            return (
                after_break
                and duty not in duties
                and self._is_open("stages.duty")
                and not duty[0].isdigit()
                and duty[0] not in "（(①②③④⑤⑥⑦⑧⑨⑩"
            )
        return all(self._is_open(field) for field in filled)
