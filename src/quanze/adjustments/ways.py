"""The ways of adjustments through their chains, of many at once: what is passed, what waits at which agency, and who
had a hand in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from quanze.adjustments import chain as chains
from quanze.adjustments.chain import DEFAULT, Chain, Step
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Act, Adjustment, Change, Regime, Responsible
from quanze.people.models import Agency

Organs = Mapping[str, Agency]
"""The agencies that decide for a bureau, by the kind of organ (``chain.ROLES``); the bureau itself among them."""


@dataclass(frozen=True, slots=True)
class Way:
    """One adjustment's way. ``kinds`` are those of its accepted lines; a new foot alone is a 变更. ``passed`` are the
    codes of the steps passed since it was submitted last. ``acted`` are the hands that it went through: a person's key
    with the code of the step taken, ``""`` for what the bureau itself does."""

    adjustment: Adjustment
    chain: Chain
    kinds: frozenset[Kind]
    passed: frozenset[str]
    organs: Organs
    acted: frozenset[tuple[int, str]]

    @property
    def taken(self) -> tuple[Step, ...]:
        """The steps that it takes at all."""
        return self.chain.taken(self.kinds)

    @property
    def waiting(self) -> tuple[Step, ...]:
        """The steps that can be taken now; none unless it is under review."""
        if self.adjustment.state != Adjustment.State.REVIEW:
            return ()
        return self.chain.waiting(self.kinds, self.passed)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The steps that can be taken now, as what somebody may take."""
        return tuple(Turn(self.adjustment, step, self) for step in self.waiting)


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of an adjustment's chain, as the thing that somebody wants to take; ``way`` is the adjustment's, where it
    was asked for already."""

    adjustment: Adjustment
    step: Step
    way: Way | None = field(default=None, repr=False, compare=False)


class Hand(NamedTuple):
    """What of an act tells the way: whose it was, in which step, and what it did in which round."""

    person: int
    step: str
    verb: str
    round: int


def ways_of(adjustments: Collection[Adjustment]) -> dict[int, Way]:
    """The ways of these, by the adjustment's ``pk``. Three queries; one more where one was not submitted yet."""
    pks = [each.pk for each in adjustments]
    kinds: dict[int, list[str]] = {pk: [] for pk in pks}
    accepted = Change.objects.filter(adjustment__in=pks, decision=Change.Decision.ACCEPTED).order_by()
    for adjustment, kind in accepted.values_list("adjustment", "kind").distinct():
        kinds[adjustment].append(kind)
    hands: dict[int, list[Hand]] = {pk: [] for pk in pks}
    acts = (
        Act.objects.filter(adjustment__in=pks).order_by().values_list("adjustment", *Hand._fields).distinct()
    )
    for adjustment, *hand in acts:
        hands[adjustment].append(Hand(*hand))
    chain, organs = chains_of(adjustments), organs_of(each.agency for each in adjustments)
    return {
        each.pk: _way(each, chain[each.pk], organs[each.agency_id], kinds[each.pk], hands[each.pk])
        for each in adjustments
    }


def way_of(adjustment: Adjustment) -> Way:
    """The way of one. Three queries, one more where it was not submitted yet."""
    return ways_of([adjustment])[adjustment.pk]


def way_from(adjustment: Adjustment, changes: Iterable[Change], acts: Iterable[Act]) -> Way:
    """The way of one whose lines and acts were all fetched. One query, one more where it was not submitted yet."""
    return _way(
        adjustment,
        chains_of([adjustment])[adjustment.pk],
        organs_of([adjustment.agency])[adjustment.agency_id],
        [each.kind for each in changes if each.decision == Change.Decision.ACCEPTED],
        [Hand(each.person_id, each.step, each.verb, each.round) for each in acts],
    )


def _way(
    adjustment: Adjustment, chain: Chain, organs: Organs, kinds: Iterable[str], hands: Collection[Hand]
) -> Way:
    return Way(
        adjustment=adjustment,
        chain=chain,
        kinds=frozenset(map(Kind, kinds)) or frozenset({Kind.CHANGED}),
        passed=frozenset(
            hand.step for hand in hands if hand.verb == Act.Verb.PASS and hand.round == adjustment.round
        ),
        organs=organs,
        acted=frozenset((hand.person, hand.step) for hand in hands),
    )


def chains_of(adjustments: Collection[Adjustment]) -> dict[int, Chain]:
    """The chains that these go through, by the adjustment's ``pk``: that of its submission, or the bureau's. At most
    one query."""
    open_ = {each.agency_id for each in adjustments if each.chain is None}
    own: dict[int, Chain] = {}
    if open_:
        for regime in Regime.objects.filter(bureau__in=open_):
            if regime.chain is not None:
                own[regime.pk] = chains.load(regime.chain)
    return {
        each.pk: own.get(each.agency_id, DEFAULT) if each.chain is None else chains.load(each.chain)
        for each in adjustments
    }


def organs_of(bureaus: Iterable[Agency]) -> dict[int, Organs]:
    """Who decides for each of these bureaus, by the bureau's ``pk``. One query."""
    found: dict[int, dict[str, Agency]] = {each.pk: {chains.BUREAU: each} for each in bureaus}
    for each in Responsible.objects.filter(bureau__in=list(found)).select_related("agency"):
        found[each.bureau_id][each.organ] = each.agency
    return {**found}
