"""An application on its way: begun, filled in, furnished with files, looked over, handed in."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quanze.cases import queries, services
from quanze.cases.form_paper import application_form
from quanze.cases.models import Draft
from quanze.documents import docx, pdf
from quanze.documents.writable import NotWritten
from quanze.kits import Checked, Kit, check, shown
from quanze.kits.guide import only_where
from quanze.kits.model import SUB_KIND, FieldKind, Statement
from quanze.lists.vocabulary import EX_OFFICIO
from quanze.people import queries as people
from quanze.people.models import Agency, Party, Person
from quanze.people.permissions import membership_of, roles_of
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.registry import queries as registry
from quanze.registry.models import Entry, Matter
from quanze.rulebook.queries import KitInForce, NotInForce
from quanze.site.applying.cautions import cautions, of_party
from quanze.site.applying.materials import MaterialsForm, asked, attachments_of, listed
from quanze.site.downloads import MEDIA, download_headers
from quanze.site.handing_in import takes_files
from quanze.site.kit_form import ADD, answers_from_post, kit_form
from quanze.site.kits import ShownStatement, shown_statements
from quanze.site.views.doors import ask, edition_in_force, person_of, public_agency, signed_in

WRITERS = {"docx": docx.write, "pdf": pdf.write}

answered = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@answered
def begin(request: HttpRequest, agency: str, number: int) -> HttpResponseBase:
    """For whom, and for which sub-kind. Who acts for nobody yet registers an applicant first, and comes back."""
    here = public_agency(request, agency)
    entry = _entry(here, number)
    matter, name = entry.matter, entry.version.name
    person = person_of(request)
    parties = list(people.parties_of(person))
    if not parties:
        messages.info(request, f"申请“{name}”以前，先登记您所在的企业或单位；登记后接着申请。")
        return redirect(f"{reverse('party_register')}?{urlencode({'next': request.path})}")
    kit, closed, call = None, "", None
    try:
        ground = queries.ground(matter)
        kit, call = ground.kit.kit, ground.call
    except Unacceptable as reason:
        closed = str(reason)
    if entry.version.category in EX_OFFICIO:
        kit, closed = None, f"“{name}”由{here.name}依职权办理，不需要申请。"
    drafts = [each for each in queries.drafts_of(person, parties) if each.matter_id == matter.pk]
    wrong: dict[str, str] = {}
    if request.method == "POST" and kit is not None:
        party = next((each for each in parties if str(each.pk) == request.POST.get("party")), None)
        kind = request.POST.get("kind", "")
        if party is None:
            wrong["party"] = "请选择为谁申请。"
        if kit.sub_kinds and kit.sub_kind(kind) is None:
            wrong["kind"] = f"请选择{kit.labels.sub_kind or '申报类别'}。"
        if party is not None and not wrong:
            return redirect("application", _begun(person, party, matter, kit, kind, drafts).pk)
    context = {
        "eligibility": () if kit is None else _stated(kit, kit.eligibility),
        "jurisdiction": () if kit is None else _stated(kit, kit.jurisdiction),
        "agency": here,
        "number": number,
        "name": name,
        "parties": parties,
        "kit": kit,
        "call": call,
        "closed": closed,
        "drafts": drafts,
        "wrong": wrong,
        "chosen": request.POST.get("party", str(parties[0].pk) if len(parties) == 1 else ""),
        "kind": request.POST.get("kind", request.GET.get("kind", "")),
    }
    return _page(request, "begin", context)


@signed_in
@answered
def application(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form of the matter. Everything that is typed is kept, right or wrong; only going on asks whether it is
    right."""
    draft = _draft(request, pk)
    if draft.case is not None:
        return redirect("my_case", draft.case.number)
    form, around = _asked(draft)
    kit = form.kit
    if request.method != "POST":
        checked = check(kit, draft.answers) if "check" in request.GET else None
        return _form(request, draft, kit, draft.answers, checked, around=around)
    answers = answers_from_post(kit, request.POST)
    seen = _seen(request.POST.get("over") or request.POST.get("seen", ""))
    try:
        draft = services.save_draft(
            person_of(request),
            draft.party,
            draft.matter,
            answers,
            draft=draft,
            seen=seen,
            where=origin_of(request),
        )
    except services.Overtaken as other:
        return _form(request, draft, kit, answers, overtaken=other, seen=seen, around=around)
    except Unacceptable as reason:
        return _form(request, draft, kit, answers, refusal=str(reason), seen=seen, around=around)
    do = request.POST.get("do", "next")
    if ADD in request.POST or do == "keep":
        return _form(request, draft, kit, answers, more=request.POST.get(ADD, ""), saved=True, around=around)
    if do == "save":
        messages.success(request, "草稿已保存，可以以后接着填写。")
        return redirect("application", draft.pk)
    checked = check(kit, answers)
    if not checked:
        return _form(request, draft, kit, answers, checked, saved=True, around=around)
    return redirect("application_materials", draft.pk)


