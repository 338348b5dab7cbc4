"""Full-text search in Chinese over the lists in force, the same on SQLite and on PostgreSQL.

The index holds which terms (see ``folding``) a matter has, not where: that is small and quick on either database.
Whether the terms of a word also stand side by side is then looked up in the matter's folded text, for at most
:data:`SIEVE` candidates. Nothing ever reads, ranks or counts all that common words hit: beyond that the answer is
"more".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from quanze.lists.model import Matter as ListMatter
from quanze.lists.model import fields
from quanze.people.models import Agency
from quanze.registry import folding, in_force
from quanze.registry.folding import Snippet
from quanze.registry.models import Edition, Entry, SearchText

LIMIT = 1000
"""Hits in names, and again in texts, that are ranked and shown."""

SIEVE = 3 * LIMIT
"""Matters with all the terms of the words in whose text the words themselves are looked for. Only words made of the
commonest pairs that hardly ever stand together ("受理由") have more; then it is said that there may be more hits."""


SOME, EACH = "S", 16
"""PostgreSQL reads the whole index entry of a common word before it gives the first hit. One matter in ``EACH`` has
this term too, and is looked for first: where these alone give enough, the rest need not be read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter found: its row in the list in force, its name with what was searched for marked, and where else it
    stands: the field's path and a snippet."""

    entry: Entry
    name: Snippet
    field: str | None
    snippet: Snippet | None


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found. ``total`` is at most :data:`LIMIT`; ``more`` says that there are more, or, where the
    words are so common that not every matter was looked at, that there may be."""

    words: tuple[str, ...]
    total: int
    more: bool
    page: int
    pages: int
    hits: tuple[Hit, ...]

    @property
    def count(self) -> str:
        """For people: ``36`` or ``1,000+``."""
        return f"{self.total:,}+" if self.more else f"{self.total:,}"


def search(query: str, agency: Agency | None = None, page: int = 1, per_page: int = 20) -> Hits:
    """Matters in force that have every word of ``query``: first those that have them in the name, then the others by
    how often the words occur. At most three queries (five and a setting on PostgreSQL), whatever is asked for."""
    words = folding.words(query)
    found, more = _found(words, agency) if words else ([], False)
    pages = max(1, -(-len(found) // per_page))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * per_page : page * per_page]
    return Hits(words, len(found), more, page, pages, tuple(_hits(shown, words)))


def _found(words: Sequence[str], agency: Agency | None) -> tuple[list[int], bool]:
    """At most :data:`LIMIT` matters in order, and whether there are, or may be, more."""
    scope = set() if agency is None else {_scope(agency.pk)}
    with _planned():
        names, more = _first("name", words, scope)
        found = _by_name(words, names)
        if len(found) <= LIMIT:
            texts, more_texts = _texts_of(words, scope, known=found)
            found += _by_frequency(texts)
            more = more or more_texts
    return found[:LIMIT], more or len(found) > LIMIT


def _by_name(words: Sequence[str], names: Iterable[tuple[int, str]]) -> list[int]:
    """The very name first, then names that begin with the first word, then the short before the long."""
    whole = "".join(words)
    ranked = sorted(
        names, key=lambda row: (row[1] != whole, not row[1].startswith(words[0]), len(row[1]), row[0])
    )
    return [matter for matter, _ in ranked]


def _by_frequency(counted: Iterable[tuple[int, int]]) -> list[int]:
    """How often the words occur, most first."""
    return [matter for matter, _ in sorted(counted, key=lambda row: (-row[1], row[0]))]


def _texts_of(
    words: Sequence[str], scope: set[str], known: Sequence[int]
) -> tuple[list[tuple[int, int]], bool]:
    """At most ``LIMIT + 1`` matters with all the words in their texts, less the known ones, each with how often they
    occur; and whether there may be more."""
    found, more = _first("body", words, scope, known)
    if connection.vendor == "postgresql":
        return [(matter, int(count)) for matter, count in found], more
    return [(matter, sum(text.count(word) for word in words)) for matter, text in found], more


def _first(
    column: str, words: Sequence[str], scope: set[str], known: Sequence[int] = ()
) -> tuple[list[tuple[int, str]], bool]:
    """Those with :data:`SOME` alone, where they are enough; else all."""
    if connection.vendor == "postgresql" and not scope:
        found, more = _sifted(column, words, {SOME}, known)
        if more or len(found) > LIMIT:
            return found, more
    return _sifted(column, words, scope, known)


POSTGRESQL = """
    WITH sieve AS (
        SELECT matter_id, {column} AS text FROM registry_searchtext
        WHERE {column}_terms @@ %s::tsquery LIMIT {sieve}
    ),
    found AS (
        SELECT matter_id, {value} FROM (SELECT matter_id, text || '' AS text FROM sieve OFFSET 0) AS fetched
        WHERE {conditions} LIMIT {limit}
    )
    SELECT * FROM found
    UNION ALL
    SELECT NULL, CAST(
        CASE WHEN (SELECT COUNT(*) FROM found) < {limit} THEN (SELECT COUNT(*) FROM sieve) ELSE 0 END AS text
    )
