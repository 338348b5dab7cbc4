"""What stands between the browser and the pages: content policy, size of what is sent, idle log-ins, static files."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from whitenoise.storage import CompressedManifestStaticFilesStorage

GetResponse = Callable[[HttpRequest], HttpResponse]

SEEN = "seen"
"""Session key: when the last request came, in seconds, kept to the minute."""


class ContentSecurityPolicy:
    """Only what the site itself serves is run, drawn or sent to: no inline script or style, no other origin."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class BodyLimit:
    """Turn away what is larger than any file that is taken before a byte of it is read: else it would be parsed and
    laid on the disk first, whoever sends it. The slack is for what a form holds besides its file.

    A view that takes the files of a case says so (``handing_in.takes_files``): one request brings no more than one
    person may have waiting, and each file's own limit is held while it comes in."""

    SLACK = 1 << 20

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Stands before whatever reads the body: the check against forged requests comes later."""
        limit = settings.UNBOUND_BYTES if getattr(view, "takes_files", False) else settings.UPLOAD_BYTES
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= limit + self.SLACK:
            return None
        return render(request, "413.html", {"megabytes": limit >> 20}, status=413)


class IdleTimeout:
    """End a log-in after ``settings.IDLE_SECONDS`` without a request
    (GB/T 22239-2019 8.1.4.1 b: 登录连接超时自动退出)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(SEEN, now)
            if now - seen > settings.IDLE_SECONDS:
                logout(request)
                messages.warning(request, "您较长时间没有操作，已自动退出，请重新登录。")
            elif now - seen >= 60 or SEEN not in request.session:
                request.session[SEEN] = now
        return self.get_response(request)


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Names that carry a digest, so that browsers keep them for good; plain names where ``init`` has not collected the
    files, as in tests."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
