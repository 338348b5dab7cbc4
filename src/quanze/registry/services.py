"""Everything that changes a list: each service is one transaction together with its record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.files import store
from quanze.lists.codec import load_document
from quanze.lists.earlier import before_adjustments
from quanze.lists.model import ListDocument
from quanze.lists.refusal import Refusal
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable as Unacceptable
from quanze.registry import form, indexing, publication, queries
from quanze.registry.models import Edition, Matter, Upload
from quanze.registry.reading import read_apart

PAST = timedelta(days=365)
"""How long before its adjustments the state that is rebuilt from them is said to have begun, where nobody knows."""

PAST_NOTE = "按调整的权责清单所载调整前的文字还原；生效日期为假定。"


def receive_upload(
    agency: Agency, person: Person, filename: str, stream: BinaryIO, *, where: Origin | None = None
) -> Upload:
    """Keep the file that ``person`` hands in for ``agency``, read it, check it.

    A file that cannot be read is kept too, as ``refused`` with one clear line: what was handed in can be shown.
    Raises ``Denied`` for whoever may not, :class:`Unacceptable` for an empty or too large file.
    """
    demand(person, "list.upload", agency)
    name = PurePath(filename.replace("\\", "/")).name[-200:] or "未命名"
    try:
        stored = store.keep(iter(lambda: stream.read(1 << 20), b""), settings.UPLOAD_BYTES)
    except store.TooLarge:
        raise Unacceptable(f"文件超过 {settings.UPLOAD_BYTES >> 20} MB 的上限，没有收下。") from None
    upload = Upload(agency=agency, by=person, filename=name, sha256=stored.sha256, size=stored.size)
    try:
        reading = read_apart(stored.path, name)
    except Refusal as refusal:
        upload.state, upload.refusal = Upload.State.REFUSED, str(refusal)
    else:
        upload.state, upload.format = Upload.State.READ, reading.document["source"]["format"]
        upload.document, upload.findings = reading.document, reading.findings
    with transaction.atomic():
        upload.at = timezone.now()
        upload.save()
        detail = {"sha256": upload.sha256, "size": upload.size, "state": str(upload.state)}
        record(agency.code, "upload.receive", who=person, thing=_thing(upload), where=where, detail=detail)
    return upload


@transaction.atomic
def import_list(
    upload: Upload,
    person: Person,
    *,
    effective_from: date | None = None,
    published_on: date | None = None,
    agency_confirmed: bool = False,
    corrects: Edition | None = None,
    note: str = "",
    same_as: Mapping[str, Matter] | None = None,
    upon: int | None = None,
    where: Origin | None = None,
) -> Edition:
    """Make what was read in ``upload`` the agency's next edition; importing it again returns the same edition.

    ``same_as``: new name → the matter that has it now (``queries.perhaps_renamed`` proposes; only a person knows).
    ``upon``: the sequence of the last edition that ``person`` knew of, 0 for none: a later one is not written over
    unseen.

    Without ``effective_from`` the list takes effect today, and the edition says that this is assumed. Raises
    ``Denied``, or :class:`Unacceptable`: nothing was read, it was discarded, it equals the list in force, it takes
    effect before the list that it follows, another edition came meanwhile, or it names another agency and nobody
    confirmed that it is meant.
    """
    demand(person, "list.import", upload)
    # Without a join: whoever waited for the lock sees the row as it is now, but what is joined to it as it was before.
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.edition is not None:
        return upload.edition
    if upload.state != Upload.State.READ:
        raise Unacceptable(f"该文件{upload.get_state_display()}，不能导入。")
    document = load_document(upload.document)
    if not agency_confirmed and not names_agency(document, upload.agency):
        raise Unacceptable(
            f"文件写的是“{document.agency}”，不是“{upload.agency.name}”；确属本机关的，请确认后再导入。"
        )
    if upon is not None:
        _refuse_unseen(upload.agency_id, upon)
    edition = import_document(
        upload.agency,
        document,
        by=person,
        effective_from=effective_from,
        published_on=published_on,
        corrects=corrects,
        note=note,
        same_as=same_as,
        where=where,
        source_name=upload.filename,
    )
    upload.state, upload.edition = Upload.State.IMPORTED, edition
    upload.save(update_fields=["state", "edition"])
    return edition


def _refuse_unseen(agency: int, upon: int) -> None:
    """Under the lock under which editions are published."""
    Agency.objects.select_for_update().get(pk=agency)
    latest = queries.last(Agency(pk=agency))
    if latest is not None and latest.sequence > upon:
        raise Unacceptable(
            f"您打开本页以后，清单有了新的第{latest.sequence}版。请先看它改了什么；仍要导入这份文件的，请再按一次“导入为新的一版”。"
        )


@transaction.atomic
def import_document(
    agency: Agency,
    document: ListDocument,
    *,
    by: Person | None,
    effective_from: date | None = None,
    assumed: bool = False,
    published_on: date | None = None,
    source_name: str | None = None,
    corrects: Edition | None = None,
    note: str = "",
    same_as: Mapping[str, Matter] | None = None,
    where: Origin | None = None,
) -> Edition:
    """Make ``document`` the agency's next edition. ``by`` is ``None`` for the installation itself. With ``corrects``
    it is a correction and says of which edition; ``note`` says why, for everyone to read. ``same_as``: new name → the
    matter that has it now. ``assumed``: ``effective_from`` is a guess (假定), as today is where it is not given.

    Raises :class:`Unacceptable` as :func:`import_list` does.
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    return _publish(
        agency,
        document,
        by=by,
        where=where,
        effective_from=effective_from or timezone.localdate(),
        effective_assumed=assumed or effective_from is None,
        published_on=published_on,
        source_name=source_name,
        corrects=corrects,
        note=note,
        same_as=same_as,
    )


