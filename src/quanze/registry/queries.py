"""Reading the lists that are kept. Each function says how many SQL queries it takes, whatever the list's size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from quanze.lists.codec import load_annex, load_document, load_finding
from quanze.lists.compare import match_matters
from quanze.lists.model import Annex, AnnexKind, Contact, Finding, ListDocument, Source
from quanze.lists.model import Matter as ListMatter
from quanze.people.models import Agency
from quanze.registry import export, form
from quanze.registry.cataloguing import SORTS, UNSORTED, Catalogue, Group, catalogue, entries
from quanze.registry.differences import Differences, Lineage, MatterDifference, between, lineage, of_states
from quanze.registry.models import Edition, Entry, Matter, Succession, Upload
from quanze.registry.search import Hit, Hits, search
from quanze.registry.several import editions_on, main_entries, number_of, waiting

__all__ = [
    "SORTS",
    "UNSORTED",
    "AnnexPage",
    "Beside",
    "Catalogue",
    "Differences",
    "Group",
    "Hit",
    "Hits",
    "Lineage",
    "MatterDifference",
    "MatterPage",
    "agencies",
    "agency",
    "annex_page",
    "annexes",
    "beside_last",
    "between",
    "catalogue",
    "changes_since",
    "coming",
    "contact",
    "document",
    "edition",
    "edition_at",
    "edition_on",
    "editions_on",
    "entries",
    "exported",
    "findings",
    "history",
    "last",
    "lineage",
    "main_entries",
    "matter_history",
    "matter_page",
    "names",
    "number_of",
    "of_states",
    "perhaps_renamed",
    "search",
    "successions",
    "upload",
    "uploads",
    "waiting",
]


@dataclass(frozen=True, slots=True)
class MatterPage:
    """One matter as an edition shows it. ``content`` is its row in the main annex; ``adjusted`` its row in the annex
    of adjustments, if it has one there; ``catalogued`` its row in the catalogue."""

    agency: Agency
    edition: Edition
    matter: Matter
    entry: Entry
    content: ListMatter
    adjusted: ListMatter | None
    catalogued: Entry | None
    contact: Contact | None
    previous: Entry | None
    next: Entry | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A document beside the last edition: the names that only the one has, and those that only the other has."""

    edition: Edition
    added: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What a matter was in the main annex from one edition on; ``until`` is the first edition in which it no longer
    was (``None``: it still is)."""

    entry: Entry
    since: Edition
    until: Edition | None


def agencies() -> QuerySet[Agency]:
    """The agencies that have published a list, by name. One query."""
    return Agency.objects.filter(Q(pk__in=Edition.objects.values("agency"))).order_by("name")


def agency(code: str) -> Agency:
    """The agency with that code. One query. Raises ``Agency.DoesNotExist``."""
    return Agency.objects.get(code=code)


def edition_on(agency: Agency, day: date | None = None) -> Edition | None:
    """The edition in force on ``day`` (today), or ``None``. One query."""
    return _on(Edition.objects.filter(agency=agency), day)


def edition_at(code: str, day: date | None = None) -> Edition | None:
    """The same with its agency, by the agency's code. One query."""
    return _on(Edition.objects.filter(agency__code=code).select_related("agency"), day)


def _on(editions: QuerySet[Edition], day: date | None) -> Edition | None:
    editions = editions.filter(effective_from__lte=day or timezone.localdate())
    return editions.order_by("-effective_from", "-sequence").first()


def edition(agency: Agency, sequence: int) -> Edition:
    """One edition. One query. Raises ``Edition.DoesNotExist``."""
    found = Edition.objects.select_related("agency", "predecessor", "corrects")
    return found.get(agency=agency, sequence=sequence)


def coming(agency: Agency, day: date | None = None) -> QuerySet[Edition]:
    """The editions that are published and not yet in force on ``day`` (today), the next one first. One query."""
    day = day or timezone.localdate()
    editions = Edition.objects.filter(agency=agency, effective_from__gt=day)
    return editions.order_by("effective_from", "sequence").defer("annexes")


def last(agency: Agency) -> Edition | None:
    """The edition published last, in force or not: what the next one follows. One query."""
    return Edition.objects.filter(agency=agency).order_by("-sequence").first()


def history(agency: Agency) -> QuerySet[Edition]:
    """All editions of an agency, newest first, without their annexes. One query."""
    return Edition.objects.filter(agency=agency).order_by("-sequence").defer("annexes")


