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
from typing import Any

from django.db import connection, transaction

from quanze.lists.model import Matter as ListMatter
from quanze.people.models import Agency
from quanze.registry import folding, form, indexing
from quanze.registry.folding import Snippet
from quanze.registry.models import SearchText

LIMIT = 1000
"""Hits in names, and again in texts, that are ranked and shown."""

SIEVE = 3 * LIMIT
"""Matters with all the terms of the words in whose text the words themselves are looked for. Only words made of the
commonest pairs that hardly ever stand together ("受理由") have more; then it is said that there may be more hits."""

ENOUGH = 30
"""Characters after which a text says no more by being longer: a line of a snippet."""

EACH = 16
"""PostgreSQL reads the whole index entry of a common word before it gives the first hit. One matter in ``EACH`` stands
in an index of its own, which is asked first: where these alone give enough, the other one need not be."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter found, by the list in force: whose it is, its number there, its name with what was searched for marked,
    and where else it stands: the field's path and a snippet."""

    matter: int
    number: int
    agency_code: str
    agency_name: str
    category: str
    office: str
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
    how often the words occur. At most three queries (and a setting on PostgreSQL), whatever is asked for."""
    words = folding.words(query)
    found, more = _found(words, agency) if words else ([], False)
    pages = max(1, -(-len(found) // per_page))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * per_page : page * per_page]
    return Hits(words, len(found), more, page, pages, tuple(_hits(shown, words)))


def _found(words: Sequence[str], agency: Agency | None) -> tuple[list[int], bool]:
    """At most :data:`LIMIT` matters in order, and whether there are, or may be, more."""
    scope = set() if agency is None else {indexing.scope(agency.pk)}
    with _planned():
        names, more = _first("name", words, scope)
        found = _by_name(words, names)
        if len(found) <= LIMIT:
            texts, more_texts = _first("body", words, scope, known=found)
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


def _first(
    column: str, words: Sequence[str], scope: set[str], known: Sequence[int] = ()
) -> tuple[list[tuple[int, Any]], bool]:
    """At most ``LIMIT + 1`` matters that have all the words in ``column``, less the known ones, each with its name or,
    of bodies, with how often the words occur; and whether there may be more."""
    terms = set().union(*(folding.wanted(word) for word in words))
    if connection.vendor == "sqlite":
        return _on_sqlite(column, words, terms, scope, known)
    return _on_postgresql(column, words, terms | scope, known)


TABLES = {"name": "registry_searchtext", "body": "registry_searchbody"}

POSTGRESQL = """
    WITH sieve AS (
        SELECT matter_id, {column} AS text FROM {table}
        WHERE {column}_terms @@ %s::tsquery AND mod(matter_id, {each}) = 0 AND matter_id <> ALL(%s)
        UNION ALL
        SELECT matter_id, {column} AS text FROM {table}
        WHERE {column}_terms @@ %s::tsquery AND mod(matter_id, {each}) <> 0 AND matter_id <> ALL(%s)
        LIMIT {sieve}
    ),
    found AS (
        SELECT matter_id, {value} AS value FROM (
            SELECT matter_id, {columns} FROM (SELECT matter_id, text || '' AS text FROM sieve OFFSET 0) AS fetched
            OFFSET 0
        ) AS looked_at WHERE {conditions} LIMIT {limit}
    )
    SELECT matter_id, value, 0 FROM found
    UNION ALL
    SELECT NULL, NULL,
        CASE WHEN (SELECT COUNT(*) FROM found) < {limit} THEN (SELECT COUNT(*) FROM sieve) ELSE 0 END
