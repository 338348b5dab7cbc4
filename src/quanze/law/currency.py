"""Currency (效力) of an instrument at a date: one of seven states, with the reason and the evidence.

All intervals are half-open: in force on the first day, no more on the end day. Only confirmed statements and the
library's own texts count; proposals do not. Statements that contradict each other at the date make 待核实, and so does
knowing nothing. 施行日期 and 有效期 follow 立法法 第六十一条 and the documents' own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from quanze.law.dates import add_months, chinese
from quanze.law.instruments import Act, Evidence, Instrument, Making, Says, Statement, Version


class State(StrEnum):
    """How an instrument stands at a date."""

    IN_FORCE = "有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    LAPSED = "已失效"
    EXPIRED = "期限届满"
    NOT_YET = "尚未施行"
    UNVERIFIED = "待核实"


OVER = frozenset({State.REPEALED, State.LAPSED, State.EXPIRED})
"""States from which there is no way back without contradiction."""


@dataclass(frozen=True, slots=True)
class Status:
    """The state at a date. ``reason`` is a Chinese sentence; ``version`` the text in force, where it is held;
    ``until`` the next day on which the state is known to change, for announcing it before it comes."""

    state: State
    reason: str
    evidence: tuple[Evidence, ...] = ()
    version: Version | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """A day from which the instrument is in force no more, by one kind of statement."""

    day: date
    state: State
    kind: str
    reason: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Start:
    """``before`` is the first day on which it may have been in force, ``sure`` the first on which it surely was."""

    before: date | None
    sure: date | None
    reason: str
    evidence: tuple[Evidence, ...]


_RANK = {State.REPEALED: 0, State.LAPSED: 1, State.EXPIRED: 2}
_ENDING: dict[Says, tuple[State, str]] = {
    Says.REPEALED: (State.REPEALED, "废止"),
    Says.SUPERSEDED: (State.REPEALED, "取代"),
    Says.LAPSED: (State.LAPSED, "宣布失效"),
}


def version_on(instrument: Instrument, on: date) -> Version | None:
    """The text in force on a day, or ``None`` where the library holds none. Whether the instrument as a whole is still
    in force is another question."""
    held = [v for v in instrument.versions if v.in_force_from is not None and v.in_force_from <= on]
    return max(held, key=lambda v: (v.in_force_from or date.min, v.made_on or date.min), default=None)


def status(instrument: Instrument, on: date, cited: date | int | None = None) -> Status:
    """The state on a day. ``cited`` is the day or the year of the version that somebody cites (2017年修订): the state
    is 已修改 where a later one was in force. Never raises; always one of the seven states."""
    facts = [statement for statement in instrument.statements if statement.confirmed]
    starts = _starts(instrument, facts)
    ends, undated = _ends(facts, starts)
    clash = _clash(starts, ends, facts, on)
    if clash is not None:
        return clash
    changing = sorted({day for day in _turning_points(instrument, starts, ends) if day > on})
    until = changing[0] if changing else None
    over = [end for end in ends if end.day <= on]
    if over:
        end = min(over, key=lambda end: (end.day, _RANK[end.state]))
        return Status(end.state, end.reason, (end.evidence,), version_on(instrument, on), until)
    if undated:
        reason = "；".join(f"记载“{s.evidence.text}”，但没有载明自何日起" for s in undated)
        return Status(State.UNVERIFIED, reason, tuple(s.evidence for s in undated), None, until)
    return _before_any_end(instrument, facts, starts, on, cited, until)


def _before_any_end(
    instrument: Instrument,
    facts: Sequence[Statement],
    starts: Sequence[_Start],
    on: date,
    cited: date | int | None,
    until: date | None,
) -> Status:
    stands = [s for s in facts if s.says is Says.STANDS and s.on is not None and s.on <= on]
    started = [start for start in starts if start.sure is not None and start.sure <= on]
    if not started and not stands:
        early = [start for start in starts if start.before is not None and on < start.before]
        if early:
            start = early[0]
            return Status(State.NOT_YET, start.reason, start.evidence, None, until)
        if starts:
            reason = "；".join(start.reason for start in starts) + f"，{chinese(on)}的文本和效力没有记载"
            return Status(State.UNVERIFIED, reason, _evidence(starts), None, until)
        return Status(State.UNVERIFIED, "没有施行日期、期限或废止的记载", (), None, until)
    version = version_on(instrument, on)
    amended = _amended(instrument, facts, on, cited, version)
    if amended is not None:
        return Status(State.AMENDED, amended[0], amended[1], version, until)
    if started:
        reason, evidence = started[-1].reason, started[-1].evidence
    else:
        last = max(stands, key=lambda s: s.on or date.min)
        reason, evidence = f"经核实，{_day(last.on)}有效", (last.evidence,)
    if version is not None and version.making in (Making.AMENDED, Making.REVISED):
        assumed = "，施行日期按修改之日计（假定）" if version.assumed else ""
        reason = f"{reason}，现行的是{version.label}{assumed}"
        evidence = (*evidence, version.evidence)
    if any(s.says is Says.TRIAL for s in facts):
        reason += "，系试行、暂行"
    if until is not None and any(end.day == until for end in _ends(facts, starts)[0]):
        reason += f"，至{chinese(until - timedelta(days=1))}止"
    return Status(State.IN_FORCE, f"{reason}，未见废止或失效的记载", evidence, version, until)


def _starts(instrument: Instrument, facts: Sequence[Statement]) -> list[_Start]:
    """What is known of the first day in force: by confirmed statements, else by the versions held."""
    told = [
        _Start(s.on, s.on, f"自{_day(s.on)}起施行", (s.evidence,))
        for s in facts
        if s.says is Says.IN_FORCE_FROM and s.on is not None
    ]
    dated = [version for version in instrument.versions if version.in_force_from is not None]
    if not dated:
        return told
    first = dated[0]
    own = _first_start(first)
    if not told:
        return [own]
    # What a person confirmed corrects a day that was only assumed; a day in the text itself stands beside it.
    firm = first.making is Making.ADOPTED and not first.assumed
    return [*told, own] if firm else told


def _first_start(first: Version) -> _Start:
    begun = first.in_force_from
    evidence = (first.evidence,)
    if first.making is Making.ADOPTED:
        assumed = "（施行日期未载明，按制定之日计，假定）" if first.assumed else ""
        return _Start(begun, begun, f"自{_day(begun)}起施行{assumed}", evidence)
    if first.commenced is not None and begun is not None and first.commenced < begun:
        return _Start(first.commenced, first.commenced, f"自{_day(first.commenced)}起施行", evidence)
    adopted = [c.on for c in first.history if c.act in (Act.ADOPTED, Act.PUBLISHED)]
    earliest = min(adopted, default=None)
    if earliest is not None and begun is not None and earliest < begun:
        reason = f"{chinese(earliest)}制定，{first.label}自{chinese(begun)}起施行"
        return _Start(earliest, begun, reason, evidence)
    return _Start(
        None if first.making is not Making.UNKNOWN else begun, begun, f"自{_day(begun)}起施行", evidence
    )


def _ends(facts: Iterable[Statement], starts: Sequence[_Start]) -> tuple[list[_End], list[Statement]]:
    """The days on which it ends, and the statements of an end that give no day."""
    ends: list[_End] = []
    undated: list[Statement] = []
    for fact in facts:
        by = f"被{fact.by}" if fact.by is not None and str(fact.by) else ""
        if fact.says in _ENDING:
            state, verb = _ENDING[fact.says]
            if fact.on is None:
                undated.append(fact)
            else:
                ends.append(_End(fact.on, state, verb, f"自{_day(fact.on)}起{by}{verb}", fact.evidence))
        elif fact.says is Says.UNTIL and fact.on is not None:
            ends.append(_expiry(fact.on, "期限", f"有效期至{_day(_eve(fact.on))}", fact))
        elif fact.says is Says.TERM and fact.months:
            for begun in {start.sure for start in starts if start.sure is not None}:
                day = add_months(begun, fact.months)
                words = f"自{chinese(begun)}起施行，期限{_length(fact.months)}，至{_day(_eve(day))}届满"
                ends.append(_expiry(day, "期限", words, fact))
        elif fact.says in (Says.PLAN, Says.YEAR) and fact.years is not None:
            first, last = fact.years
            what = f"规划期{first}—{last}年" if fact.says is Says.PLAN else f"系{last}年度的工作"
            ends.append(
                _expiry(date(min(last + 1, date.max.year), 1, 1), fact.says, f"{what}，已经结束", fact)
            )
    return ends, undated


def _expiry(day: date, kind: str, reason: str, fact: Statement) -> _End:
    return _End(day, State.EXPIRED, kind, reason, fact.evidence)


def _eve(day: date) -> date:
    return day if day == date.min else day - timedelta(days=1)


def _length(months: int) -> str:
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def _clash(
    starts: Sequence[_Start], ends: Sequence[_End], facts: Sequence[Statement], on: date
) -> Status | None:
    """待核实 where statements contradict each other at the date, with the reasons of both."""
    by_day = sorted((start for start in starts if start.sure is not None), key=lambda start: start.sure or on)
    for one, two in pairwise(by_day):
        if one.sure != two.sure and (one.sure or on) <= on < (two.sure or on):
            return _contradiction((one.reason, two.reason), (*one.evidence, *two.evidence))
    for kind in {end.kind for end in ends}:
        alike = sorted((end for end in ends if end.kind == kind), key=lambda end: end.day)
        for end, later in pairwise(alike):
            if end.day <= on < later.day and end.evidence != later.evidence:
                return _contradiction((end.reason, later.reason), (end.evidence, later.evidence))
    over = [end for end in ends if end.day <= on]
    for end in over:
        for start in by_day:
            if start.sure is not None and end.day <= start.sure <= on:
                return _contradiction((end.reason, start.reason), (end.evidence, *start.evidence))
        for fact in facts:
            if fact.says is Says.STANDS and fact.on is not None and end.day <= fact.on <= on:
                stands = f"经核实，{_day(fact.on)}有效"
                return _contradiction((end.reason, stands), (end.evidence, fact.evidence))
    return None


def _contradiction(reasons: tuple[str, str], evidence: tuple[Evidence, ...]) -> Status:
    return Status(State.UNVERIFIED, f"记载互相矛盾：{reasons[0]}；{reasons[1]}", evidence)


def _turning_points(instrument: Instrument, starts: Iterable[_Start], ends: Iterable[_End]) -> Iterator[date]:
    for start in starts:
        if start.sure is not None:
            yield start.sure
    for end in ends:
        yield end.day
    for version in instrument.versions:
        if version.in_force_from is not None:
            yield version.in_force_from
    for statement in instrument.statements:
        if statement.confirmed and statement.says is Says.AMENDED and statement.on is not None:
            yield statement.on


def _amended(
    instrument: Instrument,
    facts: Iterable[Statement],
    on: date,
    cited: date | int | None,
    version: Version | None,
) -> tuple[str, tuple[Evidence, ...]] | None:
    """Why the text that is cited, or the newest one held, is no longer the text in force."""
    for fact in facts:
        if fact.says is not Says.AMENDED or fact.on is None or fact.on > on:
            continue
        if not any(v.made_on is not None and v.made_on >= _made_by(fact, v) for v in instrument.versions):
            by = f"，依据{fact.by}" if fact.by is not None and str(fact.by) else ""
            return f"自{chinese(fact.on)}起已修改{by}，修改后的文本没有收录", (fact.evidence,)
    if cited is None or version is None or version.made_on is None:
        return None
    last, which = (date(cited, 12, 31), f"{cited}年") if isinstance(cited, int) else (cited, chinese(cited))
    if last < version.made_on and version.making is not Making.UNKNOWN:
        since = "" if version.in_force_from is None else f"，{chinese(version.in_force_from)}起施行"
        return f"引用的是{which}的文本，现行的是{version.label}{since}", (version.evidence,)
    return None


def _made_by(fact: Statement, version: Version) -> date:
    """The earliest day on which a version that takes up the change can have been made: decisions often come into
    force some months after they are made."""
    if version.in_force_from is not None and fact.on is not None and version.in_force_from >= fact.on:
        return date.min
    return fact.on or date.min


def _evidence(starts: Iterable[_Start]) -> tuple[Evidence, ...]:
    return tuple(evidence for start in starts for evidence in start.evidence)


def _day(day: date | None) -> str:
    return "（日期不明）" if day is None else chinese(day)
