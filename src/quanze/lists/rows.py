"""The rows of one matter, gathered and made into a :class:`Matter`."""

from __future__ import annotations

from dataclasses import replace

from quanze.lists import headings, markup
from quanze.lists.adjusted import split_old_new
from quanze.lists.grid import Cell
from quanze.lists.model import AdjustmentNote, AnnexKind, Finding, Matter, Place, Span, Stage, Text
from quanze.lists.names import named, normalise
from quanze.lists.repairs import DIVIDED, JOINED, NAME_BLANKS, NO_NAME, RESIDUE, SHIFTED, Repair
from quanze.lists.sheet import ADJUSTMENT_LABELS, Header, Slots

SENTENCE_ENDS = "。；;：:！？!?”』」）)"
NAMES = frozenset({"name", "category", "office"})
STAGE_FIELDS = frozenset({"stages.name", "stages.duty"})

Entry = tuple[str, tuple[Span, ...]]
"""A cell's text less converter tags, and its underlines."""


def adjustment_label(text: str) -> tuple[str, str] | None:
    """Field and text of a line such as ``调整原因：依据…``, or ``None`` for any other line."""
    stripped = text.strip()
    for label, field in ADJUSTMENT_LABELS.items():
        if stripped.startswith(label):
            rest = stripped[len(label) :].lstrip()
            if rest[:1] in "：:" and rest:
                return field, rest[1:].strip()
    return None


