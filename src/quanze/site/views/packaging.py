"""报送材料包: what would go up and what is missing, the package made by the clockwork, that it was sent, that the round
was reported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.cases.playing import moment
from quanze.files.store import fetch
from quanze.haste import hurry
from quanze.people.models import Agency
from quanze.people.permissions import may
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.rounds.queries import State
from quanze.rounds.services import reported
from quanze.selection import queries, services
from quanze.selection.models import Package
from quanze.selection.packing import waits
from quanze.selection.queries import Ranking
from quanze.selection.sending import Stand, stand
from quanze.site.downloads import offered
from quanze.site.ranking_forms import SendForm
from quanze.site.recorded import was_exported
from quanze.site.views.doors import ask, person_of, signed_in
from quanze.site.views.selection import ranking_context, ranking_here

SHOWN = 20
"""So many cases that lack something are told; the others are counted."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ranking_package(request: HttpRequest, agency: str, pk: int) -> HttpResponseBase:
    """``do=make``: have it made; ``do=send``: it went; ``do=report``: the round was reported."""
    posted = request.method == "POST"
    here, held = ranking_here(request, agency, pk)
    do = request.POST.get("do", "") if posted else ""
    today = timezone.localdate(moment(here))
    now = stand(held, today)
    form = SendForm(bool(now.gaps), today, *([request.POST] if do == "send" else []))
    refusal = ""
    if posted:
        if do not in ("make", "send", "report"):
            raise Http404("没有这种登记。")
        if do != "report":
            ask(request, "ranking.send", held.round)
        try:
            if do != "send" or form.is_valid():
                _done(request, do, here, held, now, form)
                return redirect("desk_ranking_package", here.code, pk)
        except Unacceptable as reason:
            refusal = str(reason)
    return _page(request, here, held, now, form, refusal)


def _done(request: HttpRequest, do: str, here: Agency, held: Ranking, now: Stand, form: SendForm) -> None:
    person, where = person_of(request), origin_of(request)
    if do == "make":
        services.ask(held.round, person, where=where)
        return
    if do == "send":
        said = request.POST.get("package", "")
        package = now.package
        if package is None or said != str(package.pk):
            raise Unacceptable("材料包已由后来生成的代替。请核对现在的材料包，再登记。")
        data = form.cleaned_data
        services.send(package, person, data["on"], data["how"], reason=data["reason"], where=where)
        messages.success(request, "已登记送出。")
        return
    if now.sent is None or now.goes.letter is None:
        raise Unacceptable("材料包还没有登记送出。")
    words = f"{now.goes.letter.letter.about.title}（{now.goes.letter.letter.number}），材料包{now.sent.how}"
    reported(held.round, person, words[:500], held.call.terms.pk, where=where)
    messages.success(request, "批次已登记为已上报。")


def _page(
    request: HttpRequest, here: Agency, held: Ranking, now: Stand, form: SendForm, refusal: str
) -> HttpResponse:
    package = now.package
    if package is not None and waits(package, timezone.now()):
        hurry()  # whoever began to make it has ended, or nobody was told
    of_round = [each for each in now.gaps if each.case is None]
    by_case: dict[int, list[Any]] = {}
    for each in now.gaps:
        if each.case is not None:
            by_case.setdefault(each.case.pk, []).append(each)
    lacking = [(each.case, by_case[each.case.pk]) for each in now.goes.folders if each.case.pk in by_case]
    sends = may(request.user, "ranking.send", held.round)
    context = ranking_context(
        request,
        here,
        held,
        now=now,
        package=package,
        making=package is not None and package.made_at is None and not package.trouble,
        files=sum(len(item.now) for each in now.goes.folders for item in each.items),
        of_round=of_round,
        lacking=lacking[:SHOWN],
        more=len(lacking) - SHOWN,
        form=form,
        sends=sends,
        reports=now.sent is not None
        and held.call.state is State.CLOSED
        and bool(may(request.user, "round.manage", here)),
        refusal=refusal,
    )
    return render(request, "site/desk/ranking/package.html", context)


@signed_in
@require_safe
def ranking_package_file(request: HttpRequest, agency: str, pk: int, package: int) -> FileResponse:
    """The package itself, streamed."""
    here, held = ranking_here(request, agency, pk)
    try:
        found = queries.package(held.round, package)
    except Package.DoesNotExist:
        raise Http404("没有这个材料包，或者已由后来生成的代替。") from None
    name = f"{held.round.matter_name}（{held.round.title}）报送材料.zip"
    was_exported(request, here.code, name, package=found.pk, sha256=found.sha256)
    return offered(fetch(found.sha256), name, "application/zip")
