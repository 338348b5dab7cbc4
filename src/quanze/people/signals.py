"""Log-ins, log-outs and failures enter the record of the installation."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from quanze.audit.services import INSTALLATION, record
from quanze.people.accounts import thing_of
from quanze.people.models import Person
from quanze.people.queries import person_named
from quanze.people.requests import origin_of


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """A person came in."""
    with transaction.atomic():
        record(INSTALLATION, "login", who=user, thing=thing_of(user), where=origin_of(request))


@receiver(user_logged_out)
def logged_out(request: HttpRequest, user: Person | None, **kwargs: Any) -> None:
    """A person left; a request without one says nothing."""
    if user is not None:
        with transaction.atomic():
            record(INSTALLATION, "logout", who=user, thing=thing_of(user), where=origin_of(request))


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str | None = None, **kwargs: Any) -> None:
    """Too many failures: for some time nobody comes in under this name from there."""
    person = person_named(str(username or ""))
    with transaction.atomic():
        record(
            INSTALLATION,
            "login.locked",
            who=None,
            thing=None if person is None else thing_of(person),
            where=origin_of(request),
        )


@receiver(user_login_failed)
def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Someone failed to come in. What was typed as a name may be a password, so only a known account is named."""
    person = person_named(str(credentials.get("username", "")))
    with transaction.atomic():
        record(
            INSTALLATION,
            "login.failed",
            who=None,
            thing=None if person is None else thing_of(person),
            where=None if request is None else origin_of(request),
        )