def _form(
    request: HttpRequest,
    draft: Draft,
    kit: Kit,
    answers: dict[str, Any],
    checked: Checked | None = None,
    *,
    more: str = "",
    seen: int | None = None,
    **context: Any,
) -> HttpResponse:
    form = kit_form(kit, answers, checked, more=more)
    context |= {
        "form": form,
        "seen": draft.version if seen is None else seen,
        "cautions": tuple(of_party(kit, draft.party)),
    }
    return _page(request, "form", {**_of_draft(draft, kit), **context, "step": 1})


@signed_in
@answered
@takes_files
def materials(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A place for the files of every material that the answers ask for; what was given before is offered again."""
    draft = _draft(request, pk)
    if draft.case is not None:
        return redirect("my_case", draft.case.number)
    kit = _asked(draft)[0].kit
    person, where = person_of(request), origin_of(request)
    wanted = asked(kit, draft.answers)
    before = queries.given_before(draft.party, [each.key for each in wanted])
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MaterialsForm(draft, wanted, attachments_of(draft), person, where, *sent)
    refusal = ""
    if request.method == "POST":
        right = form.is_valid()
        again = before.get(request.POST.get("again", ""))
        try:
            with transaction.atomic():
                form.save()
                if again is not None and again.key in {each.key for each in wanted}:
                    services.attach_again(draft, again.key, again, person, where=where)
        except Unacceptable as reason:
            refusal, right = str(reason), False
        if right:
            if request.POST.get("do") == "next":
                return redirect("application_check", pk)
            return redirect(f"{reverse('application_materials', args=[pk])}#main")
    context = _of_draft(draft, kit) | {
        "form": form,
        "refusal": refusal,
        "wanted": form.shown(kit, before),
        "step": 2,
    }
    return _page(request, "materials", context)


@signed_in
@answered
def look_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything as it will be handed in, what is missing, what to look at once more; and the handing in."""
    draft = _draft(request, pk)
    if draft.case is not None:
        return redirect("my_case_receipt", draft.case.number)
    refusal = ""
    if request.method == "POST":
        seen = services.Seen.told(request.POST.get("seen", ""))
        try:
            case = services.submit(
                draft, person_of(request), f"draft-{draft.pk}", seen=seen, where=origin_of(request)
            )
        except services.Unfinished:
            refusal = "申请内容还有没有填好的，见下面。"
        except Unacceptable as reason:
            refusal = str(reason)
        else:
            return redirect("my_case_receipt", case.number)
        draft = _draft(request, pk)  # as it is now, for another look
    form, around = _asked(draft)
    kit, attached = form.kit, attachments_of(draft)
    checked = check(kit, draft.answers)
    found = checked if checked else check(kit, draft.answers, draft=True)
    wanted = asked(kit, draft.answers)
    rows = listed(kit, wanted, attached)
    closed = ""
    try:
        queries.ground(draft.matter)
    except Unacceptable as reason:
        closed = str(reason)
    context = _of_draft(draft, kit) | {
        "sections": shown(kit, found.values),
        "problems": checked.problems,
        "rows": rows,
        "seen": services.Seen.of(draft, attached, form.key),
        "missing": [each.name for each in rows if each.required and not each.files],
        "cautions": cautions(kit, found, draft.party, around.warnings),
        "call": around.call,
        "closed": closed,
        "refusal": refusal,
        "step": 3,
    }
    return _page(request, "check", context)


@signed_in
@require_safe
def form_file(request: HttpRequest, pk: int, format: str) -> HttpResponseBase:
    """What was filled in so far, as a document to be signed and stamped."""
    draft = _draft(request, pk)
    kit = _asked(draft)[0].kit
    told = _of_draft(draft, kit)
    answers = check(kit, draft.answers, draft=True).values
    document = application_form(told["name"], told["agency"].name, draft.party, kit, shown(kit, answers))
    out = io.BytesIO()
    try:
        WRITERS[format](document, out)
    except NotWritten as reason:
        messages.warning(request, f"没有生成申请表：{reason}")
        return redirect("application_materials", pk)
    headers = download_headers(f"{document.title}.{format}")
    return HttpResponse(out.getvalue(), content_type=MEDIA[format], headers=headers)


@signed_in
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Throw a draft away, with its files."""
    draft = _draft(request, pk)
    try:
        services.discard_draft(draft, person_of(request), where=origin_of(request))
    except Unacceptable as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, "草稿已删除。")
    return redirect("my")


def _stated(kit: Kit, said: Iterable[Statement]) -> tuple[ShownStatement, ...]:
    return shown_statements(((each, only_where(kit, each.when)) for each in said), lambda source: "")


def _entry(agency: Agency, number: int) -> Entry:
    """The row of the list in force that has the matter with that number."""
    edition = edition_in_force(agency)
    entry = registry.entries(edition, edition.main).filter(matter__number=number).first()
    if entry is None:
        raise Http404(f"现行清单中没有编号为{number}的事项。")
    entry.matter.agency = agency
    return entry


def _begun(person: Person, party: Party, matter: Matter, kit: Kit, kind: str, drafts: list[Draft]) -> Draft:
    """A new draft with what is known already; the one that was begun just so before, if nothing was typed since."""
    answers = _known(kit, party, person)
    if kind:
        answers[SUB_KIND] = kind
    same = (each for each in drafts if each.party_id == party.pk and each.answers == answers)
    return next(same, None) or services.save_draft(person, party, matter, answers)


def _known(kit: Kit, party: Party, person: Person) -> dict[str, Any]:
    """What the account and the registration answer already, by the keys that docs/kits.md names."""
    email = person.email if person.email_confirmed_at else ""
    known = {"contact": person.name, "contact_phone": party.phone, "contact_email": email}
    plain = {field.key for field in kit.fields() if field.kind is not FieldKind.TABLE}
    return {key: said for key, said in known.items() if said and key in plain}


def _draft(request: HttpRequest, pk: int) -> Draft:
    """A draft of an applicant for whom this person acts. Nobody else is told that there is one."""
    found = Draft.objects.filter(pk=pk).select_related("person", "party", "matter__agency", "case").first()
    if found is None or membership_of(person_of(request), found.party) is None:
        raise Http404("没有这份申请，或者您不代表它的申请人。")
    ask(request, "draft.edit", found)
    return found


def _asked(draft: Draft) -> tuple[KitInForce, queries.Circumstances]:
    """By what the draft is filled in, and of what its applicant is warned."""
    try:
        return queries.form_of(draft)
    except NotInForce as reason:
        raise Http404(str(reason)) from None


def _of_draft(draft: Draft, kit: Kit) -> dict[str, Any]:
    agency = draft.matter.agency
    edition = edition_in_force(agency)
    entry = registry.entries(edition, edition.main).filter(matter=draft.matter).first()
    name = "" if entry is None else entry.version.name
    return {"agency": agency, "draft": draft, "name": name, "number": draft.matter.number, "kit": kit}


def _seen(said: str) -> int:
    """The version that the page was drawn with; 0, which no draft has, where the page says none."""
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context["officer"] = bool(roles_of(person_of(request)))
    return render(request, f"site/my/cases/{name}.html", context)
