"""What a view asks first: which agency, which of its lists, and whether this visitor may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from quanze.people.models import Agency, Person
from quanze.people.permissions import Window, may
from quanze.registry import queries
from quanze.registry.models import Edition, Upload
from quanze.site import resuming

View = Callable[..., HttpResponseBase]


def ask(request: HttpRequest, verb: str, thing: Any = None) -> None:
    """Raise ``PermissionDenied`` with the reason, which the page of error 403 shows, unless the visitor may."""
    verdict = may(request.user, verb, thing)
    if not verdict:
        raise PermissionDenied(verdict.reason)


def public_agency(request: HttpRequest, code: str) -> Agency:
    """The agency at an address of the public site."""
    try:
        agency = queries.agency(code)
    except Agency.DoesNotExist:
        raise Http404(f"没有代码为“{code}”的机关。") from None
    ask(request, "list.view_public", agency)
    return agency


def edition_in_force(agency: Agency) -> Edition:
    """The list that an agency's pages show."""
    edition = queries.edition_on(agency)
    if edition is None:
        raise Http404(f"{agency.name}还没有公布清单。")
    edition.agency = agency
    return edition


def asked_day(request: HttpRequest) -> date | None:
    """``?on=2025-01-01``, the day as of which a list is to be shown; ``None`` where it is missing."""
    text = request.GET.get("on", "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404("日期请按“2025-01-01”的样子写。") from None


def list_shown(request: HttpRequest, code: str) -> tuple[Agency, Edition]:
    """The agency at an address of the public site, and its list that was, is or will be in force on the day that the
    address asks for; today without one. One query."""
    day = asked_day(request)
    edition = queries.edition_at(code, day)
    if edition is not None:
        ask(request, "list.view_public", edition.agency)
        return edition.agency, edition
    agency = public_agency(request, code)
    if day is None:
        raise Http404(f"{agency.name}还没有公布清单。")
    raise Http404(f"{agency.name}在{day.year}年{day.month}月{day.day}日还没有生效的清单。")


def edition_at(agency: Agency, sequence: int) -> Edition:
    """The edition at an address."""
    try:
        return queries.edition(agency, sequence)
    except Edition.DoesNotExist:
        raise Http404(f"没有第{sequence}版清单。") from None


def desk_agency(request: HttpRequest, code: str, verb: str = "list.upload") -> Agency:
    """The agency at an address of the desk, for whoever may do ``verb`` to it: its list keeper."""
    try:
        agency = queries.agency(code)
    except Agency.DoesNotExist:
        raise Http404(f"没有代码为“{code}”的机关。") from None
    ask(request, verb, agency)
    return agency


def window_agency(request: HttpRequest, code: str) -> Agency:
    """The agency at an address of the desk, for whoever sits at its window."""
    try:
        agency = queries.agency(code)
    except Agency.DoesNotExist:
        raise Http404(f"没有代码为“{code}”的机关。") from None
    ask(request, "party.verify", Window(agency))
    return agency


def desk_upload(request: HttpRequest, code: str, pk: int, verb: str = "upload.view") -> Upload:
    """An upload at an address of the desk, for whoever may do ``verb`` to it."""
    agency = desk_agency(request, code)
    try:
        upload = queries.upload(agency, pk)
    except Upload.DoesNotExist:
        raise Http404("没有这份文件。") from None
    ask(request, verb, upload)
    return upload


def signed_in(view: View) -> View:
    """Let only people with an account in; others are sent to the log-in page and come back, with what they had typed
    where their log-in has ended meanwhile. Nothing of the desk is kept by browsers or proxies."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            response = view(request, *args, **kwargs)
        else:
            response = resuming.ask_to_log_in_again(request) or redirect_to_login(request.get_full_path())
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return inner


def person_of(request: HttpRequest) -> Person:
    """The account behind a request that passed :func:`signed_in`."""
    return cast(Person, request.user)


def page_number(request: HttpRequest) -> int:
    """``?page=``, 1 where it is missing or no number."""
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < 8 else 1