"""
"""``text || ''`` fetches a text from where long values are kept, once for all that is asked of it. Words are counted
here, since three megabytes of texts take longer to send than to read; what fills the limit is not sifted further."""

SQLITE = """
    WITH sieve AS (SELECT rowid AS id FROM registry_search WHERE registry_search MATCH %s LIMIT {sieve}),
    found AS (
        SELECT matter_id, {column} AS text FROM sieve JOIN registry_searchtext ON matter_id = id
        WHERE {conditions} LIMIT {limit}
    )
    SELECT * FROM found UNION ALL SELECT NULL, CAST(COUNT(*) AS text) FROM sieve
"""
"""Nothing is sent here, and Python counts words faster than this database does."""


def _sifted(
    column: str, words: Sequence[str], scope: set[str], known: Sequence[int]
) -> tuple[list[tuple[int, str]], bool]:
    """Of the matters with the terms ``scope`` at most ``LIMIT + 1``, less the known ones, that have all the words in
    ``column``; each with that column, of bodies on PostgreSQL with how often the words occur; and whether there may be
    more."""
    postgresql = connection.vendor == "postgresql"
    terms = sorted(set().union(*(folding.wanted(word) for word in words)) | scope)
    value, conditions = "text", ["TRUE"]
    counted: list[Any] = []
    values: list[Any] = []
    if postgresql:
        asked = " & ".join(f"'{term}'" for term in terms)
        if column == "body":
            one = "(octet_length(text) - octet_length(replace(text, %s, ''))) / %s"
            value = f"CAST({' + '.join([one] * len(words))} AS text)"
            counted = [each for word in words for each in (word, len(word.encode()))]
    else:
        asked = " AND ".join(f'{"scope" if term in scope else column} : "{term}"' for term in terms)
    for word in words:
        if len(folding.wanted(word)) > 1:
            conditions.append(
                f"{'strpos' if postgresql else 'instr'}({'text' if postgresql else column}, %s) > 0"
            )
            values.append(word)
    if known and postgresql:
        conditions.append("matter_id <> ALL(%s)")
        values.append(list(known))
    elif known:
        conditions.append(f"matter_id NOT IN ({', '.join(['%s'] * len(known))})")
        values += known
    sql = (POSTGRESQL if postgresql else SQLITE).format(
        column=column, value=value, conditions=" AND ".join(conditions), sieve=SIEVE + 1, limit=LIMIT + 1
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *counted, *values])
        rows = cursor.fetchall()
    found = [row for row in rows if row[0] is not None]
    (looked_at,) = (int(count) for matter, count in rows if matter is None)
    return found, len(found) <= LIMIT and looked_at > SIEVE


@contextmanager
def _planned() -> Iterator[None]:
    """PostgreSQL's planner cannot know that a limit over common terms ends soon and that rare ones must not scan."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; "
                "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'"
            )
        yield


