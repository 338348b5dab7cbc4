"""The law behind the lists, for everyone: the instruments, and one of them."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quanze.law.currency import State
from quanze.law.instruments import Kind
from quanze.library import queries
from quanze.library.models import Instrument, Version
from quanze.library.standing import LIVE
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.registry.queries import agency as agency_of
from quanze.site import reading, weighing
from quanze.site.charts import lifeline
from quanze.site.views.doors import ask, page_number

PER_PAGE = 50


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """法规文件: ``?q= kind= state= validity= page=``."""
    ask(request, "library.view")
    query = asked(request, "q").strip()[:200]
    kind = one_of(asked(request, "kind"), [each.value for each in Kind])
    state = one_of(asked(request, "state"), Instrument.State.values)
    validity = one_of(asked(request, "validity"), [each.value for each in State])
    found = weighing.find(
        query,
        kind=kind,
        state=state,
        validity=None if validity is None else State(validity),
        page=page_number(request),
        per_page=PER_PAGE,
    )
    context = {
        "query": query,
        "kind": kind,
        "state": state,
        "validity": validity,
        "kinds": [each.value for each in Kind],
        "states": Instrument.State.choices,
        "validities": [each.value for each in State],
        "found": found,
        "most": weighing.MOST,
        "may_enter": may(request.user, "instrument.enter"),
    }
    return render(request, "site/law/instruments.html", context)


@require_safe
def instrument(request: HttpRequest, pk: int) -> HttpResponse:
    """An instrument on a day: ``?on= version= agency= page=`` (of who cites it)."""
    ask(request, "library.view")
    found = instrument_at(pk)
    if found.pk != pk:
        return redirect("instrument", found.pk, permanent=True)
    on, wrong = day_asked(request)
    agency = _agency(asked(request, "agency"))
    version = asked(request, "version")
    try:
        page = queries.instrument_page(
            found,
            on=on,
            version=int(version) if version.isdecimal() and len(version) < 10 else None,
            agency=agency,
            page=page_number(request),
        )
    except Version.DoesNotExist:
        raise Http404("该文件没有这个版本。") from None
    context = {
        "page": page,
        "instrument": found,
        "evidence": dict.fromkeys((each.document, each.text) for each in page.status.evidence),
        "on": on,
        "on_asked": asked(request, "on")[:20],
        "wrong_day": wrong,
        "today": timezone.localdate(),
        "wide": lifeline.draw(page.spans, on, lifeline.WIDE),
        "narrow": lifeline.draw(page.spans, on, lifeline.NARROW),
        "said": [each for each in page.said if each.standing in LIVE],
        "past": [each for each in page.said if each.standing not in LIVE],
        "chapters": reading.chapters(page.text),
        "parts": reading.parts(page.text),
        "of_agency": agency,
        "may_state": may(request.user, "validity.state"),
    }
    return render(request, "site/law/instrument.html", context)


def instrument_at(pk: int) -> Instrument:
    """The instrument at an address; of one that turned out to be another, the other."""
    try:
        return queries.instrument(pk)
    except Instrument.DoesNotExist:
        raise Http404("没有这个法规文件。") from None


def asked(request: HttpRequest, name: str) -> str:
    """A value of the address; PostgreSQL takes no text with U+0000."""
    return request.GET.get(name, "").replace("\0", "")


def one_of(value: str, known: list[str]) -> str | None:
    """A value of the address if it is one of those that there are."""
    return value if value in known else None


def day_asked(request: HttpRequest) -> tuple[date, str]:
    """``?on=``, today where it is missing; where it is no day, today and what is wrong with it."""
    text = asked(request, "on").strip()
    today = timezone.localdate()
    if not text:
        return today, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return today, "请按“2026-11-23”的样子填写日期；下面先按今天显示。"


def _agency(code: str) -> Agency | None:
    if not code:
        return None
    try:
        return agency_of(code)
    except Agency.DoesNotExist:
        raise Http404(f"没有代码为“{code[:40]}”的机关。") from None