def matter_page(agency: Agency, number: int, edition: Edition | None = None) -> MatterPage:
    """All that a matter's page shows, as of ``edition`` (the one in force). Three queries, one less with ``edition``.

    Raises ``Entry.DoesNotExist`` where that edition has no such matter, or the agency no list.
    """
    edition = edition or edition_on(agency)
    if edition is None:
        raise Entry.DoesNotExist("no list in force")
    mine = list(entries(edition).filter(matter__number=number).defer(None))
    by_annex: dict[str, Entry] = {}
    for row in mine:
        by_annex.setdefault(row.annex, row)
    entry = by_annex.get(edition.main) or next(iter(by_annex.values()), None)
    if entry is None:
        raise Entry.DoesNotExist(f"matter {number}")
    near = entries(edition, entry.annex).filter(ordinal=entry.ordinal)
    beside = {row.position: row for row in near.filter(position__in=(entry.position - 1, entry.position + 1))}
    adjusted = by_annex.get(AnnexKind.ADJUSTED.value)
    return MatterPage(
        agency=agency,
        edition=edition,
        matter=entry.matter,
        entry=entry,
        content=entry.content,
        adjusted=None if adjusted is None else adjusted.content,
        catalogued=by_annex.get(AnnexKind.CATALOGUE.value),
        contact=contact(edition),
        previous=beside.get(entry.position - 1),
        next=beside.get(entry.position + 1),
    )


def matter_history(matter: Matter) -> tuple[State, ...]:
    """What a matter was in the main annexes, newest first. Two queries."""
    editions = {each.sequence: each for each in history(Agency(pk=matter.agency_id))}
    rows = matter.entries.select_related("version").order_by("-since")
    return tuple(
        State(row, editions[row.since], None if row.until is None else editions[row.until])
        for row in rows
        if editions[row.since].main == row.annex
    )


def names(agency: Agency, matters: Iterable[Matter]) -> dict[int, str]:
    """What matters of an agency are called, by their keys: in the list in force, else in the last that had them; those
    that only a coming list has, as there. Two queries."""
    current = edition_on(agency)
    reached = 0 if current is None else current.sequence
    rows = Entry.objects.filter(matter__in=list(matters)).values_list("matter", "since", "version__name")
    in_order = sorted(rows, key=lambda row: (row[1] <= reached, row[1]))
    return {matter: name for matter, _, name in in_order}


def category_of(matter: Matter) -> str:
    """The category of a matter in the list in force, ``""`` where the list has none. Two queries."""
    edition = edition_on(Agency(pk=matter.agency_id))
    if edition is None:
        return ""
    mine = entries(edition, edition.main).filter(matter=matter)
    return mine.values_list("version__category", flat=True).first() or ""


def successions(edition: Edition) -> tuple[Succession, ...]:
    """Which matters came of which with that edition. One query."""
    found = Succession.objects.filter(agency_id=edition.agency_id, since=edition.sequence)
    return tuple(found.select_related("predecessor__agency", "successor__agency").order_by("pk"))


def exported(edition: Edition) -> dict[str, Any]:
    """The edition as JSON from which every digest can be recomputed (``docs/editions.md``). Two queries."""
    rows = list(entries(edition).defer(None))
    return export.dump(edition, rows, successions(edition))


def changes_since(edition: Edition, now: Edition | None = None) -> Differences:
    """What changed since that edition, by identity and down to the characters; ``now`` is the edition in force.

    Three queries, one more without ``now``. Raises ``Edition.DoesNotExist`` where none is in force.
    """
    now = now or edition_on(Agency(pk=edition.agency_id))
    if now is None:
        raise Edition.DoesNotExist("no list in force")
    return between(edition, now)


def contact(edition: Edition) -> Contact | None:
    """The foot of the edition's main annex, or of the first annex that has one. No query."""
    frames = sorted(edition.annexes, key=lambda part: part["kind"] != edition.main)
    found = (load_annex({**part["frame"], "kind": part["kind"], "matters": []}).contact for part in frames)
    return next((each for each in found if each is not None), None)


@dataclass(frozen=True, slots=True)
class AnnexPage:
    """A page of an annex: ``annex`` holds its matters only, the category lines above them, and the foot on the last."""

    annex: Annex
    page: int
    pages: int


