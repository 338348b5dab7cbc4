"""Full-text search over the lists in force."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quanze.people.models import Agency
from quanze.registry import queries
from quanze.site.views.doors import asked_day, page_number, public_agency


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search in every agency's list."""
    return _search(request, None)


@require_safe
def search_agency(request: HttpRequest, agency: str) -> HttpResponse:
    """Search in one agency's list."""
    return _search(request, public_agency(request, agency))


def _search(request: HttpRequest, agency: Agency | None) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:200]
    hits = queries.search(query, agency, page_number(request)) if query else None
    context: dict[str, Any] = {"agency": agency, "query": query, "hits": hits}
    if agency is not None and (on := asked_day(request)) is not None:
        # The index holds the lists in force: whoever comes from another day's list is told so, and where to look.
        there = urlencode({"on": on.isoformat(), "name": query})
        context |= {"on": on, "there": f"{reverse('list', args=[agency.code])}?{there}"}
    return render(request, "site/search.html", context)
