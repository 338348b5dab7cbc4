"""窗口收件: an officer enters a paper application as it came over the counter."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.services import Handed, Hindered, Unfinished
from quanze.kits import check, guide, unusual_applicant
from quanze.kits.guide import Bring
from quanze.kits.model import SUB_KIND, Kit
from quanze.letters.queries import letters_of
from quanze.people import queries as people
from quanze.people import services as people_services
from quanze.people.models import Agency, Party
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Matter
from quanze.registry.queries import edition_on, entries
from quanze.rulebook.queries import value_of
from quanze.site.handing_in import FilesField, takes_files
from quanze.site.kit_form import ADD, answers_from_post, kit_form
from quanze.site.kits import paper_words
from quanze.site.party_forms import NewPartyForm
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in

VERB = "case.take_in"
MOST_SCANS = 20


@signed_in
@require_safe
def intake(request: HttpRequest, agency: str) -> HttpResponse:
    """Which matter: those of the list in force, by ``?name=``."""
    here = desk_agency(request, agency, VERB)
    name = request.GET.get("name", "").replace("\0", "").strip()[:100]
    edition = edition_on(here)
    rows: list[Any] = []
    if edition is not None:
        found = entries(edition, edition.main)
        rows = list(found.filter(version__name__contains=name) if name else found)
    context = rail(request, here, at="intake", rows=rows, name=name)
    return render(request, "site/desk/cases/intake.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def intake_matter(request: HttpRequest, agency: str, number: int) -> HttpResponseBase:
    """The applicant by ``?code=``, then the form and the papers."""
    here = desk_agency(request, agency, VERB)
    matter = Matter.objects.filter(agency=here, number=number).first()
    if matter is None:
        raise Http404("没有这个事项。")
    try:
        ground = _ground(request, matter)
    except Unacceptable as reason:
        context = rail(request, here, at="intake", refusal=str(reason), number=number)
        return render(request, "site/desk/cases/intake_matter.html", context)
    code = request.GET.get("code", "").strip()[:100]
    party, refusal = None, ""
    if code:
        try:
            party = people.party_by_code(code)
        except Unacceptable as reason:
            refusal, code = str(reason), ""
    context = {"name": ground.entry.version.name, "number": number, "code": code, "party": party}
    if party is not None:
        procedure, _ = value_of(ground.procedure)
        kit = ground.kit.kit
        around = queries.of_application(
            matter, party, request.POST.get(SUB_KIND, ""), _received(request), call=ground.call
        )
        context |= {"around": around, "round": "" if ground.call is None else str(ground.call.round.pk)}
        return _take(request, here, matter, party, kit, guide(kit, procedure).bring, context)
    form = NewPartyForm(request.POST or None, initial={"code": code})
    if code and request.method == "POST" and form.is_valid():
        made = _entered(request, here, form)
        if made is not None:
            return redirect(f"{request.path}?code={made.credit_code}")
    context |= {"refusal": refusal, "form": form if code else None}
    return render(request, "site/desk/cases/intake_matter.html", rail(request, here, at="intake", **context))


def _ground(request: HttpRequest, matter: Matter) -> queries.Ground:
    """The round is that of the day on which the papers came, as it was typed; until then of today."""
    return queries.ground(matter, kind=request.POST.get(SUB_KIND, ""), received=_received(request))


def _received(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("received", "").strip())
    except ValueError:
        return None


def _entered(request: HttpRequest, here: Agency, form: NewPartyForm) -> Party | None:
    given = dict(form.cleaned_data)
    code = given.pop("code").value
    try:
        return people_services.enter_party(
            here,
            person_of(request),
            given.pop("kind"),
            given.pop("name"),
            code,
            **given,
            where=origin_of(request),
        )
    except Unacceptable as reason:
        form.add_error(None, str(reason))
    return None


class PapersForm(forms.Form):
    """When it came, which papers came, what was mended on the spot."""

    received = forms.DateField(
        label="收到日期",
        help_text="材料实际收到的日期，不是录入的日期；期限从这一天起算。",
        error_messages={"required": "请填写收到日期。", "invalid": "请按“2026-11-23”的样子填写日期。"},
    )
    more = forms.CharField(label="没有列出的材料", help_text="一行一项。", required=False, max_length=20_000)

    def __init__(
        self, request: HttpRequest, bring: tuple[Bring, ...], data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files, initial={"received": timezone.localdate()})
        self.bring = bring
        for each in bring:
            key = each.material.key
            self.fields[f"got-{key}"] = forms.BooleanField(required=False)
            self.fields[f"mended-{key}"] = forms.BooleanField(required=False)
            self.fields[f"scan-{key}"] = FilesField(
                label=f"{each.material.name}：扫描件",
                required=False,
                person=person_of(request),
                most=MOST_SCANS if each.material.several else 1,
                where=origin_of(request),
            )

    @property
    def rows(self) -> list[PaperRow]:
        """Each material with its inputs."""
        return [
            PaperRow(
                each,
                paper_words(each.material),
                self[f"got-{each.material.key}"],
                self[f"mended-{each.material.key}"],
                self[f"scan-{each.material.key}"],
            )
            for each in self.bring
        ]

    @property
    def handed(self) -> list[Handed]:
        """What came: as files where it was scanned."""
        found: list[Handed] = []
        for each in self.bring:
            key = each.material.key
            scans = self.cleaned_data[f"scan-{key}"]
            found += [Handed(key, deposit) for deposit in scans]
            if not scans and self.cleaned_data[f"got-{key}"]:
                found.append(Handed(key))
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["more"].splitlines())
        return found + [Handed(line) for line in lines if line]

    @property
    def mended(self) -> tuple[str, ...]:
        """The names of what was mended on the spot."""
        return tuple(
            each.material.name for each in self.bring if self.cleaned_data[f"mended-{each.material.key}"]
        )


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A material at the counter."""

    bring: Bring
    paper: str
    got: Any
    mended: Any
    scan: Any


