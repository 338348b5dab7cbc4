"""Editions before everyone: one with its digests, what changed between two, a matter's whole history."""

from __future__ import annotations

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from quanze.adjustments import queries as documents
from quanze.digests import canonical
from quanze.registry import queries
from quanze.registry.models import Matter
from quanze.site import changed, issued
from quanze.site.downloads import download_headers
from quanze.site.paging import Pages
from quanze.site.views.doors import edition_at, page_number, public_agency

PER_PAGE = 20


@require_safe
def edition(request: HttpRequest, agency: str, sequence: int) -> HttpResponse:
    """One edition: what it says of itself, its digests and how to check them, its file."""
    here = public_agency(request, agency)
    found = edition_at(here, sequence)
    code = segno.make(request.build_absolute_uri(request.path), error="m")
    context = {
        "agency": here,
        "edition": found,
        "today": timezone.localdate(),
        # Drawn by segno from an address of ours, which stands in it as modules and not as text.
        "qr": mark_safe(code.svg_inline(scale=4, border=2, svgclass=None, lineclass=None)),  # noqa: S308
        "current": queries.edition_on(here),
        "documents": issued.by_part(documents.offered(found)),
    }
    return render(request, "site/editions/edition.html", context)


@require_safe
def edition_json(request: HttpRequest, agency: str, sequence: int) -> HttpResponse:
    """The edition as canonical JSON, from which anyone can recompute its digests."""
    here = public_agency(request, agency)
    found = edition_at(here, sequence)
    return HttpResponse(
        canonical(queries.exported(found)) + "\n",
        content_type="application/json; charset=utf-8",
        headers=download_headers(f"{here.name}权责清单第{sequence}版.json"),
    )


@require_safe
def differences(request: HttpRequest, agency: str) -> HttpResponse:
    """What changed between two editions (``?from=1&to=2``): by matter, by field, down to the characters. Without them,
    from the edition before the one in force to that one."""
    here = public_agency(request, agency)
    every = list(queries.history(here))
    by_sequence = {str(each.sequence): each for each in every}
    current = queries.edition_on(here)
    new = by_sequence.get(request.GET.get("to", "")) or current or (every[0] if every else None)
    if new is None:
        raise Http404(f"{here.name}还没有公布清单。")
    before = str(new.sequence - 1) if new.sequence > 1 else str(new.sequence)
    old = by_sequence.get(request.GET.get("from", before)) or by_sequence[before]
    found = None
    shown: list[changed.Changed] = []
    if old.pk != new.pk:
        found = queries.between(edition_at(here, old.sequence), edition_at(here, new.sequence))
        shown = changed.shown(found)
    pages = Pages.of(len(shown), page_number(request), PER_PAGE)
    context = {
        "agency": here,
        "editions": every,
        "old": old,
        "new": new,
        "found": found,
        "shown": shown[pages.slice],
        "counts": changed.counts(shown),
        "pages": pages,
    }
    return render(request, "site/editions/differences.html", context)


@require_safe
def matter_history(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """A matter from its beginnings on, through successions, each state beside the one before."""
    here = public_agency(request, agency)
    try:
        matter = Matter.objects.get(agency=here, number=number)
    except Matter.DoesNotExist:
        raise Http404(f"没有编号为{number}的事项。") from None
    matter.agency = here
    lineage = queries.lineage(matter)
    context = {
        "agency": here,
        "matter": matter,
        "states": changed.states(lineage),
        "today": timezone.localdate(),
    }
    return render(request, "site/editions/matter_history.html", context)
