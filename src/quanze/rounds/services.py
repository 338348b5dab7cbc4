"""Everything that opens a round and changes what holds of it: each service is one transaction with its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.kits import Kit, Unreadable
from quanze.kits.additions import Additions, extended
from quanze.kits.model import Origin as Asks
from quanze.kits.model import Source
from quanze.kits.writing import key_of
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.registry import queries as registry
from quanze.registry.models import Matter
from quanze.rounds import queries
from quanze.rounds.models import Round, Terms
from quanze.rounds.standing import OVER, Call, State
from quanze.rulebook.queries import KitInForce, NotInForce, kit_of, kit_value
from quanze.rulebook.services import pin_kit

__all__ = [
    "Additions",
    "Notice",
    "Plan",
    "Unacceptable",
    "call_off",
    "close",
    "open_round",
    "reported",
    "set_terms",
    "with_notice",
]

EARLIEST, LATEST = 2000, 2100
"""Years of a round."""

LONGEST = {"title": 200, "notice_title": 300, "notice_number": 100, "issuer": 200, "reason": 500}
MOST_QUOTA = 9999
MOST_COPIES = 99


NOTHING = Additions()
"""What a notice adds that asks for no more than the matter does."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice from above: title, 文号, who issued it, when, its scan (an uploaded file that is not bound yet)."""

    title: str
    number: str = ""
    issuer: str = ""
    on: date | None = None
    scan: Deposit | None = None

    @property
    def source(self) -> Source:
        """As what it asks for cites it."""
        return Source(Asks.NOTICE, f"《{self.title}》" + (f"（{self.number}）" if self.number else ""))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to hold of a round; as ``models.Terms`` has it."""

    opens_on: date
    closes_on: date
    report_by: date | None = None
    quota: Mapping[str, int] = field(default_factory=dict)
    copies: int = 0


def with_notice(kit: Kit, notice: Notice, additions: Additions) -> Kit:
    """The kit of a round: what the matter asks for, and what the notice does. Raises :class:`Unacceptable`."""
    try:
        return extended(kit, additions, notice.source)
    except Unreadable as reason:
        raise Unacceptable(f"通知另加的条件、材料：{reason}") from reason


@transaction.atomic
def open_round(
    matter: Matter,
    person: Person,
    *,
    year: int,
    title: str,
    notice: Notice,
    plan: Plan,
    kinds: Sequence[str] = (),
    additions: Additions = NOTHING,
    where: Origin | None = None,
) -> Call:
    """Open a round of a matter. Its kit is pinned now: the matter's, with what the notice asks for besides. Asking
    again gives the same round.

    Raises ``Denied``; :class:`Unacceptable`: what is missing or does not fit, or there is one of that name already.
    """
    agency = matter.agency
    demand(person, "round.manage", agency)
    Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)  # so that there is one of that name
    name = _plain(title, "title") or f"{year}年申报"
    said = Notice(
        _plain(notice.title, "notice_title"),
        _plain(notice.number, "notice_number"),
        _plain(notice.issuer, "issuer"),
        notice.on,
        notice.scan,
    )
    if not said.title or not said.issuer:
        raise Unacceptable("请写明申报通知的标题和发文机关。")
    if not EARLIEST <= year <= LATEST:
        raise Unacceptable(f"年度应在{EARLIEST}年到{LATEST}年之间。")
    if earlier := Round.objects.filter(matter=matter, year=year, title=name).first():
        if (earlier.by_id, earlier.notice_title, earlier.notice_number) == (
            person.pk,
            said.title,
            said.number,
        ):
            return queries.call_of(earlier.pk)
        raise Unacceptable(f"{year}年已有名为“{name}”的批次，请换一个名称，如“第二批”。")
    matter_name, base = _ground(matter)
    _check(plan, base.kit, kinds)
    kit = with_notice(base.kit, said, additions)
    made = Round.objects.create(
        agency=agency,
        matter=matter,
        matter_name=matter_name[:500],
        year=year,
        title=name,
        kinds=list(kinds),
        notice_title=said.title,
        notice_number=said.number,
        issuer=said.issuer,
        notice_on=said.on,
        scan=said.scan,
        base=pin_kit(base),
        kit=pin_kit(KitInForce(kit, key_of(kit), None)),
        by=person,
        at=timezone.now(),
    )
    if said.scan is not None:
        if said.scan.person_id != person.pk:
            raise Unacceptable("通知的扫描件须由您自己上传。")
        bind(said.scan, f"round:{made.pk}")
    terms = _add(made, plan, Terms.Act.SET, "", person)
    _record(made, "round.open", person, where, {"kit": made.kit_id, **_told(terms)})
    return Call(made, terms, timezone.localdate())


@transaction.atomic
def set_terms(
    round: Round, person: Person, plan: Plan, reason: str, seen: int, *, where: Origin | None = None
) -> Call:
    """Window, quota, the day of the report or the copies are to be others from now on; a round that was closed by
    somebody follows its dates again. ``seen`` is the key of the terms that the person had before them. Asking again
    changes nothing.

    Raises ``Denied``, :class:`Unacceptable`.
    """
    held = _locked(round, person)
    if _said_already(held, person, seen, Terms.Act.SET) and plan == _plan(held.terms):
        return held
    _demand_seen(held, seen)
    _check(plan, kit_value(held.round.base), held.round.kinds)
    same = plan == _plan(held.terms)
    if same and held.terms.act == Terms.Act.SET:
        raise Unacceptable("没有改动。")
    return _next(held, plan, Terms.Act.SET, reason, person, where)


def close(round: Round, person: Person, reason: str, seen: int, *, where: Origin | None = None) -> Call:
    """Today is the last day (提前截止); what comes later is taken in with a warning. Raises as :func:`set_terms`."""
    return _declare(round, person, Terms.Act.CLOSED, reason, seen, where)


def reported(round: Round, person: Person, reason: str, seen: int, *, where: Origin | None = None) -> Call:
    """The bureau has reported to the higher authority; the round is over. Raises as :func:`set_terms` does."""
    return _declare(round, person, Terms.Act.REPORTED, reason, seen, where)


def call_off(round: Round, person: Person, reason: str, seen: int, *, where: Origin | None = None) -> Call:
    """The notice was taken back, or the round was opened by mistake. Raises as :func:`set_terms` does."""
    return _declare(round, person, Terms.Act.CALLED_OFF, reason, seen, where)


FROM = {
    Terms.Act.CLOSED: (State.OPEN,),
    Terms.Act.REPORTED: (State.CLOSED,),
    Terms.Act.CALLED_OFF: (State.PLANNED, State.OPEN, State.CLOSED),
}
"""What may be said of a round → in which states."""


@transaction.atomic
def _declare(
    round: Round, person: Person, act: Terms.Act, reason: str, seen: int, where: Origin | None
) -> Call:
    held = _locked(round, person)
    if _said_already(held, person, seen, act):
        return held
    _demand_seen(held, seen)
    if held.state not in FROM[act]:
        raise Unacceptable(f"批次{held.state.label}，不能登记为{act.label}。")
    plan = _plan(held.terms)
    if act is Terms.Act.CLOSED:
        plan = replace(plan, closes_on=held.day)
    return _next(held, plan, act, reason, person, where)


def _locked(round: Round, person: Person) -> Call:
    """The round as it is now, its row locked. Raises ``Denied``."""
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    held = queries.call_of(round.pk)
    demand(person, "round.manage", held.round.agency)
    return held


def _said_already(held: Call, person: Person, seen: int, act: Terms.Act) -> bool:
    """Whether it was this person who came in between, by saying just this."""
    terms = held.terms
    return terms.pk != seen and terms.by_id == person.pk and terms.act == act


def _demand_seen(held: Call, seen: int) -> None:
    """Raise :class:`Unacceptable` where the terms are others by now, or nothing changes any more."""
    if held.terms.pk != seen:
        raise Unacceptable("您查看以后，批次的安排已经改动。请核对现在的安排，然后再改。")
    if held.state in OVER:
        raise Unacceptable(f"批次{held.state.label}，不能再改。")


def _next(held: Call, plan: Plan, act: Terms.Act, reason: str, person: Person, where: Origin | None) -> Call:
    why = _plain(reason, "reason")
    if not why:
        raise Unacceptable("请写明理由，如上级的延期通知及其文号。")
    terms = _add(held.round, plan, act, why, person)
    verb = "round.terms" if act is Terms.Act.SET else f"round.{act.value}"
    _record(held.round, verb, person, where, _told(terms))
    return Call(held.round, terms, held.day)


def _ground(matter: Matter) -> tuple[str, KitInForce]:
    """The matter's name in the list in force, and its kit."""
    edition = registry.edition_on(matter.agency)
    entry = None
    if edition is not None:
        entry = registry.entries(edition, edition.main).filter(matter=matter).first()
    if entry is None:
        raise Unacceptable("现行清单中没有这一事项，不能设立批次。")
    try:
        return entry.version.name, kit_of(matter)
    except NotInForce as reason:
        raise Unacceptable(str(reason)) from reason


