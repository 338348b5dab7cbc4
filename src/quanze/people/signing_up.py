"""Accounts that people open and keep themselves. None of this ever gives a role at an agency."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from quanze.audit.services import INSTALLATION, Origin, record
from quanze.people.accounts import thing_of
from quanze.people.models import Person
from quanze.people.parties import one_line
from quanze.people.unacceptable import Unacceptable

TAKEN = "该电子邮件已用于另一个账号，请直接登录，或者换一个。"


@transaction.atomic
def sign_up(
    name: str, password: str, *, email: str = "", confirmed: bool = False, where: Origin | None = None
) -> Person:
    """A new account under a log-in name that is given out, not chosen: so nobody learns which names there are.

    ``confirmed``: whoever signs up has proven that the address is theirs, and logs in by it too. Raises
    :class:`Unacceptable`, or ``ValidationError`` for a password that is too weak.
    """
    person = Person(name=_name(name), email=email, email_confirmed_at=timezone.now() if confirmed else None)
    person.username = _login_name()
    validate_password(password, person)
    person.set_password(password)
    person.clean_fields(exclude=["last_login"])
    _save(person)
    record(INSTALLATION, "person.sign_up", who=person, thing=thing_of(person), where=where)
    return person


@transaction.atomic
def rename(person: Person, name: str, *, where: Origin | None = None) -> None:
    """Another name for oneself. Who has a role is named by those who gave it."""
    if person.roles.exists():
        raise Unacceptable("您在机关有角色，姓名由系统管理员更改。")
    person.name = _name(name)
    person.save(update_fields=["name"])
    record(INSTALLATION, "person.rename", who=person, thing=thing_of(person), where=where)


@transaction.atomic
def change_email(person: Person, email: str, *, confirmed: bool = False, where: Origin | None = None) -> None:
    """Another address, "" for none; ``confirmed`` where a link that was sent to it was opened. Raises
    :class:`Unacceptable` where another account has confirmed it."""
    person.email, person.email_confirmed_at = email, timezone.now() if confirmed and email else None
    person.clean_fields(exclude=["last_login", "password"])
    _save(person)
    detail = {"confirmed": confirmed}
    record(INSTALLATION, "person.email", who=person, thing=thing_of(person), where=where, detail=detail)


@transaction.atomic
def set_password(person: Person, password: str, *, where: Origin | None = None) -> None:
    """Another password; every log-in that was begun with the old one ends. Raises ``ValidationError``."""
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(INSTALLATION, "person.password", who=person, thing=thing_of(person), where=where)


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Unacceptable(TAKEN) from None


def _name(name: str) -> str:
    name = one_line(name, 150, "姓名")
    if not name:
        raise Unacceptable("请填写姓名。")
    return name


def _login_name() -> str:
    """``sq`` (申请) and eight digits: easy to note down, and telling nothing about how many there are."""
    while True:
        name = f"sq{secrets.randbelow(10**8):08}"
        if not Person.objects.filter(username=name).exists():
            return name
