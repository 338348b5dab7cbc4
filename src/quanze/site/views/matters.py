"""A matter's own page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanze.library.queries import linked
from quanze.lists.model import AnnexKind
from quanze.people.models import Agency
from quanze.procedure.labels import limit_words
from quanze.registry import queries
from quanze.registry.models import Edition, Entry, Matter
from quanze.rulebook.queries import in_force_of
from quanze.site import linking, unrolled
from quanze.site.charts import flow
from quanze.site.views import rounds
from quanze.site.views.doors import asked_day, list_shown
from quanze.site.views.procedures import charts


@require_safe
def matter(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """A row of the list unrolled. What checks found in it is not public."""
    here, edition = list_shown(request, agency)
    try:
        page = queries.matter_page(here, number, edition)
    except Entry.DoesNotExist:
        return _elsewhere(request, here, edition, number)
    stages = unrolled.stages(page.content)
    names = [stage.name for stage in stages if stage.name]
    listed = page.entry.annex == edition.main
    running = in_force_of(page.matter, edition, page.entry.version_id if listed else None)
    citations = linked(page.entry.version_id)
    context = {
        "agency": here,
        "edition": edition,
        "on": asked_day(request),
        "page": page,
        "matter": page.content,
        "in_force": listed,
        "charts": None if running.procedure is None else charts(running.procedure),
        "promised": limit_words(running.promised),
        "stages": stages,
        "texts": linking.drawn(page.content, citations),
        "leaned_on": linking.leaned_on(citations),
        "names": names,
        "wide": flow.draw(names, flow.WIDE),
        "narrow": flow.draw(names, flow.NARROW),
        "revisions": unrolled.revisions(page.adjusted) if page.adjusted else (),
        "positions": _positions(page),
        "calls": rounds.announced(page.matter) if listed else [],
    }
    return render(request, "site/matter.html", context)


def _elsewhere(request: HttpRequest, here: Agency, edition: Edition, number: int) -> HttpResponse:
    """404, with the way to the history of a matter that other editions have."""
    matter = Matter.objects.filter(agency=here, number=number).first()
    if matter is None:
        raise Http404(f"没有编号为{number}的事项。")
    context = {
        "agency": here,
        "edition": edition,
        "matter": matter,
        "name": queries.names(here, [matter])[matter.pk],
    }
    return render(request, "site/matter_elsewhere.html", context, status=404)


def _positions(page: queries.MatterPage) -> list[tuple[AnnexKind, str]]:
    """The annexes that show the matter and its number in each: they number differently."""
    found = []
    if page.catalogued is not None:
        found.append((AnnexKind.CATALOGUE, page.catalogued.number))
    if page.adjusted is not None:
        number = page.adjusted.number
        found.append((AnnexKind.ADJUSTED, "" if number is None else number.value))
    if page.entry.annex == AnnexKind.RETAINED.value:
        found.append((AnnexKind.RETAINED, page.entry.number))
    return found
