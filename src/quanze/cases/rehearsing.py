"""An act, or a letter beside the acts, that goes through only once whoever does it has seen what comes of it: what they
are warned of, and the letter as it will go out. Until then it is done and undone in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from quanze.audit.services import Origin
from quanze.cases import handling, letter_values, papers, turning
from quanze.cases.handling import LetterOrder
from quanze.cases.models import Case, CaseEvent
from quanze.digests import canonical
from quanze.documents.codec import load
from quanze.documents.tree import Document
from quanze.files.models import Deposit
from quanze.letters.models import Letter
from quanze.people.models import Person
from quanze.procedure.engine import Caution, acts
from quanze.procedure.engine.codec import event_from_json


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be seen before it is done. ``digest`` stands for it: whoever sends it back has seen it."""

    cautions: tuple[Caution, ...]
    title: str
    letter: Document | None
    digest: str


class _Unseen(Exception):
    def __init__(self, look: Look) -> None:
        self.look = look


def act_once_seen(
    case: Case,
    person: Person,
    act: acts.Act,
    seen: int | None,
    *,
    looked: str = "",
    letter: LetterOrder | None = None,
    files: Mapping[str, Sequence[Deposit]] | None = None,
    where: Origin | None = None,
) -> Case | Look:
    """Do one act as :func:`handling.act` does, unless there is something to be seen of which ``looked`` is not the
    digest: then nothing is done, and it is given. Raises what that raises."""
    try:
        with transaction.atomic():
            before = seen if seen is not None else case.version
            done = handling.act(case, person, act, seen, letter=letter, files=files, where=where)
            fresh = CaseEvent.objects.filter(case=done, position__gt=before).order_by("position")
            cautions = tuple(
                caution
                for body in fresh.values_list("body", flat=True)
                for caution in event_from_json(body).cautions
            )
            issued = Letter.objects.filter(subject=done.subject).first() if letter else None
            _demand_seen(cautions, issued, looked)
    except _Unseen as unseen:
        return unseen.look
    return done


def issue_once_seen(
    case: Case, person: Person, order: LetterOrder, *, looked: str = "", where: Origin | None = None
) -> Letter | Look:
    """Issue a letter beside the acts, as :func:`papers.issue_letter` does, once it was seen."""
    try:
        with transaction.atomic():
            letter = papers.issue_letter(case, person, order, where=where)
            _demand_seen((), letter, looked)
    except _Unseen as unseen:
        return unseen.look
    return letter


def _demand_seen(cautions: tuple[Caution, ...], letter: Letter | None, looked: str) -> None:
    """By its number no letter is told from another: somebody else may be given it in between."""
    if not cautions and letter is None:
        return
    said = {
        "cautions": [each.words for each in cautions],
        "letter": None if letter is None else [letter.kind, letter.values],
    }
    digest = hashlib.sha256(canonical(said).encode()).hexdigest()
    if looked != digest:
        shown = None if letter is None else load(letter.tree)
        raise _Unseen(Look(cautions, "" if letter is None else letter.title, shown, digest))


def letter_known(case: Case, person: Person, act: acts.Act | None, kind: str) -> dict[str, Any]:
    """What is known of the values of a letter that ``person`` issues with this act, for a form to begin with. At most
    seven queries."""
    turn = turning.begin(copy(case))
    turn.case.handler = turn.case.handler or person  # whoever acts first takes it up
    return letter_values.values_for(turn, act, kind)
