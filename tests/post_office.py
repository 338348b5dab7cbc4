"""A mail server that is real and keeps what it is given."""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.served import free_port


@dataclass
class PostOffice:
    """What came in, in order."""

    port: int
    mails: list[email.message.EmailMessage] = field(default_factory=list)

    @property
    def last(self) -> str:
        """The words of the mail that came last."""
        assert self.mails
        return str(self.mails[-1].get_content())

    @property
    def link(self) -> str:
        """The path of the first link in it."""
        found = re.search(r"https?://[^/\s]+(/\S*)", self.last)
        assert found is not None
        return found[1]


class _Slot:
    """Where the server drops what it is given."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        self.office.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Listens on this machine alone, as long as the block lasts."""
    office = PostOffice(free_port())
    controller = Controller(_Slot(office), hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
