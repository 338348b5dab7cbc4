"""What an adjustment of the list decided for cases under way is carried out when its edition takes effect.

A pinned case must not outlive a power that is gone: on that day a job makes of the decision an event in every case of
the matters concerned: continue, switch to the new procedure, transfer, end. What cannot follow yet (the new procedure
is not confirmed, an objection waits for its answer) is tried again. Where one matter became several, an officer of the
case chooses by which of them it goes on (:func:`follow`)."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from quanze.adjustments.kinds import UnderWay
from quanze.adjustments.queries import Transition, touched, transitions
from quanze.audit.services import Origin
from quanze.cases import messages, turning, words
from quanze.cases.hindered import Hindered
from quanze.cases.intake import Ground, ground
from quanze.cases.models import OPEN, Case, Turnover
from quanze.cases.pinned import pinned
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import State, acts, course_of
from quanze.procedure.engine.choices import Fate
from quanze.procedure.engine.course import Course
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind
from quanze.registry import queries as registry
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
    try:
        target = None
        if FATES[transition.under_way] is Fate.SWITCH:
            target = _target(case, _successor(transition))
        _adjust(turn, edition, transition, target, words.SYSTEM)
    except Divided as divided:
        about = f"turnover:{edition.pk}:{pk}"
        messages.keep(
            messages.mail(case, each, str(divided), key=f"{about}:{each.id}")
            for each in messages.officers(case)
        )
        return False
    except (Hindered, Unacceptable):
        return False
    _keep(turn, edition, target)
    return True


def _adjust(
    turn: turning.Turn, edition: Edition, transition: Transition, target: Ground | None, by: str
) -> None:
    """What the edition says of this case is done; ``target`` is on what it goes on where it is switched. Nothing is
    kept."""
    fate = FATES[transition.under_way]
    adjust = acts.Adjust(
        f"清单第{edition.sequence}版，调整第{edition.adjustment.number}号",
        fate,
        f"{edition.adjustment.title}：{transition.kind.label}",
        () if target is None else kept_steps(turn, target),
        transition.transfer_to if fate is Fate.TRANSFER else "",
    )
    turning.do(turn, adjust, by)


def _keep(
    turn: turning.Turn,
    edition: Edition,
    target: Ground | None,
    person: Person | None = None,
    where: Origin | None = None,
) -> Case:
    case = turn.case
    case.followed = edition.sequence
    if target is not None:
        case.edition, case.procedure, case.kit = target.edition, target.procedure, pin_kit(target.kit)
        case.round = None if target.call is None else target.call.round
        case.matter = target.entry.matter
        case.matter_name = target.entry.version.name[:500]
        turn.pinned = pinned(case)
    return turning.keep(turn, person, where=where, verb="case.adjust")


class Divided(Unacceptable):
    """One matter became several: by which of them a case goes on, only a person knows."""


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
    """The matter by which a switched case runs on. Raises :class:`Divided` where one became several."""
    if len(transition.became) > 1:
        raise Divided("清单调整将本事项分设为几个事项，须由经办人指定本件按哪一个继续办理。")
    return transition.became[0] if transition.became else transition.matter


# What waits, and by whom it is freed ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A matter by which a case may go on: what it is called, which steps stay done; ``refusal`` where it cannot yet."""

    matter: Matter
    name: str
    kept: tuple[str, ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that has not followed an edition in force, and why; ``choices`` where somebody has to choose."""

    edition: Edition
    transition: Transition
    reason: str
    choices: tuple[Choice, ...]


def waiting_for(case: Case) -> Waiting | None:
    """What this case waits for, if it has not followed the list. One query; where it waits, some more for each matter
    that may be chosen."""
    if case.ending:
        return None
    found = _unfollowed(case)
    if found is None:
        return None
    edition, transition = found
    turn = turning.begin(copy(case))
    if len(transition.became) > 1 and FATES[transition.under_way] is Fate.SWITCH:
        choices = tuple(_choice(turn, edition, each) for each in transition.became)
        return Waiting(edition, transition, "", choices)
    return Waiting(edition, transition, _reason(turn, edition, transition), ())


def _unfollowed(case: Case) -> tuple[Edition, Transition] | None:
    """The first edition in force that says something of this case and that it has not followed. One query where none
    is being carried out, else at most five."""
    editions = [each for each in _carried_out(case.agency) if each.sequence > case.followed]
    said = touched(editions) if editions else set()
    edition = next((each for each in editions if (each.pk, case.matter_id) in said), None)
    if edition is None:
        return None
    return edition, next(each for each in transitions(edition) if each.matter.pk == case.matter_id)


def _carried_out(agency: Agency) -> list[Edition]:
    """The editions of which some cases have not followed yet, in their order. One query."""
    jobs = Turnover.objects.filter(edition__agency=agency, finished_at__isnull=True)
    found = jobs.select_related("edition__agency", "edition__adjustment").order_by("edition__sequence")
    return [job.edition for job in found]


def behind(agency: Agency) -> Q:
    """The cases of an agency that have not followed its list. Two queries, one where all have."""
    editions = {each.pk: each.sequence for each in _carried_out(agency)}
    said = touched(Edition.objects.filter(pk__in=editions)) if editions else set()
    found = Q(pk__in=[])
    for edition, matter in said:
        found |= Q(OPEN, matter=matter, followed__lt=editions[edition])
    return found


def count_behind(agency: Agency) -> int:
    """How many those are, as the job counted them last. One query."""
    jobs = Turnover.objects.filter(edition__agency=agency, finished_at__isnull=True)
    return jobs.aggregate(count=Sum("waiting"))["count"] or 0


def _choice(turn: turning.Turn, edition: Edition, matter: Matter) -> Choice:
    try:
        target = _target(turn.case, matter)
    except Unacceptable as reason:
        entry = registry.entries(edition, edition.main).filter(matter=matter).first()
        return Choice(matter, str(matter) if entry is None else entry.version.name, (), str(reason))
    course = course_of(value_of(target.procedure)[0])
    kept = kept_steps(turn, target)
    names = tuple(KINDS[place.kind] for place in course.path if place.key in kept)
    return Choice(matter, target.entry.version.name, names, "")


def _reason(turn: turning.Turn, edition: Edition, transition: Transition) -> str:
    """What stands in the way: the case is adjusted, and nothing is kept."""
    try:
        target = None
        if FATES[transition.under_way] is Fate.SWITCH:
            target = _target(turn.case, _successor(transition))
        _adjust(turn, edition, transition, target, words.SYSTEM)
    except (Hindered, Unacceptable) as reason:
        return str(reason)
    return "系统即将办理。"


@transaction.atomic
def follow(case: Case, person: Person, matter: Matter, *, where: Origin | None = None) -> Case:
    """An officer chooses by which of the matters that its own was divided into a case goes on; it is switched at once.

    Raises ``Denied``; ``Unacceptable`` where there is nothing to choose (any more) or that matter cannot take it yet;
    ``Hindered``."""
    held = turning.locked(case)
    demand(person, "case.follow", held)
    found = None if held.ending else _unfollowed(held)
    if found is None or FATES[found[1].under_way] is not Fate.SWITCH or matter not in found[1].became:
        raise Unacceptable("本件现在不需要选择按哪个事项办理，请刷新页面查看。")
    turn, target = turning.begin(held), _target(held, matter)
    _adjust(turn, *found, target, words.reference(person.pk))
    return _keep(turn, found[0], target, person, where)


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
