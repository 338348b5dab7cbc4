"""Adjustments at the desk: begun, seen, answered, passed from organ to organ, published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.adjustments import queries, services
from quanze.adjustments.models import Adjustment, Answer, Change
from quanze.adjustments.queries import FACTS
from quanze.files import store
from quanze.lists.codec import load_document
from quanze.people.models import Agency
from quanze.people.permissions import Denied, may
from quanze.people.requests import origin_of
from quanze.registry import queries as lists
from quanze.registry.services import Unacceptable, names_agency
from quanze.site import adjusting, issued
from quanze.site.adjustment_forms import (
    ActForm,
    AnswerForm,
    DraftForm,
    FromUploadForm,
    PassForm,
    PublishForm,
    ReviseForm,
)
from quanze.site.downloads import offered
from quanze.site.handing_in import takes_files
from quanze.site.paging import Pages
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, desk_upload, page_number, person_of, signed_in

PER_PAGE = 20
FORM_METHODS = ["GET", "HEAD", "POST"]


def bureau(request: HttpRequest, code: str, verb: str) -> Agency:
    """The agency at an address, for whoever may do ``verb`` to its adjustments."""
    try:
        agency = lists.agency(code)
    except Agency.DoesNotExist:
        raise Http404(f"没有代码为“{code}”的机关。") from None
    # A draft that nobody submitted is seen by the bureau's own people alone.
    ask(request, verb, Adjustment(agency=agency) if verb == "adjustment.view" else agency)
    return agency


def found(request: HttpRequest, code: str, number: int, verb: str = "adjustment.view") -> Adjustment:
    """The adjustment at an address, for whoever may do ``verb`` to it."""
    try:
        adjustment = queries.adjustment_at(code, number)
    except Adjustment.DoesNotExist:
        raise Http404("没有这项调整。") from None
    ask(request, verb, adjustment)
    return adjustment


def at_rail(request: HttpRequest, adjustment: Adjustment, **context: Any) -> dict[str, Any]:
    """What every page of an adjustment has."""
    context |= {"at": "adjustments", "adjustment": adjustment, **adjusting.days()}
    return rail(request, adjustment.agency, **context)


@signed_in
@require_safe
def adjustments(request: HttpRequest, agency: str) -> HttpResponse:
    """The adjustments of a bureau's list, newest first, with whose turn it is."""
    here = bureau(request, agency, "adjustment.view")
    every = queries.adjustments(here)
    pages = Pages.of(every.count(), page_number(request), PER_PAGE)
    rows = adjusting.turns(every[pages.slice])
    context = {
        **adjusting.days(),
        "rows": rows,
        "pages": pages,
        "drafting": may(request.user, "adjustment.draft", here),
    }
    return render(
        request, "site/desk/adjustments/list.html", rail(request, here, at="adjustments", **context)
    )


