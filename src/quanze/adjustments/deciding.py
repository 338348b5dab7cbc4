"""The way through the chain: submitted, passed step by step or returned, withdrawn; and the answers to findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.adjustments import chain as chains
from quanze.adjustments.acting import act, demand_state, locked, run_clock
from quanze.adjustments.examining import examine
from quanze.adjustments.models import Act, Adjustment, Answer
from quanze.adjustments.permissions import BOUND
from quanze.adjustments.ways import Turn, Way, way_of
from quanze.audit.services import Origin
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.lists.codec import dump_finding
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.registry import queries
from quanze.registry.services import Unacceptable


@dataclass(frozen=True, slots=True)
class Decision:
    """The organ's own decision as it is recorded: its 文号, its date, and the scan of the document."""

    number: str = ""
    on: date | None = None
    scan: Deposit | None = None


@transaction.atomic
def answer(
    adjustment: Adjustment,
    person: Person,
    version: int,
    keys: Sequence[str],
    text: str,
    *,
    where: Origin | None = None,
) -> Adjustment:
    """Answer findings of the draft, one or several alike, by the keys of their questions. Raises :class:`Unacceptable`
    without words, or for a key that is no question now."""
    demand(person, "adjustment.edit", adjustment)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, *Adjustment.OPEN, Adjustment.State.APPROVED)
    if not text.strip():
        raise Unacceptable("请写明答复。")
    base = queries.last(adjustment.agency) if adjustment.state == Adjustment.State.APPROVED else None
    questions = {question.key: question for question in examine(adjustment, base).questions}
    if not keys or any(key not in questions for key in keys):
        raise Unacceptable("所答复的问题现在没有，请看过最近的检查结果再答复。")
    made = act(adjustment, person, Act.Verb.ANSWER, where=where, detail={"what": f"{len(set(keys))}处"})
    Answer.objects.bulk_create(
        Answer(
            adjustment=adjustment,
            act=made,
            key=key,
            finding=dump_finding(questions[key].finding),
            text=text.strip(),
        )
        for key in dict.fromkeys(keys)
    )
    return adjustment


@transaction.atomic
def submit(
    adjustment: Adjustment, person: Person, version: int, comment: str = "", *, where: Origin | None = None
) -> Adjustment:
    """部门申请: hand the draft to those who decide, for the first time or again. All steps begin anew.

    Raises :class:`Unacceptable` where something stands in the way (``examining``), where the list has a newer edition,
    or where nobody said which agency takes a step.
    """
    demand(person, "adjustment.submit", adjustment)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, *Adjustment.OPEN)
    latest = queries.last(adjustment.agency)
    if latest is not None and latest.pk != adjustment.base_id:
        raise Unacceptable(
            f"起草所用的第{adjustment.base.sequence}版之后已公布第{latest.sequence}版，请先改以新版为基础再送审。"
        )
    if adjustment.effective_from is not None and adjustment.effective_from < adjustment.base.effective_from:
        raise Unacceptable(
            f"拟生效日期{adjustment.effective_from:%Y-%m-%d}早于第{adjustment.base.sequence}版的生效日期"
            f"{adjustment.base.effective_from:%Y-%m-%d}；请改为该日或以后。"
        )
    if obstacle := examine(adjustment).obstacle:
        raise Unacceptable(obstacle)
    adjustment.chain = None  # that of an earlier submission does not hold
    way = way_of(adjustment)
    for step in way.taken:
        if step.organ not in way.organs:
            raise Unacceptable(f"还没有指定由哪个机关办理“{step.name}”，请安全管理员先行指定。")
    adjustment.chain = chains.dump(way.chain)
    adjustment.state = Adjustment.State.REVIEW
    adjustment.round += 1
    run_clock(adjustment, "review", timezone.localdate())
    act(adjustment, person, Act.Verb.SUBMIT, where=where, comment=comment)
    return adjustment


