"""What may be done in a case now, as links: the one that comes next, what belongs to it, what is there when needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator

from quanze.cases.models import Case
from quanze.cases.permissions import Doing
from quanze.cases.queries import CasePage, Offer
from quanze.letters.models import Letter
from quanze.procedure.engine import State, acts
from quanze.procedure.engine.labels import WHO, Who
from quanze.site.casework.questions import QUESTIONS


@dataclass(frozen=True, slots=True)
class Action:
    """An act on offer as a link. ``duty`` in the list's words."""

    label: str
    duty: str
    address: str
    who: str


CLIP = 24
"""So many characters of a duty tell it from another."""

RARE = frozenset(
    {
        acts.Withdraw,
        acts.Suspend,
        acts.Resume,
        acts.Recuse,
        acts.Remark,
        acts.Correct,
        acts.Object,
        acts.Extend,
        acts.SendBack,
        acts.Meet,
        acts.Decline,
        acts.RequestMore,
        acts.RecordResult,
        acts.NoteProgress,
    }
)
"""Acts that are there when needed, and never what comes next by itself."""


@dataclass(frozen=True, slots=True)
class Actions:
    """What this person may do: the one that comes next, what belongs to it, and what is there when needed; and what
    somebody else has to do now."""

    first: Action | None
    next: tuple[Action, ...]
    other: tuple[Action, ...]
    theirs: tuple[Action, ...]


def actions(page: CasePage, agency: str) -> Actions:
    """The offers as links, in the order in which a case meets them."""
    mine = [offer for offer in page.mine if offer.possible.act in QUESTIONS]
    usual = [offer for offer in mine if not _rare(page, offer)]
    usual.sort(key=lambda offer: _rank(page, offer))
    result = [each for each in mine if each.possible.act is acts.RecordResult and page.case.ending]
    ahead = usual or result
    names = _names(page)
    linked = [_action(page, agency, offer, names) for offer in ahead]
    rest = [offer for offer in mine if _rare(page, offer) and offer not in ahead]
    theirs = [
        offer
        for offer in page.offers
        if not offer.verdict and offer.possible.act in QUESTIONS and not _rare(page, offer)
    ]
    return Actions(
        linked[0] if linked else None,
        tuple(linked[1:]),
        tuple(_action(page, agency, offer, names) for offer in rest),
        tuple(_action(page, agency, offer, names) for offer in theirs),
    )


def _rare(page: CasePage, offer: Offer) -> bool:
    """Whether it is there when needed only: so is posting once more what is posted."""
    posted_again = offer.possible.act is acts.Post and page.case.public_until is not None
    return posted_again or offer.possible.act in RARE


def _rank(page: CasePage, offer: Offer) -> tuple[int, int]:
    """What waits for whoever acts comes first: the certificate that is awaited, then the step that is open; what the
    applicant brings to the window, and a notice that was given, stand behind."""
    kind = offer.possible.act
    if kind is acts.Prove:
        return (0, 0)
    if kind is acts.HandIn:
        return (1 if page.missing or page.wanted else 5, 0)
    if kind is acts.Accept:
        return (2, 0)
    if kind is acts.GiveNotice:
        return (3, 0)
    if kind is acts.Determine:  # what was found to be needed may still be found otherwise
        return (4 if offer.possible.step in page.state.needed else 2, 0)
    return (2, 1)


def _names(page: CasePage) -> dict[tuple[type, str], str]:
    """What each act on offer is called: by its label; where several bear the same, each also by the step that it is
    about, as the course of the case calls it."""
    steps = {view.key: (view, stage.name) for stage in page.stages for view in stage.steps}
    times = Counter(offer.possible.label for offer in page.offers)
    alike = Counter((stage, view.name) for view, stage in steps.values())
    found = {}
    for possible in (offer.possible for offer in page.offers):
        label, key = possible.label, possible.step or ""
        if key in steps and (times[label] > 1 or possible.act is acts.SendBack):
            view, stage = steps[key]
            step = "·".join(dict.fromkeys(filter(None, (stage, view.name))))
            label += f"：{step}"
            if alike[stage, view.name] > 1:
                label += f"（{Truncator(view.words).chars(CLIP)}）"
        found[possible.act, key] = label
    return found


def _action(page: CasePage, agency: str, offer: Offer, names: dict[tuple[type, str], str]) -> Action:
    possible = offer.possible
    address = reverse("desk_act", args=[agency, page.case.number, offer.kind])
    if possible.step:
        address += f"?step={possible.step}"
    if possible.act is acts.Prove:
        letter = awaited(page, possible.step or "")
        if letter is not None:
            address = reverse("desk_letter", args=[agency, page.case.number, letter.pk])
    who = possible.party or WHO[Who(possible.who)]
    return Action(names[possible.act, possible.step or ""], possible.words, address, who)


def posting(page: CasePage) -> bool:
    """Whether a publicity is to be posted now."""
    return any(offer.possible.act is acts.Post for offer in page.offers) and page.case.public_until is None


def awaited(page: CasePage, step: str) -> Letter | None:
    """The letter whose seal or delivery this step waits for."""
    return next((each for each in page.letters if waits(page.state, each) == step), None)


def waits(state: State, letter: Letter) -> str:
    """The key of the step that waits for the proof of this letter, ``""`` where none does."""
    for waiting in state.awaiting:
        paper = getattr(waiting.act, "paper", None)
        if paper is not None and paper.document == letter.reference:
            return waiting.step
    return ""


def issuing(case: Case) -> Doing:
    """What whoever issues a letter beside the acts wants to do."""
    return Doing(case, acts.Prove, Who.OFFICER)
