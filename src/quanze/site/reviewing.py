"""An upload as its keeper reviews it: what was read beside what was found, matter by matter. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from quanze.lists.labels import ANNEXES, field_label
from quanze.lists.model import Finding, ListDocument, Matter, Severity, Text, fields
from quanze.site.official import evidence, inline

AROUND = 36
"""Characters of a text that are shown before and after the evidence."""

ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its place in words and the passage that it points at."""

    finding: Finding
    where: str
    passage: SafeString | None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found about one matter, or, with a blank name, about the list as a whole. ``notes`` are the mere
    infos, which fold away where all severities are shown."""

    name: str
    anchor: str
    findings: tuple[ShownFinding, ...]
    notes: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A matter as it was read: its number, name, stages and office, how many findings speak of it, and where among all
    findings they begin: the page and the anchor on it."""

    number: str
    name: str
    stages: tuple[str, ...]
    duties: int
    office: str
    findings: int
    anchor: str
    page: int


@dataclass(frozen=True, slots=True)
class ReadAnnex:
    """An annex as it was read."""

    label: str
    title: str
    declared: int | None
    rows: tuple[ReadRow, ...]

    @property
    def agrees(self) -> bool:
        """Whether the annex has as many matters as it says, or says nothing."""
        return self.declared in (None, len(self.rows))


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, the gravest first, zeros too."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in ORDER}


def read_annexes(document: ListDocument, findings: Sequence[Finding], per_page: int) -> tuple[ReadAnnex, ...]:
    """What was read, annex by annex; a page of findings has ``per_page`` groups."""
    about = Counter((finding.annex, finding.matter) for finding in findings if finding.matter)
    whole = any(not finding.matter for finding in findings)
    places = {
        name: (anchor, i // per_page + 1)
        for i, (name, anchor) in enumerate(_anchors(document, findings).items(), int(whole))
    }
    return tuple(
        ReadAnnex(
            label=ANNEXES[annex.kind],
            title=annex.title or "",
            declared=annex.declared_total,
            rows=tuple(
                _row(matter, about[annex.kind, matter.name.value], *places.get(matter.name.value, ("", 1)))
                for matter in annex.matters
            ),
        )
        for annex in document.annexes
    )


def _row(matter: Matter, found: int, anchor: str, page: int) -> ReadRow:
    names = (stage.name.value.strip() for stage in matter.stages if stage.name is not None)
    return ReadRow(
        number=_value(matter.number),
        name=matter.name.value,
        stages=tuple(dict.fromkeys(name for name in names if name)),
        duties=sum(1 for stage in matter.stages if stage.duty is not None and stage.duty.value.strip()),
        office=_value(matter.office),
        findings=found,
        anchor=anchor if found else "",
        page=page,
    )


def groups(
    document: ListDocument, findings: Sequence[Finding], severity: Severity | None
) -> tuple[Group, ...]:
    """The findings of that severity, or all, by matter: first what concerns the list as a whole, then the matters in
    the order of the document; the gravest first."""
    anchors = _anchors(document, findings)
    texts = _texts(document)
    folding = (Severity.INFO,) if severity is None else ()
    by_name: dict[str, list[Finding]] = {"": [], **{name: [] for name in anchors}}
    for finding in findings:
        if severity in (None, finding.severity):
            by_name.setdefault(finding.matter or "", []).append(finding)
    groups = []
    for name, found in by_name.items():
        shown = [_shown(each, texts) for each in sorted(found, key=lambda one: ORDER.index(one.severity))]
        if shown:
            notes = tuple(each for each in shown if each.finding.severity in folding)
            rest = tuple(each for each in shown if each.finding.severity not in folding)
            groups.append(Group(name, anchors.get(name, "whole"), rest, notes))
    return tuple(groups)


def _anchors(document: ListDocument, findings: Sequence[Finding]) -> dict[str, str]:
    """An anchor for each matter that findings speak of, in the order of the fullest annex."""
    spoken = dict.fromkeys(finding.matter for finding in findings if finding.matter)
    annexes = sorted(
        document.annexes, key=lambda annex: -len(annex.matters[0].stages) if annex.matters else 0
    )
    order = [matter.name.value for annex in annexes for matter in annex.matters]
    names = dict.fromkeys([*(name for name in order if name in spoken), *spoken])
    return {name: f"matter-{i}" for i, name in enumerate(names, 1)}


Texts = dict[tuple[object, str, str | None, str], Text]


def _texts(document: ListDocument) -> Texts:
    """Every text of the document by annex, matter's name and number, and field."""
    found: Texts = {}
    for annex in document.annexes:
        for matter in annex.matters:
            for path, text in fields(matter):
                key = (annex.kind, matter.name.value)
                found.setdefault((*key, _value(matter.number), path), text)
                found.setdefault((*key, None, path), text)
    return found


def _shown(finding: Finding, texts: Texts) -> ShownFinding:
    where = [] if finding.annex is None else [ANNEXES[finding.annex]]
    if finding.number and finding.matter:
        where.append(f"序号{finding.number}")
    if finding.field is not None:
        where.append(field_label(finding.field))
    if finding.place is not None and str(finding.place):
        where.append(str(finding.place))
    return ShownFinding(finding, "，".join(where), _passage(finding, texts))


def _passage(finding: Finding, texts: Texts) -> SafeString | None:
    if finding.field is None or finding.matter is None or finding.start is None or finding.end is None:
        return None
    key = (finding.annex, finding.matter, finding.number, finding.field)
    text = texts.get(key) or texts.get((finding.annex, finding.matter, None, finding.field))
    return None if text is None else passage(text.value, finding.start, finding.end)


def passage(text: str, start: int, end: int) -> SafeString:
    """``text[start:end]`` marked, with what stands around it."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    offset = len(before) - first
    return inline(f"{before}{text[first:last]}{after}", [evidence([(start + offset, end + offset)])])


def _value(text: Text | None) -> str:
    return "" if text is None else text.value
