"""A complaint comes in: from anybody by the public page, from an officer who registers that somebody meddled, or by
letter, telephone or visit to the supervisor.

Nothing of it goes into the record but that something came in: neither who sent it nor from where. Whoever complains
gets a number and a key; the key is kept as a digest, and follows from the form, so that a form that was sent twice
gives the same receipt.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from quanze.audit.services import Origin, Thing, record
from quanze.cases.models import Case
from quanze.cases.playing import moment
from quanze.cases.queries import office_named
from quanze.complaints.models import Complaint, Entry, Rules, Statement
from quanze.complaints.texts import LONGEST_NAME, line, text
from quanze.digests import canonical, digest
from quanze.people.models import Agency, Office, Person
from quanze.people.permissions import demand
from quanze.people.rates import take
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Matter
from quanze.registry.queries import edition_on, entries

FROM_ONE, OF_ONE = 5, 200
"""So many complaints in an hour are taken from one address of the network, and about one agency."""

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
KEY_LETTERS = 16
"""A key is made of so many of :data:`LETTERS`: some 79 bits, none that reads like another."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a complaint says. ``matter``: the number of the matter that was chosen, ``None``: none; ``case``: the number
    of a case, as it was typed."""

    text: str
    name: str = ""
    contact: str = ""
    whom: str = ""
    happened_on: date | None = None
    matter: int | None = None
    case: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever complains keeps. ``fresh``: it was not known before."""

    complaint: Complaint
    key: str
    fresh: bool


def file(agency: Agency, told: Told, token: str, *, address: str | None = None) -> Receipt:
    """Take a complaint from anybody. ``token`` is made by the page that asks; ``address`` is where the request came
    from, which only limits how many come, and is kept as a digest for two days.

    Raises ``Unacceptable``: too much came at once, something is missing or too long.
    """
    demand(None, "complaint.file", agency)
    said = _plain(told)
    if not take("complaint", address, FROM_ONE):
        raise Unacceptable("从您的网络来的投诉太多，请一小时后再提，或者打电话、写信提出。")
    if not take("complaint about", agency.code, OF_ONE):
        raise Unacceptable("现在提出投诉的人太多，请一小时后再提，或者打电话、写信提出。")
    return _kept(agency, said, token, Complaint.Kind.COMPLAINT, Complaint.Channel.ONLINE, None, None)


def register_interference(agency: Agency, person: Person, told: Told, token: str) -> Receipt:
    """An officer registers that somebody meddled with the handling of cases: who, when, how. Who registered it is
    told to the supervisor alone, and not to the record. Raises ``Denied``, ``Unacceptable``."""
    demand(person, "interference.register", agency)
    said = _plain(told)
    line(told.whom, "谁插手干预（姓名、职务）")
    return _kept(agency, said, token, Complaint.Kind.INTERFERENCE, Complaint.Channel.ONLINE, person, None)


def write_down(
    agency: Agency,
    person: Person,
    told: Told,
    channel: str,
    received: date,
    token: str,
    *,
    where: Origin | None = None,
) -> Receipt:
    """The supervisor writes down what came by letter, telephone or visit on the day ``received``. Raises ``Denied``,
    ``Unacceptable``."""
    demand(person, "complaint.list", agency)
    if received > timezone.localdate(moment(agency)):
        raise Unacceptable("收到的日期还没有到，请核对。")
    if channel not in Complaint.Channel.values or channel == Complaint.Channel.ONLINE:
        raise Unacceptable("请选择是来信、电话还是当面。")
    said = _plain(told)
    kind = Complaint.Kind.COMPLAINT
    return _kept(agency, said, token, kind, Complaint.Channel(channel), person, received, where)


def key_of(once: str) -> str:
    """The key that belongs to a form: four groups of four letters and figures."""
    number = int.from_bytes(salted_hmac("quanze.complaints.key", once, algorithm="sha256").digest(), "big")
    letters = []
    for _ in range(KEY_LETTERS):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "-".join("".join(letters[at : at + 4]) for at in range(0, KEY_LETTERS, 4))


