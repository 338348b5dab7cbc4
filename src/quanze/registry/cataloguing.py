"""The list of an edition as a table: its rows, counted by category and office, filtered, sorted and paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from quanze.lists.headings import CATEGORIES
from quanze.registry.models import Edition, Entry

UNSORTED = "未分类"

_PLACE = ("ordinal", "position")
SORTS: dict[str, tuple[str, ...]] = {
    "list": _PLACE,
    "-list": tuple(f"-{column}" for column in _PLACE),
    "name": ("version__name", *_PLACE),
    "-name": ("-version__name", *_PLACE),
    "category": ("version__category", *_PLACE),
    "-category": ("-version__category", *_PLACE),
    "office": ("version__office", *_PLACE),
    "-office": ("-version__office", *_PLACE),
}
"""The orders in which a catalogue can be asked for; every one of them is total."""


@dataclass(frozen=True, slots=True)
class Group:
    """A category or an office and how many matters it has. ``declared`` is the count that the catalogue declares."""

    name: str
    count: int
    declared: int | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The list in force, as a page of a table: all ten categories with their counts (zeros too), the offices, and
    the rows that were asked for. A row is an :class:`Entry`: ``entry.number``, ``entry.matter.number`` (for
    addresses), ``entry.version.name``, ``.category``, ``.office``."""

    edition: Edition
    total: int
    categories: tuple[Group, ...]
    offices: tuple[Group, ...]
    category: str | None
    office: str | None
    containing: str
    sort: str
    found: int
    page: int
    pages: int
    rows: tuple[Entry, ...]


def entries(edition: Edition, annex: str | None = None) -> QuerySet[Entry]:
    """The rows of an edition (of one annex kind), in their order, without the matters' contents."""
    rows = Entry.objects.filter(agency_id=edition.agency_id, since__lte=edition.sequence)
    rows = rows.filter(Q(until=None) | Q(until__gt=edition.sequence))
    if annex is not None:
        rows = rows.filter(annex=annex)
    rows = rows.select_related("matter", "version").defer("version__content")
    return rows.order_by("annex", "ordinal", "position")


def catalogue(
    edition: Edition,
    category: str | None = None,
    office: str | None = None,
    page: int = 1,
    per_page: int = 200,
    *,
    containing: str = "",
    sort: str = "list",
) -> Catalogue:
    """The list of an edition, all of it or what belongs to a category or an office and has ``containing`` in its
    name, in the order of a key of :data:`SORTS`. Three queries, one more with ``containing``."""
    every = entries(edition, edition.main)
    groups = list(
        every.order_by().values_list("version__category", "version__office").annotate(count=Count("pk"))
    )
    by_category = _counted((name or UNSORTED, count) for name, _, count in groups)
    by_office = _counted((name, count) for _, name, count in groups if name)
    declared = _declared(edition)
    names = [*CATEGORIES, *sorted(by_category.keys() - set(CATEGORIES))]
    rows = every
    if category is not None:
        rows = rows.filter(version__category="" if category == UNSORTED else category)
    if office is not None:
        rows = rows.filter(version__office=office)
    if containing:
        rows = rows.filter(version__name__icontains=containing)
        found = rows.count()
    else:
        found = sum(
            count
            for its_category, its_office, count in groups
            if category in (None, its_category or UNSORTED) and office in (None, its_office)
        )
    rows = rows.order_by(*SORTS.get(sort, SORTS["list"]))
    pages = max(1, -(-found // per_page))
    page = min(max(1, page), pages)
    return Catalogue(
        edition=edition,
        total=sum(count for *_, count in groups),
        categories=tuple(Group(name, by_category.get(name, 0), declared.get(name)) for name in names),
        offices=tuple(Group(name, count) for name, count in sorted(by_office.items())),
        category=category,
        office=office,
        containing=containing,
        sort=sort if sort in SORTS else "list",
        found=found,
        page=page,
        pages=pages,
        rows=tuple(rows[(page - 1) * per_page : page * per_page]),
    )


def _counted(pairs: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, count in pairs:
        counts[name] = counts.get(name, 0) + count
    return counts


def _declared(edition: Edition) -> dict[str, int]:
    heads: Sequence[dict[str, Any]] = [
        head for part in edition.annexes for head in part["frame"]["categories"]
    ]
    return {head["name"]: head["declared"] for head in heads if head["declared"] is not None}
