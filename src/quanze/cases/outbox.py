"""The outbox: mails that are owed are sent by a job, again and again until they are gone. No action waits for a mail
server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from quanze.cases.models import Message

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""So long a mail belongs to whoever has taken it up; if they die over it, it is tried again then."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
"""How long it rests after each failure; after the last one it is given up."""

STALE = timedelta(days=7)
"""What could not be sent for so long is given up: nobody is helped by last week's news."""

AT_ONCE = 200


def send_due(now: datetime | None = None, most: int = AT_ONCE) -> tuple[int, int]:
    """Send what is due. Returns how many mails went out and how many could not. May run in several places at once."""
    at = now or timezone.now()
    if not settings.EMAIL_HOST:
        _give_up_stale(at)
        return 0, 0
    sent = failed = 0
    connection = get_connection()
    try:
        for message in _claimed(at, most):
            trouble = _send(message, connection)
            sent, failed = (sent, failed + 1) if trouble else (sent + 1, failed)
            _keep(message, trouble, at)
    finally:
        with suppress(Exception):
            connection.close()
    return sent, failed


def _claimed(now: datetime, most: int) -> Iterator[Message]:
    """Due mails, each taken by moving its time ahead: of two who want it, one changes the row."""
    for message in Message.objects.filter(state=Message.State.WAITING, due_at__lte=now).order_by("due_at")[
        :most
    ]:
        mine = Message.objects.filter(pk=message.pk, state=Message.State.WAITING, due_at=message.due_at)
        if mine.update(due_at=now + LEASE, tries=F("tries") + 1):
            message.tries += 1
            yield message


def _send(message: Message, connection: Any) -> str:
    """Why it could not be sent, "" where it was."""
    mail = EmailMessage(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.address],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<case-{message.pk}@{_host()}>"},
    )
    try:
        mail.send()
    except Exception as error:  # whatever a server, a network or an address may do: the next mail is tried
        log.warning("mail %s could not be sent: %s", message.pk, type(error).__name__)
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def _keep(message: Message, trouble: str, now: datetime) -> None:
    message.trouble = trouble
    if not trouble:
        message.state, message.sent_at = Message.State.SENT, timezone.now()
    elif message.tries > len(PAUSES) or now - message.created_at > STALE:
        message.state = Message.State.GIVEN_UP
    else:
        message.due_at = now + PAUSES[message.tries - 1]
    message.save(update_fields=["state", "sent_at", "due_at", "trouble"])


def _give_up_stale(now: datetime) -> None:
    old = Message.objects.filter(state=Message.State.WAITING, created_at__lt=now - STALE)
    old.update(state=Message.State.GIVEN_UP, trouble="没有设置邮件服务器")


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
