"""What people fill in on the way of an adjustment. Each form carries the version that its page showed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from quanze.adjustments.queries import FACTS
from quanze.audit.services import Origin
from quanze.files.kinds import accepts
from quanze.people.models import Person
from quanze.site.forms import FURTHEST
from quanze.site.handing_in import FilesField

SCANS = accepts(("PDF", "OFD", "图片"))
"""What the scan of a decision may be."""


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        error_messages={"invalid": "请按“2026-11-23”的样子填写日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _not_far(day: date | None) -> date | None:
    if day is not None and day > timezone.localdate() + FURTHEST:
        raise forms.ValidationError("生效日期在一年以后，请核对年份。")
    return day


class TitleForm(forms.Form):
    """All that a draft of a task asks for."""

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请写明调整的标题。"})


class DraftForm(TitleForm):
    """What a draft says beside its lines."""

    cause = forms.CharField(label="事由", required=False, max_length=5000)
    cause_on = _day("事由发生日期")
    effective_from = _day("拟生效日期")

    def clean_effective_from(self) -> date | None:
        return _not_far(self.cleaned_data["effective_from"])


class ReviseForm(DraftForm):
    """And the foot of the list."""

    service_phone = forms.CharField(label="服务电话", required=False, max_length=200)
    complaint_body = forms.CharField(label="投诉机构", required=False, max_length=200)
    complaint_phone = forms.CharField(label="投诉电话", required=False, max_length=200)
    address = forms.CharField(label="受理地点", required=False, max_length=500)

    @property
    def foot(self) -> list[forms.BoundField]:
        return [self[name] for name in FACTS]


class FromUploadForm(DraftForm):
    """A draft from a document that may name another agency."""

    agency_confirmed = forms.BooleanField(label="文件确属本机关的清单", required=False)


class ActForm(forms.Form):
    """An act with a comment, on the version that was seen."""

    version = forms.IntegerField(min_value=1)
    comment = forms.CharField(label="意见", required=False, max_length=5000)


class PassForm(ActForm):
    """A step passed, with the organ's own decision where it made one."""

    number = forms.CharField(label="批准文件文号", required=False, max_length=100)
    on = _day("批准日期")

    def __init__(
        self, person: Person, data: Any = None, files: Any = None, where: Origin | None = None
    ) -> None:
        super().__init__(data, files)
        self.fields["scan"] = FilesField(
            label="批准文件扫描件",
            required=False,
            person=person,
            accepts=SCANS,
            most=1,
            where=where,
        )


class PublishForm(forms.Form):
    """The dates of the edition to come, and what is known of the notice by which it is published."""

    version = forms.IntegerField(min_value=1)
    effective_from = _day("生效日期")
    published_on = _day("公布日期")
    notice_number = forms.CharField(label="公布通知的发文字号", required=False, max_length=100)
    notice_on = _day("公布通知的成文日期")
    notice_addressee = forms.CharField(label="公布通知的主送机关", required=False, max_length=200)

    def clean_effective_from(self) -> date | None:
        return _not_far(self.cleaned_data["effective_from"])


class AnswerForm(forms.Form):
    """One answer to one finding or to several alike."""

    version = forms.IntegerField(min_value=1)
    text = forms.CharField(label="答复", max_length=5000, error_messages={"required": "请写明答复。"})
    keys = forms.Field(error_messages={"required": "请勾选所答复的问题。"})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["keys"].widget = forms.SelectMultiple()
