"""Everything that hands in, binds and clears files: each service is one transaction with its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from quanze.audit.services import INSTALLATION, Origin, Thing, record
from quanze.files import scanning, store
from quanze.files.kinds import EVERYTHING, Accepts, Kind
from quanze.files.looking import look
from quanze.files.models import Deposit, Held
from quanze.files.names import clean_name, shorten
from quanze.files.references import needed
from quanze.files.store import Arrival, Stored
from quanze.lists.refusal import Refusal
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable

GRACE = timedelta(days=1)
"""Bytes that came within so long stay though nothing names them: whoever brought them may be about to."""

SWEPT_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep took away: deposits that nobody used, bytes that nobody needs, arrivals that were broken off."""

    deposits: int
    files: int
    arrivals: int


def receive(
    person: Person,
    filename: str,
    chunks: Iterable[bytes],
    accepts: Accepts = EVERYTHING,
    *,
    where: Origin | None = None,
) -> Deposit:
    """Take what ``person`` hands in under ``filename``: look at it, keep it, and note whose it is. Nothing of a file
    that is refused, or that breaks off, is kept.

    Raises ``Denied``, or :class:`Unacceptable` with the name of the file, the reason and what to do.
    """
    demand(person, "file.hand_in")
    try:
        with begin() as arrival:
            for chunk in chunks:
                arrival.write(chunk)
            return receive_arrived(person, filename, arrival, accepts, where=where)
    except (store.TooLarge, store.NoRoom) as error:
        raise refused(filename, error) from error


def refused(filename: str, error: Exception) -> Unacceptable:
    """In the clerk's words, why the bytes of a file could not be taken: :class:`store.TooLarge`, or a full disk."""
    reason = "服务器的存储空间已满，没有收下；此前保存的内容没有变，请稍后再试，或告知系统管理员"
    if isinstance(error, store.TooLarge):
        most = f"{settings.DEPOSIT_BYTES >> 20} MB"
        reason = f"超过 {most} 的上限，没有收下；请压缩其中的图片，或拆成几个文件再上传"
    return Unacceptable(_told(filename, reason))


def begin() -> Arrival:
    """The bytes of a file, about to come; at most ``settings.DEPOSIT_BYTES``."""
    return Arrival(settings.DEPOSIT_BYTES)


def receive_arrived(
    person: Person,
    filename: str,
    arrival: Arrival,
    accepts: Accepts = EVERYTHING,
    *,
    where: Origin | None = None,
) -> Deposit:
    """The same as :func:`receive` for bytes that have come already; the arrival is used up, whatever comes of it."""
    name = clean_name(filename)
    with arrival:
        try:
            demand(person, "file.hand_in")
            stored = arrival.finish()
            kind = look(arrival.path, name, accepts)
            scanned_at = _scan(arrival)
            return _keep(person, name, arrival, stored, kind, scanned_at, where)
        except Refusal as refusal:
            raise Unacceptable(_told(name, str(refusal))) from refusal
        except OSError as error:
            if not store.is_full(error):
                raise
            raise refused(name, error) from error


@transaction.atomic
def _keep(
    person: Person,
    name: str,
    arrival: Arrival,
    stored: Stored,
    kind: Kind,
    scanned_at: datetime | None,
    where: Origin | None,
) -> Deposit:
    Person.objects.select_for_update().get(pk=person.pk)  # several at once share one quota
    if unbound_bytes(person) + stored.size > settings.UNBOUND_BYTES:
        raise Refusal(
            f"您上传了还没有用上的文件，连同这个超过了 {settings.UNBOUND_BYTES >> 20} MB 的上限；"
            "请先提交，或删除其中不用的，再上传"
        )
    held = _held(stored, kind, scanned_at)
    arrival.keep()  # while the row is locked, so that no sweep takes the bytes away between
    shown = shorten(name)
    deposit = Deposit.objects.create(
        person=person,
        filename=shown,
        full_name="" if shown == name else name,
        held=held,
        at=timezone.now(),
    )
    # A file's name may hold personal data, which the record does not: it says which file by its digest.
    detail = {"sha256": stored.sha256, "size": stored.size, "kind": kind.key}
    record(INSTALLATION, "file.hand_in", who=person, thing=thing_of(deposit), where=where, detail=detail)
    return deposit


def _held(stored: Stored, kind: Kind, scanned_at: datetime | None) -> Held:
    """The row of the bytes, made where there is none, and locked."""
    fresh = Held(
        sha256=stored.sha256,
        size=stored.size,
        kind=kind.key,
        media_type=kind.media_type,
        scanned_at=scanned_at,
        held_at=timezone.now(),
    )
    while True:
        Held.objects.bulk_create([fresh], ignore_conflicts=True)
        held = Held.objects.select_for_update().filter(pk=stored.sha256).first()
        if held is not None:
            break  # else a sweep took it away between the two
    if scanned_at is not None and held.scanned_at != scanned_at:
        held.scanned_at = scanned_at
        held.save(update_fields=["scanned_at"])
    return held


