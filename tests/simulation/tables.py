"""What the tables of the dashboard should hold, put together slowly from raw events: one fact after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from quanze.cases.models import Case
from quanze.cases.pinned import pinned
from quanze.complaints.models import Complaint
from quanze.complaints.standing import State
from quanze.dashboard.due import Due
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine.labels import ENDINGS
from quanze.ratings.degrees import Degree
from quanze.ratings.models import Rating
from tests.simulation.raw import day, of_kind
from tests.simulation.recount import ONE, Days, Stop, Story, Told, duties, read, stands

Rows = dict[str, tuple[str, ...]]
"""Name of a row → its values as they are written; a row of nothing but noughts and blanks is none."""

OURS = ("negative", "reported", "completed")
TIMINGS = ("in_time", "late", "overdue", "doubtful")


@dataclass(frozen=True)
class Fact:
    """Something that counts once: what, of which kind, when, in a case of which matter, office and round; how many working
    and calendar days it took, where it took some."""

    what: str
    kind: str
    on: date
    case: str
    matter: str
    office: str
    round: str
    took: tuple[int, int] = (0, 0)


def facts(every: Iterable[Told], days: Days, at: datetime) -> Iterator[Fact]:
    cases = {each.number: each for each in Case.objects.select_related("office", "round")}
    for told in every:
        case, story = cases[told.number], told.story(days)
        of = told.number, *named(case)
        for what, kinds in (("received", ("submit",)), ("accepted", ("accept", "deem_accepted"))):
            for event in of_kind(told.events, *kinds)[:1]:
                yield Fact(what, "", day(event), *of)
        ends = of_kind(told.events, "ended")
        for event in ends:
            yield Fact("ended", event["what"]["ending"], day(event), *of)
            if story.accepted and event["what"]["ending"] in OURS:
                began, ended = _day(story.accepted), day(event)
                yield Fact("whole", "", ended, *of, took(began, ended, story.stops, days))
        for duty in duties(told, days, at).values():
            on = _day(duty.done) if duty.done else duty.last
            if duty.timing in TIMINGS and on:
                yield Fact("timed", duty.timing, on, *of)
        ending = ends[0]["what"]["ending"] if ends else ""
        stages = pinned(case).procedure.stages
        owed = {each.stage for each in story.owed()} if ending not in (*OURS, "declined") else set()
        for stage, (began, ended) in spans(told, days).items():
            if stage not in owed:
                yield Fact("stage", stages[stage], ended, *of, took(began, ended, story.stops, days))


def named(case: Case) -> tuple[str, str, str]:
    """Matter, office and round of a case, as their rows are called."""
    office = "没有确定股室" if case.office is None else case.office.name
    return (
        case.matter_name,
        office,
        "不分批次" if case.round is None else f"{case.matter_name}：{case.round.title}",
    )


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def spans(told: Told, days: Days) -> dict[int, tuple[date, date]]:
    """From when to when a stage lasted: from the turn of what was done first until what was done last."""
    found: dict[int, tuple[date, date]] = {}
    story = Story(told.places, told.promised, days)
    for event in told.events:
        place = told.place(event["what"].get("step", ""))
        done = event["what"]["kind"] == "discharged" and place is not None and place.part.value == "path"
        if done and place.stage is not None:
            began = _day(story.began(place))
            first = min(began, found[place.stage][0]) if place.stage in found else began
            found[place.stage] = first, day(event)
        story.tell(event)
    return found


def took(began: date, ended: date, stops: Iterable[Stop], days: Days) -> tuple[int, int]:
    """Day by day, the first not counted, nor those on which the clock stood still."""
    every = [began + n * ONE for n in range(1, (ended - began).days + 1)]
    moving = [
        on for on in every if not any(first <= on and (last is None or on <= last) for first, last in stops)
    ]
    return sum(map(days.works, moving)), len(moving)


@dataclass(frozen=True)
class Period:
    """Which figures: of so many months, of one matter, office or round, as they are called, or all."""

    months: tuple[str, ...]
    matter: str = ""
    office: str = ""
    round: str = ""

    def has(self, fact: Fact) -> bool:
        return f"{fact.on:%Y-%m}" in self.months and self.of(fact.matter, fact.office, fact.round)

    def of(self, matter: str, office: str, round: str) -> bool:
        wanted = ((self.matter, matter), (self.office, office), (self.round, round))
        return all(each in ("", is_) for each, is_ in wanted)


def expected(
    every: list[Told], known: list[Fact], period: Period, days: Days, at: datetime
) -> dict[str, Rows]:
    """Every table that speaks of cases, complaints or ratings, by its title."""
    mine = [each for each in known if period.has(each)]
    ever = [each for each in known if period.of(each.matter, each.office, each.round)]
    open_now = _open(every, period, days, at)
    found = {
        "每月办件": _volume(mine, lambda it: f"{it.on.year}年{it.on.month}月"),
        "办理结果": _rows((ENDINGS[each], (n,)) for each in ENDINGS if (n := _n(mine, "ended", each.value))),
        "按期情况": _by(mine, lambda it: it.matter, lambda of: (*_timed(of), rate(of))),
        "各环节用时": _lengths((each for each in mine if each.what == "stage"), lambda it: it.kind),
        "各事项用时": _lengths((each for each in mine if each.what == "whole"), lambda it: it.matter),
        "在办件的期限": _rows(
            (Due(each).label, (n,)) for each, n in Counter(stand for *_, stand in open_now).items()
        ),
        "历年办件": _volume(ever, lambda it: f"{it.on.year}年"),
    }
    for place, title in enumerate(("按事项", "按股室", "按批次")):
        names = ("matter", "office", "round")
        volume = _volume(mine, lambda it, name=names[place]: getattr(it, name))
        rows: dict[str, tuple[str, ...]] = {}
        for name in {*volume, *(each[place] for each in open_now)}:
            stand = [each[-1] for each in open_now if each[place] == name]
            rows[name] = (
                *volume.get(name, ("0", "0", "0", "0", "")),
                str(len(stand)),
                str(stand.count("overdue")),
            )
        found[title] = rows
    if not period.round:
        found["好差评"] = _ratings(period)
    if not (period.matter or period.office or period.round):
        found["投诉"] = _complaints(period)
    return {title: {name: row for name, row in rows.items() if says(row)} for title, rows in found.items()}


def says(row: Iterable[str]) -> bool:
    return any(each not in ("", "0") for each in row)


def _rows(made: Iterable[tuple[str, tuple[object, ...]]]) -> Rows:
    return {name: tuple("" if each is None else str(each) for each in values) for name, values in made}


def _n(of: Iterable[Fact], what: str, kind: str = "") -> int:
    return sum(each.what == what and kind in ("", each.kind) for each in of)


def _by(of: list[Fact], name: Callable[[Fact], str], row: Callable[[list[Fact]], tuple[object, ...]]) -> Rows:
    groups: dict[str, list[Fact]] = defaultdict(list)
    for each in of:
        groups[name(each)].append(each)
    return _rows((key, row(facts)) for key, facts in groups.items())


def _volume(of: list[Fact], name: Callable[[Fact], str]) -> Rows:
    def row(of: list[Fact]) -> tuple[object, ...]:
        return (
            _n(of, "received"),
            _n(of, "accepted"),
            _n(of, "ended", "declined"),
            _n(of, "ended"),
            rate(of),
        )

    return _by(of, name, row)


def _timed(of: Iterable[Fact]) -> list[int]:
    of = list(of)
    return [_n(of, "timed", each) for each in TIMINGS]


def rate(of: Iterable[Fact]) -> str | None:
    """Of what stands by a date so many in a hundred in time, half a tenth counted up; a hundred only of all."""
    in_time, late, overdue, _ = _timed(of)
    if not in_time + late + overdue:
        return None
    exact = Decimal(100 * in_time) / (in_time + late + overdue)
    told = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{float(min(told, Decimal('99.9')) if late + overdue else told):g}%"


def _lengths(of: Iterable[Fact], name: Callable[[Fact], str]) -> Rows:
    def row(of: list[Fact]) -> tuple[object, ...]:
        found: list[int] = [len(of)]
        for unit in (0, 1):
            lengths = sorted(each.took[unit] for each in of)
            found += [lengths[(len(lengths) - 1) // 2], lengths[-(-9 * len(lengths) // 10) - 1]]
        return tuple(found)

    return _by(list(of), name, row)


def _open(every: list[Told], period: Period, days: Days, at: datetime) -> list[tuple[str, str, str, str]]:
    """Matter, office and round of each open case, and how it stands."""
    cases = {each.number: each for each in Case.objects.select_related("office", "round")}
    stories = {told.number: told.story(days, at) for told in every}
    return [
        (*named(cases[number]), stands(story, at))
        for number, story in stories.items()
        if story.received and not story.ended and period.of(*named(cases[number]))
    ]


def _ratings(period: Period) -> Rows:
    """By the degree that was said last."""
    given: Counter[str] = Counter()
    for each in Rating.objects.select_related("case", "office"):
        of = (each.case.matter_name, "没有确定股室" if each.office is None else each.office.name, "")
        if f"{each.at.astimezone(SHANGHAI):%Y-%m}" in period.months and period.of(*of):
            said = [entry.degree for entry in each.entries.order_by("position") if entry.degree]
            given[Degree(said[-1]).label] += 1
    return _rows((label, (n,)) for label, n in given.items())


STATES = {"filed": "filed", "accepted": "accepted", "answered": "answered"} | {
    each: each for each in ("transferred", "declined", "higher")
}
"""Kind of entry → the state in which a complaint is by it; other entries change none."""


def _complaints(period: Period) -> Rows:
    found: Counter[str] = Counter()
    for each in Complaint.objects.filter(kind=Complaint.Kind.COMPLAINT):
        if f"{each.received_at.astimezone(SHANGHAI):%Y-%m}" in period.months:
            kinds = [
                STATES[entry.kind] for entry in each.entries.order_by("position") if entry.kind in STATES
            ]
            found[State(kinds[-1]).label] += 1
    return _rows((label, (n,)) for label, n in found.items())


@dataclass(frozen=True)
class Rated:
    """What is told of the ratings given in a period and of the cases that ended in it."""

    total: int
    bad: int
    answered: int
    open: int
    late: int
    ended: int
    unrated: int


def rated(known: list[Fact], period: Period, days: Days, at: datetime) -> Rated:
    """From what was said, entry by entry: five working days there are to answer what is bad. ``at`` says what is late."""
    bad, waiting, late, total = 0, 0, 0, 0
    for each in Rating.objects.all():
        if f"{each.at.astimezone(SHANGHAI):%Y-%m}" not in period.months:
            continue
        until: date | None = None
        was_bad = was_late = False
        for entry in each.entries.order_by("position"):
            on = _day(entry.at)
            if entry.degree and entry.degree >= 4 and until is None:
                was_bad, until = True, read(on, 5, "working_day", (), days).last
            elif entry.kind == "answered":
                was_late, until = was_late or bool(until and on > until), None
        total, bad, waiting = total + 1, bad + was_bad, waiting + (until is not None)
        late += was_late or bool(until and _day(at) > until)
    ended = [each for each in known if each.what == "ended" and period.has(each)]
    said = set(Rating.objects.values_list("case__number", flat=True))
    unrated = sum(each.case not in said for each in ended)
    return Rated(total, bad, bad - waiting, waiting, late, len(ended), unrated)
