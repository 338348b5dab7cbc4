"""Tasks for the bureaus whose lists cite what was repealed or changed: opened by a job, closed by people.

A job that is small is done at once with what caused it. A large one (a law that 140,000 matters cite) is left to
``quanze manage tick``: each slice is one transaction under the job's row, so that it can stop, go on elsewhere, and say
how far it has come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.law.dates import chinese
from quanze.law.instruments import Says
from quanze.library import standing
from quanze.library.models import Citation, Cited, Job, Statement, Tally, Task, TaskItem
from quanze.lists.codec import load_matter
from quanze.lists.model import fields
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.registry.models import MatterVersion
from quanze.registry.services import Unacceptable

AT_ONCE = 500
"""So many matters are dealt with inside the transaction of the statement."""
SLICE = 500

OPENS = (Says.REPEALED, Says.SUPERSEDED, Says.LAPSED, Says.AMENDED)
"""What opens tasks as soon as it is said. A term opens them when it is over (``expiry``)."""

BECAUSE: dict[str, str] = {
    Says.REPEALED: "已废止",
    Says.SUPERSEDED: "已被取代",
    Says.LAPSED: "已宣布失效",
    Says.AMENDED: "已修改",
    Says.TERM: "期限已届满",
    Says.UNTIL: "有效期已届满",
    Says.PLAN: "规划期已结束",
    Says.YEAR: "所部署的年度工作已结束",
}
"""Why a list must be looked at."""


def begin(statement: Statement) -> Job:
    """Begin to open the tasks of a statement that stands; beginning again returns the same job.

    Concerned are all who cite the instrument or what it replaced before.
    """
    found = Job.objects.filter(statement=statement).first()
    if found is not None:
        return found
    instrument = statement.instrument.same_as or statement.instrument
    concerned = [instrument.pk, *(each.pk for each in standing.replaced_by(instrument))]
    job = Job.objects.create(
        statement=statement,
        instruments=concerned,
        at=[0, 0, 0],
        total=Tally.objects.filter(instrument__in=concerned).aggregate(total=Sum("matters"))["total"] or 0,
        started_at=timezone.now(),
    )
    if job.total <= AT_ONCE:
        while job.finished_at is None:
            _slice(job)
    return job


def advance(job: Job) -> Job:
    """Do the next slice of a job. Whoever else is at it at the same moment does the one after."""
    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=job.pk)
        if held.finished_at is None:
            _slice(held)
    return held


def finish(progress: Callable[[Job], None] | None = None) -> int:
    """Do all jobs that are begun to their end; returns how many were. ``progress`` is told after each slice."""
    jobs = list(Job.objects.filter(finished_at=None).order_by("started_at", "pk"))
    for job in jobs:
        while job.finished_at is None:
            job = advance(job)
            if progress is not None:
                progress(job)
    return len(jobs)


def _slice(job: Job) -> None:
    index, agency, matter = job.at
    instrument = job.instruments[index] if index < len(job.instruments) else None
    if instrument is None or standing.standing(job.statement) is not standing.Standing.STANDS:
        job.finished_at = timezone.now()
        job.save(update_fields=["finished_at"])
        return
    rows = Cited.objects.filter(instrument=instrument).filter(
        Q(agency__gt=agency) | Q(agency=agency, matter__gt=matter)
    )
    found = list(rows.order_by("agency_id", "matter_id").select_related("entry")[:SLICE])
    _open(job.statement, instrument, found)
    if len(found) < SLICE:
        job.at = [index + 1, 0, 0]
    else:
        job.at = [index, found[-1].agency_id, found[-1].matter_id]
    job.done += len(found)
    job.save(update_fields=["at", "done"])


def _open(statement: Statement, instrument: int, rows: Sequence[Cited]) -> None:
    agencies = {row.agency_id for row in rows}
    old = set(Task.objects.filter(statement=statement, agency__in=agencies).values_list("agency", flat=True))
    now = timezone.now()
    Task.objects.bulk_create(
        [Task(agency_id=agency, statement=statement, opened_at=now) for agency in sorted(agencies - old)],
        ignore_conflicts=True,
    )
    tasks = {
        task.agency_id: task
        for task in Task.objects.filter(statement=statement, agency__in=agencies).select_related("agency")
    }
    items = _items(statement, instrument, rows, tasks)
    TaskItem.objects.bulk_create(items, ignore_conflicts=True, batch_size=500)
    for agency in sorted(agencies - old):
        task = tasks[agency]
        detail = {"statement": statement.pk, "instrument": statement.instrument_id}
        record(task.agency.code, "impact.task.open", who=None, thing=_thing(task), detail=detail)


def _items(
    statement: Statement, instrument: int, rows: Sequence[Cited], tasks: dict[int, Task]
) -> list[TaskItem]:
    versions = {row.entry.version_id for row in rows}
    contents = {
        pk: {path: text.value for path, text in fields(load_matter(content))}
        for pk, content in MatterVersion.objects.filter(pk__in=versions).values_list("pk", "content")
    }
    citations: dict[str, list[Citation]] = {}
    for citation in Citation.objects.filter(version__in=versions, instrument=instrument):
        citations.setdefault(citation.version_id, []).append(citation)
    reason = reason_for(statement)
    return [
        TaskItem(
            task=tasks[row.agency_id],
            matter_id=row.matter_id,
            version_id=row.entry.version_id,
            field=citation.field,
            start=citation.start,
            end=citation.end,
            old=contents[row.entry.version_id].get(citation.field, "")[citation.start : citation.end],
            instrument_id=instrument,
            successor=statement.successor,
            reason=reason,
        )
        for row in rows
        for citation in citations.get(row.entry.version_id, ())
    ]


def reason_for(statement: Statement) -> str:
    """The draft of the reason for an adjustment."""
    since = "" if statement.on is None else f"自{chinese(statement.on)}起"
    why = BECAUSE.get(statement.says, statement.get_says_display())
    by = "" if statement.by is None else f"（依据{statement.by}）"
    draft = f"{statement.instrument}{since}{why}{by}"
    if statement.successor is not None:
        return f"{draft}，现行文件为{statement.successor}，拟相应调整实施依据。"
    if statement.says == Says.AMENDED:
        return f"{draft}，拟按现行文本核对并调整引用的条文。"
    return f"{draft}，没有查到替代的文件，请核实该事项是否仍有依据，并提出变更或取消的意见。"


@transaction.atomic
def close_task(task: Task, person: Person, state: str, reason: str, *, where: Origin | None = None) -> Task:
    """Mark a task as done or as one that needs nothing (``Task.State.DONE``, ``DISMISSED``), and say why.

    Raises ``Denied``, or :class:`Unacceptable` for a task that is closed already or without a reason.
    """
    demand(person, "task.close", task)
    if state not in (Task.State.DONE, Task.State.DISMISSED):
        raise Unacceptable("任务只能标为已处理或不需处理。")
    if not reason.strip():
        raise Unacceptable("请写明怎样处理的，或者为什么不需处理。")
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.state != Task.State.OPEN:
        raise Unacceptable(f"该任务{task.get_state_display()}，不能再次办结。")
    _close([task], state, reason.strip(), person)
    detail = {"state": str(state), "statement": task.statement_id}
    record(task.agency.code, "impact.task.close", who=person, thing=_thing(task), where=where, detail=detail)
    return task


def dismiss_all(statement: Statement, person: Person, reason: str) -> int:
    """Close what is open of a statement that was withdrawn; returns how many tasks were."""
    tasks = list(
        Task.objects.select_for_update()
        .filter(statement=statement, state=Task.State.OPEN)
        .order_by("agency_id")
    )
    _close(tasks, Task.State.DISMISSED, reason, person)
    for task in tasks:
        detail = {"state": str(Task.State.DISMISSED), "statement": statement.pk}
        record(task.agency.code, "impact.task.close", who=person, thing=_thing(task), detail=detail)
    return len(tasks)


def _close(tasks: Iterable[Task], state: str, reason: str, person: Person) -> None:
    now = timezone.now()
    for task in tasks:
        task.state, task.reason, task.closed_at, task.closed_by = state, reason, now, person
        task.save(update_fields=["state", "reason", "closed_at", "closed_by"])


def _thing(task: Task) -> Thing:
    return Thing("library.Task", str(task.pk), str(task.statement.instrument)[:300])
