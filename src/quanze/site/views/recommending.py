"""推荐文件 of a round: issued from its fixed ranking, sealed, delivered; and what its cases still owe, in one go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.cases.queries import Foreseen
from quanze.cases.words import act_label
from quanze.documents.codec import load
from quanze.letters import queries as letters
from quanze.letters import services as letter_services
from quanze.letters.kinds import Kind
from quanze.letters.kinds import kind as letter_kind
from quanze.letters.models import Letter, Rendering
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Way
from quanze.selection import queries, services
from quanze.selection.discharging import owed
from quanze.selection.queries import Ranking
from quanze.selection.recommending import LETTER, known
from quanze.selection.services import Look
from quanze.site.casework.letter_form import LetterForm, sent_letter
from quanze.site.handing_in import takes_files
from quanze.site.paper import paper
from quanze.site.views.case_letters import DOING, file_of, proof_form, voided
from quanze.site.views.doors import ask, person_of, signed_in
from quanze.site.views.selection import ranking_context, ranking_here, seen_in

MOST_REFUSED = 20
"""So many refusals are told one by one."""


def _asked() -> Kind:
    """What is filled in: the list itself follows from the ranking."""
    kind = letter_kind(LETTER)
    return replace(kind, needs=tuple(each for each in kind.needs if each.key != "recommended"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ranking_recommend(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """Issue the letter: filled in, looked at, issued."""
    here, held = ranking_here(request, agency, pk, "ranking.send")
    about, person = _asked(), person_of(request)
    if held.fixed is None:
        messages.warning(request, "排序确定以后，才能出具推荐文件。")
        return redirect("desk_ranking", here.code, pk)
    sent = sent_letter(about, request.POST) if request.method == "POST" else None
    form = sent or LetterForm(about, known(held, person))
    look, refusal = None, ""
    if sent is not None and sent.is_valid():
        try:
            done = services.recommend(
                held.round,
                person,
                sent.changed,
                seen_in(request),
                looked=request.POST.get("looked", ""),
                where=origin_of(request),
            )
        except Unacceptable as reason:
            refusal = str(reason)
        else:
            if not isinstance(done, Look):
                messages.success(request, f"已出具推荐文件，{done.number}。请盖章，然后送达上级机关。")
                return redirect("desk_ranking_letter", here.code, pk, done.pk)
            look = done
    context = ranking_context(
        request,
        here,
        held,
        form=form,
        letter=form,
        look=look,
        refusal=refusal,
        shown=None if look is None else paper(look.letter),
        going=sum(len(rows) for _, rows in held.going),
    )
    return render(request, "site/desk/ranking/recommend.html", context)


def _letter_here(request: HttpRequest, agency: str, pk: int, letter: int) -> tuple[Agency, Ranking, Letter]:
    here, held = ranking_here(request, agency, pk)
    found = queries.letters(held).filter(pk=letter).first()
    if found is None:
        raise Http404("本批次没有这份文书。")
    ask(request, "letter.view", found)
    return here, held, found


@signed_in
@require_safe
def ranking_letter(request: HttpRequest, agency: str, pk: int, letter: int) -> HttpResponse:
    """The letter: what it says, its files, its seal, its delivery, and what is to be done next."""
    here, held, found = _letter_here(request, agency, pk, letter)
    context = ranking_context(
        request,
        here,
        held,
        letter=found,
        page=letters.letter_page(found),
        shown=paper(load(found.tree)),
        may_prove=bool(may(request.user, "letter.seal", found)),
        signs=letters.certificate_state(found.agency, timezone.now()).certificate,
        addresses=_addresses(here, pk, found),
    )
    return render(request, "site/desk/ranking/letter.html", context)


def _addresses(here: Agency, pk: int, letter: Letter) -> dict[str, str]:
    whose = [here.code, pk, letter.pk]
    return {
        "page": reverse("desk_ranking_letter", args=whose),
        **{
            format: reverse("desk_ranking_letter_file", args=[*whose, format])
            for format in Rendering.Format.values
        },
        **{do: reverse("desk_ranking_letter_do", args=[*whose, do]) for do in DOING},
    }


@signed_in
@require_safe
def ranking_letter_file(request: HttpRequest, agency: str, pk: int, letter: int, format: str) -> FileResponse:
    """Its file; for PDF the signed one where there is one."""
    return file_of(request, _letter_here(request, agency, pk, letter)[2], format)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def ranking_letter_do(request: HttpRequest, agency: str, pk: int, letter: int, do: str) -> HttpResponseBase:
    """``seal``: it was sealed on paper; ``deliver``: it reached the higher authority; ``void``: it counts no longer."""
    here, held, found = _letter_here(request, agency, pk, letter)
    if do not in DOING:
        raise Http404("没有这种办理。")
    ask(request, DOING[do], found)
    form = proof_form(request, do, found, found.reference)
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "look":
        try:
            said = _done(request, do, found, form)
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect("desk_ranking_letter", here.code, pk, found.pk)
    context = ranking_context(
        request, here, held, letter=found, form=form, do=do, addresses=_addresses(here, pk, found)
    )
    return render(request, "site/desk/ranking/letter_do.html", context)


def _done(request: HttpRequest, do: str, letter: Letter, form: Any) -> str:
    person, where, data = person_of(request), origin_of(request), form.cleaned_data
    if do == "seal":
        letter_services.record_seal(letter, person, data["proof"][0], on=data["on"], where=where)
        return "已登记盖章。"
    if do == "deliver":
        letter_services.record_delivery(
            letter,
            person,
            Way(data["way"]),
            data["on"],
            proof=data["proof"][0],
            recipient=data["recipient"],
            details=form.details,
            where=where,
        )
        return "已登记送达上级机关。"
    return voided(letter, person, data["reason"], where)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ranking_acts(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """What each case that goes up owes next, and what would come of it; POST does it in the ticked ones
    (``case=number:version``)."""
    here, held = ranking_here(request, agency, pk)
    person, refused, refusal = person_of(request), [], ""
    if request.method == "POST":
        chosen = _chosen(request)
        try:
            done = services.discharge(held, person, chosen, where=origin_of(request))
        except Unacceptable as reason:
            refusal = str(reason)
        else:
            refused = list(done.refused)
            if done.done:
                left = f"还有{done.left}件，请再办一次。" if done.left else ""
                messages.success(request, f"已在{len(done.done)}件中办理。{left}")
            if not refused and chosen:
                return redirect("desk_ranking_acts", here.code, pk)
            if not chosen:
                refusal = "请先勾选办件。"
        held = queries.ranking(held.call)
    letter = None if held.fixed is None else queries.letter_of(held.fixed)
    rows = [(each, _label(each)) for each in owed(held, person, letter)]
    context = ranking_context(
        request,
        here,
        held,
        rows=rows,
        ready=sum(each.goes for each, _ in rows),
        recommends=letter,
        refused=refused[:MOST_REFUSED],
        more=len(refused) - MOST_REFUSED,
        refusal=refusal,
    )
    return render(request, "site/desk/ranking/acts.html", context)


def _label(foreseen: Foreseen) -> str:
    act = foreseen.act
    if isinstance(act, acts.Meet):
        return "登记集体研究"
    return "" if act is None else act_label(type(act))


def _chosen(request: HttpRequest) -> dict[str, int]:
    pairs = (each.rpartition(":") for each in request.POST.getlist("case"))
    return {number: int(seen) for number, _, seen in pairs if seen.isdecimal() and len(seen) < 10}
