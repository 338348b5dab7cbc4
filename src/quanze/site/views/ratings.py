"""好差评 at the desk: the ratings that somebody sees to, one with its answer, and how long there is to answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quanze.people.permissions import Denied
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.ratings import queries, services
from quanze.ratings.models import Rating
from quanze.rulebook.queries import calendar
from quanze.site.complaints import due_of
from quanze.site.paging import Pages
from quanze.site.rating_forms import MENDED, AnswerForm, RatingRulesForm
from quanze.site.views.desk import rail
from quanze.site.views.doors import desk_agency, page_number, person_of, signed_in


@signed_in
@require_safe
def ratings(request: HttpRequest, agency: str) -> HttpResponse:
    """The register, without what was said: ``?open=1 page=``."""
    here = desk_agency(request, agency, "rating.list")
    waiting, page = bool(request.GET.get("open")), page_number(request)
    register = queries.register(person_of(request), here, open=waiting, page=page)
    now, days = timezone.now(), calendar()
    context = rail(
        request,
        here,
        at="ratings",
        rows=[(each, due_of(each.standing.deadline, now, days)) for each in register.rows],
        pages=Pages.of(register.total, page, queries.PER_PAGE),
        waiting=waiting,
        limits=queries.limits_of(here),
    )
    return render(request, "site/desk/ratings/list.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """A rating: what was said, and the answer. That it was read is recorded."""
    here = desk_agency(request, agency, "rating.list")
    try:
        kept = queries.rating(here, pk)
    except Rating.DoesNotExist:
        raise Http404("没有这条评价。") from None
    person, where = person_of(request), origin_of(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                services.answer(
                    kept, person, data["words"], data["result"] == MENDED, data["seen"], where=where
                )
            except Unacceptable as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, "已答复，申请人可以看到。")
                return redirect("desk_rating", here.code, pk)
        found = services.read(kept, person, where=where)
    except Denied as denied:
        raise PermissionDenied(str(denied)) from denied
    due = due_of(found.standing.deadline, timezone.now(), calendar())
    context = rail(request, here, at="ratings", found=found, form=form, due=due)
    return render(request, "site/desk/ratings/rating.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rating_rules(request: HttpRequest, agency: str) -> HttpResponse:
    """How long there is to answer a bad rating."""
    here = desk_agency(request, agency, "rating.configure")
    sent = (request.POST,) if request.method == "POST" else ()
    form = RatingRulesForm(queries.limits_of(here), *sent)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_rules(here, person_of(request), form.limits, where=origin_of(request))
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "已保存，用于以后收到的差评。")
            return redirect("rating_rules", here.code)
    return render(request, "site/desk/ratings/rules.html", rail(request, here, at="rating_rules", form=form))
