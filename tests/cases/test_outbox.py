"""Mails are owed, not sent, when a case takes a turn; a job sends them, again and again, and nothing waits for it."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from quanze.cases import messages, outbox, telling
from quanze.cases.models import Message
from quanze.cases.outbox import PAUSES, STALE, send_due
from quanze.procedure.engine import acts
from quanze.procedure.model import Limit, Unit
from tests.cases.conftest import House
from tests.cases.test_clock import notice_of


class Postbox:
    """A mail server's inside: what came, and whom it will not take mail for."""

    def __init__(self) -> None:
        self.mails: list = []
        self.refuses: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address in self.refuses:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    listens(settings, controller.port)
    yield box
    controller.stop()


@pytest.fixture
def nobody_listens(settings) -> None:
    listens(settings, free_port())


def listens(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "quanze@example.cn"


def test_a_submission_is_told_to_the_applicants_people_and_to_the_office(house: House, postbox: Postbox):
    case = house.submitted()
    owed = Message.objects.filter(state="waiting")
    assert {each.person for each in owed} == {house.wang, house.li, house.head}, "not to whoever did it"
    sent, failed = send_due()
    assert (sent, failed) == (3, 0)
    to, mail = postbox.mails[0]
    subject = str(make_header(decode_header(mail["Subject"])))
    assert case.number in subject
    body = mail.get_payload(decode=True).decode()
    assert "收到新的申请" in body
    assert house.party.name not in body + subject
    assert to == ["wang@example.cn"]
    assert send_due() == (0, 0)


@pytest.mark.parametrize("act", [acts.Extend, acts.Post, acts.Suspend])
def test_what_moves_a_date_or_is_made_public_is_told_to_the_applicant(act):
    """By mail, and in what its page tells of the case."""
    assert act in messages.TO_APPLICANT
    assert act in telling.FOR_APPLICANT


def test_an_address_that_is_not_confirmed_is_not_written_to(house: House):
    case = house.submitted()
    Message.objects.all().delete()
    house.chen.email_confirmed_at = None
    house.chen.save()
    notice_of(house, case, Limit(3, Unit.WORKING_DAY))
    assert not Message.objects.filter(person=house.chen).exists()


def test_a_mail_leads_to_the_case_where_its_reader_finds_it(house: House, settings):
    settings.ADDRESS = "https://gxj.example.gov.cn"
    case = house.submitted()
    notice_of(house, case, Limit(3, Unit.WORKING_DAY))
    at_desk = f"https://gxj.example.gov.cn/desk/{house.bureau.code}/cases/{case.number}/\n"
    assert at_desk in Message.objects.get(person=house.wang).body
    assert (
        f"https://gxj.example.gov.cn/my/cases/{case.number}/\n" in Message.objects.get(person=house.chen).body
    )


def test_while_the_server_is_down_nothing_is_lost_and_it_is_tried_again(
    house: House, nobody_listens, settings
):
    house.submitted()
    now = timezone.now()
    assert send_due(now) == (0, 3)
    waiting = Message.objects.get(person=house.wang)
    assert (waiting.state, waiting.tries, waiting.due_at) == ("waiting", 1, now + PAUSES[0])
    assert "ConnectionRefused" in waiting.trouble
    assert send_due(now) == (0, 0), "not before its time"
    for pause in PAUSES:
        now += pause
        send_due(now)
    waiting.refresh_from_db()
    assert waiting.state == "given_up"


def test_one_address_that_is_refused_holds_up_no_other(house: House, postbox: Postbox):
    house.submitted()
    postbox.refuses.add("li@example.cn")
    assert send_due() == (2, 1)
    assert Message.objects.get(person=house.li).trouble.startswith(smtplib.SMTPRecipientsRefused.__name__)
    postbox.refuses.clear()
    assert send_due(timezone.now() + PAUSES[0]) == (1, 0)


def test_what_somebody_else_took_up_is_not_sent_twice(house: House, postbox: Postbox):
    house.submitted()
    first = list(outbox._claimed(timezone.now(), 10))
    assert len(first) == 3
    assert send_due() == (0, 0)
    assert send_due(timezone.now() + outbox.LEASE + timedelta(seconds=1)) == (3, 0), "its sender died"


def test_without_a_server_old_news_is_given_up(house: House, settings):
    settings.EMAIL_HOST = ""
    house.submitted()
    assert send_due() == (0, 0)
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
    send_due(timezone.now() + STALE + timedelta(seconds=1))
    assert set(Message.objects.values_list("state", flat=True)) == {"given_up"}