def _hits(matters: Sequence[int], words: Sequence[str]) -> Iterable[Hit]:
    rows = SearchText.objects.filter(pk__in=matters).select_related(
        "entry__version", "entry__matter", "entry__agency"
    )
    by_matter = {row.pk: row for row in rows.defer("name")}
    for matter in matters:
        row = by_matter.get(matter)
        if row is None:
            continue
        name = row.entry.version.name
        title = folding.snippet(name, words, 3 * len(name)) or Snippet((folding.Piece(name, False),))
        field, found = _best(row, words)
        yield Hit(row.entry, title, field, found)


def _best(row: SearchText, words: Sequence[str]) -> tuple[str | None, Snippet | None]:
    """The field, beside the name, in which most of the words stand."""
    texts = _texts(row.entry.content)
    counts = [sum(word in folded for word in words) for folded in row.body.split(folding.FIELD_END)]
    for i in sorted(range(len(texts)), key=lambda i: -counts[i]):
        path, text = texts[i]
        if path != "name":
            return (path, folding.snippet(text, words)) if counts[i] else (None, None)
    return None, None


def _texts(content: ListMatter) -> list[tuple[str, str]]:
    """The fields that are searched, by path, in the order in which ``SearchText.body`` holds them."""
    return [(path, text.value) for path, text in fields(content) if path != "number"]


# The index -----------------------------------------------------------------------------------------------------------


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


def _row(agency: Agency, entry: Entry) -> SearchText:
    content = entry.content
    body = folding.FIELD_END.join(folding.fold(text) for _, text in _texts(content))
    name = folding.fold(content.name.value)
    return SearchText(matter_id=entry.matter_id, agency=agency, entry=entry, name=name, body=body)


def _add(rows: Sequence[SearchText]) -> None:
    if connection.vendor == "sqlite":
        SearchText.objects.bulk_create(rows, batch_size=1000)
        sql = "INSERT INTO registry_search (rowid, name, body, scope) VALUES (%s, %s, %s, %s)"
        values: list[tuple[Any, ...]] = [_fts(row) for row in rows]
    else:
        # One string of terms each: the driver takes longer to write an array of them than the server to index it.
        sql = (
            "INSERT INTO registry_searchtext (matter_id, agency_id, entry_id, name, body, name_terms, body_terms) "
            "VALUES (%s, %s, %s, %s, %s, "
            "array_to_tsvector(string_to_array(%s, ' ')), array_to_tsvector(string_to_array(%s, ' ')))"
        )
        values = [
            (row.matter_id, row.agency_id, row.entry_id, row.name, row.body, *_vectors(row)) for row in rows
        ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _drop(rows: Sequence[SearchText]) -> None:
    if connection.vendor == "sqlite":
        columns = "rowid, name, body, scope, registry_search"
        sql = f"INSERT INTO registry_search ({columns}) VALUES (%s, %s, %s, %s, 'delete')"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, [_fts(row) for row in rows])
    SearchText.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _vectors(row: SearchText) -> tuple[str, str]:
    """The terms of a row's name and of its text, each with its scope."""
    beside = {_scope(row.agency_id)} | ({SOME} if row.matter_id % EACH == 0 else set())
    name, body = (" ".join({*folding.terms(text), *beside}) for text in (row.name, row.body))
    return name, body


def _fts(row: SearchText) -> tuple[int, str, str, str]:
    """A row of the full-text table; the table keeps no text, so that the same must be given again to take it out."""
    name, body = (" ".join(sorted(folding.terms(text))) for text in (row.name, row.body))
    return row.matter_id, name, body, _scope(row.agency_id)


def _scope(agency: int) -> str:
    """The term by which an agency's matters are found; folded text has no capitals, so that no text has it."""
    return f"A{agency}"
