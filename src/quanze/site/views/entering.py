"""Bringing the law in: an instrument typed in or read from a file, and what is cited and not held yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from quanze.files import store
from quanze.law.instruments import Instrument as LawInstrument
from quanze.library import queries, services
from quanze.library.models import Instrument
from quanze.library.services import Received
from quanze.people.requests import origin_of
from quanze.site import weighing
from quanze.site.law_forms import EnterForm, TextForm
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, page_number, person_of, signed_in
from quanze.site.views.laws import asked, instrument_at

PER_PAGE = 50


@signed_in
@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """被引用但没有全文: the most cited first."""
    ask(request, "instrument.enter")
    shelf = queries.cited_not_held(page_number(request), PER_PAGE)
    return render(request, "site/desk/law/wanted.html", rail(request, at="wanted", shelf=shelf))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an instrument: ``?instrument=`` one that is cited, ``?file=&name=`` from a file that was handed in."""
    ask(request, "instrument.enter")
    cited = _cited(asked(request, "instrument"))
    try:
        received = _received(request)
    except services.Unacceptable as reason:
        return _draw(request, EnterForm(), cited, None, refusal=str(reason))
    if request.method != "POST":
        initial = _initial(cited, None if received is None else received.instrument)
        return _draw(request, EnterForm(initial=initial, from_file=received is not None), cited, received)
    form = EnterForm(request.POST, from_file=received is not None)
    if not form.is_valid():
        return _draw(request, form, cited, received)
    file = None if received is None else (received.sha256, received.filename)
    try:
        entered = services.enter_instrument(
            person_of(request), **form.answers, file=file, where=origin_of(request)
        )
    except services.Unacceptable as reason:
        return _draw(request, form, cited, received, refusal=str(reason))
    return redirect("entered", entered.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take the file of a law or notice, and show what was read in it. Nothing is entered yet."""
    ask(request, "instrument.enter")
    cited = _cited(asked(request, "instrument"))
    if request.method != "POST":
        return redirect("instrument_enter")
    form = TextForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = services.receive_text(person_of(request), file.name, file.file)
        except services.Unacceptable as reason:
            form.add_error("file", str(reason))
        else:
            query = {"file": received.sha256, "name": received.filename}
            if cited is not None:
                query["instrument"] = str(cited.pk)
            return redirect(reverse("instrument_enter", query=query))
    return _draw(request, EnterForm(initial=_initial(cited, None)), cited, None, file_form=form)


@signed_in
@require_safe
def entered(request: HttpRequest, pk: int) -> HttpResponse:
    """What has become of what was entered: it stands in the library; what its text says waits to be settled."""
    ask(request, "instrument.enter")
    found = instrument_at(pk)
    context = rail(
        request,
        at="enter",
        instrument=found,
        status=weighing.statuses([found])[found.pk],
        citers=queries.citing(found),
        waiting=queries.proposals().filter(instrument=found),
    )
    return render(request, "site/desk/law/entered.html", context)


def _draw(
    request: HttpRequest,
    form: EnterForm,
    cited: Instrument | None,
    received: Received | None,
    *,
    file_form: TextForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    version = received.instrument.versions[-1] if received and received.instrument.versions else None
    context = rail(
        request,
        at="enter",
        form=form,
        errors_of=file_form if file_form is not None else form,
        file_form=file_form or TextForm(),
        cited=cited,
        received=received,
        version=version,
        refusal=refusal,
    )
    return render(request, "site/desk/law/enter.html", context)


def _cited(pk: str) -> Instrument | None:
    return instrument_at(int(pk)) if pk.isdecimal() and len(pk) < 10 else None


def _received(request: HttpRequest) -> Received | None:
    """What was read in the file that the address names. Raises ``Unacceptable``."""
    sha256, name = asked(request, "file"), asked(request, "name")
    if not sha256:
        return None
    try:
        stream = store.fetch(sha256)
    except (ValueError, OSError):
        raise services.Unacceptable("没有这个文件，请重新上传。") from None
    with stream:
        return services.receive_text(person_of(request), name, stream)


def _initial(cited: Instrument | None, read: LawInstrument | None) -> dict[str, Any]:
    """What the form shows at first: what was read, else what is known from citations."""
    version = read.versions[-1] if read is not None and read.versions else None
    known: dict[str, Any] = {
        "title": (read.title if read else "") or (cited.title if cited else ""),
        "number": ((read.number if read else "") or (cited.number if cited else "")),
        "kind": read.kind.value if read else (cited.kind if cited else ""),
        "issuers": "、".join((read.issuers if read else ()) or (cited.issuers if cited else ())),
    }
    if version is not None:
        known["made_on"] = version.made_on
        known["in_force_from"] = None if version.assumed else version.in_force_from
    return known
