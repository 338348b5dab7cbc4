"""The public's pages of complaints: to file one, and to look up what became of it. Neither asks who one is, and what is
typed stands in no address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from quanze.complaints import queries, services
from quanze.people.models import Agency
from quanze.people.requests import client_address
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Matter
from quanze.registry.queries import contact, edition_on, entries, names
from quanze.site.complaint_forms import ABOUT_SUPERVISOR, ComplaintForm, LookUpForm
from quanze.site.complaints import say_limits
from quanze.site.views.doors import ask, public_agency


def matters_of(agency: Agency, chosen: Matter | None = None) -> list[tuple[str, str]]:
    """Number and name of each matter of the list in force; ``chosen`` also where that no longer has it. Two
    queries; four for that one."""
    edition = edition_on(agency)
    rows = [] if edition is None else entries(edition, edition.main)
    found = [(str(each.matter.number), each.version.name) for each in rows]
    if chosen is not None and all(number != str(chosen.number) for number, _ in found):
        found.append((str(chosen.number), f"{names(agency, [chosen])[chosen.pk]}（已不在清单上）"))
    return found


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, agency: str) -> HttpResponse:
    """The form, and the receipt: shown once, kept nowhere."""
    here = public_agency(request, agency)
    ask(request, "complaint.file", here)
    limits = queries.limits_of(here)
    edition = edition_on(here)
    context = {
        "agency": here,
        "limits": limits,
        "spans": say_limits(limits),
        "contact": None if edition is None else contact(edition),
    }
    sent = (request.POST,) if request.method == "POST" else ()
    form = ComplaintForm(matters_of(here), *sent, initial={"matter": request.GET.get("matter", "")})
    if request.POST.get("about") == ABOUT_SUPERVISOR:
        return render(request, "site/complain_higher.html", context)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.file(
                here, form.told, form.cleaned_data["token"], address=client_address(request)
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            return render(request, "site/complaint_received.html", {**context, "receipt": receipt})
    return render(request, "site/complain.html", {**context, "form": form})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest, agency: str) -> HttpResponse:
    """What became of a complaint, by number and key."""
    here = public_agency(request, agency)
    ask(request, "complaint.look_up", here)
    form = LookUpForm(request.POST or None)
    found = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            found = services.look_up(here, given["number"], given["key"], address=client_address(request))
        except Unacceptable as reason:
            form.add_error(None, str(reason))
    return render(request, "site/complaint_state.html", {"agency": here, "form": form, "found": found})
