"""What people fill in about their own account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from quanze.people.models import Person

_EMAIL = {"required": "请填写电子邮件。", "invalid": "这不像一个电子邮件地址，例如 name@example.com。"}


def _email(required: bool = True) -> forms.EmailField:
    return forms.EmailField(label="电子邮件", max_length=254, required=required, error_messages=_EMAIL)


def _name() -> forms.CharField:
    return forms.CharField(label="姓名", max_length=150, error_messages={"required": "请填写姓名。"})


class AddressForm(forms.Form):
    """An e-mail address."""

    email = _email()


class OptionalAddressForm(forms.Form):
    """An e-mail address, or none, of whoever gives the password."""

    email = _email(required=False)
    password_now = forms.CharField(
        label="现在的密码", strip=False, error_messages={"required": "请填写现在的密码。"}
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password_now(self) -> str:
        """It has to be right."""
        given: str = self.cleaned_data["password_now"]
        if not self.person.check_password(given):
            raise ValidationError("现在的密码不正确。")
        return given


class NameForm(forms.Form):
    """One's own name."""

    name = _name()


class PasswordForm(forms.Form):
    """A password, typed twice, for ``person`` as far as they are known."""

    password = forms.CharField(label="密码", strip=False, error_messages={"required": "请填写密码。"})
    password_again = forms.CharField(
        label="再输一次密码", strip=False, error_messages={"required": "请再输一次密码。"}
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Both alike, and hard to guess."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("password_again")
        if not password:
            return data
        if again and again != password:
            self.add_error("password_again", "两次输入不一致，请重新输入。")
        try:
            validate_password(password, self.person or self.unsaved(data))
        except ValidationError as weak:
            self.add_error("password", weak)
        return data

    def unsaved(self, data: dict[str, Any]) -> Person:
        """Whoever is about to have this password."""
        return Person(name=data.get("name", ""), email=data.get("email") or self.initial.get("email", ""))


class NamedForm(PasswordForm):
    """A new account, for an address that is known."""

    name = _name()
    field_order: Sequence[str] = ("name", "password", "password_again")


class SignUpForm(NamedForm):
    """A new account where no mail can be sent: the address is as good as its owner says."""

    email = _email(required=False)
    field_order = ("name", "email", "password", "password_again")


class ChangePasswordForm(PasswordForm):
    """Another password of whoever gives the present one."""

    password_now = forms.CharField(
        label="现在的密码", strip=False, error_messages={"required": "请填写现在的密码。"}
    )
    field_order = ("password_now", "password", "password_again")

    def clean_password_now(self) -> str:
        """It has to be right."""
        given: str = self.cleaned_data["password_now"]
        if self.person is None or not self.person.check_password(given):
            raise ValidationError("现在的密码不正确。")
        return given