def bind(deposit: Deposit, to: str, *, was: str = "") -> None:
    """Say what a deposit belongs to, as ``prefix:name``: it is swept no more, and whoever asks for it is answered by
    the rule of that prefix (``permissions.bound_as``). One of several who try at once wins; doing it twice is no error.

    ``was`` is what it must have belonged to until now, nothing if blank: a draft hands its files over to the case. The
    caller has asked whether it may: :func:`queries.own` gives a person's own. Raises :class:`Unacceptable`.
    """
    _demand_words(to)
    _move(deposit, was, to)


def release(deposit: Deposit, was: str) -> None:
    """Take back what :func:`bind` said: from now on it is swept after the term. Raises :class:`Unacceptable`."""
    _demand_words(was)
    _move(deposit, was, "")


@transaction.atomic
def hand_in_again(deposit: Deposit, person: Person, *, where: Origin | None = None) -> Deposit:
    """What was handed in before is handed in once more by ``person``: a deposit of its own of the same bytes, bound to
    nothing yet. The caller has asked whether they may see it."""
    again = Deposit.objects.create(
        person=person,
        filename=deposit.filename,
        full_name=deposit.full_name,
        held=deposit.held,
        at=timezone.now(),
    )
    detail = {"sha256": deposit.held_id, "again": deposit.pk}
    record(INSTALLATION, "file.hand_in", who=person, thing=thing_of(again), where=where, detail=detail)
    return again


def remove(deposit: Deposit, person: Person, *, where: Origin | None = None) -> None:
    """Take away an own file that was not used; its bytes go with the next sweep. Raises ``Denied``, or
    :class:`Unacceptable` where it was used meanwhile."""
    demand(person, "file.remove", deposit)
    with transaction.atomic():
        locked = Deposit.objects.select_for_update().filter(pk=deposit.pk, bound_to="").first()
        if locked is None:
            raise Unacceptable(_told(deposit.filename, "文件已经用上，或者已经删除"))
        thing = thing_of(locked)
        locked.delete()
        record(INSTALLATION, "file.remove", who=person, thing=thing, where=where)


def sweep(now: datetime) -> Swept:
    """Take away what was handed in and not bound within ``settings.DEPOSIT_DAYS``, the bytes that nobody names any
    more, and what broken-off uploads left. It may run in several places at once."""
    deposits = _sweep_deposits(now - timedelta(days=settings.DEPOSIT_DAYS))
    before = now - GRACE
    orphans = Held.objects.filter(deposits=None, held_at__lt=before).values_list("pk", flat=True)
    files = sum(_sweep_bytes(sha256, before) for sha256 in orphans[:SWEPT_AT_ONCE])
    return Swept(deposits, files, store.clear_arrivals(before=before))


@transaction.atomic
def _sweep_deposits(before: datetime) -> int:
    old = Q(bound_at=None, at__lt=before) | Q(bound_at__lt=before)
    waiting = Deposit.objects.select_for_update().filter(old, bound_to="").order_by("pk")
    gone = list(waiting.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    if gone:
        Deposit.objects.filter(pk__in=gone).delete()
        record(INSTALLATION, "file.sweep", who=None, detail={"deposits": gone})
    return len(gone)


@transaction.atomic
def _sweep_bytes(sha256: str, before: datetime) -> bool:
    """Whether they are gone. The row is locked, so that who hands in the same bytes now waits and brings them anew."""
    held = Held.objects.select_for_update().filter(pk=sha256).first()
    if held is None or held.deposits.exists():
        return False
    if not needed(sha256) and not store.discard(sha256, before=before):
        return False
    held.delete()
    return True


def unbound_bytes(person: Person) -> int:
    """How much a person has handed in that is not used yet. One query."""
    unbound = Deposit.objects.filter(person=person, bound_to="")
    return unbound.aggregate(total=Sum("held__size"))["total"] or 0


def _scan(arrival: Arrival) -> datetime | None:
    if not scanning.configured():
        return None
    try:
        scanning.scan(arrival.path)
    except scanning.Infected as found:
        raise Refusal(f"查出病毒（{found}），没有收下；请先在自己的电脑上杀毒，再上传") from found
    except scanning.ScannerDown as down:
        raise Refusal(f"{down}，没有收下；请稍后再试，或告知系统管理员") from down
    return timezone.now()


def _move(deposit: Deposit, was: str, to: str) -> None:
    now = timezone.now()
    if not Deposit.objects.filter(pk=deposit.pk, bound_to=was).update(bound_to=to, bound_at=now):
        found = Deposit.objects.filter(pk=deposit.pk).values_list("bound_to", flat=True).first()
        if found is None:
            raise Unacceptable(_told(deposit.filename, "文件已经删除，或过了保留期限；请重新上传"))
        if found != to:
            raise Unacceptable(_told(deposit.filename, "文件已经用在别处；请重新上传一份"))
    deposit.bound_to, deposit.bound_at = to, now


def _demand_words(binding: str) -> None:
    prefix, colon, name = binding.partition(":")
    if not (prefix and colon and name):
        raise ValueError(f"a file is bound to prefix:name, not {binding!r}")


def _told(filename: str, reason: str) -> str:
    return f"“{shorten(clean_name(filename))}”：{reason}。"


def thing_of(deposit: Deposit) -> Thing:
    return Thing("files.Deposit", str(deposit.pk), deposit.held.is_a.label)
