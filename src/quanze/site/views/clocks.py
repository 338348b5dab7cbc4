"""The calculator of deadlines, which is public, and the calendars behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.procedure.clocks.calendar import CalendarYear
from quanze.procedure.clocks.deadline import deadline as counted
from quanze.registry.queries import agencies
from quanze.registry.services import Unacceptable
from quanze.rulebook import queries, services
from quanze.site import clocks
from quanze.site.clock_forms import CalendarForm, DeadlineForm, LoadForm
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, person_of, signed_in

RECENT = 6
"""So many years are shown at once, the others behind a click."""


@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """A deadline and how it was reached; the whole question stands in the address."""
    ask(request, "calendar.view")
    asked = "start" in request.GET or "limit" in request.GET
    form = DeadlineForm(request.GET) if asked else DeadlineForm()
    answer = None
    if asked and form.is_valid() and form.term is not None:
        answer = clocks.shown(counted(form.term, queries.calendar()))
    known = list(agencies()[:2])
    only = known[0] if len(known) == 1 else None
    return render(request, "site/deadline.html", {"form": form, "answer": answer, "agency": only})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """The years that are loaded, one of them day by day; a file that was handed in is shown before it is loaded."""
    if request.method != "POST":
        return _calendars(request, CalendarForm())
    ask(request, "calendar.import")
    form = CalendarForm(request.POST, request.FILES)
    if not form.is_valid():
        return _calendars(request, form)
    file = form.cleaned_data["file"]
    try:
        data = file.read(services.LARGEST_FILE + 1)
        year = services.read_arrangement(data, form.cleaned_data["source"])
    except Unacceptable as reason:
        form.add_error("file", str(reason))
        return _calendars(request, form)
    return _preview(request, year)


@signed_in
def calendar_load(request: HttpRequest) -> HttpResponseBase:
    """Load the year that was looked at."""
    if request.method != "POST":
        return redirect("calendars")
    ask(request, "calendar.import")
    form = LoadForm(request.POST)
    if not form.is_valid():
        return redirect("calendars")
    said = form.cleaned_data
    try:
        row = services.import_calendar(
            said["text"].encode(), said["source"], person_of(request), where=origin_of(request)
        )
    except Unacceptable as reason:
        return _calendars(request, CalendarForm(), str(reason))
    return redirect(f"{request.path.removesuffix('load/')}?year={row.year}&loaded={row.pk}")


def _preview(request: HttpRequest, year: CalendarYear) -> HttpResponse:
    known = queries.calendar()
    context = rail(
        request,
        year=year,
        holidays=clocks.holidays(year),
        known=known.knows(year.year),
        differences=clocks.differences(known, year),
        text=services.as_text(year),
        at="calendars",
    )
    return render(request, "site/desk/calendar_preview.html", context)


def _calendars(request: HttpRequest, form: CalendarForm, refusal: str = "") -> HttpResponse:
    known = queries.calendar()
    rows = list(queries.calendar_rows())
    this_year = timezone.localdate().year
    wanted = request.GET.get("year", "")
    chosen = next((each for each in known.years if str(each.year) == wanted), None)
    years = _years(known.years, rows)
    context: dict[str, Any] = rail(
        request,
        form=form,
        refusal=refusal,
        may_load=may(request.user, "calendar.import"),
        recent=years[:RECENT],
        earlier=years[RECENT:],
        first_recent=years[:RECENT][-1][0].year,
        missing=[year for year in (this_year, this_year + 1) if not known.knows(year)],
        next_year=this_year + 1,
        chosen=chosen,
        holidays=() if chosen is None else clocks.holidays(chosen),
        history=[row for row in rows if chosen is not None and row.year == chosen.year],
        loaded=next((row for row in rows if str(row.pk) == request.GET.get("loaded")), None),
        at="calendars",
    )
    return render(request, "site/desk/calendars.html", context)


def _years(years: tuple[CalendarYear, ...], rows: list[Any]) -> list[tuple[CalendarYear, Any]]:
    """Every year that is loaded, the last first, with the row by which it was brought in (``None``: seeded)."""
    last: dict[int, Any] = {}
    for row in rows:
        last.setdefault(row.year, row)
    return [(year, last.get(year.year)) for year in reversed(years)]
