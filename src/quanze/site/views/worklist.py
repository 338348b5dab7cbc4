"""The work list: what waits for somebody, filtered, in order, and as a table."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quanze.cases import bulk, queries
from quanze.cases.models import Case
from quanze.cases.queries import Sort, State, Whose, Work
from quanze.escalation.queries import raised
from quanze.people.models import Agency, Person
from quanze.people.permissions import may
from quanze.ratings.queries import waiting as bad_ratings
from quanze.registry.models import Matter
from quanze.registry.queries import edition_on, entries
from quanze.rounds import queries as rounds
from quanze.rounds.models import Round
from quanze.site.casework import shown
from quanze.site.downloads import download_headers, only_first, plain_cell
from quanze.site.narrowing import FIELDS as NARROWING
from quanze.site.narrowing import Narrowing, narrowing
from quanze.site.recorded import was_exported
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in

CSV_COLUMNS = (
    "办件编号",
    "事项",
    "申请人",
    "申请内容",
    "收到日期",
    "办理环节",
    "当前事项",
    "待办方",
    "经办人",
    "到期日",
    "到期情况",
    "状态",
)
CSV_ROWS = 1000
SORTS = {Sort.DUE: "先到期的在前", Sort.NEW: "新办件在前"}


@signed_in
@require_safe
def cases(request: HttpRequest, agency: str) -> HttpResponse:
    """The work list: ``?whose= state= matter= round= q= sort= page=``, and what figures ask for (``narrowing``)."""
    here = desk_agency(request, agency, "case.list")
    asked = asked_in(request.GET)
    person, now = person_of(request), timezone.now()
    narrow = narrowing(here, asked, now)
    work = listed(person, here, asked, narrow)
    calls = rounds.calls(here)
    call = next((each for each in calls if str(each.round.pk) == asked["round"]), None)
    context = rail(
        request,
        here,
        at="cases",
        work=work,
        rows=[(row, shown.due(row.case, now)) for row in work.rows],
        asked=asked,
        narrowed=narrow.words,
        query=urlencode({key: value for key, value in asked.items() if value and key != "page"}),
        whose=list(Whose),
        states=list(State),
        sorts=SORTS.items(),
        matters=_matters(here),
        calls=calls,
        call=call,
        counts=None if call is None else queries.round_counts(call.round),
        today=timezone.localdate(now),
        behind=queries.count_behind(here),
        most=bulk.MOST,
        raised=raised(person, here),
        bad=bad_ratings(person, here) if may(person, "rating.list", here) else 0,
    )
    return render(request, "site/desk/cases/list.html", context)


@signed_in
@require_safe
def cases_csv(request: HttpRequest, agency: str) -> HttpResponse:
    """The same list as a table, all its pages, up to :data:`CSV_ROWS` cases."""
    here = desk_agency(request, agency, "case.list")
    asked, now = {**asked_in(request.GET), "page": 1}, timezone.now()
    work = listed(person_of(request), here, asked, narrowing(here, asked, now), per_page=CSV_ROWS)
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for row in work.rows:
        writer.writerow(map(plain_cell, _cells(row.case, shown.due(row.case, now))))
    was_exported(request, here.code, "办件清单", rows=len(work.rows))
    cut = only_first(len(work.rows), more=work.more)
    headers = download_headers(f"{here.name}办件{cut}{timezone.localdate(now):%Y%m%d}.csv")
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _cells(case: Case, due: shown.Due | None) -> tuple[str, ...]:
    return (
        case.number,
        case.matter_name,
        case.applicant_name,
        case.title,
        "" if case.received_at is None else f"{timezone.localdate(case.received_at):%Y-%m-%d}",
        case.stage,
        case.standing,
        case.get_holder_display(),
        "" if case.handler is None else case.handler.name,
        "" if due is None or due.on is None else f"{due.on:%Y-%m-%d}",
        "" if due is None else f"{due.words}{due.tag and f'（{due.tag}）'}",
        case.get_ending_display() or "在办",
    )


def asked_in(said: QueryDict) -> dict[str, Any]:
    """The filters that an address or a form names; what is no filter falls back to the usual."""

    def one_of(name: str, kinds: Any, usual: str) -> str:
        found = said.get(name, "")
        return found if found in set(kinds) else usual

    def number(name: str) -> str:
        found = said.get(name, "")
        return found if found.isdecimal() and len(found) < 10 else ""

    return {
        "whose": one_of("whose", Whose, Whose.MINE),
        "state": one_of("state", State, State.OPEN),
        "matter": number("matter"),
        "round": number("round"),
        "q": said.get("q", "").replace("\0", "").strip()[:100],
        "sort": one_of("sort", Sort, Sort.DUE),
        **{name: said.get(name, "")[:20] for name in NARROWING},
        "page": int(number("page") or 1),
    }


def listed(person: Person, agency: Agency, asked: dict[str, Any], narrow: Narrowing, **more: Any) -> Work:
    """The work list by these filters (:func:`asked_in`), as narrow as is asked for."""
    matter = round = None
    if asked["matter"]:
        matter = Matter.objects.filter(agency=agency, number=int(asked["matter"])).first()
        if matter is None:
            raise Http404("没有这个事项。")
    if asked["round"]:
        round = Round.objects.filter(agency=agency, pk=int(asked["round"])).first()
        if round is None:
            raise Http404("没有这个批次。")
    return queries.work(
        person,
        agency,
        whose=asked["whose"],
        state=asked["state"],
        matter=matter,
        round=round,
        among=narrow.among,
        query=asked["q"],
        sort=asked["sort"],
        page=asked["page"],
        **more,
    )


def _matters(agency: Agency) -> list[tuple[int, str]]:
    """The matters of the list in force, to filter by. Two queries."""
    edition = edition_on(agency)
    if edition is None:
        return []
    found = entries(edition, edition.main).values_list("matter__number", "version__name")
    return list(found)


# A case ----------------------------------------------------------------------------------------------------------
