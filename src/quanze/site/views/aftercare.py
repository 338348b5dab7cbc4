"""后续管理 at the desk: the follow-ups of a case, a report, what the bureau says of it, the table of a year."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.aftercare import queries, services
from quanze.aftercare.models import Filing
from quanze.aftercare.permissions import Reporting
from quanze.aftercare.services import LONGEST_WORDS
from quanze.aftercare.table import Table, cells, document, table
from quanze.cases.models import Case
from quanze.documents import xlsx
from quanze.documents.writable import NotWritten
from quanze.files.queries import bound
from quanze.kits.following import ONCE
from quanze.kits.model import FollowUp, Reporter
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Matter
from quanze.site.aftercare import asked_for, read, report
from quanze.site.downloads import MEDIA, download_headers, only_first, plain_cell
from quanze.site.handing_in import takes_files
from quanze.site.paging import Pages
from quanze.site.recorded import was_exported
from quanze.site.views.casework import case_here
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, desk_agency, page_number, person_of, signed_in

PER_PAGE = 50
MOST_EXPORTED = 5000


class ReplyForm(forms.Form):
    """What an officer says of a report."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = forms.CharField(
        label="意见",
        help_text="退回的写明理由，申报单位会看到。",
        max_length=LONGEST_WORDS,
        required=False,
        error_messages={"max_length": f"意见不能超过{LONGEST_WORDS}个字。"},
    )


