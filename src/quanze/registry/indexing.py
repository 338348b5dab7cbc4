"""The index of the search, made to agree with the lists in force: which terms (see ``folding``) each matter has.

On SQLite it is a full-text table, which keeps no text; on PostgreSQL a ``tsvector`` column beside the folded name and
another beside the folded text, each with two indexes (see ``search.EACH``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from quanze.lists.model import Matter as ListMatter
from quanze.lists.model import fields
from quanze.people.models import Agency
from quanze.registry import folding, in_force
from quanze.registry.models import Edition, Entry, SearchBody, SearchText


def texts(content: ListMatter) -> list[tuple[str, str]]:
    """The fields that are searched, by path, in the order in which ``SearchBody.body`` holds them."""
    return [(path, text.value) for path, text in fields(content) if path != "number"]


def scope(agency: int) -> str:
    """The term by which an agency's matters are found; folded text has no capitals, so that no text has it."""
    return f"A{agency}"


def follows(edition: Edition) -> bool:
    """Does the index hold the rows of this edition and no others? Two queries."""
    indexed = set(SearchText.objects.filter(agency_id=edition.agency_id).values_list("entry", flat=True))
    rows = Entry.objects.filter(
        agency_id=edition.agency_id, annex=edition.main, since__lte=edition.sequence
    ).exclude(until__lte=edition.sequence)
    first: dict[int, int] = {}
    for pk, matter in rows.order_by("ordinal", "position").values_list("pk", "matter"):
        first.setdefault(matter, pk)
    return indexed == set(first.values())


def reindex(agency: Agency, day: date | None = None) -> None:
    """Make the index agree with the agency's list in force on ``day`` (today), inside the caller's transaction; what
    agrees is left. What did not agree is told to whoever keeps something beside the list in force."""
    day = day or timezone.localdate()
    edition = Edition.objects.filter(agency=agency, effective_from__lte=day)
    current = edition.order_by("-effective_from", "-sequence").first()
    wanted: dict[int, Entry] = {}
    if current is not None:
        entries = Entry.objects.filter(agency=agency, annex=current.main, since__lte=current.sequence)
        entries = entries.exclude(until__lte=current.sequence).order_by("ordinal", "position")
        for entry in entries.select_related("version"):
            wanted.setdefault(entry.matter_id, entry)
    present = SearchText.objects.filter(agency=agency)
    stale = [
        row for row in present if row.matter_id not in wanted or row.entry_id != wanted[row.matter_id].pk
    ]
    kept = set(present.values_list("matter_id", flat=True)) - {row.matter_id for row in stale}
    fresh = [entry for matter, entry in wanted.items() if matter not in kept]
    _drop(stale)
    _add([_row(agency, entry) for entry in fresh])
    in_force.tell(in_force.Change(agency, current, [row.matter_id for row in stale], fresh))


def _row(agency: Agency, entry: Entry) -> SearchBody:
    content = entry.content
    body = folding.FIELD_END.join(folding.fold(text) for _, text in texts(content))
    name = folding.fold(content.name.value)
    found = SearchText(matter_id=entry.matter_id, agency=agency, entry=entry, name=name)
    return SearchBody(matter=found, body=body)


def _add(rows: Sequence[SearchBody]) -> None:
    if connection.vendor == "sqlite":
        SearchText.objects.bulk_create([row.matter for row in rows], batch_size=1000)
        SearchBody.objects.bulk_create(rows, batch_size=1000)
        _execute(
            "INSERT INTO registry_search (rowid, name, body, scope) VALUES (%s, %s, %s, %s)",
            [(row.matter_id, *_terms(row), scope(row.matter.agency_id)) for row in rows],
        )
        return
    # One string of terms each: the driver takes longer to write an array of them than the server to index it.
    names, bodies = [], []
    for row in rows:
        text, (name, body), own = row.matter, _terms(row), scope(row.matter.agency_id)
        names.append((text.matter_id, text.agency_id, text.entry_id, text.name, f"{name} {own}"))
        bodies.append((text.matter_id, row.body, f"{body} {own}"))
    _execute(
        "INSERT INTO registry_searchtext (matter_id, agency_id, entry_id, name, name_terms) "
        "VALUES (%s, %s, %s, %s, array_to_tsvector(string_to_array(%s, ' ')))",
        names,
    )
    _execute(
        "INSERT INTO registry_searchbody (matter_id, body, body_terms) "
        "VALUES (%s, %s, array_to_tsvector(string_to_array(%s, ' ')))",
        bodies,
    )


def _drop(rows: Sequence[SearchText]) -> None:
    stale = SearchText.objects.filter(pk__in=[row.pk for row in rows])
    if connection.vendor == "sqlite":
        # The table keeps no text, so that what was put in must be given again to take it out.
        _execute(
            "INSERT INTO registry_search (rowid, name, body, scope, registry_search) "
            "VALUES (%s, %s, %s, %s, 'delete')",
            [(row.pk, *_terms(row.text), scope(row.agency_id)) for row in stale.select_related("text")],
        )
    stale.delete()


def _execute(sql: str, values: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _terms(row: SearchBody) -> tuple[str, str]:
    """The terms of a matter's name and of its text."""
    name, body = (" ".join(sorted(folding.terms(text))) for text in (row.matter.name, row.body))
    return name, body
