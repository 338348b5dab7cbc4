"""限制申报登记: what authorities decided, and what came after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.bars import queries, services
from quanze.bars.models import Bar, BarEvent
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.model import SpecialClause
from quanze.registry.models import Entry
from quanze.registry.queries import edition_on, entries, names
from quanze.rulebook.queries import calendar
from quanze.site.bar_forms import BarEventForm, BarForm
from quanze.site.handing_in import takes_files
from quanze.site.paging import Pages
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, page_number, person_of, signed_in

PER_PAGE = 50


@signed_in
@require_safe
def bars(request: HttpRequest, agency: str) -> HttpResponse:
    """The register: ``?state=now,over q= page=``."""
    here = desk_agency(request, agency, "bar.list")
    state = request.GET.get("state", "")
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = queries.register(here, query=query, current={"now": True, "over": False}.get(state))
    pages = Pages.of(found.count(), page_number(request), PER_PAGE)
    today = timezone.localdate()
    context = rail(
        request,
        here,
        at="bars",
        rows=[(each, standing(each, today)) for each in found[pages.slice]],
        pages=pages,
        state=state,
        q=query,
        records=may(person_of(request), "bar.record", here),
    )
    return render(request, "site/desk/bars/list.html", context)


def standing(bar: Bar, today: Any) -> str:
    """How a bar stands, in words."""
    if bar.in_force(today):
        return "限制中"
    lifted = bar.lifted_on()
    if lifted is not None and lifted <= today:
        return "已提前解除"
    return "尚未开始" if today < bar.since else "已期满"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def bar_new(request: HttpRequest, agency: str) -> HttpResponseBase:
    """Record a decision."""
    here = desk_agency(request, agency, "bar.record")
    matters = _matters(here)
    clauses = _clauses(matters, request.POST.getlist("matters"))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BarForm(matters, [clause for _, clause in clauses], person_of(request), origin_of(request), *sent)
    if request.method == "POST" and form.is_valid():
        days = form.ends(calendar())
        if days is None:
            form.add_error("months", "请填写限制多少个月，或者截止日期。")
        elif (made := _recorded(request, here, form, matters, days)) is not None:
            return redirect("desk_bar", here.code, made.pk)
    context = rail(request, here, at="bars", form=form, clauses=clauses)
    return render(request, "site/desk/bars/form.html", context)


def _recorded(
    request: HttpRequest, here: Agency, form: BarForm, matters: Sequence[Entry], days: tuple[Any, Any]
) -> Bar | None:
    data = form.cleaned_data
    chosen = [each.matter for each in matters if str(each.matter.number) in data["matters"]]
    try:
        made = services.record_bar(
            here,
            person_of(request),
            code=data["code"].value,
            name=data["name"],
            scope=data["scope"],
            matters=chosen,
            since=days[0],
            until=days[1],
            decision=form.decision,
            facts=data["facts"],
            clause="\n".join(dict.fromkeys(each.text for each in form.clauses)),
            where=origin_of(request),
        )
    except Unacceptable as reason:
        form.add_error(None, str(reason))
        return None
    messages.success(request, "已登记。申请这些事项时会提示申请人和经办人，不拦申请。")
    return made


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def bar(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """A bar with what came after; POST records what came."""
    here = desk_agency(request, agency, "bar.record" if request.method == "POST" else "bar.list")
    try:
        found = queries.bar(here, pk)
    except Bar.DoesNotExist:
        raise Http404("没有这条登记。") from None
    person, where = person_of(request), origin_of(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BarEventForm(found, person, where, *sent)
    if request.method == "POST" and form.is_valid():
        try:
            _add(found, form, request)
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "已登记。")
            return redirect("desk_bar", here.code, pk)
    context = rail(
        request,
        here,
        at="bars",
        bar=found,
        names=_names(here, found),
        standing=standing(found, timezone.localdate()),
        form=form,
        records=may(person, "bar.record", here),
    )
    return render(request, "site/desk/bars/bar.html", context)


def _add(bar: Bar, form: BarEventForm, request: HttpRequest) -> None:
    data, person, where = form.cleaned_data, person_of(request), origin_of(request)
    words = data["words"]
    if data["kind"] == BarEvent.Kind.APPEALED:
        services.note_appeal(bar, person, data["on"], data["organ"], words, way=data["way"], where=where)
    elif data["kind"] == BarEvent.Kind.ANSWERED:
        services.note_outcome(
            bar,
            person,
            form.decision,
            words,
            outcome=data["outcome"],
            until=data["until"],
            appeal=form.appeal,
            where=where,
        )
    else:
        services.lift(bar, person, form.decision, words, where=where)


def _matters(here: Agency) -> list[Entry]:
    edition = edition_on(here)
    return [] if edition is None else list(entries(edition, edition.main))


def _clauses(matters: Sequence[Entry], chosen: Sequence[str]) -> list[tuple[str, SpecialClause]]:
    """What the liability clauses of the chosen matters say of bars, each once."""
    found: dict[str, tuple[str, SpecialClause]] = {}
    for each in matters:
        if str(each.matter.number) in chosen:
            for clause in queries.clauses_of(each.matter):
                found.setdefault(clause.text, (each.version.name, clause))
    return list(found.values())


def _names(here: Agency, bar: Bar) -> list[str]:
    """The names of the matters that a bar is about; those that the list in force no longer has say so."""
    current, meant = {each.matter_id for each in _matters(here)}, bar.matters.all()
    called = names(here, meant)
    return [
        called[each.pk] if each.pk in current else f"{called[each.pk]}（现行清单中没有）" for each in meant
    ]
