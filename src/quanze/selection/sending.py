"""The package of a round is asked for, and said to have been sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.cases.playing import moment
from quanze.haste import hurry_after_commit
from quanze.people.models import Person
from quanze.people.unacceptable import Unacceptable
from quanze.rounds.models import Round
from quanze.rounds.queries import State
from quanze.selection.completeness import Gap, gaps
from quanze.selection.contents import Contents, contents
from quanze.selection.models import Package, Sending
from quanze.selection.queries import Ranking
from quanze.selection.saying import LONGEST_REASON, locked, plain

LONGEST_HOW = 300
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Stand:
    """How it stands with what goes up: what it is now and what it lacks, the last package, and what was sent, the last
    first. ``sent``: that something went by the order as it is fixed."""

    goes: Contents
    gaps: tuple[Gap, ...]
    package: Package | None
    sendings: tuple[Sending, ...]
    sent: Sending | None

    @property
    def current(self) -> bool:
        """Whether the last package has what would go in now."""
        package = self.package
        return package is not None and package.made_at is not None and package.basis == self.goes.basis

    @property
    def went(self) -> bool:
        """Whether what would go in now has been sent."""
        return self.current and any(
            each.package_id == self.package.pk for each in self.sendings if self.package
        )

    @property
    def hard(self) -> tuple[Gap, ...]:
        """What nothing is sent without."""
        return tuple(each for each in self.gaps if each.hard)


def stand(held: Ranking, today: date) -> Stand:
    """Nine queries, however many cases."""
    goes = contents(held)
    kept = Package.objects.filter(round=held.round).select_related("by", "sending__by")
    packages = list(kept.order_by("-pk"))
    sendings = tuple(each.sending for each in packages if hasattr(each, "sending"))
    fixed = None if held.fixed is None else held.fixed.pk
    sent = next(
        (each.sending for each in packages if each.fixed_id == fixed and hasattr(each, "sending")), None
    )
    return Stand(
        goes,
        gaps(goes, today),
        packages[0] if packages else None,
        sendings,
        sent,
    )


@transaction.atomic
def ask(round: Round, person: Person, *, where: Origin | None = None) -> Package:
    """Ask for the package of the fixed ranking, whole or not: a job makes it soon. What is being made, or has
    everything that would go in, is not asked for again. Raises ``Denied``, :class:`Unacceptable`."""
    held = locked(round, person, "ranking.send")
    if held.fixed is None:
        raise Unacceptable("排序确定以后，才能生成材料包。")
    if held.call.state is State.CALLED_OFF:
        raise Unacceptable("批次已取消，不能生成材料包。")
    goes = contents(held)
    if not goes.folders:
        raise Unacceptable("没有可以报送的办件：名额内的都已经撤回、不予通过或者移到别的批次。")
    last = Package.objects.filter(round=round).order_by("-pk").first()
    if last is not None and not last.trouble and last.basis == goes.basis:
        return last
    package = Package.objects.create(
        round=held.round,
        fixed=held.fixed,
        basis=goes.basis,
        by=person,
        at=timezone.now(),
        total=len(goes.folders),
    )
    _record(held, "ranking.package.ask", person, where, {"package": package.pk})
    hurry_after_commit()
    return package


@transaction.atomic
def send(
    package: Package,
    person: Person,
    on: date,
    how: str,
    *,
    reason: str = "",
    where: Origin | None = None,
) -> Sending:
    """The package went to the higher authority.

    Raises ``Denied``; :class:`Unacceptable`: it is not made, something else would go in now, something is missing
    without which nothing is sent, something else is and no ``reason`` was given.
    """
    held = locked(package.round, person, "ranking.send")
    package = Package.objects.get(pk=package.pk)
    told, why = plain(how, LONGEST_HOW, "方式"), plain(reason, LONGEST_REASON, "理由")
    today = timezone.localdate(moment(held.round.agency))
    now = stand(held, today)
    if (done := Sending.objects.filter(package=package).first()) is not None:
        if (done.by_id, done.on, done.how) == (person.pk, on, told):
            return done
        raise Unacceptable("这个材料包已经登记送出。")
    if held.call.state is State.CALLED_OFF:
        raise Unacceptable("批次已取消，不能送出。")
    if package.made_at is None or package.dropped:
        raise Unacceptable("材料包还没有生成，或者已由后来生成的代替。请重新打开页面。")
    if package.basis != now.goes.basis:
        raise Unacceptable("材料包生成以后，要报送的内容有变化。请重新生成，再送出。")
    if now.hard:
        raise Unacceptable(f"还不能送出：{_told(now.hard)}。")
    if not told:
        raise Unacceptable("请写明送出的方式，如专人报送、邮寄、上传到哪个系统。")
    if now.gaps and not why:
        raise Unacceptable(f"缺少的内容请写明理由：{_told(now.gaps)}。")
    if on > today:
        raise Unacceptable("送出日期还没有到。")
    if on < timezone.localdate(package.made_at):
        raise Unacceptable("送出日期早于材料包生成的日期，请核对。")
    sending = Sending.objects.create(
        package=package,
        on=on,
        how=told,
        gaps=[_words(each) for each in now.gaps],
        reason=why,
        by=person,
        at=moment(held.round.agency),
    )
    detail = {"package": package.pk, "sha256": package.sha256, "on": on.isoformat(), "gaps": len(now.gaps)}
    _record(held, "ranking.package.send", person, where, detail)
    return sending


def _told(some: Sequence[Gap]) -> str:
    more = f"等{len(some)}项" if len(some) > MOST_TOLD else ""
    return "；".join(map(_words, some[:MOST_TOLD])) + more


def _words(gap: Gap) -> str:
    return gap.words if gap.case is None else f"{gap.case.applicant_name}（{gap.case.number}）{gap.words}"


def _record(
    held: Ranking, verb: str, person: Person, where: Origin | None, detail: dict[str, object]
) -> None:
    round = held.round
    thing = Thing("rounds.Round", str(round.pk), f"{round.matter_name}：{round.title}"[:200])
    record(round.agency.code, verb, who=person, thing=thing, where=where, detail=detail)
