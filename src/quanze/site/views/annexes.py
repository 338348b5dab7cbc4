"""The three annexes as the official layout shows them, and their files."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quanze.lists import writers
from quanze.lists.labels import ANNEXES
from quanze.lists.layout import lay_out_annex
from quanze.lists.model import Annex, AnnexKind, ListDocument
from quanze.lists.refusal import Refusal
from quanze.people.models import Agency
from quanze.registry import queries
from quanze.registry.models import Edition
from quanze.site.downloads import download_headers
from quanze.site.tables import table_rows
from quanze.site.views.doors import edition_in_force, page_number, public_agency

PER_PAGE = 100
"""Matters of an annex on one page: more than nearly every bureau has, and what a browser draws at once."""

MOST_IN_PDF = 300
"""Matters of an annex that are set as PDF while somebody waits: some two seconds of work."""

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@require_safe
def annex(request: HttpRequest, agency: str, kind: str) -> HttpResponse:
    """An annex in the official layout, to be read, and printed across the paper."""
    here = public_agency(request, agency)
    edition = edition_in_force(here)
    whole = _annex(edition, kind)
    pages = max(1, -(-len(whole.matters) // PER_PAGE))
    page = min(max(1, page_number(request)), pages)
    laid = lay_out_annex(part_of(whole, page))
    context = {
        "agency": here,
        "edition": edition,
        "annex": whole,
        "laid": laid,
        "tables": [table_rows(table) for table in laid.tables],
        "kinds": [AnnexKind(part["kind"]) for part in edition.annexes],
        "page": page,
        "pages": pages,
    }
    return render(request, "site/annex.html", context)


@require_safe
def annex_file(request: HttpRequest, agency: str, kind: str, format: str) -> HttpResponse:
    """An annex as a file, made from the edition when it is asked for."""
    here = public_agency(request, agency)
    edition = edition_in_force(here)
    annex = _annex(edition, kind)
    if format == "pdf" and len(annex.matters) > MOST_IN_PDF:
        words = f"本附件有{len(annex.matters)}项，在线生成 PDF 以{MOST_IN_PDF}项为限。请下载 Word 文件，另存为 PDF。"
        return _no_file(request, here, words)
    stream = BytesIO()
    try:
        writers.write(ListDocument(None, here.name, (annex,)), format, stream)
    except Refusal as refusal:
        return _no_file(request, here, f"{refusal}。请换一种格式下载。")
    name = annex.title or f"{here.name}{ANNEXES[annex.kind]}"
    return HttpResponse(
        stream.getvalue(),
        content_type=MEDIA_TYPES[format],
        headers={
            **download_headers(f"{name}.{format}"),
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _no_file(request: HttpRequest, agency: Agency, words: str) -> HttpResponse:
    """A page that says why there is no file."""
    return render(request, "site/editions/no_file.html", {"agency": agency, "words": words}, status=422)


def _annex(edition: Edition, kind: str) -> Annex:
    found = queries.annex(edition, AnnexKind(kind))
    if found is None:
        raise Http404(f"现行清单没有“{ANNEXES[AnnexKind(kind)]}”。")
    return found


def part_of(annex: Annex, page: int) -> Annex:
    """The matters of one page with the category lines above them; the foot only on the last one."""
    start, end = (page - 1) * PER_PAGE, page * PER_PAGE
    last = end >= len(annex.matters)
    heads = tuple(
        replace(head, at=head.at - start)
        for head in annex.categories
        if start <= head.at < end or (last and head.at >= end)
    )
    return replace(
        annex,
        matters=annex.matters[start:end],
        categories=heads,
        contact=annex.contact if last else None,
        tail=annex.tail if last else (),
    )
