"""A simulated year over all matters of the sample's list: whatever oversight says of it is what its raw events say."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from quanze.audit.models import Event
from quanze.audit.queries import verify_chain
from quanze.audit.services import INSTALLATION
from quanze.cases import proof, services
from quanze.cases.models import Case, CaseEvent
from quanze.cases.pinned import pinned
from quanze.cases.publicities import period
from quanze.complaints.models import Entry
from quanze.complaints.queries import register
from quanze.letters.models import Letter, Rendering, Unrendered
from quanze.oversight.queries import Asked, cards, hints
from quanze.people.models import Party, Person
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.oversight.cards import Colour
from quanze.registry import queries as registry
from quanze.rulebook import queries as rulebook
from quanze.simulation.cast import MARK
from quanze.simulation.contents import BARE
from quanze.simulation.habits import Fault
from quanze.site.verbs import LABELS
from tests.simulation.conftest import CASES, YEAR
from tests.simulation.raw import Raw, agree, cautioned, day, of_kind, raw

END = datetime.combine(date(YEAR + 1, 1, 1), time(9), SHANGHAI)


def test_every_matter_has_its_cases_and_each_moves(year):
    house, played = year
    edition = registry.edition_on(house.bureau, date(YEAR, 6, 1))
    confirmed = {each.entry.version.name for each in rulebook.states(edition) if each.row}
    assert set(Case.objects.values_list("matter_name", flat=True)) == confirmed
    assert len(confirmed) == 10
    assert (played.cases, played.events, played.stuck) == (CASES, CaseEvent.objects.count(), [])
    assert Case.objects.exclude(ending="").count() > CASES // 2
    assert all(event.at <= END for event in CaseEvent.objects.all())


def test_all_of_it_is_marked_and_no_letter_was_rendered(year):
    assert year
    cases = Case.objects.all()
    assert all(each.applicant_name.startswith(MARK) and each.applicant.demo for each in cases)
    assert all(each.demo for each in Party.objects.filter(name__startswith=MARK))
    assert all(
        each.demo and each.name.startswith(MARK)
        for each in Person.objects.filter(username__startswith="simulated")
    )
    assert Letter.objects.exists()
    assert not Unrendered.objects.exists()
    assert not Rendering.objects.exists()


SHOWN_BY = {
    Fault.LONE_VISIT: "P801",
    Fault.SECOND_NOTICE: "P802",
    Fault.SHORT_POSTING: "P804",
    Fault.POSTED_AGAIN: "P805",
    Fault.BARE_REASONS: "P806",
    Fault.LATE_RECEIPT: "P810",
    Fault.ONE_HAND: "P811",
    Fault.MOVED: "P808",
    Fault.CHANGED: "P809",
}


def test_every_fault_that_a_pattern_looks_for_is_hinted_at(year):
    house, played = year
    asked = Asked(date(YEAR, 1, 1), date(YEAR, 12, 31))
    found = {
        (seen.case.number, each.pattern.code)
        for each in hints(house.supervisor, house.bureau, asked)
        for seen in each.evidence
        if seen.case is not None
    }
    told = {(each.case, SHOWN_BY[each.kind]) for each in played.faults if each.kind in SHOWN_BY}
    assert told
    assert told <= found


def test_whatever_is_recorded_has_its_words(year):
    assert year
    assert set(Event.objects.values_list("verb", flat=True)) <= set(LABELS)


def test_the_duties_of_the_year_are_what_its_events_say(year):
    house, _ = year
    agree(house, YEAR, CASES)


def test_the_cards_are_those_of_the_open_cases(year):
    house, _ = year
    open_now = {number for number, events in raw().items() if not of_kind(events, "ended")}
    found = cards(house.supervisor, house.bureau, now=END)
    assert {each.case.number for each in found.shown} <= open_now
    assert not found.cut
    for shown in found.of(Colour.PAUSED):
        events = raw()[shown.case.number]
        assert len(of_kind(events, "suspend")) > len(of_kind(events, "resume"))


def test_complaints_stand_as_their_entries_say(year):
    house, played = year
    found = register(house.supervisor, house.bureau)
    assert found.total == played.complaints > 0
    for row in found.rows:
        kinds = list(
            Entry.objects.filter(complaint=row.complaint).order_by("position").values_list("kind", flat=True)
        )
        states = [
            each for each in kinds if each in ("filed", "accepted", "transferred", "declined", "answered")
        ]
        assert row.standing.state.value == states[-1]
        assert row.complaint.received_at.astimezone(SHANGHAI).year == YEAR


def lone(case: Case, events: list[Raw]) -> bool:
    return any(len(each["what"]["people"]) == 1 for each in of_kind(events, "inspect"))


def one_hand(case: Case, events: list[Raw]) -> bool:
    accepted = {each["by"] for each in of_kind(events, "accept")}
    return accepted == {each["by"] for each in of_kind(events, "decide", "recommend")}


def short(case: Case, events: list[Raw]) -> bool:
    return period(pinned(case), None) is not None and bool(cautioned(of_kind(events, "post"), "short"))


def late_receipt(case: Case, events: list[Raw]) -> bool:
    proven = of_kind(events, "prove")
    given = list(of_kind(events, "accept", "decide", "give_notice", "decline", "perform", "deliver"))
    return any((day(each) - day(before)).days >= 5 for each in proven for before in given)


def changed(case: Case, events: list[Raw]) -> bool:
    """Scored once more after the order had been fixed and released."""
    if case.round is None:
        return False
    released = case.round.ranking.filter(kind="released").order_by("position").first()
    scores = case.ranking.filter(kind="score")
    return released is not None and scores.filter(position__gt=released.position).exists()


EVIDENCE: dict[Fault, Callable[[Case, list[Raw]], bool]] = {
    Fault.LATE: lambda case, events: bool(cautioned(events, "overdue")),
    Fault.LONE_VISIT: lone,
    Fault.SECOND_NOTICE: lambda case, events: len(of_kind(events, "give_notice")) > 1,
    Fault.SHORT_POSTING: short,
    Fault.POSTED_AGAIN: lambda case, events: bool(cautioned(of_kind(events, "post"), "posted_again")),
    Fault.BARE_REASONS: lambda case, events: any(
        BARE in (each["what"].get("reasons"), each["what"].get("opinion")) for each in events
    ),
    Fault.LATE_RECEIPT: late_receipt,
    Fault.ONE_HAND: one_hand,
    Fault.MOVED: lambda case, events: case.ranking.filter(kind="move").exists(),
    Fault.CHANGED: changed,
}
"""How each fault shows in the events of its case, told apart from how it was put there."""


OF_RANKINGS = (Fault.MOVED, Fault.CHANGED)
"""They show in what was said of the ranking of a round, not in the events of a case."""


def test_every_fault_in_the_account_shows_in_the_events(year):
    _, played = year
    events = raw()
    assert EVIDENCE.keys() == set(Fault)
    assert len({each.kind for each in played.faults}) > 3
    for told in played.faults:
        case = Case.objects.get(number=told.case)
        assert EVIDENCE[told.kind](case, events[told.case]), told
        said = {each.at.astimezone(SHANGHAI).date() for each in case.ranking.all()}
        assert told.day in (said if told.kind in OF_RANKINGS else {day(each) for each in events[told.case]})


def test_what_is_not_in_the_account_does_not_show(year):
    _, played = year
    told = {(each.case, each.kind) for each in played.faults}
    for number, events in raw().items():
        case = Case.objects.get(number=number)
        for kind in (
            Fault.LONE_VISIT,
            Fault.SECOND_NOTICE,
            Fault.SHORT_POSTING,
            Fault.POSTED_AGAIN,
            Fault.BARE_REASONS,
            Fault.MOVED,
            Fault.CHANGED,
        ):
            assert EVIDENCE[kind](case, events) == ((number, kind) in told), (number, kind)


def test_its_archives_and_its_record_are_whole(year):
    house, _ = year
    ended = Case.objects.exclude(ending="").order_by("pk")
    for case in ended[::3]:
        out = io.BytesIO()
        services.pack(case, house.supervisor, out)
        assert list(proof.problems(out)) == [], case.number
    assert list(verify_chain(house.bureau.code)) == []
    assert list(verify_chain(INSTALLATION)) == []
    assert END.astimezone(UTC) <= datetime.now(UTC)
