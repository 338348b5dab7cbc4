"""The archive of a case: one ZIP that can be read and checked without this program's database (``proof``).

``case.json`` says what the case is, ``events.jsonl`` what happened (one event a line, as it was kept),
``procedure.json`` and ``kit.json`` by what it ran, ``materials.json``, ``letters.json`` and ``notes.json`` what
belongs to it; the files lie under ``documents/`` and ``letters/``; ``manifest.json`` has the digest of each."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Q

from quanze.audit.services import Origin, Thing, record
from quanze.cases import telling
from quanze.cases.history import history
from quanze.cases.models import Case, CaseEvent, Material, Note
from quanze.cases.proof import FORMAT, MANIFEST, manifest_digest
from quanze.cases.references import deposits_in, letters_in
from quanze.cases.turning import WITH
from quanze.digests import canonical
from quanze.files.models import Deposit
from quanze.files.store import fetch
from quanze.letters.models import Letter, Rendering
from quanze.letters.queries import opened
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.rounds.queries import call_of

Json = dict[str, Any]

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the same case gives the same archive."""

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """An archive that was made. ``digest`` stands for all of it, and is in the record."""

    digest: str
    files: int
    size: int


def pack(case: Case, person: Person, out: BinaryIO, *, where: Origin | None = None) -> Packed:
    """Write the archive of a case to ``out``, piece by piece, however large its files are, and record that it was made.
    Raises ``Denied``, and ``FileNotFoundError`` where a file has been lost."""
    case = Case.objects.select_related(*WITH, "by").get(pk=case.pk)
    demand(person, "case.archive", case)
    with transaction.atomic(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = [_write(archive, path, [data]) for path, data in _texts(case)]
        for path, stream in _files(case):
            with stream:
                listed.append(_write(archive, path, iter(partial(stream.read, CHUNK), b""), stored=True))
        manifest = {
            "format": FORMAT,
            "case": case.number,
            "files": sorted(listed, key=lambda each: each["path"]),
        }
        _write(archive, MANIFEST, [canonical(manifest).encode()])
        packed = Packed(manifest_digest(manifest), len(listed), sum(each["size"] for each in listed))
        thing = Thing("cases.Case", str(case.pk), case.number)
        detail = {"digest": packed.digest, "version": case.version}
        record(case.agency.code, "case.archive", who=person, thing=thing, where=where, detail=detail)
    return packed


def _write(archive: zipfile.ZipFile, path: str, chunks: Iterable[bytes], *, stored: bool = False) -> Json:
    info = zipfile.ZipInfo(path, EARLIEST)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    sha256, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=stored) as member:
        for chunk in chunks:
            member.write(chunk)
            sha256.update(chunk)
            size += len(chunk)
    return {"path": path, "sha256": sha256.hexdigest(), "size": size}


def _texts(case: Case) -> Iterator[tuple[str, bytes]]:
    """What is written down, as canonical JSON."""
    bodies = CaseEvent.objects.filter(case=case).order_by("position").values_list("body", flat=True)
    yield "events.jsonl", "".join(f"{canonical(body)}\n" for body in bodies).encode()
    for name, value in (
        ("case.json", _case(case)),
        ("procedure.json", {"digest": case.procedure.digest, "content": case.procedure.content}),
        ("kit.json", {"digest": case.kit.digest, "content": case.kit.content}),
        ("materials.json", [_material(each) for each in _materials(case)]),
        ("letters.json", [_letter(each) for each in _letters(case)]),
        ("notes.json", [_note(each) for each in Note.objects.filter(case=case).select_related("by")]),
    ):
        yield name, canonical(value).encode()


def _case(case: Case) -> Json:
    return {
        "number": case.number,
        "agency": {"code": case.agency.code, "name": case.agency.name},
        "matter": {"number": case.matter.number, "name": case.matter_name},
        "edition": {"sequence": case.edition.sequence, "digest": case.edition.digest},
        "procedure": case.procedure.digest,
        "kit": case.kit.digest,
        "round": None if case.round_id is None else _round(case.round_id),
        "applicant": case.applicant_data,
        "channel": case.channel,
        "kind": case.kind,
        "title": case.title,
        "answers": case.answers,
        "office": "" if case.office is None else case.office.name,
        "handler": "" if case.handler is None else case.handler.name,
        "submitted_by": case.by.name,
        "registered_at": case.created_at.isoformat(),
        "version": case.version,
        "ending": case.ending,
        "people": telling.names_in(history(case)),
    }


