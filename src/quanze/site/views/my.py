"""What belongs to whoever is logged in: the applicants for whom they act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.aftercare import queries as aftercare
from quanze.bars import queries as bars
from quanze.cases import queries as cases
from quanze.people import queries, services
from quanze.people.models import Membership, Party
from quanze.people.permissions import Denied, may, membership_of, roles_of
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.site.applying.status import in_words
from quanze.site.party_forms import AdmitForm, JoinForm, MandateForm, NewPartyForm, PartyForm, ReasonForm
from quanze.site.views.doors import ask, person_of, signed_in

LATEST = 10
"""So many drafts and cases stand on the first page."""

asked = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """What waits for this person, their applications and cases; for whom they act, what they have to decide."""
    person = person_of(request)
    parties = list(queries.parties_of(person))
    found = list(cases.cases_of(parties)[: LATEST + 1])
    today = timezone.localdate()
    context = {
        "owed": [(line, line.late(today)) for line in aftercare.owed_by(parties, today)],
        "drafts": cases.drafts_of(person, parties)[:LATEST],
        "cases": [(each, in_words(each)) for each in found[:LATEST]],
        "more": len(found) > LATEST,
        "memberships": _dated(queries.memberships_of(person)),
        "to_decide": queries.to_decide(person),
        "requests": queries.requests_of(person),
    }
    return _page(request, "home", **context)


@signed_in
@asked
def party_register(request: HttpRequest) -> HttpResponseBase:
    """Register an applicant. Whoever names a code that is taken is led to asking."""
    form = NewPartyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        code = given.pop("code").value
        try:
            made = services.register_party(
                person_of(request),
                given.pop("kind"),
                given.pop("name"),
                code,
                **given,
                where=origin_of(request),
            )
        except services.AlreadyRegistered as taken:
            messages.warning(
                request, f"{taken.party.credit_code}已有人登记。您可以申请加入，由它的管理人同意。"
            )
            return redirect(f"{reverse('party_join')}?code={taken.party.credit_code}")
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(_further(request) or reverse("party", args=[made.pk]))
    return _page(request, "register", form=form)


@signed_in
@asked
def party_join(request: HttpRequest) -> HttpResponseBase:
    """Ask to act for an applicant that is registered."""
    if request.method == "POST":
        form = JoinForm(request.POST)
    else:
        form = JoinForm(initial={"code": request.GET.get("code", ""), "role": Membership.Role.MEMBER})
    if form.is_valid():
        given = form.cleaned_data
        found = queries.party_by_code(given.pop("code").value)
        try:
            if found is None:
                raise Unacceptable("还没有人登记这个代码，请直接登记申请人。")
            services.ask_to_join(person_of(request), found, **given, where=origin_of(request))
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"已申请加入{found.name}，等待它的管理人同意。")
            return redirect("my")
    return _page(request, "join", form=form)


@signed_in
@require_safe
def party(request: HttpRequest, pk: int) -> HttpResponse:
    """An applicant and who acts for it."""
    here = _party(request, pk)
    manages = may(request.user, "party.manage", here)
    context = {
        "party": here,
        "own": membership_of(person_of(request), here),
        "manages": manages,
        "members": _dated(queries.members(here)),
        "waiting": queries.waiting_for(here) if manages else (),
        "former": queries.former(here) if manages else (),
        "bars": bars.of_parties([here]) if here.verified else (),
    }
    return _page(request, "party", **context)


@signed_in
@asked
def party_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What an applicant says of itself, for its owner."""
    here = _party(request, pk, "party.manage")
    said = {name: getattr(here, name) for name in ("kind", "name", "address", "phone")}
    form = PartyForm(request.POST if request.method == "POST" else said)
    if request.method == "POST" and form.is_valid():
        try:
            services.revise_party(here, person_of(request), **form.cleaned_data, where=origin_of(request))
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("party", pk)
    return _page(request, "edit", party=here, form=form)


@signed_in
@asked
def party_member(request: HttpRequest, pk: int, member: int) -> HttpResponseBase:
    """One who acts, or asks to act, for an applicant: what its owner can do about it. The form's button says ``do``."""
    here = _party(request, pk, "party.manage")
    try:
        found = queries.membership(here, member)
    except Membership.DoesNotExist:
        raise Http404("没有这个人。") from None
    do = request.POST.get("do", "")
    form = _form_of(found, do, request)
    if request.method == "POST" and form.is_valid():
        try:
            _done(found, do, form.cleaned_data, request)
        except (Unacceptable, Denied) as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("party", pk)
    context: dict[str, Any] = {"party": here, "member": found, "form": form, "do": do}
    return _page(request, "member", **context)


@signed_in
@require_POST
def party_leave(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Act no longer for an applicant. An agent whose term is over may leave too."""
    here, own = _own(request, pk)
    try:
        services.leave(own, person_of(request), where=origin_of(request))
    except Unacceptable as reason:
        messages.warning(request, str(reason))
        return redirect("party", pk)
    messages.success(request, f"您已不再代表{here.name}。")
    return redirect("my")


@signed_in
@require_POST
def request_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back one's own request."""
    found = queries.requests_of(person_of(request), None).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这项申请。")
    try:
        services.withdraw_request(found, person_of(request), where=origin_of(request))
    except Unacceptable as reason:
        messages.warning(request, str(reason))
    return redirect("my")


def _further(request: HttpRequest) -> str:
    """``?next=``: what somebody was about to do when they were sent to register; blank where it leads elsewhere."""
    address = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else ""


def _form_of(member: Membership, do: str, request: HttpRequest) -> Any:
    """The form of the button that was pressed; on the page that is only looked at, the one that comes first."""
    now = {"role": member.role, "mandate": member.mandate, "since": member.since, "until": member.until}
    given = request.POST if request.method == "POST" else None
    if do in ("decline", "end", "hand_over"):
        return ReasonForm(given)
    if member.state == Membership.State.ASKED:
        return AdmitForm(given, initial=now)
    return MandateForm(given, initial=now)


def _done(member: Membership, do: str, given: dict[str, Any], request: HttpRequest) -> None:
    person, where = person_of(request), origin_of(request)
    match do:
        case "admit":
            services.admit(member, person, **given, where=where)
        case "decline":
            services.decline(member, person, given["reason"], where=where)
        case "end":
            services.end_membership(member, person, given["reason"], where=where)
        case "hand_over":
            services.hand_over(member, person, where=where)
        case "mandate":
            services.renew_mandate(member, person, **given, where=where)
        case _:
            raise Unacceptable("请用页面上的按钮办理。")


def _party(request: HttpRequest, pk: int, verb: str = "party.view") -> Party:
    """An applicant for whom this person acts. Nobody else is told that there is one."""
    here, _ = _own(request, pk)
    ask(request, verb, here)
    return here


def _own(request: HttpRequest, pk: int) -> tuple[Party, Membership]:
    try:
        here = queries.party(pk)
    except Party.DoesNotExist:
        here = None
    own = None if here is None else membership_of(person_of(request), here)
    if here is None or own is None:
        raise Http404("没有这个申请人，或者您不代表它。")
    return here, own


def _dated(memberships: Any) -> list[tuple[Membership, str]]:
    """Each with what is to be said of its term: "" where it is in force."""
    day = timezone.localdate()
    return [
        (
            each,
            "" if each.in_force(day) else "授权未开始" if each.since and day < each.since else "授权已到期",
        )
        for each in memberships
    ]


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    context["officer"] = bool(roles_of(person_of(request)))
    return render(request, f"site/my/{name}.html", context)