def key_digest(key: str) -> str:
    """As which a key is kept, however it was typed."""
    plain = "".join(letter for letter in key.upper() if letter.isalnum())
    return digest("quanze complaint key 1", plain)


def _plain(told: Told) -> Told:
    """As it is kept. Raises ``Unacceptable``."""
    if told.happened_on is not None and told.happened_on > timezone.localdate():
        raise Unacceptable("发生的日期还没有到，请核对。")
    return Told(
        text=text(told.text, "投诉的内容"),
        name=line(told.name, "姓名或者单位", LONGEST_NAME, asked=False),
        contact=line(told.contact, "联系方式", asked=False),
        whom=line(told.whom, "被投诉的人或者股室", asked=False),
        happened_on=told.happened_on,
        matter=told.matter,
        case=line(told.case, "办件编号", 96, asked=False),
    )


@transaction.atomic
def _kept(
    agency: Agency,
    told: Told,
    token: str,
    kind: Complaint.Kind,
    channel: Complaint.Channel,
    by: Person | None,
    received: date | None,
    where: Origin | None = None,
) -> Receipt:
    said = asdict(told) | {"happened_on": told.happened_on and told.happened_on.isoformat()}
    seen = canonical([agency.pk, token, kind.value, by and by.pk, said])
    once = salted_hmac("quanze.complaints.once", seen, algorithm="sha256").hexdigest()
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    key = key_of(once)
    if earlier := Complaint.objects.filter(agency=agency, once=once).first():
        return Receipt(earlier, key, fresh=False)
    now = moment(agency)
    at = now if received is None else _noon(received, now)
    year = timezone.localdate(now).year
    made = Complaint.objects.create(
        agency=agency,
        year=year,
        serial=Complaint.objects.filter(agency=agency, year=year).count() + 1,
        kind=kind,
        channel=channel,
        received_at=at,
        rules=Rules.objects.filter(agency=agency).last(),
        once=once,
        key=key_digest(key),
    )
    Statement.objects.create(
        complaint=made,
        text=told.text,
        name=told.name,
        contact=told.contact,
        whom=told.whom,
        happened_on=told.happened_on,
        case_number=told.case,
        by=by,
    )
    case, matter, office = _about(agency, told)
    Entry.objects.create(
        complaint=made,
        position=1,
        kind=Entry.Kind.FILED,
        body={"act": None, "happened_on": said["happened_on"]},
        case=case,
        matter=matter,
        office=office,
        at=now,
    )
    # Who complained, about whom and from where is nobody's business who reads the record: it says that one came in.
    written = by if channel != Complaint.Channel.ONLINE else None
    tell(made, "complaint.file", written, where if written else None, {})
    return Receipt(made, key, fresh=True)


def _noon(day: date, now: datetime) -> datetime:
    """A moment of that day, which is not after ``now``."""
    return min(now, timezone.make_aware(datetime.combine(day, time(12))))


def _about(agency: Agency, told: Told) -> tuple[Case | None, Matter | None, Office | None]:
    """The case, matter and office that a complaint names, as far as there are such here."""
    case = None
    if told.case:
        cases = Case.objects.select_related("matter", "office")
        case = cases.filter(agency=agency, number=told.case).first()
    if case is not None:
        return case, case.matter, case.office
    edition = edition_on(agency)
    if edition is None or told.matter is None:
        return None, None, None
    row = entries(edition, edition.main).filter(matter__number=told.matter).first()
    return (None, None, None) if row is None else (None, row.matter, office_named(agency, row.version.office))


def tell(
    complaint: Complaint, verb: str, who: Person | None, where: Origin | None, detail: dict[str, object]
) -> None:
    """In the record stands which complaint, and no word of it."""
    thing = Thing("complaints.Complaint", str(complaint.pk), complaint.number)
    record(complaint.agency.code, verb, who=who, thing=thing, where=where, detail=detail)
