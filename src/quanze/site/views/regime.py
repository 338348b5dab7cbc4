"""How a bureau's adjustments are decided: its chain, its clocks, and which agency does what. Its security
administrator's."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from quanze.adjustments import chain as chains
from quanze.adjustments import limits, queries, services
from quanze.adjustments.kinds import Kind
from quanze.people.models import Agency
from quanze.people.requests import origin_of
from quanze.registry.services import Unacceptable
from quanze.site import regime_form
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, person_of, signed_in

MOST_JSON = 100_000
"""Characters of a regime that is brought as JSON."""

ORGANS = tuple(organ for organ in chains.ROLES if organ != chains.BUREAU)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def regime(request: HttpRequest, agency: str) -> HttpResponse:
    """The chain and the clocks as a form. ``do=save`` keeps them, ``restore`` takes the default again, ``import`` takes
    JSON, ``name`` says who decides; every other order draws the form again with a row added or taken out."""
    here = desk_agency(request, agency, "adjustment.configure")
    if request.method != "POST":
        return _page(request, here)
    order = request.POST.get("do", "")
    chain, clocks = regime_form.posted_chain(request.POST), regime_form.posted_limits(request.POST)
    try:
        if order == "save":
            _set(request, here, chain, clocks)
        elif order == "restore":
            _set(request, here, None, None)
        elif order == "import":
            _set(request, here, *_brought(request.POST.get("json", "")))
        elif order == "name":
            _name(request, here)
        else:
            return _page(request, here, chain=regime_form.changed(order, chain), clocks=clocks)
    except Unacceptable as reason:
        typed = {"chain": chain, "clocks": clocks} if order == "save" else {}
        return _page(request, here, refusal=str(reason), **typed)
    return redirect("regime", here.code)


@signed_in
@require_safe
def regime_json(request: HttpRequest, agency: str) -> JsonResponse:
    """The chain and the clocks as the file that the form takes."""
    here = desk_agency(request, agency, "adjustment.configure")
    chain, clocks, _ = queries.regime_of(here)
    answer = JsonResponse(
        {"chain": chains.dump(chain), "limits": limits.dump(clocks)},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="regime-{here.code}.json"'
    return answer


def _set(request: HttpRequest, here: Agency, chain: object, clocks: object) -> None:
    services.set_regime(
        here, person_of(request), chain_data=chain, limits_data=clocks, where=origin_of(request)
    )


def _brought(text: str) -> tuple[object, object]:
    try:
        data = json.loads(text) if len(text) <= MOST_JSON else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or set(data) != {"chain", "limits"}:
        raise Unacceptable('导入的应是 {"chain": …, "limits": …}，与导出的一样。')
    return data["chain"], data["limits"]


def _name(request: HttpRequest, here: Agency) -> None:
    code = request.POST.get("organ", "")
    organ = _candidates().filter(code=code).exclude(pk=here.pk).first() if "\0" not in code else None
    if organ is None:
        raise Unacceptable("请选择一个机关。")
    services.name_responsible(here, organ, by=person_of(request), where=origin_of(request))


def _candidates() -> Any:
    return Agency.objects.filter(kind__in=ORGANS)


def _page(
    request: HttpRequest,
    here: Agency,
    *,
    chain: regime_form.Json | None = None,
    clocks: regime_form.Json | None = None,
    refusal: str = "",
) -> HttpResponse:
    kept, kept_clocks, own = queries.regime_of(here)
    drawn, named = clocks or limits.dump(kept_clocks), queries.responsible(here)
    candidates = list(_candidates().exclude(pk=here.pk))
    context = rail(
        request,
        here,
        at="regime",
        own=own,
        rows=regime_form.rows(chain or chains.dump(kept)),
        clocks=[(name, label, drawn[name]) for name, label in limits.CLOCKS.items()],
        units=regime_form.UNITS.items(),
        actors=regime_form.ACTORS.items(),
        records=regime_form.RECORDS.items(),
        kinds=Kind.choices,
        default=chains.DEFAULT.steps,
        default_clocks=[
            (limits.CLOCKS[name], f"{clock.limit.n}{regime_form.UNITS[clock.limit.unit]}", clock.source)
            for name, clock in limits.DEFAULT.items()
        ],
        organs=[
            (
                Agency.Kind(organ).label,
                named.get(organ),
                [each for each in candidates if each.kind == organ],
            )
            for organ in ORGANS
        ],
        changed=chain is not None,
        refusal=refusal,
        form=(),
    )
    return render(request, "site/desk/adjustments/regime.html", context)
