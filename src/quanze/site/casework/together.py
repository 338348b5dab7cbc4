"""One act in many cases, as it is asked for and looked over: the form of what is common to all, and what was seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from quanze.audit.services import Origin
from quanze.cases import bulk
from quanze.cases.bulk import MOST, Foreseen
from quanze.cases.stands import Stand
from quanze.digests import canonical, digest
from quanze.letters import kinds
from quanze.procedure.engine import acts, course_of, possible
from quanze.procedure.engine.codec import TAGS, act_to_json
from quanze.site.casework.asking import Asking
from quanze.site.casework.letter_form import LetterForm, sent_letter
from quanze.site.casework.questions import Ask, Question


class AskingMany(Asking):
    """What is to be done in all of the cases; ``case`` is one of those in which it is possible. A letter is issued for
    each or for none, and a file belongs to none of them yet."""

    __slots__ = ()

    @property
    def subject(self) -> str:
        return ""

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(
            replace(each, ask=Ask.LETTER if each.ask is Ask.PAPER else each.ask) for each in super().questions
        )


def asking(held: Sequence[Stand], act: type[acts.Act], where: Origin | None) -> AskingMany:
    """About the first of the cases in which the act is possible, the first of all where it is in none."""
    stand, step = next(
        ((stand, step) for stand in held for step in _steps(stand, act)),
        (held[0], None),
    )
    return AskingMany(
        case=stand.case,
        pinned=stand.pinned,
        state=stand.state,
        act=act,
        tag=TAGS[act],
        place=course_of(stand.pinned.procedure).find(step) if step else None,
        person=stand.person,
        staff=(),
        letters=(),
        where=where,
    )


def at_step(act: acts.Act, step: str) -> acts.Act:
    """The act at this step, where it has any."""
    return replace(act, step=step) if hasattr(act, "step") else act  # type: ignore[type-var]


def _steps(stand: Stand, act: type[acts.Act]) -> Iterable[str | None]:
    offers = possible(stand.pinned.procedure, stand.state, stand.world, stand.now, stand.days)
    return (each.step for each in offers if each.act is act)


def common(kind: str, stand: Stand, act: acts.Act, sent: QueryDict) -> LetterForm:
    """The form of what no case says of its letter."""
    about = kinds.kind(kind)
    known = bulk.known_in(stand, act, kind)
    rest = replace(
        about,
        needs=tuple(each for each in about.needs if each.key not in known),
        may=tuple(each for each in about.may if each.key not in known),
    )
    return sent_letter(rest, sent) or LetterForm(rest, {})


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody looked at: each case with its version and the step of the act. ``digest`` stands for it and for all
    that is common to them."""

    cases: tuple[tuple[str, int, str], ...]
    digest: str

    @property
    def said(self) -> str:
        """For the form to carry."""
        return json.dumps(self.cases, ensure_ascii=False)


def looked(going: Iterable[Foreseen], act: acts.Act, letter: str, typed: Mapping[str, Any]) -> Looked:
    """What is seen of these."""
    cases = tuple((each.case.number, each.case.version, getattr(each.act, "step", "")) for each in going)
    return _looked(cases, act, letter, typed)


def sent_back(sent: QueryDict, act: acts.Act, letter: str, typed: Mapping[str, Any]) -> Looked | None:
    """What was looked at, where it comes back with its digest and the rest is as it was."""
    try:
        rows = json.loads(sent.get("seen", ""))
        if not rows or len(rows) > MOST or any(list(map(type, each)) != [str, int, str] for each in rows):
            return None
        found = _looked(tuple(map(tuple, rows)), act, letter, typed)
    except (ValueError, TypeError, RecursionError):
        return None
    return found if found.digest == sent.get("looked") else None


def _looked(
    cases: tuple[tuple[str, int, str], ...], act: acts.Act, letter: str, typed: Mapping[str, Any]
) -> Looked:
    said = [act_to_json(act), letter, dict(typed), [list(each) for each in cases]]
    return Looked(cases, digest("quanze together 1", canonical(said)))
