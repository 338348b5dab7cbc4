"""The wording and the numbers of an agency's letters, at its list keeper's desk."""

from __future__ import annotations

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.documents import docx, pdf
from quanze.documents.writable import NotWritten
from quanze.letters import kinds, queries, services
from quanze.letters.kinds import AUTOMATIC, Kind, NoSuchKind, Type
from quanze.letters.numbering import DEFAULT
from quanze.letters.services import Unacceptable, Unfit
from quanze.letters.template import MARKS, Problem
from quanze.letters.wordings import checked
from quanze.people.models import Agency
from quanze.people.requests import origin_of
from quanze.site.downloads import MEDIA, download_headers
from quanze.site.letter_forms import NumberingForm, WordingForm
from quanze.site.paper import paper
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in

VERB = "letter.template"
DONE = {"saved": "模板已保存，以后出具的文书按它写；已经出具的不变。", "restored": "已恢复系统自带的模板。"}
WRITERS = {"docx": docx.write, "pdf": pdf.write}


@signed_in
@require_safe
def templates(request: HttpRequest, agency: str) -> HttpResponse:
    """Every kind of letter with its number and its wording; how numbers are made; with what letters are signed."""
    here = desk_agency(request, agency, VERB)
    return _templates(request, here)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, agency: str) -> HttpResponse:
    """Set 代字 and the pattern of numbers."""
    here = desk_agency(request, agency, VERB)
    if request.method != "POST":
        return redirect("letter_templates", agency)
    form = NumberingForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        services.set_numbering(
            here, said["code"], person_of(request), pattern=said["pattern"], where=origin_of(request)
        )
        return redirect("letter_templates", agency)
    return _templates(request, here, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, agency: str, kind: str) -> HttpResponse:
    """Edit the wording of a kind beside what it will look like; ``act`` is to look at it or to save it."""
    here, about = desk_agency(request, agency, VERB), _kind(kind)
    wording = queries.wording(here, about)
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        initial={"text": wording.text, "seen": wording.digest},
    )
    problems: tuple[Problem, ...] = ()
    shown = None
    refusal = ""
    if not form.is_bound or form.is_valid():
        text = form.cleaned_data["text"] if form.is_bound else wording.text
        try:
            shown = checked(about, text)
            if request.POST.get("act") == "save":
                person, seen = person_of(request), form.cleaned_data["seen"]
                services.save_template(here, kind, text, person, seen=seen, where=origin_of(request))
                return redirect(f"{request.path}?done=saved")
        except Unfit as unfit:
            problems = unfit.problems
        except Unacceptable as reason:
            refusal = str(reason)
    context = rail(
        request,
        here,
        at="letters",
        kind=about,
        wording=wording,
        form=form,
        problems=problems,
        refusal=refusal,
        done=DONE.get(request.GET.get("done", "")),
        shown=None if shown is None else paper(queries.preview(here, about, shown, timezone.localtime())),
        lists=[value for value in about.values if value.type is Type.ITEMS],
        inline=[value for value in about.values if value.type.inline],
        lines=[value for value in about.values if value.type is Type.LINES],
        automatic=AUTOMATIC,
        marks=MARKS.items(),
    )
    return render(request, "site/desk/letters/template.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, agency: str, kind: str) -> HttpResponse:
    """Back to the wording that comes with the program."""
    here = desk_agency(request, agency, VERB)
    about = _kind(kind)
    if request.method == "POST":
        try:
            services.restore_template(here, about.key, person_of(request), where=origin_of(request))
        except Unacceptable:
            return redirect("letter_template", agency, kind)  # it is the one that is shown there
        return redirect(f"{reverse('letter_template', args=[agency, kind])}?done=restored")
    return redirect("letter_template", agency, kind)


@signed_in
@require_safe
def preview_file(request: HttpRequest, agency: str, kind: str, format: str) -> HttpResponse:
    """The saved wording with sample values, as Word or PDF."""
    here, about = desk_agency(request, agency, VERB), _kind(kind)
    out = io.BytesIO()
    try:
        template = checked(about, queries.wording(here, about).text)
        WRITERS[format](queries.preview(here, about, template, timezone.localtime()), out)
    except Unfit as unfit:
        raise Http404(str(unfit)) from None
    except NotWritten as reason:
        raise Http404(str(reason)) from None
    return HttpResponse(
        out.getvalue(),
        content_type=MEDIA[format],
        headers=download_headers(f"{about.title}（样张）.{format}"),
    )


def _kind(key: str) -> Kind:
    try:
        return kinds.kind(key)
    except NoSuchKind:
        raise Http404("没有这种文书。") from None


def _templates(request: HttpRequest, agency: Agency, form: NumberingForm | None = None) -> HttpResponse:
    now = timezone.localtime()
    numbering = queries.numbering_of(agency)
    if form is None:
        kept = (
            {"code": "", "pattern": DEFAULT}
            if numbering is None
            else {"code": numbering.code, "pattern": numbering.pattern}
        )
        form = NumberingForm(initial=kept)
    context = rail(
        request,
        agency,
        at="letters",
        rows=queries.kind_rows(agency, now.year),
        numbering=numbering,
        form=form,
        certificate=queries.certificate_state(agency, now),
    )
    return render(request, "site/desk/letters/templates.html", context)
