"""The procedures of an agency's matters at its list keeper's desk: look, correct, confirm."""

from __future__ import annotations

import json
from functools import lru_cache, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from quanze.people.models import Agency
from quanze.people.requests import origin_of
from quanze.procedure.chart import NARROW, flow_chart
from quanze.procedure.codec import dump_procedure
from quanze.procedure.corrections import Drop, MapClause
from quanze.procedure.engine import State
from quanze.procedure.labels import limit_words
from quanze.procedure.model import Procedure
from quanze.registry import queries as registry
from quanze.registry.services import Unacceptable
from quanze.rulebook import queries, services
from quanze.rulebook.corrections import Promise
from quanze.rulebook.queries import NotInForce, Review, Standing
from quanze.site import procedures
from quanze.site.downloads import download_headers
from quanze.site.paging import Pages
from quanze.site.procedure_forms import PromiseForm, ReasonForm, StepForm, corrections_of
from quanze.site.views.desk import rail
from quanze.site.views.doors import View, desk_agency, page_number, person_of, signed_in

PER_PAGE = 100


@lru_cache(maxsize=256)
def charts(procedure: Procedure) -> tuple[SafeString, SafeString]:
    """:func:`drawn` for a procedure, which is asked for again and again."""
    return drawn(procedure)


def drawn(procedure: Procedure, state: State | None = None) -> tuple[SafeString, SafeString]:
    """The flow chart in its wide and its narrow form, of a case with its ``state``; the stylesheet shows the one that
    fits."""
    wide = flow_chart(procedure, state, ident="flow-wide")
    narrow = flow_chart(procedure, state, measure=NARROW, ident="flow-narrow")
    return mark_safe(wide), mark_safe(narrow)  # noqa: S308  the chart escapes what it writes


def by_form_alone(act: View) -> View:
    """Let an act on a procedure be done by a form alone; whoever comes by a link is led to the procedure's page."""

    @wraps(act)
    def inner(request: HttpRequest, agency: str, number: int) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("procedure", agency, number)
        return act(request, agency, number)

    return inner


def _found(request: HttpRequest, code: str, number: int) -> tuple[Agency, Review]:
    agency = desk_agency(request, code, "procedure.review")
    try:
        return agency, queries.review(agency, number)
    except NotInForce as reason:
        raise Http404(str(reason)) from None


@signed_in
@require_safe
def procedures_list(request: HttpRequest, agency: str) -> HttpResponse:
    """Every matter of the list in force, and how it stands with its procedure; ``?standing=&name=`` show some alone."""
    here = desk_agency(request, agency, "procedure.review")
    edition = registry.edition_on(here)
    states = () if edition is None else queries.states(edition)
    wanted = request.GET.get("standing", "")
    standing = Standing(wanted) if wanted in set(Standing) else None
    name = request.GET.get("name", "").strip()[:100]
    shown = [
        state for state in states if standing in (None, state.standing) and name in state.entry.version.name
    ]
    pages = Pages.of(len(shown), page_number(request), PER_PAGE)
    context = rail(
        request,
        here,
        edition=edition,
        states=shown[pages.slice],
        pages=pages,
        name=name,
        total=len(states),
        counts=[(each, sum(state.standing is each for state in states)) for each in Standing],
        standing=standing,
        at="procedures",
    )
    return render(request, "site/desk/procedures.html", context)


