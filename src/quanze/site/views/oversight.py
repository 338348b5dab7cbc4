"""责任矩阵 and cards: of one case for whoever sees its file, over an agency for whoever leads or supervises it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from quanze.cases.models import Case
from quanze.cases.queries import case as case_of
from quanze.charts import svg, table
from quanze.escalation import queries as escalation
from quanze.escalation import services as escalating
from quanze.oversight import queries
from quanze.oversight.queries import Asked
from quanze.people.models import Agency, Office
from quanze.people.permissions import may
from quanze.people.queries import handlers_in
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.oversight.patterns import NO_VERDICT, PATTERNS
from quanze.registry.models import Matter
from quanze.rounds.models import Round
from quanze.site import oversight as shown
from quanze.site.card_forms import CardRulesForm
from quanze.site.dashboard import EARLIEST, MOST_ROUNDS, number
from quanze.site.views.complaining import matters_of
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, desk_agency, person_of, signed_in

LATEST = date(9999, 12, 31)
"""After this day no other can be said."""

USUAL = timedelta(days=365)
"""So far back goes the matrix where nobody says from when."""


@signed_in
@require_safe
def case_duties(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """Every duty of a case: what was done about it, when, with what evidence, and what is missing."""
    try:
        found = case_of(number)
    except Case.DoesNotExist:
        raise Http404("没有这件办件。") from None
    if found.agency.code != agency:
        raise Http404("没有这件办件。")
    ask(request, "oversight.case", found)
    person = person_of(request)
    rows = shown.rows(queries.of_case(found, person))
    oversees = may(person, "oversight.view", found.agency)
    context = rail(
        request,
        found.agency,
        at="cases",
        case=found,
        rows=[each for each in rows if each.duty.owed],
        others=[each for each in rows if not each.duty.owed],
        hints=queries.hints_of_case(found, person) if oversees else (),
        no_verdict=NO_VERDICT,
    )
    return render(request, "site/desk/oversight/case.html", context)


@signed_in
@require_safe
def duties(request: HttpRequest, agency: str) -> HttpResponse:
    """The duties of many cases: ``?since= until= matter= office= round= handler=``; ``line= column=`` lists the cases
    of a number."""
    here = desk_agency(request, agency, "oversight.view")
    asked, filters = _filters(request, here)
    said = request.GET
    summed = queries.of_many(person_of(request), here, asked)
    chosen = shown.chosen(summed.lines, said.get("line", ""), said.get("column", ""))
    chart = shown.shares(summed.lines)
    context = rail(
        request,
        here,
        at="duties",
        summed=summed,
        lines=[(each, shown.counts(each)) for each in summed.lines],
        columns=[(column, label) for column, (label, _) in shown.COLUMNS.items()],
        chosen=chosen,
        chart=mark_safe(svg(chart, "by-matter")),  # noqa: S308  every word in it is escaped
        charted=table(chart),
        column=said.get("column", ""),
        **filters,
    )
    return render(request, "site/desk/oversight/duties.html", context)


@signed_in
@require_safe
def hints(request: HttpRequest, agency: str) -> HttpResponse:
    """What is worth a look in the cases of a period: ``?since= until= matter= office= round= handler=``."""
    here = desk_agency(request, agency, "oversight.view")
    asked, filters = _filters(request, here)
    found = queries.hinted(person_of(request), here, asked)
    context = rail(
        request,
        here,
        at="hints",
        found=found,
        groups=shown.by_pattern(found.hints),
        none=[each for each in PATTERNS if all(hint.pattern is not each for hint in found.hints)],
        no_verdict=NO_VERDICT,
        **filters,
    )
    return render(request, "site/desk/oversight/hints.html", context)


@signed_in
@require_safe
def cards(request: HttpRequest, agency: str) -> HttpResponse:
    """What is near its date or past it."""
    here = desk_agency(request, agency, "oversight.view")
    found = queries.cards(person_of(request), here)
    groups = [
        (label, mark, [(each, shown.card_due(each.card)) for each in found.of(colour)])
        for colour, (label, mark) in shown.COLOURS.items()
    ]
    context = rail(
        request,
        here,
        at="cards",
        moment=shown.moment(timezone.now()),
        groups=groups,
        cut=found.cut,
        total=len(found.shown),
        raised=escalation.raised(person_of(request), here),
    )
    return render(request, "site/desk/oversight/cards.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def card_rules(request: HttpRequest, agency: str) -> HttpResponse:
    """To whom cards go, after how many working days."""
    here = desk_agency(request, agency, "card.configure")
    sent = (request.POST,) if request.method == "POST" else ()
    form = CardRulesForm(escalation.rules_of(here), *sent)
    if request.method == "POST" and form.is_valid():
        try:
            escalating.set_rules(here, person_of(request), form.rules, where=origin_of(request))
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "已保存，以后出的牌照此上报。")
            return redirect("card_rules", here.code)
    context = rail(request, here, at="card_rules", form=form)
    return render(request, "site/desk/oversight/card_rules.html", context)


def _filters(request: HttpRequest, here: Agency) -> tuple[Asked, dict[str, Any]]:
    """Which cases an address asks for, and what the form of the filters shows."""
    said, today = request.GET, timezone.localdate()
    since, until = _day(said.get("since", ""), today - USUAL), _day(said.get("until", ""), today)
    matter, office, round_, handler = (
        said.get(each, "") for each in ("matter", "office", "round", "handler")
    )
    offices = list(Office.objects.filter(agency=here))
    handlers = list(handlers_in(here))
    rounds = list(Round.objects.filter(agency=here)[:MOST_ROUNDS])
    asked = Asked(
        since,
        until,
        Matter.objects.filter(agency=here, number=number(matter)).first() if matter else None,
        next((each for each in offices if str(each.pk) == office), None),
        Round.objects.filter(agency=here, pk=number(round_)).first() if round_ else None,
        next((each for each in handlers if str(each.pk) == handler), None),
    )
    matters = matters_of(here, asked.matter)
    days = {"since": since.isoformat(), "until": until.isoformat()}
    filters = {**days, "matter": matter, "office": office, "round": round_, "handler": handler}
    return asked, {
        "asked": asked,
        "filters": filters,
        "query": urlencode({key: value for key, value in filters.items() if value}),
        "about": shown.about(asked, dict(matters), timezone.now()),
        "matters": matters,
        "offices": offices,
        "rounds": rounds,
        "handlers": handlers,
    }


def _day(text: str, usual: date) -> date:
    """A day of the address; what is none, or further off than anything is, is the usual one."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return usual
    return found if EARLIEST <= found < LATEST else usual
