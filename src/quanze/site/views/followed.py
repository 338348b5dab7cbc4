"""动态管理 at the desk: the lists of a bureau's matters, and of each who is on it and how they stand."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quanze.aftercare import queries as aftercare
from quanze.cases import queries
from quanze.cases.queries import FollowedCase, Listed
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.registry.models import Matter
from quanze.registry.queries import names
from quanze.site.downloads import download_headers, only_first, plain_cell
from quanze.site.paging import Pages
from quanze.site.recorded import was_exported
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, page_number, person_of, signed_in

PER_PAGE = 50
MOST_EXPORTED = 1000

CSV_COLUMNS = ("单位", "申请内容", "办件编号", "列入日期", "最近检查", "情况", "整改期限", "移出日期")


@signed_in
@require_safe
def followed(request: HttpRequest, agency: str) -> HttpResponse:
    """Every matter of which somebody is on a list."""
    here = desk_agency(request, agency, "case.list")
    person = person_of(request)
    sees = may(person, "aftercare.list", here)
    context = rail(
        request,
        here,
        at="followed",
        matters=queries.followed_matters(person, here),
        states=list(Listed),
        reports=aftercare.waiting(person, here) if sees else (),
    )
    return render(request, "site/desk/followed/matters.html", context)


@signed_in
@require_safe
def followed_matter(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Who is on the list of a matter: since when, when checked, what is being mended; ``?listed=`` how they stand."""
    here, matter, listed = _asked(request, agency, number)
    person = person_of(request)
    found = queries.followed(person, here, matter, listed)
    pages = Pages.of(found.count(), page_number(request), PER_PAGE)
    mine = next((each for each in queries.followed_matters(person, here) if each.number == number), None)
    if mine is None:
        raise Http404("这个事项还没有列入名单的办件。")
    context = rail(
        request,
        here,
        at="followed",
        matter=mine,
        listed=listed,
        tabs=[(each, mine.counts[each]) for each in Listed],
        rows=queries.followed_lines(list(found[pages.slice]), timezone.localdate()),
        pages=pages,
    )
    return render(request, "site/desk/followed/matter.html", context)


@signed_in
@require_safe
def followed_csv(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    here, matter, listed = _asked(request, agency, number)
    found = list(queries.followed(person_of(request), here, matter, listed)[: MOST_EXPORTED + 1])
    cut = only_first(MOST_EXPORTED, more=len(found) > MOST_EXPORTED)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for each in queries.followed_lines(found[:MOST_EXPORTED], timezone.localdate()):
        writer.writerow(map(plain_cell, _cells(each)))
    title = f"{names(here, [matter])[matter.pk]}动态管理表"
    was_exported(request, here.code, title)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    for name, value in download_headers(f"{title}{cut}.csv").items():
        response.headers[name] = value
    return response


def _asked(request: HttpRequest, agency: str, number: int) -> tuple[Agency, Matter, Listed]:
    here = desk_agency(request, agency, "case.list")
    matter = Matter.objects.filter(agency=here, number=number).first()
    said = request.GET.get("listed", Listed.ON)
    if matter is None or said not in set(Listed):
        raise Http404("没有这份名单。")
    return here, matter, Listed(said)


def _cells(each: FollowedCase) -> tuple[str, ...]:
    case = each.case
    days = (
        case.granted_on,
        case.checked_on,
        case.due_on if each.listed is Listed.MENDING else None,
        case.left_on,
    )
    granted, checked, mend, left = ("" if day is None else day.isoformat() for day in days)
    state = f"{each.listed.label}（已逾期）" if each.late else each.listed.label
    return (case.applicant_name, case.title, case.number, granted, checked, state, mend, left)
