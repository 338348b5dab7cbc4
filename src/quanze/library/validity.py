"""What people say of the validity of instruments: each service is one transaction with its record.

A wrong statement is withdrawn, never changed or deleted; a proposal is confirmed or rejected once.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import INSTALLATION, Origin, Thing, record
from quanze.law.instruments import Evidence, Reference, Says
from quanze.law.instruments import Statement as LawStatement
from quanze.library import expiry, proposing, tasks
from quanze.library.matching import Called, column
from quanze.library.models import Instrument, Ruling, Statement
from quanze.library.shelving import shelve
from quanze.library.standing import Standing, stand, standing
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.registry.services import Unacceptable

NEEDS = {
    Says.IN_FORCE_FROM: ("on", "施行日期"),
    Says.UNTIL: ("on", "不再有效的日期"),
    Says.AMENDED: ("on", "修改的施行日期"),
    Says.STANDS: ("on", "核实的日期"),
    Says.TERM: ("months", "期限"),
    Says.PLAN: ("years", "规划的起止年份"),
    Says.YEAR: ("years", "年份"),
}
"""What a statement cannot be without. A repeal whose day is not known is a statement too."""


@transaction.atomic
def state_validity(
    instrument: Instrument,
    person: Person,
    says: Says,
    *,
    document: str,
    words: str,
    on: date | None = None,
    months: int | None = None,
    years: tuple[int, int] | None = None,
    by: Instrument | Reference | None = None,
    successor: Instrument | Reference | None = None,
    ground: str = "",
    where: Origin | None = None,
) -> Statement:
    """Register what a document says of the validity of ``instrument``, and open the tasks that follow.

    ``document`` names the evidence and ``words`` are its own; ``ground`` is the legal ground. ``on`` means as in
    :class:`Says` (of :attr:`Says.UNTIL` the first day on which it is in force no more). What repeals without a
    ``successor`` being named takes its place itself, but for a mere decision of repeal.

    Raises ``Denied``, or :class:`Unacceptable`: no evidence, a date that is missing or makes no sense, said already.
    """
    demand(person, "validity.state", instrument)
    instrument = instrument.same_as or instrument
    _check(says, document, words, on, months, years)
    repealing, taking = _other(by), _other(successor)
    value = LawStatement(says, Evidence(document, words), on=on, months=months, years=years)
    statement = proposing.row(
        instrument, value, by=repealing, successor=taking, said_by=person, ground=column(ground, 500)
    )
    if instrument in (repealing, taking):
        raise Unacceptable("文件不能废止或取代它自己，请核对。")
    if _said_already(statement):
        raise Unacceptable("已经有同样的记载，不必再次登记。")
    statement.save()
    _follow(statement)
    _record("validity.state", statement, person, where)
    return statement


@transaction.atomic
def confirm(
    statement: Statement, person: Person, *, on: date | None = None, where: Origin | None = None
) -> Statement:
    """Confirm a proposal: from now on it stands. Returns the statement that stands.

    A proposal that gives no day ("自印发之日起") may be confirmed with ``on``: what then stands is a statement of
    ``person`` with the same evidence. Raises ``Denied``, or :class:`Unacceptable` where somebody has settled it before.
    """
    demand(person, "validity.settle", statement)
    statement = _to_settle(statement)
    if on is not None and statement.on is None:
        _rule(statement, Ruling.Kind.REJECTED, f"已补充日期{on:%Y-%m-%d}，另行登记", person)
        return state_validity(
            statement.instrument,
            person,
            Says(statement.says),
            document=statement.document,
            words=statement.words,
            on=on,
            months=statement.months,
            by=statement.by,
            successor=statement.successor,
            where=where,
        )
    if statement.says == Says.IN_FORCE_FROM and statement.on is None:
        raise Unacceptable("原文没有写明日期，请填写施行日期后再确认。")
    _rule(statement, Ruling.Kind.CONFIRMED, "", person)
    _follow(statement)
    _record("validity.confirm", statement, person, where)
    return statement


@transaction.atomic
def reject(statement: Statement, person: Person, reason: str, *, where: Origin | None = None) -> Statement:
    """Reject a proposal, and say why. Raises as :func:`confirm` does."""
    demand(person, "validity.settle", statement)
    reason = _reason(reason)
    statement = _to_settle(statement)
    _rule(statement, Ruling.Kind.REJECTED, reason, person)
    _record("validity.reject", statement, person, where)
    return statement


@transaction.atomic
def withdraw(statement: Statement, person: Person, reason: str, *, where: Origin | None = None) -> Statement:
    """Withdraw a statement that turned out wrong; its open tasks are closed as needing nothing.

    Raises ``Denied``, or :class:`Unacceptable` for one that does not stand.
    """
    demand(person, "validity.withdraw", statement)
    reason = _reason(reason)
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    how = standing(statement)
    if how is not Standing.STANDS:
        raise Unacceptable(f"该记载{how.value}，不能撤回。")
    _rule(statement, Ruling.Kind.WITHDRAWN, reason, person)
    tasks.dismiss_all(statement, person, f"所依据的效力记载已撤回：{reason}")
    _record("validity.withdraw", statement, person, where)
    return statement


def _check(
    says: Says,
    document: str,
    words: str,
    on: date | None,
    months: int | None,
    years: tuple[int, int] | None,
) -> None:
    if not document.strip() or not words.strip():
        raise Unacceptable("请写明依据的文件和其中的原文。")
    field, name = NEEDS.get(says, ("", ""))
    if field and not {"on": on, "months": months, "years": years}[field]:
        raise Unacceptable(f"请填写{name}。")
    if months is not None and not 0 < months <= 1200:
        raise Unacceptable("期限应在 1 个月到 100 年之间。")
    if years is not None and not 1900 <= years[0] <= years[1] <= 2200:
        raise Unacceptable("起止年份不对，请核对。")
    if says is Says.STANDS and on is not None and on > timezone.localdate():
        raise Unacceptable("核实的日期不能在今天之后。")


def _other(named: Instrument | Reference | None) -> Instrument | None:
    """The instrument that is named; one that is not known is made, as only named."""
    if named is None or isinstance(named, Instrument):
        return named if named is None else named.same_as or named
    called = Called(column(named.title, 500), column(named.number, 100))
    if not called.names:
        return None
    found = shelve([called])[called]
    if found is None:
        raise Unacceptable(f"库中有不止一个文件叫{named}，请写明文号或从库中选择。")
    return found


def _said_already(statement: Statement) -> bool:
    same = {
        field: getattr(statement, field)
        for field in (
            "says",
            "on",
            "months",
            "first_year",
            "last_year",
            "by",
            "successor",
            "document",
            "words",
        )
    }
    return stand().filter(instrument=statement.instrument, **same).exists()


def _to_settle(statement: Statement) -> Statement:
    """The statement, locked, if it is a proposal that nobody has settled."""
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    ruling = statement.rulings.select_related("by").first()
    if ruling is not None:
        raise Unacceptable(
            f"{ruling.by.name}已于{timezone.localtime(ruling.at):%Y-%m-%d %H:%M}{ruling.get_kind_display()}。"
        )
    if statement.origin != Statement.Origin.TEXT:
        raise Unacceptable("人工登记的记载不需要确认；有误的可以撤回。")
    return statement


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Unacceptable("请写明理由。")
    return reason.strip()


def _rule(statement: Statement, kind: str, reason: str, person: Person) -> None:
    Ruling.objects.create(statement=statement, kind=kind, reason=reason, by=person, at=timezone.now())


def _follow(statement: Statement) -> None:
    """What follows from a statement that has come to stand."""
    if statement.says in tasks.OPENS or expiry.is_over(statement, timezone.localdate()):
        tasks.begin(statement)


def _record(verb: str, statement: Statement, person: Person, where: Origin | None) -> None:
    thing = Thing("library.Statement", str(statement.pk), f"{statement.instrument} {statement}"[:300])
    detail = {
        "instrument": statement.instrument_id,
        "says": statement.says,
        "on": None if statement.on is None else statement.on.isoformat(),
        "digest": statement.digest,
    }
    record(INSTALLATION, verb, who=person, thing=thing, where=where, detail=detail)
