"""The door for reading: adjustments, where they are, what stands in their way, what is owed until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from quanze.adjustments import chain as chains
from quanze.adjustments import limits
from quanze.adjustments.acting import limits_of
from quanze.adjustments.drafted import FACTS, STAGES, changes_of, chosen, load_after, load_contact, said_at
from quanze.adjustments.examining import Examination, Question, examine
from quanze.adjustments.issuing import Offered, fetch, notice, offered
from quanze.adjustments.kinds import Kind, UnderWay
from quanze.adjustments.models import Act, Adjustment, Change, Regime, Responsible
from quanze.adjustments.ways import Turn, Way, way_from, way_of, ways_of
from quanze.lists.model import Contact
from quanze.people.models import Agency, Person
from quanze.people.permissions import may, roles_of
from quanze.registry import queries as lists
from quanze.registry.models import Edition, Matter
from quanze.rulebook.queries import calendar

__all__ = [
    "FACTS",
    "SOON",
    "STAGES",
    "Examination",
    "Offered",
    "Question",
    "Standing",
    "Transition",
    "Turn",
    "Way",
    "acts",
    "adjustment",
    "adjustment_at",
    "adjustments",
    "changes_of",
    "chosen",
    "due_of",
    "due_until",
    "examine",
    "fetch",
    "foot_of",
    "load_after",
    "notice",
    "offered",
    "regime_of",
    "responsible",
    "said_at",
    "standing",
    "touched",
    "transitions",
    "under_way",
    "waiting_for",
    "way_from",
    "way_of",
    "ways_of",
]


DECIDING = frozenset(role for roles in chains.ROLES.values() for role in roles)
"""The roles that take steps of chains."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One step of an adjustment's chain: which agency takes it, whether it is taken for these changes at all, whether
    it can be taken now, and the act that passed it since the last submission."""

    step: chains.Step
    agency: Agency | None
    taken: bool
    waiting: bool
    passed: Act | None


def adjustments(agency: Agency) -> QuerySet[Adjustment]:
    """The adjustments of an agency's list, newest first. One query."""
    found = Adjustment.objects.filter(agency=agency).order_by("-number")
    return found.select_related("agency", "base", "edition", "created_by")


def adjustment(agency: Agency, number: int) -> Adjustment:
    """One adjustment. One query. Raises ``Adjustment.DoesNotExist``."""
    return adjustment_at(agency.code, number)


def adjustment_at(code: str, number: int) -> Adjustment:
    """One adjustment by its bureau's code. One query. Raises ``Adjustment.DoesNotExist``."""
    found = Adjustment.objects.select_related("agency", "base", "edition", "corrects", "upload", "created_by")
    return found.defer("upload__document", "upload__findings").get(agency__code=code, number=number)


def acts(adjustment: Adjustment) -> QuerySet[Act]:
    """Who did what, when and why, oldest first. One query."""
    return Act.objects.filter(adjustment=adjustment).select_related("person", "agency").order_by("version")


def standing(way: Way, acts: Iterable[Act]) -> tuple[Standing, ...]:
    """Where an adjustment is in its chain; ``acts`` are all of it. No query."""
    adjustment = way.adjustment
    this_round = (each for each in acts if each.round == adjustment.round and each.verb == Act.Verb.PASS)
    passed = {each.step: each for each in this_round}
    taken, waiting = way.taken, way.waiting
    return tuple(
        Standing(step, way.organs.get(step.organ), step in taken, step in waiting, passed.get(step.code))
        for step in way.chain.steps
    )


def under_way(agencies: Iterable[Agency]) -> QuerySet[Adjustment]:
    """What is drafted, decided or to be published of the lists of several agencies. One query."""
    found = Adjustment.objects.filter(agency__in=[agency.pk for agency in agencies])
    return (
        found.exclude(state__in=Adjustment.CLOSED)
        .select_related("agency")
        .order_by("agency__name", "-number")
    )


