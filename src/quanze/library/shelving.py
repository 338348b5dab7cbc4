"""Instruments found by how they are called, and made where there is none: inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from quanze.law.kinds import kind_of
from quanze.library import proposing
from quanze.library.batches import BATCH, chunks
from quanze.library.matching import Called, Candidates, column
from quanze.library.models import Citation, Cited, Instrument, Name, Tally

_LOCK = 0x717A1A77
"""Of PostgreSQL's advisory locks the one under which instruments are made: two lists that are published at once and
cite the same unknown notice make one row of it. SQLite has one writer anyway."""


def look_up(called: Iterable[Called]) -> Candidates:
    """The instruments that may be meant by any of these. One query for each 500 names."""
    keys = {key for each in called for _, key in each.names}
    held: dict[int, Instrument] = {}
    known = []
    for chunk in chunks(sorted(keys)):
        for name in Name.objects.filter(key__in=chunk).select_related("instrument"):
            instrument = held.setdefault(name.instrument_id, name.instrument)
            known.append((name.kind, name.key, instrument))
    return Candidates(known)


def shelve(called: Collection[Called]) -> dict[Called, Instrument | None]:
    """The instrument of each; one that is not known is made, as only named. ``None`` where two answer to the name.

    An instrument that was known by its number or its title alone learns the other.
    """
    if not called:
        return {}
    candidates = look_up(called)
    if any(_unknown(each, candidates) for each in called):
        lock()
        candidates = look_up(called)
    return _Shelving(candidates).place(called)


def lock() -> None:
    """Be the only one who makes instruments, until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _unknown(called: Called, candidates: Candidates) -> bool:
    answer = candidates.answer(called)
    return (
        answer.also is not None
        or (answer.instrument is None and not answer.doubt)
        or bool(answer.instrument is not None and _teaches(called, answer.instrument))
    )


def _teaches(called: Called, instrument: Instrument) -> bool:
    """Whether a name tells something of an instrument of which only the name is known: what somebody entered is not
    filled in by what a list says."""
    lacks = (called.title and not instrument.title) or (called.number and not instrument.number)
    return instrument.state == Instrument.State.NAMED and bool(lacks)


class _Shelving:
    """One round of finding and making; what is made or learnt is written at the end, in bulk."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates = candidates
        self.made: list[Instrument] = []
        self.learnt: dict[int, Instrument] = {}
        self.names: list[tuple[Instrument, Called]] = []

    def place(self, called: Collection[Called]) -> dict[Called, Instrument | None]:
        # Those who say most come first, so that who says less finds them.
        ordered = sorted(called, key=lambda each: (-len(each.names), each.title, each.number))
        placed = {each: self._one(each) for each in ordered}
        Instrument.objects.bulk_create(self.made, batch_size=BATCH)
        proposing.of_titles(self.made)
        Instrument.objects.bulk_update(
            self.learnt.values(), ["title", "key", "number", "number_key", "issued", "kind"], batch_size=100
        )
        give_names(self.names)
        return placed

    def _one(self, called: Called) -> Instrument | None:
        answer = self.candidates.answer(called)
        found = answer.instrument
        if answer.doubt:
            return None
        if answer.also is not None and found is not None:
            absorb(answer.also, found)
            self.candidates.forget(answer.also, instead=found)
        if found is None:
            found = new_instrument(called)
            self.made.append(found)
        elif _teaches(called, found):
            teach(found, called)
            if found.pk is not None:
                self.learnt[found.pk] = found
        else:
            return found
        for kind, key in called.names:
            self.candidates.add(kind, key, found)
        self.names.append((found, called))
        return found


def give_names(pairs: Iterable[tuple[Instrument, Called]]) -> None:
    """Let instruments be found by these names too."""
    Name.objects.bulk_create(
        [
            Name(kind=kind, key=key, instrument=instrument)
            for instrument, called in pairs
            for kind, key in called.names
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def new_instrument(called: Called) -> Instrument:
    """An instrument of which nothing but its name is known, not saved yet."""
    instrument = Instrument(added_at=timezone.now())
    teach(instrument, called)
    return instrument


def teach(instrument: Instrument, called: Called) -> None:
    """Fill in what was not known of an instrument; what was known stays."""
    if called.title and not instrument.title:
        instrument.title, instrument.key = column(called.title, 500), called.title_key
        instrument.kind = kind_of(instrument.title, ()).value
        instrument.issued = instrument.issued or column(called.carried, 500)
    if called.number and not instrument.number:
        instrument.number, instrument.number_key = column(called.number, 100), called.number_key


def recount(**scope: object) -> None:
    """Count anew who cites what, for some agencies or some instruments."""
    Tally.objects.filter(**scope).delete()
    counted = Cited.objects.filter(**scope).order_by().values_list("instrument", "agency")
    Tally.objects.bulk_create(
        [
            Tally(instrument_id=instrument, agency_id=agency, matters=matters)
            for instrument, agency, matters in counted.annotate(matters=Count("pk"))
        ],
        batch_size=1000,
    )


def settle_absorbed() -> None:
    """Move what a list that was published at the very moment of an absorption still put under the absorbed row."""
    left = Instrument.objects.exclude(same_as=None).filter(
        Exists(Cited.objects.filter(instrument=OuterRef("pk")))
    )
    for instrument in left.select_related("same_as").order_by("pk"):
        if instrument.same_as is not None:
            with transaction.atomic():
                absorb(instrument, into=instrument.same_as)


def absorb(instrument: Instrument, into: Instrument) -> None:
    """Let ``instrument`` be ``into`` from now on: its names and what cites it move. What may not be changed, the
    statements about it, stays and is read together with those of ``into``."""
    kept = set(Name.objects.filter(instrument=into).values_list("kind", "key"))
    for name in Name.objects.filter(instrument=instrument):
        if (name.kind, name.key) not in kept:
            Name.objects.create(instrument=into, kind=name.kind, key=name.key)
    Name.objects.filter(instrument=instrument).delete()
    Citation.objects.filter(instrument=instrument).update(instrument=into)
    Cited.objects.filter(
        instrument=instrument, matter__in=Cited.objects.filter(instrument=into).values("matter")
    ).delete()
    Cited.objects.filter(instrument=instrument).update(instrument=into)
    recount(instrument__in=[instrument, into])
    Instrument.objects.filter(same_as=instrument).update(same_as=into)
    instrument.same_as = into
    instrument.save(update_fields=["same_as"])