def _round(pk: int) -> Json:
    """The round that the case is in, with what holds of it."""
    call = call_of(pk)
    round, terms = call.round, call.terms
    return {
        "matter": round.matter_name,
        "year": round.year,
        "title": round.title,
        "notice": {
            "title": round.notice_title,
            "number": round.notice_number,
            "issuer": round.issuer,
            "on": None if round.notice_on is None else round.notice_on.isoformat(),
        },
        "kit": round.kit_id,
        "opens_on": terms.opens_on.isoformat(),
        "closes_on": terms.closes_on.isoformat(),
        "report_by": None if terms.report_by is None else terms.report_by.isoformat(),
        "quota": dict(terms.quota),
        "copies": terms.copies,
    }


def _materials(case: Case) -> Iterable[Material]:
    return Material.objects.filter(case=case).select_related("deposit", "by").order_by("pk")


def _material(each: Material) -> Json:
    return {
        "item": each.item,
        "key": each.key,
        "position": each.position,
        "at": each.at.isoformat(),
        "by": each.by.name,
        "document": None if each.deposit is None else f"deposit:{each.deposit.pk}",
    }


def _letters(case: Case) -> Iterable[Letter]:
    """Its own, and those about several cases that its acts name."""
    named = letters_in(event.what for event in history(case))
    found = Letter.objects.filter(Q(subject=case.subject) | Q(pk__in=named)).order_by("pk")
    return found.select_related("voiding").prefetch_related("renderings", "sealings", "deliveries")


def _letter(letter: Letter) -> Json:
    return {
        "reference": letter.reference,
        "kind": letter.kind,
        "title": letter.title,
        "number": letter.number,
        "dated": letter.dated.isoformat(),
        "values": letter.values,
        "template": letter.template,
        "tree": letter.tree,
        "sha256": letter.sha256,
        "sm3": letter.sm3,
        "sealings": [
            {"means": each.means, "on": each.on.isoformat(), "proof": each.reference}
            for each in letter.sealings.all()
        ],
        "deliveries": [
            {
                "way": each.way,
                "on": each.on.isoformat(),
                "recipient": each.recipient,
                "details": each.details,
                "proof": each.proof,
            }
            for each in letter.deliveries.all()
        ],
        "voided": _voided(letter),
        "files": [path for path, _ in _files_of(letter)],
    }


def _voided(letter: Letter) -> Json | None:
    """Why it no longer counts, where it does not."""
    gone = getattr(letter, "voiding", None)
    return None if gone is None else {"kind": gone.kind, "reason": gone.reason, "at": gone.at.isoformat()}


def _note(each: Note) -> Json:
    return {"at": each.at.isoformat(), "by": each.by.name, "words": each.words}


def _files(case: Case) -> Iterator[tuple[str, BinaryIO]]:
    """Every file, by its path: what was handed in, what proves something, and the letters as they went out."""
    letters = list(_letters(case))
    belongs = [case.subject, *(letter.reference for letter in letters)]
    named = deposits_in(event.what for event in history(case))
    for deposit in Deposit.objects.filter(Q(bound_to__in=belongs) | Q(pk__in=named)).order_by("pk"):
        yield f"documents/deposit-{deposit.pk}/{deposit.filename}", fetch(deposit.held_id)
    for letter in letters:
        for path, sha256 in _files_of(letter):
            yield path, opened(sha256)


def _files_of(letter: Letter) -> Iterator[tuple[str, str]]:
    """A letter's files with their digests; none are there until a job has made them."""
    made = {each.format: each.sha256 for each in letter.renderings.all() if each.sha256}
    signed = next((each.sha256 for each in letter.sealings.all() if each.sha256), "")
    if signed:
        made[Rendering.Format.PDF] = signed
    for format, sha256 in sorted(made.items()):
        yield f"letters/letter-{letter.pk}.{format}", sha256
