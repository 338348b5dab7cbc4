"""The list (权责清单) as a value: annexes, matters, stages and duties, and what was found while reading.

Everything is frozen. A :class:`Text` keeps what stood in the cell beside what we make of it, so that nothing
of the bureau's own words is lost; offsets count code points of ``Text.value``.

``None`` and ``""`` differ: ``None`` says that the document has no such column, ``""`` that the cell is blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]
"""Half-open range of code points."""


class AnnexKind(StrEnum):
    """The three annexes by which a bureau publishes its list."""

    CATALOGUE = "catalogue"
    ADJUSTED = "adjusted"
    RETAINED = "retained"


class Severity(StrEnum):
    """How much a finding matters: an error is certain and must be mended, an info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Text:
    """A cell's text.

    ``value`` is what the software works with. ``exact`` is the cell's text less converter tags; it differs from
    ``value`` only where a name was normalised, a label ("调整情况：") set aside, or where the value was given by
    something else than a cell of its own (then it is ``None``: a category named by a line above the table).
    ``marks`` are the underlined spans of ``value``.
    """

    value: str
    exact: str | None
    marks: tuple[Span, ...] = ()

    @classmethod
    def plain(cls, text: str, marks: tuple[Span, ...] = ()) -> Text:
        """A text whose value is the cell's text."""
        return cls(text, text, marks)


@dataclass(frozen=True, slots=True)
class Stage:
    """One 办理环节 with its 责任事项. A row may have a duty and a blank stage name; where one cell is merged over
    several rows, the later ones repeat its value with ``exact`` ``None``."""

    name: Text | None
    duty: Text | None


@dataclass(frozen=True, slots=True)
class AdjustmentNote:
    """调整情况 and 调整原因 under a matter of the adjusted annex."""

    summary: Text | None
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Matter:
    """One 职权事项 as one annex shows it.

    ``before`` holds, by field path, the old text where the adjusted annex shows old and new in one cell; the field
    itself then holds the new text. ``parts`` holds, by field path, the exact texts of the single rows where a
    column that usually spans the matter is divided along its stages (an office per stage, say); the field's value
    joins the parts that are not blank with line ends.
    """

    number: Text | None
    name: Text
    category: Text | None = None
    basis: Text | None = None
    stages: tuple[Stage, ...] = ()
    liability: Text | None = None
    office: Text | None = None
    extra: Mapping[str, Text] = field(default_factory=dict)
    before: Mapping[str, Text] | None = None
    adjustment: AdjustmentNote | None = None
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CategoryHead:
    """A line that opens a category ("十、其他职权 (10 项)"): its normalised name, the count that it declares, its
    exact text, and ``at``, the index in ``Annex.matters`` of the first matter below it."""

    name: str
    declared: int | None
    exact: str
    at: int


@dataclass(frozen=True, slots=True)
class Contact:
    """The foot of the retained annex. ``exact`` are its lines as they stand."""

    service_phone: str | None = None
    complaint_body: str | None = None
    complaint_phone: str | None = None
    address: str | None = None
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the document heads it. ``field`` is a field path ("name", "stages.duty", "extra[备注]")."""

    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex. ``label`` is its "附件 1"; ``head`` and ``tail`` are the lines before and after its tables that
    are neither title nor foot; ``declared_total`` is read from such a line ("共 10 项")."""

    kind: AnnexKind
    title: str | None
    label: str | None = None
    declared_total: int | None = None
    head: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    categories: tuple[CategoryHead, ...] = ()
    matters: tuple[Matter, ...] = ()
    contact: Contact | None = None
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file: ordinals start at 1. ``page`` for PDF, ``sheet`` for XLSX, ``line`` for text."""

    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    sheet: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """In Chinese, for people: ``第3张表第5行第2列``."""
        parts = []
        if self.sheet is not None:
            parts.append(f"工作表“{self.sheet}”")
        if self.page is not None:
            parts.append(f"第{self.page}页")
        if self.line is not None:
            parts.append(f"第{self.line}行")
        if self.table is not None:
            parts.append(f"第{self.table}张表")
        if self.row is not None and self.line is None:
            parts.append(f"第{self.row}行")
        if self.column is not None:
            parts.append(f"第{self.column}列")
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """A 问题: what reading or checking found, where, and what to do.

    ``annex``, ``matter`` (the normalised name), ``number`` and ``field`` (a path: "basis", "stages[2].duty",
    "before[basis]", "adjustment.reason", "contact.address", "title") point into the list; ``start``/``end`` are
    code points of that field's value. ``suggestion`` is the text that would replace the span, given only where
    that is safe. ``related`` names a second place that the finding speaks of, in words.
    """

    rule: str
    severity: Severity
    message: str
    annex: AnnexKind | None = None
    matter: str | None = None
    number: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    reference: str | None = None
    suggestion: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read: its name as given, its format, SHA-256 of its bytes."""

    path: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ListDocument:
    """A whole list as one file holds it."""

    source: Source | None
    agency: str | None
    annexes: tuple[Annex, ...]
    findings: tuple[Finding, ...] = ()

    def annex(self, kind: AnnexKind) -> Annex | None:
        """The first annex of that kind, or ``None``."""
        return next((annex for annex in self.annexes if annex.kind is kind), None)


def fields(matter: Matter) -> Iterator[tuple[str, Text]]:
    """Each text of a matter with its field path, in the order of the official columns."""
    if matter.number is not None:
        yield "number", matter.number
    yield "name", matter.name
    for path, text in (("basis", matter.basis), ("category", matter.category)):
        if text is not None:
            yield path, text
    for index, stage in enumerate(matter.stages):
        if stage.name is not None:
            yield f"stages[{index}].name", stage.name
        if stage.duty is not None:
            yield f"stages[{index}].duty", stage.duty
    for path, text in (("liability", matter.liability), ("office", matter.office)):
        if text is not None:
            yield path, text
    for heading, text in matter.extra.items():
        yield f"extra[{heading}]", text
    for path, text in (matter.before or {}).items():
        yield f"before[{path}]", text
    if matter.adjustment is not None:
        if matter.adjustment.summary is not None:
            yield "adjustment.summary", matter.adjustment.summary
        if matter.adjustment.reason is not None:
            yield "adjustment.reason", matter.adjustment.reason
