"""The window: an officer confirms who may act for an applicant."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanze.audit.services import Thing
from quanze.people import queries, services
from quanze.people.models import Membership
from quanze.people.permissions import Denied, Window, may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.site.party_forms import IdentityForm
from quanze.site.recorded import was_read
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, person_of, signed_in, window_agency


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def identities(request: HttpRequest, agency: str) -> HttpResponse:
    """An applicant by its code (``?code=``), who acts or asks to act for it, and the confirmation of one of them."""
    here = window_agency(request, agency)
    code = request.GET.get("code", "").strip()
    party, refusal = None, ""
    if code:
        try:
            party = queries.party_by_code(code)
            refusal = "" if party else "还没有人登记这个代码。请对方先注册账号，登记申请人。"
        except Unacceptable as reason:
            refusal = str(reason)
    if party is not None and request.method != "POST":
        thing = Thing("people.Party", str(party.pk), party.name)
        was_read(request, here.code, "party.read", thing)
    form = IdentityForm(request.POST if request.method == "POST" else None)
    if party is not None and request.method == "POST":
        ask(request, "party.verify", Window(here, party))
        if form.is_valid():
            try:
                found = queries.membership(party, form.cleaned_data["membership"])
                services.confirm_identity(
                    found, here, person_of(request), form.cleaned_data["how"], where=origin_of(request)
                )
            except Membership.DoesNotExist:
                form.add_error("membership", "请选择核验的是谁。")
            except (Unacceptable, Denied) as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, f"已核验{party.name}的身份，管理人是{found.person.name}。")
                return redirect(f"{reverse('identities', args=[agency])}?code={party.credit_code}")
    context = rail(request, here, code=code, party=party, refusal=refusal, form=form)
    if party is not None:
        context |= {
            "members": queries.members(party),
            "waiting": queries.waiting_for(party),
            "verdict": may(request.user, "party.verify", Window(here, party)),
        }
    return render(request, "site/desk/identities.html", context)
