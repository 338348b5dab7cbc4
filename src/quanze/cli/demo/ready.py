"""What has to be ready before cases run: a certificate for tests, how letters are numbered, and procedures that were
confirmed. What the sample bureau has not published is assumed, and says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from quanze.cli.demo.people import PRODUCTS

if TYPE_CHECKING:
    from quanze.people.models import Agency, Person

PAST = timedelta(days=730)
"""So far back reaches what the demo plays: the list is taken to be in force since then, the certificate to be made."""


LETTER_CODE = "龙工信"
"""机关代字, assumed: the sample bureau's own is not known."""

PROMISED = {PRODUCTS: 20}
"""Matter → 承诺时限 in working days, assumed: the list has none."""

REVIEW_DAYS = 20
WHY_LIMITED = "演示假定：清单没有写审查期限，拟定20个工作日，待核对后确认。"

WHY_PROMISED = "演示假定：清单没有写期限，参照《行政许可法》第四十三条的初审期限。"


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


def set_letter_code(code: str) -> bool:
    """The assumed 机关代字, as the agency's demo keeper. Whether it was set now; what was ever set is left."""
    from quanze.letters.numbering import numbering_of
    from quanze.letters.services import set_numbering
    from quanze.people.models import Agency

    agency = Agency.objects.get(code=code)
    keeper = _keeper(agency)
    if keeper is None or numbering_of(agency) is not None:
        return False
    set_numbering(agency, LETTER_CODE, keeper)
    return True


def confirm_procedures(code: str) -> int:
    """Confirm the procedures of an agency's matters as its demo keeper; to that of the last one a correction is made
    that waits to be confirmed, so that both states can be seen. Returns how many were confirmed now; what was ever
    confirmed is left as it is."""
    from quanze.procedure.model import Limit, Unit
    from quanze.registry import queries as registry
    from quanze.registry.services import Unacceptable
    from quanze.rulebook import queries, services
    from quanze.rulebook.corrections import Promise

    agency = registry.agency(code)
    edition, keeper = registry.edition_on(agency), _keeper(agency)
    if edition is None or keeper is None:
        return 0
    made = 0
    states = queries.states(edition)
    for state in states:
        number = state.entry.matter.number
        if state.row is None:
            days = PROMISED.get(state.entry.version.name)
            if days and queries.review(agency, number).proposal.promised is None:
                promise = Promise(Limit(days, Unit.WORKING_DAY))
                services.correct(agency, number, [promise], WHY_PROMISED, keeper)
            seen = queries.review(agency, number).proposal.digest
            try:
                services.confirm(agency, number, seen, keeper)
            except Unacceptable:
                continue  # a person has to look at it first
            made += 1
            if state is states[-1]:
                _limit_review(agency, number, keeper)
    return made


def _limit_review(agency: Agency, number: int, keeper: Person) -> None:
    """The keeper gives its first review a limit, and has not confirmed it yet."""
    from quanze.procedure.corrections import Change, StepOf
    from quanze.procedure.model import Kind, Limit, Unit
    from quanze.rulebook import queries, services

    procedure = queries.review(agency, number).proposal.procedure
    step = next((each for each in procedure.steps if each.kind is Kind.REVIEW), None)
    if step is not None:
        change = Change(StepOf.named(procedure, step), {"limit": Limit(REVIEW_DAYS, Unit.WORKING_DAY)})
        services.correct(agency, number, [change], WHY_LIMITED, keeper)


def _keeper(agency: Agency) -> Person | None:
    from quanze.people.models import Person

    return Person.objects.filter(
        demo=True, roles__kind="list_keeper", roles__agency=agency, is_active=True
    ).first()
