"""The figures of a simulated year: as they are kept, and as a slow recount of its raw events says."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from quanze.cases.models import Case, CaseEvent
from quanze.dashboard.models import Board, Cell, Counted, Year
from quanze.dashboard.queries import Asked as Shown
from quanze.dashboard.queries import dashboard
from quanze.dashboard.services import count_agency, recount
from quanze.oversight.queries import Asked, of_many
from quanze.people.models import Membership, Person
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.oversight.figures import Days, Figure, Figures, is_length
from quanze.procedure.oversight.matrix import Timing
from quanze.ratings.models import Rating
from quanze.ratings.services import give
from tests.cases.conftest import House
from tests.ratings.counting import counts
from tests.simulation.conftest import YEAR
from tests.simulation.raw import Raw, day, of_kind, raw

END = datetime.combine(date(YEAR + 1, 1, 1), time(9), SHANGHAI)


def kept(house: House) -> dict[tuple[str, int, int, int], Counter[str]]:
    found = Cell.objects.filter(agency=house.bureau)
    return {
        (f"{each.month:%Y-%m}", each.matter, each.office, each.round): Counter({**each.body, **each.lengths})
        for each in found
    }


def slowly(figure: Figure, at: list[tuple[Case, Raw]]) -> Counter[tuple[str, int]]:
    return Counter((f"{day(event):%Y-%m}", case.matter_id) for case, event in at)


def test_the_figures_of_the_year_are_what_its_events_say(year):
    house, _ = year
    assert count_agency(house.bureau, END) == Case.objects.count() > 0
    cases = {each.number: each for each in Case.objects.all()}
    events = [(cases[number], each) for number, each in raw().items()]
    kinds = {
        Figure.RECEIVED: ("submit",),
        Figure.ACCEPTED: ("accept", "deem_accepted"),
        Figure.ENDED: ("ended",),
    }
    for figure, tags in kinds.items():
        firsts = [(case, of_kind(each, *tags)[0]) for case, each in events if of_kind(each, *tags)]
        said: Counter[tuple[str, int]] = Counter()
        for (month, matter, _, _), body in kept(house).items():
            whole = Figures(body)
            n = whole.ended if figure is Figure.ENDED else whole.of(figure)
            said[month, matter] += n
        assert +said == slowly(figure, firsts), figure
        assert said.total() > 0, figure
    total = Figures(sum(kept(house).values(), Counter()))
    ends = Counter(
        of_kind(each, "ended")[0]["what"]["ending"] for _, each in events if of_kind(each, "ended")
    )
    assert {ending.value: n for ending, n in total.endings.items() if n} == ends


def test_lengths_are_those_between_the_raw_events(year):
    house, _ = year
    count_agency(house.bureau, END)
    lengths = []
    for events in raw().values():
        ended = of_kind(events, "ended")
        accepted = of_kind(events, "accept", "deem_accepted")
        if (
            not ended
            or not accepted
            or ended[0]["what"]["ending"] not in ("negative", "reported", "completed")
        ):
            continue
        stood: set[date] = set()
        for stop in of_kind(events, "suspend"):
            went = next((each for each in of_kind(events, "resume") if each["at"] > stop["at"]), ended[0])
            stood |= {day(stop) + timedelta(n) for n in range((day(went) - day(stop)).days + 1)}
        stood.discard(day(accepted[0]))  # which does not count anyway
        lengths.append((day(ended[0]) - day(accepted[0])).days - len(stood))
    total = Figures(sum(kept(house).values(), Counter()))
    lengths.sort()
    found = total.whole(Days.CALENDAR)
    assert found is not None
    assert found.count == len(lengths) > 3
    assert (found.median, found.p90) == (
        lengths[(len(lengths) - 1) // 2],
        lengths[-(-9 * len(lengths) // 10) - 1],
    )
    assert total.stages(Days.WORKING)


def test_what_was_in_time_is_what_the_duty_matrix_says(year):
    house, _ = year
    count_agency(house.bureau, END)
    total = Figures(sum(kept(house).values(), Counter()))
    asked = Asked(date(YEAR, 1, 1), date(YEAR, 12, 31))
    lines = of_many(house.supervisor, house.bureau, asked, now=END).lines
    for timing in (Timing.IN_TIME, Timing.LATE, Timing.OVERDUE, Timing.DOUBTFUL):
        assert total.timed(timing) == sum(len(line.of(timing)) for line in lines), timing


PERIODS = [
    (date(YEAR, 1, 1), date(YEAR, 12, 1)),
    (date(YEAR, 3, 1), date(YEAR, 12, 1)),
    (date(YEAR, 1, 1), date(YEAR, 9, 1)),
    (date(YEAR, 5, 1), date(YEAR, 5, 1)),
    (date(YEAR - 1, 6, 1), date(YEAR + 1, 6, 1)),
    (date(YEAR + 1, 2, 1), date(YEAR + 1, 6, 1)),
]


def test_any_period_is_the_sum_of_its_months(year, django_assert_max_num_queries):
    house, _ = year
    count_agency(house.bureau, END)
    months = kept(house)
    years: dict[tuple[int, ...], Counter[str]] = {}
    for (month, *of), by in months.items():
        years.setdefault((int(month[:4]), *of), Counter()).update(by)
    found = Year.objects.filter(agency=house.bureau)
    assert years == {
        (each.year, each.matter, each.office, each.round): Counter({**each.body, **each.lengths})
        for each in found
    }
    matter = house.matter("省先进制造业发展专项资金项目申报")
    for since, until in PERIODS:
        for each in (Shown(since, until), Shown(since, until, matter)):
            slow: Counter[str] = Counter()
            for (month, of, _, _), by in months.items():
                if f"{since:%Y-%m}" <= month <= f"{until:%Y-%m}" and each.matter in (
                    None,
                    matter if of == matter.pk else 0,
                ):
                    slow.update(by)
            with django_assert_max_num_queries(10):
                shown = dashboard(house.supervisor, house.bureau, each)
            assert shown.total.counts == slow, each
            volume = Counter({name: n for name, n in slow.items() if not is_length(name)})
            for lines in (shown.months, shown.offices, shown.rounds):
                assert sum((line.counts for line in lines), Counter()) == volume, each


def test_what_was_rated_is_what_the_ratings_say(year):
    house, _ = year
    today = timezone.localdate()
    acting = dict(Membership.objects.filter(state="granted").values_list("party", "person"))
    simulated = Rating.objects.count()
    waiting = [each for each in Rating.objects.all() if each.entries.latest("position").bad]
    bad = Rating.objects.filter(entries__degree__gte=4).distinct().count()
    assert simulated > bad > 0
    ended = Case.objects.filter(applicant__in=acting, ratings=None).exclude(ending="").order_by("pk")[:6]
    for degree, case in enumerate(ended):
        give(case, Person.objects.get(pk=acting[case.applicant_id]), degree % 5 + 1)
    count_agency(house.bureau, END)
    asked = [Shown(date(YEAR, month, 1), date(YEAR, month, 1)) for month in range(1, 13)]
    asked += [Shown(date(YEAR, 1, 1), today, matter) for matter in house.bureau.matters.all()]
    asked += [Shown(date(YEAR, 1, 1), today, office=office) for office in house.bureau.offices.all()]
    asked += [Shown(today, today), Shown(date(YEAR, 1, 1), today)]
    for each in asked:
        found = dashboard(house.supervisor, house.bureau, each).ratings
        by = counts(house.bureau, each.months[0], each.last_day, each.matter, each.office, now=END)
        assert found == by, each
    assert (found.total, found.bad, found.open) == (simulated + 6, bad + 2, len(waiting) + 2)
    assert found.unrated == found.ended - found.total > 0


def test_counting_on_from_any_state_gives_what_counting_anew_gives(year):
    house, _ = year
    first = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:5])
    assert count_agency(house.bureau, END, most=5) == 5
    assert Board.objects.get(agency=house.bureau).behind == Case.objects.count() - 5
    # As if they had been looked at long ago, under another office, with fewer events and other figures.
    Counted.objects.filter(case__in=first[:3]).update(version=F("version") - 1)
    Case.objects.filter(pk=first[3]).update(office=None)
    assert count_agency(house.bureau, END) == Case.objects.count() - 1
    onwards = kept(house)
    assert Board.objects.get(agency=house.bureau).behind == 0
    assert count_agency(house.bureau, END) == 0
    assert recount(house.bureau, END) == Case.objects.count()
    assert kept(house) == onwards
    assert Counted.objects.count() == Case.objects.count()
    assert CaseEvent.objects.exists()
