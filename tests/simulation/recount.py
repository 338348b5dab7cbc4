"""A slow recount of what was owed until when, from the events of cases as they are written: day by day, with no more known
of a procedure than its steps in order, which of them wait for which, and their limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from quanze.cases.models import Case
from quanze.cases.pinned import pinned
from quanze.oversight.queries import WHOLE
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import Place, course_of
from quanze.procedure.engine.course import NEGATIVE_DELIVERY
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Limit
from tests.simulation.raw import Raw, day, raw

ONE = timedelta(1)
OURS = ("step", "notice", "case")
GIVEN_UP = ("withdrawn", "deemed_withdrawn", "transferred", "abolished")
"""Ends by which nothing is done: what was overdue stays so, what had time yet is neither."""

CONSEQUENCES = ("discharged", "judged", "reopened", "ended", "redated")
DOING = frozenset(
    (
        "accept",
        "deem_accepted",
        "decline",
        "review",
        "inspect",
        "appraise",
        "joint_review",
        "decide",
        "recommend",
        "end_publicity",
        "report",
        "perform",
        "deliver",
    )
)
"""Acts by which a duty is done, as soon as what has to be proven of them is."""


class Days:
    """Which days are worked, by the arrangements as they were announced."""

    def __init__(self, calendar: Calendar) -> None:
        self.known = {each.year for each in calendar.years}
        self._said = {
            each.day: each.kind.value
            for year in sorted(calendar.years, key=lambda it: it.year)
            for each in year.days
        }

    def works(self, on: date) -> bool:
        if on.year not in self.known:
            fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
            return on.weekday() < 5 and (on.month, on.day) not in fixed
        return self._said.get(on, "work" if on.weekday() < 5 else "off") == "work"

    def between(self, first: date, last: date) -> int:
        """Working days after the first until the last; negative where that lies before."""
        if last < first:
            return -self.between(last, first)
        return sum(self.works(first + n * ONE) for n in range(1, (last - first).days + 1))


Stop = tuple[date, date | None]


@dataclass(frozen=True)
class Reading:
    """Limits may be read in two ways: the last day by one (``None``: the clock stands still), and of which years it was
    asked whether a day is worked."""

    last: date | None
    asked: frozenset[int]


def read(began: date, n: int, unit: str, stops: Iterable[Stop], days: Days) -> Reading:
    """The day of the event does not count, nor days on which the clock stood still; of calendar days only the last has
    to be worked."""
    stops = tuple(stops)
    if unit == "month":
        months = began.year * 12 + began.month - 1 + n
        year, month = months // 12, months % 12 + 1
        wanted = began.day
        while True:
            try:
                n = (date(year, month, wanted) - began).days
                break
            except ValueError:
                wanted -= 1
    asked: set[int] = set()
    on, left = began, n
    while left:
        on += ONE
        standing = [each for each in stops if each[0] <= on and (each[1] is None or on <= each[1])]
        if any(last is None for _, last in standing):
            return Reading(None, frozenset(asked))
        if standing:
            continue
        if unit == "working_day" or left == 1:
            asked.add(on.year)
            if not days.works(on):
                continue
        left -= 1
    return Reading(on, frozenset(asked))


@dataclass(frozen=True)
class Due:
    """Something that is owed: of which step, what about, by which last day as it is assumed (``None``: the clock stands
    still), by all readings of it, and whether an arrangement that nobody knows may move it."""

    step: str
    about: str
    last: date | None
    readings: tuple[date, ...] = ()
    provisional: bool = False

    @property
    def until(self) -> datetime | None:
        """Too late from this moment on."""
        return None if self.last is None else datetime.combine(self.last + ONE, time(), SHANGHAI)

    def over(self, at: datetime) -> bool:
        """By the date that is assumed."""
        return self.until is not None and at >= self.until

    def surely_over(self, at: datetime) -> bool:
        """By every reading of a date that stands."""
        today = at.astimezone(SHANGHAI).date()
        return self.over(at) and not self.provisional and all(today > each for each in self.readings)


@dataclass
class Story:
    """What the events of a case say, one after the other."""

    places: tuple[Place, ...]
    promised: Limit | None
    days: Days
    received: datetime | None = None
    accepted: datetime | None = None
    ended: datetime | None = None
    declined: bool = False
    negative: bool = False
    noticed: list[Raw] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    requested: list[Raw] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    brought: datetime | None = None
    done: dict[str, datetime] = field(default_factory=dict)
    again: dict[str, datetime] = field(default_factory=dict)
    unproven: set[str] = field(default_factory=set)
    waived: set[str] = field(default_factory=set)
    stops: list[Stop] = field(default_factory=list)
    extended: list[Raw] = field(default_factory=list)
    posted: dict[str, date] = field(default_factory=dict)

    @property
    def at_gate(self) -> bool:
        return self.received is not None and self.accepted is None and not self.declined

    @property
    def paused(self) -> bool:
        return any(last is None for _, last in self.stops)

    def tell(self, event: Raw) -> None:
        what, at = event["what"], datetime.fromisoformat(event["at"])
        kind, step = what["kind"], what.get("step", "")
        if kind == "submit":
            on = date.fromisoformat(what["received"]) if what.get("received") else day(event)
            self.received = at if on == day(event) else datetime.combine(on, time(), SHANGHAI)
        elif kind == "give_notice":
            self.noticed.append(event)
            self.missing += what["items"]
        elif kind == "request_more":
            self.requested.append(event)
            self.wanted += what["items"]
        elif kind in ("hand_in", "correct"):
            self.brought = at if self.at_gate else self.brought
            self.missing = [each for each in self.missing if each not in what["items"]]
            self.wanted = [each for each in self.wanted if each not in what["items"]]
        elif kind in ("accept", "deem_accepted"):
            self.accepted = self.accepted or (at if kind == "accept" else self.received)
        elif kind == "decline":
            self.declined = True
        elif kind == "determine":
            (self.waived.discard if what["needed"] else self.waived.add)(step)
        elif kind == "discharged":
            self.done[step] = at
            self.unproven.discard(step)
        elif kind == "judged":
            self.negative = not what["favourable"]
        elif kind == "reopened":
            self.negative = False
            for each in what["steps"]:
                self.done.pop(each, None)
                self.posted.pop(each, None)
                self.unproven.discard(each)
                self.waived.discard(each)
                self.again[each] = at
        elif kind == "suspend":
            self.stops.append((day(event), None))
        elif kind == "resume":
            self.stops[-1] = (self.stops[-1][0], day(event))
        elif kind == "extend":
            self.extended.append(event)
        elif kind == "post":
            self.posted[step] = date.fromisoformat(what["end"])
        elif kind == "ended":
            self.ended = at
        assert kind != "adjust", "nothing is adjusted in a simulated year"
        if kind in DOING:
            self.unproven.add(step)

    # What runs ---------------------------------------------------------------------------------------------------

    def began(self, place: Place) -> datetime:
        """When its turn came: when the last of those before it was done, or it was sent back."""
        assert self.received
        moments = [self.done[each] for each in place.after if each in self.done]
        moments += [self.again[place.key]] if place.key in self.again else []
        return max(self.received, *moments) if moments else self.brought or self.received

    def due_of(self, place: Place) -> Due | None:
        """By its own limit, as if it were its turn."""
        if place.kind.value == "publicize" or self.received is None:
            return None
        began = self.began(place)
        longer = sum(
            each["what"]["more"]["n"]
            for each in self.extended
            if each["what"]["step"] == place.key and datetime.fromisoformat(each["at"]) >= began
        )
        return self._counted(place, "step", began, longer, self.stops)

    def _counted(
        self, place: Place, about: str, began: datetime, longer: int, stops: Iterable[Stop]
    ) -> Due | None:
        step = place.step
        if step is None:
            return None
        if step.limit is not None:
            return self._due(place.key, about, began, step.limit, longer, stops)
        assert step.minutes is None, "no limit in minutes in these lists"
        if not step.on_the_spot:
            return None
        last = _day(began)
        while not self.days.works(last):
            last += ONE
        return Due(place.key, about, last, (), last.year not in self.days.known)

    def _due(
        self, step: str, about: str, began: datetime, limit: Limit, longer: int, stops: Iterable[Stop]
    ) -> Due:
        units = ["working_day", "calendar_day"] if limit.unit.value == "day" else [limit.unit.value]
        found = [read(_day(began), limit.n + longer, unit, stops, self.days) for unit in units]
        asked = frozenset[int]().union(*(each.asked for each in found))
        lasts = tuple(each.last for each in found if each.last)
        return Due(step, about, found[0].last, lasts, not asked <= self.days.known)

    def notice(self) -> Iterator[Due]:
        """Until when what is missing has to be told, while nobody has: by a step that stands beside the acceptance."""
        if not self.at_gate or self.noticed or self.received is None:
            return
        for n, place in enumerate(self.places):
            before = [each for each in self.places[:n] if each.part.value == "path"]
            if (place.part.value, place.kind.value) != ("branch", "supplement"):
                continue
            found = self._counted(place, "notice", self.received, 0, ())
            if found is not None and all(each.kind.value == "accept" for each in before):
                yield found

    def owed(self) -> list[Place]:
        """The steps of the path that are still to be done; after a refusal telling the applicant of it."""
        path = [each for each in self.places if each.part.value == "path"]
        if self.negative:
            owed = [each for each in path if _tells_of_refusal(each)]
        else:
            owed = [each for each in path if each.when.value != "negative"]
        return [each for each in owed if each.key not in self.done]

    def open(self) -> list[Place]:
        """Those whose turn it is."""
        owed = self.owed()
        keys = {each.key for each in owed}
        return [each for each in owed if not each.after & keys]

    def running(self) -> list[Due]:
        """Everything that runs now; nothing does once the case has ended."""
        if self.received is None or self.ended is not None:
            return []
        found = list(self.notice())
        asked, lacking = (self.noticed[-1:], self.missing) if self.at_gate else (self.requested, self.wanted)
        for event in asked:
            what = event["what"]
            if set(what["items"]) & set(lacking) and what.get("within"):
                began, within = datetime.fromisoformat(event["at"]), what["within"]
                last = read(_day(began), within["n"], within["unit"], (), self.days)
                found.append(Due(what["step"], "answer", last.last, (), not last.asked <= self.days.known))
        for place in self.open():
            if place.kind.value == "publicize":
                if place.key in self.posted:
                    found.append(Due(place.key, "publicity", self.posted[place.key]))
            elif not self.declined and (due := self.due_of(place)):
                found.append(due)
        return found + list(self.whole())

    def whole(self) -> Iterator[Due]:
        """The limit of the whole case that the bureau promised."""
        if self.promised is not None and self.accepted is not None:
            yield self._due("", "case", self.accepted, self.promised, 0, self.stops)

    def ours(self) -> dict[str, Due]:
        """What officers owe, by its step."""
        return {
            each.step: each for each in self.running() if each.about in OURS and each.step not in self.done
        }


def _tells_of_refusal(place: Place) -> bool:
    delivers = place.kind.value == "deliver" and place.when.value != "favourable"
    return delivers or place.when.value == "negative"


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Told:
    """A case by what it runs, and everything that happened in it."""

    number: str
    places: tuple[Place, ...]
    promised: Limit | None
    events: list[Raw]

    def story(self, days: Days, before: datetime | None = None) -> Story:
        """As far as it was known before a moment."""
        found = Story(self.places, self.promised, days)
        for event in self.events:
            if before is None or datetime.fromisoformat(event["at"]) < before:
                found.tell(event)
        return found

    def place(self, step: str) -> Place | None:
        places = (*self.places, NEGATIVE_DELIVERY)
        return next((each for each in places if each.key == step), None)

    def words(self, step: str) -> tuple[str, str]:
        """Of what kind a duty is, and the words of the list."""
        place = self.place(step)
        return ("", WHOLE) if place is None else (KINDS[place.kind], place.words)


def everything() -> list[Told]:
    """All cases, in the order of their numbers."""
    cases, found = {each.number: each for each in Case.objects.all()}, []
    for number, events in sorted(raw().items()):
        on = pinned(cases[number])
        found.append(Told(number, course_of(on.procedure).places, on.promised, events))
    return found


# Cards -------------------------------------------------------------------------------------------------------------

Card = tuple[str, str, str, int | None, bool, bool]
"""Case, step, colour, working days left, provisional, unit unconfirmed."""


def cards(every: Iterable[Told], days: Days, at: datetime) -> set[Card]:
    """The cards of a bureau at a moment: red past a date that stands, yellow on the last working day before it and past
    a date that does not stand, paused where the clock stands still."""
    found: set[Card] = set()
    today = _day(at)
    for case in every:
        number, told = case.number, case.story(days, at)
        for step, due in told.ours().items():
            unsure = len(due.readings) > 1 or (due.last is None and _two_readings(case, step))
            if due.last is None:
                found.add((number, step, "paused", None, due.provisional, unsure))
                continue
            left = days.between(today, due.last)
            if due.over(at):
                colour = "red" if due.surely_over(at) else "yellow"
            else:
                nearest = min((*due.readings, due.last))
                colour = "yellow" if days.between(today, nearest) <= 1 else "none"
            if colour != "none":
                found.add((number, step, colour, left, due.provisional, unsure))
    return found


def _two_readings(case: Told, step: str) -> bool:
    place = case.place(step)
    limit = case.promised if place is None else place.step and place.step.limit
    return limit is not None and limit.unit.value == "day"


# The board -----------------------------------------------------------------------------------------------------------


def stands(told: Story, at: datetime) -> str:
    """How an open case stands by its next date, whoever owes what is due by it."""
    if told.paused:
        return "paused"
    dates = [each for each in told.running() if each.until]
    if not dates:
        return "none"
    if any(each.about in OURS and each.surely_over(at) for each in dates):
        return "overdue"
    first = min(dates, key=lambda each: each.until or at)
    if first.over(at):
        return "doubtful" if first.provisional else "elapsed"
    days = (first.last - _day(at)).days if first.last else 0
    return "today" if days <= 0 else "week" if days <= 7 else "later"


# The matrix ------------------------------------------------------------------------------------------------------------


@dataclass
class Duty:
    """How a duty of a case stands in the end: when it was done last, how by its time, whether something is missing, and its
    last day where it is not done."""

    done: datetime | None
    timing: str
    gap: bool
    last: date | None = None


def duties(case: Told, days: Days, at: datetime) -> dict[str, Duty]:
    """The duties of a case about which something was done or something runs, by the step, the whole under ``""``, as
    they stood at a moment."""
    told = Story(case.places, case.promised, days)
    judged: dict[str, tuple[datetime, Due | None]] = {}
    first_notice: dict[str, tuple[datetime, Due | None]] = {}
    gaps: set[str] = set()
    given_up: dict[str, Due] | None = None
    for event in case.events:
        what, then = event["what"], datetime.fromisoformat(event["at"])
        if then >= at:
            break
        if what["kind"] == "ended" and what["ending"] in GIVEN_UP:
            given_up = {step: due for step, due in told.ours().items() if due.last and due.over(then)}
        step = what.get("step", "")
        place = case.place(step)
        if what["kind"] == "discharged":
            judged[step] = then, None if place is None else told.due_of(place)
        elif what["kind"] == "give_notice" and place is not None and place.part.value == "branch":
            first_notice.setdefault(step, (then, next(told.notice(), None)))
        elif what["kind"] == "reopened":
            for each in what["steps"]:
                judged.pop(each, None)
        if what["kind"] == "deem_accepted":
            gaps.add(step)
        if step and what["kind"] not in CONSEQUENCES and event.get("cautions"):
            gaps.add(step)
        told.tell(event)
    gaps |= {step for step in told.unproven if step not in told.waived}
    judged |= first_notice
    found = {
        step: Duty(then, _timing(due, then), step in gaps) for step, (then, due) in judged.items() if step
    }
    if (
        told.promised is not None
        and told.accepted is not None
        and told.ended is not None
        and given_up is None
    ):
        found[""] = Duty(told.ended, _timing(next(told.whole()), told.ended), False)
    by = at if given_up is None or told.ended is None else told.ended
    for step, due in (told.ours() if given_up is None else given_up).items():
        if step in found:
            continue
        timing = "running"
        if due.last is None:
            timing = "paused"
        elif due.over(by):
            timing = "overdue" if due.surely_over(by) else "doubtful"
        found[step] = Duty(None, timing, step in gaps or timing == "overdue", due.last)
    for step in gaps - found.keys():
        found[step] = Duty(None, "none", True)
    return found


def _timing(due: Due | None, then: datetime) -> str:
    if due is None or due.last is None:
        return "none"
    if not due.over(then):
        return "in_time"
    return "late" if due.surely_over(then) else "doubtful"
