"""投诉 at the desk: the supervisor's register, a complaint and what is done about it; the rules, for the security
administrator; and the page on which an officer registers that somebody meddled."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from quanze.complaints import queries, services
from quanze.complaints.models import Complaint
from quanze.complaints.standing import State
from quanze.people.models import Agency, Office, Person
from quanze.people.permissions import Denied
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.registry import queries as registry
from quanze.rulebook.queries import calendar
from quanze.site import complaints as shown
from quanze.site.complaint_acts import ACTS, Around
from quanze.site.complaint_forms import InterferenceForm, RulesForm, WrittenForm
from quanze.site.handing_in import takes_files
from quanze.site.narrowing import in_words, moments, months
from quanze.site.paging import Pages
from quanze.site.views.complaining import matters_of
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, page_number, person_of, signed_in

PER_PAGE = queries.PER_PAGE


@signed_in
@require_safe
def complaints(request: HttpRequest, agency: str) -> HttpResponse:
    """The register: ``?state= page=``, and for figures ``kind=complaint since=2026-01 until=2026-03``."""
    here = desk_agency(request, agency, "complaint.list")
    said = request.GET.get("state", "")
    state = State(said) if said in set(State) else None
    kind = Complaint.Kind.COMPLAINT if request.GET.get("kind") == Complaint.Kind.COMPLAINT else None
    period, page = months(request.GET), page_number(request)
    received = None if period is None else moments(period)
    register = queries.register(
        person_of(request), here, state=state, kind=kind, received=received, page=page
    )
    now, days = timezone.now(), calendar()
    context = rail(
        request,
        here,
        at="complaints",
        rows=[(each, shown.due(each.standing, now, days)) for each in register.rows],
        pages=Pages.of(register.total, page, PER_PAGE),
        state=state,
        kind=kind,
        period="" if period is None else in_words(period),
        states=list(State),
        limits=queries.limits_of(here),
    )
    return render(request, "site/desk/complaints/list.html", context)


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request: HttpRequest, agency: str) -> HttpResponse:
    """Write down what came by letter, telephone or visit."""
    here = desk_agency(request, agency, "complaint.list")
    form = WrittenForm(matters_of(here), *((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            receipt = services.write_down(
                here,
                person_of(request),
                form.told,
                data["channel"],
                data["received"],
                data["token"],
                where=origin_of(request),
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            return render(
                request,
                "site/desk/complaints/received.html",
                rail(request, here, at="complaints", receipt=receipt),
            )
    return render(request, "site/desk/complaints/new.html", rail(request, here, at="complaints", form=form))


@signed_in
@require_safe
def complaint(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """A complaint: what was said, what it is about beside the clause, what was done, what may be done. That it was read
    is recorded."""
    here, kept = _complaint(request, agency, number)
    try:
        found = services.read(kept, person_of(request), where=origin_of(request))
    except Denied as denied:
        raise PermissionDenied(str(denied)) from denied
    possible = found.standing.possible
    tied = found.standing.tie.matter
    names = registry.names(here, (each.matter for each in found.entries if each.matter is not None))
    context = rail(
        request,
        here,
        at="complaints",
        found=found,
        called="" if tied is None else names[tied.pk],
        complaint=kept,
        due=shown.due(found.standing, timezone.now(), found.days),
        clause=None if found.held is None else shown.clause_table(found.held.clause),
        history=[shown.told(each, names) for each in found.entries],
        acts=[(slug, act) for slug, act in ACTS.items() if act.kind in possible],
    )
    return render(request, "site/desk/complaints/complaint.html", context)


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def complaint_do(request: HttpRequest, agency: str, number: str, do: str) -> HttpResponseBase:
    """The form of an act, and the act."""
    here, kept = _complaint(request, agency, number)
    act = ACTS.get(do)
    if act is None:
        raise Http404("没有这一项办理。")
    person = person_of(request)
    try:
        found = queries.opened(kept, person)
    except Denied as denied:
        raise PermissionDenied(str(denied)) from denied
    if request.method != "POST" and act.kind not in found.standing.possible:
        raise Http404("现在不能办理这一项。")
    around = Around(
        found,
        person,
        origin_of(request),
        matters_of(here),
        list(Office.objects.filter(agency=here)),
        _officers(here),
    )
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = act.form(around, *sent)
    seen = _seen(request, found.standing.version)
    if request.method == "POST" and form.is_valid():
        try:
            form.do(seen)
        except Unacceptable as reason:
            form.add_error(None, str(reason))
            seen = queries.standing_of(kept).version
        else:
            messages.success(request, f"已登记：{act.label}。")
            return redirect("desk_complaint", here.code, kept.number)
    context = rail(
        request,
        here,
        at="complaints",
        complaint=kept,
        act=act,
        form=form,
        seen=seen,
        clause=None if found.held is None else shown.clause_table(found.held.clause),
        held=found.held,
    )
    return render(request, "site/desk/complaints/act.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_rules(request: HttpRequest, agency: str) -> HttpResponse:
    """The limits of complaints, and who takes what is not taken here."""
    here = desk_agency(request, agency, "complaint.configure")
    form = RulesForm(queries.limits_of(here), *((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_rules(here, person_of(request), form.limits, where=origin_of(request))
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "已保存，用于以后收到的投诉。")
            return redirect("complaint_rules", here.code)
    return render(
        request, "site/desk/complaints/rules.html", rail(request, here, at="complaint_rules", form=form)
    )


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def interference(request: HttpRequest, agency: str) -> HttpResponse:
    """Register that somebody meddled. Only the supervisor reads it."""
    here = desk_agency(request, agency, "interference.register")
    form = InterferenceForm(matters_of(here), *((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.register_interference(
                here, person_of(request), form.told, form.cleaned_data["token"]
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            return render(
                request,
                "site/desk/complaints/received.html",
                rail(request, here, at="interference", receipt=receipt, meddled=True),
            )
    return render(
        request,
        "site/desk/complaints/interference.html",
        rail(request, here, at="interference", form=form),
    )


def _complaint(request: HttpRequest, code: str, number: str) -> tuple[Agency, Complaint]:
    """The complaint at an address, of an agency whose supervisor asks."""
    here = desk_agency(request, code, "complaint.list")
    try:
        found = queries.complaint(here, number)
    except Complaint.DoesNotExist:
        raise Http404("没有这件投诉。") from None
    return here, found


def _officers(agency: Agency) -> list[Person]:
    """Whoever has a role in the agency, by name."""
    return list(Person.objects.filter(roles__agency=agency, is_active=True).distinct().order_by("name", "pk"))


def _seen(request: HttpRequest, now: int) -> int:
    """The version that whoever acts had before them."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else now
