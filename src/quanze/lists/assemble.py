"""Blocks of any format → :class:`ListDocument`. Knows lists and nothing of formats; every repair is a finding."""

from __future__ import annotations

from collections.abc import Iterable

from quanze.lists import headings, markup
from quanze.lists.foot import contact, contact_fields
from quanze.lists.grid import Block, Line, Note, Table
from quanze.lists.model import (
    Annex,
    AnnexKind,
    CategoryHead,
    Column,
    Finding,
    ListDocument,
    Matter,
    Place,
    Source,
)
from quanze.lists.names import normalise
from quanze.lists.pairs import pairs
from quanze.lists.refusal import Refusal
from quanze.lists.repairs import EXTRA_COLUMN, NO_HEADING, NOTES, REPEATED_HEADING, RESIDUE, UNPLACED, Repair
from quanze.lists.rows import MatterRows, adjustment_label
from quanze.lists.sheet import Header, Slots, header_at, is_pairs, slots_of

NOT_A_LIST = (
    "没有找到权责清单的表格：需要有“职权名称（项目名称、事项名称）”一列，"
    "以及实施依据、责任事项、职权类别等列中的至少一列"
)


def assemble(blocks: Iterable[Block], source: Source | None = None) -> ListDocument:
    """The list that the blocks hold. Raises :class:`Refusal` where they hold none."""
    assembler = _Assembler()
    for block in blocks:
        if isinstance(block, Line):
            assembler.line(block.text, block.place)
        else:
            assembler.table(block)
    return assembler.document(source)


class _AnnexDraft:
    """An annex while it is read."""

    def __init__(self) -> None:
        self.kind: AnnexKind | None = None
        self.label: str | None = None
        self.title: str | None = None
        self.head: list[str] = []
        self.tail: list[str] = []
        self.foot: list[str] = []
        self.categories: list[CategoryHead] = []
        self.columns: list[Column] = []
        self.matters: list[MatterRows] = []
        self.has_table = False
        self.findings: list[tuple[Repair, str, Place | None]] = []

    def annex(self, findings: list[Finding]) -> Annex:
        kind = self.kind or self._kind_by_content()
        matters: list[Matter] = []
        for rows in self.matters:
            matters.append(rows.matter(kind, findings))
        findings.extend(
            Finding(repair.code, repair.severity, message, annex=kind, place=place)
            for repair, message, place in self.findings
        )
        totals = (headings.declared_total(line) for line in self.head)
        return Annex(
            kind=kind,
            title=self.title,
            label=self.label,
            declared_total=next((total for total in totals if total is not None), None),
            head=tuple(self.head),
            columns=tuple(self.columns),
            categories=tuple(self.categories),
            matters=tuple(matters),
            contact=contact(self.foot),
            tail=tuple(self.tail),
        )

    def _kind_by_content(self) -> AnnexKind:
        found = {column.field for column in self.columns}
        if any(rows.is_adjusted for rows in self.matters) or any(
            field.startswith(("before[", "adjustment.")) for field in found
        ):
            return AnnexKind.ADJUSTED
        if found.isdisjoint({"basis", "stages.duty", "stages.name", "liability"}):
            return AnnexKind.CATALOGUE
        return AnnexKind.RETAINED


