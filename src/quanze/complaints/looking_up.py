"""What whoever complained reads of it later, by number and key: how it stands, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest

from quanze.complaints.filing import key_digest
from quanze.complaints.models import Complaint, Entry
from quanze.complaints.queries import complaint, standing_of
from quanze.complaints.standing import BECOMES, Standing
from quanze.people.models import Agency
from quanze.people.permissions import demand
from quanze.people.rates import take
from quanze.people.unacceptable import Unacceptable

FROM_ONE = 20
"""So many look-ups in an hour are answered for one address of the network. Of one number as many as come: a key is not
to be guessed, and nobody shall be kept from their own by others who try."""

UNKNOWN = "没有这个编号，或者查询码不对。请照回执核对；查询码只在提交时显示过一次。"
"""Said of both alike: nobody learns which numbers there are."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a complaint stands, and the entries that whoever complained is told of: of answers their words, of what was
    passed on or declined to whom and why. Notes, ties and decisions are none of them."""

    complaint: Complaint
    standing: Standing
    told: tuple[Entry, ...]


def look_up(agency: Agency, number: str, key: str, *, address: str | None = None) -> Progress:
    """By number and key. Some eight queries. Raises ``Unacceptable``: there is none such, or it was tried too often."""
    demand(None, "complaint.look_up", agency)
    if not take("complaint look-up", address, FROM_ONE):
        raise Unacceptable("查询的次数太多，请一小时后再查。")
    try:
        found = complaint(agency, number)
    except Complaint.DoesNotExist:
        raise Unacceptable(UNKNOWN) from None
    if not compare_digest(found.key, key_digest(key[:100])):
        raise Unacceptable(UNKNOWN)
    told = (*BECOMES, Entry.Kind.EXTENDED)
    return Progress(
        found, standing_of(found), tuple(found.entries.filter(kind__in=told).order_by("position"))
    )
