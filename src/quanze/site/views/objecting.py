"""The public form on which anybody objects to a publicity."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.objecting import LONGEST, LONGEST_CONTACT, LONGEST_NAME
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.registry.queries import contact
from quanze.site.views.doors import ask, public_agency

LONGEST_KEY = 64


class ObjectionForm(forms.Form):
    """An objection; nobody has to give a name."""

    key = forms.CharField(
        max_length=LONGEST_KEY,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "max_length"), "页面不完整，请重新打开本页再提交。"),
    )
    text = forms.CharField(
        label="异议的内容",
        max_length=LONGEST,
        error_messages={
            "required": "请写明对哪一项有异议，以及事实和理由。",
            "max_length": f"异议的内容不能超过{LONGEST}个字，更长的请书面送到受理地点。",
        },
    )
    name = forms.CharField(
        label="您的姓名或者单位（选填）",
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": f"姓名或者单位不能超过{LONGEST_NAME}个字。"},
    )
    contact = forms.CharField(
        label="联系方式（选填）",
        max_length=LONGEST_CONTACT,
        required=False,
        error_messages={"max_length": f"联系方式不能超过{LONGEST_CONTACT}个字。"},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """Object to what is public: what is objected to, and a form without a log-in."""
    here = public_agency(request, agency)
    try:
        found = queries.posted(here, number, timezone.localdate())
    except Case.DoesNotExist:
        raise Http404(f"没有编号为“{number[:60]}”的公示，或者公示已经结束。") from None
    ask(request, "case.object", found.case)
    form = ObjectionForm(request.POST or None, initial={"key": secrets.token_urlsafe(16)})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = services.object_openly(
                found.case,
                given["text"],
                given["key"],
                name=given["name"],
                contact=given["contact"],
                where=origin_of(request),
            )
        except Unacceptable as reason:
            form.add_error(None, str(reason))
        else:
            said = "这份异议已经收到过，没有重复登记。"
            if made is not None:
                said = f"已收到您的异议，是本件的第{made}号。办理机关核实后答复。"
            messages.success(request, said)
            return redirect("publicity_object", here.code, number)
    context = {"agency": here, "found": found, "form": form, "contact": contact(found.case.edition)}
    return render(request, "site/publicity_object.html", context)