def annex_page(edition: Edition, kind: AnnexKind, page: int, per_page: int) -> AnnexPage | None:
    """Page ``page`` (the nearest one that there is) of an annex, of so many matters, or ``None`` where the edition has
    no such annex. Two queries."""
    part = next((part for part in edition.annexes if part["kind"] == kind), None)
    if part is None:
        return None
    rows = entries(edition, kind.value).filter(ordinal=part["ordinal"]).defer(None)
    total = rows.count()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    start, end = (page - 1) * per_page, page * per_page
    last = page == pages
    shown = form.annex(edition.annexes, kind, part["ordinal"], [entry.content for entry in rows[start:end]])
    heads = tuple(
        replace(head, at=head.at - start)
        for head in shown.categories
        if start <= head.at < end or (last and head.at >= end)
    )
    if not last:
        shown = replace(shown, contact=None, tail=())
    return AnnexPage(replace(shown, categories=heads), page, pages)


def annexes(edition: Edition, kind: str | None = None) -> tuple[Annex, ...]:
    """The annexes of an edition, or those of one kind, exactly as they were read. One query."""
    rows: dict[tuple[str, int], list[ListMatter]] = {}
    for entry in entries(edition, kind).defer(None).iterator(chunk_size=2000):
        rows.setdefault((entry.annex, entry.ordinal), []).append(entry.content)
    return tuple(
        form.annex(
            edition.annexes, part["kind"], part["ordinal"], rows.get((part["kind"], part["ordinal"]), ())
        )
        for part in edition.annexes
        if kind in (None, part["kind"])
    )


def document(edition: Edition) -> ListDocument:
    """The whole list as a value, exactly as it was read (but for what reading found). One query."""
    source = None
    if edition.source_sha256:
        source = Source(edition.source_name, edition.source_format, edition.source_sha256)
    return ListDocument(source, edition.agency_name or edition.agency.name, annexes(edition))


def uploads(agency: Agency) -> QuerySet[Upload]:
    """What was handed in for an agency, newest first, without what was read in it. One query."""
    return Upload.objects.filter(agency=agency).select_related("by", "edition").defer("document", "findings")


def upload(agency: Agency, pk: int) -> Upload:
    """One upload, of that agency and no other. One query. Raises ``Upload.DoesNotExist``."""
    return Upload.objects.select_related("by", "agency", "edition").get(agency=agency, pk=pk)


def findings(upload: Upload) -> tuple[Finding, ...]:
    """What reading and checking found in an upload, reading first. No query."""
    return tuple(load_finding(found) for found in _found(upload))


def beside_last(agency: Agency, document: ListDocument) -> Beside | None:
    """What a document would add to an agency's list and take from it; ``None`` where it is the first. Two queries."""
    latest = last(agency)
    if latest is None:
        return None
    annexes = [annex for annex in document.annexes if annex.matters]
    main = next((kind for kind in form.MAIN if any(annex.kind == kind for annex in annexes)), None)
    names = [matter.name.value for annex in annexes if annex.kind == main for matter in annex.matters]
    read = {form.name_key(name): name for name in names}
    there = {
        form.name_key(name): name
        for name in entries(latest, latest.main).values_list("version__name", flat=True)
    }
    return Beside(
        edition=latest,
        added=tuple(name for key, name in read.items() if key not in there),
        gone=tuple(name for key, name in there.items() if key not in read),
    )


def perhaps_renamed(upload: Upload) -> dict[str, Matter]:
    """New names in an upload that seem to be those of matters whose old name is gone, by code and content: for a person
    to confirm. Two queries."""
    latest = last(Agency(pk=upload.agency_id))
    if latest is None or upload.document is None:
        return {}
    annexes = load_document(upload.document).annexes
    rows = [matter for annex in annexes if annex.kind == latest.main for matter in annex.matters]
    standing = list(entries(latest, latest.main).defer(None))
    known = {form.name_key(entry.version.name) for entry in standing}
    there = {form.name_key(row.name.value) for row in rows}
    return {
        rows[j].name.value: standing[i].matter
        for i, j in match_matters([entry.content for entry in standing], rows)
        if i is not None
        and j is not None
        and form.name_key(rows[j].name.value) not in known
        and form.name_key(standing[i].version.name) not in there
    }


def _found(upload: Upload) -> list[dict[str, Any]]:
    return [*((upload.document or {}).get("findings") or ()), *(upload.findings or ())]
