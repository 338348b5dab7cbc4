"""How what concerns a party enters the record of the installation: by reference, and words by a salted digest."""

from __future__ import annotations

from typing import Any

from quanze.audit.services import INSTALLATION, Origin, Thing, record
from quanze.digests import canonical, digest
from quanze.people.models import Membership, Party, Person


def record_party(
    verb: str,
    party: Party,
    who: Person,
    where: Origin | None,
    membership: Membership | None = None,
    **detail: Any,
) -> None:
    """One event about ``party``, and about ``membership`` where there is one. Comes last in a service."""
    if membership is not None:
        detail = {
            "membership": membership.pk,
            "person": membership.person_id,
            "role": str(membership.role),
            "state": str(membership.state),
            "words": membership_digest(membership),
            **detail,
        }
    record(
        INSTALLATION,
        f"party.{verb}",
        who=who,
        thing=Thing("people.Party", str(party.pk), party.name),
        where=where,
        detail={"party": party_digest(party), **detail},
    )


def party_digest(party: Party) -> str:
    """What stands in the record for what the party says of itself and how it was verified."""
    said = [
        party.kind,
        party.name,
        party.credit_code,
        party.code_doubt,
        party.code_reason,
        party.address,
        party.phone,
        party.verified_how,
    ]
    return digest("quanze party 1", canonical([*said, party.salt]))


def membership_digest(membership: Membership) -> str:
    """What stands in the record for the words of a membership."""
    days = [None if day is None else day.isoformat() for day in (membership.since, membership.until)]
    said = [membership.note, membership.mandate, *days, membership.reason]
    return digest("quanze membership 1", canonical([*said, membership.salt]))
