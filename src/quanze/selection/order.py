"""From what was said to the order: pure, but for the rows given.

First who has priority, then by score, then by day of receipt; then every move, in the order in which they were made:
"this one to place n of its list". Whoever has no score stands behind whoever has one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from quanze.cases.models import FAR, Case
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.selection.models import Entry

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Review:
    """What one reviewer gave a case: ``points`` by criterion, the entry that says so."""

    reviewer: str
    points: Mapping[str, Decimal]
    entry: Entry

    @property
    def total(self) -> Decimal:
        """All criteria together."""
        return sum(self.points.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Said:
    """What holds of one case: reviews by reviewer, the ground of its priority (blank: none), its last move where that
    holds, the position of the last entry about it."""

    reviews: Mapping[str, Review] = field(default_factory=dict)
    ground: str = ""
    moved: Entry | None = None
    seen: int = 0

    @property
    def score(self) -> Decimal | None:
        """The mean of the reviewers' totals, to two decimals as it is shown: so that what looks equal is equal."""
        if not self.reviews:
            return None
        total = sum((each.total for each in self.reviews.values()), Decimal(0))
        return (total / len(self.reviews)).quantize(CENT, ROUND_HALF_UP)


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Placed:
    """A case at its ``place`` in a list; ``computed`` is the one that priority and score give it. ``above``: within the
    quota, ``None`` where there is none."""

    case: Case
    said: Said
    place: int
    computed: int
    above: bool | None


@dataclass(frozen=True, slots=True)
class RankedList:
    """Cases that compete with each other: of one sub-kind, or all (``kind`` blank). ``quota``: how many may go up."""

    kind: str
    quota: int | None
    rows: tuple[Placed, ...]


def said_of(entries: Iterable[Entry]) -> dict[int, Said]:
    """Case → what holds of it, of a round's entries in their order."""
    reviews: dict[int, dict[str, Review]] = defaultdict(dict)
    grounds: dict[int, str] = {}
    moved: dict[int, Entry | None] = {}
    seen: dict[int, int] = {}
    for entry in entries:
        if entry.case_id is None:
            continue
        seen[entry.case_id] = entry.position
        if entry.kind == Entry.Kind.SCORE:
            points = {key: Decimal(given) for key, given in entry.body["points"].items()}
            reviewer = entry.body["reviewer"]
            reviews[entry.case_id][reviewer] = Review(reviewer, points, entry)
        elif entry.kind == Entry.Kind.PRIORITY:
            grounds[entry.case_id] = entry.body["ground"]
        else:
            moved[entry.case_id] = entry if entry.body["place"] else None
    return {
        case: Said(reviews.get(case, {}), grounds.get(case, ""), moved.get(case), last)
        for case, last in seen.items()
    }


def computed(cases: Iterable[Case], said: Mapping[int, Said]) -> list[Case]:
    """By priority, score and day of receipt; of one day by the number."""

    def rank(case: Case) -> tuple[bool, bool, Decimal, object, int]:
        known = said.get(case.pk, NOTHING)
        score = known.score
        received = (case.received_at or FAR).astimezone(SHANGHAI).date()
        return not known.ground, score is None, -(score or Decimal(0)), received, case.pk

    return sorted(cases, key=rank)


def moved(order: Sequence[Case], moves: Iterable[Entry]) -> list[Case]:
    """After every move, one after the other. What was moved before it went back to its score counts no more."""
    valid: list[Entry] = []
    for entry in moves:
        if not entry.body["place"]:
            valid = [each for each in valid if each.case_id != entry.case_id]
        else:
            valid.append(entry)
    by_pk = {case.pk: case for case in order}
    keys = list(by_pk)
    for entry in valid:
        if entry.case_id in by_pk:
            keys.remove(entry.case_id)
            keys.insert(entry.body["place"] - 1, entry.case_id)
    return [by_pk[key] for key in keys]


def lists_of(
    cases: Iterable[Case], entries: Sequence[Entry], quota: Mapping[str, int]
) -> tuple[RankedList, ...]:
    """The lists of a round. Where the quota names sub-kinds each of them is a list, else there is one for all."""
    said = said_of(entries)
    moves = [entry for entry in entries if entry.kind == Entry.Kind.MOVE]
    apart = any(quota)
    groups: dict[str, list[Case]] = {kind: [] for kind in quota if kind} if apart else {"": []}
    for case in cases:
        groups.setdefault(case.kind if apart else "", []).append(case)
    made = []
    for kind, members in groups.items():
        by_score = computed(members, said)
        first = {case.pk: number for number, case in enumerate(by_score, 1)}
        most = quota.get(kind)
        rows = tuple(
            Placed(
                case,
                said.get(case.pk, NOTHING),
                place,
                first[case.pk],
                None if most is None else place <= most,
            )
            for place, case in enumerate(moved(by_score, moves), 1)
        )
        made.append(RankedList(kind, most, rows))
    return tuple(made)
