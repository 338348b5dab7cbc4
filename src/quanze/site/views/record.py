"""审计记录, for the audit administrator alone: the list with its filters, one event, an export, and whether all of it
is whole."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze import haste
from quanze.audit import anchoring, checks, queries
from quanze.audit.anchors import FILES, NoAnchor, public_pem
from quanze.audit.anchors import Head as Told
from quanze.audit.chain import link
from quanze.audit.models import Event, Head
from quanze.audit.services import INSTALLATION, Thing, ask_check
from quanze.audit.services import record as write_down
from quanze.documents import xlsx
from quanze.people.models import Agency, Person
from quanze.people.requests import origin_of
from quanze.site import record as shown
from quanze.site.downloads import MEDIA, download_headers, plain_cell
from quanze.site.recorded import was_read
from quanze.site.verbs import GROUPS
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in

MOST = {"csv": 50_000, "xlsx": 10_000}
"""So many events are exported at once."""


@signed_in
@require_safe
def record(request: HttpRequest, agency: str) -> HttpResponse:
    """The list: ``?of= since= until= verb= who= thing= from= before=``, page by page."""
    here = desk_agency(request, agency, "audit.read")
    filters = shown.filters(here, request.GET)
    before = request.GET.get("before", "")
    page = queries.page(filters.asked, int(before) if _number(before) else None)
    context = rail(
        request,
        here,
        at="record",
        rows=shown.rows(page.rows),
        older=page.older,
        before=_number(before),
        asked=filters.said,
        refused=filters.refused,
        query=_query(filters),
        scopes=shown.SCOPES.items(),
        groups=[(group, verbs.items()) for group, verbs in GROUPS.items()],
    )
    return render(request, "site/desk/record/list.html", context)


@signed_in
@require_safe
def record_event(request: HttpRequest, agency: str, sequence: int) -> HttpResponse:
    """One event with who did it from where, which is recorded, and its place in the chain."""
    here = desk_agency(request, agency, "audit.read")
    of = INSTALLATION if request.GET.get("of") == INSTALLATION else ""
    found = queries.events(of or here.code)
    event = found.filter(sequence=sequence).first() if sequence < 2**63 else None
    if event is None:
        raise Http404("没有这一条记录。")
    around = dict(
        Event.objects.filter(
            chain=event.chain, sequence__in=(event.sequence - 1, event.sequence + 1)
        ).values_list("sequence", "digest")
    )
    previous = around.get(event.sequence - 1, "")
    trace = getattr(event, "trace", None)
    account = Person.objects.filter(pk=event.who).first() if event.who else None
    thing = Thing("audit.Event", f"{event.chain}:{event.sequence}", f"{event.chain} 第{event.sequence}条")
    was_read(request, here.code, "audit.read", thing)
    context = rail(
        request,
        here,
        at="record",
        of=of,
        scope=shown.SCOPES[of].partition("：")[0],
        event=event,
        row=shown.rows([event])[0],
        trace=trace,
        forgotten=trace is None and shown.had_trace(event),
        username="" if account is None else account.username,
        detail=shown.detail(event),
        previous=previous,
        agrees=link(previous, event.body) == event.digest,
        next=event.sequence + 1 in around,
    )
    return render(request, "site/desk/record/event.html", context)


@signed_in
@require_safe
def record_file(request: HttpRequest, agency: str, format: str) -> HttpResponse:
    """What the list shows, all its pages, with where everybody came from. That it was taken out is recorded."""
    here = desk_agency(request, agency, "audit.read")
    filters = shown.filters(here, request.GET)
    if filters.refused:
        raise Http404("".join(filters.refused))
    page = queries.page(filters.asked, most=MOST[format])
    events = page.rows
    title = f"{here.name}审计记录" + ("" if page.older is None else f"（只有最近的{len(events)}条）")
    lines = shown.cells(shown.rows(events))
    out = io.BytesIO()
    if format == "xlsx":
        xlsx.write(shown.sheet(title, lines), out)
    else:
        text = io.StringIO()
        csv.writer(text).writerows([shown.HEADS, *([plain_cell(cell) for cell in line] for line in lines)])
        out.write(f"\ufeff{text.getvalue()}".encode())
    detail = {"rows": len(events), "format": format, "filters": _told(filters)}
    with transaction.atomic():
        write_down(
            here.code,
            "audit.export",
            who=person_of(request),
            thing=Thing("audit.Chain", filters.asked.chain, title),
            where=origin_of(request),
            detail=detail,
        )
    headers = download_headers(f"{title}{timezone.localdate():%Y%m%d}.{format}")
    return HttpResponse(out.getvalue(), content_type=MEDIA[format], headers=headers)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record_state(request: HttpRequest, agency: str) -> HttpResponseBase:
    """How the record was found when it was verified last, and what its last anchor says; POST lets it be verified."""
    here = desk_agency(request, agency, "audit.read")
    if request.method == "POST":
        ask_check(person_of(request), where=origin_of(request))
        haste.hurry()
        messages.success(request, "已经提出，由后台核验，完成后在这里显示结果。")
        return redirect("record_state", here.code)
    done = checks.last_done()
    mine = (here.code, INSTALLATION, FILES)
    problems = [each for each in done.problems if each["chain"] in mine] if done else []
    anchor, trouble = None, ""
    try:
        anchor = anchoring.last()
        anchoring.own_public()
    except NoAnchor as reason:
        trouble = f"{reason}。"
    context = rail(
        request,
        here,
        at="record_state",
        under_way=checks.under_way(),
        done=done,
        problems=problems,
        others=done.found - len(problems) if done else 0,
        chains=_chains(here, () if anchor is None else anchor.heads),
        anchor=anchor,
        trouble=trouble,
        public="" if trouble else public_pem(anchoring.own_public()).decode(),
        mailed=len(settings.ANCHOR_MAIL) if settings.EMAIL_HOST else 0,
        months=settings.RECORD_MONTHS,
    )
    return render(request, "site/desk/record/state.html", context)


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain as it is, and as it was anchored last."""

    label: str
    events: int
    digest: str
    anchored: Told | None


def _chains(here: Agency, anchored: tuple[Told, ...]) -> list[_Chain]:
    """The agency's own, and that of what belongs to no single one. One query."""
    by_chain = {each.chain: each for each in anchored}
    heads = Head.objects.in_bulk([here.code, INSTALLATION])
    found = []
    for chain, label in ((here.code, here.name), (INSTALLATION, "全系统")):
        head = heads.get(chain, Head(chain=chain))
        found.append(_Chain(label, head.sequence, head.digest, by_chain.get(chain)))
    return found


def _query(filters: shown.Filters) -> str:
    return urlencode({name: value for name, value in filters.said.items() if value})


def _told(filters: shown.Filters) -> dict[str, object]:
    """Which filters, without what was typed about people."""
    plain = {
        name: value for name, value in filters.said.items() if value and name not in ("who", "from", "thing")
    }
    by = [name for name in ("thing", "from") if filters.said[name]]
    return {**plain, "by": by, "people": list(filters.asked.who or ())}


def _number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
