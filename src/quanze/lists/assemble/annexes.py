"""An annex while it is read: its lines, its tables' matters, and what became of them in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from quanze.lists import headings
from quanze.lists.assemble import titles
from quanze.lists.assemble.foot import contact
from quanze.lists.assemble.matters import make_matter
from quanze.lists.assemble.rows import MatterRows
from quanze.lists.model import Annex, AnnexKind, CategoryHead, Column, Finding, Matter, Place
from quanze.lists.names import normalise
from quanze.lists.repairs import EXTRA_COLUMN, FILLED, NO_TABLE, Repair

ORDERS = frozenset({"basis", "stages.duty", "stages.name", "liability"})
"""Fields of which a catalogue has none or only the basis."""


class AnnexDraft:
    """An annex while it is read. ``opening`` are all lines before its first table as they came, so that an annex
    that turns out to have no table can hand them on; ``carried`` are those that were handed on to it."""

    def __init__(self) -> None:
        self.label: str | None = None
        self.is_label_alone = False
        self.title: str | None = None
        self.carried: list[str] = []
        self.opening: list[str] = []
        self.head: list[str] = []
        self.tail: list[str] = []
        self.foot: list[str] = []
        self.categories: list[CategoryHead] = []
        self.columns: list[Column] = []
        self.matters: list[MatterRows] = []
        self.has_table = False
        self.category: str | None = None
        self.office: str | None = None
        self._sums_up = False
        self.findings: list[tuple[Repair, str, Place | None]] = []

    # what comes by

    def find(self, repair: Repair, message: str, place: Place | None) -> None:
        """Notes what was repaired or is doubtful."""
        self.findings.append((repair, message, place))

    def name(self, title: str) -> None:
        """The annex's title; a category in it holds for matters that have none of their own."""
        self.title = title
        section = headings.category_line(normalise(title))
        self.category = None if section is None else section[0]

    def open_category(self, name: str, declared: int | None, text: str) -> None:
        """A line that opens a category. Lines that count several categories one below the other only sum up: then
        none of them holds for the matters below."""
        above = self.categories[-1] if self.categories else None
        if above is None or above.at < len(self.matters):
            self._sums_up = False
        elif above.declared:
            self._sums_up = True
        self.categories.append(CategoryHead(name, declared, text, len(self.matters)))
        self.category = None if self._sums_up or declared == 0 else name

    def add_columns(self, columns: Iterable[Column], place: Place) -> None:
        """The columns of a table that the annex has not met yet."""
        known = {column.field for column in self.columns}
        for column in columns:
            if column.field in known:
                continue
            known.add(column.field)
            self.columns.append(column)
            if column.field.startswith("extra["):
                shown = " ".join(column.heading.split())
                self.find(EXTRA_COLUMN, f"标准栏目之外的列“{shown}”，已按原表头保存", place)

    def add_other(self, text: str) -> None:
        """A line that belongs to nothing."""
        (self.tail if self.has_table else self.head).append(text)

    def hand_on(self) -> AnnexDraft:
        """The annex that follows this one, which has no table, with all its lines."""
        following = AnnexDraft()
        following.findings = self.findings
        following.carried = self.carried
        following.office = self.office
        if self.is_label_alone and len(self.opening) > 2:
            shown = self.opening[0][:40]
            following.find(NO_TABLE, f"“{shown}”没有表格，没有读成清单，文字已原样保留", None)
            following.carried.append("\n".join(self.opening))
        else:
            following.carried += self.opening
        return following

    @property
    def kind_of_title(self) -> AnnexKind | None:
        """The kind that the title announces."""
        return None if self.title is None else titles.kind_of_title(self.title)

    # the end

    def annex(self, findings: list[Finding]) -> Annex:
        """The annex; its findings are added to ``findings``."""
        kind = self._kind()
        matters = [make_matter(rows, kind, findings) for rows in self.matters]
        matters, filled = _grouped(matters, kind)
        findings.extend(filled)
        findings.extend(
            Finding(repair.code, repair.severity, message, annex=kind, place=place)
            for repair, message, place in self.findings
        )
        head = (*self.carried, *self.head)
        totals = (headings.declared_total(line) for line in head)
        return Annex(
            kind=kind,
            title=self.title,
            label=self.label,
            declared_total=next((total for total in totals if total is not None), None),
            head=head,
            columns=tuple(self.columns),
            categories=tuple(self.categories),
            matters=tuple(matters),
            contact=contact(self.foot),
            tail=tuple(self.tail),
        )

    def _kind(self) -> AnnexKind:
        """The kind by the title, corrected by what the columns hold: what is called 目录 and has duties is the list
        itself."""
        found = {column.field for column in self.columns}
        announced = self.kind_of_title
        if announced is AnnexKind.CATALOGUE and not found.isdisjoint(ORDERS - {"basis"}):
            announced = AnnexKind.RETAINED
        if announced is not None:
            return announced
        if any(rows.notes for rows in self.matters) or any(
            field.startswith(("before[", "adjustment.")) for field in found
        ):
            return AnnexKind.ADJUSTED
        return AnnexKind.CATALOGUE if found.isdisjoint(ORDERS) else AnnexKind.RETAINED


def _grouped(matters: list[Matter], kind: AnnexKind) -> tuple[list[Matter], list[Finding]]:
    """Where the category stands only at the first matter of each group, it holds for the blank cells below it.

    So it is read where no two matters that follow each other repeat a category; else a blank one is just missing.
    """
    named = [
        matter.category.value for matter in matters if matter.category is not None and matter.category.value
    ]
    blank = [matter for matter in matters if _has_blank_category(matter)]
    if not blank or not named or any(one == other for one, other in _neighbours(matters)):
        return matters, []
    out: list[Matter] = []
    findings: list[Finding] = []
    above: str | None = None
    for matter in matters:
        category = matter.category
        if category is not None and category.value:
            above = category.value
        elif category is not None and _has_blank_category(matter) and above is not None:
            matter = replace(matter, category=replace(category, value=above))
            findings.append(
                Finding(
                    FILLED.code,
                    FILLED.severity,
                    f"职权类别空白，已按上面的“{above}”理解",
                    annex=kind,
                    matter=matter.name.value,
                    number=None if matter.number is None else matter.number.value,
                    field="category",
                )
            )
        out.append(matter)
    return out, findings


def _has_blank_category(matter: Matter) -> bool:
    """Whether the cell is blank, and not because the matter is gone, whose category stands beside it as the old one."""
    category, old = matter.category, (matter.before or {}).get("category")
    is_blank = category is not None and not category.value and category.exact is not None
    return is_blank and (old is None or not old.value)


def _neighbours(matters: list[Matter]) -> Iterator[tuple[str, str]]:
    """The categories of matters that follow each other and both have one in a cell of their own."""
    for one, other in pairwise(matters):
        if one.category and other.category and one.category.exact and other.category.exact:
            yield one.category.value, other.category.value
