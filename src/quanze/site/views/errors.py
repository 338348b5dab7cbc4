"""When something cannot be shown: what went wrong and what to do. No database is asked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from quanze.site import resuming


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason that the permission gave."""
    return render(request, "403.html", {"reason": _words(exception)}, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is not the browser's: one of our own that was drawn before the present log-in is
    offered again, any other is turned away."""
    if request.path == reverse("login") and request.user.is_authenticated:
        # The second of two log-in pages: the view knows where to lead.
        return resuming.offer_kept(request) or redirect("login")
    return resuming.offer_after_stale_token(request) or render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the reason where a view gave one."""
    return render(request, "404.html", {"reason": _words(exception)}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return render(request, "500.html", status=500)


def _words(exception: Exception) -> str:
    """What a view said, and nothing that Django says to programmers."""
    said: Any = exception.args[0] if exception.args else ""
    if isinstance(exception, Http404) and not (isinstance(said, str) and said.endswith("。")):
        return ""
    return str(said)
