"""Links that go out by mail: to open an account, to confirm an address, to set another password.

Whoever asks is told the same whether there is an account with the address or not, and a mail goes out in either case:
to a stranger's address it says that there is no account, so that neither words nor time tell one from the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from quanze.people import mail
from quanze.people.models import Person
from quanze.people.queries import person_with_email
from quanze.people.rates import take
from quanze.people.requests import client_address
from quanze.people.unacceptable import Unacceptable

LINK_SECONDS = 24 * 60 * 60
"""So long a link to open an account or to confirm an address leads somewhere."""

REGISTER, ADDRESS = "quanze.register", "quanze.address"
MAILS_TO_ONE = 3
ASKED_FROM_ONE = 30
"""In an hour. Many people share the address of an office or a service hall."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The address that somebody wants to have confirmed as theirs."""

    person: Person
    email: str


def limit(request: HttpRequest, what: str) -> None:
    """Raise :class:`Unacceptable` where too much was asked for from where the request comes."""
    if not take(what, client_address(request), ASKED_FROM_ONE):
        raise Unacceptable("从您的网络来的请求太多，请一小时后再试。")


def send_register_link(request: HttpRequest, email: str) -> None:
    """A link to open an account with this address; to whoever has one already, that they have."""
    found = person_with_email(email)
    if found is None:
        link = _link(request, "register_named", signing.dumps(email, salt=REGISTER))
        _send(request, email, "开立账号", "register", link=link)
    else:
        _send_registered(request, email)


def address_of_link(token: str) -> str | None:
    """The address to which a link to open an account was sent; ``None`` where it is none, or too old."""
    told = _read(token, REGISTER)
    return told if isinstance(told, str) else None


def send_reset_link(request: HttpRequest, email: str) -> None:
    """A link to set another password; to an address without an account, that there is none."""
    found = person_with_email(email)
    if found is None or not found.is_active:
        _send(request, email, "没有这个账号", "unknown", register=_link(request, "register"))
        return
    uid = urlsafe_base64_encode(force_bytes(found.pk))
    link = _link(request, "reset_set", uid, default_token_generator.make_token(found))
    _send(request, email, "重设密码", "reset", link=link, name=found.name)


def person_of_reset(uid: str, token: str) -> Person | None:
    """Whose password a link sets, as long as it holds: an hour, and until the password or the address is another."""
    try:
        person = Person.objects.filter(pk=int(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return person if default_token_generator.check_token(person, token) else None


def send_address_link(request: HttpRequest, person: Person, email: str) -> None:
    """A link by which ``person`` proves that ``email`` is theirs; to whoever has it already, that somebody asked."""
    found = person_with_email(email)
    if found is None or found == person:
        token = signing.dumps([person.pk, email], salt=ADDRESS)
        link = _link(request, "account_confirm", token)
        _send(request, email, "确认电子邮件", "address", link=link, name=person.name)
    else:
        _send_registered(request, email)


def wanted_by_link(token: str) -> Wanted | None:
    """Who wants which address, by a link that was sent to it."""
    told = _read(token, ADDRESS)
    if told is None:
        return None
    person = Person.objects.filter(pk=told[0], is_active=True).first()
    return None if person is None else Wanted(person, told[1])


def tell_former_address(request: HttpRequest, person: Person, former: str) -> None:
    """Tell the address that was confirmed before that it no longer is, lest somebody else did it. A mail that does not
    go out does not undo what was done."""
    try:
        _send(request, former, "电子邮件已更换", "replaced", name=person.name)
    except Unacceptable:
        return


def _read(token: str, salt: str) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None


def _link(request: HttpRequest, name: str, *arguments: Any) -> str:
    return request.build_absolute_uri(reverse(name, args=arguments))


def _send_registered(request: HttpRequest, email: str) -> None:
    links = {"login": _link(request, "login"), "reset": _link(request, "reset")}
    _send(request, email, "您已有账号", "registered", **links)


def _send(request: HttpRequest, to: str, subject: str, template: str, **context: Any) -> None:
    if not take("mail", to.lower(), MAILS_TO_ONE):
        raise Unacceptable("发往这个地址的邮件太多，请一小时后再试；也请看看垃圾邮件里有没有。")
    site = request.get_host()
    mail.send(
        to, f"{subject}（{site}）", render_to_string(f"site/mail/{template}.txt", {**context, "site": site})
    )
