"""What oversight shows of a year, held against a slow recount of its raw events, and one view against the other."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from quanze.oversight.queries import Asked, of_many
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.oversight.matrix import Timing
from quanze.rulebook.queries import calendar
from tests.cases.conftest import House
from tests.simulation.conftest import YEAR
from tests.simulation.recount import Days, cards, duties, everything, stands

END = datetime.combine(date(YEAR + 1, 1, 1), time(), SHANGHAI)
JUDGED = ("in_time", "late", "overdue", "doubtful")


def test_the_cards_of_any_moment_are_what_the_events_so_far_say(year, looks):
    every, days = everything(), Days(calendar())
    assert len(looks) == 24
    for look in looks:
        assert sorted(look.cards) == sorted(cards(every, days, look.at)), look.at
    seen = Counter(card[2] for look in looks for card in look.cards)
    assert min(seen[colour] for colour in ("red", "yellow", "paused")) > 0, seen
    assert any(card[5] for look in looks for card in look.cards), "of no unconfirmed unit"


def test_nothing_is_red_by_a_date_that_an_arrangement_may_still_move(year, looks):
    known = Calendar(tuple(each for each in calendar().years if each.year <= YEAR))
    every, days = everything(), Days(known)
    for look in looks:
        assert sorted(look.unannounced) == sorted(cards(every, days, look.at)), look.at
    assert any(card[4] for look in looks for card in look.unannounced)


def test_each_duty_stands_by_its_time_as_its_events_say(year):
    house, played = year
    assert agree_on_duties(house, END) == played.cases


def agree_on_duties(house: House, at: datetime) -> int:
    """Case by case and duty by duty: whether it was done, how by its time, whether something is missing. Gives how many
    cases there are."""
    summed = of_many(house.supervisor, house.bureau, Asked(date(YEAR, 1, 1), date(YEAR, 12, 31)), now=at)
    shown: Counter[tuple[str, str, str, str]] = Counter()
    for line in summed.lines:
        for how, cases in (
            ("done", line.done),
            ("gap", line.gaps),
            *((each.value, line.of(each)) for each in Timing if each is not Timing.NONE),
        ):
            shown.update((case.number, line.name, line.words, how) for case in cases)
    said: Counter[tuple[str, str, str, str]] = Counter()
    for case in everything():
        for step, duty in duties(case, Days(calendar()), at).items():
            hows = (
                [duty.timing] * (duty.timing != "none")
                + ["done"] * (duty.done is not None)
                + ["gap"] * duty.gap
            )
            said.update((case.number, *case.words(step), how) for how in hows)
    assert shown == said
    return summed.counted


def test_matrix_dashboard_and_cards_of_any_moment_say_the_same(year, looks):
    every, days = everything(), Days(calendar())
    for look in looks:
        assert look.matrix == look.timed, look.at
        recount = Counter(each.timing for case in every for each in duties(case, days, look.at).values())
        assert look.timed == {each: recount[each] for each in JUDGED if recount[each]}, look.at
        red = [card for card in look.cards if card[2] == "red"]
        assert look.timed.get("overdue", 0) == len(red)
        stories = {case.number: case.story(days, look.at) for case in every}
        opened = {number: each for number, each in stories.items() if each.received and not each.ended}
        assert look.open == Counter(stands(each, look.at) for each in opened.values()), look.at
        paused = {card[0] for card in look.cards if card[2] == "paused"}
        assert paused <= {number for number, each in opened.items() if each.paused}
    seen = {stand for look in looks for stand in look.open}
    assert {"overdue", "paused", "week", "later", "none"} <= seen, seen
