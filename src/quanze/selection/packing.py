"""报送材料包: the ZIP for the higher authority, made by the job (``quanze manage tick``).

It is made whole or not at all. Whoever makes it holds a lease, so that nobody else does; when a process ends over it,
another one begins again when that is over. The same contents give the same bytes. Files are copied through piece by
piece, and applications are set in a few threads (typst holds no lock of Python's), some of them at a time: so memory
does not grow with the round."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import time
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from quanze.audit.services import Thing, record
from quanze.cases.form_paper import application_form
from quanze.cases.models import Case
from quanze.cases.words import moment_words
from quanze.documents import docx, pdf, xlsx
from quanze.documents.tree import Document
from quanze.documents.writable import NotWritten
from quanze.files import store
from quanze.files.references import needed
from quanze.kits import check, shown
from quanze.letters.models import Rendering
from quanze.people.models import Party
from quanze.rounds.queries import call_of
from quanze.rulebook.queries import kit_value
from quanze.selection.contents import Enclosed, Folder, contents, file_name, material_of, safe
from quanze.selection.directory import Row, copies_of, listing, overview, sums
from quanze.selection.models import Package
from quanze.selection.queries import Ranking, ranking
from quanze.selection.summary import summary

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""So long nobody else takes up a package after its maker was last heard of."""

TELL = 1.0
"""Seconds between two words on how far it is."""

MOST_TRIES = 3

AT_ONCE = 16
"""Cases whose applications are set at a time."""

