"""The lines of a draft: read one by one, taken or left, written."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.adjustments import queries, services
from quanze.adjustments.kinds import NEEDS, Kind, UnderWay, lacking, under_way_of
from quanze.adjustments.models import Adjustment
from quanze.adjustments.models import Change as Line
from quanze.lists.model import Matter, Stage, Text
from quanze.people.permissions import Denied, may
from quanze.people.requests import origin_of
from quanze.registry import queries as lists
from quanze.registry.services import Unacceptable
from quanze.site import adjusting, matter_form
from quanze.site.paging import Pages
from quanze.site.views.adjustments import FORM_METHODS, at_rail, found
from quanze.site.views.doors import page_number, person_of, signed_in

PER_PAGE = 20
MATTERS_PER_PAGE = 100
TEXTS = {
    "reason": "调整原因",
    "basis": "调整依据",
    "summary": "调整情况",
    "under_way": "在办事项",
    "transfer_to": "移交的机关",
    "counterpart": "对方机关",
}
"""The words of a line beside its matters, and what people call them."""


@signed_in
@require_safe
def changes(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Every line with its old text, its new text and the difference."""
    return _changes(request, found(request, agency, number))


def _changes(request: HttpRequest, adjustment: Adjustment, refusal: str = "") -> HttpResponse:
    lines = queries.changes_of(adjustment)
    pages = Pages.of(len(lines), page_number(request), PER_PAGE)
    context = at_rail(
        request,
        adjustment,
        lines=[adjusting.shown_line(line) for line in lines[pages.slice]],
        pending=sum(line.decision == Line.Decision.PENDING for line in lines),
        pages=pages,
        editing=adjustment.state in Adjustment.OPEN and may(request.user, "adjustment.edit", adjustment),
        refusal=refusal,
        form=(),
    )
    return render(request, "site/desk/adjustments/changes.html", context)


@signed_in
@require_POST
def decide(request: HttpRequest, agency: str, number: int, position: int) -> HttpResponse:
    """A proposed line taken or left; or one of the source's two texts chosen; or the line taken out."""
    adjustment = found(request, agency, number, "adjustment.edit")
    line = _line(adjustment, position)
    person, where, version = person_of(request), origin_of(request), _version(request)
    order, path = request.POST.get("do", ""), request.POST.get("path", "")
    try:
        if order in ("accept", "leave"):
            services.decide(line, person, version, accept=order == "accept", where=where)
        elif order == "remove":
            services.remove_change(line, person, version, where=where)
        else:
            text = matter_form.typed(request.POST["text"]) if "text" in request.POST else None
            services.choose(line, person, version, path, order, text=text, where=where)
    except (Unacceptable, Denied) as reason:
        return _changes(request, found(request, agency, number), str(reason))
    back = reverse("changes", args=[agency, number])
    page = request.GET.get("page", "")
    anchor = "" if order == "remove" else f"#line-{position}"
    return redirect(f"{back}{f'?page={page}' if page.isdecimal() else ''}{anchor}")


@signed_in
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """A new line: its kind, and the matters of the list that it concerns."""
    adjustment = found(request, agency, number, "adjustment.edit")
    asked = request.POST if request.method == "POST" else request.GET
    kind = Kind(asked["kind"]) if asked.get("kind") in Kind.values else None
    chosen = {text for text in request.POST.getlist("matter") if text.isdecimal()}
    refusal = ""
    rows = lists.entries(adjustment.base, adjustment.base.main)
    if request.method == "POST":
        concerned = list(rows.filter(matter__number__in=chosen).defer(None)) if chosen else []
        if kind is None:
            refusal = "请选择调整的方式。"
        else:
            afters = _first_draft(kind, [entry.content for entry in concerned])
            refusal = lacking(kind, len(concerned), len(afters)) or ""
            if not refusal:
                try:
                    line = services.add_change(
                        adjustment,
                        person_of(request),
                        _version(request),
                        kind,
                        matters=[entry.matter for entry in concerned],
                        after=afters,
                        where=origin_of(request),
                    )
                except (Unacceptable, Denied) as reason:
                    refusal = str(reason)
                    adjustment = found(request, agency, number)
                else:
                    return redirect("change", agency, number, line.position)
    containing = request.GET.get("name", "").replace("\0", "").strip()[:100]
    shown = rows.filter(version__name__icontains=containing) if containing else rows
    pages = Pages.of(shown.count(), page_number(request), MATTERS_PER_PAGE)
    context = at_rail(
        request,
        adjustment,
        kinds=Kind,
        kind=kind,
        chosen=chosen,
        entries=[(str(entry.matter.number), entry) for entry in shown[pages.slice]],
        containing=containing,
        pages=pages,
        refusal=refusal,
        form=(),
    )
    return render(request, "site/desk/adjustments/add.html", context)


