"""Everything that changes a calendar, a procedure or a kit: each service is one transaction with its record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from quanze.audit.canonical import canonical, digest
from quanze.audit.services import INSTALLATION, Origin, Thing, record
from quanze.kits import Kit, Unreadable, dump, key_of, load, read
from quanze.lists.refusal import Refusal
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.procedure.clocks.arrangement import KINDS, MOST_BYTES, read_year
from quanze.procedure.clocks.calendar import CalendarYear as Arrangement
from quanze.registry import queries as registry
from quanze.registry.models import Matter
from quanze.registry.services import Unacceptable
from quanze.rulebook import calendars, corrections, form, queries, redating
from quanze.rulebook.kits import KitInForce
from quanze.rulebook.models import CalendarYear, Correction, KitContent, Procedure
from quanze.rulebook.models import Kit as KitRow

LARGEST_FILE = MOST_BYTES
"""Bytes of a calendar file that are looked at."""

LONGEST_SOURCE = 200
LONGEST_REASON = 300
"""Characters."""


def read_arrangement(data: bytes, source: str) -> Arrangement:
    """The year that a file holds, for a person to look at before it is loaded; nothing is kept.

    ``source`` is the 文号 of the notice. Raises :class:`Unacceptable`, with the line where there is one.
    """
    said = _plain(source)
    if not said:
        raise Unacceptable("请写明放假安排的来源，例如国务院办公厅通知的文号。")
    if len(said) > LONGEST_SOURCE:
        raise Unacceptable(f"来源不能超过{LONGEST_SOURCE}个字。")
    try:
        return read_year(data, said)
    except Refusal as refusal:
        raise Unacceptable(f"{refusal}。") from refusal


def as_text(year: Arrangement) -> str:
    """An arrangement as a file that :func:`read_arrangement` reads as the same."""
    out = io.StringIO()
    csv.writer(out).writerows((special.day, KINDS[special.kind], special.name) for special in year.days)
    return out.getvalue()


@transaction.atomic
def import_calendar(data: bytes, source: str, person: Person, *, where: Origin | None = None) -> CalendarYear:
    """Load the arrangement of a year; a year that was loaded before is superseded, and what it was stays kept.

    Whoever asked to be told (``redating``) is told within the same transaction. Loading what already holds returns the
    row that holds. Raises ``Denied``, :class:`Unacceptable`.
    """
    demand(person, "calendar.import")
    year = read_arrangement(data, source)
    days = calendars.kept_form(year)
    before = CalendarYear.objects.filter(year=year.year).order_by("-pk").first()
    if before is not None and (before.days, before.source) == (days, year.source):
        return before
    row = CalendarYear.objects.create(
        year=year.year, days=days, source=year.source, by=person, at=timezone.now()
    )
    # Days of December may be arranged with the year after (29 December 2018): then both years count differently.
    named = [day for day, _, _ in (*days, *([] if before is None else before.days))]
    redating.tell(calendars.calendar(), {year.year, *(date.fromisoformat(day).year for day in named)})
    detail = {
        "year": year.year,
        "source": year.source,
        "days": digest("quanze calendar year 1", canonical(days)),
        "supersedes": None if before is None else before.pk,
    }
    thing = Thing("rulebook.CalendarYear", str(row.pk), str(row))
    record(INSTALLATION, "calendar.import", who=person, thing=thing, where=where, detail=detail)
    return row


@transaction.atomic
def correct(
    agency: Agency,
    number: int,
    made: Sequence[corrections.Kept],
    reason: str,
    person: Person,
    *,
    where: Origin | None = None,
) -> tuple[Correction, ...]:
    """Correct what is proposed for the matter with that number; several corrections stand or fall together.
    ``reason`` says why, or where it is written.

    Raises ``Denied``, ``queries.NotInForce``, or :class:`Unacceptable`: no reason, or nothing of that kind is proposed.
    """
    demand(person, "procedure.correct", agency)
    why = _plain(reason)
    if not why:
        raise Unacceptable("请写明理由或来源。")
    if len(why) > LONGEST_REASON:
        raise Unacceptable(f"理由不能超过{LONGEST_REASON}个字。")
    matter = _locked(agency, number)
    now = timezone.now()
    bodies = [corrections.dump(each) for each in made]
    rows = tuple(
        Correction.objects.create(matter=matter, body=body, reason=why, by=person, at=now) for body in bodies
    )
    fresh = {row.pk for row in rows}
    if any(each.stale for each in queries.review(agency, number).corrections if each.row.pk in fresh):
        raise Unacceptable("规程里已经没有要更正的这一处，请刷新后再看。")
    _record(
        agency, "procedure.correct", matter, person, where, {"rows": sorted(fresh), "corrections": bodies}
    )
    return rows


@transaction.atomic
def withdraw(
    agency: Agency, number: int, pk: int, person: Person, *, where: Origin | None = None
) -> Correction:
    """Take a correction back: what the compiler proposes holds again. Withdrawing it twice is no error.

    Raises ``Denied``, ``queries.NotInForce``, or :class:`Unacceptable` where the matter has no such correction.
    """
    demand(person, "procedure.correct", agency)
    matter = _locked(agency, number)
    found = Correction.objects.filter(matter=matter, pk=pk, body__isnull=False).first()
    if found is None:
        raise Unacceptable("没有这一条更正。")
    earlier = Correction.objects.filter(withdraws=found).first()
    if earlier is not None:
        return earlier
    row = Correction.objects.create(matter=matter, withdraws=found, by=person, at=timezone.now())
    _record(agency, "procedure.withdraw", matter, person, where, {"correction": found.pk})
    return row


@transaction.atomic
def confirm(
    agency: Agency, number: int, seen: str, person: Person, *, where: Origin | None = None
) -> Procedure:
    """Confirm what is proposed; new cases run by it from now on, and it is never changed.

    ``seen`` is the digest of the proposal that the person looked at. Confirming what is in force returns it. Raises
    ``Denied``, ``queries.NotInForce``, or :class:`Unacceptable`: the proposal has become another since it was looked
    at, or a clause is still mapped to no step.
    """
    demand(person, "procedure.confirm", agency)
    matter = _locked(agency, number)
    found = queries.review(agency, number)
    if not found.changed and found.confirmed is not None:
        return found.confirmed
    proposal = found.proposal
    if proposal.digest != seen:
        raise Unacceptable("规程在您查看以后有了变化，请核对现在的内容，再确认。")
    if proposal.procedure.uncompiled:
        count = len(proposal.procedure.uncompiled)
        raise Unacceptable(f"还有{count}处责任文字没有对应到步骤，请逐处对应以后再确认。")
    row = Procedure.objects.create(
        matter=matter,
        version_id=found.entry.version_id,
        compiler=proposal.compiled.compiler,
        corrections=[each.row.pk for each in found.corrections if each.holds],
        proposal=proposal.digest,
        content=proposal.content.value,
        digest=proposal.content.digest,
        by=person,
        at=timezone.now(),
    )
    detail = {"digest": row.digest, "version": row.version_id, "compiler": row.compiler}
    _record(agency, "procedure.confirm", matter, person, where, detail)
    return row


@transaction.atomic
def set_kit(
    agency: Agency,
    number: int,
    kit: Kit | bytes,
    person: Person,
    *,
    source: str = "",
    seen: str | None = None,
    where: Origin | None = None,
) -> KitRow:
    """Put a kit in place for the matter with that number; new applications are made by it, those under way keep theirs.

    ``kit`` is a value or a file; ``source`` the file's name. ``seen``: the key of the kit in force that the person
    compared it with. Setting what is in force returns its row. Raises ``Denied``, ``queries.NotInForce``, or
    :class:`Unacceptable`: the file is no kit, or the kit in force has become another.
    """
    demand(person, "kit.edit", agency)
    matter = _locked(agency, number)
    value = _kit(kit)
    before = queries.kit_rows(matter).first()
    if seen is not None and seen != _key_in_force(matter, before):
        raise Unacceptable("事项配置在您查看以后已被更换，请对照现在的配置核对后再保存。")
    if before is not None and before.content_id == key_of(value):
        return before
    return _put_in_place(matter, value, person, source, where, before)


@transaction.atomic
def load_kits(agency: Agency, kits: Iterable[Kit], *, source: str = "") -> tuple[KitRow, ...]:
    """Put kits in place for the matters of the list in force that have their names and no kit yet, on nobody's behalf:
    when an installation is made. Returns what was put in place."""
    edition = registry.edition_on(agency)
    if edition is None:
        return ()
    by_name = {
        entry.version.name: entry.matter
        for entry in registry.entries(edition, edition.main).select_related("matter__agency")
    }
    have = queries.kits_of(agency)
    return tuple(
        _put_in_place(by_name[kit.matter], kit, None, source, None, None)
        for kit in kits
        if kit.matter in by_name and by_name[kit.matter].pk not in have
    )


def pin_kit(found: KitInForce) -> KitContent:
    """The content of a kit as a row to pin something to, inside the caller's transaction; made where the kit was only
    proposed. The same content is one row."""
    return _content(found.kit, found.key)


def _kit(kit: Kit | bytes) -> Kit:
    try:
        return read(kit) if isinstance(kit, bytes) else load(dump(kit))
    except Unreadable as reason:
        raise Unacceptable(str(reason)) from reason


def _key_in_force(matter: Matter, row: KitRow | None) -> str:
    return queries.kit_of(matter).key if row is None else row.content_id


def _content(kit: Kit, key: str) -> KitContent:
    found = KitContent.objects.filter(digest=key).first()
    if found is None:
        # Two at once may both find none: the second then takes the first one's.
        KitContent.objects.bulk_create([KitContent(digest=key, content=dump(kit))], ignore_conflicts=True)
        found = KitContent.objects.get(digest=key)
    return found


def _put_in_place(
    matter: Matter,
    kit: Kit,
    person: Person | None,
    source: str,
    where: Origin | None,
    before: KitRow | None,
) -> KitRow:
    content = _content(kit, key_of(kit))
    name = _plain(source)[-LONGEST_SOURCE:]
    row = KitRow.objects.create(matter=matter, content=content, source=name, by=person, at=timezone.now())
    detail = {"kit": content.digest, "supersedes": None if before is None else before.content_id}
    _record(matter.agency, "kit.set", matter, person, where, detail)
    return row


def _plain(said: str) -> str:
    """What a person wrote, on one line; PostgreSQL's text has no U+0000."""
    return " ".join(said.replace("\0", "").split())


def _locked(agency: Agency, number: int) -> Matter:
    """The matter, held until the transaction ends: who corrects and who confirms come one after the other."""
    matters = Matter.objects.select_for_update(no_key=True)
    found = matters.filter(agency=agency, number=number).first()
    if found is None:
        raise queries.NotInForce(f"现行清单中没有编号为{number}的事项。")
    return found


def _record(
    agency: Agency,
    verb: str,
    matter: Matter,
    person: Person | None,
    where: Origin | None,
    detail: form.Json,
) -> None:
    thing = Thing("registry.Matter", str(matter.pk), f"{agency.name}第{matter.number}号事项")
    record(agency.code, verb, who=person, thing=thing, where=where, detail=detail)
