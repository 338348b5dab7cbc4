"""What an adjustment of the list decided for cases under way is carried out when its edition takes effect.

A pinned case must not outlive a power that is gone: on that day a job makes of the decision an event in every case of
the matters concerned: continue, switch to the new procedure, transfer, end. What cannot follow yet (the new procedure
is not confirmed, an objection waits for its answer) is tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from quanze.adjustments.kinds import UnderWay
from quanze.adjustments.queries import Transition, transitions
from quanze.cases import turning, words
from quanze.cases.hindered import Hindered
from quanze.cases.intake import Ground, ground
from quanze.cases.models import OPEN, Case, Turnover
from quanze.cases.pinned import pinned
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import State, acts, course_of
from quanze.procedure.engine.choices import Fate
from quanze.procedure.engine.course import Course
from quanze.procedure.model import Kind
from quanze.registry.models import Edition, Matter
from quanze.rounds.queries import call_of
from quanze.rulebook.queries import KitInForce, kit_value, value_of
from quanze.rulebook.services import pin_kit

FATES = {
    UnderWay.CONTINUE: Fate.CONTINUE,
    UnderWay.SWITCH: Fate.SWITCH,
    UnderWay.TRANSFER: Fate.TRANSFER,
    UnderWay.END: Fate.END,
}


def follow_lists(today: date | None = None, most: int = 1000) -> int:
    """Carry out what editions in force say of cases under way. Returns how many cases were moved. May run in several
    places at once: each case is looked at anew under its lock."""
    day = today or timezone.localdate()
    due = Edition.objects.filter(adjustment__isnull=False, effective_from__lte=day)
    done = Turnover.objects.filter(finished_at__isnull=False).values("edition")
    moved = 0
    for edition in (
        due.exclude(pk__in=done).select_related("agency", "adjustment").order_by("agency", "sequence")
    ):
        if moved < most:
            moved += _follow(edition, most - moved)
    return moved


def _follow(edition: Edition, most: int) -> int:
    """Move what can be moved; the edition is done with when nothing is left."""
    Turnover.objects.bulk_create([Turnover(edition=edition, begun_at=timezone.now())], ignore_conflicts=True)
    moved = waiting = 0
    for transition in transitions(edition):
        if not transition.under_way:
            continue
        left = _left(edition, transition.matter).order_by("pk").values_list("pk", flat=True)
        for pk in list(left[: most - moved]):
            if _move(pk, edition, transition):
                moved += 1
            else:
                waiting += 1
    job = Turnover.objects.filter(pk=edition.pk)
    finished = None if waiting or moved >= most else timezone.now()
    current = job.values_list("moved", flat=True).get()
    job.update(moved=current + moved, waiting=waiting, finished_at=finished)
    return moved


def _left(edition: Edition, matter: Matter) -> QuerySet[Case]:
    """Open cases of the matter that began before the edition and have not followed it. A case that was switched to
    another matter by an earlier edition belongs to that one now."""
    return Case.objects.filter(OPEN, matter=matter, followed__lt=edition.sequence)


@transaction.atomic
def _move(pk: int, edition: Edition, transition: Transition) -> bool:
    case = turning.locked(Case(pk=pk))
    if case.ending or case.followed >= edition.sequence:
        return True
    turn = turning.begin(case)
    fate = FATES[transition.under_way]
    reason = f"{edition.adjustment.title}：{transition.kind.label}"
    kept: tuple[str, ...] = ()
    target: Ground | None = None
    try:
        if fate is Fate.SWITCH:
            target = _target(case, _successor(transition))
            kept = kept_steps(turn, target)
        adjust = acts.Adjust(
            f"清单第{edition.sequence}版，调整第{edition.adjustment.number}号",
            fate,
            reason,
            kept,
            transition.transfer_to if fate is Fate.TRANSFER else "",
        )
        turning.do(turn, adjust, words.SYSTEM)
    except (Hindered, Unacceptable):
        return False
    case.followed = edition.sequence
    if target is not None:
        case.edition, case.procedure, case.kit = target.edition, target.procedure, pin_kit(target.kit)
        case.round = None if target.call is None else target.call.round
        case.matter = target.entry.matter
        case.matter_name = target.entry.version.name[:500]
        turn.pinned = pinned(case)
    turning.keep(turn, None, where=None, verb="case.adjust")
    return True


def _target(case: Case, matter: Matter) -> Ground:
    """On what the case stands from now on. In its round it stays, and keeps the kit under which it was handed in,
    unless its matter becomes another: then it is as if it had come in under that one."""
    received = None if case.received_at is None else timezone.localdate(case.received_at)
    found = ground(matter, kind=case.kind, received=received)
    if case.round is None or case.round.matter_id != matter.pk:
        return found
    kept = KitInForce(kit_value(case.kit), case.kit_id, None)
    return replace(found, kit=kept, call=call_of(case.round.pk))


def _successor(transition: Transition) -> Matter:
    """The matter by which a switched case runs on. Raises ``Unacceptable`` where one became several: which of them it
    is, only a person knows."""
    if len(transition.became) > 1:
        raise Unacceptable("该事项分设为几个事项，须由人指定按哪一个办理。")
    return transition.became[0] if transition.became else transition.matter


def kept_steps(turn: turning.Turn, target: Ground) -> tuple[str, ...]:
    """The steps of the new procedure that stay done: those whose words are the same (their keys say so), and the
    acceptance, since nobody is accepted twice."""
    state = turn.state
    if state.accepted is None:
        return ()
    course = course_of(value_of(target.procedure)[0])
    done = {each.step for each in state.done}
    return tuple(
        place.key
        for place in course.path
        if place.key in done or (place.kind is Kind.ACCEPT and _gate_done(turn, state))
    )


def _gate_done(turn: turning.Turn, state: State) -> bool:
    old: Course = course_of(turn.pinned.procedure)
    return all(state.is_done(place.key) for place in old.path if place.kind is Kind.ACCEPT)
