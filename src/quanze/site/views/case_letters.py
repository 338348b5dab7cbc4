"""The letters of a case at the desk: issued beside the acts, looked at, sealed, delivered, made void."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.audit.services import Origin, Thing
from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.services import LetterOrder, Look
from quanze.cases.several import belongs
from quanze.documents.codec import load
from quanze.letters import kinds
from quanze.letters import queries as letters
from quanze.letters import services as letter_services
from quanze.letters.models import Letter, Rendering, Voiding
from quanze.people.models import Agency, Person
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine.choices import Way
from quanze.site.casework.letter_form import (
    MORE_ROWS,
    OF,
    DeliveryForm,
    LetterForm,
    SealForm,
    VoidForm,
    sent_letter,
)
from quanze.site.casework.offered import issuing, waits
from quanze.site.downloads import MEDIA, offered
from quanze.site.handing_in import FilesField, takes_files
from quanze.site.paper import paper
from quanze.site.recorded import was_read
from quanze.site.views.casework import case_here
from quanze.site.views.desk import rail
from quanze.site.views.doors import ask, person_of, signed_in

DOING = {"seal": "letter.seal", "deliver": "letter.deliver", "void": "letter.void"}


def _letter_here(request: HttpRequest, agency: str, number: str, pk: int) -> tuple[Agency, Case, Letter]:
    here, case = case_here(request, agency, number)
    try:
        letter = letters.letter(pk)
    except Letter.DoesNotExist:
        letter = None
    if letter is None or not belongs(case, letter.subject):
        raise Http404("本件没有这份文书。")
    ask(request, "letter.view", letter)
    return here, case, letter


@signed_in
@require_safe
def letter(request: HttpRequest, agency: str, number: str, pk: int) -> HttpResponse:
    """A letter: what it says, its files, its seal, its delivery, and what is to be done next."""
    here, case, found = _letter_here(request, agency, number, pk)
    page = letters.letter_page(found)
    context = rail(
        request,
        here,
        at="cases",
        case=case,
        letter=found,
        page=page,
        shown=paper(load(found.tree)),
        files=[each.format for each in page.renderings if each.sha256],
        may_prove=found.subject == case.subject and bool(may(request.user, "letter.seal", found)),
        waits=(step := waits(queries.stand(case)[1], found)),
        addresses=_addresses(here, case, found, step),
        signs=letters.certificate_state(found.agency, timezone.now()).certificate,
    )
    return render(request, "site/desk/cases/letter.html", context)


@signed_in
@require_safe
def letter_file(request: HttpRequest, agency: str, number: str, pk: int, format: str) -> FileResponse:
    """A letter's file; for PDF the signed one where there is one. What nobody has made yet is made now."""
    return file_of(request, _letter_here(request, agency, number, pk)[2], format)


def file_of(request: HttpRequest, found: Letter, format: str) -> FileResponse:
    """The file of a letter that whoever asks may see."""
    page = letters.letter_page(found)
    if page.sha256(format) is None:
        letter_services.render(found)
        page = letters.letter_page(found)
    sha256 = page.sha256(format)
    if sha256 is None:
        refusal = next((each.refusal for each in page.renderings if each.format == format), "")
        raise Http404(f"这份文书没有能够生成文件：{refusal or '请稍后再试'}。")
    name = f"{found.title}（{found.number}）.{format}"
    thing = Thing("letters.Letter", str(found.pk), str(found)[:300])
    was_read(request, found.agency.code, "letter.read", thing)
    inline = format == Rendering.Format.PDF and "download" not in request.GET
    return offered(letters.opened(sha256), name, MEDIA[format], inline=inline)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def letter_do(request: HttpRequest, agency: str, number: str, pk: int, do: str) -> HttpResponseBase:
    """``seal``: it was sealed on paper; ``deliver``: it reached its addressee; ``void``: it counts no longer."""
    here, case, found = _letter_here(request, agency, number, pk)
    if do not in DOING or found.subject != case.subject:
        raise Http404("没有这种办理。")
    ask(request, DOING[do], found)
    form = proof_form(request, do, found, case.subject)
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "look":
        try:
            said = _done(request, do, case, found, form)
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect("desk_letter", agency, number, pk)
    addresses = _addresses(here, case, found)
    context = rail(request, here, at="cases", case=case, letter=found, form=form, do=do, addresses=addresses)
    return render(request, "site/desk/cases/letter_do.html", context)


