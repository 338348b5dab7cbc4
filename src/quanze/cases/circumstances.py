"""What stands around an application, and of which people are only warned: the round with its window and quota, bars in
force against the applicant. Each warning says on what it rests, so that whoever refuses can say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from quanze.bars.models import Bar
from quanze.bars.queries import against, against_all
from quanze.cases.models import WENT_UP, Case
from quanze.cases.playing import moment
from quanze.kits import check, elsewhere
from quanze.kits.guide import source_words
from quanze.kits.labels import ORIGINS
from quanze.kits.model import Statement
from quanze.people.models import Party
from quanze.procedure.clocks.moments import SHANGHAI, say_day
from quanze.procedure.engine.facts import Window
from quanze.registry.models import Matter
from quanze.rounds.queries import Call, State, call_for, call_of, calls_among
from quanze.rulebook.queries import kit_value

LAST_MOMENT = timedelta(microseconds=1)

Recommended = dict[int, dict[str, int]]
"""By round, then by sub-kind: how many went up."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to be warned of: ``kind`` as the engine's cautions have it, a sentence, and its ground."""

    kind: str
    words: str
    ground: str

    @property
    def sentence(self) -> str:
        """As the reasons of a refusal say it."""
        return f"{self.words}（{self.ground}）。"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many the round may recommend of this sub-kind (``""``: of all), and how many it has."""

    kind: str
    most: int
    recommended: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``call`` is the round with its terms, ``None`` where the matter has none; ``on`` the day of receipt, today where
    nothing came in yet; ``elsewhere`` the word of the kit by which another authority seems to be competent."""

    call: Call | None
    bars: tuple[Bar, ...]
    on: date
    quota: Quota | None = None
    elsewhere: Statement | None = None

    @property
    def window(self) -> Window | None:
        """As the engine has it: from the first moment of the first day to the last of the last. Of a round that
        somebody closed the dates still say when applications were taken in."""
        if self.call is None:
            return None
        terms = self.call.terms
        first = datetime.combine(terms.opens_on, time(), SHANGHAI)
        return Window(first, _end(terms.closes_on))

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """Everything to be warned of."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[Warned]:
        if self.call is not None and (words := _out_of_window(self.call, self.on)):
            yield Warned("window", words, self.call.round.cited)
        for bar in self.bars:
            yield Warned("bar", bar_words(bar), bar.decision)
        if self.elsewhere is not None:
            source = self.elsewhere.source
            ground = "办事指南" if source is None else source_words(source) or ORIGINS[source.origin]
            yield Warned("jurisdiction", f"可能由{self.elsewhere.competent}管辖", ground)


def bar_words(bar: Bar) -> str:
    """A bar in a sentence."""
    return f"申请人在限制申报期内（{say_day(bar.since)}至{say_day(bar.ends)}）：{bar.scope}"


def of_application(
    matter: Matter, applicant: Party, kind: str, day: date | None = None, *, call: Call | None = None
) -> Circumstances:
    """For what is not handed in yet. Two queries, one where the round is known."""
    on = day or timezone.localdate(moment(matter.agency))
    found = call or call_for(matter, kind, day=on)
    return Circumstances(found, against(applicant.credit_code, matter, day=on), on)


def of_case(case: Case) -> Circumstances:
    """For a case, as things stand now; the window is asked about the day on which it was received. At most three
    queries."""
    now = moment(case.agency)
    on = timezone.localdate(case.received_at or now)
    call = None if case.round_id is None else call_of(case.round_id, day=timezone.localdate(now))
    bars = against(case.applicant.credit_code, case.matter, day=timezone.localdate(now))
    kit = kit_value(case.kit)
    values = check(kit, case.answers, draft=True).values
    limited = call is not None and any(each in ("", case.kind) for each in call.quota)
    quota = (
        quota_of(call, case.kind, recommended(call.round.pk)[call.round.pk])
        if call is not None and limited
        else None
    )
    return Circumstances(call, bars, on, quota, elsewhere(kit, values))


def of_cases(cases: Sequence[Case]) -> dict[int, Circumstances]:
    """The same for several cases, by their keys. Three queries, however many they are."""
    if not cases:
        return {}
    today = timezone.localdate(moment(cases[0].agency))
    calls = calls_among({case.round_id for case in cases if case.round_id is not None}, day=today)
    used = recommended(*calls)
    bars = against_all(((case.applicant.credit_code, case.matter_id) for case in cases), day=today)
    found = {}
    for case in cases:
        kit = kit_value(case.kit)
        call = None if case.round_id is None else calls[case.round_id]
        found[case.pk] = Circumstances(
            call,
            bars.get((case.applicant.credit_code, case.matter_id), ()),
            timezone.localdate(case.received_at or moment(case.agency)),
            None if call is None else quota_of(call, case.kind, used[call.round.pk]),
            elsewhere(kit, check(kit, case.answers, draft=True).values),
        )
    return found


def _out_of_window(call: Call, day: date) -> str:
    name, terms = f"“{call.round.title}”", call.terms
    if call.state is State.CALLED_OFF:
        return f"{name}已经取消"
    if day < terms.opens_on:
        return f"{name}自{say_day(terms.opens_on)}起接收申请"
    if day > terms.closes_on:
        return f"{name}接收申请的时间已于{say_day(terms.closes_on)}截止"
    return ""


def quota_of(call: Call, kind: str, used: Mapping[str, int]) -> Quota | None:
    """Of a quota for the sub-kind and one for all, the one of which less is left. ``used``: how many went up, by their
    sub-kind."""
    found = [
        Quota(each, most, used.get(each, 0) if each else sum(used.values()))
        for each, most in call.quota.items()
        if each in ("", kind)
    ]
    return min(found, key=lambda quota: quota.most - quota.recommended, default=None)


def recommended(*rounds: int) -> Recommended:
    """How many cases of these rounds went up. One query."""
    found: Recommended = {round: {} for round in rounds}
    rows = Case.objects.filter(WENT_UP, round__in=rounds).order_by()
    for round, kind, count in rows.values_list("round", "kind").annotate(count=Count("pk")):
        found[round][kind] = count
    return found


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI) - LAST_MOMENT
