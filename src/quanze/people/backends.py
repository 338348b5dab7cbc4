"""Who logs in under which name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from quanze.people.queries import person_named


class NameOrAddress(ModelBackend):
    """By the log-in name, or by an e-mail address once it was confirmed."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        if username is not None and password is not None:
            found = person_named(username)
            # An unknown name goes on as it is: the password is hashed all the same, so that the time tells nothing.
            username = username if found is None else found.username
        return super().authenticate(request, username, password, **kwargs)