"""
"""The second half is begun only when the first has given all that it has. ``text || ''`` fetches a long text from where
it is kept, once for all that is asked of it; ``OFFSET 0`` keeps what is worked out of it from being worked out anew for
each use. Words are counted here, since three megabytes of texts take longer to send than to read; what fills the limit
is not sifted further."""

TIMES = "(octet_length(text) - octet_length(replace(text, %s, ''))) / %s"
"""How often a word stands in a text, for PostgreSQL; its parameters are the word and its length in bytes."""


def _on_postgresql(
    column: str, words: Sequence[str], terms: set[str], known: Sequence[int]
) -> tuple[list[tuple[int, Any]], bool]:
    """At most ``LIMIT + 1`` of the matters that have the terms, as :func:`_first` gives them."""
    each = range(len(words))
    if column == "name":
        columns, value = ", ".join(["text", *(f"strpos(text, %s) AS at_{i}" for i in each)]), "text"
        conditions = [f"at_{i} > 0" for i in each]
        values: list[Any] = list(words)
    else:
        columns = ", ".join(f"{TIMES} AS times_{i}" for i in each)
        value = " + ".join(f"times_{i}" for i in each)
        conditions = [f"times_{i} > 0" for i in each]
        values = [value for word in words for value in (word, len(word.encode()))]
    sql = POSTGRESQL.format(
        table=TABLES[column],
        column=column,
        each=EACH,
        columns=columns,
        value=value,
        conditions=" AND ".join(conditions),
        sieve=SIEVE + 1,
        limit=LIMIT + 1,
    )
    asked = [" & ".join(f"'{term}'" for term in sorted(terms)), list(known)]
    return _sifted(sql, [*asked, *asked, *values])


SQLITE = """
    WITH sieve AS (SELECT rowid AS id FROM registry_search WHERE registry_search MATCH %s LIMIT {sieve}),
    found AS (
        SELECT matter_id, {column} AS text FROM sieve JOIN {table} ON matter_id = id
        WHERE {conditions} LIMIT {limit}
    )
    SELECT matter_id, text, 0 FROM found UNION ALL SELECT NULL, NULL, COUNT(*) FROM sieve
"""
"""Nothing is sent here, and Python counts words faster than this database does."""


def _on_sqlite(
    column: str, words: Sequence[str], terms: set[str], scope: set[str], known: Sequence[int]
) -> tuple[list[tuple[int, Any]], bool]:
    """At most ``LIMIT + 1`` of the matters that have the terms, as :func:`_first` gives them."""
    asked = " AND ".join([f'{column} : "{term}"' for term in terms] + [f'scope : "{term}"' for term in scope])
    sought = [word for word in words if len(folding.wanted(word)) > 1]
    conditions = ["TRUE", *(f"instr({column}, %s) > 0" for _ in sought)]
    if known:
        conditions.append(f"matter_id NOT IN ({', '.join(['%s'] * len(known))})")
    sql = SQLITE.format(
        table=TABLES[column],
        column=column,
        conditions=" AND ".join(conditions),
        sieve=SIEVE + 1,
        limit=LIMIT + 1,
    )
    found, more = _sifted(sql, [asked, *sought, *known])
    if column == "body":
        found = [(matter, sum(text.count(word) for word in words)) for matter, text in found]
    return found, more


def _sifted(sql: str, values: Sequence[Any]) -> tuple[list[tuple[int, Any]], bool]:
    """The rows of a statement, and whether it stopped at :data:`SIEVE` before it had more than :data:`LIMIT`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    found = [(matter, value) for matter, value, _ in rows if matter is not None]
    return found, len(found) <= LIMIT and max(looked_at for _, _, looked_at in rows) > SIEVE


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
                "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '64MB'"
            )
        yield


def _hits(matters: Sequence[int], words: Sequence[str]) -> Iterable[Hit]:
    rows = SearchText.objects.filter(pk__in=matters).values_list(
        "matter__number",
        "agency__code",
        "agency__name",
        "entry__version__category",
        "entry__version__office",
        "entry__version__name",
        "entry__version__content",
        "entry__placement",
        "text__body",
        "pk",
    )
    found = {pk: row for *row, pk in rows}
    for matter in matters:
        if matter not in found:
            continue
        number, agency_code, agency_name, category, office, name, content, placement, body = found[matter]
        title = folding.snippet(name, words, 3 * len(name)) or Snippet((folding.Piece(name, False),))
        field, snippet = _best(form.join(content, placement), body, words)
        yield Hit(matter, number, agency_code, agency_name, category, office, title, field, snippet)


def _best(content: ListMatter, body: str, words: Sequence[str]) -> tuple[str | None, Snippet | None]:
    """The field, beside the name, in which most of the words stand; of several, the first that says enough: the name of
    a stage says little more than the words themselves."""
    found = [
        (sum(word in folded for word in words), min(len(folded), ENOUGH), path, text)
        for (path, text), folded in zip(indexing.texts(content), body.split(folding.FIELD_END), strict=True)
        if path != "name"
    ]
    count, _, path, text = max(found, key=lambda field: field[:2], default=(0, 0, "", ""))
    return (path, folding.snippet(text, words)) if count else (None, None)
