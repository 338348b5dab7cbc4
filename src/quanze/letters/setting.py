"""What an agency sets for its letters: its own wording of a kind, and how its numbers look."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.letters import kinds
from quanze.letters.form import template_digest
from quanze.letters.models import Numbering, Template
from quanze.letters.numbering import DEFAULT, refuse_unfit_code, refuse_unfit_pattern
from quanze.letters.wordings import checked, default_text, wording
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable


class Conflict(Unacceptable):
    """Somebody else has saved in the meantime."""


@transaction.atomic
def save_template(
    agency: Agency, kind: str, text: str, person: Person, *, seen: str = "", where: Origin | None = None
) -> Template:
    """The agency's own wording from now on; letters that were issued stay as they are. ``seen`` is the digest of the
    wording that the person had before them.

    Raises ``Denied``; :class:`~quanze.letters.template.Unfit` with every line that is wrong; :class:`Unacceptable`
    where nothing changed; :class:`Conflict`."""
    demand(person, "letter.template", agency)
    about = kinds.kind(kind)
    text = text.replace("\r\n", "\n").strip() + "\n"
    checked(about, text)
    Agency.objects.select_for_update().get(pk=agency.pk)
    now = wording(agency, about)
    if seen and now.digest != seen:
        who = now.row.by.name if now.row is not None else ""
        raise Conflict(f"您编辑期间，{who}已经保存过这个模板。请先看一看现在的文字，再改一次。")
    if text == now.text:
        raise Unacceptable("模板没有改动。")
    return _kept(agency, kind, text, person, where)


@transaction.atomic
def restore_template(agency: Agency, kind: str, person: Person, *, where: Origin | None = None) -> Template:
    """Back to the wording that comes with the program. Raises ``Denied``, :class:`Unacceptable`."""
    demand(person, "letter.template", agency)
    about = kinds.kind(kind)
    Agency.objects.select_for_update().get(pk=agency.pk)
    if wording(agency, about).text == default_text(kind):
        raise Unacceptable("现在用的就是系统自带的模板。")
    return _kept(agency, kind, "", person, where)


@transaction.atomic
def set_numbering(
    agency: Agency, code: str, person: Person, *, pattern: str = DEFAULT, where: Origin | None = None
) -> Numbering:
    """How the agency's letters are numbered from now on: its 代字 and the pattern. Ordinals go on where they were.

    Raises ``Denied``, :class:`Unacceptable`."""
    demand(person, "letter.template", agency)
    code, pattern = code.strip(), pattern.strip()
    refuse_unfit_code(code)
    refuse_unfit_pattern(pattern)
    made = Numbering.objects.create(agency=agency, code=code, pattern=pattern, by=person, at=timezone.now())
    thing = Thing("letters.Numbering", str(made.pk), agency.name)
    detail = {"code": code, "pattern": pattern}
    record(agency.code, "letter.numbering", who=person, thing=thing, where=where, detail=detail)
    return made


def _kept(agency: Agency, kind: str, text: str, person: Person, where: Origin | None) -> Template:
    digest = template_digest(text or default_text(kind))
    made = Template.objects.create(
        agency=agency, kind=kind, text=text, digest=digest, by=person, at=timezone.now()
    )
    thing = Thing("letters.Template", str(made.pk), kinds.kind(kind).title)
    detail = {"kind": kind, "digest": digest, "own": bool(text)}
    record(agency.code, "letter.template", who=person, thing=thing, where=where, detail=detail)
    return made