def waiting_for(person: Person) -> tuple[Turn, ...]:
    """The steps that ``person`` may take now, of all bureaus, the earliest due first. Four queries; none for who has no
    role that takes a step."""
    agencies = {agency for agency, kind in roles_of(person) if kind in DECIDING}
    if not agencies:
        return ()
    bureaus = Responsible.objects.filter(agency__in=agencies).values("bureau")
    found = Adjustment.objects.filter(
        Q(agency__in=bureaus) | Q(agency__in=agencies), state=Adjustment.State.REVIEW
    )
    found = found.select_related("agency", "upload").defer("upload__document", "upload__findings")
    ways = ways_of(found.order_by("due_on", "pk"))
    return tuple(
        turn for way in ways.values() for turn in way.turns if may(person, "adjustment.decide", turn)
    )


@dataclass(frozen=True, slots=True)
class Transition:
    """What an edition says of cases that began before it, for a matter that it touched: what becomes of them, to whom
    they go where they are transferred, and the matters that this one became, if other ones."""

    matter: Matter
    kind: Kind
    under_way: UnderWay
    transfer_to: str
    became: tuple[Matter, ...]


def transitions(edition: Edition) -> tuple[Transition, ...]:
    """What becomes of cases under way, for every matter that the edition's adjustment touched; none where it came of no
    adjustment. Three queries."""
    accepted = Change.objects.filter(
        adjustment__edition=edition, decision=Change.Decision.ACCEPTED
    ).prefetch_related("befores__matter")
    became: dict[int, list[Matter]] = {}
    for link in lists.successions(edition):
        became.setdefault(link.predecessor_id, []).append(link.successor)
    return tuple(
        Transition(
            before.matter,
            Kind(change.kind),
            UnderWay(change.under_way),
            change.transfer_to,
            tuple(became.get(before.matter_id, ())),
        )
        for change in accepted
        for before in change.befores.all()
    )


def touched(editions: Iterable[Edition]) -> set[tuple[int, int]]:
    """Of which matters these editions say what becomes of cases under way: (edition, matter). One query."""
    found = Change.objects.filter(
        adjustment__edition__in=editions, decision=Change.Decision.ACCEPTED, befores__isnull=False
    ).exclude(under_way="")
    return set(found.values_list("adjustment__edition", "befores__matter"))


SOON = 3
"""So many days before a clock ends it is told."""


def due_until(
    day: date | None = None, *, within: int = SOON, agencies: Iterable[Agency] | None = None
) -> QuerySet[Adjustment]:
    """Reminders: what is due within so many days of ``day`` (today) or overdue, the earliest first. One query."""
    last = (day or timezone.localdate()) + timedelta(days=within)
    found = Adjustment.objects.filter(due_on__isnull=False, due_on__lte=last)
    if agencies is not None:
        found = found.filter(agency__in=[each.pk for each in agencies])
    return found.select_related("agency").order_by("due_on", "pk")


def regime_of(bureau: Agency) -> tuple[chains.Chain, dict[str, limits.Clock], bool]:
    """The chain and the limits of a bureau, and whether either is its own. One query."""
    own = Regime.objects.filter(bureau=bureau).first()
    if own is None:
        return chains.DEFAULT, limits.load(None), False
    chain = chains.DEFAULT if own.chain is None else chains.load(own.chain)
    return chain, limits.load(own.limits), own.chain is not None or own.limits is not None


def responsible(bureau: Agency) -> dict[str, Agency]:
    """Who decides for a bureau, by the kind of organ. One query."""
    found = Responsible.objects.filter(bureau=bureau).select_related("agency")
    return {each.organ: each.agency for each in found}


def foot_of(adjustment: Adjustment) -> Contact:
    """The foot of the list to come: the draft's own, else that of its base; blank where there is none. No query."""
    if adjustment.contact is not None:
        return load_contact(adjustment.contact)
    return lists.contact(adjustment.base) or Contact()


def due_of(adjustment: Adjustment) -> limits.Due | None:
    """The clock that runs, with every day explained; ``None`` where none does. Three queries."""
    if not adjustment.clock or adjustment.clock_from is None:
        return None
    return limits.due(adjustment.clock, adjustment.clock_from, limits_of(adjustment.agency_id), calendar())