@transaction.atomic
def pass_step(
    adjustment: Adjustment,
    person: Person,
    version: int,
    step: str,
    comment: str = "",
    decision: Decision | None = None,
    *,
    where: Origin | None = None,
) -> Adjustment:
    """Pass a step: its organ reviewed and agrees, or approved. After the last one the adjustment can be published.

    ``decision`` records the organ's own document where the chain asks for it. Raises ``Denied``, :class:`Unacceptable`.
    """
    way, taken = _taking(adjustment, person, version, step)
    adjustment = way.adjustment
    decision = decision or Decision()
    detail = _recorded(adjustment, person, taken, decision)
    if not way.chain.waiting(way.kinds, way.passed | {step}):
        adjustment.state = Adjustment.State.APPROVED
        run_clock(adjustment, "publish", decision.on or timezone.localdate())
    act(
        adjustment,
        person,
        Act.Verb.PASS,
        where=where,
        agency=way.organs[taken.organ],
        step=step,
        comment=comment,
        detail=detail,
    )
    return adjustment


@transaction.atomic
def send_back(
    adjustment: Adjustment,
    person: Person,
    version: int,
    step: str,
    comment: str,
    *,
    where: Origin | None = None,
) -> Adjustment:
    """Return it to the bureau with comments; without any that is refused."""
    way, taken = _taking(adjustment, person, version, step)
    adjustment = way.adjustment
    if not comment.strip():
        raise Unacceptable("请写明退回的意见。")
    adjustment.state = Adjustment.State.RETURNED
    run_clock(adjustment, "", None)
    organ = way.organs[taken.organ]
    act(adjustment, person, Act.Verb.RETURN, where=where, agency=organ, step=step, comment=comment)
    return adjustment


@transaction.atomic
def withdraw(
    adjustment: Adjustment, person: Person, version: int, comment: str, *, where: Origin | None = None
) -> Adjustment:
    """Take it back to be written on, from review or after approval; the whole chain then begins anew."""
    demand(person, "adjustment.withdraw", adjustment)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, Adjustment.State.REVIEW, Adjustment.State.APPROVED)
    if not comment.strip():
        raise Unacceptable("请写明撤回的理由。")
    adjustment.state = Adjustment.State.DRAFT
    run_clock(adjustment, "apply", adjustment.cause_on)
    act(adjustment, person, Act.Verb.WITHDRAW, where=where, comment=comment)
    return adjustment


def _taking(adjustment: Adjustment, person: Person, version: int, code: str) -> tuple[Way, chains.Step]:
    """The way of the adjustment, locked, and the step, which ``person`` may take and which can be taken now."""
    way = way_of(adjustment)
    try:
        step = way.chain.step(code)
    except LookupError:
        raise Unacceptable("没有这个环节。") from None
    demand(person, "adjustment.decide", Turn(adjustment, step, way))
    adjustment = locked(adjustment, version)
    demand_state(adjustment, Adjustment.State.REVIEW)
    way = way_of(adjustment)
    demand(person, "adjustment.decide", Turn(adjustment, step, way))  # somebody may have acted since
    if step not in way.waiting:
        raise Unacceptable(f"“{step.name}”已经办过，或者还没有轮到。")
    return way, step


def _recorded(
    adjustment: Adjustment, person: Person, step: chains.Step, decision: Decision
) -> dict[str, Any]:
    """What is kept of the organ's decision. Raises ``Denied`` for a scan of somebody else, :class:`Unacceptable` for
    what is missing or cannot be."""
    number = decision.number.strip()
    for what, there, name in (
        ("number", bool(number), "文号"),
        ("on", decision.on is not None, "日期"),
        ("scan", decision.scan is not None, "扫描件"),
    ):
        if what in step.record and not there:
            raise Unacceptable(f"“{step.name}”须登记批准文件的{name}。")
    if decision.on is not None and decision.on > timezone.localdate():
        raise Unacceptable("批准文件的日期还没有到。")
    detail: dict[str, Any] = {}
    if number:
        detail["number"] = number
    if decision.on is not None:
        detail["on"] = decision.on.isoformat()
    if decision.scan is not None:
        demand(person, "file.view", decision.scan)
        bind(decision.scan, f"{BOUND}:{adjustment.pk}")
        held = decision.scan.held
        detail["scan"] = {"name": decision.scan.filename, "sha256": held.sha256, "size": held.size}
    return detail