def _first_draft(kind: Kind, befores: list[Matter]) -> list[Matter]:
    """What stands in a new line to begin with: the matters as they are, or a blank one where one is to come."""
    blank = Matter(None, Text.plain(""), stages=(Stage(Text.plain(""), Text.plain("")),))
    needs = NEEDS[kind]
    if kind is Kind.TRANSFERRED:
        return [] if befores else [blank]
    return [befores[0] if befores else blank] * needs.least_after


@signed_in
@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, agency: str, number: int, position: int) -> HttpResponse:
    """A line to be written: each field with its old text, its new one and the difference; stages as rows.

    Only ``do=save`` keeps anything. Every other order draws the form again with what was typed: to see the
    differences, or with a row added, moved or taken out.
    """
    adjustment = found(request, agency, number, "adjustment.edit")
    line = _line(adjustment, position)
    if adjustment.state not in Adjustment.OPEN:
        raise Http404("这项调整现在不能改写。")
    shown = adjusting.shown_line(line)
    headings = [heading for matter in (*shown.befores, *shown.afters) for heading in matter.extra]
    if request.method != "POST":
        return _editor(request, adjustment, shown, headings, shown.afters, {})
    data = request.POST.dict()
    order = data.get("do", "")
    if order != "save":
        matter_form.rows_changed(order, data)
    keep = [
        matter_form.posted(at, data, kept, headings, blanks=order != "save")
        for at, kept in enumerate(shown.afters)
        if order != f"drop-{at}" or len(shown.afters) <= NEEDS[shown.kind].least_after
    ]
    refusal = ""
    if order == "save" or order.startswith(("more", "drop")):
        if order == "more":
            keep.append(shown.befores[0] if shown.befores else shown.afters[0])
        try:
            if order == "save" and not all(matter.name.value.strip() for matter in keep):
                raise Unacceptable("请写明职权名称，不能空着；事项不再保留的，请用“取消”等方式另立一条。")
            _save(request, line, shown, keep, data)
        except (Unacceptable, Denied) as reason:
            refusal = str(reason)
            line = _line(found(request, agency, number), position)
        else:
            if order != "save":
                return redirect("change", agency, number, position)
            return redirect(f"{reverse('changes', args=[agency, number])}#line-{position}")
        shown = adjusting.shown_line(line)
    return _editor(request, adjustment, shown, headings, keep, data, refusal)


def _save(
    request: HttpRequest, line: Line, shown: adjusting.ShownLine, keep: list[Matter], data: Any
) -> None:
    said = {name: matter_form.typed(data[name]).strip() for name in TEXTS if name in data}
    given: dict[str, Any] = {name: text for name, text in said.items() if text != getattr(line, name)}
    if data.get("kind") in Kind.values and data["kind"] != line.kind:
        given["kind"] = Kind(data["kind"])
    if tuple(keep) != shown.afters:
        given["after"] = keep
    services.edit_change(line, person_of(request), _version(request), where=origin_of(request), **given)


def _editor(
    request: HttpRequest,
    adjustment: Adjustment,
    shown: adjusting.ShownLine,
    headings: list[str],
    matters: Any,
    data: dict[str, str],
    refusal: str = "",
) -> HttpResponse:
    """The form. After a refusal it shows, beside what was typed, what the line holds now."""
    line, befores = shown.line, shown.befores
    forms = []
    for at, matter in enumerate(matters):
        before = befores[at] if at < len(befores) else befores[0] if befores else None
        came = matter_form.came_from(at, data) if data and f"m{at}-stages" in data else None
        forms.append(
            matter_form.drawn(
                at, matter, before, headings, came if came and len(came) == len(matter.stages) else None
            )
        )
    context = at_rail(
        request,
        adjustment,
        shown=shown,
        line=line,
        forms=forms,
        kinds=[kind for kind in Kind if lacking(kind, len(befores), len(shown.afters)) is None],
        kind=data.get("kind", line.kind),
        texts={name: data.get(name, getattr(line, name)) for name in TEXTS},
        fates=under_way_of(shown.kind, len(befores)),
        transfers=UnderWay.TRANSFER in under_way_of(shown.kind, len(befores)),
        more=NEEDS[shown.kind].most_after is None,
        otherwise=[
            (label, getattr(line, name))
            for name, label in TEXTS.items()
            if refusal and name in data and matter_form.typed(data[name]).strip() != getattr(line, name)
        ],
        theirs=adjusting.compared(Kind.CHANGED, shown.afters, matters) if refusal else (),
        refusal=refusal,
        form=(),
    )
    return render(request, "site/desk/adjustments/change.html", context)


def _line(adjustment: Adjustment, position: int) -> Line:
    for line in queries.changes_of(adjustment):
        if line.position == position:
            line.adjustment = adjustment
            return line
    raise Http404("没有这一条改动，它可能已经删去。")


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
