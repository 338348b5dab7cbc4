"""The files of a letter: made of its tree after it was issued, never within the act, and kept with their digests."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from quanze.documents import docx, pdf
from quanze.documents.codec import load
from quanze.documents.tree import Document
from quanze.documents.writable import NotWritten
from quanze.letters import store
from quanze.letters.electronic import seal_electronically
from quanze.letters.models import Letter, Rendering, Unrendered

WRITERS: dict[Rendering.Format, Callable[[Document, BinaryIO], None]] = {
    Rendering.Format.DOCX: docx.write,
    Rendering.Format.PDF: pdf.write,
}
MOST_TRIES = 3
"""So often a job tries a letter that cannot be rendered; by hand it may be tried again at any time."""
SLOW = 5_000
"""Milliseconds after which the log says so: a letter takes a tenth of a second, half a second with the first one."""

log = logging.getLogger(__name__)


def render(letter: Letter, *, now: datetime | None = None) -> tuple[Rendering, ...]:
    """Makes the files of a letter that are not there yet, and signs its PDF where the agency has a certificate. Each
    is kept by itself; one that cannot be made is told in ``refusal``. Doing it twice is harmless. Not to be called
    within a transaction that holds locks: it takes its time."""
    at = now or timezone.now()
    document = load(letter.tree)
    made = {row.format: row for row in letter.renderings.filter(refusal="")}
    rows = tuple(made.get(format) or _made(letter, document, format, at) for format in WRITERS)
    seal_electronically(letter, rows[-1], document, at)
    due = Unrendered.objects.filter(letter=letter)
    if any(row.refusal for row in rows):
        due.update(tried=F("tried") + 1)
    else:
        due.delete()
    return rows


def render_due(limit: int = 50) -> int:
    """Renders letters that still lack a file, the oldest first; how many were tried. For the job."""
    due = Unrendered.objects.filter(tried__lt=MOST_TRIES).order_by("letter")
    for each in (rows := list(due.select_related("letter__agency")[:limit])):
        render(each.letter)
    return len(rows)


def _made(letter: Letter, document: Document, format: Rendering.Format, at: datetime) -> Rendering:
    begun = time.monotonic()
    out = io.BytesIO()
    row = Rendering(letter=letter, format=format, at=at)
    try:
        WRITERS[format](document, out)
    except NotWritten as reason:
        row.refusal = str(reason)[:500]
    else:
        data = out.getvalue()
        row.sha256, row.size = store.put(data), len(data)
    row.milliseconds = round((time.monotonic() - begun) * 1000)
    if row.milliseconds > SLOW:
        log.warning("letter %s: %s took %s ms", letter.pk, format, row.milliseconds)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another job made the same bytes in the meantime
        return letter.renderings.get(format=format, refusal="")
    return row
