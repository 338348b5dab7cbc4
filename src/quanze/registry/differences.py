"""What changed between two editions of a list, and in a matter from its beginnings on: by identity, not by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from quanze.lists.compare import Change, compare, compare_matters
from quanze.lists.model import AnnexKind, ListDocument
from quanze.registry import form
from quanze.registry.models import Edition, Entry, Matter, Succession


class Fate(StrEnum):
    """What became of a matter between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class MatterDifference:
    """One matter that is not as it was. ``before`` and ``after`` are its rows in the main annexes; ``changes`` go down
    to the characters, and none is of substance where it only ``MOVED``. ``came_of`` and ``became`` are the successions
    that began between the two editions."""

    matter: Matter
    fate: Fate
    before: Entry | None
    after: Entry | None
    changes: tuple[Change, ...]
    came_of: tuple[Succession, ...]
    became: tuple[Succession, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """From ``old`` to ``new``: what belongs to no matter (title, counts, foot), then the matters in the order of the
    new list, those that are gone last."""

    old: Edition
    new: Edition
    frame: tuple[Change, ...]
    matters: tuple[MatterDifference, ...]

    @property
    def substantive(self) -> tuple[MatterDifference, ...]:
        """Without what only moved or was typed otherwise."""
        return tuple(
            each
            for each in self.matters
            if each.fate in (Fate.ADDED, Fate.REMOVED) or any(change.substantive for change in each.changes)
        )


def between(old: Edition, new: Edition) -> Differences:
    """What changed from one edition to another of the same agency, later or earlier. Rows that stand in both are not
    read: the cost is that of the change. Three queries."""
    left = _rows(old, but=new)
    right = _rows(new, but=old)
    links = _successions(old, new)
    found = []
    for matter, entry in right.items():
        before = left.pop(matter, None)
        found.append(_difference(before, entry, links, AnnexKind(new.main)))
    found += [_difference(entry, None, links, AnnexKind(old.main)) for entry in left.values()]
    return Differences(old, new, _frame_changes(old, new), tuple(found))


@dataclass(frozen=True, slots=True)
class LineageState:
    """What one of the related matters was from an edition on, until another edition (``None``: it still is)."""

    matter: Matter
    entry: Entry
    since: Edition
    until: Edition | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """A matter with all that it came of and all that it became. ``states`` are in the order of time; ``links`` say
    which matter came of which."""

    matter: Matter
    matters: tuple[Matter, ...]
    links: tuple[Succession, ...]
    states: tuple[LineageState, ...]


def lineage(matter: Matter) -> Lineage:
    """A matter's whole history, through successions in both directions (what it came of and what those came of; what
    it became and what those became; not its siblings). Two queries for each generation and three more."""
    links = {link.pk: link for up in (True, False) for link in _followed(matter, up=up)}
    matters = {matter.pk: matter}
    for link in links.values():
        matters.setdefault(link.predecessor_id, link.predecessor)
        matters.setdefault(link.successor_id, link.successor)
    editions = {
        (each.agency_id, each.sequence): each
        for each in Edition.objects.filter(agency__in={each.agency_id for each in matters.values()}).defer(
            "annexes"
        )
    }
    states = []
    rows = Entry.objects.filter(matter__in=matters).select_related("matter__agency", "version")
    for row in rows:
        since = editions[row.agency_id, row.since]
        if since.main == row.annex:
            until = None if row.until is None else editions[row.agency_id, row.until]
            states.append(LineageState(matters[row.matter_id], row, since, until))
    states.sort(key=lambda state: (state.since.effective_from, state.since.sequence, state.entry.position))
    ordered = sorted(links.values(), key=lambda link: (link.since, link.pk))
    return Lineage(matter, tuple(matters.values()), tuple(ordered), tuple(states))


def of_states(old: Entry, new: Entry) -> tuple[Change, ...]:
    """What changed between any two states, of one matter or of a matter and what it came of. No query where the
    entries came with their versions."""
    return compare_matters(AnnexKind(new.annex), old.content, new.content)


def _followed(matter: Matter, *, up: bool) -> list[Succession]:
    """The successions that lead to a matter, or from it. Ends: nothing is followed twice."""
    found: dict[int, Succession] = {}
    reached, frontier = {matter.pk}, {matter.pk}
    while frontier:
        condition = Q(successor__in=frontier) if up else Q(predecessor__in=frontier)
        links = Succession.objects.filter(condition).select_related(
            "predecessor__agency", "successor__agency"
        )
        frontier = set()
        for link in links:
            found[link.pk] = link
            frontier.add(link.predecessor_id if up else link.successor_id)
        frontier -= reached
        reached |= frontier
    return list(found.values())


def _rows(edition: Edition, *, but: Edition) -> dict[tuple[int, int], Entry]:
    """The rows of the main annex that the other edition's main annex does not hold, by matter (and which row of it)."""
    rows = Entry.objects.filter(
        Q(until=None) | Q(until__gt=edition.sequence),
        agency_id=edition.agency_id,
        annex=edition.main,
        since__lte=edition.sequence,
    )
    if edition.main == but.main:
        rows = rows.exclude(Q(until=None) | Q(until__gt=but.sequence), since__lte=but.sequence)
    found: dict[tuple[int, int], Entry] = {}
    times: dict[int, int] = {}
    for row in rows.select_related("matter", "version").order_by("ordinal", "position"):
        time = times[row.matter_id] = times.get(row.matter_id, 0) + 1
        found[row.matter_id, time] = row
    return found


def _successions(old: Edition, new: Edition) -> Sequence[Succession]:
    first, last = sorted((old.sequence, new.sequence))
    links = Succession.objects.filter(agency_id=new.agency_id, since__gt=first, since__lte=last)
    return list(links.select_related("predecessor__agency", "successor__agency"))


def _difference(
    before: Entry | None, after: Entry | None, links: Sequence[Succession], annex: AnnexKind
) -> MatterDifference:
    either = after or before
    if either is None:
        raise ValueError("neither before nor after")
    fate, changes = Fate.CHANGED, tuple[Change, ...]()
    if before is None:
        fate = Fate.ADDED
    elif after is None:
        fate = Fate.REMOVED
    elif before.version_id == after.version_id:
        fate = Fate.MOVED
    if before is not None and after is not None:
        changes = compare_matters(annex, before.content, after.content)
    return MatterDifference(
        matter=either.matter,
        fate=fate,
        before=before,
        after=after,
        changes=changes,
        came_of=tuple(link for link in links if link.successor_id == either.matter_id),
        became=tuple(link for link in links if link.predecessor_id == either.matter_id),
    )


def _frame_changes(old: Edition, new: Edition) -> tuple[Change, ...]:
    def bare(edition: Edition) -> ListDocument:
        annexes = tuple(
            form.annex(edition.annexes, part["kind"], part["ordinal"], ()) for part in edition.annexes
        )
        return ListDocument(None, edition.agency_name or None, annexes)

    changes = compare(bare(old), bare(new)).changes
    return tuple(change for change in changes if change.annex == new.main or change.annex is None)
