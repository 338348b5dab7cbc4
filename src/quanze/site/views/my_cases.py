"""The cases of those for whom somebody acts: where each stands, what it waits for, and what its applicant may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.aftercare import queries as aftercare
from quanze.aftercare.permissions import Reporting
from quanze.aftercare.queries import Line
from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.queries import Offer, StatusPage
from quanze.files.queries import bound
from quanze.kits.model import FollowUp
from quanze.letters import queries as letters
from quanze.letters import services as letter_services
from quanze.letters.models import Letter, Rendering
from quanze.people import queries as people
from quanze.people.permissions import membership_of, roles_of
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.ratings import queries as ratings
from quanze.ratings import services as rating_services
from quanze.registry.queries import contact
from quanze.site.aftercare import asked_for, own, read, report
from quanze.site.applying.answering import AnswerForm, asked_items
from quanze.site.applying.status import in_words, status
from quanze.site.downloads import MEDIA, offered
from quanze.site.handing_in import takes_files
from quanze.site.paging import Pages
from quanze.site.rating_forms import RatingForm
from quanze.site.views.doors import ask, page_number, person_of, signed_in

answered = require_http_methods(["GET", "HEAD", "POST"])

PER_PAGE = 30


class WithdrawForm(forms.Form):
    """Why somebody withdraws."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="撤回的理由",
        max_length=1000,
        error_messages={"required": "请写明撤回的理由。", "max_length": "理由不能超过1000个字。"},
    )


