"""What people fill in about an applicant and about who acts for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from quanze.people import credit_code
from quanze.people.models import Membership, Party
from quanze.people.unacceptable import Unacceptable

ROLES = [(role.value, role.label) for role in (Membership.Role.MEMBER, Membership.Role.AGENT)]


class CodeField(forms.CharField):
    """A 统一社会信用代码; gives a :class:`credit_code.CreditCode`."""

    def __init__(self) -> None:
        super().__init__(
            label="统一社会信用代码",
            max_length=100,
            error_messages={"required": "请填写统一社会信用代码。"},
        )

    def clean(self, value: Any) -> Any:
        """As people write it."""
        try:
            return credit_code.read(super().clean(value))
        except Unacceptable as refusal:
            raise ValidationError(str(refusal)) from None


class PartyForm(forms.Form):
    """What an applicant says of itself."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), *Party.Kind.choices],
        error_messages={"required": "请选择申请人的类别。", "invalid_choice": "请选择申请人的类别。"},
    )
    name = forms.CharField(
        label="名称", max_length=200, error_messages={"required": "请按证照填写申请人的全称。"}
    )
    address = forms.CharField(label="住所", max_length=300, required=False)
    phone = forms.CharField(label="联系电话", max_length=50, required=False)


class NewPartyForm(PartyForm):
    """An applicant that nobody has registered yet."""

    code = CodeField()
    code_reason = forms.CharField(label="说明", max_length=1000, required=False)
    field_order = ("code", "code_reason", "kind", "name", "address", "phone")
    doubt = ""
    """What is doubtful about the code, once it was looked at."""

    def clean(self) -> dict[str, Any]:
        """A code that looks wrong takes a word of explanation."""
        data = super().clean() or {}
        code = data.get("code")
        if code is not None and code.doubt:
            self.doubt = code.doubt
            if not data.get("code_reason"):
                self.add_error(
                    "code_reason", f"{code.doubt}。请对照证照核对；确属证照上的代码的，请在这里说明。"
                )
        return data


class MandateForm(forms.Form):
    """Under which mandate, from when, until when; the services say what is missing."""

    mandate = forms.CharField(label="授权委托书", max_length=300, required=False)
    since = forms.DateField(
        label="授权起始日期",
        required=False,
        error_messages={"invalid": "请按“2026-11-23”的样子填写日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label="授权截止日期",
        required=False,
        error_messages={"invalid": "请按“2026-11-23”的样子填写日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AdmitForm(MandateForm):
    """As what somebody is to act."""

    role = forms.ChoiceField(
        label="身份",
        choices=ROLES,
        error_messages={
            "required": "请选择成员还是委托代理人。",
            "invalid_choice": "请选择成员还是委托代理人。",
        },
    )
    field_order: Sequence[str] = ("role", "mandate", "since", "until")


class JoinForm(AdmitForm):
    """A request to act for an applicant that is registered."""

    code = CodeField()
    note = forms.CharField(label="附言", max_length=500, required=False)
    field_order = ("code", "role", "mandate", "since", "until", "note")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, required=False)


class IdentityForm(forms.Form):
    """Whose identity was seen at the window, and by what."""

    membership = forms.IntegerField(error_messages={"required": "请选择核验的是谁。"})
    how = forms.CharField(
        label="核验了哪些证件和文件",
        max_length=1000,
        error_messages={"required": "请写明核验了哪些证件和文件。"},
    )
