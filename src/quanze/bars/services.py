"""Recording what authorities decided: each service is one transaction with its record. Nothing here decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.bars.models import Bar, BarEvent
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.people import credit_code
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Matter

__all__ = ["Decision", "Unacceptable", "lift", "note_appeal", "note_outcome", "record_bar"]

LONGEST_LINE = 200
LONGEST_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of an authority: who decided, its 文号, when, and the document (an uploaded file)."""

    organ: str
    number: str
    on: date
    scan: Deposit


@transaction.atomic
def record_bar(
    agency: Agency,
    person: Person,
    *,
    code: str,
    name: str,
    scope: str,
    matters: Sequence[Matter],
    since: date,
    until: date,
    decision: Decision,
    facts: str,
    clause: str = "",
    where: Origin | None = None,
) -> Bar:
    """Record that an authority bars somebody from applying. ``until`` is the last day (``terms.last_day``).

    Asking again gives the same. Raises ``Denied``; :class:`Unacceptable`: what is missing, or somebody recorded the
    decision already."""
    demand(person, "bar.record", agency)
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    read = credit_code.read(code).value
    organ, number = _line(decision.organ, "决定机关"), _line(decision.number, "决定的文号", 100)
    whom, what = _line(name, "限制对象的名称"), _line(scope, "限制申报的事项或者资金", 500)
    found = _text(facts, "决定认定的行为")
    if not matters:
        raise Unacceptable("请选择涉及的职权事项。")
    if any(each.agency_id != agency.pk for each in matters):
        raise Unacceptable("只能登记本机关的职权事项。")
    today = timezone.localdate()
    if decision.on > today:
        raise Unacceptable("决定日期还没有到，请核对。")
    if since < decision.on:
        raise Unacceptable("限制从决定作出以后起算，起始日期不能早于决定日期。")
    if until < since:
        raise Unacceptable("截止日期早于起始日期，请核对。")
    if earlier := Bar.objects.filter(agency=agency, credit_code=read, number=number).first():
        if (earlier.by_id, earlier.since, earlier.until) == (person.pk, since, until):
            return earlier
        raise Unacceptable(f"{number}对{whom}的决定已经登记过。")
    made = Bar.objects.create(
        agency=agency,
        credit_code=read,
        name=whom,
        scope=what,
        since=since,
        until=until,
        organ=organ,
        number=number,
        decided_on=decision.on,
        scan=decision.scan,
        facts=found,
        clause=clause.replace("\0", "").strip(),
        by=person,
        at=timezone.now(),
    )
    made.matters.set(matters)
    _keep(made, decision.scan, person)
    _told(made, "bar.record", person, where, {"until": until.isoformat(), "number": number})
    return made


def note_appeal(
    bar: Bar,
    person: Person,
    on: date,
    organ: str,
    words: str,
    *,
    way: str = "",
    where: Origin | None = None,
) -> BarEvent:
    """That the party appealed, how (blank: nobody said), to whom and on which ground (``words``): the bar holds
    meanwhile. Raises ``Denied``, :class:`Unacceptable`."""
    if way and way not in BarEvent.Way.values:
        raise Unacceptable("请选择复核、申诉、行政复议还是行政诉讼。")
    return _add(bar, person, BarEvent.Kind.APPEALED, _Said(on, organ, words, way=way), where)


def note_outcome(
    bar: Bar,
    person: Person,
    decision: Decision,
    words: str,
    *,
    outcome: str = BarEvent.Outcome.UPHELD,
    until: date | None = None,
    appeal: BarEvent | None = None,
    where: Origin | None = None,
) -> BarEvent:
    """What was decided about an appeal (without one named: about the only one that is open): the bar stands, ends on
    the day ``until``, or is lifted as of the day of the decision. Raises as :func:`note_appeal` does."""
    if outcome not in BarEvent.Outcome.values:
        raise Unacceptable("请选择结论是维持、缩短期限还是解除。")
    if (until is not None) != (outcome == BarEvent.Outcome.SHORTENED):
        raise Unacceptable("缩短期限的，请填写缩短到哪一天；不缩短的不填。")
    said = _decided(decision, words, outcome=outcome, until=until, appeal=appeal)
    return _add(bar, person, BarEvent.Kind.ANSWERED, said, where)


