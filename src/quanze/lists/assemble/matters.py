"""Gathered rows → :class:`Matter`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quanze.lists import headings
from quanze.lists.assemble.adjusted import split_old_new
from quanze.lists.assemble.rows import Entry, MatterRows, adjustment_label
from quanze.lists.model import AdjustmentNote, AnnexKind, Finding, Matter, Place, Span, Stage, Text
from quanze.lists.names import named, normalise
from quanze.lists.repairs import DIVIDED, FILLED, NAME_BLANKS, NO_NAME, Repair

NAMES = frozenset({"name", "category", "office"})
STAGE_FIELDS = frozenset({"stages.name", "stages.duty"})
BLANK: Entry = ("", ())


def make_matter(rows: MatterRows, kind: AnnexKind, findings: list[Finding]) -> Matter:
    """The matter of these rows; what was repaired is added to ``findings``."""
    return _Making(rows, kind).matter(findings)


class _Making:
    def __init__(self, rows: MatterRows, kind: AnnexKind) -> None:
        self._rows = rows
        self._kind = kind
        self._present = {field for row in rows.rows for field in row} | set(rows.header.fields) - {""}
        self._before: dict[str, Text] = {}
        self._parts: dict[str, tuple[str, ...]] = {}

    def matter(self, findings: list[Finding]) -> Matter:
        values: dict[str, Text] = {}
        for field in self._order():
            if field not in STAGE_FIELDS:
                values[field] = self._field(field)
        for field in list(values):
            if field.startswith("before["):
                self._before[field[7:-1]] = values.pop(field)
        stages = self._stages()
        matter = Matter(
            number=values.get("number"),
            name=self._name(values.get("name")),
            category=self._category(values.get("category")),
            basis=values.get("basis"),
            stages=stages,
            liability=values.get("liability"),
            office=values.get("office"),
            extra={field[6:-1]: text for field, text in values.items() if field.startswith("extra[")},
            before=self._before if self._before or self._kind is AnnexKind.ADJUSTED else None,
            adjustment=self._adjustment(values),
            parts=self._parts,
        )
        findings.extend(self._findings(matter))
        return matter

    def _order(self) -> list[str]:
        """The fields in the order of the columns."""
        known = [field for field in self._rows.header.fields if field in self._present]
        return [*dict.fromkeys(known), *sorted(self._present - set(known))]

    def _field(self, field: str) -> Text:
        entries = [row.get(field) for row in self._rows.rows]
        filled = [entry for entry in entries if entry is not None and entry[0].strip()]
        if not filled:
            blank = next((entry for entry in entries if entry is not None), None)
            if field in self._rows.covering:
                return replace(_text(field, *self._rows.covering[field]), exact=None)
            if field in self._rows.lent:
                return replace(_text(field, *self._rows.lent[field]), exact=(blank or BLANK)[0])
            return _text(field, *(blank or BLANK))
        if len(filled) > 1:
            self._parts[field] = tuple("" if entry is None else entry[0] for entry in entries)
            joined, marks = _joined(filled)
            if _inner(field) in NAMES:
                return Text("\n".join(named(entry[0]).value for entry in filled), joined)
            return Text(joined, joined, marks)
        text, marks = filled[0]
        if self._kind is AnnexKind.ADJUSTED and marks and not field.startswith(("adjustment", "before[")):
            divided = split_old_new(text, marks)
            if divided is not None:
                old, text, marks = divided
                self._before[field] = _text(field, old, ())
        return _text(field, text, marks)

    def _name(self, found: Text | None) -> Text:
        """The name; of a power that is gone, the old one."""
        name = found or Text("", "")
        old = self._before.get("name")
        if not name.value and old is not None and old.value:
            return Text(normalise(old.value), name.exact)
        return name

    def _stages(self) -> tuple[Stage, ...]:
        if not self._present & STAGE_FIELDS:
            return ()
        stages: list[Stage] = []
        for index, row in enumerate(self._rows.rows):
            name, duty = (row.get(field, BLANK) for field in ("stages.name", "stages.duty"))
            if index == 0 and (self._rows.covering.keys() & STAGE_FIELDS):
                stages.append(self._covered_stage(name, duty))
                continue
            if not any(entry is not None and entry[0].strip() for entry in (name, duty)):
                continue
            above = stages[-1] if stages else Stage(None, None)
            duty_text = self._stage_text(duty, "stages.duty", above.duty)
            if self._kind is AnnexKind.ADJUSTED and duty_text is not None and duty_text.marks:
                divided = split_old_new(duty_text.value, duty_text.marks)
                if divided is not None:
                    old, new, marks = divided
                    self._before[f"stages[{len(stages)}].duty"] = Text.plain(old)
                    duty_text = Text.plain(new, marks)
            stages.append(Stage(self._stage_text(name, "stages.name", above.name), duty_text))
        return tuple(stages)

    def _covered_stage(self, name: Entry | None, duty: Entry | None) -> Stage:
        """The first stage of a matter whose stage or duty is merged with that of the matter above."""
        texts: dict[str, Text | None] = {}
        for field, entry in (("stages.name", name), ("stages.duty", duty)):
            if field not in self._present:
                continue
            if entry is not None:
                texts[field] = _text(field, *entry)
            elif field in self._rows.covering:
                texts[field] = replace(_text(field, *self._rows.covering[field]), exact=None)
        return Stage(texts.get("stages.name"), texts.get("stages.duty"))

    def _stage_text(self, entry: Entry | None, field: str, above: Text | None) -> Text | None:
        """The text of a stage's cell; where a merged cell covers it, that cell's value with no exact text."""
        if field not in self._present:
            return None
        if entry is not None:
            return _text(field, *entry)
        return Text("" if above is None else above.value, None)

    def _category(self, cell: Text | None) -> Text | None:
        in_force = self._rows.category
        if cell is None:
            return None if in_force is None else Text(in_force, None)
        if not cell.value:
            return Text(in_force or "", cell.exact)
        return Text(headings.category_of(cell.value) or cell.value, cell.exact, cell.marks)

    def _adjustment(self, values: dict[str, Text]) -> AdjustmentNote | None:
        found = {field: text for field, text in values.items() if field.startswith("adjustment.")}
        lines: dict[str, list[str]] = {}
        for line in self._rows.notes:
            noted = adjustment_label(line)
            if noted is not None:
                lines.setdefault(noted[0], []).append(line)
        for field, parts in lines.items():
            exact = "\n".join(parts)
            noted = adjustment_label(exact)
            if noted is not None:
                found[field] = Text(noted[1], exact)
        if not found and self._kind is not AnnexKind.ADJUSTED:
            return None
        return AdjustmentNote(found.get("adjustment.summary"), found.get("adjustment.reason"))

    def _findings(self, matter: Matter) -> Iterable[Finding]:
        number = None if matter.number is None else matter.number.value

        def finding(repair: Repair, message: str, field: str | None, place: Place | None = None) -> Finding:
            return Finding(
                repair.code,
                repair.severity,
                message,
                annex=self._kind,
                matter=matter.name.value,
                number=number,
                field=field,
                place=place,
            )

        if not matter.name.value:
            yield finding(NO_NAME, NO_NAME.title, "name")
        for repair, message, field, place in self._rows.found:
            yield finding(repair, message, field if field not in STAGE_FIELDS else None, place)
        for field in self._parts:
            yield finding(DIVIDED, DIVIDED.title, field)
        for field, entry in self._rows.lent.items():
            shown = named(entry[0]).value
            yield finding(FILLED, f"子项这一行的单元格空白，已按上一行的“{shown[:40]}”理解", field)
        texts = [("name", matter.name), ("category", matter.category), ("office", matter.office)]
        texts += [(f"stages[{index}].name", stage.name) for index, stage in enumerate(matter.stages)]
        for path, text in texts:
            if text is None or not text.exact or path in matter.parts:
                continue
            if any(char.isspace() for char in text.exact.strip()):
                shown = " ".join(text.exact.split())
                message = f"“{shown}”中夹有空格或换行，已按“{normalise(text.exact)}”理解"
                yield finding(NAME_BLANKS, message, path)


def _inner(field: str) -> str:
    return field[7:-1] if field.startswith("before[") else field


def _text(field: str, text: str, marks: tuple[Span, ...]) -> Text:
    if _inner(field) in NAMES or field == "stages.name":
        return named(text, marks)
    if field == "number":
        return Text("".join(text.split()), text)
    if not text.strip():
        return Text("", text)
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
