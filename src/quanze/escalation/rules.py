"""By which rules a card goes up, and whether one applies. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from quanze.people.roles import RoleKind
from quanze.procedure.clocks.cards import Thresholds
from quanze.procedure.oversight.cards import USUAL, Card, Colour

TO = (RoleKind.HANDLER, RoleKind.OFFICE_HEAD, RoleKind.LEADER, RoleKind.SUPERVISOR)
"""To whom a card may go."""

COLOURS = (Colour.YELLOW, Colour.RED)

ASSUMED = "假定，本地另有规定的由安全管理员设定"
"""The source of rules that nobody has set."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A card that has been of this ``colour`` for ``after`` working days (0: as soon as it is) goes to whoever is
    ``to``."""

    colour: Colour
    after: int
    to: RoleKind


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of a bureau, at most one for a colour and a recipient, and what they rest on."""

    rules: tuple[Rule, ...]
    source: str

    def after(self, colour: Colour, to: RoleKind) -> int | None:
        """After how many working days; ``None``: never."""
        return next((each.after for each in self.rules if (each.colour, each.to) == (colour, to)), None)

    def applying(self, card: Card) -> Iterator[Rule]:
        """The rules by which this card goes up now."""
        for rule in self.rules:
            days = since(card)
            if days is not None and card.colour is rule.colour and days >= rule.after:
                yield rule


DEFAULT = RuleSet(
    (
        Rule(Colour.RED, 0, RoleKind.OFFICE_HEAD),
        Rule(Colour.RED, 3, RoleKind.LEADER),
        Rule(Colour.RED, 3, RoleKind.SUPERVISOR),
    ),
    ASSUMED,
)
"""The handler is reminded before the date anyway (``cases.reminding``)."""


def since(card: Card, thresholds: Thresholds = USUAL) -> int | None:
    """For how many working days a card has been of its colour: 0 on the first. ``None`` for what is no card."""
    if card.left is None or card.colour not in COLOURS:
        return None
    return -card.left if card.colour is Colour.RED else max(thresholds.yellow - card.left, 0)


def to_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Rules as they are kept."""
    return [{"colour": each.colour.value, "after": each.after, "to": each.to.value} for each in rules]


def from_json(said: Iterable[dict[str, Any]]) -> tuple[Rule, ...]:
    """Rules as they were kept."""
    return tuple(Rule(Colour(each["colour"]), each["after"], RoleKind(each["to"])) for each in said)
