"""公布文件 of an edition: its annexes as it has them, and the notice by which the bureau publishes its adjustment.

The notice tells what was recorded: what changed, which organ approved it by which document. Its own 文号, 主送机关 and
成文日期 are what the keeper recorded with the publication; what nobody recorded is a blank to be filled in by hand.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from itertools import groupby
from typing import Any, BinaryIO

from quanze.adjustments.drafted import load_after
from quanze.adjustments.models import Act, Adjustment, Change
from quanze.documents import docx, html
from quanze.documents.tree import Document, dated
from quanze.documents.writable import NotWritten
from quanze.files import store
from quanze.lists import derive
from quanze.lists.model import ListDocument, Matter
from quanze.lists.refusal import Refusal
from quanze.registry import form, published_files, queries
from quanze.registry.models import Edition, PublishedFile
from quanze.registry.published_files import FORMATS, Part

AT_ONCE = 300
"""Matters of an annex that are set as PDF while somebody waits: some two seconds of work."""

DECIDING = ("批准", "审批", "审核", "审定", "审查", "备案")
"""What the name of a step may say that its organ did; where it says nothing of the kind, the organ agreed (同意)."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A document of an edition in one format. ``file`` is what was asked for of it, if anything was."""

    part: Part
    format: str
    file: PublishedFile | None

    @property
    def made(self) -> bool:
        """Whether it is kept."""
        return self.file is not None and self.file.made_at is not None


def offered(edition: Edition) -> tuple[Offered, ...]:
    """Every document of an edition in every format: the notice, if it came of an adjustment, then the annexes in its
    order. Two queries."""
    parts = [Part(part) for part in published_files.parts_of(edition)]
    if Adjustment.objects.filter(edition=edition).exists():
        parts.insert(0, Part.NOTICE)
    asked = {(file.part, file.format): file for file in PublishedFile.objects.filter(edition=edition)}
    return tuple(
        Offered(part, format, asked.get((part, format))) for part in parts for format in FORMATS[part]
    )


def fetch(edition: Edition, part: str, format: str) -> BinaryIO | None:
    """A document of an edition: as it is kept; else made now, if that takes no more than some seconds; else ``None``,
    and it is asked for. One query where it is kept.

    Raises ``LookupError`` where the edition has no such document, :class:`Refusal` where it cannot be made.
    """
    if format not in FORMATS.get(Part(part), ()):
        raise LookupError(format)
    file = PublishedFile.objects.filter(edition=edition, part=part, format=format).first()
    made = file is not None and file.made_at is not None
    if file is not None and made:
        try:
            return store.fetch(file.sha256)
        except FileNotFoundError:  # the database was restored without its files
            pass
    source = _source(edition, part)
    if format == "pdf" and _matters(source) > AT_ONCE and not made:
        if file is not None and file.reason:
            raise Refusal(file.reason)
        published_files.ask(edition, [part], [format])
        return None
    return io.BytesIO(_written(source, format))


def make_files(progress: Callable[[PublishedFile], None] | None = None) -> int:
    """Make what is asked for; returns how many files were made. ``progress`` is told of each, made or not. Each file
    is kept as soon as it is made; who runs this twice at once does work twice, and nothing else."""
    made = 0
    # All at once: while rows are still being fetched, SQLite lets nobody write if another wrote meanwhile.
    every = list(published_files.unmade())
    for (edition, part), asked in groupby(every, lambda file: (file.edition, file.part)):
        source: ListDocument | Document | None = None
        for file in asked:
            try:
                source = source or _source(edition, part)
                published_files.keep(file, _written(source, file.format))
                made += 1
            except Refusal as reason:
                published_files.refuse(file, str(reason))
            except LookupError:
                published_files.refuse(file, "这一版没有这个文件")
            if progress is not None:
                progress(file)
    return made


def notice(edition: Edition) -> Document:
    """The notice by which the bureau publishes the adjustment that made this edition. Six queries. Raises
    ``LookupError`` where it came of none."""
    adjustment = Adjustment.objects.filter(edition=edition).first()
    if adjustment is None:
        raise LookupError(f"no adjustment made {edition}")
    act = Act.objects.filter(adjustment=adjustment, verb=Act.Verb.PUBLISH).get()
    own = act.detail.get("notice", {})
    agency = edition.agency_name or edition.agency.name
    changes = adjustment.changes.filter(decision=Change.Decision.ACCEPTED).order_by("position")
    return derive.publication_notice(
        derive.PublicationNotice(
            agency=agency,
            addressee=own.get("addressee"),
            date=None if own.get("on") is None else date.fromisoformat(own["on"]),
            effective=edition.effective_from,
            number=own.get("number"),
            letterhead=f"{agency}文件",
            ground=_ground(edition.approval),
            title=f"{agency}\n关于更正并公布权责清单的通知" if edition.corrects_id else None,
        ),
        queries.document(edition).annexes,
        [_told(change) for change in changes.prefetch_related("befores__content")],
    )


def _told(change: Change) -> derive.Adjustment:
    """What the notice counts of a change."""
    return derive.Adjustment(
        derive.Kind[change.kind.upper()],
        tuple(_content(before.content.content) for before in change.befores.all()),
        tuple(load_after(data) for data in change.after),
    )


def _content(content: Mapping[str, Any]) -> Matter:
    return form.join(content, {"number": None, "exact": {}, "marks": []})


def _ground(approval: Mapping[str, Any] | None) -> str | None:
    """The decision that was recorded last: 引用公文应当先引标题，后引发文字号; of a title nothing is recorded."""
    if approval is None:
        return None
    did = next((word for word in DECIDING if approval["step"].endswith(word)), "同意")
    number, on = approval["number"], approval["on"]
    said = "，".join([*([number] if number else []), *([dated(date.fromisoformat(on))] if on else [])])
    return f"经{approval['by']}{did}" + (f"（{said}）" if said else "")


def _source(edition: Edition, part: str) -> ListDocument | Document:
    if part == Part.NOTICE:
        return notice(edition)
    if part not in published_files.parts_of(edition):
        raise LookupError(part)
    return published_files.annexes(edition, part)


def _matters(source: ListDocument | Document) -> int:
    return 0 if isinstance(source, Document) else sum(len(annex.matters) for annex in source.annexes)


def _written(source: ListDocument | Document, format: str) -> bytes:
    """The bytes of a document. Raises :class:`Refusal`."""
    if isinstance(source, ListDocument):
        return published_files.written(source, format)
    writer = {"docx": docx, "html": html}.get(format) or import_module("quanze.documents.pdf")
    stream = io.BytesIO()
    try:
        writer.write(source, stream)
    except NotWritten as reason:
        raise Refusal(str(reason)) from reason
    return stream.getvalue()
