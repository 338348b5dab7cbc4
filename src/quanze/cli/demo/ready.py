"""What has to be ready before cases run: a certificate for tests, and procedures that somebody confirmed."""

from __future__ import annotations

from datetime import date, timedelta

PAST = timedelta(days=365)
"""So far back reaches what the demo plays: the list is taken to be in force since then, the certificate to be made."""


def since() -> date:
    """The day from which the demo's list is taken to be in force."""
    from django.utils import timezone

    return timezone.localdate() - PAST


def make_certificate(code: str) -> bool:
    """A certificate for tests, so that the demo's letters are signed, and say of themselves that it proves nothing.
    Whether it was made now."""
    from django.utils import timezone

    from quanze.letters.certificates import Unusable, make_test_certificate
    from quanze.people.models import Agency

    try:
        make_test_certificate(Agency.objects.get(code=code), timezone.now() - PAST)
    except Unusable:
        return False  # there is one
    return True


def confirm_procedures(code: str) -> int:
    """Confirm the procedures of an agency's matters as its demo keeper, but that of the last one, so that both states
    can be seen. Returns how many were confirmed now; what was ever confirmed is left as it is."""
    from quanze.people.models import Person
    from quanze.registry import queries as registry
    from quanze.registry.services import Unacceptable
    from quanze.rulebook import queries, services

    agency = registry.agency(code)
    edition = registry.edition_on(agency)
    keeper = Person.objects.filter(
        demo=True, roles__kind="list_keeper", roles__agency=agency, is_active=True
    ).first()
    if edition is None or keeper is None:
        return 0
    made = 0
    for state in queries.states(edition)[:-1]:
        number = state.entry.matter.number
        if state.row is None:
            seen = queries.review(agency, number).proposal.digest
            try:
                services.confirm(agency, number, seen, keeper)
            except Unacceptable:
                continue  # a person has to look at it first
            made += 1
    return made
