"""申报批次: those of a year, one of them with its cases, a new one, what changes of it; and what the public sees."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.cases import queries as cases
from quanze.cases.queries import Whose
from quanze.kits import Kit
from quanze.kits.guide import guide
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Matter
from quanze.registry.queries import edition_on, entries
from quanze.rounds import queries, services
from quanze.rounds.models import Round
from quanze.rounds.queries import OVER, Call, State
from quanze.rulebook.queries import NotInForce, kit_value, review
from quanze.rulebook.queries import kit_of as kit_of_matter
from quanze.site import kits
from quanze.site.handing_in import takes_files
from quanze.site.round_forms import PlanForm, RoundForm
from quanze.site.rounds import Shown, shown
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, desk_agency, page_number, person_of, public_agency, signed_in

SAYING = {"close": services.close, "report": services.reported, "call-off": services.call_off}
"""What may be said of a round beside its terms, by the name that the form sends."""

PER_PAGE = 50


@signed_in
@require_safe
def rounds(request: HttpRequest, agency: str) -> HttpResponse:
    """The rounds of a year, ``?year=``; the last one that has any."""
    here = desk_agency(request, agency, "round.list")
    years = queries.years(here)
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 else (years[0] if years else None)
    found = queries.calls(here, year) if year is not None else ()
    context = rail(
        request,
        here,
        at="rounds",
        years=years,
        year=year,
        rows=[shown(each) for each in found],
        manages=may(person_of(request), "round.manage", here),
    )
    return render(request, "site/desk/rounds/list.html", context)


@signed_in
@require_safe
def round_page(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """A round with its terms and its cases: ``?state= page=``."""
    here, call = _call(request, agency, pk)
    return _page(request, here, call)


def _page(request: HttpRequest, here: Agency, call: Call, refusal: str = "", typed: str = "") -> HttpResponse:
    person = person_of(request)
    counts = cases.round_counts(call.round)
    state = request.GET.get("state", "")
    chosen = cases.State(state) if state in set(cases.State) else cases.State.OPEN
    work = None
    if may(person, "case.list", here):
        work = cases.work(
            person,
            here,
            whose=Whose.ALL,
            state=chosen,
            round=call.round,
            page=page_number(request),
            per_page=PER_PAGE,
        )
    told = shown(call, counts)
    context = rail(
        request,
        here,
        at="rounds",
        shown=told,
        call=call,
        additions=queries.additions_of(call.round),
        counts=counts,
        work=work,
        states=list(cases.State),
        state=chosen,
        history=list(queries.history(call.round)),
        manages=may(person, "round.manage", here) and call.state not in OVER,
        ends=call.state is State.OPEN,
        reports=call.state is State.CLOSED,
        ranks=may(person, "ranking.view", call.round),
        refusal=refusal,
        typed=typed,
    )
    return render(request, "site/desk/rounds/round.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def round_new(request: HttpRequest, agency: str) -> HttpResponseBase:
    """Open a round: the matter by ``?matter=``, then the notice; once more with what applicants will see of it."""
    here = desk_agency(request, agency, "round.manage")
    said = request.GET.get("matter", "")
    matter = _matter(here, said) if said else None
    if matter is None:
        edition = edition_on(here)
        rows = [] if edition is None else list(entries(edition, edition.main))
        return render(request, "site/desk/rounds/new.html", rail(request, here, at="rounds", matters=rows))
    name, kit = _ground(matter)
    person, where = person_of(request), origin_of(request)
    if request.method != "POST":
        return _new(request, here, matter, name, RoundForm(kit, person, where))
    form = RoundForm(kit, person, where, request.POST, request.FILES)
    if not form.is_valid() or request.POST.get("do") == "more":
        return _new(request, here, matter, name, form)
    try:
        made = services.with_notice(kit, form.notice, form.additions)
        if request.POST.get("looked") != form.digest:
            return _new(request, here, matter, name, form, preview=_preview(here, matter, made))
        call = services.open_round(
            matter,
            person,
            year=form.cleaned_data["year"],
            title=form.cleaned_data["title"],
            notice=form.notice,
            plan=form.plan,
            kinds=form.kinds,
            additions=form.additions,
            where=where,
        )
    except Unacceptable as reason:
        form.add_error(None, str(reason))
        return _new(request, here, matter, name, form)
    messages.success(request, f"已设立“{call.round.title}”，{call.state.label}。")
    return redirect("desk_round", here.code, call.round.pk)


def _new(
    request: HttpRequest,
    here: Agency,
    matter: Matter,
    name: str,
    form: RoundForm,
    preview: dict[str, Any] | None = None,
) -> HttpResponse:
    context = rail(request, here, at="rounds", matter=matter, name=name, form=form, preview=preview)
    return render(request, "site/desk/rounds/form.html", context)


def _preview(here: Agency, matter: Matter, kit: Kit) -> dict[str, Any]:
    """What applicants will see of the materials and conditions."""
    found = review(here, matter.number)
    told = guide(kit, found.proposal.procedure)
    address_of = kits.addresses(reverse("matter", args=[here.code, matter.number]), found.content, ())
    return {
        "bring": kits.shown_materials(told.bring, address_of),
        "eligibility": kits.shown_statements(told.eligibility, address_of),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def round_terms(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """Change the window, the quota, the day of the report or the copies."""
    here, call = _call(request, agency, pk, "round.manage")
    if call.state in OVER:
        messages.warning(request, f"批次{call.state.label}，不能再改。")
        return redirect("desk_round", here.code, pk)
    kit = kit_value(call.round.base)
    form = PlanForm(kit, *([request.POST] if request.method == "POST" else []), call=call)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_terms(
                call.round,
                person_of(request),
                form.plan,
                form.cleaned_data["reason"],
                _seen(request),
                where=origin_of(request),
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "安排已经改动，原来的安排仍列在下面。")
            return redirect("desk_round", here.code, pk)
    context = rail(request, here, at="rounds", call=call, shown=shown(call), form=form)
    return render(request, "site/desk/rounds/terms.html", context)


@signed_in
@require_POST
def round_say(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """``do=close report call-off``, with the reason."""
    here, call = _call(request, agency, pk, "round.manage")
    say = SAYING.get(request.POST.get("do", ""))
    if say is None:
        raise Http404("没有这种登记。")
    reason = request.POST.get("reason", "")
    try:
        done = say(call.round, person_of(request), reason, _seen(request), where=origin_of(request))
    except Unacceptable as refused:
        return _page(request, here, call, str(refused), reason)
    messages.success(request, f"已登记：批次{done.state.label}。")
    return redirect("desk_round", here.code, pk)


@require_safe
def calls(request: HttpRequest, agency: str) -> HttpResponse:
    """正在申报: what is open, and what is to come."""
    here = public_agency(request, agency)
    ask(request, "round.view_public", here)
    found = [shown(each) for each in queries.announced(here)]
    context = {
        "agency": here,
        "open": [each for each in found if each.call.state is State.OPEN],
        "coming": [each for each in found if each.call.state is State.PLANNED],
    }
    return render(request, "site/calls.html", context)


def announced(matter: Matter) -> list[Shown]:
    """The calls for a matter, for its own page and its guide."""
    return [shown(each) for each in queries.announced_of(matter)]


def _call(request: HttpRequest, code: str, pk: int, verb: str = "round.list") -> tuple[Agency, Call]:
    here = desk_agency(request, code, verb)
    try:
        return here, queries.call(here, pk)
    except Round.DoesNotExist:
        raise Http404("没有这个批次。") from None


def _matter(here: Agency, said: str) -> Matter:
    number = int(said) if said.isdecimal() and len(said) < 10 else 0
    found = Matter.objects.select_related("agency").filter(agency=here, number=number).first()
    if found is None:
        raise Http404("没有这个事项。")
    return found


def _ground(matter: Matter) -> tuple[str, Kit]:
    """The name of a matter in the list in force, and its kit."""
    edition = edition_on(matter.agency)
    entry = None
    if edition is not None:
        entry = entries(edition, edition.main).filter(matter=matter).first()
    if entry is None:
        raise Http404("现行清单中没有这个事项。")
    try:
        return entry.version.name, kit_of_matter(matter).kit
    except NotInForce as reason:
        raise Http404(str(reason)) from None


def _seen(request: HttpRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 18 else 0
