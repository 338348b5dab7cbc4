"""Instruments brought in one by one, read from a file or typed in: each service is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from quanze.audit.services import INSTALLATION, Origin, Thing, record
from quanze.files import store
from quanze.law.instruments import Evidence, Kind, Making
from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Version as LawVersion
from quanze.law.structure import body
from quanze.law.titles import bare
from quanze.library import keeping
from quanze.library.citing import settle_doubts
from quanze.library.matching import column
from quanze.library.models import Instrument
from quanze.library.reading import Draft, read_apart
from quanze.library.shelving import absorb, look_up
from quanze.lists.refusal import Refusal
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.registry.services import Unacceptable


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was kept and read: to be shown, corrected, and entered by its ``sha256``."""

    sha256: str
    filename: str
    instrument: LawInstrument
    doubts: tuple[str, ...]


def receive_text(person: Person, filename: str, stream: BinaryIO) -> Received:
    """Keep and read the text of a law or notice (DOCX, plain text, Markdown). Nothing is entered yet.

    Raises ``Denied``, or :class:`Unacceptable` for a file that is too large or cannot be read.
    """
    demand(person, "instrument.enter")
    name = PurePath(filename.replace("\\", "/")).name[-200:] or "未命名"
    try:
        stored = store.keep(iter(lambda: stream.read(1 << 20), b""), settings.UPLOAD_BYTES)
    except store.TooLarge:
        raise Unacceptable(f"文件超过 {settings.UPLOAD_BYTES >> 20} MB 的上限，没有收下。") from None
    draft = _read(stored.sha256, name)
    return Received(stored.sha256, name, draft.instrument, draft.doubts)


def enter_instrument(
    person: Person,
    *,
    title: str = "",
    number: str = "",
    kind: Kind | None = None,
    issuers: Sequence[str] = (),
    made_on: date | None = None,
    in_force_from: date | None = None,
    text: str = "",
    source: str = "",
    file: tuple[str, str] | None = None,
    instrument: Instrument | None = None,
    where: Origin | None = None,
) -> Instrument:
    """Enter an instrument; one that is cited already is filled in, and its matters stay with it. ``instrument`` is the
    row to be filled in where that is known, else it is found by title and number.

    ``file`` is ``(sha256, filename)`` of what :func:`receive_text` kept: what is not given besides is taken from it.
    ``text`` is typed or pasted, ``source`` says from where; without either the instrument is entered without full text.
    What the text says of its own validity becomes proposals. Raises ``Denied``, or :class:`Unacceptable`.
    """
    demand(person, "instrument.enter")
    value = LawInstrument("", "", Kind.UNKNOWN) if file is None else _read(*file).instrument
    title = column(title, 500).strip("《》") or value.title
    if not title:
        raise Unacceptable("请填写文件的标题。")
    value = replace(
        value,
        title=title,
        bare=bare(title),
        number=column(number, 100) or value.number,
        kind=kind or value.kind,
        issuers=tuple(column(issuer, 200) for issuer in issuers if issuer.strip()) or value.issuers,
        versions=_versions(value.versions, text, source or f"{person.name}录入", made_on, in_force_from),
    )
    return _enter(value, instrument, person, "" if file is None else file[0], where)


@transaction.atomic
def _enter(
    value: LawInstrument, row: Instrument | None, person: Person, sha256: str, where: Origin | None
) -> Instrument:
    """Enter what was read: no file is read while the database is held."""
    if row is None:
        instrument = keeping.row_for(value)
    else:
        instrument = Instrument.objects.select_for_update().get(pk=(row.same_as or row).pk)
        other = look_up([keeping.called(value)]).answer(keeping.called(value)).instrument
        if other is not None and other != instrument:
            raise Unacceptable(f"库中已有{other}；如果就是它，请把“{instrument}”归入它。")
    if instrument is None:
        raise Unacceptable(
            f"库中有不止一个文件叫《{value.title}》，或者标题与文号不属于同一个文件，请核对文号。"
        )
    sources = {version.evidence.document: sha256 for version in value.versions}
    kept = keeping.keep([(instrument, value)], by=person, sources=sources)
    settle_doubts()
    detail = {"state": instrument.state, "versions": kept.versions, "number": instrument.number}
    _record("instrument.enter", instrument, person, where, detail)
    return instrument


@transaction.atomic
def identify(
    instrument: Instrument, same: Instrument, person: Person, *, where: Origin | None = None
) -> Instrument:
    """Say that ``instrument``, of which only the name is known, is ``same``: a short title, a slip of the pen. Whoever
    cites the one cites the other from now on. Returns ``same``.

    Raises ``Denied``, or :class:`Unacceptable` for an instrument that has a text of its own.
    """
    demand(person, "instrument.identify", instrument)
    first, second = sorted((instrument.pk, same.pk))
    locked = {
        row.pk: row
        for row in Instrument.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk")
    }
    instrument, same = locked[instrument.pk], locked[same.pk]
    if instrument == same or same.same_as_id is not None:
        raise Unacceptable("请选择另一个文件。")
    if instrument.same_as_id is not None:
        raise Unacceptable("该名称已经归入别的文件。")
    if instrument.state != Instrument.State.NAMED:
        raise Unacceptable("只有尚未收录的文件名称可以归入别的文件。")
    absorb(instrument, into=same)
    settle_doubts()
    _record("instrument.identify", instrument, person, where, {"same": same.pk})
    return same


def _read(sha256: str, filename: str) -> Draft:
    try:
        path = store.path_of(sha256)
    except ValueError:
        raise Unacceptable("没有这个文件，请重新上传。") from None
    if not path.exists():
        raise Unacceptable("没有这个文件，请重新上传。")
    try:
        return read_apart(path, filename)
    except Refusal as refusal:
        raise Unacceptable(str(refusal)) from refusal


def _versions(
    read: tuple[LawVersion, ...],
    text: str,
    source: str,
    made_on: date | None,
    in_force_from: date | None,
) -> tuple[LawVersion, ...]:
    """The versions of the file, or the one that was typed, with the dates that the person gave."""
    if text.strip():
        found = body(text.splitlines())
        read = (
            LawVersion(
                made_on=made_on,
                making=Making.ADOPTED,
                in_force_from=in_force_from or made_on,
                assumed=in_force_from is None and made_on is not None,
                evidence=Evidence(source, ""),
                preamble=found.preamble,
                articles=found.articles,
                sections=found.sections,
                annex=found.annex,
            ),
        )
    if len(read) != 1 or (made_on is None and in_force_from is None):
        return read
    (version,) = read
    begun = in_force_from or (version.in_force_from if made_on is None else made_on)
    return (
        replace(
            version,
            made_on=made_on or version.made_on,
            in_force_from=begun,
            assumed=in_force_from is None and begun is not None,
        ),
    )


def _record(
    verb: str, instrument: Instrument, person: Person, where: Origin | None, detail: dict[str, object]
) -> None:
    thing = Thing("library.Instrument", str(instrument.pk), str(instrument)[:300])
    record(INSTALLATION, verb, who=person, thing=thing, where=where, detail=detail)
