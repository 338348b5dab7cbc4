"""What is said of validity: registering it, settling what texts propose, taking back what was wrong."""

from __future__ import annotations

from functools import wraps

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from quanze.law.instruments import Says
from quanze.library import queries, services
from quanze.library.models import Instrument, Ruling, Statement
from quanze.library.queries import Standing, standing
from quanze.people.queries import agencies_of
from quanze.people.requests import origin_of
from quanze.people.roles import RoleKind
from quanze.site import following, naming
from quanze.site.law_forms import BY_SAYS, CHANGES, Change, ConfirmForm, ReasonForm, ValidityForm
from quanze.site.paging import Pages
from quanze.site.views.desk import rail
from quanze.site.views.doors import View, ask, page_number, person_of, signed_in
from quanze.site.views.laws import asked, instrument_at, one_of

PER_PAGE = 30


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a change of validity: ``?says=`` which one; then the form; then, before anything is saved, which
    matters it concerns."""
    found = instrument_at(pk)
    ask(request, "validity.state", found)
    says = one_of(asked(request, "says"), [each.value for each in BY_SAYS])
    if says is None:
        return _draw_form(request, found, None, None)
    change = BY_SAYS[Says(says)]
    if request.method != "POST":
        return _draw_form(request, found, change, ValidityForm(change))
    form = ValidityForm(change, request.POST)
    step = request.POST.get("step", "")
    if not form.is_valid() or step not in ("preview", "save"):
        return _draw_form(request, found, change, form)
    if step == "preview":
        return _draw_preview(request, found, change, form)
    person = person_of(request)
    try:
        saved = services.state_validity(found, person, change.says, **form.answers, where=origin_of(request))
    except services.Unacceptable as reason:
        again = _sent_twice(found, form, person.pk)
        if again is not None:
            return redirect("statement", again.pk)
        return _draw_form(request, found, change, form, str(reason))
    return redirect("statement", saved.pk)


@signed_in
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles and numbers that contain what is being typed into the field ``?name=``, as options."""
    ask(request, "validity.state")
    begun = asked(request, "by") or asked(request, "successor")
    return render(request, "site/law/suggestions.html", {"found": naming.suggestions(begun)})


@signed_in
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What texts say and nobody has settled: ``?agency=`` of the instruments that its list cites."""
    ask(request, "validity.settle")
    kept = agencies_of(person_of(request), RoleKind.LIST_KEEPER)
    code = one_of(asked(request, "agency"), [each.code for each in kept])
    mine = next((each for each in kept if each.code == code), None)
    every = queries.proposals(mine)
    pages = Pages.of(every.count(), page_number(request), PER_PAGE)
    context = rail(request, at="proposals", proposals=every[pages.slice], pages=pages, kept=kept, mine=mine)
    return render(request, "site/desk/law/proposals.html", context)


@signed_in
@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement with its evidence, how it stands, and what followed from it."""
    return _draw_statement(request, _statement(request, pk, "validity.settle"))


def asked_on_its_page(act: View) -> View:
    """Let an act on a statement be done by a form alone; who comes by a link is led to the statement's page."""

    @wraps(act)
    def inner(request: HttpRequest, pk: int) -> HttpResponseBase:
        return act(request, pk) if request.method == "POST" else redirect("statement", pk)

    return inner


@signed_in
@asked_on_its_page
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a proposal."""
    found = _statement(request, pk, "validity.settle")
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _draw_statement(request, found, confirming=form)
    try:
        stands = services.confirm(
            found, person_of(request), on=form.cleaned_data["on"], where=origin_of(request)
        )
    except services.Unacceptable as reason:
        return _draw_statement(request, found, confirming=form, refusal=str(reason))
    return redirect("statement", stands.pk)


@signed_in
@asked_on_its_page
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject a proposal."""
    found = _statement(request, pk, "validity.settle")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _draw_statement(request, found, reasoning=form)
    try:
        services.reject(found, person_of(request), form.cleaned_data["reason"], where=origin_of(request))
    except services.Unacceptable as reason:
        return _draw_statement(request, found, reasoning=form, refusal=str(reason))
    return redirect("statement", pk)


@signed_in
@asked_on_its_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what turned out wrong."""
    found = _statement(request, pk, "validity.withdraw")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _draw_statement(request, found, reasoning=form)
    try:
        services.withdraw(found, person_of(request), form.cleaned_data["reason"], where=origin_of(request))
    except services.Unacceptable as reason:
        return _draw_statement(request, found, reasoning=form, refusal=str(reason))
    return redirect("statement", pk)


def _statement(request: HttpRequest, pk: int, verb: str) -> Statement:
    ask(request, verb)
    try:
        return queries.statement(pk)
    except Statement.DoesNotExist:
        raise Http404("没有这条效力记载。") from None


def _draw_form(
    request: HttpRequest,
    found: Instrument,
    change: Change | None,
    form: ValidityForm | None,
    refusal: str = "",
) -> HttpResponse:
    context = rail(request, instrument=found, changes=CHANGES, change=change, form=form, refusal=refusal)
    return render(request, "site/desk/law/validity.html", context)


def _draw_preview(
    request: HttpRequest, found: Instrument, change: Change, form: ValidityForm
) -> HttpResponse:
    concerned = queries.impact(found)
    context = rail(
        request,
        instrument=found,
        change=change,
        form=form,
        shown=[(field, form.cleaned_data[field.name]) for field in form],
        concerned=concerned,
        agencies=following.by_agency(concerned.matters),
        opens=change.says in OPENS_AT_ONCE,
        opens_later=change.says in OPENS_LATER,
    )
    return render(request, "site/desk/law/validity_preview.html", context)


OPENS_AT_ONCE = (Says.REPEALED, Says.SUPERSEDED, Says.LAPSED, Says.AMENDED)
OPENS_LATER = (Says.UNTIL, Says.TERM)
"""What opens tasks when it is saved, and what when its term is over."""


def _draw_statement(
    request: HttpRequest,
    found: Statement,
    *,
    confirming: ConfirmForm | None = None,
    reasoning: ReasonForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    kept = agencies_of(person_of(request), RoleKind.LIST_KEEPER)
    prefetch_related_objects([found], Prefetch("rulings", Ruling.objects.select_related("by")))
    how = standing(found)
    context = rail(
        request,
        at="proposals" if how is Standing.PROPOSED else "",
        statement=found,
        standing=how,
        rulings=found.rulings.all(),
        to_settle=how is Standing.PROPOSED,
        stands=how is Standing.STANDS,
        context=following.in_context(found),
        following=following.following(found, kept),
        confirming=confirming or ConfirmForm(),
        reasoning=reasoning or ReasonForm(),
        form=confirming or reasoning,
        refusal=refusal,
    )
    return render(request, "site/desk/law/statement.html", context)


def _sent_twice(found: Instrument, form: ValidityForm, person: int) -> Statement | None:
    """The statement that the same form, sent a moment before, has saved."""
    says, words = form.change.says, form.cleaned_data["words"]
    for said in queries.instrument_page(found).said:
        each = said.statement
        if (each.says, each.words, each.entered_by_id) == (says, words, person) and (
            said.standing is Standing.STANDS and each.document == form.cleaned_data["document"]
        ):
            return each
    return None