class MatterRows:
    """One matter while its rows pass by."""

    def __init__(self, header: Header, category: str | None) -> None:
        self.header = header
        self._category = category
        self._rows: list[dict[str, Entry | None]] = []
        self._notes: list[str] = []
        self._found: list[tuple[Repair, str, str | None, Place | None]] = []
        self._inherited: dict[str, Entry] = {}
        self._covering: dict[str, Entry] = {}

    @property
    def is_adjusted(self) -> bool:
        """Whether 调整情况 or 调整原因 stand under the matter."""
        return bool(self._notes)

    def add_note(self, text: str) -> None:
        """A line with 调整情况 or 调整原因."""
        self._notes.append(text)

    def cover(self, above: MatterRows, slots: Slots, header: Header) -> None:
        """Take from the matter above what cells merged downwards over both say of this one as well (a category or a
        liability that holds for many)."""
        for column, field in enumerate(header.fields):
            if field and not slots.free[column] and slots.cells[column] is None:
                entry = above._last(field) or above._covering.get(field)
                if entry is not None:
                    self._covering[field] = entry

    def has_sub_item(self) -> bool:
        """Whether a row so far holds a 子项."""
        return any(
            entry is not None and entry[0].strip() and field.startswith("extra[子项")
            for row in self._rows
            for field, entry in row.items()
        )

    def sub_item(self, header: Header) -> MatterRows:
        """The rows of a further 子项: what is merged over it comes from the one above."""
        rows = MatterRows(header, self._category)
        for field in header.fields:
            entry = self._first(field)
            if entry is not None:
                rows._inherited[field] = entry
        return rows

    def add(self, slots: Slots, header: Header, *, after_break: bool, duties: set[str]) -> None:
        """The next row. ``after_break``: it is the first of a table that goes on without a header; ``duties``
        collects the duties met so far."""
        if slots.moved is not None:
            self._found.append((SHIFTED, slots.moved, None, slots.place))
        row: dict[str, Entry | None] = {}
        for column, field in enumerate(header.fields):
            if field:
                cell = slots.cells[column] if column < len(slots.cells) else None
                row[field] = self._entry(cell, field, slots.place)
        if not self._rows:
            for field, entry in self._inherited.items():
                own = row.get(field)
                if own is None or not own[0].strip():
                    row[field] = entry
        elif self._continues(row, after_break, duties):
            self._join(row, slots.place)
            return
        self._rows.append(row)
        duty = row.get("stages.duty")
        if duty is not None and duty[0].strip():
            duties.add(duty[0].strip())

    def has(self, field: str) -> bool:
        """Whether a text for the field has come by."""
        return self._last(field) is not None

    def add_value(self, field: str, cell: Cell, place: Place) -> None:
        """A value from a table of headings and values; a stage or duty begins a row of its own."""
        entry = self._entry(cell, field, place)
        last = self._rows[-1] if self._rows else None
        if last is None or last.get(field) is not None or (field == "stages.name" and "stages.duty" in last):
            last = {}
            self._rows.append(last)
        last[field] = entry

    def _entry(self, cell: Cell | None, field: str, place: Place) -> Entry | None:
        if cell is None:
            return None
        if markup.has_tags(cell.text):
            self._found.append((RESIDUE, RESIDUE.title, field, place))
            return markup.clean(cell.text, cell.marks)
        return cell.text, cell.marks

    def _continues(self, row: dict[str, Entry | None], after_break: bool, duties: set[str]) -> bool:
        """Whether the row only carries on cells of the row above, as when a page break divides them."""
        filled = {field: entry[0] for field, entry in row.items() if entry is not None and entry[0].strip()}
        if not filled:
            return False
        duty = filled.get("stages.duty", "").strip()
        if "stages.name" in filled or duty in duties:
            return False
        if duty:
            above = self._last("stages.duty")
            return (
                after_break
                and "stages.name" in row
                and above is not None
                and above[0].strip()[-1:] not in SENTENCE_ENDS
                and not duty[0].isdigit()
                and duty[0] not in "（("
            )
        carried = [self._last(field) for field in filled]
        return all(above is not None and above[0].strip()[-1:] not in SENTENCE_ENDS for above in carried)

    def _join(self, row: dict[str, Entry | None], place: Place) -> None:
        for field, entry in row.items():
            if entry is None or not entry[0].strip():
                continue
            for earlier in reversed(self._rows):
                above = earlier.get(field)
                if above is not None and above[0].strip():
                    size = len(above[0])
                    moved = tuple((start + size, end + size) for start, end in entry[1])
                    earlier[field] = (above[0] + entry[0], above[1] + moved)
                    break
            self._found.append((JOINED, f"“{entry[0].strip()[:20]}”接在上一行同一栏的后面", field, place))

    def _first(self, field: str) -> Entry | None:
        entries = [row[field] for row in self._rows if row.get(field) is not None]
        filled = [entry for entry in entries if entry is not None and entry[0].strip()]
        return filled[0] if filled else (entries[0] if entries else None)

    def _last(self, field: str) -> Entry | None:
        for row in reversed(self._rows):
            entry = row.get(field)
            if entry is not None and entry[0].strip():
                return entry
        return None

    # the matter

    def matter(self, kind: AnnexKind, findings: list[Finding]) -> Matter:
        """The matter of these rows; what was repaired is added to ``findings``."""
        present = {field for row in self._rows for field in row} | set(self.header.fields)
        before: dict[str, Text] = {}
        parts: dict[str, tuple[str, ...]] = {}
        values: dict[str, Text] = {}
        for field in self._order(present):
            if field in STAGE_FIELDS:
                continue
            if field.startswith("before["):
                entry = self._first(field) or ("", ())
                before[field[7:-1]] = Text.plain(*entry)
                continue
            text = self._field(field, kind, before, parts)
            if text is not None:
                values[field] = text
        if parts:
            self._found.extend((DIVIDED, DIVIDED.title, field, None) for field in parts)
        stages = self._stages(present, kind, before)
        name = values.get("name") or Text("", "")
        matter = Matter(
            number=values.get("number"),
            name=name,
            category=self._categorised(values.get("category")),
            basis=values.get("basis"),
            stages=stages,
            liability=values.get("liability"),
            office=values.get("office"),
            extra={field[6:-1]: text for field, text in values.items() if field.startswith("extra[")},
            before=before if before or kind is AnnexKind.ADJUSTED else None,
            adjustment=self._adjustment(values, kind),
            parts=parts,
        )
        self._report(matter, kind, findings)
        return matter

    def _order(self, present: set[str]) -> list[str]:
        known = [field for field in self.header.fields if field in present]
        return [*dict.fromkeys(known), *sorted(present - set(known) - {""})] if present else known

    def _field(
        self, field: str, kind: AnnexKind, before: dict[str, Text], parts: dict[str, tuple[str, ...]]
    ) -> Text | None:
        entries = [row.get(field) for row in self._rows]
        filled = [entry for entry in entries if entry is not None and entry[0].strip()]
        if not filled:
            if field in self._covering:
                return replace(_text(field, *self._covering[field]), exact=None)
            blank = next((entry for entry in entries if entry is not None), None)
            return _text(field, *(blank or ("", ())))
        if len(filled) > 1:
            parts[field] = tuple("" if entry is None else entry[0] for entry in entries)
            joined, marks = _joined(filled)
            if field in NAMES:
                value = "\n".join(named(entry[0]).value for entry in filled)
                return Text(value, joined)
            return Text(joined, joined, marks)
        text, marks = filled[0]
        if kind is AnnexKind.ADJUSTED and marks and not field.startswith("adjustment"):
            divided = split_old_new(text, marks)
            if divided is not None:
                old, text, marks = divided
                before[field] = _text(field, old, ())
        return _text(field, text, marks)

    def _stages(self, present: set[str], kind: AnnexKind, before: dict[str, Text]) -> tuple[Stage, ...]:
        if not present & STAGE_FIELDS:
            return ()
        stages: list[Stage] = []
        for index, row in enumerate(self._rows):
            name, duty = row.get("stages.name"), row.get("stages.duty")
            if index == 0 and (self._covering.keys() & STAGE_FIELDS):
                stages.append(self._covered_stage(name, duty))
                continue
            if not any(entry is not None and entry[0].strip() for entry in (name, duty)):
                continue
            above = stages[-1] if stages else None
            duty_text = self._covered(duty, "stages.duty", present, None if above is None else above.duty)
            if kind is AnnexKind.ADJUSTED and duty_text is not None and duty_text.marks:
                divided = split_old_new(duty_text.value, duty_text.marks)
                if divided is not None:
                    old, new, marks = divided
                    before[f"stages[{len(stages)}].duty"] = Text.plain(old)
                    duty_text = Text.plain(new, marks)
            name_text = self._covered(name, "stages.name", present, None if above is None else above.name)
            stages.append(Stage(name_text, duty_text))
        return tuple(stages)

    def _covered_stage(self, name: Entry | None, duty: Entry | None) -> Stage:
        """The first stage of a matter whose stage or duty is merged with that of the matter above."""
        texts: dict[str, Text | None] = {}
        for field, entry in (("stages.name", name), ("stages.duty", duty)):
            if entry is not None:
                texts[field] = named(*entry) if field == "stages.name" else Text.plain(*entry)
            elif field in self._covering:
                made = named if field == "stages.name" else Text.plain
                texts[field] = replace(made(*self._covering[field]), exact=None)
        return Stage(texts.get("stages.name"), texts.get("stages.duty"))

    def _covered(self, entry: Entry | None, field: str, present: set[str], above: Text | None) -> Text | None:
        """The text of a stage's cell; where a merged cell covers it, that cell's value with no exact text."""
        if field not in present:
            return None
        if entry is not None:
            return named(*entry) if field == "stages.name" else Text.plain(*entry)
        return Text("" if above is None else above.value, None)

    def _categorised(self, cell: Text | None) -> Text | None:
        if cell is None:
            return None if self._category is None else Text(self._category, None)
        if not cell.value:
            return Text(self._category or "", cell.exact)
        return Text(headings.category_of(cell.value) or cell.value, cell.exact, cell.marks)

    def _adjustment(self, values: dict[str, Text], kind: AnnexKind) -> AdjustmentNote | None:
        found = {field: text for field, text in values.items() if field.startswith("adjustment.")}
        for line in self._notes:
            noted = adjustment_label(line)
            if noted is not None:
                found.setdefault(noted[0], Text(noted[1], line))
        if not found and kind is not AnnexKind.ADJUSTED:
            return None
        return AdjustmentNote(found.get("adjustment.summary"), found.get("adjustment.reason"))

    def _report(self, matter: Matter, kind: AnnexKind, findings: list[Finding]) -> None:
        number = None if matter.number is None else matter.number.value
        name = matter.name.value

        def report(
            repair: Repair, message: str, field: str | None = None, place: Place | None = None
        ) -> None:
            findings.append(
                Finding(
                    repair.code,
                    repair.severity,
                    message,
                    annex=kind,
                    matter=name,
                    number=number,
                    field=field,
                    place=place,
                )
            )

        if not name:
            report(NO_NAME, NO_NAME.title, "name")
        for repair, message, field, place in self._found:
            report(repair, message, field if field not in STAGE_FIELDS else None, place)
        texts = [("name", matter.name), ("category", matter.category), ("office", matter.office)]
        texts += [(f"stages[{index}].name", stage.name) for index, stage in enumerate(matter.stages)]
        for path, text in texts:
            if text is not None and text.exact and any(char.isspace() for char in text.exact.strip()):
                if path in matter.parts:
                    continue
                shown = " ".join(text.exact.split())
                report(NAME_BLANKS, f"“{shown}”中夹有空格或换行，已按“{normalise(text.exact)}”理解", path)


def _text(field: str, text: str, marks: tuple[Span, ...]) -> Text:
    if field in NAMES:
        return named(text, marks)
    if field == "number":
        return Text("".join(text.split()), text)
    return Text.plain(text, marks)


def _joined(entries: list[Entry]) -> Entry:
    texts: list[str] = []
    marks: list[Span] = []
    size = 0
    for text, spans in entries:
        marks.extend((start + size, end + size) for start, end in spans)
        texts.append(text)
        size += len(text) + 1
    return "\n".join(texts), tuple(marks)
