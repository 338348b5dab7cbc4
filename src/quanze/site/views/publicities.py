"""看公示: what an agency is making public, and each case that is public with what may be said of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quanze.cases import queries
from quanze.cases.models import Case
from quanze.registry.queries import contact
from quanze.site.paging import Pages
from quanze.site.views.doors import page_number, public_agency

PER_PAGE = 50


@require_safe
def publicities(request: HttpRequest, agency: str) -> HttpResponse:
    """Everything whose publicity runs today, what ends first before the rest."""
    here = public_agency(request, agency)
    found = queries.public_now(here, timezone.localdate())
    pages = Pages.of(found.count(), page_number(request), PER_PAGE)
    context = {"agency": here, "found": list(found[pages.slice]), "pages": pages}
    return render(request, "site/publicity.html", context)


@require_safe
def publicity(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One case while it is public: no materials, no people, no numbers of papers."""
    here = public_agency(request, agency)
    try:
        found = queries.publicity(here, number, timezone.localdate())
    except Case.DoesNotExist:
        raise Http404("这件公示已经结束或者没有发布，公示结束后不再显示公示内容。") from None
    context = {"agency": here, "found": found, "contact": contact(found.case.edition)}
    return render(request, "site/publicity_case.html", context)