@signed_in
@require_safe
def procedure(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """The list's text beside the steps that were made of it."""
    here, found = _found(request, agency, number)
    return _page(request, here, found)


@signed_in
@require_safe
def procedure_json(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """What is proposed, as ``docs/schema/procedures.json`` describes one procedure."""
    _, found = _found(request, agency, number)
    body = json.dumps(dump_procedure(found.proposal.procedure), ensure_ascii=False, indent=1)
    headers = download_headers(f"{found.content.name.value}办理规程.json")
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def procedure_step(request: HttpRequest, agency: str, number: int, key: str) -> HttpResponse:
    """Correct one step, or drop it."""
    here, found = _found(request, agency, number)
    shown = next((step for step in found.proposal.procedure.steps if step.key == key), None)
    named = procedures.step_name(found.proposal, key)
    if shown is None or named is None:
        raise Http404("规程里没有这一步；人工对应的步骤要改动，请先撤回那一条更正。")
    dropping = request.POST.get("act") == "drop"
    form = StepForm(request.POST if request.method == "POST" and not dropping else None, step=shown)
    drop = ReasonForm(request.POST if dropping else None, prefix="drop")
    asked = drop if dropping else form
    refusal = ""
    if request.method == "POST" and asked.is_valid():
        made = [Drop(named)] if dropping else corrections_of(shown, named, form.said)
        if not made:
            refusal = "没有改动任何一项。"
        else:
            try:
                services.correct(
                    here,
                    number,
                    made,
                    asked.cleaned_data["reason"],
                    person_of(request),
                    where=origin_of(request),
                )
            except Unacceptable as reason:
                refusal = str(reason)
            else:
                anchor = "corrections" if dropping else f"step-{key}"
                return redirect(f"{reverse('procedure', args=[agency, number])}#{anchor}")
    place = next(
        (place for place in procedures.places(found.content, found.proposal) if _has(place, key)), None
    )
    context = _context(
        request,
        here,
        found,
        form=form,
        drop=drop,
        asked=asked,
        words=shown.text,
        place=place,
        refusal=refusal,
    )
    return render(request, "site/desk/procedure_step.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def procedure_clause(request: HttpRequest, agency: str, number: int, key: str) -> HttpResponse:
    """Say which step a clause is that no pattern covers."""
    here, found = _found(request, agency, number)
    clauses = found.proposal.procedure.uncompiled
    clause = next((each for each in clauses if procedures.clause_key(each) == key), None)
    if clause is None:
        raise Http404("没有这一处未识别的文字，可能已经对应好了。")
    form = StepForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.said
        kind = said.pop("kind")
        fields = {name: value for name, value in said.items() if value not in (None, False)}
        try:
            services.correct(
                here,
                number,
                [MapClause(clause.text, kind, fields)],
                form.cleaned_data["reason"],
                person_of(request),
                where=origin_of(request),
            )
        except Unacceptable as reason:
            refusal = str(reason)
        else:
            return redirect(f"{reverse('procedure', args=[agency, number])}#corrections")
    context = _context(
        request, here, found, form=form, asked=form, clause=clause, words=clause.text, refusal=refusal
    )
    return render(request, "site/desk/procedure_step.html", context)


@signed_in
@by_form_alone
def procedure_promise(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Set the limit that the bureau promises, or take it back."""
    here, found = _found(request, agency, number)
    form = PromiseForm(request.POST, prefix="promise")
    if not form.is_valid():
        return _page(request, here, found, promise=form)
    try:
        services.correct(
            here,
            number,
            [Promise(form.limit)],
            form.cleaned_data["reason"],
            person_of(request),
            where=origin_of(request),
        )
    except Unacceptable as reason:
        return _page(request, here, found, promise=form, refusal=str(reason))
    return redirect(f"{reverse('procedure', args=[agency, number])}#promise")


@signed_in
@by_form_alone
def procedure_withdraw(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Take a correction back."""
    here, found = _found(request, agency, number)
    text = request.POST.get("correction", "")
    pk = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    try:
        services.withdraw(here, number, pk, person_of(request), where=origin_of(request))
    except Unacceptable as reason:
        return _page(request, here, found, refusal=str(reason))
    return redirect(f"{reverse('procedure', args=[agency, number])}#corrections")


@signed_in
@by_form_alone
def procedure_confirm(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Confirm what was looked at: new cases run by it."""
    here, found = _found(request, agency, number)
    if not request.POST.get("checked"):
        return _page(request, here, found, unchecked=True)
    try:
        seen = request.POST.get("seen", "")
        services.confirm(here, number, seen, person_of(request), where=origin_of(request))
    except Unacceptable as reason:
        return _page(request, here, found, refusal=str(reason))
    return redirect("procedure", agency, number)


def _has(place: procedures.ShownPlace, key: str) -> bool:
    return any(shown.step.key == key for shown in place.steps)


def _context(request: HttpRequest, agency: Agency, found: Review, **more: Any) -> dict[str, Any]:
    return rail(
        request,
        agency,
        found=found,
        number=found.entry.matter.number,
        matter=found.content,
        at="procedures",
        **more,
    )


def _page(
    request: HttpRequest,
    agency: Agency,
    found: Review,
    *,
    promise: PromiseForm | None = None,
    unchecked: bool = False,
    refusal: str = "",
) -> HttpResponse:
    proposal = found.proposal
    corrections = [
        (each, procedures.correction_words(each.value), procedures.correction_text(each.value))
        for each in found.corrections
    ]
    context = _context(
        request,
        agency,
        found,
        places=procedures.places(found.content, proposal),
        summary=procedures.summary(proposal.procedure, (each for each in found.corrections if each.stale)),
        corrections=corrections,
        charts=charts(proposal.procedure),
        promised=limit_words(proposal.promised),
        promise=promise or PromiseForm(prefix="promise"),
        unchecked=unchecked,
        refusal=refusal,
    )
    return render(request, "site/desk/procedure.html", context)