def _receipt(request: HttpRequest, here: Agency, case: Case) -> str:
    """Where the officer goes on: to the receipt that was issued by itself, or to issuing it."""
    received = f"已收件，办件编号{case.number}。"
    letter = letters_of(case.subject).filter(kind="receipt").first()
    if letter is not None:
        messages.success(request, f"{received}{letter.title}已经出具，请打印交申请人。")
        return reverse("desk_letter", args=[here.code, case.number, letter.pk])
    messages.success(request, f"{received}请核对凭证的内容，出具后打印交申请人。")
    return f"{reverse('desk_letter_issue', args=[here.code, case.number])}?kind=receipt"


def _take(
    request: HttpRequest,
    here: Agency,
    matter: Matter,
    party: Party,
    kit: Kit,
    bring: tuple[Bring, ...],
    context: dict[str, Any],
) -> HttpResponseBase:
    answers, checked, refusal, more = {}, None, "", ""
    papers = PapersForm(request, bring)
    key = request.POST.get("key", "") or secrets.token_urlsafe(16)
    if request.method == "POST":
        answers = answers_from_post(kit, request.POST)
        papers = PapersForm(request, bring, request.POST, request.FILES)
        whole = papers.is_valid()
        more = request.POST.get(ADD, "")
        if not more:
            checked = check(kit, answers, draft=True)
            moved = request.POST.get("round", "") != context["round"]
            if moved:
                refusal = "按收到日期和类别，本件属于另一批次。材料已按该批次列出，请核对以后再收件。"
            elif whole and checked:
                try:
                    case = services.take_in(
                        here,
                        matter,
                        person_of(request),
                        party,
                        answers,
                        papers.handed,
                        papers.cleaned_data["received"],
                        key=key,
                        corrected=papers.mended,
                        where=origin_of(request),
                    )
                except Unfinished as unfinished:
                    refusal = str(unfinished)
                except (Hindered, Unacceptable) as reason:
                    refusal = str(reason)
                else:
                    return redirect(_receipt(request, here, case))
    context |= {
        "form": kit_form(kit, answers, checked, more=more),
        "papers": papers,
        "refusal": refusal,
        "key": key,
        "unusual": unusual_applicant(kit, party.kind),
    }
    return render(request, "site/desk/cases/intake_form.html", rail(request, here, at="intake", **context))