def lift(
    bar: Bar, person: Person, decision: Decision, words: str, *, where: Origin | None = None
) -> BarEvent:
    """An authority decided that it ends, as of the day of that decision. Raises as :func:`note_appeal` does."""
    return _add(bar, person, BarEvent.Kind.LIFTED, _decided(decision, words), where)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an event says."""

    on: date
    organ: str
    words: str
    number: str = ""
    scan: Deposit | None = None
    way: str = ""
    outcome: str = ""
    until: date | None = None
    appeal: BarEvent | None = None


def _decided(decision: Decision, words: str, **more: Any) -> _Said:
    return _Said(decision.on, decision.organ, words, decision.number, decision.scan, **more)


@transaction.atomic
def _add(bar: Bar, person: Person, kind: BarEvent.Kind, said: _Said, where: Origin | None) -> BarEvent:
    held = Bar.objects.select_for_update(no_key=True).get(pk=bar.pk)
    held.agency = bar.agency
    demand(person, "bar.record", held.agency)
    same = {"kind": kind, "on": said.on, "organ": said.organ.strip(), "by": person, "scan": said.scan}
    if earlier := held.events.filter(**same).first():
        return earlier  # a form that was sent twice
    if said.on > timezone.localdate():
        raise Unacceptable("日期还没有到，请核对。")
    if said.on < held.decided_on:
        raise Unacceptable("日期早于限制申报的决定，请核对。")
    appeal = _appeal(held, said) if kind is BarEvent.Kind.ANSWERED else None
    if kind is BarEvent.Kind.LIFTED or said.outcome == BarEvent.Outcome.LIFTED:
        _demand_in_force(held, said)
    if said.until is not None and not held.since <= said.until < held.until:
        raise Unacceptable("缩短到的日期应当在限制的起止日期之间，请核对。")
    made = BarEvent.objects.create(
        bar=held,
        kind=kind,
        on=said.on,
        organ=_line(said.organ, "机关"),
        number=_line(said.number, "决定的文号", 100) if said.scan is not None else "",
        words=_text(said.words, "理由、情况"),
        way=said.way,
        appeal=appeal,
        outcome=said.outcome,
        until=said.until,
        scan=said.scan,
        by=person,
        at=timezone.now(),
    )
    if said.scan is not None:
        _keep(held, said.scan, person)
    _told(held, f"bar.{kind.value}", person, where, {"event": made.pk, "on": said.on.isoformat()})
    return made


def _demand_in_force(held: Bar, said: _Said) -> None:
    if held.lifted_on() is not None:
        raise Unacceptable("已经登记过提前解除。")
    if said.on > held.until:
        raise Unacceptable("限制已经期满，不需要解除。")


def _appeal(held: Bar, said: _Said) -> BarEvent:
    """The appeal that was decided."""
    waiting = held.unanswered()
    if said.appeal is None and len(waiting) > 1:
        raise Unacceptable("登记过几次复核、申诉、复议或者诉讼，请选择是哪一次的结论。")
    found = next((each for each in waiting if said.appeal in (None, each)), None)
    if found is None:
        raise Unacceptable("没有登记过待答复的复核、申诉、复议或者诉讼，请先登记提出的日期和理由。")
    if said.on < found.on:
        raise Unacceptable("结论的日期早于提出的日期，请核对。")
    return found


def _keep(bar: Bar, scan: Deposit, person: Person) -> None:
    if scan.person_id != person.pk:
        raise Unacceptable("决定书须由您自己上传。")
    bind(scan, f"bar:{bar.pk}")


def _line(said: str, what: str, longest: int = LONGEST_LINE) -> str:
    told = " ".join(said.replace("\0", "").split())
    return _bounded(told, what, longest)


def _text(said: str, what: str) -> str:
    return _bounded(said.replace("\0", "").strip(), what, LONGEST_TEXT)


def _bounded(told: str, what: str, longest: int) -> str:
    if not told:
        raise Unacceptable(f"请写明{what}。")
    if len(told) > longest:
        raise Unacceptable(f"{what}不能超过{longest}个字。")
    return told


def _told(bar: Bar, verb: str, person: Person, where: Origin | None, detail: dict[str, object]) -> None:
    """In the record stands which bar, and no name: ``detail`` is without personal data."""
    thing = Thing("bars.Bar", str(bar.pk), f"限制申报登记{bar.pk}")
    record(bar.agency.code, verb, who=person, thing=thing, where=where, detail=detail)
