"""A folder of laws brought in: thousands of files, repeatably, a few hundred of them in each transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from quanze.audit.services import INSTALLATION, Origin, record
from quanze.law.folder import Read, Refused, law_files, read_folder
from quanze.library import keeping
from quanze.library.citing import reread, settle_doubts
from quanze.people.models import Person
from quanze.people.permissions import demand

BATCH = 200
"""Instruments in one transaction."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: files found, instruments read in them, versions that were new, proposals that were new, files
    refused with the reasons, and sentences about what was doubtful. ``reread`` is how many matters' citations were read
    again, since more titles are known now."""

    files: int
    instruments: int
    versions: int
    proposals: int
    reread: int
    refused: tuple[Refused, ...]
    doubts: tuple[str, ...]


@dataclass(slots=True)
class _Count:
    instruments: int = 0
    versions: int = 0
    proposals: int = 0
    refused: list[Refused] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def import_laws(
    folder: Path, *, by: Person | None = None, progress: Progress | None = None, where: Origin | None = None
) -> Imported:
    """Bring in the laws of a folder. Doing it again writes nothing but what has changed; a file that cannot be read is
    listed and stops no other. Each batch is a transaction, so that what came in before an interruption stays.

    ``by`` is ``None`` for the operator of the installation. ``progress`` is told files done and files in all. Raises
    ``Denied``, and ``Refusal`` where there is no such folder.
    """
    if by is not None:
        demand(by, "instrument.enter")
    files = law_files(folder)
    count = _Count()
    batch: list[Read] = []
    for found in read_folder(folder, _telling(files, progress)):
        if isinstance(found, Refused):
            count.refused.append(found)
            continue
        batch.append(found)
        if len(batch) == BATCH:
            _keep(folder, batch, count, by, where)
            batch.clear()
    if batch:
        _keep(folder, batch, count, by, where)
    with transaction.atomic():
        settle_doubts()
    return Imported(
        files=len(files),
        instruments=count.instruments,
        versions=count.versions,
        proposals=count.proposals,
        reread=reread(),
        refused=tuple(count.refused),
        doubts=tuple(count.doubts),
    )


def _telling(files: tuple[Path, ...], progress: Progress | None) -> Iterator[Path]:
    """The files as they are asked for, telling how far the reading has come."""
    for done, file in enumerate(files, 1):
        yield file
        if progress is not None:
            progress(done, len(files))


@transaction.atomic
def _keep(
    folder: Path, batch: Iterable[Read], count: _Count, by: Person | None, where: Origin | None
) -> None:
    batch = list(batch)
    rows = keeping.rows_for([read.instrument for read in batch])
    pairs = []
    for read in batch:
        count.doubts += read.doubts
        row = rows[keeping.called(read.instrument)]
        if row is None:
            reason = f"库中有不止一个文件叫《{read.instrument.title}》，请逐个录入，写明文号"
            count.refused += [Refused(path, reason) for path in read.paths]
        else:
            pairs.append((row, read.instrument))
    sources = {path: _sha256(folder / path) for read in batch for path in read.paths}
    kept = keeping.keep(pairs, by=by, sources=sources)
    count.instruments += len(pairs)
    count.versions += kept.versions
    count.proposals += kept.proposals
    if kept.versions:
        detail = {"instruments": len(pairs), "versions": kept.versions, "proposals": kept.proposals}
        record(INSTALLATION, "laws.import", who=by, where=where, detail=detail)


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
