"""What people fill in. Errors say what to do, in the user's words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone

from quanze.registry.models import Upload

FURTHEST = timedelta(days=366)
"""A list is published with a day on which it takes effect, and none is published longer before."""


class LogInForm(AuthenticationForm):
    """登录名 and 密码."""

    error_messages = {
        "invalid_login": (
            f"登录名或密码不正确。连续{settings.AXES_FAILURE_LIMIT}次不正确，将暂停登录"
            f"{round(settings.AXES_COOLOFF_TIME * 60)}分钟。"
        ),
        "inactive": "该账号已停用，请联系系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "请填写登录名。"
        self.fields["password"].error_messages["required"] = "请填写密码。"
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)


class UploadForm(forms.Form):
    """A document of the bureau's list."""

    file = forms.FileField(
        label="清单文件",
        error_messages={
            "required": "请先选择一个文件。",
            "empty": "这个文件是空的（0 字节），请重新选择。",
            "missing": "请先选择一个文件。",
            "invalid": "文件没有传上来，请重新选择。",
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.pdf,.html,.htm,.txt,.json"}),
    )


class ImportForm(forms.Form):
    """From what was read to an edition."""

    effective_from = forms.DateField(
        label="生效日期",
        required=False,
        error_messages={"invalid": "请按“2026-11-23”的样子填写日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    published_on = forms.DateField(
        label="公布日期",
        required=False,
        error_messages={"invalid": "请按“2026-11-23”的样子填写日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    checked = forms.BooleanField(
        label="我已核对读出的内容和问题，确认导入并对外公开",
        error_messages={"required": "请先核对读出的内容，再勾选确认。"},
    )
    agency_confirmed = forms.BooleanField(label="确属本机关的清单")
    upon = forms.IntegerField(
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), "请在核对的页面上导入。"),
    )

    def clean_effective_from(self) -> date | None:
        """Refuse a slip in the year: an edition is never changed, and none takes effect before an earlier one."""
        day: date | None = self.cleaned_data["effective_from"]
        if day is not None and day > timezone.localdate() + FURTHEST:
            raise forms.ValidationError("生效日期在一年以后，请核对年份。")
        return day

    def __init__(self, *args: Any, upload: Upload, names_agency: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if names_agency:
            del self.fields["agency_confirmed"]
            return
        said = (upload.document or {}).get("agency")
        field = self.fields["agency_confirmed"]
        field.label = f"文件写的是“{said}”，确属{upload.agency.name}的清单"
        field.error_messages["required"] = (
            f"文件写的是“{said}”，不是“{upload.agency.name}”；确属本机关的，请勾选。"
        )
