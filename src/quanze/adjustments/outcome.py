"""The list as it will be: an edition's annexes with the changes made in them, and whose row each row is. Pure.

The bureau's own annexes are kept: their titles, columns, category heads and order. What changes in them is what the
changes say; counts and numbers follow.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from quanze.adjustments import annexes
from quanze.adjustments.annexes import Told
from quanze.adjustments.kinds import Kind
from quanze.lists.model import Annex, AnnexKind, Contact, ListDocument, Matter, Text
from quanze.lists.sections import Section, joined, sections, with_matter
from quanze.prose import fold

Owner = Hashable
"""Whose a row is: the key of a matter that the list has, or :class:`New`."""


@dataclass(frozen=True, slots=True)
class New:
    """A matter that begins: the ``index``-th that the change at ``position`` brings."""

    position: int
    index: int


@dataclass(frozen=True, slots=True)
class Owned:
    """An annex and whose its rows are, one owner for each row."""

    annex: Annex
    owners: tuple[Owner, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A change to be made: the matters that it concerns, by owner and as they stand, and what they become."""

    position: int
    kind: Kind
    owners: tuple[Owner, ...]
    before: tuple[Matter, ...]
    after: tuple[Matter, ...]
    summary: str = ""
    reason: str = ""
    counterpart: str = ""

    @property
    def becoming(self) -> tuple[Owner, ...]:
        """Whose the new rows are: a changed matter's own, else new ones'."""
        if self.kind is Kind.CHANGED:
            return self.owners
        return tuple(New(self.position, index) for index in range(len(self.after)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The annexes of the edition to come, with the owners of their rows."""

    annexes: tuple[Owned, ...]

    def document(self, agency: str) -> ListDocument:
        """As a list, for the checks and the writers."""
        return ListDocument(None, agency, tuple(each.annex for each in self.annexes))


def outcome(
    base: Sequence[Owned], changes: Sequence[Made], *, agency: str, contact: Contact | None = None
) -> Outcome:
    """The annexes after the changes. The annex of adjustments tells of these changes and no others; it stands where the
    base had one, or before the list in full."""
    adjusted = Owned(*_adjusted(base, changes, agency))
    kinds = {each.annex.kind for each in base}
    fullest = AnnexKind.RETAINED if AnnexKind.RETAINED in kinds else AnnexKind.CATALOGUE
    made: list[Owned] = []
    for each in base:
        if each.annex.kind is AnnexKind.ADJUSTED:
            if adjusted not in made:
                made.append(adjusted)
            continue
        if each.annex.kind is AnnexKind.RETAINED and adjusted not in made:
            made.append(adjusted)
        after = _after(each, changes, full=each.annex.kind is fullest)
        if contact is not None and each.annex.contact is not None:
            after = replace(after, annex=replace(after.annex, contact=contact))
        made.append(after)
    if adjusted not in made:
        made.append(adjusted)
    return Outcome(tuple(each for each in made if each is not adjusted or each.annex.matters))


def _adjusted(base: Sequence[Owned], changes: Sequence[Made], agency: str) -> tuple[Annex, tuple[Owner, ...]]:
    old = next((each.annex for each in base if each.annex.kind is AnnexKind.ADJUSTED), None)
    main = next((each.annex for each in base if each.annex.kind is AnnexKind.RETAINED), None)
    frame = old or Annex(
        AnnexKind.ADJUSTED, f"{agency}调整的权责清单", "附件2", columns=() if main is None else main.columns
    )
    rows: list[Matter] = []
    owners: list[Owner] = []
    for change in changes:
        told = Told(
            change.kind, change.before, change.after, change.summary, change.reason, change.counterpart
        )
        rows += annexes.rows(told)
        owners += change.owners if change.kind is Kind.CHANGED else (*change.owners, *change.becoming)
    numbered = tuple(replace(row, number=Text.plain(str(at))) for at, row in enumerate(rows, 1))
    annex = replace(frame, declared_total=None, categories=(), matters=numbered)
    return annex, tuple(owners)


def _after(owned: Owned, changes: Sequence[Made], *, full: bool) -> Owned:
    """One annex after the changes; ``full``: it shows of a matter all that there is."""
    found = sections(owned.annex)
    owner_of: dict[int, Owner] = {}
    rows = chain.from_iterable(section.matters for section in found)
    kept = list(rows)  # so that no row's id is given to another object
    for row, owner in zip(kept, owned.owners, strict=True):
        owner_of[id(row)] = owner
    for change in changes:
        found = _made(found, change, owner_of, kept, full=full)
    order = [row for section in found for row in section.matters]
    return Owned(joined(owned.annex, found), tuple(owner_of[id(row)] for row in order))


def _made(
    found: tuple[Section, ...],
    change: Made,
    owner_of: dict[int, Owner],
    kept: list[Matter],
    *,
    full: bool,
) -> tuple[Section, ...]:
    """One change in one annex. New rows stand where the first old one stood, or at the end of another category."""
    standing = [
        (row, section) for section in found for row in section.matters if owner_of[id(row)] in change.owners
    ]
    new = [shown_in(found, matter, full=full) for matter in change.after]
    owners = dict(zip(map(id, new), change.becoming, strict=True))
    here: list[Matter] = []
    elsewhere: list[tuple[Matter, str]] = []
    for row, matter in zip(new, change.after, strict=True):
        category = _category(matter)
        if standing and len({_category(*standing[0]), category} - {""}) < 2:
            first = standing[0][0]
            placed = row if here else replace(row if full else _like(first, row), number=first.number)
            owners[id(placed)] = owners[id(row)]
            here.append(placed)
        else:
            elsewhere.append((row, "" if matter.category is None else matter.category.value))
    kept += [*new, *here]
    owner_of.update(owners)
    for at, (row, _) in enumerate(standing):
        found = _instead(found, row, () if at else tuple(here))
    for row, category in elsewhere:
        found = with_matter(found, row, category)
    return found


def _instead(found: Sequence[Section], old: Matter, new: tuple[Matter, ...]) -> tuple[Section, ...]:
    """With these rows where that very row stood."""
    return tuple(
        replace(
            section,
            matters=tuple(row for each in section.matters for row in (new if each is old else (each,))),
        )
        for section in found
    )


def shown_in(found: Sequence[Section], matter: Matter, *, full: bool) -> Matter:
    """The matter as this annex shows matters: a catalogue has no bases, and where heads name the category, the rows'
    own cells may not. Its number is blank until it is placed."""
    rows = [row for section in found for row in section.matters]
    number = Text.plain("") if any(row.number is not None for row in rows) else None
    shown = replace(annexes.plain(matter), number=number)
    if full:
        return shown
    category = shown.category
    if (
        category is not None
        and rows
        and all(row.category is None or row.category.exact is None for row in rows)
    ):
        category = None if all(row.category is None for row in rows) else Text(category.value, None)
    shows = {
        field: any(getattr(row, field) is not None for row in rows)
        for field in ("basis", "liability", "office")
    }
    return Matter(
        number=number,
        name=shown.name,
        category=category,
        basis=shown.basis if shows["basis"] else None,
        liability=shown.liability if shows["liability"] else None,
        office=shown.office if shows["office"] else None,
    )


def _like(old: Matter, new: Matter) -> Matter:
    """The new row of a catalogue with the old one's own cells where they say the same: a break within a name there is
    none of the list in full."""

    def kept(was: Text | None, now: Text | None) -> Text | None:
        return was if was is not None and now is not None and was.value == now.value else now

    return replace(
        new,
        name=kept(old.name, new.name) or new.name,
        category=kept(old.category, new.category),
        office=kept(old.office, new.office),
        extra=old.extra,
        stages=old.stages,
        parts=old.parts,
    )


def _category(matter: Matter, section: Section | None = None) -> str:
    """Of a row: its own, or that of the head above it."""
    if matter.category is not None and matter.category.value.strip():
        return fold(matter.category.value)
    return "" if section is None or section.head is None else fold(section.head.name)
