"""The figures of a bureau, for those who lead or oversee it: as a page, as tables to take along, as a monthly
report."""

from __future__ import annotations

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanze.dashboard import queries
from quanze.dashboard.report import report
from quanze.dashboard.tables import tables
from quanze.documents import docx, pdf, xlsx
from quanze.documents.writable import NotWritten
from quanze.people.models import Office
from quanze.people.permissions import may
from quanze.procedure.oversight.patterns import NO_VERDICT
from quanze.rounds.models import Round
from quanze.site import dashboard as shown
from quanze.site.downloads import MEDIA, download_headers
from quanze.site.recorded import was_exported
from quanze.site.views.complaining import matters_of
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in

WRITERS = {"docx": docx.write, "pdf": pdf.write}


@signed_in
@require_safe
def dashboard(request: HttpRequest, agency: str) -> HttpResponse:
    """Volume, time and what is open: ``?since=2026-01 until=2026-11 matter= office= round=``."""
    here = desk_agency(request, agency, "oversight.view")
    person = person_of(request)
    asked = shown.asked(here, request.GET)
    found = queries.dashboard(person, here, asked)
    made = shown.shown(found, tables(found), person)
    matters = matters_of(here, asked.matter)
    context = rail(
        request,
        here,
        at="dashboard",
        found=found,
        asked=asked,
        moment=shown.moment(found),
        narrowed=shown.narrowed(found, dict(matters)),
        headline=shown.headline(found),
        shown=made,
        query=shown.query(asked),
        report=f"{asked.until:%Y-%m}",
        periods=shown.periods(asked),
        matters=matters,
        offices=Office.objects.filter(agency=here),
        rounds=Round.objects.filter(agency=here)[: shown.MOST_ROUNDS],
        may_list_ratings=may(person, "rating.list", here),
        health=may(person, "health.view", here),
        no_verdict=NO_VERDICT,
    )
    return render(request, "site/desk/oversight/dashboard.html", context)


@signed_in
@require_safe
def dashboard_file(request: HttpRequest, agency: str, format: str) -> HttpResponse:
    """All tables of the page, as CSV or for Excel. That they were taken out is recorded."""
    here = desk_agency(request, agency, "oversight.view")
    asked = shown.asked(here, request.GET)
    found = queries.dashboard(person_of(request), here, asked)
    title = shown.heading(found)
    about = f"{shown.narrowed(found, dict(matters_of(here, asked.matter)))}；{shown.moment(found)}"
    made = tables(found)
    if format == "xlsx":
        out = io.BytesIO()
        try:
            xlsx.write(shown.sheet(title, about, made), out, figures=True)
        except NotWritten as reason:
            raise Http404(str(reason)) from None
        content = out.getvalue()
    else:
        content = shown.csv_file(title, about, made)
    was_exported(request, here.code, title, format=format, asked=shown.query(asked))
    return HttpResponse(content, content_type=MEDIA[format], headers=download_headers(f"{title}.{format}"))


@signed_in
@require_safe
def dashboard_report(request: HttpRequest, agency: str, month: str, format: str) -> HttpResponse:
    """The report on a month, made now of what was counted last. That it was taken out is recorded."""
    here = desk_agency(request, agency, "oversight.view")
    person = person_of(request)
    asked = shown.of_month(month)
    if asked is None:
        raise Http404("没有这个月份的月报。")
    found = queries.dashboard(person, here, asked)
    if found.at is None:
        raise Http404("还没有统计，请稍后再来。")
    made = report(found, queries.dashboard(person, here, shown.year_until(asked)))
    out = io.BytesIO()
    try:
        WRITERS[format](made, out)
    except NotWritten as reason:
        raise Http404(str(reason)) from None
    was_exported(request, here.code, made.title, format=format)
    return HttpResponse(
        out.getvalue(),
        content_type=MEDIA[format],
        headers=download_headers(f"{made.title}.{format}"),
    )
