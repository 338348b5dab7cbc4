"""登记上级结果: the sheet to fill in, what was filled in looked over row by row, and recorded."""

from __future__ import annotations

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.cases import queries, services
from quanze.cases.queries import ResultGroup
from quanze.documents import xlsx
from quanze.documents.writable import NotWritten
from quanze.people.models import Agency
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.site.downloads import MEDIA, download_headers
from quanze.site.handing_in import takes_files
from quanze.site.recorded import was_exported
from quanze.site.result_forms import ResultsForm
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def results(request: HttpRequest, agency: str) -> HttpResponseBase:
    """What waits for a result, by round (``?round=``: that one); a sheet that is sent is looked over, and recorded when
    it comes again with the digest of what was seen."""
    here = desk_agency(request, agency, "case.results")
    person, where = person_of(request), origin_of(request)
    if request.method != "POST":
        return _home(request, here, ResultsForm(person, where))
    form = ResultsForm(person, where, request.POST, request.FILES)
    if not form.is_valid():
        return _home(request, here, form)
    handed, documents = form.cleaned_data["sheet"][0], form.cleaned_data["document"]
    try:
        plan = services.look_over_results(here, person, handed)
    except Unacceptable as reason:
        form.add_error("sheet", str(reason))
        return _home(request, here, form)
    looked = request.POST.get("looked", "")
    document = documents[0] if documents else None
    if plan.going and looked == plan.digest:
        done = services.record_results(here, person, handed, plan, document, where=where)
        context = {
            "done": [each.case for each in done if not each.refusal],
            "refused": [each for each in done if each.refusal],
        }
        return render(request, "site/desk/results/done.html", rail(request, here, at="results", **context))
    context = rail(
        request,
        here,
        at="results",
        plan=plan,
        sheet=handed,
        document=document,
        changed=bool(looked),
    )
    return render(request, "site/desk/results/preview.html", context)


def _home(request: HttpRequest, here: Agency, form: ResultsForm) -> HttpResponse:
    found = queries.result_groups(person_of(request), here)
    chosen = _number(request, "round")
    groups = [each for each in found if chosen is None or each.round == chosen]
    context: dict[str, Any] = {"groups": groups, "chosen": chosen, "form": form}
    return render(
        request,
        "site/desk/results/home.html",
        rail(request, here, at="results", choices=queries.RESULT_CHOICES, **context),
    )


@signed_in
@require_safe
def sheet(request: HttpRequest, agency: str) -> HttpResponse:
    """The sheet of a round (``?round=``), or of a matter without rounds (``?matter=``): of the cases that have no
    result yet, or with ``?all=1`` of every one that went up."""
    here = desk_agency(request, agency, "case.results")
    group = _group(request, here)
    waiting = request.GET.get("all") != "1"
    cases = queries.went_up(person_of(request), here, group, waiting=waiting)
    named = f"{group.name}（{group.title}）" if group.title else group.name
    title = f"{named}上级结果登记表"
    out = io.BytesIO()
    try:
        xlsx.write(queries.result_sheet(title, cases.select_related("applicant")), out)
    except NotWritten as reason:
        raise Http404(str(reason)) from None
    was_exported(request, here.code, title)
    headers = download_headers(f"{title}{timezone.localdate():%Y%m%d}.xlsx")
    return HttpResponse(out.getvalue(), content_type=MEDIA["xlsx"], headers=headers)


def _group(request: HttpRequest, here: Agency) -> ResultGroup:
    round, matter = _number(request, "round"), _number(request, "matter")
    for each in queries.result_groups(person_of(request), here):
        if each.round == round and (round is not None or each.matter == matter):
            return each
    raise Http404("这里没有已经上报的办件。")


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else None