CHUNK = 1 << 20
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every member: when it was made says nothing about the contents."""

WRITERS: dict[str, Callable[[Document, BinaryIO], None]] = {
    "pdf": pdf.write,
    "docx": docx.write,
    "xlsx": xlsx.write,
}


class Lost(Exception):
    """Somebody else makes the package now."""


def make_packages(progress: Callable[[Package], None] | None = None) -> int:
    """Make what is asked for; how many were. May run in several places at once."""
    made = 0
    while (package := _claim(timezone.now())) is not None:
        if progress is not None:
            progress(package)
        made += _make(package)
    return made


def waits(package: Package, now: datetime) -> bool:
    """Whether somebody should begin to make it."""
    idle = package.leased_until is None or package.leased_until <= now
    return package.made_at is None and not package.trouble and idle


def _claim(now: datetime) -> Package | None:
    """The next package that nobody makes; taken by a conditional update. One that ended its maker three times is no
    longer tried."""
    idle = Q(leased_until=None) | Q(leased_until__lte=now)
    waiting = Package.objects.filter(idle, made_at=None, trouble="")
    waiting.filter(tries__gte=MOST_TRIES).update(trouble="三次都没有完成；请告知系统管理员，再重新生成。")
    for package in waiting.order_by("pk"):
        until = now + LEASE
        mine = waiting.filter(pk=package.pk, tries=package.tries)
        if mine.update(leased_until=until, tries=package.tries + 1, done=0):
            package.leased_until, package.tries, package.done = until, package.tries + 1, 0
            return package
    return None


def _make(package: Package) -> bool:
    """Whether it was made; what stands in the way is kept with it."""
    try:
        with store.Making() as making:
            held = ranking(call_of(package.round_id))
            if held.fixed is None or held.fixed.pk != package.fixed_id:
                _refuse(package, "排序已经撤销确定。")
                return False
            work = _Work(package, held, making.file)
            work.write()
            stored = making.keep()
        _keep(package, work, stored)
    except Lost:
        return False
    except NotWritten as reason:
        _refuse(package, f"{reason}。")
    except OSError as error:
        if store.is_full(error):
            _refuse(package, "服务器的存储空间已满，请告知系统管理员。")
        elif isinstance(error, FileNotFoundError):
            _refuse(package, "有的文件在存储中找不到了，请告知系统管理员。")
            log.exception("package %s", package.pk)
        else:
            raise
    else:
        return True
    return False


def _refuse(package: Package, why: str) -> None:
    Package.objects.filter(pk=package.pk, made_at=None).update(trouble=why[:500], leased_until=None)


@transaction.atomic
def _keep(package: Package, work: _Work, stored: store.Stored) -> None:
    """It is made; earlier ones of the round that went nowhere are let go."""
    made = Package.objects.filter(pk=package.pk, made_at=None, leased_until=package.leased_until).update(
        made_at=timezone.now(),
        sha256=stored.sha256,
        size=stored.size,
        files=len(work.rows),
        done=package.total,
        basis=work.basis,
        leased_until=None,
    )
    if not made:
        raise Lost
    old = Package.objects.filter(round=package.round_id, pk__lt=package.pk, sending=None, dropped=False)
    gone = {each for each in old.values_list("sha256", flat=True) if each}
    old.update(dropped=True)
    transaction.on_commit(partial(_discard, gone, timezone.now()), robust=True)
    round = work.held.round
    thing = Thing("rounds.Round", str(round.pk), f"{round.matter_name}：{round.title}"[:200])
    detail = {"package": package.pk, "sha256": stored.sha256, "files": len(work.rows)}
    record(round.agency.code, "ranking.package", who=None, thing=thing, detail=detail)


def _discard(gone: Iterable[str], before: datetime) -> None:
    for sha256 in gone:
        if not needed(sha256):
            store.discard(sha256, before=before)


class _Work:
    """One package while it is made: ``rows`` are the files that are in it, ``basis`` what they stand for."""

    def __init__(self, package: Package, held: Ranking, out: BinaryIO) -> None:
        self.package, self.held = package, held
        self.rows: list[Row] = []
        goes = contents(held)
        self.folders, self.letter, self.basis = goes.folders, goes.letter, goes.basis
        self._archive = zipfile.ZipFile(out, "w")
        self._told = time.monotonic()
        self._done = 0

    def write(self) -> None:
        """All of it; the sheets that tell of it come last, since they name the digests."""
        with self._archive, ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            if self.letter is not None:
                self._letter(self.letter)
            table = summary(self.held)
            for format, write in WRITERS.items():
                self._document(f"02 推荐汇总表.{format}", table, write)
            for start in range(0, len(self.folders), AT_ONCE):
                self._cases(self.folders[start : start + AT_ONCE], threads)
            self._directory()

    def _letter(self, letter: Enclosed) -> None:
        """The file as it is sealed, and the Word file of the same text."""
        name = f"01 {safe(letter.letter.about.title)}（{safe(letter.letter.number)}）"
        if letter.sha256:
            self._file(f"{name}{letter.suffix}", letter.sha256)
        word = letter.letter.renderings.filter(format=Rendering.Format.DOCX, refusal="").first()
        if word is not None:
            self._file(f"{name}.docx", word.sha256)

    def _cases(self, some: tuple[Folder, ...], threads: Executor) -> None:
        kept = Case.objects.filter(pk__in=[each.case.pk for each in some]).prefetch_related("kit", "agency")
        cases = kept.in_bulk()
        forms = list(threads.map(_set, [_application(cases[each.case.pk]) for each in some]))
        for folder, (format, data) in zip(some, forms, strict=True):
            self._add(f"{folder.path}/00 申请表.{format}", [data])
            self._materials(folder, cases[folder.case.pk])
            for number, each in enumerate(folder.letters, 1):
                if each.sha256:
                    name = f"文书{number} {safe(each.letter.about.title)}（{safe(each.letter.number)}）{each.suffix}"
                    self._file(f"{folder.path}/{name}", each.sha256)
            self._done += 1
            self._tell()

    def _materials(self, folder: Folder, case: Case) -> None:
        kit, copies = kit_value(case.kit), self.held.call.terms.copies
        for number, item in enumerate(folder.items, 1):
            wanted = copies_of(material_of(kit, item), copies)
            several = len(item.now) > 1
            for part, each in enumerate(item.now, 1):
                name = f"{number:02}{f'-{part}' if several else ''} {safe(item.name)}"
                if each.deposit is None:
                    self.rows.append(Row(f"{folder.path}/{name}", wanted, 0, ""))
                else:
                    path = f"{folder.path}/{file_name(name, each.deposit.filename)}"
                    self._file(path, each.deposit.held_id, wanted)

    def _directory(self) -> None:
        rows = tuple(self.rows)
        sheet = overview(self.held, self.folders, rows)
        self._document("00 目录.pdf", sheet, pdf.write)
        self._document("00 目录.docx", sheet, docx.write)
        self._document("00 目录.xlsx", listing(self.held, rows), xlsx.write)
        self._add("SHA256SUMS.txt", [sums(self.rows)])

    def _document(self, path: str, document: Document, write: Callable[[Document, BinaryIO], None]) -> None:
        out = io.BytesIO()
        write(document, out)
        self._add(path, [out.getvalue()])

    def _file(self, path: str, sha256: str, copies: str = "") -> None:
        with store.fetch(sha256) as stream:
            self._add(path, iter(partial(stream.read, CHUNK), b""), copies)

    def _add(self, path: str, chunks: Iterable[bytes], copies: str = "") -> None:
        """Stored as it is: PDF and Office files are packed already, and so is most of what is handed in."""
        info = zipfile.ZipInfo(path, EARLIEST)
        info.external_attr = 0o644 << 16
        sha256, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                sha256.update(chunk)
                size += len(chunk)
                self._tell()
        self.rows.append(Row(path, copies, size, sha256.hexdigest()))

    def _tell(self) -> None:
        """How far it is, now and then, and that it is still being made. Raises :class:`Lost`."""
        if time.monotonic() < self._told + TELL:
            return
        self._told = time.monotonic()
        until = timezone.now() + LEASE
        mine = Package.objects.filter(
            pk=self.package.pk, made_at=None, leased_until=self.package.leased_until
        )
        if not mine.update(done=self._done, leased_until=until):
            raise Lost
        self.package.leased_until = until


def _application(case: Case) -> Document:
    """The application of a case as it was handed in."""
    kit, said = kit_value(case.kit), case.applicant_data
    party = Party(
        **{name: said.get(name, "") for name in ("kind", "name", "credit_code", "address", "phone")}
    )
    answers = check(kit, case.answers, draft=True).values
    received = "" if case.received_at is None else f"，{moment_words(case.received_at)}收到"
    told = f"{case.get_channel_display()}，办件编号{case.number}{received}"
    return application_form(case.matter_name, case.agency.name, party, kit, shown(kit, answers), told)


def _set(document: Document) -> tuple[str, bytes]:
    """An application as PDF; as Word where no font of this machine shows one of its signs."""
    out = io.BytesIO()
    try:
        pdf.write(document, out)
    except NotWritten:
        docx.write(document, out)
        return "docx", out.getvalue()
    return "pdf", out.getvalue()
