"""A form that was sent after its log-in had ended is not lost: the page that asks to log in again carries it, and the
same person may send it on afterwards.

What was typed travels in the page, signed: the server keeps nothing of a visitor whom it does not know. Whose it was
is told by a cookie that is set at every log-in and taken away by logging out; that the form was drawn since that
log-in is what Django's own check of its token says, since a log-in changes the token. Passwords and files are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import escape_leading_slashes

from quanze.site.forms import LogInForm

WHOSE = "whose"
"""The cookie: who logged in here last, signed; it ends with the browser."""

KEPT = "kept"
"""The field of the log-in form that carries what was typed."""

COOKIE_SALT, FORM_SALT = "quanze.site.whose", "quanze.site.kept"
KEPT_SECONDS = 24 * 60 * 60
LARGEST = 3 << 20
"""Characters; together with the log-in they stay below what a form may hold (``DATA_UPLOAD_MAX_MEMORY_SIZE``)."""

NEVER_KEPT = re.compile("csrfmiddlewaretoken|password.*")
"""Fields by their names."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A form on its way: who sent it where, what was typed, and which files have to be chosen again, by field."""

    who: int
    path: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    files: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def typed(self) -> tuple[str, ...]:
        """The words in it, for the eye of whoever typed them."""
        return tuple(value for _, values in self.fields for value in values if value.strip())

    @property
    def file_names(self) -> tuple[str, ...]:
        """The files that are to be chosen again."""
        return tuple(name for _, names in self.files for name in names)

    @classmethod
    def of(cls, request: HttpRequest, who: int) -> Kept:
        """What ``request`` carries, less passwords and files."""
        fields = tuple(
            (name, tuple(map(str, values)))
            for name, values in request.POST.lists()
            if not NEVER_KEPT.fullmatch(name)
        )
        files = tuple(
            (name, tuple(file.name or "" for file in found)) for name, found in request.FILES.lists()
        )
        return cls(who, escape_leading_slashes(request.get_full_path()), fields, files)


class RememberWhose:
    """Middleware: let the browser know, signed, who is logged in, for when the log-in has ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Where nobody asked for the session, nobody needs to know.
        if request.session.accessed and request.user.is_authenticated and _whose(request) != request.user.pk:
            response.set_cookie(
                WHOSE,
                signing.dumps(request.user.pk, salt=COOKIE_SALT),
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


def ask_to_log_in_again(request: HttpRequest) -> HttpResponse | None:
    """The log-in page with what was just sent in it; ``None`` where there is nothing to keep, or nobody for whom."""
    who = _whose(request)
    if request.method != "POST" or who is None:
        return None
    kept = Kept.of(request, who)
    sealed = _sealed(kept)
    if len(sealed) > LARGEST:
        messages.warning(
            request, "登录已经失效，填写的内容太多，没能保留。请按“后退”回到原来的页面，复制下来。"
        )
        return None
    context = {"form": LogInForm(request), "kept": kept, "sealed": sealed}
    # No success: scripts that sent it in the background leave the page as it is.
    return render(request, "site/login.html", context, status=403)


def opened(request: HttpRequest) -> Kept | None:
    """What the log-in form carried; ``None`` where it carried nothing, or nothing that we sealed today."""
    try:
        told = signing.loads(request.POST.get(KEPT, ""), salt=FORM_SALT, max_age=KEPT_SECONDS)
        who, path, fields, files = told
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Kept(who, path, _pairs(fields), _pairs(files))


def offer_kept(request: HttpRequest) -> HttpResponse | None:
    """The page on which whoever is logged in looks at what the log-in form carried, and sends it on; ``None`` where it
    carried nothing of theirs."""
    kept = opened(request)
    if kept is None or kept.who != request.user.pk:
        return None
    return render(request, "site/resume.html", {"kept": kept})


def offer_after_stale_token(request: HttpRequest) -> HttpResponse | None:
    """The same for a form that was drawn before the present log-in, as its stale token says, and sent from one of our
    own pages, as the browser says. Who drew it is not known: whoever is logged in is asked by name."""
    origin = urlsplit(request.headers.get("Origin", ""))
    own = (request.scheme, request.get_host())
    if request.method != "POST" or (origin.scheme, origin.netloc) != own or not request.user.is_authenticated:
        return None
    return render(
        request, "site/resume.html", {"kept": Kept.of(request, request.user.pk), "stale": True}, status=403
    )


def forget(response: HttpResponse) -> None:
    """After logging out nobody's form is kept."""
    response.delete_cookie(WHOSE, samesite="Lax")


def _sealed(kept: Kept) -> str:
    return signing.dumps([kept.who, kept.path, kept.fields, kept.files], salt=FORM_SALT, compress=True)


def _whose(request: HttpRequest) -> int | None:
    try:
        who = signing.loads(request.COOKIES.get(WHOSE, ""), salt=COOKIE_SALT)
    except signing.BadSignature:
        return None
    return who if isinstance(who, int) else None


def _pairs(told: list[Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(values)) for name, values in told)
