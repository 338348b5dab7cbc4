"""The officer's side of cases: a case, who handles it, notes, the archive."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.audit.services import Thing
from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.references import deposits_in
from quanze.cases.services import Hindered
from quanze.complaints.queries import about
from quanze.files.models import Deposit
from quanze.people.models import Agency, Person
from quanze.people.permissions import Denied, may
from quanze.people.queries import handlers_of
from quanze.people.requests import origin_of
from quanze.people.roles import RoleKind
from quanze.people.unacceptable import Unacceptable
from quanze.registry.queries import contact
from quanze.rounds import queries as rounds
from quanze.rulebook.queries import calendar
from quanze.site.casework import offered, shown
from quanze.site.casework.objections import objections
from quanze.site.downloads import download_headers
from quanze.site.recorded import was_read
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, person_of, signed_in
from quanze.site.views.procedures import drawn


def case_here(request: HttpRequest, agency: str, number: str) -> tuple[Agency, Case]:
    """The case at an address of the desk, for whoever may read the whole file. It stands at the desk of its agency, and
    of the agency whose part in it somebody does."""
    try:
        case = queries.case(number)
    except Case.DoesNotExist:
        raise Http404(f"没有编号为“{number[:60]}”的办件。") from None
    person = person_of(request)
    if case.agency.code == agency:
        here = case.agency
    else:
        own = next(
            (role.agency for role in person.roles.select_related("agency") if role.agency.code == agency),
            None,
        )
        if own is None:
            raise Http404("这件办件不在这个机关。")
        here = own
    ask(request, "case.read", case)
    return here, case


@signed_in
@require_safe
def case(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """A case: where it stands, what may be done, its course, its history, and all that belongs to it."""
    here, found = case_here(request, agency, number)
    was_read(request, found.agency.code, "case.read", Thing("cases.Case", str(found.pk), found.number))
    return show_case(request, here, found)


def show_case(
    request: HttpRequest, here: Agency, found: Case, refusal: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """The page of a case; ``refusal`` says why what was asked for was not done."""
    person = person_of(request)
    page = queries.case_page(found, person)
    named = deposits_in(entry.act for entry in page.entries)
    deposits = Deposit.objects.filter(Q(bound_to=found.subject) | Q(pk__in=named)).select_related("held")
    known = shown.documents(page, here.code, deposits)
    names = shown.names(page)
    history = shown.told(page, known, names)
    at_home = here.pk == found.agency_id
    context = rail(
        request,
        here,
        at="cases",
        case=found,
        page=page,
        due=shown.due(found, timezone.now()),
        clocks=shown.clocks(page),
        actions=offered.actions(page, here.code),
        charts=drawn(page.pinned.procedure, page.state),
        stages=shown.stages(page, history),
        history=history[::-1],
        letters=shown.letters(page),
        objections=objections(page, history) if at_home else (),
        posting=offered.posting(page),
        verdicts={
            verb: may(person, f"case.{verb}", found)
            for verb in ("claim", "assign", "note", "place", "archive")
        },
        turnover=queries.waiting_for(found) if page.sight.whole else None,
        may_follow=bool(may(person, "case.follow", found)),
        complaints=complaints_about(person, found),
        issuing=bool(may(person, "case.act", offered.issuing(found))),
        at_home=at_home,
        refusal=refusal,
        typed=typed,
    )
    return render(request, "site/desk/cases/case.html", context, status=status)


def complaints_about(person: Person, case: Case) -> int:
    """How many complaints are about the case, as far as that is this person's business: its supervisor's."""
    return about(person, case) if may(person, "complaint.list", case.agency) else 0


@signed_in
@require_safe
def publicity(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """What the public would see of a case, to be looked at and printed before it is posted."""
    here, found = case_here(request, agency, number)
    if found.public_until is not None:
        return redirect("publicity_case", found.agency.code, number)
    preview = queries.publicity_preview(found, timezone.localdate(), calendar())
    if preview is None:
        raise Http404("本件现在不在公示环节。")
    context = rail(request, here, at="cases", case=found, found=preview, contact=contact(found.edition))
    return render(request, "site/desk/cases/publicity.html", context)


@signed_in
@require_POST
def claim(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """Take up a case that nobody handles."""
    here, found = case_here(request, agency, number)
    ask(request, "case.claim", found)
    try:
        services.claim(found, person_of(request), where=origin_of(request))
    except Unacceptable as reason:
        return show_case(request, here, found, str(reason))
    messages.success(request, "本件已由您经办。")
    return redirect("desk_case", agency, number)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """Give a case to one of the people of its office."""
    here, found = case_here(request, agency, number)
    ask(request, "case.assign", found)
    people = _handlers(found)
    refusal, chosen = "", request.POST.get("handler", "")
    if request.method == "POST":
        handler = next((each for each in people if str(each.pk) == chosen), None)
        if handler is None:
            refusal = "请选择交给谁办理。"
        else:
            try:
                services.assign(found, person_of(request), handler, where=origin_of(request))
            except Unacceptable as reason:
                refusal = str(reason)
            else:
                messages.success(request, f"已交给{handler.name}经办。")
                return redirect("desk_case", agency, number)
    context = rail(request, here, at="cases", case=found, people=people, refusal=refusal, chosen=chosen)
    return render(request, "site/desk/cases/assign.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """Move a case to another round of its matter."""
    here, found = case_here(request, agency, number)
    ask(request, "case.place", found)
    calls = [
        each
        for each in rounds.calls_of(found.matter)
        if each.state not in rounds.OVER and each.round.pk != found.round_id
    ]
    refusal, chosen = "", request.POST.get("round", "")
    if request.method == "POST":
        to = next((each.round for each in calls if str(each.round.pk) == chosen), None)
        if to is None:
            refusal = "请选择移到哪一批次。"
        else:
            reason = request.POST.get("reason", "")
            try:
                services.place(found, person_of(request), to, reason, where=origin_of(request))
            except Unacceptable as reason_why_not:
                refusal = str(reason_why_not)
            else:
                messages.success(request, f"已移到“{to.title}”。")
                return redirect("desk_case", agency, number)
    context = rail(request, here, at="cases", case=found, calls=calls, refusal=refusal, chosen=chosen)
    return render(request, "site/desk/cases/place.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """Choose by which of the matters into which the list divided its own a case goes on."""
    here, found = case_here(request, agency, number)
    ask(request, "case.follow", found)
    waits = queries.waiting_for(found)
    choices = () if waits is None else waits.choices
    refusal, chosen = "", request.POST.get("matter", "")
    if request.method == "POST":
        matter = next((each.matter for each in choices if str(each.matter.number) == chosen), None)
        try:
            if matter is None:
                raise Unacceptable("请选择按哪个事项继续办理。" if choices else "本件现在没有要选择的。")
            services.follow(found, person_of(request), matter, where=origin_of(request))
        except (Hindered, Unacceptable) as reason:
            refusal = str(reason)
        else:
            messages.success(request, "本件已经改按所选的事项办理。")
            return redirect("desk_case", agency, number)
    context = rail(request, here, at="cases", case=found, waits=waits, refusal=refusal, chosen=chosen)
    return render(request, "site/desk/cases/follow.html", context)


def _handlers(case: Case) -> list[Person]:
    """Who may handle it. Two queries."""
    if case.office is None:
        found = Person.objects.filter(
            roles__agency=case.agency,
            roles__kind__in=[RoleKind.HANDLER, RoleKind.OFFICE_HEAD],
            is_active=True,
        )
        return list(found.distinct().order_by("name", "pk"))
    both = (RoleKind.HANDLER, RoleKind.OFFICE_HEAD)
    found_by_pk = {each.pk: each for kind in both for each in handlers_of(case.office, kind)}
    return sorted(found_by_pk.values(), key=lambda each: each.name)


@signed_in
@require_POST
def note(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """Write something down for the others."""
    here, found = case_here(request, agency, number)
    ask(request, "case.note", found)
    words = request.POST.get("words", "")
    last = found.notes.order_by("-pk").first()
    twice = last is not None and last.by_id == person_of(request).pk and last.words == words.strip()
    if not twice:  # a double click is no second note
        try:
            services.note(found, person_of(request), words, where=origin_of(request))
        except Unacceptable as reason:
            return show_case(request, here, found, str(reason), typed=words)
    return redirect(f"{reverse('desk_case', args=[agency, number])}#notes")


@signed_in
@require_POST
def archive(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """The archive of a case, to be kept and checked without this program. That it was made is recorded."""
    here, found = case_here(request, agency, number)
    ask(request, "case.archive", found)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    try:
        services.pack(found, person_of(request), file, where=origin_of(request))
    except FileNotFoundError:
        file.close()
        return show_case(request, here, found, "有的文件在存储中找不到，归档包没有生成，请联系系统管理员。")
    except Denied as denied:
        file.close()
        raise PermissionDenied(str(denied)) from denied
    file.seek(0)
    response = FileResponse(file, content_type="application/zip")
    for name, value in download_headers(f"{number}归档.zip").items():
        response.headers[name] = value
    return response
