"""The three annexes as the official layout shows them, and their files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanze.adjustments import queries as documents
from quanze.lists.labels import ANNEXES
from quanze.lists.layout import lay_out_annex
from quanze.lists.model import AnnexKind
from quanze.lists.refusal import Refusal
from quanze.lists.writers import FORMATS, MEDIA_TYPES
from quanze.people.models import Agency
from quanze.registry import queries
from quanze.registry.models import Edition
from quanze.registry.published_files import Part
from quanze.site.downloads import offered
from quanze.site.tables import table_rows
from quanze.site.views.doors import asked_day, edition_at, list_shown, page_number, public_agency

PER_PAGE = 100
"""Matters of an annex on one page: more than nearly every bureau has, and what a browser draws at once."""


@require_safe
def annex(request: HttpRequest, agency: str, kind: str) -> HttpResponse:
    """An annex in the official layout, to be read, and printed across the paper; of the list in force or of that of a
    day (``?on=``)."""
    here, edition = list_shown(request, agency)
    found = queries.annex_page(edition, AnnexKind(kind), page_number(request), PER_PAGE)
    if found is None:
        raise Http404(f"第{edition.sequence}版清单没有“{ANNEXES[AnnexKind(kind)]}”。")
    laid = lay_out_annex(found.annex)
    context = {
        "agency": here,
        "edition": edition,
        "annex": found.annex,
        "laid": laid,
        "tables": [table_rows(table) for table in laid.tables],
        "kinds": [AnnexKind(part["kind"]) for part in edition.annexes],
        "page": found.page,
        "pages": found.pages,
        "on": asked_day(request),
    }
    return render(request, "site/annex.html", context)


@require_safe
def annex_file(request: HttpRequest, agency: str, kind: str, format: str) -> HttpResponseBase:
    """An annex as a file, of the list in force or of that of a day (``?on=``)."""
    return edition_file_of(request, *list_shown(request, agency), kind, format)


@require_safe
def edition_file(
    request: HttpRequest, agency: str, sequence: int, part: str, format: str
) -> HttpResponseBase:
    """A document of an edition as a file: as it was made when the edition was published."""
    here = public_agency(request, agency)
    return edition_file_of(request, here, edition_at(here, sequence), part, format)


def edition_file_of(
    request: HttpRequest, agency: Agency, edition: Edition, part: str, format: str
) -> HttpResponseBase:
    """The file; a page where it is being made (202) or cannot be (422)."""
    edition.agency = agency
    try:
        file = documents.fetch(edition, part, format)
    except LookupError:
        raise Http404(f"第{edition.sequence}版清单没有这个文件。") from None
    except Refusal as refusal:
        words = f"{refusal}。请换一种格式下载。"
        return render(request, "site/editions/no_file.html", {"agency": agency, "words": words}, status=422)
    if file is None:
        context = {"agency": agency, "edition": edition, "file": f"{Part(part).label}（{FORMATS[format]}）"}
        response = render(request, "site/editions/preparing.html", context, status=202)
        response.headers["Retry-After"] = "10"
        return response
    name = f"{agency.name}{Part(part).label}（第{edition.sequence}版）.{format}"
    return offered(file, name, MEDIA_TYPES[format])
