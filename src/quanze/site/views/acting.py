"""One form for whatever is to be done in a case: filled in, looked at where there is something to see, done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.permissions import Doing
from quanze.cases.services import Hindered, LetterOrder, Look
from quanze.cases.words import person_id
from quanze.letters import kinds
from quanze.people.models import Agency, Person
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import Possible, acts, course_of
from quanze.procedure.engine.table import RULES
from quanze.site.casework.act_form import ActForm
from quanze.site.casework.asking import Asking, gives_reasons, staff
from quanze.site.casework.letter_form import MORE_ROWS, OF, LetterForm, sent_letter
from quanze.site.casework.questions import ACTS
from quanze.site.handing_in import takes_files
from quanze.site.paper import paper
from quanze.site.views.casework import case_here
from quanze.site.views.desk import rail
from quanze.site.views.doors import person_of, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def act(request: HttpRequest, agency: str, number: str, kind: str) -> HttpResponseBase:
    """An act by the tag of its kind, at the step ``?step=``."""
    here, found = case_here(request, agency, number)
    chosen = ACTS.get(kind)
    if chosen is None:
        raise Http404("没有这种办理。")
    verdict = may(request.user, "case.act", Doing(found, chosen, RULES[chosen].who))
    if not verdict:
        raise PermissionDenied(verdict.reason)
    asking = _asking(request, found, chosen, kind)
    if request.method == "POST":
        return _sent(request, here, asking)
    if _offered(request, asking) is None:
        messages.warning(request, f"“{asking.label}”现在不能办理，请看下面可以办理的事项。")
        return redirect("desk_case", agency, number)
    return _draw(request, here, asking, ActForm(asking))


def _asking(request: HttpRequest, case: Case, chosen: type[acts.Act], tag: str) -> Asking:
    pinned, state = queries.stand(case)
    key = request.GET.get("step", "")
    place = course_of(pinned.procedure).find(key) if key else None
    if key and place is None:
        raise Http404("本件的办理规程没有这一步。")
    return Asking(
        case=case,
        pinned=pinned,
        state=state,
        act=chosen,
        tag=tag,
        place=place,
        person=person_of(request),
        staff=staff(case.agency, chosen),
        letters=queries.letters_seen(case, person_of(request)),
        warned=queries.of_case(case).warnings if gives_reasons(chosen) else (),
        where=origin_of(request),
    )


def _offered(request: HttpRequest, asking: Asking) -> Possible | None:
    """Whether the engine lets it through now, as far as that does not hang on what is filled in."""
    step = asking.place.key if asking.place else None
    for each in queries.offers(asking.case, person_of(request)):
        if each.possible.act is asking.act and each.possible.step == step:
            return each.possible
    return None


def _sent(request: HttpRequest, here: Agency, asking: Asking) -> HttpResponseBase:
    form = ActForm(asking, request.POST, request.FILES)
    if request.POST.get("do") == MORE_ROWS:
        form.is_valid()  # what was handed in stays handed in
        form.errors.clear()
        asked = next((each for each in asking.kinds if each.key == request.POST.get(OF)), None)
        return _draw(request, here, asking, form, None if asked is None else sent_letter(asked, request.POST))
    if not form.is_valid():
        return _draw(request, here, asking, form)
    person = person_of(request)
    about = kinds.kind(form.letter) if form.letter else None
    letter = None if about is None else sent_letter(about, request.POST)
    if letter is not None and not letter.is_valid():
        return _draw(request, here, asking, form, letter)
    typed = {} if letter is None else letter.changed
    what = form.act()
    try:
        done = services.act_once_seen(
            asking.case,
            person,
            what,
            _seen(request),
            looked=request.POST.get("looked", ""),
            letter=None if about is None else LetterOrder(about.key, typed),
            files=form.handed,
            where=origin_of(request),
        )
    except Hindered as refused:
        if _done_already(refused, what, person):
            return redirect("desk_case", here.code, asking.case.number)
        form.add_error(None, str(refused))
    except Unacceptable as reason:
        form.add_error(None, str(reason))
    else:
        if isinstance(done, Look):
            return _draw(request, here, asking, form, _letter(asking, what, about, typed), done)
        messages.success(
            request, f"已办理：{asking.label}。现在：{done.standing or done.get_ending_display()}。"
        )
        return redirect("desk_case", here.code, done.number)
    return _draw(request, here, asking, form, _letter(asking, what, about, typed))


def _seen(request: HttpRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def _done_already(refused: Hindered, what: acts.Act, person: Person) -> bool:
    """A form that was sent twice: its own act is what came in between."""
    return any(
        type(event.what) is type(what)
        and getattr(event.what, "step", "") == getattr(what, "step", "")
        and person_id(event.by) == person.pk
        for _, event in refused.since
    )


def _letter(
    asking: Asking, what: acts.Act, about: kinds.Kind | None, typed: Mapping[str, Any]
) -> LetterForm | None:
    """The values of the letter, as they follow from case and act and as somebody typed them, to be looked over."""
    if about is None:
        return None
    known = queries.letter_known(asking.case, asking.person, what, about.key)
    return LetterForm(about, known, typed=typed)


def _draw(
    request: HttpRequest,
    here: Agency,
    asking: Asking,
    form: ActForm,
    letter: LetterForm | None = None,
    look: Look | None = None,
) -> HttpResponse:
    case = asking.case
    step = f"?step={asking.place.key}" if asking.place else ""
    context: dict[str, Any] = rail(
        request,
        here,
        at="cases",
        case=case,
        asking=asking,
        form=form,
        letter=letter,
        look=look,
        shown=None if look is None or look.letter is None else paper(look.letter),
        seen=asking.state.count,
        address=reverse("desk_act", args=[here.code, case.number, asking.tag]) + step,
    )
    return render(request, "site/desk/cases/act.html", context)