@signed_in
@require_http_methods(FORM_METHODS)
def begin(request: HttpRequest, agency: str) -> HttpResponse:
    """A blank draft; with ``corrects`` it will be a correction of that edition."""
    here = bureau(request, agency, "adjustment.draft")
    editions = list(lists.history(here))
    wanted = request.POST.get("corrects", "")
    corrects = next((each for each in editions if str(each.sequence) == wanted), None)
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin(
                here, person_of(request), corrects=corrects, where=origin_of(request), **form.cleaned_data
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("adjustment", here.code, made.number)
    context = rail(
        request, here, at="adjustments", form=form, editions=editions, corrects=corrects, heading="起草调整"
    )
    return render(request, "site/desk/adjustments/draft.html", context)


@signed_in
@require_http_methods(FORM_METHODS)
def begin_from_upload(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """A draft from the bureau's new document: what it would change is proposed line by line."""
    upload = desk_upload(request, agency, pk, "list.import")
    named = upload.document is None or names_agency(load_document(upload.document), upload.agency)
    form = FromUploadForm(request.POST or None, initial={"title": upload.filename.rpartition(".")[0]})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin_from_upload(
                upload, person_of(request), where=origin_of(request), **form.cleaned_data
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("changes", agency, made.number)
    context = rail(
        request,
        upload.agency,
        at="adjustments",
        form=form,
        upload=upload,
        named=named,
        heading="据文件起草调整",
    )
    return render(request, "site/desk/adjustments/draft.html", context)


@signed_in
@require_http_methods(FORM_METHODS)
def revise(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Change what a draft says beside its lines."""
    adjustment = found(request, agency, number, "adjustment.edit")
    foot = queries.foot_of(adjustment)
    form = ReviseForm(
        request.POST or None,
        initial={name: getattr(adjustment, name) for name in DraftForm.base_fields}
        | {name: getattr(foot, name) for name in FACTS},
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        facts = {name: said.pop(name) or None for name in FACTS}
        if facts != {name: getattr(foot, name) for name in FACTS}:
            said["contact"] = facts
        try:
            services.revise(
                adjustment,
                person_of(request),
                _version(request),
                where=origin_of(request),
                **said,
            )
        except (Unacceptable, Denied) as reason:
            refusal = str(reason)
            adjustment = found(request, agency, number)
        else:
            return redirect("adjustment", agency, number)
    context = at_rail(
        request, adjustment, form=form, refusal=refusal, foot=foot, heading="修改标题、事由、日期和附注"
    )
    return render(request, "site/desk/adjustments/draft.html", context)


@signed_in
@require_safe
def adjustment(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """One adjustment: where it is, who acted, what it changes, what can be done now."""
    return _page(request, found(request, agency, number))


def _page(
    request: HttpRequest, adjustment: Adjustment, refusal: str = "", passing: PassForm | None = None
) -> HttpResponse:
    person, states = person_of(request), Adjustment.State
    acts = list(queries.acts(adjustment))
    open_ = adjustment.state in Adjustment.OPEN
    latest = lists.last(adjustment.agency) if open_ else None
    keeping = may(person, "adjustment.edit", adjustment)
    changes = queries.changes_of(adjustment)
    lines = [adjusting.shown_line(line) for line in changes]
    context = at_rail(
        request,
        adjustment,
        acts=acts,
        steps=adjusting.steps(queries.way_from(adjustment, changes, acts), acts, person),
        lines=lines,
        pending=sum(each.line.decision == Change.Decision.PENDING for each in lines),
        due=queries.due_of(adjustment),
        keeping=keeping,
        editing=open_ and keeping,
        behind=latest if latest is not None and latest.pk != adjustment.base_id else None,
        open=open_,
        reviewing=adjustment.state == states.REVIEW,
        approved=adjustment.state == states.APPROVED,
        documents=() if adjustment.edition is None else issued.by_part(queries.offered(adjustment.edition)),
        refusal=refusal,
        typed=request.POST,
        passing=passing or PassForm(person),
        foot=None if adjustment.contact is None else queries.foot_of(adjustment),
        form=(),
    )
    return render(request, "site/desk/adjustments/adjustment.html", context)


Act = Callable[[HttpRequest, Adjustment, dict[str, Any]], Any]


def _done(
    request: HttpRequest, agency: str, number: int, verb: str, form: ActForm | PublishForm, act: Act
) -> HttpResponse:
    """Do an act that a form of the adjustment's page asks for, and come back to the page: with the reason above it
    where it was not done, and with what was typed."""
    adjustment = found(request, agency, number, verb)
    passing = form if isinstance(form, PassForm) else None
    if not form.is_valid():
        errors = "；".join(str(error) for each in form.errors.values() for error in each)
        return _page(request, adjustment, errors, passing)
    try:
        act(request, adjustment, form.cleaned_data)
    except Denied as reason:
        raise PermissionDenied(str(reason)) from reason
    except Unacceptable as reason:
        return _page(request, found(request, agency, number), str(reason), passing)
    return redirect("adjustment", agency, number)


@signed_in
@require_POST
def submit(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """部门申请."""

    def act(request: HttpRequest, adjustment: Adjustment, said: dict[str, Any]) -> None:
        services.submit(adjustment, person_of(request), **said, where=origin_of(request))

    return _done(request, agency, number, "adjustment.submit", ActForm(request.POST), act)


@signed_in
@takes_files
@require_POST
def pass_step(request: HttpRequest, agency: str, number: int, step: str) -> HttpResponse:
    """A step passed by its organ."""

    def act(request: HttpRequest, adjustment: Adjustment, said: dict[str, Any]) -> None:
        decision = services.Decision(said["number"], said["on"], next(iter(said["scan"]), None))
        services.pass_step(
            adjustment,
            person_of(request),
            said["version"],
            step,
            said["comment"],
            decision,
            where=origin_of(request),
        )

    form = PassForm(person_of(request), request.POST, request.FILES, origin_of(request))
    return _done(request, agency, number, "adjustment.view", form, act)


@signed_in
@require_POST
def send_back(request: HttpRequest, agency: str, number: int, step: str) -> HttpResponse:
    """Returned with comments by the organ of a step."""

    def act(request: HttpRequest, adjustment: Adjustment, said: dict[str, Any]) -> None:
        services.send_back(
            adjustment,
            person_of(request),
            said["version"],
            step,
            said["comment"],
            where=origin_of(request),
        )

    return _done(request, agency, number, "adjustment.view", ActForm(request.POST), act)


@signed_in
@require_POST
def withdraw(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Taken back by the bureau."""

    def act(request: HttpRequest, adjustment: Adjustment, said: dict[str, Any]) -> None:
        services.withdraw(adjustment, person_of(request), **said, where=origin_of(request))

    return _done(request, agency, number, "adjustment.withdraw", ActForm(request.POST), act)


@signed_in
@require_POST
def abandon(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Given up for good."""

    def act(request: HttpRequest, adjustment: Adjustment, said: dict[str, Any]) -> None:
        services.abandon(adjustment, person_of(request), **said, where=origin_of(request))

    return _done(request, agency, number, "adjustment.abandon", ActForm(request.POST), act)


@signed_in
@require_POST
def rebase(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Put upon the edition published last."""

    def act(request: HttpRequest, adjustment: Adjustment, said: dict[str, Any]) -> None:
        services.rebase(adjustment, person_of(request), said["version"], where=origin_of(request))

    return _done(request, agency, number, "adjustment.edit", ActForm(request.POST), act)


@signed_in
@require_POST
def publish(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """公布: it becomes the next edition."""

    def act(request: HttpRequest, adjustment: Adjustment, said: dict[str, Any]) -> None:
        cover = services.Cover(said["notice_number"], said["notice_on"], said["notice_addressee"])
        services.publish(
            adjustment,
            person_of(request),
            said["version"],
            effective_from=said["effective_from"],
            published_on=said["published_on"],
            cover=cover,
            where=origin_of(request),
        )

    return _done(request, agency, number, "adjustment.publish", PublishForm(request.POST), act)


@signed_in
@require_http_methods(FORM_METHODS)
def questions(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """What the checks find in the list to come: what blocks, and what wants an answer."""
    verb = "adjustment.edit" if request.method == "POST" else "adjustment.view"
    adjustment = found(request, agency, number, verb)
    form, refusal = AnswerForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(
                adjustment,
                person_of(request),
                form.cleaned_data["version"],
                request.POST.getlist("keys"),
                form.cleaned_data["text"],
                where=origin_of(request),
            )
        except (Unacceptable, Denied) as reason:
            refusal = str(reason)
            adjustment = found(request, agency, number)
        else:
            return redirect("adjustment_questions", agency, number)
    closed = adjustment.state in Adjustment.CLOSED
    examined = None if closed else queries.examine(adjustment)
    writable = adjustment.state in (*Adjustment.OPEN, Adjustment.State.APPROVED)
    context = at_rail(
        request,
        adjustment,
        form=form,
        refusal=refusal,
        typed=request.POST,
        ticked=request.POST.getlist("keys"),
        examined=examined,
        blocking=[(each, adjusting.place(each)) for each in examined.brought_in] if examined else [],
        questions=adjusting.answered(examined.questions) if examined else (),
        kept=Answer.objects.filter(adjustment=adjustment).select_related("act__person") if closed else (),
        submitting=adjustment.state in Adjustment.OPEN and may(request.user, "adjustment.submit", adjustment),
        answering=writable and may(request.user, "adjustment.edit", adjustment),
    )
    return render(request, "site/desk/adjustments/questions.html", context)


@signed_in
@require_safe
def scan(request: HttpRequest, agency: str, number: int, version: int) -> FileResponse:
    """The scan of an organ's decision, as it was handed in."""
    adjustment = found(request, agency, number)
    for act in queries.acts(adjustment):
        if act.version == version and "scan" in act.detail:
            kept = act.detail["scan"]
            return offered(store.fetch(kept["sha256"]), kept["name"])
    raise Http404("没有这份扫描件。")


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