# A case -------------------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def after(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """What follows the end of a case: what is asked for, what was reported and recorded."""
    here, case = _case(request, agency, number)
    person, today = person_of(request), timezone.localdate()
    found = [
        (
            each,
            [(line, line.late(today)) for line in each.lines],
            not each.item.apply and bool(may(person, "aftercare.file", Reporting(case, each.item))),
        )
        for each in queries.of_case(case, today)
    ]
    if not found:
        raise Http404("本件没有后续管理：上级机关还没有给予结果，或者事项配置没有设定。")
    context = rail(request, here, at="cases", case=case, found=found)
    return render(request, "site/desk/aftercare/case.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def after_file(request: HttpRequest, agency: str, number: str, item: str) -> HttpResponseBase:
    """Record something, or enter what the applicant reports on paper (``?year=``)."""
    here, case = _case(request, agency, number)
    found, line, year = asked_for(request, case, item)
    ask(request, "aftercare.file", Reporting(case, found.item))
    made = report(request, case, found.item, line, year)
    if made.filing is not None:
        messages.success(request, f"已登记“{found.item.title}”。")
        return redirect("desk_after", here.code, number)
    context = rail(request, here, at="cases", case=case, report=made, ONCE=ONCE)
    return render(request, "site/desk/aftercare/file.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: HttpRequest, agency: str, number: str, pk: int) -> HttpResponseBase:
    """A report with its papers; POST says that it is in order or returns it: ``do=accept return``."""
    here, case = _case(request, agency, number)
    try:
        found = queries.filing(pk)
    except Filing.DoesNotExist:
        raise Http404("没有这份报送。") from None
    if found.case_id != case.pk:
        raise Http404("本件没有这份报送。")
    replies = list(found.replies.all())
    seen = {"seen": replies[-1].pk if replies else 0}
    form = ReplyForm(request.POST) if request.method == "POST" else ReplyForm(initial=seen)
    if request.method == "POST":
        ask(request, "aftercare.reply", case)
        if form.is_valid() and _replied(request, found, form):
            return redirect("desk_filing", here.code, number, pk)
    item = queries.item_of(found)
    context = rail(
        request,
        here,
        at="cases",
        case=case,
        filing=found,
        item=item,
        state=queries.state_of(item, found),
        recorded=item.by is Reporter.OFFICER,
        sections=read(found),
        files=bound(found.subject),
        replies=replies,
        form=form,
        replies_to=bool(may(person_of(request), "aftercare.reply", case)),
    )
    return render(request, "site/desk/aftercare/filing.html", context)


def _replied(request: HttpRequest, filing: Filing, form: ReplyForm) -> bool:
    """Whether it was done; where it was not, the form says why."""
    accepted = request.POST.get("do") == "accept"
    try:
        services.reply(
            filing,
            person_of(request),
            accepted,
            form.cleaned_data["words"],
            seen=form.cleaned_data["seen"],
            where=origin_of(request),
        )
    except Unacceptable as reason:
        form.add_error(None, str(reason))
        return False
    messages.success(request, "已核实。" if accepted else "已退回。")
    return True


def _case(request: HttpRequest, agency: str, number: str) -> tuple[Agency, Case]:
    """For whoever handles, leads or supervises it, at the desk of its agency."""
    here, case = case_here(request, agency, number)
    if here.pk != case.agency_id:
        raise Http404("这件办件不在这个机关。")
    ask(request, "aftercare.view", case)
    return here, case


# A matter's year ----------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def year(request: HttpRequest, agency: str, number: int, item: str) -> HttpResponse:
    """Who has reported about a year and who has not, with the sums: ``?year= page=``."""
    here, matter, found, about = _asked(request, agency, number, item)
    cases = queries.of_year(person_of(request), here, matter, found, about)
    pages = Pages.of(cases.count(), page_number(request), PER_PAGE)
    shown = list(cases[pages.slice])
    context = rail(
        request,
        here,
        at="followed",
        matter=matter,
        name=_name(shown, here, matter),
        item=found,
        year=about,
        years=queries.years_of(found, timezone.localdate()),
        due=queries.due_of(found, about),
        table=_table(here, matter, found, about, shown),
        pages=pages,
        whole=pages.pages == 1,
        reminds=found.by is Reporter.APPLICANT and queries.periodic(found),
    )
    return render(request, "site/desk/aftercare/year.html", context)


@signed_in
@require_safe
def year_file(request: HttpRequest, agency: str, number: int, item: str, format: str) -> HttpResponse:
    """The whole table of a year, as CSV or for Excel."""
    here, matter, found, about = _asked(request, agency, number, item)
    every = list(queries.of_year(person_of(request), here, matter, found, about)[: MOST_EXPORTED + 1])
    cases, cut = every[:MOST_EXPORTED], only_first(MOST_EXPORTED, more=len(every) > MOST_EXPORTED)
    made = _table(here, matter, found, about, cases)
    out = io.BytesIO()
    if format == "xlsx":
        try:
            xlsx.write(document(made), out)
        except NotWritten as reason:
            raise Http404(str(reason)) from None
    else:
        text = io.StringIO()
        csv.writer(text).writerows([plain_cell(cell) for cell in row] for row in cells(made))
        out.write(f"\ufeff{text.getvalue()}".encode())
    was_exported(request, here.code, made.title, rows=len(cases))
    headers = download_headers(f"{made.title}{cut}.{format}")
    return HttpResponse(out.getvalue(), content_type=MEDIA[format], headers=headers)


@signed_in
@require_POST
def remind(request: HttpRequest, agency: str, number: int, item: str) -> HttpResponseBase:
    """Write to those of the year (``?year=``) who have not reported."""
    here, matter, found, about = _asked(request, agency, number, item)
    person, today = person_of(request), timezone.localdate()
    cases = list(queries.of_year(person, here, matter, found, about)[:MOST_EXPORTED])
    lines = [
        line
        for line in _lines(matter, found, about, cases, today)
        if may(person, "aftercare.reply", line.case)
    ]
    told = services.remind(here, person, lines, today=today, where=origin_of(request))
    if told:
        messages.success(request, f"已提醒{told}家报送：登录后能看到，留有电子邮箱的另发邮件。")
    else:
        messages.warning(request, "没有要提醒的：都已经报送，或者不是由您承办的。")
    return redirect(f"{request.path.removesuffix('remind/')}?year={about}")


def _asked(request: HttpRequest, code: str, number: int, key: str) -> tuple[Agency, Matter, FollowUp, int]:
    here = desk_agency(request, code, "aftercare.list")
    matter = Matter.objects.filter(agency=here, number=number).first()
    kit = None if matter is None else queries.follow_ups(matter)
    item = None if kit is None else kit.follow_up(key)
    if matter is None or item is None:
        raise Http404("没有这一项后续管理。")
    years = queries.years_of(item, timezone.localdate())
    said = request.GET.get("year", "")
    return here, matter, item, int(said) if said in map(str, years) else years[0]


def _lines(matter: Matter, item: FollowUp, about: int, cases: list[Case], today: Any) -> tuple[Any, ...]:
    kit = queries.follow_ups(matter)
    return () if kit is None else queries.lines_of(cases, kit, item, about, today)


def _table(here: Agency, matter: Matter, item: FollowUp, about: int, cases: list[Case]) -> Table:
    today = timezone.localdate()
    return table(_name(cases, here, matter), item, about, _lines(matter, item, about, cases, today), today)


def _name(cases: list[Case], here: Agency, matter: Matter) -> str:
    """What the matter is called: as the last of its cases says, else by its number."""
    if cases:
        return cases[-1].matter_name
    last = Case.objects.filter(matter=matter).order_by("-pk").values_list("matter_name", flat=True).first()
    return last or f"{here.name}第{matter.number}号事项"