def _publish(
    agency: Agency,
    document: ListDocument,
    *,
    by: Person | None,
    where: Origin | None,
    effective_from: date,
    effective_assumed: bool,
    published_on: date | None = None,
    source_name: str | None = None,
    corrects: Edition | None = None,
    note: str = "",
    same_as: Mapping[str, Matter] | None = None,
) -> Edition:
    source = document.source
    try:
        edition = publication.publish(
            agency,
            form.take_apart(document),
            effective_from=effective_from,
            effective_assumed=effective_assumed,
            published_on=published_on,
            origin=Edition.Origin.IMPORT if corrects is None else Edition.Origin.CORRECTION,
            corrects=corrects,
            note=note,
            same_as=same_as,
            source_name=(source_name or ("" if source is None else PurePath(source.path).name)),
            source_format="" if source is None else source.format,
            source_sha256="" if source is None else source.sha256,
        )
    except publication.Unpublishable as reason:
        raise Unacceptable(str(reason)) from reason
    detail = {
        "sequence": edition.sequence,
        "digest": edition.digest,
        "sm3": edition.sm3,
        "corrects": None if corrects is None else corrects.sequence,
        "source": edition.source_sha256,
        "effective_from": edition.effective_from.isoformat(),
        "effective_assumed": edition.effective_assumed,
    }
    thing = Thing("registry.Edition", str(edition.pk), str(edition))
    record(agency.code, "list.import", who=by, thing=thing, where=where, detail=detail)
    return edition


@transaction.atomic
def import_with_past(
    agency: Agency,
    document: ListDocument,
    *,
    by: Person | None,
    effective_from: date | None = None,
    assumed: bool = False,
    published_on: date | None = None,
    source_name: str | None = None,
    where: Origin | None = None,
) -> tuple[Edition, ...]:
    """Begin an agency's editions with ``document`` and, where its annex of adjustments tells what was before, with that
    state as the edition before it (``lists.earlier``), on a date that is assumed and says so.

    Where the agency has a list already, or nothing can be taken back, this is :func:`import_document`. Returns the
    editions made, the earlier one first. Raises :class:`Unacceptable`.
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    earlier = None if queries.last(agency) else before_adjustments(document)
    made = []
    if earlier is not None:
        present = effective_from or timezone.localdate()
        made.append(
            _publish(
                agency,
                earlier.document,
                by=by,
                where=where,
                effective_from=present - PAST,
                effective_assumed=True,
                note=PAST_NOTE + "".join(f"“{each.matter}”：{each.message}。" for each in earlier.findings),
            )
        )
    made.append(
        import_document(
            agency,
            document,
            by=by,
            effective_from=effective_from,
            assumed=assumed,
            published_on=published_on,
            source_name=source_name,
            where=where,
        )
    )
    return tuple(made)


def follow_calendar(today: date | None = None) -> int:
    """Let the search, and what else is kept beside the lists in force, follow the editions that were published ahead
    and whose date has come by ``today``: everything else asks for the edition of a day. Returns how many agencies had
    a list taking effect.

    Run every day, and at any other time; twice at once does no harm.
    """
    today = today or timezone.localdate()
    ahead = Edition.objects.filter(effective_from__lte=today, created_at__date__lt=F("effective_from"))
    followed = 0
    for agency_id in ahead.order_by("agency").values_list("agency", flat=True).distinct():
        with transaction.atomic():
            agency = Agency.objects.select_for_update().get(pk=agency_id)
            edition = queries.edition_on(agency, today)
            if edition is None or indexing.follows(edition):
                continue
            indexing.reindex(agency, today)
            thing = Thing("registry.Edition", str(edition.pk), str(edition))
            detail = {"sequence": edition.sequence}
            record(agency.code, "list.take_effect", who=None, thing=thing, detail=detail)
            followed += 1
    return followed


@transaction.atomic
def discard(upload: Upload, person: Person, *, where: Origin | None = None) -> Upload:
    """Set an upload aside that is not to be imported. It stays in the record and the file stays kept; discarding
    again is no error. Raises ``Denied``, :class:`Unacceptable` for one that was imported."""
    demand(person, "list.import", upload)
    upload = Upload.objects.select_for_update().select_related("agency").get(pk=upload.pk)
    if upload.state == Upload.State.IMPORTED:
        raise Unacceptable("该文件已经导入为清单版本，不能放弃。")
    if upload.state != Upload.State.DISCARDED:
        upload.state = Upload.State.DISCARDED
        upload.save(update_fields=["state"])
        record(upload.agency.code, "upload.discard", who=person, thing=_thing(upload), where=where)
    return upload


def names_agency(document: ListDocument, agency: Agency) -> bool:
    """Does the document speak of this agency? One that names none does; a name may be given without its place
    ("工业和信息化局")."""
    if not document.agency:
        return True
    said, known = form.name_key(document.agency), form.name_key(agency.name)
    return said.endswith(known) or known.endswith(said)


def _thing(upload: Upload) -> Thing:
    return Thing("registry.Upload", str(upload.pk), upload.filename)