class ObjectForm(forms.Form):
    """An objection to what is made public."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="异议的内容",
        max_length=5000,
        error_messages={
            "required": "请写明对公示的哪一项有异议，以及理由。",
            "max_length": "异议的内容不能超过5000个字。",
        },
    )


@signed_in
@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """Every case of the applicants for whom this person acts; those that wait for them first."""
    found = queries.cases_of(people.parties_of(person_of(request)))
    pages = Pages.of(found.count(), page_number(request), PER_PAGE)
    rows = [(each, in_words(each)) for each in found[pages.slice]]
    return _page(request, "list", {"rows": rows, "pages": pages})


@signed_in
@require_safe
def my_case(request: HttpRequest, number: str) -> HttpResponse:
    """Where a case stands, what comes next, who answers for it, what is owed by whom until when."""
    case = _case(request, number)
    page = queries.status_page(case, person_of(request))
    mine = f"person:{person_of(request).pk}"
    shown = status(page, timezone.now())
    context = {
        **_of_case(page),
        "status": shown,
        "late": any(each.over and not each.mine for each in shown.due),
        "asked": asked_items(page),
        "contact": contact(case.edition),
        "can": {each.kind for each in page.offers if each.verdict},
        "objections": [each for each in page.state.objections if each.by == mine],
        "after": _after(case),
        "rated": ratings.of_case(case),
        "ratable": ratings.ratable(case),
    }
    return _page(request, "status", context)


def _after(case: Case) -> list[tuple[FollowUp, list[tuple[Line, bool]]]]:
    """What follows the result: each report with whether it is late."""
    today = timezone.localdate()
    return [
        (each.item, [(line, line.late(today)) for line in each.lines])
        for each in own(aftercare.of_case(case, today))
    ]


@signed_in
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """That the application was received: its number, and what happens now."""
    case = _case(request, number)
    page = queries.status_page(case, person_of(request))
    shown = status(page, timezone.now())
    letter = next((each for each in shown.letters if each.letter.kind == "receipt"), None)
    context = {**_of_case(page), "status": shown, "receipt": letter, "contact": contact(case.edition)}
    return _page(request, "receipt", context)


@signed_in
@answered
@takes_files
def answer(request: HttpRequest, number: str) -> HttpResponseBase:
    """Answer a notice, or a request during review, item by item; what is not answered now may follow later."""
    case = _case(request, number)
    page = queries.status_page(case, person_of(request))
    form = AnswerForm(request, page)
    if request.method == "POST" and form.is_valid():
        try:
            act, files = form.answered()
            services.act(
                case,
                person_of(request),
                act,
                form.cleaned_data["seen"],
                files=files,
                where=origin_of(request),
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"已补交：{'、'.join(act.items)}。")
            return redirect("my_case", number)
    context = {
        **_of_case(page),
        "form": form,
        "rows": form.rows(),
        "status": status(page, timezone.now()),
        "offer": _offer(page, "hand_in"),
    }
    return _page(request, "answer", context)


@signed_in
@answered
@takes_files
def after(request: HttpRequest, number: str, item: str) -> HttpResponseBase:
    """Report what is asked for after the result (``?year=``); what was returned, once more."""
    case = _case(request, number)
    found, line, year = asked_for(request, case, item)
    ask(request, "aftercare.file", Reporting(case, found.item))
    made = report(request, case, found.item, line, year)
    if made.filing is not None:
        messages.success(request, f"“{found.item.title}”已经报送，由{case.agency.name}核实。")
        return redirect("my_case", number)
    before = None if line is None else line.filing
    context = {
        "case": case,
        "agency": case.agency,
        "report": made,
        "accepted": line is not None and line.state is aftercare.State.ACCEPTED,
        "sections": () if before is None else read(before),
        "files": () if before is None else bound(before.subject),
    }
    return _page(request, "after", context)


@signed_in
@answered
def withdraw(request: HttpRequest, number: str) -> HttpResponseBase:
    """Withdraw an application, and say why."""
    return _done(
        request,
        number,
        "withdraw",
        WithdrawForm,
        lambda offer, given: acts.Withdraw(given["reason"]),
        "申请已经撤回。",
    )


@signed_in
@answered
def object_to(request: HttpRequest, number: str) -> HttpResponseBase:
    """Object to what is made public."""
    name = person_of(request).name
    return _done(
        request,
        number,
        "object",
        ObjectForm,
        lambda offer, given: acts.Object(offer.possible.step or "", given["text"], name),
        "异议已经提交，由办理机关核实并答复。",
    )


@signed_in
@answered
def rate(request: HttpRequest, number: str) -> HttpResponseBase:
    """Say how satisfied one is with how a case was handled, and once more."""
    case = _case(request, number)
    rated = ratings.of_case(case)
    form = RatingForm(rated is not None, *((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        degree, text = form.said
        person, where = person_of(request), origin_of(request)
        try:
            if rated is None or request.POST.get("do") != "add":
                rating_services.give(case, person, degree, text, where=where)
            else:
                rating_services.add(rated.rating, person, degree, text, where=where)
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "谢谢，评价已经收到。")
            return redirect("my_case", number)
    context = {"case": case, "agency": case.agency, "rated": rated, "form": form}
    return _page(request, "rate", {**context, "ratable": ratings.ratable(case)})


def _done(
    request: HttpRequest,
    number: str,
    kind: str,
    form_of: type[forms.Form],
    act_of: Callable[[Offer, dict[str, Any]], acts.Act],
    said: str,
) -> HttpResponseBase:
    """One act with a form of its own."""
    case = _case(request, number)
    page = queries.status_page(case, person_of(request))
    offer = _offer(page, kind)
    form = form_of(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if offer is None:
                raise Unacceptable("现在不能这样办理：办件已经有了新的进展，请回到办件页面查看。")
            made = act_of(offer, form.cleaned_data)
            services.act(case, person_of(request), made, form.cleaned_data["seen"], where=origin_of(request))
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect("my_case", number)
    return _page(request, kind, {**_of_case(page), "form": form, "offer": offer})


@signed_in
@require_safe
def letter_file(request: HttpRequest, number: str, pk: int, format: str) -> FileResponse:
    """A letter to the applicant as a file; for PDF the signed one where there is one."""
    case = _case(request, number)
    try:
        found = letters.letter(pk)
    except Letter.DoesNotExist:
        found = None
    if found is None or found.subject != case.subject:
        raise Http404("本件没有这份文书。")
    ask(request, "letter.view", found)
    page = letters.letter_page(found)
    if page.sha256(format) is None:
        letter_services.render(found)
        page = letters.letter_page(found)
    sha256 = page.sha256(format)
    if sha256 is None:
        raise Http404("这份文书的文件还没有生成，请稍后再试。")
    name = f"{found.title}（{found.number}）.{format}"
    inline = format == Rendering.Format.PDF and "download" not in request.GET
    return offered(letters.opened(sha256), name, MEDIA[format], inline=inline)


def _case(request: HttpRequest, number: str) -> Case:
    """A case of an applicant for whom this person acts. Nobody else is told that there is one."""
    try:
        found = queries.case(number)
    except Case.DoesNotExist:
        found = None
    if found is None or membership_of(person_of(request), found.applicant) is None:
        raise Http404("没有这件办件，或者您不代表它的申请人。")
    ask(request, "party.represent", found.applicant)
    return found


def _offer(page: StatusPage, kind: str) -> Offer | None:
    return next((each for each in page.offers if each.kind == kind and each.verdict), None)


def _of_case(page: StatusPage) -> dict[str, Any]:
    return {"case": page.case, "page": page, "agency": page.case.agency, "labels": page.pinned.kit.labels}


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context["officer"] = bool(roles_of(person_of(request)))
    return render(request, f"site/my/cases/{name}.html", context)