class _Assembler:
    def __init__(self) -> None:
        self._annexes: list[_AnnexDraft] = []
        self._current = _AnnexDraft()
        self._header: Header | None = None
        self._category: str | None = None
        self._duties: set[str] = set()

    # lines and rows that span the table

    def line(self, text: str, place: Place) -> None:
        """A paragraph, or a row that is one text across the whole table."""
        if markup.has_tags(text):
            self._current.findings.append((RESIDUE, RESIDUE.title, place))
            text = markup.clean(text)[0]
        stripped = text.strip()
        if not stripped:
            return
        bare = stripped.lstrip("#").strip() if stripped.startswith("#") else stripped
        label = headings.annex_label(bare)
        if label is not None:
            self._begin(label[0], label[1])
            return
        if self._title(bare, place):
            return
        current = self._current
        category = headings.category_line(stripped)
        if category is not None:
            current.categories.append(CategoryHead(category[0], category[1], text, len(current.matters)))
            self._category = category[0]
            return
        if adjustment_label(stripped) is not None and current.matters:
            current.matters[-1].add_note(text)
            return
        if contact_fields(stripped) is not None and (current.has_table or current.title is not None):
            current.foot.append(text)
            return
        if current.has_table:
            current.tail.append(text)
            if headings.declared_total(text) is None:
                current.findings.append(
                    (UNPLACED, f"“{stripped[:40]}”不属于任何栏目，已保留在附件的其他文字中", place)
                )
        else:
            current.head.append(text)

    def _begin(self, label: str, title: str | None) -> None:
        self._close()
        self._current.label = label
        if title is not None:
            self._name(title)

    def _title(self, text: str, place: Place) -> bool:
        if not headings.is_title(text):
            return False
        current = self._current
        if current.title is not None:
            if not current.has_table:
                return False
            kind = headings.kind_of_title(text)
            section = next((c for c in headings.CATEGORIES if c in normalise(text)), None)
            if section is not None and kind in (None, current.kind):
                return False
            self._close()
        elif current.has_table:
            self._close()
        self._name(text)
        return True

    def _name(self, title: str) -> None:
        self._current.title = title
        self._current.kind = headings.kind_of_title(title)

    def _close(self) -> None:
        """Ends the current annex; what stood before the first annex's label stays with that annex."""
        current = self._current
        self._header = None
        self._category = None
        if not current.has_table and current.title is None and not current.matters:
            carried = _AnnexDraft()
            carried.head = current.head
            carried.label = current.label
            carried.findings = current.findings
            self._current = carried
            return
        self._annexes.append(current)
        self._current = _AnnexDraft()

    # tables

    def table(self, table: Table) -> None:
        """One table: its header rows, the rows that span it, and the rows of matters."""
        for note in table.notes:
            self._note(note)
        if is_pairs(table):
            self._pairs(table)
            return
        rows = slots_of(table)
        index = 0
        fresh = True
        while index < len(rows):
            slots = rows[index]
            header = header_at(rows, index, table)
            if header is not None:
                self._head(header, slots.place, repeated=self._header is not None and not fresh)
                index += header.depth
                fresh = False
                continue
            whole = slots.spanning_text(table.width, self._header)
            if whole is not None:
                self.line(whole, slots.place)
            elif not slots.is_blank:
                self._row(slots, table, first_of_table=fresh)
                fresh = False
            index += 1

    def _note(self, note: Note) -> None:
        repair = NOTES[note.code]
        self._current.findings.append((repair, note.message, note.place))

    def _head(self, header: Header, place: Place, *, repeated: bool) -> None:
        current = self._current
        if repeated and self._header is not None and header.fields == self._header.fields:
            current.findings.append((REPEATED_HEADING, REPEATED_HEADING.title, place))
        if header.kind is not None and current.kind is None and current.has_table is False:
            current.kind = header.kind
        self._header = header
        current.has_table = True
        known = {column.field for column in current.columns}
        for column in header.columns:
            if column.field in known:
                continue
            current.columns.append(column)
            if column.field.startswith("extra["):
                current.findings.append(
                    (EXTRA_COLUMN, f"标准栏目之外的列“{column.heading}”，已按原表头保存", place)
                )

    def _row(self, slots: Slots, table: Table, *, first_of_table: bool) -> None:
        current = self._current
        header = self._header
        if header is None or (first_of_table and len(header.fields) != table.width):
            text = " ".join(cell.text.strip() for cell in slots.own() if cell.text.strip())
            if current.has_table:
                current.tail.append(text)
            else:
                current.head.append(text)
            current.findings.append(
                (UNPLACED, f"没有表头的表格中的文字“{text[:40]}”，已保留在附件的其他文字中", slots.place)
            )
            return
        if first_of_table:
            current.findings.append((NO_HEADING, NO_HEADING.title, slots.place))
        slots = slots.repaired(header, table.spans_known, self._duties)
        if slots.starts_matter(header) or not current.matters:
            matter = MatterRows(header, self._category)
            if current.matters and not first_of_table:
                matter.cover(current.matters[-1], slots, header)
            current.matters.append(matter)
        elif slots.starts_sub_item(header) and current.matters[-1].has_sub_item():
            current.matters.append(current.matters[-1].sub_item(header))
        rows = current.matters[-1]
        rows.add(slots, header, after_break=first_of_table, duties=self._duties)

    def _pairs(self, table: Table) -> None:
        """A table of heading and value side by side, one matter below another."""
        current = self._current
        current.has_table = True
        self._header = None
        for rows, lines in pairs(table, self._category):
            for column in rows.header.columns:
                if column.field not in {known.field for known in current.columns}:
                    current.columns.append(column)
                    if column.field.startswith("extra["):
                        message = f"标准栏目之外的列“{column.heading}”，已按原表头保存"
                        current.findings.append((EXTRA_COLUMN, message, table.place))
            current.matters.append(rows)
            for text, place in lines:
                self.line(text, place)

    # the end

    def document(self, source: Source | None) -> ListDocument:
        if self._current.has_table or self._current.title is not None:
            self._annexes.append(self._current)
        elif self._annexes and (self._current.head or self._current.label):
            leftover = [*([self._current.label] if self._current.label else []), *self._current.head]
            self._annexes[-1].tail.extend(leftover)
        drafts = [draft for draft in self._annexes if draft.has_table]
        if not any(draft.matters or draft.categories or draft.columns for draft in drafts):
            raise Refusal(NOT_A_LIST)
        findings: list[Finding] = []
        annexes = tuple(draft.annex(findings) for draft in drafts)
        titles = [annex.title for annex in annexes if annex.title is not None]
        titles += [line for annex in annexes for line in annex.head]
        agency = next((found for title in titles if (found := headings.agency_of_title(title))), None)
        return ListDocument(source, agency, annexes, tuple(findings))
