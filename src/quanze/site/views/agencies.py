"""The first pages: the installation's, an agency's own, and its doors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanze.lists.vocabulary import EX_OFFICIO
from quanze.people.models import Agency
from quanze.registry import queries
from quanze.site.views.doors import edition_in_force, page_number, public_agency

PER_PAGE = 100
"""Matters of 办事项."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The agencies that have published a list; where there is exactly one, its own page at once."""
    agencies = list(queries.agencies())
    if len(agencies) == 1:
        return _agency(request, agencies[0])
    return render(request, "site/home.html", {"agencies": agencies})


@require_safe
def agency(request: HttpRequest, agency: str) -> HttpResponse:
    """An agency's own page: its list in numbers, and where to ask."""
    return _agency(request, public_agency(request, agency))


def _agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    edition, coming = queries.edition_on(agency), queries.coming(agency).first()
    if edition is None:
        return render(request, "site/no_list.html", {"agency": agency, "coming": coming}, status=404)
    context = {
        "agency": agency,
        "coming": coming,
        "edition": edition,
        "catalogue": queries.catalogue(edition, per_page=1),
        "contact": queries.contact(edition),
    }
    return render(request, "site/agency.html", context)


@require_safe
def affairs(request: HttpRequest, agency: str) -> HttpResponse:
    """办事项: every matter in force with the way to its guide."""
    here = public_agency(request, agency)
    edition = edition_in_force(here)
    context = {
        "agency": here,
        "catalogue": queries.catalogue(edition, page=page_number(request), per_page=PER_PAGE),
        "contact": queries.contact(edition),
        "ex_officio": EX_OFFICIO,
    }
    return render(request, "site/affairs.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, and how everybody can use it."""
    agencies = list(queries.agencies()[:2])
    return render(request, "site/about.html", {"agency": agencies[0] if len(agencies) == 1 else None})
