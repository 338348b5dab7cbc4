"""Blocks of any format → :class:`ListDocument`. Knows lists and nothing of formats; every repair is a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quanze.lists import headings, markup
from quanze.lists.assemble import titles
from quanze.lists.assemble.alignment import is_alien, repaired, suits
from quanze.lists.assemble.annexes import AnnexDraft
from quanze.lists.assemble.foot import contact_fields
from quanze.lists.assemble.header import Header, headers_of
from quanze.lists.assemble.labelled import tabled
from quanze.lists.assemble.named import named
from quanze.lists.assemble.pairs import is_pairs, pairs
from quanze.lists.assemble.rows import MatterRows, by_stages, read_row
from quanze.lists.assemble.slots import Slots, slots_of
from quanze.lists.assemble.spanning import adjustment_label, is_sum, office_line, spanning_line
from quanze.lists.assemble.torn import mended
from quanze.lists.grid import Block, Line, Table
from quanze.lists.model import Annex, AnnexKind, Column, Finding, ListDocument, Place, Source
from quanze.lists.names import normalise
from quanze.lists.refusal import Refusal
from quanze.lists.repairs import (
    FOREIGN,
    NO_HEADING,
    NOTES,
    OUTSIDE,
    REPEATED_HEADING,
    RESIDUE,
)

WANTED = "“职权名称（项目名称、事项名称）”一列，以及实施依据、责任事项、职权类别等列中的至少一列"
FOREIGN_TABLE = f"这张表没有权责清单的表头（需要有{WANTED}），文字已原样保留在附件的其他文字中"
TITLE_ROWS = 8
"""How many rows of a table may stand above its headings: label, title, the lines of a form."""

OFFICE_COLUMN = Column(headings.COLUMN_FIELDS["office"][0], "office")
"""The column that offices amount to which lines name."""

SAMPLED_ROWS = 6
"""How many rows of a table without headings are looked at to tell whether it goes on with the list."""


def assemble(blocks: Iterable[Block], source: Source | None = None) -> ListDocument:
    """The list that the blocks hold. Raises :class:`Refusal` where they hold none, or those of several agencies."""
    assembler = _Assembler()
    lines: list[Line] = []
    for block in named(mended(blocks)):
        if isinstance(block, Line) and not assembler.tables:
            lines.append(block)
        assembler.take(block)
    found = None if assembler.tables else tabled(lines)
    if found is not None:
        assembler = _Assembler()
        for block in found:
            assembler.take(block)
    return assembler.document(source)


class _Assembler:
    def __init__(self) -> None:
        self._done: list[AnnexDraft] = []
        self._current = AnnexDraft()
        self._header: Header | None = None
        self._duties: set[str] = set()
        self.tables = 0
        self._lines = 0
        self._first_table: Table | None = None

    def take(self, block: Block) -> None:
        """The next line or table."""
        if isinstance(block, Line):
            self.line(block.text, block.place)
        else:
            self.table(block)

    # lines, and rows of tables that are lines

    def line(self, text: str, place: Place, *, doubt: bool = True, across: bool = False) -> None:
        """A paragraph, or a row that is one text ``across`` the table. ``doubt``: tell of it where it has no place."""
        if markup.has_tags(text):
            self._current.find(RESIDUE, RESIDUE.title, place)
            text = markup.clean(text)[0]
        stripped = text.strip()
        if not stripped:
            return
        self._lines += 1
        pieces = _pieces(stripped)
        if len(pieces) > 1:
            for piece in pieces:
                self.line(piece, place, doubt=doubt, across=across)
            return
        bare = stripped.lstrip("#").strip() if stripped.startswith("#") else stripped
        if not (self._label(bare, place) or self._title(bare, place)):
            self._plain(text, stripped, place, doubt, across)

    def _label(self, text: str, place: Place) -> bool:
        found = titles.annex_label(text)
        if found is None:
            return False
        label, title = found
        current = self._current
        if current.has_table:
            if label == current.label and title in (None, current.title):
                current.find(REPEATED_HEADING, f"“{text}”重复出现（多为页眉），已跳过", place)
                return True
        elif title is not None and current.is_label_alone and current.title is not None:
            return False
        self._close()
        self._current.label = label
        self._current.is_label_alone = title is None
        self._current.opening.append(text)
        if title is not None:
            self._current.name(title)
        return True

    def _title(self, text: str, place: Place) -> bool:
        if not titles.is_title(text):
            return False
        current = self._current
        is_section = headings.category_line(normalise(text)) is not None
        kind = titles.kind_of_title(text)
        if current.title is not None:
            same = normalise(text) == normalise(current.title)
            if same and current.has_table:
                current.find(REPEATED_HEADING, f"标题“{text[:40]}”重复出现，已跳过", place)
                return True
            if is_section and not same and kind in (None, current.kind_of_title):
                return False
            if current.has_table:
                self._close()
            elif not _says_more(text, kind, current):
                return False
            else:
                current.head.append(current.title)
        elif current.has_table:
            if is_section:
                return False
            self._close()
        self._name(text)
        return True

    def _name(self, title: str) -> None:
        """Takes the title; a line above it that is only the agency's name is its first half."""
        current = self._current
        current.opening.append(title)
        if current.head and titles.agency_of_title(title) is None:
            above = current.head[-1].strip()
            if (
                titles.agency_of_line(above) == above
                and len(current.opening) > 1
                and current.opening[-2].strip() == above
            ):
                current.head.pop()
                title = f"{above}\n{title}"
        current.name(title)

    def _plain(self, text: str, stripped: str, place: Place, doubt: bool, across: bool) -> None:
        current = self._current
        if not current.has_table:
            current.opening.append(text)
        category = headings.category_line(stripped)
        if category is not None:
            current.open_category(category[0], category[1], text)
            current.office = None
        elif current.matters and adjustment_label(stripped) and current.matters[-1].has_room_for(stripped):
            current.matters[-1].add_note(text)
        elif (current.has_table or current.title is not None) and contact_fields(stripped) is not None:
            current.foot.append(text)
        else:
            office = office_line(stripped, across=across)
            if office is not None:
                current.office = office
            current.add_other(text)
            if office is None and current.has_table and doubt and not _is_usual(stripped):
                message = f"“{stripped[:40]}”在表格之外，已保留在附件的其他文字中"
                current.find(OUTSIDE, message, place)

    def _close(self) -> None:
        """Ends the current annex. Lines before the first label stay with the annex that follows; so do those of an
        annex that has no table."""
        self._header = None
        if self._current.has_table:
            self._done.append(self._current)
            self._current = AnnexDraft()
        else:
            self._current = self._current.hand_on()

    # tables

    def table(self, table: Table) -> None:
        """One table: its header rows, the rows that are lines, and the rows of matters."""
        self.tables += 1
        self._first_table = self._first_table or table
        for note in table.notes:
            self._current.find(NOTES[note.code], note.message, note.place)
        if is_pairs(table):
            self._pairs(table)
            return
        rows = slots_of(table)
        expected = self._current.title is not None or any(
            titles.is_title(row.joined()) for row in rows[:TITLE_ROWS]
        )
        headers = headers_of(rows, spans_known=table.spans_known, expected=expected)
        if not headers and not self._goes_on(rows, table):
            self._foreign(table, rows)
            return
        self._rows(table, rows, headers)

    def _rows(self, table: Table, rows: Sequence[Slots], headers: dict[int, Header]) -> None:
        first = min(headers, default=0)
        after_break = True
        index = 0
        while index < len(rows):
            slots = rows[index]
            header = headers.get(index)
            if header is not None:
                after_break = self._head(header, slots.place, repeated=index > first)
                index += header.depth
                continue
            index += 1
            if slots.is_blank:
                continue
            text = spanning_line(slots, self._header)
            if text is not None:
                self.line(text, slots.place, across=self._header is not None)
                continue
            if self._is_alien(slots):
                self._header = None
                self._current.find(FOREIGN, FOREIGN_TABLE, slots.place)
            above = index <= first and bool(headers)
            if self._header is None or (above and not self._goes_on([slots], table)):
                self._unread(slots)
                continue
            self._row(slots, self._header, table, after_break=after_break, is_headed=bool(headers))
            after_break = False

    def _is_alien(self, slots: Slots) -> bool:
        header = self._header
        if header is None or not all(slots.free):
            return False
        texts = [slots.text(column) for column in range(len(header.fields))]
        return is_alien(texts, header.fields)

    def _unread(self, slots: Slots) -> None:
        """A row that is none of the list's: kept as a line, or each cell as one where they are lines of a form."""
        texts = [cell.text for cell in slots.filled()]
        if slots.spilt or not all(titles.is_form(text) for text in texts):
            texts = [slots.joined()]
        for text in texts:
            self.line(text, slots.place, doubt=False)

    def _goes_on(self, rows: Sequence[Slots], table: Table) -> bool:
        """Whether a table without headings goes on with the list above it: as wide, and its texts suit the columns."""
        header = self._header
        if header is None or not self._current.has_table:
            return False
        width = len(header.fields)
        if table.width != width and (table.spans_known or table.width > width):
            return False
        sample = [row for row in rows if not row.is_blank and spanning_line(row, header) is None][
            :SAMPLED_ROWS
        ]
        good = [suits([row.text(column) for column in range(width)], header.fields) for row in sample]
        return bool(good) and good[0] and 2 * sum(good) > len(good)

    def _foreign(self, table: Table, rows: Sequence[Slots]) -> None:
        """A table that is no list: its rows are kept as lines."""
        filled = [row for row in rows if not row.is_blank]
        if not filled:
            return
        if all(len(row.filled()) == 1 for row in filled):  # lines above or below a table, as in a sheet
            for row in filled:
                self.line(row.joined(), row.place)
            return
        self._current.find(FOREIGN, FOREIGN_TABLE, table.place)
        for row in filled:
            self._unread(row)

    def _head(self, header: Header, place: Place, *, repeated: bool) -> bool:
        """Takes the headings; returns whether they only repeat those above, as after a page break."""
        same = self._header is not None and header.fields == self._header.fields
        if same and repeated:
            self._current.find(REPEATED_HEADING, REPEATED_HEADING.title, place)
        self._header = header
        self._current.has_table = True
        self._current.add_columns(header.columns, place)
        return same

    def _row(self, slots: Slots, header: Header, table: Table, *, after_break: bool, is_headed: bool) -> None:
        current = self._current
        if after_break and not is_headed:
            current.find(NO_HEADING, NO_HEADING.title, slots.place)
        whole = read_row(repaired(slots, header.fields, table.spans_known, self._duties), header)
        row, *further = by_stages(whole, header)
        current.tail += row.strays
        if row.is_blank and row.strays:
            current.findings += [(repair, message, place) for repair, message, _, place in row.found]
            return
        above = current.matters[-1] if current.matters else None
        torn = above is not None and after_break and above.is_torn(row)
        if above is None or ((row.begins_matter or row.begins_sub_item) and not torn):
            rows = MatterRows(header, current.category)
            if current.office is not None and "office" not in header.fields:
                row = replace(row, entries={**row.entries, "office": (current.office, ())})
                current.add_columns([OFFICE_COLUMN], slots.place)
            rows.begin(above, row)
            current.matters.append(rows)
        else:
            current.tail += above.take_surplus(row)
            above.add(row, torn=torn, after_break=after_break, duties=self._duties)
        current.matters[-1].rows += [stage.entries for stage in further]
        if row.text("stages.duty"):
            self._duties.add(row.text("stages.duty"))

    def _pairs(self, table: Table) -> None:
        """A table of heading and value side by side, one matter below another."""
        self._header = None
        found = pairs(table)
        for text, place in found.lines:
            self.line(text, place, doubt=False)
        for matter in found.matters:
            current = self._current
            current.has_table = True
            current.add_columns(matter.rows.header.columns, table.place)
            matter.rows.category = current.category
            current.matters.append(matter.rows)
            for text, place in matter.lines:
                self.line(text, place)

    # the end

    def document(self, source: Source | None) -> ListDocument:
        """The document. What stands behind the last table is the last annex's."""
        if self._current.has_table:
            self._done.append(self._current)
        elif self._done:
            self._done[-1].tail += [*self._current.carried, *self._current.opening]
            self._done[-1].findings += self._current.findings
        drafts = self._done
        if not any(draft.matters or draft.categories or draft.columns for draft in drafts):
            raise Refusal(*self._nothing())
        findings: list[Finding] = []
        annexes = tuple(draft.annex(findings) for draft in drafts)
        return ListDocument(source, _agency(annexes), annexes, tuple(findings))

    def _nothing(self) -> tuple[str, Place | None]:
        """Why there is no list, and where to look."""
        lead = f"没有找到权责清单的表格：需要有{WANTED}"
        table = self._first_table
        if table is not None:
            row = next((row for row in table.rows if any(cell.text.strip() for cell in row.cells)), None)
            if row is None:
                return lead, None
            shown = "、".join(" ".join(cell.text.split())[:12] for cell in row.cells if cell.text.strip())
            return f"{lead}；文件中有 {self.tables} 张表，第一张的第一行是“{shown[:60]}”", None
        if not self._lines:
            return (
                "文件里没有可读的文字；若是扫描件或图片，请提供文字版（Word、Excel 或可复制文字的 PDF）",
                None,
            )
        return f"{lead}；这份文件只有逐段的文字，没有表格，请改用表格形式的清单", None


