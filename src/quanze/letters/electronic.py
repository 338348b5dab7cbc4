"""Signing letters on their own: what bears a seal is signed once its PDF is there and its agency has a certificate."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.services import Thing, record
from quanze.documents.pdf import seal_place
from quanze.documents.tree import Document
from quanze.documents.writable import NotWritten
from quanze.letters import store
from quanze.letters.certificates import Keyed, Unusable, keyed
from quanze.letters.models import Letter, Rendering, Sealing, Voiding
from quanze.letters.signing import sign

log = logging.getLogger(__name__)


def seal_electronically(
    letter: Letter, rendering: Rendering, document: Document, at: datetime
) -> Sealing | None:
    """The sealing of a letter whose PDF this is: made now, or before; ``None`` where it bears no seal, no longer
    counts, or cannot be signed. A certificate that cannot be used is told in the log and on the desk: the letter then
    waits for a seal on paper."""
    if not letter.sealed or rendering.refusal or Voiding.objects.filter(letter=letter).exists():
        return None
    sealings = list(letter.sealings.all())
    if sealings or letter.deliveries.exists():  # what went out is not signed afterwards
        return next((each for each in sealings if each.means == Sealing.Means.ELECTRONIC), None)
    try:
        key = keyed(letter.agency, at)
        place = None if key is None else seal_place(document)
        if key is None or place is None:
            return None
        with store.opened(rendering.sha256) as file:
            signed = sign(file.read(), place, letter.agency.name, key, timezone.localtime(at))
    except (Unusable, NotWritten) as reason:
        log.warning("letter %s is not signed: %s", letter.pk, reason)
        return None
    try:
        return _kept(letter, signed, key, at)
    except IntegrityError:  # another job signed it in the meantime
        return letter.sealings.get(means=Sealing.Means.ELECTRONIC)


@transaction.atomic
def _kept(letter: Letter, signed: bytes, key: Keyed, at: datetime) -> Sealing | None:
    """Signing takes its time: what was delivered meanwhile went out without, and what is void counts no longer."""
    Letter.objects.select_for_update().filter(pk=letter.pk).values_list("pk", flat=True).get()
    if letter.deliveries.exists() or Voiding.objects.filter(letter=letter).exists():
        return None
    sealing = Sealing.objects.create(
        letter=letter,
        means=Sealing.Means.ELECTRONIC,
        on=timezone.localdate(at),
        sha256=store.put(signed),
        size=len(signed),
        certificate=key.certificate.dump(),
        at=at,
    )
    detail = {"letter": letter.reference, "file": sealing.sha256, "certificate": key.certificate.fingerprint}
    thing = Thing("letters.Letter", str(letter.pk), str(letter)[:300])
    record(letter.agency.code, "letter.sign", who=None, thing=thing, detail=detail)
    return sealing
