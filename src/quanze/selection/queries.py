"""Reading rankings. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet

from quanze.cases.models import Case
from quanze.kits import Kit
from quanze.kits.model import Criterion
from quanze.letters.models import Letter
from quanze.procedure.model import Kind
from quanze.rounds.models import Round
from quanze.rounds.queries import Call, State
from quanze.rulebook.queries import kit_value
from quanze.selection.models import Entry, Package, Sending
from quanze.selection.order import NOTHING, Placed, RankedList, Review, Said, lists_of, said_of

__all__ = [
    "NOTHING",
    "Placed",
    "RankedList",
    "Ranking",
    "Review",
    "Said",
    "history",
    "letter_of",
    "letters",
    "order_of",
    "package",
    "ranking",
    "sent",
    "subject",
]

ONE_SCORE = Decimal(100)
"""Points of a case where the kit names no criteria."""

MEETING_FOR = frozenset({Kind.RECOMMEND, Kind.REPORT})
"""A meeting decides on the ranking where the bureau's rules ask for one before either of these steps."""


@dataclass(frozen=True)
class Ranking:
    """The ranking of a round as it stands. ``live`` is how the cases stand now; ``entries`` everything said, in order.
    ``gone``: fixed cases that are no longer open or were refused since."""

    call: Call
    cases: tuple[Case, ...]
    entries: tuple[Entry, ...]

    @property
    def round(self) -> Round:
        """Whose ranking it is."""
        return self.call.round

    @cached_property
    def kit(self) -> Kit:
        """By which the round runs."""
        return kit_value(self.round.kit)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """By what is scored; one without a key where the kit names none."""
        return self.kit.ranking.criteria or (Criterion("", "评分", ONE_SCORE),)

    @property
    def version(self) -> int:
        """The number of entries: what whoever changes the order has ``seen``."""
        return self.entries[-1].position if self.entries else 0

    @cached_property
    def ranked(self) -> tuple[Case, ...]:
        """Those that compete now."""
        return tuple(case for case in self.cases if self._competes(case))

    @cached_property
    def lists(self) -> tuple[RankedList, ...]:
        """As fixed, else as it stands now."""
        return self.live if self.fixed is None else tuple(self._fixed_lists(self.fixed))

    @cached_property
    def live(self) -> tuple[RankedList, ...]:
        """The order as it follows from what was said, whether it was fixed or not."""
        return lists_of(self.ranked, self.entries, self.call.quota)

    @property
    def fixed(self) -> Entry | None:
        """By which it was fixed; ``None`` where it is not, or no more."""
        last = self._last(Entry.Kind.FIXED, Entry.Kind.RELEASED)
        return last if last is not None and last.kind == Entry.Kind.FIXED else None

    @property
    def was_fixed(self) -> bool:
        """Whether it is fixed, or once was."""
        return self._last(Entry.Kind.FIXED) is not None

    @property
    def meeting(self) -> Entry | None:
        """The last meeting."""
        return self._last(Entry.Kind.MEETING)

    @property
    def meeting_holds(self) -> bool:
        """Whether the last meeting was about the order as it stands, and a majority of its votes was for it."""
        held = self.meeting
        if held is None:
            return False
        return bool(held.body["order"] == order_of(self.live) and held.body["for"] > held.body["against"])

    @property
    def needs_meeting(self) -> bool:
        """Whether the bureau's rules for the matter ask for one."""
        return bool(self.kit.house.collective & MEETING_FOR)

    @cached_property
    def late(self) -> tuple[Case, ...]:
        """Cases that compete and are not in the fixed order."""
        if self.fixed is None:
            return ()
        known = {row.case.pk for each in self.lists for row in each.rows}
        return tuple(case for case in self.ranked if case.pk not in known)

    @cached_property
    def gone(self) -> frozenset[int]:
        """Keys of cases in the lists that compete no more."""
        return frozenset(
            row.case.pk for each in self.lists for row in each.rows if not self._competes(row.case)
        )

    @cached_property
    def going(self) -> tuple[tuple[RankedList, tuple[Placed, ...]], ...]:
        """The lists, each with those that go up: within the quota (all, where there is none), less those that compete
        no more. Nobody moves up into a place that became free."""
        return tuple(
            (each, tuple(row for row in each.rows if row.above is not False and row.case.pk not in self.gone))
            for each in self.lists
        )

    @property
    def doubts(self) -> tuple[str, ...]:
        """What whoever fixes it should know. Nothing of it stands in the way."""
        return tuple(self._doubts())

    def row(self, number: str) -> tuple[RankedList, Placed] | None:
        """A case of the lists, by its number."""
        return next(
            ((each, row) for each in self.lists for row in each.rows if row.case.number == number), None
        )

    def name_of(self, kind: str) -> str:
        """What a list is called; blank where it is the only one."""
        found = self.kit.sub_kind(kind)
        return kind if found is None else found.name

    def _competes(self, case: Case) -> bool:
        """It is open or has gone up: not refused, not withdrawn, not moved to another round."""
        here = case.round_id == self.round.pk
        return here and not case.negative and (not case.ending or case.reported)

    def _last(self, *kinds: Entry.Kind) -> Entry | None:
        return next((entry for entry in reversed(self.entries) if entry.kind in kinds), None)

    def _fixed_lists(self, fixed: Entry) -> Iterator[RankedList]:
        cases = {case.pk: case for case in self.cases}
        said = said_of([entry for entry in self.entries if entry.position < fixed.position])
        for each in fixed.body["lists"]:
            most = each["quota"]
            rows = (
                Placed(
                    cases[row["case"]],
                    said.get(row["case"], NOTHING),
                    place,
                    row["computed"],
                    None if most is None else place <= most,
                )
                for place, row in enumerate(each["rows"], 1)
            )
            yield RankedList(each["kind"], most, tuple(rows))

    def _doubts(self) -> Iterator[str]:
        if self.call.state in (State.PLANNED, State.OPEN):
            yield f"批次{self.call.state.label}，可能还有申请。"
        waiting = sum(case.accepted_at is None for case in self.ranked)
        if waiting:
            yield f"{waiting}件还没有受理。"
        rows = [row for each in self.live for row in each.rows]
        scored = sum(row.said.score is not None for row in rows)
        if 0 < scored < len(rows):
            yield f"{len(rows) - scored}件还没有评分，排在已评分的后面。"
        total = self.call.quota.get("")
        above = sum(bool(row.above) for row in rows)
        if total is not None and above > total:
            yield f"各类别名额内共{above}件，超过了全部类别合计的{total}个名额。"


