"""Whoever holds a letter can see whether it is one of ours, and whether it still counts."""

from __future__ import annotations

import hashlib
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from quanze.letters import queries
from quanze.letters.issuing import LENGTH, grouped, ungrouped
from quanze.letters.models import Letter
from quanze.site.letter_forms import CodeForm, CompareForm
from quanze.site.views.doors import View

PERSONAL = 4
"""A name of at most so many characters may be a natural person's (姓名), and is shown by its first character alone."""


def unlisted(view: View) -> View:
    """A page that only its address leads to: kept by nobody, found by no search engine. No other site is told of it by
    the site's own policy (``same-origin``; stricter, and browsers would send forms without an origin)."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return inner


@unlisted
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code of a letter, where a QR code cannot be read."""
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_valid():
        token = ungrouped(form.cleaned_data["code"])
        if len(token) == LENGTH and Letter.objects.filter(token=token).exists():
            return redirect("letter_check", token)
        form.add_error(
            "code",
            "没有这个核验码的文书。请核对每一位（没有字母 I、L、O 和数字 0、1）；仍然没有的，请向出具机关核实。",
        )
    return render(request, "site/letter_ask.html", {"form": form})


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Which letter the code belongs to. No more is shown than whoever holds the letter reads on it; a file can be held
    against it, and is not kept."""
    try:
        letter = queries.letter_by_token(ungrouped(token))
    except Letter.DoesNotExist:
        raise Http404("没有这个核验码的文书。请核对核验码，或者向出具机关核实。") from None
    page = queries.letter_page(letter)
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    compared = None
    if form.is_valid():
        sha256 = hashlib.sha256()
        for chunk in form.cleaned_data["file"].chunks():
            sha256.update(chunk)
        compared = queries.compared(page, sha256.hexdigest())
    context = {
        "page": page,
        "letter": letter,
        "addressee": named(letter.addressee),
        "code": grouped(letter.token),
        "form": form,
        "compared": compared,
    }
    return render(request, "site/letter_check.html", context)


def named(addressee: str) -> str:
    """Whom a letter is for, as far as its page says it: organisations by name, a natural person by the first character
    (个人信息保护法 art. 6: 限于实现处理目的的最小范围)."""
    if len(addressee) > PERSONAL:
        return addressee
    return addressee[:1] + "＊" * (len(addressee) - 1)