def _says_more(title: str, kind: AnnexKind | None, current: AnnexDraft) -> bool:
    """Whether a second title is rather the annex's than the first: it names the kind of annex, or the agency, where the
    first does neither (the heading of a column of a website, say)."""
    if current.kind_of_title is not None or current.title is None:
        return False
    named = titles.agency_of_title(current.title) is None and titles.agency_of_title(title) is not None
    return kind is not None or named


def _is_usual(line: str) -> bool:
    """Whether a line after the tables is nothing to tell of: a sum, a page, a signature."""
    return is_sum(line) or titles.is_caption(line) or titles.is_form(line) or titles.is_signature(line)


def _pieces(text: str) -> list[str]:
    """The lines of a paragraph where it is a label and a title, parted by a line end; else the paragraph alone."""
    if "\n" not in text or len(text) > 200:
        return [text]
    pieces = [piece.strip() for piece in text.split("\n") if piece.strip()]
    found = titles.annex_label(pieces[0])
    if (
        2 <= len(pieces) <= 3
        and found is not None
        and found[1] is None
        and titles.is_title("".join(pieces[1:]))
    ):
        return [pieces[0], "\n".join(pieces[1:])]
    return [text]


def _agency(annexes: Sequence[Annex]) -> str | None:
    """The agency of the list: the one that the titles name, or lines above the tables. Raises :class:`Refusal`
    where the titles name several."""
    named = [found for annex in annexes if annex.title and (found := titles.agency_of_title(annex.title))]
    for name in named:
        if not titles.same_agency(named[0], name):
            raise Refusal(
                f"文件里有不止一个单位的清单（{named[0]}、{name}）；一份清单只能属于一个单位，请按单位拆成几份再读"
            )
    lines = [line for annex in annexes for line in annex.head]
    made = [found for line in lines if (found := titles.agency_of_title(line) or titles.agency_of_line(line))]
    return max(named, key=len) if named else next(iter(made), None)
