"""公布文件: the documents of an edition, asked for when it is published, made afterwards, kept with their digests.

Setting a thousand matters takes seconds, so nothing is set in the transaction that publishes: it leaves a row for each
file, and ``quanze manage tick`` makes what is asked for. The writers give the same bytes for the same edition, so that
two who make one file at once make the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.db.models import Q, QuerySet
from django.utils import timezone

from quanze.files import store
from quanze.haste import hurry_after_commit
from quanze.lists import writers
from quanze.lists.model import AnnexKind, ListDocument
from quanze.registry import queries
from quanze.registry.models import Edition, PublishedFile

Part = PublishedFile.Part

FORMATS: Mapping[str, Sequence[str]] = {
    Part.NOTICE: ("docx", "pdf", "html"),
    **{Part(kind.value): tuple(writers.FORMATS) for kind in AnnexKind},
}
"""The formats in which each document is made."""

LARGEST = 1 << 30
"""Bytes that no file of an edition reaches: 1 GB."""

AGAIN = timedelta(hours=20)
"""After so long it is tried again to make what could not be made: a font may have been installed meanwhile."""


def parts_of(edition: Edition) -> list[str]:
    """The annexes that an edition has, in its order."""
    return list(dict.fromkeys(part["kind"] for part in edition.annexes))


def ask(edition: Edition, parts: Iterable[str], formats: Iterable[str] | None = None) -> None:
    """Ask for these documents, in these formats of theirs, and for their being made soon. Asking again does no harm."""
    PublishedFile.objects.bulk_create(
        [
            PublishedFile(edition=edition, part=part, format=format)
            for part in parts
            for format in formats or FORMATS[part]
        ],
        ignore_conflicts=True,
    )
    hurry_after_commit()


def unmade() -> QuerySet[PublishedFile]:
    """What is asked for and not made yet, less what failed a moment ago; the editions published first come first."""
    found = PublishedFile.objects.filter(made_at=None)
    found = found.filter(Q(tried_at=None) | Q(tried_at__lt=timezone.now() - AGAIN))
    return found.select_related("edition__agency").order_by("edition", "pk")


def annexes(edition: Edition, part: str) -> ListDocument:
    """The annexes of that kind as a document of their own, exactly as the edition has them. One query."""
    name = edition.agency_name or edition.agency.name
    return ListDocument(None, name, queries.annexes(edition, part))


def written(document: ListDocument, format: str) -> bytes:
    """The document in a format. Raises ``lists.refusal.Refusal``."""
    stream = io.BytesIO()
    writers.write(document, format, stream)
    return stream.getvalue()


def keep(file: PublishedFile, data: bytes) -> None:
    """Keep what was made, unless somebody else made it meanwhile."""
    stored = store.keep(iter(partial(io.BytesIO(data).read, 1 << 20), b""), LARGEST)
    PublishedFile.objects.filter(pk=file.pk, made_at=None).update(
        sha256=stored.sha256, size=stored.size, made_at=timezone.now(), tried_at=None, reason=""
    )


def refuse(file: PublishedFile, reason: str) -> None:
    """Say why it could not be made."""
    PublishedFile.objects.filter(pk=file.pk, made_at=None).update(tried_at=timezone.now(), reason=reason)
