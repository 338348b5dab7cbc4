"""Reading letters. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils import timezone

from quanze.documents.tree import Code, Document
from quanze.letters import kinds, store
from quanze.letters.certificates import Certificate, Unusable, keyed
from quanze.letters.composing import compose
from quanze.letters.kinds import Kind
from quanze.letters.models import Delivery, Letter, Numbering, Rendering, Sealing, Template, Voiding
from quanze.letters.numbering import DEFAULT, numbering_of, unset_code, written
from quanze.letters.template import Template as Parsed
from quanze.letters.values import kept, samples
from quanze.letters.wordings import Wording, checked, wording
from quanze.people.models import Agency

UNNUMBERED = "（出具时编号）"
"""Where a letter that is only looked at has no number yet."""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter with all that happened to it. ``file`` is what goes out: the signed PDF, else the PDF without a seal."""

    letter: Letter
    renderings: tuple[Rendering, ...]
    sealings: tuple[Sealing, ...]
    deliveries: tuple[Delivery, ...]
    voiding: Voiding | None

    @property
    def signed(self) -> Sealing | None:
        """Its signature with a certificate."""
        return next((each for each in self.sealings if each.means == Sealing.Means.ELECTRONIC), None)

    @property
    def on_paper(self) -> Sealing | None:
        """Its seal on paper."""
        return next((each for each in self.sealings if each.means == Sealing.Means.PAPER), None)

    @property
    def standing(self) -> str:
        """How it stands with its seal, in words for a page."""
        if self.voiding is not None:
            return f"已{self.voiding.get_kind_display()}"
        if not self.letter.sealed:
            return "不盖章的内部文书"
        if self.signed is not None:
            return "已用测试证书签名，无法律效力" if self.signed.test else "已用数字证书电子签名"
        return "已盖章（纸质）" if self.on_paper is not None else "待盖章，盖章以前不是有效凭证"

    def sha256(self, format: str) -> str | None:
        """The file of that format; for ``pdf`` the signed one where there is one."""
        if format == Rendering.Format.PDF and self.signed is not None:
            return self.signed.sha256
        return next((each.sha256 for each in self.renderings if each.format == format and each.sha256), None)


def letter(pk: int) -> Letter:
    """``Letter.DoesNotExist``. One query."""
    return Letter.objects.select_related("agency").get(pk=pk)


def letter_by_token(token: str) -> Letter:
    """By the secret part of its public address; ``Letter.DoesNotExist``. One query."""
    return Letter.objects.select_related("agency").get(token=token)


def letters_of(subject: str) -> QuerySet[Letter]:
    """The letters of a subject, newest first. One query."""
    return Letter.objects.filter(subject=subject).select_related("agency", "by")


def letter_page(letter: Letter) -> LetterPage:
    """Four queries."""
    return LetterPage(
        letter,
        tuple(letter.renderings.order_by("pk")),
        tuple(letter.sealings.order_by("pk")),
        tuple(letter.deliveries.order_by("pk")),
        Voiding.objects.filter(letter=letter).first(),
    )


def opened(sha256: str) -> BinaryIO:
    """A file of a letter, open for reading."""
    return store.opened(sha256)


@dataclass(frozen=True, slots=True)
class Compared:
    """A file that somebody holds against a letter: ``what`` it is of the letter, blank where it is none of its
    files."""

    what: str

    @property
    def same(self) -> bool:
        """Whether the file is one that was issued."""
        return bool(self.what)


def compared(page: LetterPage, sha256: str) -> Compared:
    """Whether a file with that digest is one of the letter's. No query."""
    if page.signed is not None and page.signed.sha256 == sha256:
        return Compared("经电子签名的 PDF")
    for each in page.renderings:
        if each.sha256 == sha256:
            return Compared("未签名的 PDF" if each.format == Rendering.Format.PDF else "Word 文件")
    return Compared("")


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind in the list of an agency's templates. ``example`` is a number as it would look."""

    kind: Kind
    own: Template | None
    example: str


def kind_rows(agency: Agency, year: int) -> tuple[KindRow, ...]:
    """Every kind with the agency's own wording, if it has one. Two queries."""
    own = {
        row.kind: row for row in Template.objects.filter(agency=agency).select_related("by").order_by("pk")
    }
    numbering = numbering_of(agency)
    return tuple(
        KindRow(
            kind,
            found if (found := own.get(kind.key)) is not None and found.text else None,
            example(agency, numbering, kind, year),
        )
        for kind in kinds.kinds()
    )


def example(agency: Agency, numbering: Numbering | None, kind: Kind, year: int) -> str:
    """The first number of a year. No query."""
    code = unset_code(agency.name) if numbering is None else numbering.code
    pattern = DEFAULT if numbering is None else numbering.pattern
    return written(pattern, code, kind.mark, year, 1)


def preview(agency: Agency, kind: Kind, template: Parsed, at: datetime) -> Document:
    """What a letter of that wording would look like, with sample values. One query."""
    number = example(agency, numbering_of(agency), kind, at.year)
    address = "https://example.cn/letters/…/"
    lines = ("扫描二维码，核验本文书的真伪和效力。", f"文书编号：{number}", "（预览，不能核验）")
    return compose(
        template,
        kind,
        samples(kind),
        agency=agency.name,
        number=number,
        ordinal=1,
        date=at.date(),
        code=None if kind.draft else Code(address, lines),
    )


def specimen(agency: Agency, kind: Kind, values: Mapping[str, Any], at: datetime) -> Document:
    """A letter as it would be issued now with these values, but for its number. One query. Raises ``Unacceptable``."""
    return compose(
        checked(kind, wording(agency, kind).text),
        kind,
        kept(kind, values),
        agency=agency.name,
        number=UNNUMBERED,
        ordinal=0,
        date=timezone.localdate(at),
        code=None,
    )


@dataclass(frozen=True, slots=True)
class CertificateState:
    """With what an agency signs, or why it does not."""

    certificate: Certificate | None
    problem: str


def certificate_state(agency: Agency, at: datetime) -> CertificateState:
    """No query."""
    try:
        found = keyed(agency, at)
    except Unusable as reason:
        return CertificateState(None, str(reason))
    return CertificateState(None if found is None else found.certificate, "")


__all__ = [
    "CertificateState",
    "Compared",
    "KindRow",
    "LetterPage",
    "Wording",
    "certificate_state",
    "compared",
    "example",
    "kind_rows",
    "letter",
    "letter_by_token",
    "letter_page",
    "letters_of",
    "numbering_of",
    "opened",
    "preview",
    "wording",
]
