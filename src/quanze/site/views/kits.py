"""The kit of a matter at its keeper's desk: look at it, try it, exchange it as a file, put another in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from quanze.kits import Kit, Problem, Unreadable, check, differences, doubts, guide, read, shown, to_toml
from quanze.kits.answers import materials
from quanze.kits.reading import MOST_BYTES
from quanze.kits.writing import to_json
from quanze.library.queries import linked
from quanze.people.models import Agency
from quanze.people.requests import origin_of
from quanze.registry.services import Unacceptable
from quanze.rounds.queries import announced_of
from quanze.rulebook import queries, services
from quanze.rulebook.queries import KitInForce, NotInForce, Review
from quanze.site import kits
from quanze.site.downloads import download_headers
from quanze.site.kit_form import ADD, answers_from_post, kit_form
from quanze.site.kit_forms import KitFileForm, KitTextForm
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in

FORMATS = {
    "toml": (to_toml, "application/toml; charset=utf-8"),
    "json": (to_json, "application/json; charset=utf-8"),
}
"""Format of a kit's file → what writes it, and its media type."""


def _found(request: HttpRequest, code: str, number: int) -> tuple[Agency, Review, KitInForce]:
    agency = desk_agency(request, code, "kit.edit")
    try:
        found = queries.review(agency, number)
    except NotInForce as reason:
        raise Http404(str(reason)) from None
    return (
        agency,
        found,
        queries.kit_of(found.entry.matter, found.proposal.procedure, found.entry.version.category),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def kit(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """The kit in force; a file that is handed in is shown with what it changes before it is put in place."""
    here, found, held = _found(request, agency, number)
    if request.method != "POST":
        return _page(request, here, found, held, KitFileForm())
    form = KitFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, here, found, held, form)
    file = form.cleaned_data["file"]
    data = file.read(MOST_BYTES + 1)
    try:
        handed = read(data)
    except Unreadable as reason:
        return _page(request, here, found, held, form, problems=reason.problems)
    context = _context(
        request,
        here,
        found,
        handed=handed,
        differences=differences(held.kit, handed),
        doubts=doubts(handed),
        text=data.decode("utf-8-sig"),
        source=file.name,
        seen=held.key,
    )
    return render(request, "site/desk/kit_preview.html", context)


@signed_in
def kit_set(request: HttpRequest, agency: str, number: int) -> HttpResponseBase:
    """Put the file that was looked at in place."""
    if request.method != "POST":
        return redirect("kit", agency, number)
    here, found, held = _found(request, agency, number)
    form = KitTextForm(request.POST)
    if not form.is_valid():
        return redirect("kit", agency, number)
    said = form.cleaned_data
    try:
        services.set_kit(
            here,
            number,
            said["text"].encode("utf-8", "replace"),
            person_of(request),
            source=said["source"],
            seen=said["seen"],
            where=origin_of(request),
        )
    except Unacceptable as reason:
        return _page(request, here, found, held, KitFileForm(), refusal=str(reason))
    return redirect(f"{reverse('kit', args=[agency, number])}?set=1")


@signed_in
@require_safe
def kit_file(request: HttpRequest, agency: str, number: int, format: str) -> HttpResponse:
    """The kit in force as a file to edit or to hand on."""
    _, found, held = _found(request, agency, number)
    write, media = FORMATS[format]
    headers = download_headers(f"{found.content.name.value}事项配置.{format}")
    return HttpResponse(write(held.kit), content_type=media, headers=headers)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def kit_try(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """Fill in the form as an applicant will, to see what it asks and refuses; nothing is kept."""
    here, found, held = _found(request, agency, number)
    if request.method != "POST":
        context = _context(request, here, found, kit=held.kit, form=kit_form(held.kit))
        return render(request, "site/desk/kit_try.html", context)
    answers = answers_from_post(held.kit, request.POST)
    if ADD in request.POST:
        form = kit_form(held.kit, answers, more=request.POST[ADD])
        return render(
            request, "site/desk/kit_try.html", _context(request, here, found, kit=held.kit, form=form)
        )
    checked = check(held.kit, answers)
    context = _context(
        request,
        here,
        found,
        kit=held.kit,
        form=kit_form(held.kit, answers, checked),
        read=shown(held.kit, checked.values) if checked else (),
        asked=materials(held.kit, checked.values) if checked else (),
    )
    return render(request, "site/desk/kit_try.html", context)


def _context(request: HttpRequest, agency: Agency, found: Review, **more: Any) -> dict[str, Any]:
    return rail(
        request,
        agency,
        number=found.entry.matter.number,
        matter=found.content,
        at="procedures",
        **more,
    )


def _page(
    request: HttpRequest,
    agency: Agency,
    found: Review,
    held: KitInForce,
    form: KitFileForm,
    *,
    problems: Sequence[Problem] = (),
    refusal: str = "",
) -> HttpResponse:
    number = found.entry.matter.number
    told = guide(held.kit, found.proposal.procedure, found.proposal.promised)
    address_of = kits.addresses(
        reverse("matter", args=[agency.code, number]), found.content, linked(found.entry.version_id)
    )
    context = _context(
        request,
        agency,
        found,
        held=held,
        kit=held.kit,
        settings=kits.settings_of(held.kit),
        told=told,
        bring=kits.shown_materials(told.bring, address_of),
        preview=kit_form(held.kit),
        doubts=doubts(held.kit),
        misnamed=_misnamed(held.kit, found),
        history=() if held.proposed else queries.kit_rows(found.entry.matter),
        upload=form,
        problems=problems,
        refusal=refusal,
        just_set="set" in request.GET,
        calls=announced_of(found.entry.matter),
    )
    return render(request, "site/desk/kit.html", context)


def _misnamed(kit: Kit, found: Review) -> str:
    """The name in a kit that was made for a matter of another name."""
    return "" if kit.matter == found.content.name.value else kit.matter