def _addresses(here: Agency, case: Case, letter: Letter, step: str = "") -> dict[str, str]:
    """Where the letter is shown, its files are, and something is recorded about it."""
    whose = [here.code, case.number, letter.pk]
    return {
        "page": reverse("desk_letter", args=whose),
        "prove": f"{reverse('desk_act', args=[here.code, case.number, 'prove'])}?step={step}",
        **{format: reverse("desk_letter_file", args=[*whose, format]) for format in Rendering.Format.values},
        **{do: reverse("desk_letter_do", args=[*whose, do]) for do in DOING},
    }


def proof_form(request: HttpRequest, do: str, letter: Letter, bound_to: str) -> Any:
    """What is recorded about a letter, with its proof; ``bound_to``: where that may lie already."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    begin = {"on": timezone.localdate(), "recipient": letter.addressee}
    if do == "void":
        return VoidForm(data)
    if do == "seal":
        form: Any = SealForm(data, files, initial=begin)
        label, hint = "盖章件扫描件", "盖好章、注明日期的文书的扫描件或者照片。"
    else:
        said = request.POST.get("way") or request.GET.get("way") or ""
        way = Way(said) if said in set(Way) else Way.DIRECT
        form = DeliveryForm(way, data, files, initial={**begin, "way": way.value})
        label, hint = "送达证明", f"{form.rule.proof}。"
    form.fields["proof"] = FilesField(
        label=label,
        help_text=hint,
        person=person_of(request),
        most=1,
        bound_to=bound_to,
        where=origin_of(request),
        error_messages={"required": f"请上传{label}。"},
    )
    return form


def _done(request: HttpRequest, do: str, case: Case, letter: Letter, form: Any) -> str:
    person, where, data = person_of(request), origin_of(request), form.cleaned_data
    if do == "seal":
        services.seal_letter(case, letter, person, data["proof"][0], on=data["on"], where=where)
        return "已登记盖章。"
    if do == "deliver":
        services.deliver_letter(
            case,
            letter,
            person,
            Way(data["way"]),
            data["on"],
            data["proof"][0],
            recipient=data["recipient"],
            details=form.details,
            where=where,
        )
        return "已登记送达。"
    return voided(letter, person, data["reason"], where)


def voided(letter: Letter, person: Person, reason: str, where: Origin | None) -> str:
    """It counts no longer: what has not gone out is void, what has is taken back."""
    kind = Voiding.Kind.WITHDRAWN if letter.deliveries.exists() else Voiding.Kind.VOID
    letter_services.void(letter, person, kind, reason, where=where)
    return f"文书已{kind.label}，编号不再使用。"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def letter_issue(request: HttpRequest, agency: str, number: str) -> HttpResponseBase:
    """A letter beside the acts, by ``?kind=``: filled in, looked at, issued."""
    here, case = case_here(request, agency, number)
    ask(request, "case.act", issuing(case))
    chosen = request.POST.get(OF) or request.GET.get("kind", "")
    about = next((each for each in kinds.kinds() if each.key == chosen), None)
    form, look, refusal = None, None, ""
    if about is not None:
        typed: dict[str, Any] = {}
        sent = sent_letter(about, request.POST) if request.method == "POST" else None
        if sent is None or sent.is_valid():
            typed = {} if sent is None else sent.changed
            form = LetterForm(
                about, queries.letter_known(case, person_of(request), None, about.key), typed=typed
            )
        more = request.POST.get("do") == MORE_ROWS
        if sent is not None and sent.is_valid() and not more:
            try:
                done = services.issue_once_seen(
                    case,
                    person_of(request),
                    LetterOrder(about.key, typed),
                    looked=request.POST.get("looked", ""),
                    where=origin_of(request),
                )
            except Unacceptable as reason:
                refusal = str(reason)
            else:
                if not isinstance(done, Look):
                    messages.success(request, f"已出具{done.title}，{done.number}。")
                    return redirect("desk_letter", agency, number, done.pk)
                look = done
        form = sent if more and sent is not None else form or sent
    context = rail(
        request,
        here,
        at="cases",
        case=case,
        kinds=kinds.kinds(),
        about=about,
        letter=form,
        form=form,
        look=look,
        refusal=refusal,
        shown=None if look is None or look.letter is None else paper(look.letter),
    )
    return render(request, "site/desk/cases/issue.html", context)
