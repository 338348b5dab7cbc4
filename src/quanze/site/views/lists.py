"""The catalogue of an agency's matters, its exports, and the history of its editions."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quanze.people.models import Agency
from quanze.registry import queries
from quanze.registry.models import Edition, Entry
from quanze.registry.queries import Catalogue
from quanze.site.downloads import download_headers, plain_cell
from quanze.site.views.doors import asked_day, list_shown, page_number, public_agency

CSV_COLUMNS = ("序号", "职权名称", "职权类别", "责任股室", "网址")


def asked_for(request: HttpRequest, edition: Edition) -> Catalogue:
    """The catalogue that the address asks for: ``?category=&office=&name=&sort=&page=``."""
    return queries.catalogue(
        edition,
        category=_asked(request, "category") or None,
        office=_asked(request, "office") or None,
        containing=_asked(request, "name").strip()[:100],
        sort=_asked(request, "sort"),
        page=page_number(request),
    )


def _asked(request: HttpRequest, name: str) -> str:
    """A value of the address; PostgreSQL takes no text with U+0000."""
    return request.GET.get(name, "").replace("\0", "")


@require_safe
def catalogue(request: HttpRequest, agency: str) -> HttpResponse:
    """查清单: the matters, by category and by office, filtered and sorted as the address says."""
    here, edition = list_shown(request, agency)
    context = {
        "agency": here,
        "edition": edition,
        "catalogue": asked_for(request, edition),
        "on": asked_day(request),
    }
    return render(request, "site/catalogue.html", context)


@require_safe
def catalogue_csv(request: HttpRequest, agency: str) -> StreamingHttpResponse:
    """The same matters as a table for spreadsheets, all pages of it."""
    here, edition = list_shown(request, agency)
    shown, writer = asked_for(request, edition), csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(CSV_COLUMNS)
        for entry in every_row(shown):
            yield writer.writerow(map(plain_cell, row_of(request, here, entry).values()))

    headers = download_headers(f"{_title(here, shown)}.csv")
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def catalogue_json(request: HttpRequest, agency: str) -> HttpResponse:
    """The same matters as JSON, all pages of it, with the edition that they come from."""
    here, edition = list_shown(request, agency)
    shown = asked_for(request, edition)
    value = {
        "agency": here.name,
        "edition": {
            "sequence": edition.sequence,
            "title": edition.title,
            "effective_from": edition.effective_from.isoformat(),
            "effective_assumed": edition.effective_assumed,
            "digest": edition.digest,
        },
        "matters": [row_of(request, here, entry) for entry in every_row(shown)],
    }
    body = json.dumps(value, ensure_ascii=False, indent=1)
    headers = download_headers(f"{_title(here, shown)}.json")
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


def _title(agency: Agency, shown: Catalogue) -> str:
    """What an export is called: of which edition it is, and, where not all of it was asked for, how much."""
    narrowed = shown.category or shown.office or shown.containing
    part = f"，{shown.total}项中的{shown.found}项" if narrowed else ""
    return f"{agency.name}权责清单（第{shown.edition.sequence}版{part}）"


def every_row(shown: Catalogue) -> Iterator[Entry]:
    """The rows of all pages."""
    shown = replace(shown, page=0)
    while shown.page < shown.pages:
        shown = queries.catalogue(
            shown.edition,
            shown.category,
            shown.office,
            page=shown.page + 1,
            per_page=5000,
            containing=shown.containing,
            sort=shown.sort,
        )
        yield from shown.rows


def row_of(request: HttpRequest, agency: Agency, entry: Entry) -> dict[str, str]:
    """A matter as the exports show it."""
    address = reverse("matter", args=[agency.code, entry.matter.number])
    if day := asked_day(request):
        address += f"?on={day.isoformat()}"
    return {
        "number": entry.number,
        "name": entry.version.name,
        "category": entry.version.category,
        "office": entry.version.office,
        "url": request.build_absolute_uri(address),
    }


class _Echo:
    """A file that gives back what is written to it, for the csv module."""

    def write(self, text: str) -> str:
        return text


@require_safe
def history(request: HttpRequest, agency: str) -> HttpResponse:
    """Every edition of the list, newest first, with its source and its digest."""
    here = public_agency(request, agency)
    current = queries.edition_on(here)
    context = {
        "agency": here,
        "current": current,
        "editions": list(queries.history(here)),
        "today": timezone.localdate(),
    }
    return render(request, "site/history.html", context)
