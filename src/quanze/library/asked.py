"""What changes of the law ask of an agency: its tasks, and what was announced of what its list cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from quanze.library.models import Citation, Notice, Tally, Task, TaskItem
from quanze.people.models import Agency
from quanze.registry.models import SearchText
from quanze.registry.queries import number_of


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with its items. ``still`` are the items (by ``pk``) whose matter cites the instrument in the list in force
    to this day."""

    task: Task
    items: tuple[TaskItem, ...]
    still: frozenset[int]


def tasks(agency: Agency, state: str | None = Task.State.OPEN) -> QuerySet[Task]:
    """The tasks of an agency, newest first, each with ``count``, its items. One query."""
    rows = Task.objects.filter(agency=agency).select_related(
        "statement__instrument", "statement__successor", "closed_by"
    )
    if state is not None:
        rows = rows.filter(state=state)
    return rows.annotate(count=Count("items")).order_by("-opened_at", "-pk")


def open_tasks() -> Subquery:
    """How many tasks of an agency are open: a column of a query for agencies."""
    return number_of(Task.objects.filter(agency=OuterRef("pk"), state=Task.State.OPEN))


def task(agency: Agency, pk: int) -> Task:
    """One task, of that agency and no other. One query. Raises ``Task.DoesNotExist``."""
    return Task.objects.select_related(
        "agency", "statement__instrument", "statement__by", "statement__successor", "closed_by"
    ).get(agency=agency, pk=pk)


def task_page(task: Task) -> TaskPage:
    """A task with its items. Two queries."""
    items = tuple(
        task.items.select_related("matter", "version", "successor").defer("version__content").order_by("pk")
    )
    shown = SearchText.objects.filter(matter__in={item.matter_id for item in items})
    versions = dict(shown.values_list("matter", "entry__version"))
    still = frozenset(
        item.pk for item in items if versions.get(item.matter_id) == item.version_id
    ) | _cited_still(items, versions)
    return TaskPage(task, items, still)


def _cited_still(items: Sequence[TaskItem], versions: dict[int, str]) -> frozenset[int]:
    """Items whose matter has changed and cites the instrument in that field all the same."""
    rows = Citation.objects.filter(version__in=set(versions.values()))
    cited = set(rows.values_list("version", "field", "instrument"))
    return frozenset(
        item.pk for item in items if (versions.get(item.matter_id), item.field, item.instrument_id) in cited
    )


def notices(agency: Agency, today: date | None = None) -> QuerySet[Notice]:
    """What was announced of instruments that the agency's list cites and that are still in force, the next to end
    first. One query."""
    cited = Tally.objects.filter(instrument=OuterRef("instrument"), agency=agency)
    rows = Notice.objects.filter(Exists(cited), ends_on__gt=today or timezone.localdate())
    return rows.select_related("instrument").order_by("ends_on", "pk")
