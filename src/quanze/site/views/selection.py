"""排序推荐: the ranking of a round, a case in it, the meeting that decides, what fixes it, how it came about."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.documents import docx, pdf, xlsx
from quanze.documents.tree import Document
from quanze.documents.writable import NotWritten
from quanze.people.models import Agency, Person
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.rounds import queries as rounds
from quanze.rounds.models import Round
from quanze.rounds.queries import OVER
from quanze.selection import queries, services
from quanze.selection.queries import Placed, RankedList, Ranking
from quanze.selection.summary import summary
from quanze.site.downloads import MEDIA, download_headers
from quanze.site.handing_in import takes_files
from quanze.site.paging import Pages
from quanze.site.ranking import people_in, told
from quanze.site.ranking_forms import MeetingForm, MoveForm, PreferForm, ScoreForm
from quanze.site.recorded import was_exported
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, desk_agency, page_number, person_of, signed_in

HISTORY_PER_PAGE = 100

SUMMARY: dict[str, Callable[[Document, BinaryIO], None]] = {
    "docx": docx.write,
    "pdf": pdf.write,
    "xlsx": xlsx.write,
}
"""The summary table's formats, and how they are written."""


@signed_in
@require_safe
def ranking(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """The whole ranking on one page, as it is printed."""
    here, held = ranking_here(request, agency, pk)
    return _page(request, here, held)


def _page(
    request: HttpRequest, here: Agency, held: Ranking, refusal: str = "", typed: str = ""
) -> HttpResponse:
    fixed, meeting = held.fixed, held.meeting
    people = Person.objects.in_bulk(people_in([meeting] if meeting else []))
    context = ranking_context(
        request,
        here,
        held,
        lists=[(each, held.name_of(each.kind)) for each in held.lists],
        fixes=may(request.user, "ranking.fix", held.round) and held.call.state not in OVER,
        meeting=None if meeting is None else told(held, meeting, people),
        letters=list(queries.letters(held)) if held.was_fixed else [],
        sends=may(request.user, "ranking.send", held.round),
        sent=queries.sent(held.round),
        other_terms=fixed is not None and fixed.body["terms"] != held.call.terms.pk,
        refusal=refusal,
        typed=typed,
        today=timezone.localdate(),
    )
    return render(request, "site/desk/ranking/ranking.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ranked_case(request: HttpRequest, agency: str, pk: int, number: str) -> HttpResponseBase:
    """A case in the ranking; POST says something about it: ``do=score prefer move to-3``."""
    here, held = ranking_here(
        request, agency, pk, "ranking.arrange" if request.method == "POST" else "ranking.view"
    )
    found = held.row(number)
    if found is None:
        raise Http404("这一办件不参加本批次的排序。")
    do = request.POST.get("do", "")
    forms = _forms(request, held, *found, do)
    if request.method == "POST":
        form = forms.get(_form_of(do))
        if form is None:
            raise Http404("没有这种登记。")
        if form.is_valid() and _said(request, held, *found, do, form):
            return redirect("desk_ranked_case", here.code, pk, number)
        refused = form
    else:
        refused = None
    ranked, row = found
    context = ranking_context(
        request,
        here,
        held,
        ranked=ranked,
        list_name=held.name_of(ranked.kind),
        row=row,
        gone=row.case.pk in held.gone,
        reviews=[
            (each, [each.points.get(criterion.key) for criterion in held.criteria])
            for each in row.said.reviews.values()
        ],
        form=refused,
        history=[told(held, each, {}) for each in held.entries if each.case_id == row.case.pk],
        **{f"{name}_form": form for name, form in forms.items()},
    )
    return render(request, "site/desk/ranking/case.html", context)


def _form_of(do: str) -> str:
    """Which form a button belongs to; ``to-3`` names a place, ``to-0`` the one by score."""
    return "move" if do.startswith("to-") else do


def _forms(request: HttpRequest, held: Ranking, ranked: RankedList, row: Placed, do: str) -> dict[str, Any]:
    """By name, the one that was sent with what was typed."""
    sent = {_form_of(do): [request.POST]}
    preferences = held.kit.ranking.preferences
    return {
        "score": ScoreForm(held.criteria, person_of(request).name, *sent.get("score", [])),
        "prefer": PreferForm(preferences, row.said.ground, *sent.get("prefer", [])),
        "move": MoveForm(len(ranked.rows), *sent.get("move", [])),
    }


def _said(request: HttpRequest, held: Ranking, ranked: RankedList, row: Placed, do: str, form: Any) -> bool:
    """Whether it was done; where it was not, the form says why."""
    person, where, seen, data = person_of(request), origin_of(request), seen_in(request), form.cleaned_data
    try:
        if do == "score":
            services.score(
                held.round,
                person,
                row.case,
                data["reviewer"],
                form.points,
                seen,
                remark=data["remark"],
                where=where,
            )
            messages.success(request, f"已登记{data['reviewer']}的评分。")
        elif do == "prefer":
            services.prefer(held.round, person, row.case, data["ground"], seen, where=where)
            messages.success(request, "已登记优先的情形。" if data["ground"] else "已取消优先。")
        else:
            place = form.to(do)
            if place is None:
                form.add_error("place", f"请填写移到第几位，1到{len(ranked.rows)}。")
                return False
            services.move(held.round, person, row.case, place, data["reason"], seen, where=where)
            messages.success(request, f"已移到第{place}位。" if place else "已恢复未调整时的位次。")
    except Unacceptable as reason:
        form.add_error(None, str(reason))
        return False
    return True


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def ranking_meeting(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """Record the meeting that decided on the order as it stands."""
    here, held = ranking_here(request, agency, pk, "ranking.fix")
    staff = Person.objects.filter(roles__agency=here, is_active=True).distinct().order_by("name", "pk")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    person, where = person_of(request), origin_of(request)
    form = MeetingForm(list(staff), person, where, *sent)
    if request.method == "POST" and form.is_valid():
        try:
            services.meet(held.round, person, form.meeting, seen_in(request), where=where)
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "已登记会议。")
            return redirect("desk_ranking", here.code, pk)
    return render(request, "site/desk/ranking/meeting.html", ranking_context(request, here, held, form=form))


@signed_in
@require_POST
def ranking_fix(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """``do=fix release``; to release it with the reason."""
    here, held = ranking_here(request, agency, pk, "ranking.fix")
    do, reason, where = request.POST.get("do", ""), request.POST.get("reason", ""), origin_of(request)
    person, seen = person_of(request), seen_in(request)
    try:
        if do == "fix":
            services.fix(held.round, person, seen, where=where)
            messages.success(request, "排序已经确定。")
        elif do == "release":
            services.release(held.round, person, reason, seen, where=where)
            messages.success(request, "已撤销确定，排序可以再改。")
        else:
            raise Http404("没有这种登记。")
    except Unacceptable as refused:
        return _page(request, here, held, str(refused), reason)
    return redirect("desk_ranking", here.code, pk)


@signed_in
@require_safe
def ranking_history(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """Everything that was said, the last first."""
    here, held = ranking_here(request, agency, pk)
    entries = held.entries[::-1]
    pages = Pages.of(len(entries), page_number(request), HISTORY_PER_PAGE)
    shown = entries[pages.slice]
    people = Person.objects.in_bulk(people_in(shown))
    rows = [told(held, each, people) for each in shown]
    return render(
        request,
        "site/desk/ranking/history.html",
        ranking_context(request, here, held, rows=rows, pages=pages),
    )


@signed_in
@require_safe
def ranking_summary(request: HttpRequest, agency: str, pk: int, format: str) -> HttpResponseBase:
    """汇总表 of the fixed ranking."""
    here, held = ranking_here(request, agency, pk)
    out = io.BytesIO()
    try:
        document = summary(held)
        SUMMARY[format](document, out)
    except (Unacceptable, NotWritten) as reason:
        raise Http404(str(reason)) from None
    was_exported(request, here.code, document.title)
    headers = download_headers(f"{document.title}.{format}")
    return HttpResponse(out.getvalue(), content_type=MEDIA[format], headers=headers)


def ranking_here(
    request: HttpRequest, code: str, pk: int, verb: str = "ranking.view"
) -> tuple[Agency, Ranking]:
    """The agency and the ranking at an address, for whoever may do ``verb`` to it."""
    here = desk_agency(request, code, "round.list")
    try:
        call = rounds.call(here, pk)
    except Round.DoesNotExist:
        raise Http404("没有这个批次。") from None
    ask(request, verb, call.round)
    return here, queries.ranking(call)


def ranking_context(request: HttpRequest, here: Agency, held: Ranking, **more: Any) -> dict[str, Any]:
    """What every page of a ranking shows."""
    open_ = held.fixed is None and held.call.state not in OVER
    return rail(
        request,
        here,
        at="rounds",
        held=held,
        call=held.call,
        arranges=open_ and may(request.user, "ranking.arrange", held.round),
        **more,
    )


def seen_in(request: HttpRequest) -> int:
    """The number of the last entry that whoever sends a form had before them."""
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0
