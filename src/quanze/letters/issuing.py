"""A letter is issued: numbered, composed and kept as it is, within the transaction of the act that it belongs to."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from quanze.documents.codec import dump
from quanze.documents.tree import Code
from quanze.documents.writable import NotWritten, refuse_unwritable
from quanze.haste import hurry_after_commit
from quanze.letters import kinds
from quanze.letters.composing import compose
from quanze.letters.form import seal
from quanze.letters.models import Letter, Unrendered
from quanze.letters.numbering import next_number
from quanze.letters.template import Unfit
from quanze.letters.values import kept
from quanze.letters.wordings import checked, wording
from quanze.people.models import Agency, Person
from quanze.people.unacceptable import Unacceptable

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that people take for one another."""
LENGTH = 20
"""99 bits: nobody comes upon a letter by trying."""

_unhurried: ContextVar[bool] = ContextVar("unhurried", default=False)


@contextmanager
def rendered_when_asked() -> Iterator[None]:
    """The files of letters that are issued within it are made when somebody opens them, and not by the job: of a year
    that is only simulated nobody may ever read one."""
    token = _unhurried.set(True)
    try:
        yield
    finally:
        _unhurried.reset(token)


def issue(
    agency: Agency,
    kind: str,
    values: Mapping[str, Any],
    *,
    subject: str,
    by: Person | None,
    at: datetime,
    dated: date | None = None,
    addressee: str = "",
) -> Letter:
    """A letter of that kind, with the next number of its year.

    ``values`` by the keys of ``kinds.toml``; ``subject`` names what it belongs to ("case:17"); ``by`` is ``None`` for
    what the clock does; ``dated`` is the day that it bears, that of ``at`` unless told. ``addressee`` is whom it is
    for, taken from the values where they say it.

    Belongs into the caller's transaction, which locks what the letter is about before and records the act after (the
    record names ``letter.reference``): this locks the series and writes no record. Nothing is rendered; whoever renders
    is told to hurry once it is committed. Raises :class:`Unacceptable`; ``TransactionManagementError`` outside of a
    transaction.
    """
    about = kinds.kind(kind)
    today = timezone.localdate(at)
    day = dated or today
    if day > today:
        raise Unacceptable("文书的日期不能晚于今天。")
    plain = kept(about, values)
    words = wording(agency, about)
    try:
        template = checked(about, words.text)
    except Unfit as unfit:  # an agency's own, saved before the table of kinds changed
        raise Unacceptable(f"{about.title}的模板要由清单管理员改正：{unfit}。") from unfit
    ordinal, number = next_number(agency, about, day.year)
    token = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    document = compose(
        template,
        about,
        plain,
        agency=agency.name,
        number=number,
        ordinal=ordinal,
        date=day,
        code=None if about.draft else code(token, number),
    )
    try:
        refuse_unwritable(document)
    except NotWritten as reason:
        raise Unacceptable(f"{reason}。") from reason
    tree = dump(document)
    sealed = seal(about.key, number, day.isoformat(), plain, words.digest, tree)
    letter = Letter.objects.create(
        agency=agency,
        kind=about.key,
        title=document.title,
        year=day.year,
        ordinal=ordinal,
        number=number,
        dated=day,
        addressee=addressee or _addressee(plain),
        subject=subject,
        values=plain,
        template=words.digest,
        tree=tree,
        sha256=sealed.sha256,
        sm3=sealed.sm3,
        token=token,
        sealed=about.sealed,
        certificate=about.certificate,
        by=by,
        at=at,
    )
    if not _unhurried.get():
        Unrendered.objects.create(letter=letter)
        hurry_after_commit()
    return letter


def code(token: str, number: str) -> Code:
    """The QR code by which anyone confirms the letter, and what stands beside it."""
    return Code(
        f"{settings.ADDRESS}/letters/{token}/",
        (
            "扫描二维码，核验本文书的真伪和效力。",
            f"文书编号：{number}",
            f"核验码：{grouped(token)}",
            f"核验网址：{settings.ADDRESS}/letters/",
        ),
    )


def grouped(token: str) -> str:
    """A token as people read it: in fours."""
    return " ".join(token[at : at + 4] for at in range(0, len(token), 4))


def ungrouped(words: str) -> str:
    """A token as people type it, in the form in which it is kept."""
    return "".join(char for char in words.upper()[:100] if char in SIGNS)


def _addressee(values: Mapping[str, Any]) -> str:
    for key in ("recipient", "partner", "receiver", "objector", "applicant"):
        if found := values.get(key):
            return str(found)
    return ""
