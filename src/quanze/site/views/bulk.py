"""批量办理: chosen on the work list, one form for what is common, looked over case by case, done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quanze.cases import bulk, services
from quanze.cases.services import Intended, LetterOrder
from quanze.cases.stands import Stand
from quanze.letters.kinds import kind
from quanze.people.models import Agency
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.procedure.engine.table import RULES
from quanze.site.casework import together
from quanze.site.casework.act_form import ActForm
from quanze.site.casework.letter_form import LetterForm
from quanze.site.casework.questions import ACTS
from quanze.site.handing_in import takes_files
from quanze.site.narrowing import narrowing
from quanze.site.paper import paper
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in
from quanze.site.views.worklist import asked_in, listed


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def cases_together(request: HttpRequest, agency: str) -> HttpResponseBase:
    """Which cases (``case=``, or ``all=1``: those of the filter), which act (``act=`` its tag), what is common to all,
    what would come of it in each; and it is done when it comes again with the digest of what was seen."""
    here = desk_agency(request, agency, "case.list")
    if request.method != "POST":
        return redirect("desk_cases", here.code)
    numbers, more = _numbers(request, here)
    held = bulk.chosen(person_of(request), here, numbers)
    tag = request.POST.get("act", "")
    if not tag or not held:
        return _choose(request, here, held, more)
    act = ACTS.get(tag)
    if act not in bulk.TOGETHER:
        raise Http404("这一项不能批量办理。")
    asking = together.asking(held, act, origin_of(request))
    if asking.questions and not request.POST.get("filled"):
        return _draw(request, here, held, ActForm(asking))
    return _filled(request, here, held, ActForm(asking, request.POST, request.FILES))


def _numbers(request: HttpRequest, here: Agency) -> tuple[list[str], bool]:
    """The cases that are meant, and whether the filter finds more than are done at once."""
    if request.POST.get("all") != "1":
        return request.POST.getlist("case")[: bulk.MOST], False
    asked = asked_in(request.POST)
    narrow = narrowing(here, asked, timezone.now())
    work = listed(person_of(request), here, asked, narrow, per_page=bulk.MOST)
    return [row.case.number for row in work.rows], work.total > bulk.MOST


def _choose(request: HttpRequest, here: Agency, held: Sequence[Stand], more: bool) -> HttpResponse:
    context = {
        "cases": [each.case for each in held],
        "choices": bulk.choices(held),
        "more": more,
        "most": bulk.MOST,
    }
    return render(request, "site/desk/cases/together.html", rail(request, here, at="cases", **context))


def _filled(request: HttpRequest, here: Agency, held: Sequence[Stand], form: ActForm) -> HttpResponse:
    if not form.is_valid():
        return _draw(request, here, held, form)
    act, order, letter = together.at_step(form.act(), ""), None, None
    if form.letter:
        stand = next(each for each in held if each.case == form.asking.case)
        letter = together.common(form.letter, stand, act, request.POST)
        if not letter.is_bound and letter.kind.needs:
            return _draw(request, here, held, form, letter)
        if letter.is_bound and not letter.is_valid():
            return _draw(request, here, held, form, letter)
        order = LetterOrder(form.letter, letter.changed if letter.is_bound else {})
    said = (act, form.letter, {} if order is None else order.values)
    if (seen := together.sent_back(request.POST, *said)) is not None:
        return _done(request, here, held, form, act, order, seen)
    found = bulk.foresee(held, act, order)
    going = [each for each in found if not each.refusal]
    context: dict[str, Any] = {
        "refused": [each for each in found if each.refusal],
        "going": going,
        "looked": together.looked(going, *said),
        "again": bool(request.POST.get("looked")),
    }
    if order is not None and going:
        try:
            context["sample"] = paper(bulk.sample(going[0], order))
            context["title"] = kind(order.kind).title
        except Unacceptable as reason:
            form.add_error(None, str(reason))
    return _draw(request, here, held, form, letter, **context)


def _done(
    request: HttpRequest,
    here: Agency,
    held: Sequence[Stand],
    form: ActForm,
    act: acts.Act,
    order: LetterOrder | None,
    seen: together.Looked,
) -> HttpResponse:
    by_number = {each.case.number: each.case for each in held}
    intended = [
        Intended(by_number[number], (together.at_step(act, step),), version)
        for number, version, step in seen.cases
        if number in by_number
    ]
    done = services.carry_out(intended, person_of(request), letter=order, where=origin_of(request))
    context = {
        "label": form.asking.label,
        "done": [each.case for each in done if not each.refusal],
        "refused": [each for each in done if each.refusal],
        "lost": [number for number, _, _ in seen.cases if number not in by_number],
    }
    return render(request, "site/desk/cases/together_done.html", rail(request, here, at="cases", **context))


def _draw(
    request: HttpRequest,
    here: Agency,
    held: Sequence[Stand],
    form: ActForm,
    letter: LetterForm | None = None,
    **more: Any,
) -> HttpResponse:
    context = rail(
        request,
        here,
        at="cases",
        cases=[each.case for each in held],
        form=form,
        letter=letter,
        label=RULES[form.asking.act].label,
        tag=form.asking.tag,
        **more,
    )
    return render(request, "site/desk/cases/together_act.html", context)
