"""办事指南: what to bring, where it is asked for, how long it takes, what happens, who answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quanze.kits import guide
from quanze.library.queries import linked
from quanze.lists.vocabulary import EX_OFFICIO
from quanze.registry import queries
from quanze.registry.models import Entry
from quanze.rulebook.queries import in_force_of, kit_of, review
from quanze.site import kits
from quanze.site.views import rounds
from quanze.site.views.doors import edition_in_force, public_agency


@require_safe
def matter_guide(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """The guide to a matter of the list in force. Where its procedure is not confirmed it follows from the list's text
    alone, and says so."""
    here = public_agency(request, agency)
    edition = edition_in_force(here)
    try:
        page = queries.matter_page(here, number, edition)
    except Entry.DoesNotExist:
        raise Http404(f"现行清单中没有编号为{number}的事项。") from None
    if page.entry.annex != edition.main:
        raise Http404(f"现行清单中没有编号为{number}的事项。")
    running = in_force_of(page.matter, edition, page.entry.version_id)
    procedure, promised = running.procedure, running.promised
    if procedure is None:
        proposal = review(here, number).proposal
        procedure, promised = proposal.procedure, proposal.promised
    held = kit_of(page.matter, procedure, page.entry.version.category)
    told = guide(held.kit, procedure, promised)
    address_of = kits.addresses(
        reverse("matter", args=[here.code, number]), page.content, linked(page.entry.version_id, "basis")
    )
    context = {
        "agency": here,
        "edition": edition,
        "matter": page.content,
        "number": number,
        "running": running,
        "ex_officio": page.entry.version.category in EX_OFFICIO,
        "held": held,
        "told": told,
        "bring": kits.shown_materials(told.bring, address_of),
        "eligibility": kits.shown_statements(told.eligibility, address_of),
        "jurisdiction": kits.shown_statements(told.jurisdiction, address_of),
        "paragraphs": kits.shown_paragraphs(held.kit, address_of),
        "applicants": kits.applicants_of(held.kit),
        "contact": page.contact,
        "calls": rounds.announced(page.matter),
    }
    return render(request, "site/guide.html", context)
