"""Objections to a publicity by whoever reads it: signed or not, without an account.

公示期间任何单位和个人都可以提出异议; nothing in the rules of these matters asks for a name, and who objects is told to
nobody but those who handle the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.cases import turning, words
from quanze.cases.models import Case
from quanze.cases.pages import stand
from quanze.cases.playing import moment
from quanze.people.models import Agency
from quanze.people.permissions import demand
from quanze.people.rates import take
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import State, acts, course_of
from quanze.procedure.engine.state import Posting
from quanze.procedure.model import Kind, Procedure

LONGEST, LONGEST_NAME, LONGEST_CONTACT = 5000, 100, 200
"""Characters of an objection, of the name under it, and of where its author can be reached."""

FROM_ONE, OF_ONE = 10, 100
"""So many objections in an hour are taken from one address of the network, and to one publicity."""

KEPT = 2 * 24 * 3600
"""Seconds for which the key of a form is known again."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A case that is public, and from when until when."""

    case: Case
    posting: Posting


def posted(agency: Agency, number: str, today: date) -> Posted:
    """The case of that number, as long as it may be objected to: from its first public day until the step is closed.
    Some five queries. Raises ``Case.DoesNotExist`` for any other."""
    case = Case.objects.select_related(*turning.WITH).get(agency=agency, number=number)
    on, state = stand(case)
    found = _posting(on.procedure, state, today)
    if found is None:
        raise Case.DoesNotExist
    return Posted(case, found)


def object_openly(
    case: Case, text: str, key: str, *, name: str = "", contact: str = "", where: Origin | None = None
) -> int | None:
    """Take what somebody objects to a publicity, for those who handle the case. ``key`` is made by the page that asks.
    Returns the number of the objection in its case, ``None`` where it was taken under this key before.

    Raises ``Unacceptable``: it is not public, too much came at once, or something is too long; ``Hindered``.
    """
    for said, most, called in (
        (text, LONGEST, "异议的内容"),
        (name, LONGEST_NAME, "姓名或者单位名称"),
        (contact, LONGEST_CONTACT, "联系方式"),
    ):
        if len(said) > most:
            raise Unacceptable(f"{called}不能超过{most}个字。")
    if not take("objection", where.address if where else None, FROM_ONE):
        raise Unacceptable("从您的网络来的异议太多，请一小时后再提，或者书面送到受理地点。")
    if not take("objection to", case.number, OF_ONE):
        raise Unacceptable("现在提出异议的人太多，请一小时后再提，或者书面送到受理地点。")
    return _kept(case, text.strip(), key, name.strip(), contact.strip(), where)


@transaction.atomic
def _kept(case: Case, text: str, key: str, name: str, contact: str, where: Origin | None) -> int | None:
    if not take("objection once", f"{case.number} {key}", 1, KEPT):
        return None
    held = turning.locked(case)
    demand(None, "case.object", held)
    turn = turning.begin(held)
    found = _posting(turn.pinned.procedure, turn.state, timezone.localdate(moment(held.agency)))
    if found is None:
        raise Unacceptable("本件现在没有在公示，不能提出异议。公示已经结束的，请书面向办理机关反映。")
    said = f"{text}\n\n联系方式：{contact}" if text and contact else text
    turning.do(turn, acts.Object(found.step, said, name), words.PUBLIC)
    turning.keep(turn, None, where=where, verb="case.object")
    return len(turn.state.objections)


def _posting(procedure: Procedure, state: State, today: date) -> Posting | None:
    """What is posted for the step that is open, once its first day has come."""
    if state.ending is not None:
        return None
    places = (place for place in course_of(procedure).open(state) if place.kind is Kind.PUBLICIZE)
    found = next((each for place in places if (each := state.posting(place.key))), None)
    return None if found is None or found.start > today else found
