"""The list as it will be: an edition's annexes with the changes made in them, and whose row each row is. Pure.

The bureau's own annexes are kept: their titles, columns, category heads and order. What changes in them is what the
changes say; counts and numbers follow.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from quanze.adjustments.kinds import Kind
from quanze.lists import derive
from quanze.lists.derive.adjusted import plain
from quanze.lists.headings import CATEGORIES
from quanze.lists.model import Annex, AnnexKind, CategoryHead, Contact, ListDocument, Matter, Text
from quanze.lists.sections import Section, head_for, joined, place_for, sections
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

    @property
    def rows(self) -> Iterator[tuple[Owner, Matter]]:
        """Each row with whose it is."""
        return zip(self.owners, self.annex.matters, strict=True)


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
    base had one, or before the list in full. A list in full that had no catalogue gets one, if all its matters have a
    category."""
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
        if contact is not None and each.annex.kind is fullest:
            after = replace(after, annex=replace(after.annex, contact=contact))
        made.append(after)
    if adjusted not in made:
        made.append(adjusted)
    if AnnexKind.CATALOGUE not in kinds:
        made = [*_catalogue(made, agency), *made]
    return Outcome(tuple(each for each in made if each is not adjusted or each.annex.matters))


def _catalogue(made: Sequence[Owned], agency: str) -> Iterator[Owned]:
    pairs = [pair for each in made if each.annex.kind is AnnexKind.RETAINED for pair in each.rows]
    categories = ["" if row.category is None else row.category.value.strip() for _, row in pairs]
    if pairs and all(categories):
        annex = derive.catalogue([row for _, row in pairs], f"{agency}权责清单目录")
        order = list(dict.fromkeys([*CATEGORIES, *categories]))
        places = sorted(range(len(pairs)), key=lambda at: order.index(categories[at]))
        yield Owned(annex, tuple(pairs[at][0] for at in places))


def _told(change: Made) -> derive.Adjustment:
    """The change as the annex of adjustments tells of it."""
    summary = change.summary or None
    if summary is None and change.kind is Kind.TRANSFERRED and not change.before:
        summary = f"由{change.counterpart}划入"
    return derive.Adjustment(
        derive.Kind[change.kind.name],
        change.before,
        change.after,
        change.reason,
        change.counterpart or None,
        summary,
    )


def _adjusted(base: Sequence[Owned], changes: Sequence[Made], agency: str) -> tuple[Annex, tuple[Owner, ...]]:
    old = next((each.annex for each in base if each.annex.kind is AnnexKind.ADJUSTED), None)
    main = next((each.annex for each in base if each.annex.kind is AnnexKind.RETAINED), None)
    frame = old or Annex(
        AnnexKind.ADJUSTED, f"{agency}调整的权责清单", "附件2", columns=() if main is None else main.columns
    )
    rows: list[Matter] = []
    owners: list[Owner] = []
    for change in changes:
        rows += derive.entries(_told(change))
        owners += change.owners if change.kind is Kind.CHANGED else (*change.owners, *change.becoming)
    numbered = tuple(replace(row, number=Text.plain(str(at))) for at, row in enumerate(rows, 1))
    annex = replace(frame, declared_total=None, categories=(), matters=numbered)
    return annex, tuple(owners)


@dataclass(frozen=True, slots=True, eq=False)
class _Slot:
    """A row and whose it is; itself and no other, even where another says the same."""

    owner: Owner
    row: Matter


@dataclass(slots=True)
class _Shelf:
    """A section while changes are made in it."""

    head: CategoryHead | None
    slots: list[_Slot]

    @property
    def section(self) -> Section:
        """As the annex has it."""
        return Section(self.head, tuple(slot.row for slot in self.slots))


def _after(owned: Owned, changes: Sequence[Made], *, full: bool) -> Owned:
    """One annex after the changes; ``full``: it shows of a matter all that there is."""
    owners = iter(owned.owners)
    shelves = [
        _Shelf(section.head, [_Slot(next(owners), row) for row in section.matters])
        for section in sections(owned.annex)
    ]
    for change in changes:
        _make(shelves, change, full=full)
    annex = joined(owned.annex, [shelf.section for shelf in shelves])
    return Owned(annex, tuple(slot.owner for shelf in shelves for slot in shelf.slots))


def _make(shelves: list[_Shelf], change: Made, *, full: bool) -> None:
    """One change in one annex. New rows stand where the first old one stood, or at the end of another category."""
    standing = [(slot, shelf) for shelf in shelves for slot in shelf.slots if slot.owner in change.owners]
    here: list[_Slot] = []
    elsewhere: list[tuple[_Slot, str]] = []
    for owner, matter in zip(change.becoming, change.after, strict=True):
        row = shown_in(shelves, matter, full=full)
        if standing and _same_category(*standing[0], matter):
            first = standing[0][0].row
            if not here:
                row = replace(row if full else _like(first, row), number=first.number)
            here.append(_Slot(owner, row))
        else:
            category = "" if matter.category is None else matter.category.value
            elsewhere.append((_Slot(owner, row), category))
    for index, (slot, shelf) in enumerate(standing):
        at = shelf.slots.index(slot)
        shelf.slots[at : at + 1] = [] if index else here
    for slot, category in elsewhere:
        shelf_at, at = place_for([shelf.section for shelf in shelves], category)
        if shelf_at == len(shelves):
            shelves.append(_Shelf(head_for(category), []))
        shelves[shelf_at].slots.insert(at, slot)


def _same_category(slot: _Slot, shelf: _Shelf, matter: Matter) -> bool:
    """Is that the category in which the row stands, by its own cell or the head above it? Nothing said is no other."""
    own = "" if slot.row.category is None else slot.row.category.value
    stands = fold(own) or ("" if shelf.head is None else fold(shelf.head.name))
    becomes = "" if matter.category is None else fold(matter.category.value)
    return not stands or not becomes or stands == becomes


def shown_in(shelves: Sequence[_Shelf], matter: Matter, *, full: bool) -> Matter:
    """The matter as this annex shows matters: a catalogue has no bases, and where heads name the category, the rows'
    own cells may not. Its number is blank until it is placed."""
    rows = [slot.row for shelf in shelves for slot in shelf.slots]
    number = Text.plain("") if any(row.number is not None for row in rows) else None
    shown = replace(plain(matter), number=number, before=None)
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