def _check(plan: Plan, kit: Kit, kinds: Sequence[str]) -> None:
    """Raise :class:`Unacceptable` where the parts of a plan do not fit together."""
    if plan.closes_on < plan.opens_on:
        raise Unacceptable("申报的截止日期早于开始日期，请核对。")
    if plan.report_by is not None and plan.report_by < plan.closes_on:
        raise Unacceptable("上报的截止日期早于申报的截止日期，没有时间审核，请核对。")
    known = {each.key for each in kit.sub_kinds}
    if strange := [each for each in (*kinds, *plan.quota) if each and each not in known]:
        raise Unacceptable(f"本事项没有“{strange[0]}”这一类别。")
    if any(not 0 <= number <= MOST_QUOTA for number in plan.quota.values()):
        raise Unacceptable(f"推荐名额应是0到{MOST_QUOTA}之间的整数。")
    if not 0 <= plan.copies <= MOST_COPIES:
        raise Unacceptable(f"纸质份数应是0到{MOST_COPIES}之间的整数。")


def _plan(terms: Terms) -> Plan:
    return Plan(terms.opens_on, terms.closes_on, terms.report_by, dict(terms.quota), terms.copies)


def _add(round: Round, plan: Plan, act: Terms.Act, reason: str, person: Person) -> Terms:
    return Terms.objects.create(
        round=round,
        act=act,
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        report_by=plan.report_by,
        quota=dict(plan.quota),
        copies=plan.copies,
        reason=reason,
        by=person,
        at=timezone.now(),
    )


def _plain(said: str, name: str) -> str:
    """What a person wrote, on one line; PostgreSQL's text has no U+0000."""
    told = " ".join(said.replace("\0", "").split())
    if len(told) > LONGEST[name]:
        raise Unacceptable(f"“{told[:20]}……”太长，不能超过{LONGEST[name]}个字。")
    return told


def _told(terms: Terms) -> dict[str, object]:
    """What of the terms goes into the record."""
    return {
        "terms": terms.pk,
        "opens": terms.opens_on.isoformat(),
        "closes": terms.closes_on.isoformat(),
        "quota": dict(terms.quota),
    }


def _record(
    round: Round, verb: str, person: Person, where: Origin | None, detail: Mapping[str, object]
) -> None:
    thing = Thing("rounds.Round", str(round.pk), f"{round.matter_name}：{round.title}"[:200])
    record(round.agency.code, verb, who=person, thing=thing, where=where, detail=detail)
