"""A year of a bureau's life, day by day. Each day is one transaction, and the record says that it was simulated: where
a run was broken off, the next one goes on with the day after the last that was kept."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from quanze.audit.models import Event
from quanze.audit.services import Thing, record
from quanze.cases.models import Case
from quanze.cases.playing import playing
from quanze.cases.silence import let_silence_count
from quanze.complaints.models import Complaint, Entry
from quanze.letters.services import rendered_when_asked
from quanze.people.models import Agency
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.registry.models import Edition
from quanze.rulebook.queries import calendar
from quanze.simulation import applying, complaining, ranking, rating
from quanze.simulation.applying import Ready
from quanze.simulation.cast import Applicants, make_cast
from quanze.simulation.habits import Fault, Turn
from quanze.simulation.moving import Shelf, Told, move, view_of
from quanze.simulation.planning import Plan, Year, inflows, working_days
from quanze.simulation.timing import at_work, next_moment

VERB = "simulation.day"
ONE_DAY = timedelta(days=1)
IDLE = 40
"""So often a case may be looked at in vain before it is left alone."""

MOST_PLANS = 2000

ARRIVES, MOVES, COMPLAINS, ANSWERS, RATES, RANKS = range(6)

Item = tuple[datetime, int, int, int]
"""When, what, the number of the application (of a ranking: of the matter), and the key of the case or the complaint."""


class Refused(ValueError):
    """Nothing can be simulated, and why, in Chinese."""


@dataclass(slots=True)
class Played:
    """The account of a simulated year: how many cases came in and how many events they have, until which day; the
    ``faults`` that were put into them; the cases that came to a standstill, which should be none."""

    year: int
    seed: int
    cases: int = 0
    events: int = 0
    complaints: int = 0
    ratings: int = 0
    until: date | None = None
    faults: list[Told] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)


Progress = Callable[[date, Played], None]


def simulate(
    agency: Agency, year: int, seed: int, cases: int, progress: Progress = lambda day, played: None
) -> Played:
    """Play this year, or what of it is over, of a demo agency; go on where it was broken off. Raises
    :class:`Refused`."""
    return _Run(agency, year, seed, cases).play(progress)


class _Run:
    """A year while it is played."""

    def __init__(self, agency: Agency, year: int, seed: int, cases: int) -> None:
        if not agency.demo:
            raise Refused(f"{agency.name}不是演示机关：不在真实机关里模拟办件")
        first, self.last = _period(agency, year)
        self.agency, self.calendar = agency, calendar()
        self.found = applying.ready(agency, first)
        if not self.found:
            raise Refused(f"{agency.name}在{first}没有已经确认办理规程的事项")
        self.played = Played(year, seed)
        days = working_days(first, date(year, 12, 31), self.calendar)
        self.year = _year(year, seed, cases, self.found, days)
        with transaction.atomic():
            self.cast = make_cast(agency)
            called = [each for each in self.year.inflows if len(each.days) < len(days)]
            self.rounds = applying.open_rounds(self.cast, self.year, self.found, called)
        self.applicants = Applicants(agency)
        self.shelf = Shelf(agency)
        self.first = first
        self.waiting: list[Item] = []
        self.idle: dict[int, int] = {}
        self.over: set[int] = set()
        self.plans: dict[int, Plan] = {}

    def play(self, progress: Progress) -> Played:
        """Every day that was not played yet."""
        day = self._resumed() or self.first
        self._look_ahead(day)
        while day <= self.last:
            with transaction.atomic(), rendered_when_asked():
                self._play(day)
            progress(day, self.played)
            day += ONE_DAY
        return self.played

    def _plan(self, number: int) -> Plan:
        """The application of this number; those asked for last are kept."""
        if number not in self.plans:
            if len(self.plans) >= MOST_PLANS:
                self.plans.pop(next(iter(self.plans)))
            self.plans[number] = self.year.plan(number)
        return self.plans[number]

    # What there is already -----------------------------------------------------------------------------------------

    def _resumed(self) -> date | None:
        """The day after the last that was played before, and its account."""
        label, day = f"{self.year.year}/{self.year.seed}/{self.year.cases}", None
        rows = Event.objects.filter(chain=self.agency.code, verb=VERB, thing_label=label).order_by("sequence")
        for body in rows.values_list("body", flat=True).iterator():
            told = json.loads(body)["detail"]
            day = date.fromisoformat(told["day"])
            self.played.cases += told["cases"]
            self.played.events += told["events"]
            self.played.complaints += told["complaints"]
            self.played.ratings += told.get("ratings", 0)
            self.played.faults += [Told(case, Fault(kind), day) for case, kind in told["faults"]]
            self.played.stuck += told["stuck"]
        self.played.until = day
        return day and day + ONE_DAY

    def _look_ahead(self, day: date) -> None:
        """What is to happen from this day on: applications, what goes on in cases, complaints."""
        begins = datetime.combine(day, time(), SHANGHAI)
        for number in range(self.year.cases):
            at = self.year.plan(number).at
            if at >= begins:
                heapq.heappush(self.waiting, (at, ARRIVES, number, 0))
        for number in self.rounds:
            self._rank_next(number, begins)
        if day == self.first:
            return
        for case in self._cases():
            number = self.year.number(case.key)
            self._next(case, number)
            complained = self._complaint_at(number)
            if complained is not None and complained >= begins:
                heapq.heappush(self.waiting, (complained, COMPLAINS, number, case.pk))
            # The first entry of a complaint names the case of which somebody complained.
            first = Entry.objects.filter(case=case, position=1).select_related(
                "complaint__agency", "complaint__rules"
            )
            for entry in first.order_by("pk"):
                self._answer_next(entry.complaint, number)
            self._rate_next(case, number)

    def _cases(self) -> Iterator[Case]:
        prefix = self.year.key(0)[:-1]
        rows = Case.objects.filter(agency=self.agency, key__startswith=prefix)
        for key in rows.order_by("pk").values_list("pk", flat=True):
            yield self.shelf.case(key)

    # A day -----------------------------------------------------------------------------------------------------------

    def _play(self, day: date) -> None:
        ends = datetime.combine(day + ONE_DAY, time(), SHANGHAI)
        before = self._counts()
        faults, stuck = len(self.played.faults), len(self.played.stuck)
        with playing(self.agency, ends - ONE_DAY):
            silences = let_silence_count(ends - ONE_DAY, agency=self.agency)
        if silences:
            self.shelf.forget()
        self.played.events += silences
        while self.waiting and self.waiting[0][0] < ends:
            self._happens(*heapq.heappop(self.waiting))
        self.played.until = day
        counts = {name: n - before[name] for name, n in self._counts().items()}
        told = [[each.case, each.kind.value] for each in self.played.faults[faults:]]
        detail = {"day": day.isoformat(), **counts, "faults": told, "stuck": self.played.stuck[stuck:]}
        label = f"{self.year.year}/{self.year.seed}/{self.year.cases}"
        record(self.agency.code, VERB, who=None, thing=Thing("simulation", label, label), detail=detail)

    def _counts(self) -> dict[str, int]:
        return {name: getattr(self.played, name) for name in ("cases", "events", "complaints", "ratings")}

    def _happens(self, at: datetime, what: int, number: int, key: int) -> None:
        if what == ARRIVES:
            self._arrives(at, number)
        elif what == MOVES:
            self._moves(at, number, key)
        elif what == COMPLAINS:
            self._complains(at, number, key)
        elif what == ANSWERS:
            self._answers(at, number, key)
        elif what == RATES:
            self._rates(at, number, key)
        else:
            self._ranks(at, number)

    def _arrives(self, at: datetime, number: int) -> None:
        plan = self._plan(number)
        here = self.found[plan.matter]
        kinds = here.kit.sub_kinds
        kind = self.year.dice("kind", number).choice(kinds).key if kinds else ""
        try:
            with playing(self.agency, at):
                case = applying.apply(self.cast, self.applicants, here, plan, self.year.key(number), kind)
        except Unacceptable:
            self.played.stuck.append(f"第{number + 1}份申请：{here.name}")
            return
        self.played.cases += 1
        self.played.events += case.version
        self.shelf.keep(case)
        self._next(case, number)
        if (complained := self._complaint_at(number)) is not None:
            heapq.heappush(self.waiting, (complained, COMPLAINS, number, case.pk))

    def _moves(self, at: datetime, number: int, key: int) -> None:
        plan, case = self._plan(number), self.shelf.case(key)
        view = view_of(self.year, plan, self.shelf, case, at, self.calendar)
        applicant = self.applicants.person(plan.applicant, case.applicant.kind) if plan.online else None
        moved = move(view, self.shelf.pinned(case), self.cast, case, applicant)
        self.played.events += moved.events
        self.played.faults += moved.faults
        if not moved.events:
            self.idle[key] = self.idle.get(key, 0) + 1
            if self.idle[key] > IDLE:
                self.played.stuck.append(case.number)
                return
        self.shelf.keep(moved.case)
        if moved.case.ended_at is not None and key not in self.over:
            self._rate_next(moved.case, number)
        self._next(moved.case, number, None if moved.events else at)

    def _next(self, case: Case, number: int, now: datetime | None = None) -> None:
        """When the case is to be looked at again, if ever; after it was looked at in vain, on another day."""
        view = view_of(self.year, self._plan(number), self.shelf, case, now, self.calendar)
        at = next_moment(view)
        if at is None:
            return
        if now is not None and at <= now:
            at = at_work(now, 1, self.calendar, view.dice)
        heapq.heappush(self.waiting, (at, MOVES, number, case.pk))

    # Complaints ------------------------------------------------------------------------------------------------------

    def _complaint_at(self, number: int) -> datetime | None:
        plan = self._plan(number)
        if not plan.has(Turn.COMPLAINED):
            return None
        dice = self.year.dice("complaint", number)
        return plan.at + ONE_DAY * dice.randint(*complaining.FILED_AFTER)

    def _complains(self, at: datetime, number: int, key: int) -> None:
        dice = self.year.dice("complains", number)
        with playing(self.agency, at):
            made = complaining.complain(self.cast, self.shelf.case(key), self.year.key(number), at, dice)
        self.played.complaints += 1
        self._answer_next(made, number)

    def _answers(self, at: datetime, number: int, key: int) -> None:
        complaint = Complaint.objects.select_related("agency", "rules").get(pk=key)
        with playing(self.agency, at):
            complaining.handle(
                self.cast, complaint, self.year.dice("answers", number, complaint.entries.count())
            )
        self._answer_next(complaint, number)

    def _answer_next(self, complaint: Complaint, number: int) -> None:
        state = complaining.open_state(complaint)
        if state is None:
            return
        since = complaint.entries.order_by("position").last()
        dice = self.year.dice("answered", number, state.value)
        days = dice.randint(*complaining.NEXT_AFTER[state])
        at = (complaint.received_at if since is None else since.at) + ONE_DAY * days
        heapq.heappush(self.waiting, (at, ANSWERS, number, complaint.pk))

    # Ratings ---------------------------------------------------------------------------------------------------------

    def _rates(self, at: datetime, number: int, key: int) -> None:
        plan, case = self._plan(number), self.shelf.case(key)
        applicant = self.applicants.person(plan.applicant, case.applicant.kind)
        with playing(self.agency, at):
            self.played.ratings += rating.say(self.year, plan, case, self.cast, applicant)
        self._rate_next(case, number)

    def _rate_next(self, case: Case, number: int) -> None:
        """When something is said next of how a case was served that is over."""
        if case.ended_at is not None:
            self.over.add(case.pk)
        at = rating.next_at(self.year, self._plan(number), case, self.calendar)
        if at is not None:
            heapq.heappush(self.waiting, (at, RATES, number, case.pk))

    # Rankings --------------------------------------------------------------------------------------------------------

    def _ranks(self, at: datetime, number: int) -> None:
        with playing(self.agency, at):
            told = ranking.say(self.year, self.rounds[number], self.cast, self._planned, at)
        self.played.faults += told
        self._rank_next(number, at + ONE_DAY / 24)

    def _rank_next(self, number: int, earliest: datetime) -> None:
        """When something is said next of the ranking of the round for this matter; what was not said in its time is not
        said any more."""
        at = ranking.next_at(self.year, self.rounds[number], self.cast, self._planned, self.calendar)
        if at is not None and at >= earliest:
            heapq.heappush(self.waiting, (at, RANKS, number, 0))

    def _planned(self, case: Case) -> Plan | None:
        return self._plan(self.year.number(case.key)) if case.key.startswith(self.year.key(0)[:-1]) else None


def _period(agency: Agency, year: int) -> tuple[date, date]:
    """The days that are played: since the list is in force, and as far as they are over."""
    effective = Edition.objects.filter(agency=agency).order_by("effective_from").first()
    if effective is None:
        raise Refused(f"{agency.name}还没有清单，请先导入")
    first = max(date(year, 1, 1), effective.effective_from)
    last = min(date(year, 12, 31), timezone.localdate() - ONE_DAY)
    if first > date(year, 12, 31):
        raise Refused(f"{agency.name}的清单自{effective.effective_from}起施行，{year}年还没有清单可用")
    if first > last:
        raise Refused(f"{year}年还没有过完的日子可以模拟：只能模拟已经过去的日子")
    return first, last


def _year(year: int, seed: int, cases: int, found: dict[int, Ready], days: Sequence[date]) -> Year:
    """What comes in that year."""
    bare = Year(year, seed, cases, max(6, cases // 3), ())
    dice = bare.dice("inflows")
    called = [number for number, each in found.items() if each.reports and dice.random() < applying.CALLED]
    return Year(year, seed, cases, bare.applicants, inflows(dice, sorted(found), days, called))
