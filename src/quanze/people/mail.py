"""Mail to one person, sent while they wait: for links that somebody has just asked for."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from quanze.people.unacceptable import Unacceptable

log = logging.getLogger(__name__)


def enabled() -> bool:
    """Does this installation send mail at all (``QUANZE_SMTP_HOST``)?"""
    return bool(settings.EMAIL_HOST)


def send(to: str, subject: str, text: str, file: Path | None = None) -> None:
    """Hand a mail, with this file where there is one, to the server within ``settings.EMAIL_TIMEOUT`` seconds. Raises
    :class:`Unacceptable` where it does not take it; whose mail it was stays out of the log."""
    mail = EmailMessage(subject, text, to=[to])
    if file is not None:
        mail.attach(file.name, file.read_bytes(), "application/octet-stream")
    try:
        mail.send()
    except OSError as error:  # SMTPException is one too
        log.error("mail not sent: %s", type(error).__name__)
        raise Unacceptable("邮件没有发出去，邮件服务器没有接受。请稍后再试。") from error
