"""The desk of a list keeper: what was handed in, what was read in it, and whether it becomes an edition."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from quanze.files import store
from quanze.library.queries import open_tasks
from quanze.lists.codec import load_document
from quanze.lists.model import Severity
from quanze.people.models import Agency
from quanze.people.permissions import WINDOW, may
from quanze.people.queries import agencies_of, roles_held
from quanze.people.requests import origin_of
from quanze.people.roles import RoleKind
from quanze.registry import queries, services
from quanze.registry.models import Upload
from quanze.rulebook import queries as rulebook
from quanze.site import adjusting, reviewing
from quanze.site.casework import places as casework
from quanze.site.downloads import offered
from quanze.site.following import proposals_waiting
from quanze.site.forms import ImportForm, UploadForm
from quanze.site.paging import Pages
from quanze.site.views.doors import View, desk_agency, desk_upload, page_number, person_of, signed_in

GROUPS_PER_PAGE = 40
UPLOADS_PER_PAGE = 50


def rail(request: HttpRequest, agency: Agency | None = None, **context: Any) -> dict[str, Any]:
    """What every page of the desk shows at its left: the agencies kept, how much waits in each, and, for who keeps the
    library, how many proposals about what lists cite wait to be settled."""
    kept = agencies_of(person_of(request), RoleKind.LIST_KEEPER)
    counted = Agency.objects.filter(pk__in=[each.pk for each in kept]).order_by()
    counts = {
        pk: (uploads, tasks)
        for pk, uploads, tasks in counted.values_list("pk", queries.waiting(), open_tasks())
    }
    librarian = may(request.user, "validity.settle")
    working = casework.places(person_of(request))
    return {
        "rail": [(each, counts[each.pk][0]) for each in kept],
        "open_tasks": {pk: tasks for pk, (_, tasks) in counts.items()},
        "auditing": agencies_of(person_of(request), RoleKind.AUDIT_ADMIN),
        "librarian": librarian,
        "proposed": proposals_waiting() if librarian else 0,
        "working": working,
        "working_only": [each for each in working if each.agency not in kept],
        "working_here": next((each for each in working if each.agency == agency), None),
        "agency": agency,
        **context,
    }


def asked_on_its_page(act: View) -> View:
    """Let an act on an upload be done by a form alone. Who comes by a link, from a log-in that had ended or from the
    filters of a page that showed a form's errors, is led to the upload's page."""

    @wraps(act)
    def inner(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
        if request.method == "POST":
            return act(request, agency, pk)
        page = reverse("upload", args=[agency, pk])
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{page}?{query}" if query else page)

    return inner


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person."""
    person = person_of(request)
    context = rail(request, roles=roles_held(person), windows=WINDOW)
    context |= adjusting.at_home(person, [each for each, _ in context["rail"]])
    here = ("rail", "librarian", "turns", "reminders", "configured")
    if context["working"] and not any(context[each] for each in here):
        return redirect("desk_cases", context["working"][0].agency.code)
    unconfirmed = rulebook.unconfirmed(each for each, _ in context["rail"])
    context["tasks"] = [(each, waiting, unconfirmed.get(each.pk, 0)) for each, waiting in context["rail"]]
    return render(request, "site/desk/home.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest, agency: str) -> HttpResponse:
    """Hand in a document; below, what was handed in before."""
    here = desk_agency(request, agency)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = services.receive_upload(
                here, person_of(request), file.name, file.file, where=origin_of(request)
            )
        except services.Unacceptable as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("upload", here.code, upload.pk)
    every = queries.uploads(here)
    pages = Pages.of(every.count(), page_number(request), UPLOADS_PER_PAGE)
    context = rail(request, here, at="uploads", form=form, uploads=every[pages.slice], pages=pages)
    return render(request, "site/desk/uploads.html", context)


@signed_in
@require_safe
def upload(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """What was read in a document beside what was found in it."""
    found = desk_upload(request, agency, pk)
    return _review(request, found, _import_form(found))


@signed_in
@asked_on_its_page
def upload_import(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """Make what was read the next edition."""
    found = desk_upload(request, agency, pk, "list.import")
    form = _import_form(found, request.POST)
    if not form.is_valid():
        return _review(request, found, form)
    answers = {key: value for key, value in form.cleaned_data.items() if key != "checked"}
    try:
        services.import_list(found, person_of(request), where=origin_of(request), **answers)
    except services.Unacceptable as reason:
        return _review(request, found, form, str(reason))
    return redirect("upload", agency, pk)


@signed_in
@asked_on_its_page
def upload_discard(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """Set a document aside."""
    found = desk_upload(request, agency, pk, "list.import")
    try:
        services.discard(found, person_of(request), where=origin_of(request))
    except services.Unacceptable as reason:
        return _review(request, found, _import_form(found), str(reason))
    return redirect("upload", agency, pk)


@signed_in
@require_safe
def upload_file(request: HttpRequest, agency: str, pk: int) -> FileResponse:
    """The document as it was handed in."""
    found = desk_upload(request, agency, pk)
    return offered(store.fetch(found.sha256), found.filename)


def _import_form(upload: Upload, data: Any = None) -> ImportForm:
    names = upload.document is None or services.names_agency(load_document(upload.document), upload.agency)
    return ImportForm(data, upload=upload, names_agency=names)


def _review(request: HttpRequest, upload: Upload, form: ImportForm, refusal: str = "") -> HttpResponse:
    """The page of an upload; ``refusal`` says why what was asked for was not done."""
    if upload.document is None:
        return render(
            request, "site/desk/refused.html", rail(request, upload.agency, at="uploads", upload=upload)
        )
    document = load_document(upload.document)
    findings = queries.findings(upload)
    wanted = request.GET.get("severity", "")
    severity = Severity(wanted) if wanted in set(Severity) else None
    groups = reviewing.groups(document, findings, severity)
    pages = Pages.of(len(groups), page_number(request), GROUPS_PER_PAGE)
    deciding = upload.state == Upload.State.READ
    context = rail(
        request,
        upload.agency,
        at="uploads",
        upload=upload,
        beside=queries.beside_last(upload.agency, document) if deciding else None,
        document=document,
        annexes=reviewing.read_annexes(document, findings, GROUPS_PER_PAGE),
        total=len(findings),
        counts=reviewing.counts(findings),
        severity=severity,
        groups=groups[pages.slice],
        pages=pages,
        form=form,
        refusal=refusal,
    )
    return render(request, "site/desk/upload.html", context)
