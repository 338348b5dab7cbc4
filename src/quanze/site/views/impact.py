"""What follows for a bureau when the law changes: its tasks, what ends soon, and how its list stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from quanze.adjustments import services as adjustments
from quanze.law.currency import State
from quanze.library import queries, services
from quanze.library.models import Task, TaskItem
from quanze.lists.codec import load_matter
from quanze.lists.model import fields
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.registry.models import MatterVersion
from quanze.registry.queries import agency as agency_of
from quanze.site import following
from quanze.site.adjustment_forms import TitleForm
from quanze.site.charts import shares
from quanze.site.law_forms import CloseForm
from quanze.site.paging import Pages
from quanze.site.reviewing import passage
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, page_number, person_of, signed_in
from quanze.site.views.laws import asked, one_of

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A place that a task is about, with what stands around the old citation; ``still`` says that the list in force
    cites it to this day."""

    item: TaskItem
    passage: SafeString
    still: bool


@signed_in
@require_safe
def tasks(request: HttpRequest, agency: str) -> HttpResponse:
    """The tasks of an agency: ``?state= page=``."""
    here = _agency(request, agency, "task.list")
    wanted = one_of(asked(request, "state"), [*Task.State.values, "all"]) or Task.State.OPEN.value
    every = queries.tasks(here, None if wanted == "all" else wanted)
    pages = Pages.of(every.count(), page_number(request), PER_PAGE)
    context = rail(
        request,
        here,
        at="tasks",
        tasks=every[pages.slice],
        pages=pages,
        state=wanted,
        states=[*Task.State.choices, ("all", "全部")],
    )
    return render(request, "site/desk/law/tasks.html", context)


@signed_in
@require_safe
def task(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """A task: every place with its old citation, and what to put there."""
    return _draw_task(request, _task(request, agency, pk, "task.view"), CloseForm())


@signed_in
def task_close(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """Close a task, as done or as needing nothing. Who comes by a link is led to its page."""
    if request.method != "POST":
        return redirect("task", agency, pk)
    found = _task(request, agency, pk, "task.close")
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _draw_task(request, found, form)
    try:
        services.close_task(found, person_of(request), **form.cleaned_data, where=origin_of(request))
    except services.Unacceptable as reason:
        return _draw_task(request, found, form, str(reason))
    return redirect("task", agency, pk)


@signed_in
def task_draft(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """Begin an adjustment of the matters that a task names. Who comes by a link is led to its page."""
    if request.method != "POST":
        return redirect("task", agency, pk)
    found = _task(request, agency, pk, "task.view")
    ask(request, "adjustment.draft", found.agency)
    form = TitleForm(request.POST)
    if not form.is_valid():
        return _draw_task(request, found, CloseForm(), draft_form=form)
    title = form.cleaned_data["title"]
    try:
        made = adjustments.begin_from_task(found, person_of(request), title, where=origin_of(request))
    except adjustments.Unacceptable as reason:
        return _draw_task(request, found, CloseForm(), str(reason), form)
    return redirect("changes", agency, made.number)


@signed_in
@require_safe
def health(request: HttpRequest, agency: str) -> HttpResponse:
    """清单健康: how what a list cites stands: ``?state= page=``."""
    here = _agency(request, agency, "health.view")
    found = queries.health(here)
    wanted = one_of(asked(request, "state"), [each.value for each in State])
    uses = [use for use in found.uses if wanted in (None, use.status.state.value)]
    pages = Pages.of(len(uses), page_number(request), PER_PAGE)
    context = rail(
        request,
        here,
        at="health",
        health=found,
        shares=shares.draw(found.states),
        bar=(shares.WIDTH, shares.HEIGHT),
        rows=[(state, count, found.citations[state]) for state, count in found.states.items()],
        total=len(found.uses),
        state=wanted,
        uses=uses[pages.slice],
        pages=pages,
        notices=queries.notices(here),
        unresolved=following.unresolved(here) if found.unknown else (),
    )
    return render(request, "site/desk/law/health.html", context)


def _agency(request: HttpRequest, code: str, verb: str) -> Agency:
    try:
        found = agency_of(code)
    except Agency.DoesNotExist:
        raise Http404(f"没有代码为“{code}”的机关。") from None
    ask(request, verb, found)
    return found


def _task(request: HttpRequest, code: str, pk: int, verb: str) -> Task:
    here = _agency(request, code, "task.list")
    try:
        found = queries.task(here, pk)
    except Task.DoesNotExist:
        raise Http404("没有这个任务。") from None
    ask(request, verb, found)
    return found


def _draw_task(
    request: HttpRequest,
    found: Task,
    form: CloseForm,
    refusal: str = "",
    draft_form: TitleForm | None = None,
) -> HttpResponse:
    page = queries.task_page(found)
    drafts = list(found.adjustments.order_by("number"))
    under_way = any(each.state not in each.CLOSED for each in drafts)
    may_draft = may(request.user, "adjustment.draft", found.agency)
    title = f"因{found.statement.instrument}{found.statement.get_says_display()}的调整"[:200]
    pages = Pages.of(len(page.items), page_number(request), PER_PAGE)
    context = rail(
        request,
        found.agency,
        at="tasks",
        task=found,
        items=_shown(page.items[pages.slice], page.still),
        places=len(page.items),
        matters=len({item.matter_id for item in page.items}),
        pages=pages,
        form=form,
        refusal=refusal,
        drafts=drafts,
        drafting=found.state == Task.State.OPEN and not under_way and may_draft,
        draft_form=draft_form or TitleForm(initial={"title": title}),
    )
    return render(request, "site/desk/law/task.html", context)


def _shown(items: tuple[TaskItem, ...], still: frozenset[int]) -> list[ShownItem]:
    """The items with the text around each citation, as it was when the task was opened. One query."""
    found = MatterVersion.objects.filter(pk__in={item.version_id for item in items})
    texts = {
        pk: {path: text.value for path, text in fields(load_matter(content))}
        for pk, content in found.values_list("pk", "content")
    }
    return [
        ShownItem(
            item,
            passage(texts[item.version_id].get(item.field, item.old), item.start, item.end),
            item.pk in still,
        )
        for item in items
    ]