def order_of(lists: tuple[RankedList, ...]) -> dict[str, list[int]]:
    """The order alone, as a meeting decides on it."""
    return {each.kind: [row.case.pk for row in each.rows] for each in lists if each.rows}


def letter_of(fixed: Entry) -> Letter | None:
    """The letter that recommends by this fixed order, unless it counts no longer. One query."""
    found = Letter.objects.filter(subject=subject(fixed), voiding=None).select_related("agency")
    return found.order_by("pk").last()


def letters(held: Ranking) -> QuerySet[Letter]:
    """Every letter that ever recommended by this ranking, the last first, with why it counts no longer and whether it
    bears its seal. Two queries."""
    fixed = [subject(each) for each in held.entries if each.kind == Entry.Kind.FIXED]
    found = Letter.objects.filter(subject__in=fixed).defer("tree")
    return found.select_related("agency", "by", "voiding").prefetch_related("sealings")


def sent(round: Round) -> Sending | None:
    """The last time that a package of a round went to the higher authority. One query."""
    return Sending.objects.filter(package__round=round).order_by("pk").last()


def package(round: Round, pk: int) -> Package:
    """A package of a round that is there to be taken. One query. Raises ``Package.DoesNotExist``."""
    return Package.objects.get(round=round, pk=pk, made_at__isnull=False, dropped=False)


def subject(entry: Entry) -> str:
    """What letters and files call an entry."""
    return f"ranking:{entry.pk}"


def ranking(call: Call) -> Ranking:
    """The ranking of a round. Two queries, however many cases, where the call was read with its kit."""
    entries = tuple(history(call.round))
    kept = Ranking(call, (), entries).fixed
    fixed = [] if kept is None else [row["case"] for each in kept.body["lists"] for row in each["rows"]]
    cases = Case.objects.filter(Q(round=call.round) | Q(pk__in=fixed))
    return Ranking(call, tuple(cases.defer("answers", "applicant_data").order_by("pk")), entries)


def history(round: Round) -> QuerySet[Entry]:
    """Everything that was said about the ranking of a round, the first first. One query."""
    return Entry.objects.filter(round=round).select_related("by").order_by("position")
