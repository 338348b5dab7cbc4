"""Files that a person hands in before they belong to anything: sent one by one, looked at, taken away again."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.audit.services import INSTALLATION
from quanze.files import queries, services
from quanze.files.kinds import EVERYTHING, Accepts, accepts
from quanze.files.models import Deposit
from quanze.people.permissions import Denied
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.site.downloads import offered
from quanze.site.handing_in import FilesField, Sent, takes_files
from quanze.site.recorded import was_read
from quanze.site.views.doors import View, person_of, signed_in

LOGGED_OUT = "登录已经过期，文件没有上传。请在新的窗口里重新登录，再回到这里选择文件；已填写的内容不会丢失。"


class FilesForm(forms.Form):
    """One's own files that are not used yet."""

    def __init__(self, request: HttpRequest, *sent: Any) -> None:
        super().__init__(*sent)
        person = person_of(request)
        self.fields["files"] = FilesField(label="文件", person=person, where=origin_of(request), most=100)


def _script(request: HttpRequest) -> bool:
    """Whether a script asks, and not a person's browser."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _told_to_scripts(view: View) -> View:
    """A script is told that the log-in has ended; a person is sent to the log-in page."""

    @wraps(view)
    def inner(request: HttpRequest, **arguments: int) -> HttpResponseBase:
        if not request.user.is_authenticated and _script(request):
            return JsonResponse({"error": LOGGED_OUT}, status=401)
        return view(request, **arguments)

    return inner


@_told_to_scripts
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def files(request: HttpRequest) -> HttpResponse:
    """Hand in a file and get its number (201, or 422 with ``error``); for people a page with what is not used yet."""
    if _script(request):
        return _answer(request) if request.method == "POST" else HttpResponse(status=405)
    unused = list(queries.unbound(person_of(request)))
    form = FilesForm(request, request.POST, request.FILES) if request.method == "POST" else FilesForm(request)
    if form.is_bound and form.is_valid():
        return redirect("files")
    return render(request, "site/files.html", {"form": form, "unused": unused})


@_told_to_scripts
@signed_in
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file, for whoever may see it: shown where that is harmless, else offered. ``?download`` always offers it."""
    deposit = _deposit(pk)
    try:
        opened = queries.opened(deposit, request.user)
    except Denied as denied:
        raise PermissionDenied(str(denied)) from denied
    if deposit.person_id != person_of(request).pk:
        was_read(request, INSTALLATION, "file.read", services.thing_of(deposit))
    inline = opened.inline and "download" not in request.GET
    return offered(opened.stream, opened.filename, opened.media_type, inline=inline)


@_told_to_scripts
@signed_in
@require_POST
def file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away an own file that is not used."""
    try:
        services.remove(_deposit(pk), person_of(request), where=origin_of(request))
    except Denied as denied:
        raise PermissionDenied(str(denied)) from denied
    except Unacceptable as refusal:
        raise Http404(str(refusal)) from refusal
    return HttpResponse(status=204) if _script(request) else redirect("files")


def _answer(request: HttpRequest) -> JsonResponse:
    sent = Sent.of(request.POST, request.FILES, "files")
    if len(sent.arrived) != 1:
        return JsonResponse({"error": "文件没有传上来，请重新选择。"}, status=422)
    try:
        deposit = sent.arrived[0].hand_in(person_of(request), _accepted(request), origin_of(request))
    except Unacceptable as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse(
        {
            "id": deposit.pk,
            "name": deposit.filename,
            "size": deposit.held.size,
            "kind": deposit.held.kind,
            "address": reverse("file", args=[deposit.pk]),
        },
        status=201,
    )


def _accepted(request: HttpRequest) -> Accepts:
    """What the field that sends the file takes, so that its person is told at once; the form asks again."""
    try:
        return accepts(filter(None, request.POST.get("accepts", "").split(",")))
    except ValueError:
        return EVERYTHING


def _deposit(pk: int) -> Deposit:
    try:
        return queries.deposit(pk)
    except Deposit.DoesNotExist:
        raise Http404("没有这个文件，或者它已经过了保留期限。") from None
