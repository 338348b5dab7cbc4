"""收取申请材料凭证 without an extra hand: issued with what comes in, where kit or list asks for one."""

from __future__ import annotations

import logging
import re

from django.db import transaction

from quanze.cases import evidence
from quanze.cases.pinned import Pinned
from quanze.cases.turning import Turn
from quanze.letters.kinds import for_act
from quanze.people.models import Person
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts, course_of

SAYS = re.compile(
    r"(?:收件|(?:收取|接收|签收|收到|收讫)[^。；，受理]{0,6}(?:材料|资料|申请|申报))"
    r"[^。；，受理]{0,10}(?:凭证|回执|收据|收条|接收单)|收件单|收件(?:凭证|回执)"
)
"""Words of a duty of the first stage by which something is handed out for what came in. That of 受理 is another paper,
and is issued with that act."""

log = logging.getLogger(__name__)


def due(pinned: Pinned, act: type[acts.Act]) -> str:
    """The kind of letter that goes out by itself when this act brings something in, ``""`` for none: what the kit says
    of the act (a blank template: none), else what the list says of the receipt."""
    own = next((each.template for each in pinned.kit.letters if each.act == act.__name__), None)
    if own is None and act is acts.Submit:
        course = course_of(pinned.procedure)
        said = (place.words for place in course.places if place.stage == course.gate_stage)
        own = "receipt" if any(SAYS.search(each) for each in said) else None
    return own if own in {each.key for each in for_act(act.__name__)} else ""


def issue(turn: Turn, act: acts.Submit | acts.HandIn, person: Person | None) -> None:
    """Issue what is due for what this act brought; ``person`` is the officer who takes it in, none where it came by
    itself. Whatever may be wrong with the letter, what was handed in stays handed in: an officer issues one by hand,
    and is told then what is wrong."""
    kind = due(turn.pinned, type(act))
    if not kind:
        return
    try:
        with transaction.atomic():
            turn.issued = evidence.issued(turn, act, kind, {}, person)
    except Unacceptable as reason:
        log.warning("%s: no %s was issued: %s", turn.case.number, kind, reason)
