"""Reading calendars, procedures and kits. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from quanze.kits import proposed
from quanze.lists.model import AnnexKind
from quanze.lists.model import Matter as ListMatter
from quanze.people.models import Agency
from quanze.procedure.compiler.patterns import VERSION
from quanze.procedure.model import Limit
from quanze.procedure.model import Procedure as ProcedureValue
from quanze.registry import queries as registry
from quanze.registry.models import Edition, Entry, Matter
from quanze.rulebook import corrections
from quanze.rulebook.calendars import before as calendar_before
from quanze.rulebook.calendars import calendar
from quanze.rulebook.kits import KitInForce, kit_value, of_row, of_value
from quanze.rulebook.models import CalendarYear, Correction, Kit, Procedure
from quanze.rulebook.proposal import Content, Proposal, kept, propose

__all__ = [
    "InForce",
    "KitInForce",
    "MatterState",
    "NotInForce",
    "Review",
    "Standing",
    "calendar",
    "calendar_before",
    "calendar_rows",
    "in_force_of",
    "kit_of",
    "kit_rows",
    "kit_value",
    "kits_in_force",
    "kits_of",
    "procedure_in_force",
    "review",
    "states",
    "unconfirmed",
    "value_of",
]


class Standing(StrEnum):
    """How a matter of the list in force stands with its procedure."""

    UNCONFIRMED = "unconfirmed"
    CHANGED = "changed"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Standing.UNCONFIRMED: "未确认",
    Standing.CHANGED: "清单已变，待重新确认",
    Standing.CONFIRMED: "已确认",
}


class NotInForce(LookupError):
    """The list in force has no such matter, or there is none. ``str()`` says so in Chinese."""


@dataclass(frozen=True, slots=True)
class InForce:
    """By what a matter's new cases run: the confirmed procedure with its row, or nothing and why.

    ``reason`` is a Chinese sentence to show where an application is to be taken in; blank where there is a procedure.
    """

    row: Procedure | None
    procedure: ProcedureValue | None
    promised: Limit | None
    reason: str

    def __bool__(self) -> bool:
        return self.procedure is not None


@dataclass(frozen=True, slots=True)
class MatterState:
    """A matter in the list of procedures. ``pending``: corrections or newer compiler tables propose something that was
    not confirmed; ``row`` is the one last confirmed."""

    entry: Entry
    standing: Standing
    pending: bool
    row: Procedure | None


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction with what became of it: ``stale`` where the list has its words no longer, ``withdrawn`` by the row
    that did it."""

    row: Correction
    value: corrections.Kept
    stale: bool
    withdrawn: Correction | None

    @property
    def holds(self) -> bool:
        """Whether the proposal follows it."""
        return not self.stale and self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Review:
    """All that a person who reviews a matter's procedure looks at. ``changed`` says that what is proposed is not what
    was last confirmed."""

    edition: Edition
    entry: Entry
    content: ListMatter
    proposal: Proposal
    corrections: tuple[KeptCorrection, ...]
    confirmed: Procedure | None
    standing: Standing

    @property
    def changed(self) -> bool:
        """Whether there is anything to confirm."""
        return self.standing is not Standing.CONFIRMED or (
            self.confirmed is not None and self.confirmed.proposal != self.proposal.digest
        )


def calendar_rows() -> QuerySet[CalendarYear]:
    """Every year that was ever brought in, the last first. One query."""
    return CalendarYear.objects.select_related("by").order_by("-pk")


def procedure_in_force(matter: Matter, day: date | None = None) -> InForce:
    """By what new cases of ``matter`` run on ``day`` (today). Three queries.

    New intake on a matter whose text changed waits until the keeper has confirmed its procedure again; cases under way
    keep theirs.
    """
    edition = registry.edition_on(Agency(pk=matter.agency_id), day)
    version = None
    if edition is not None:
        mine = registry.entries(edition, edition.main).filter(matter=matter)
        version = mine.values_list("version_id", flat=True).first()
    return in_force_of(matter, edition, version)


def in_force_of(matter: Matter, edition: Edition | None, version: str | None) -> InForce:
    """The same where the caller knows the edition in force and the version that its main annex has. One query."""
    if edition is None or version is None:
        return InForce(None, None, None, "现行清单中没有这一事项，不能受理新的申请。")
    row = _last(matter)
    if row is None:
        reason = "本事项的办理规程还没有经清单管理员确认，确认以前不能受理新的申请。"
        return InForce(None, None, None, reason)
    if row.version_id != version:
        reason = (
            f"清单第{edition.sequence}版的文字与办理规程确认时不同，"
            "须由清单管理员重新确认办理规程，确认以前不能受理新的申请；已受理的办件仍按原规程办理。"
        )
        return InForce(None, None, None, reason)
    procedure, promised = value_of(row)
    return InForce(row, procedure, promised, "")


def value_of(row: Procedure) -> tuple[ProcedureValue, Limit | None]:
    """A confirmed procedure and its promised limit as values, for a case that is pinned to the row. No query."""
    return kept(Content(row.digest, row.content))


def _last(matter: Matter) -> Procedure | None:
    return Procedure.objects.filter(matter=matter).select_related("by").order_by("-pk").first()


def states(edition: Edition) -> tuple[MatterState, ...]:
    """Every matter of the main annex, in its order, with how it stands. Three queries."""
    entries = registry.entries(edition, edition.main)
    matters = Matter.objects.filter(agency_id=edition.agency_id)
    rows = Procedure.objects.filter(matter__in=matters).select_related("by").defer("content", "corrections")
    last = {row.matter_id: row for row in rows.order_by("pk")}
    touched = dict(
        Correction.objects.filter(matter__in=matters)
        .order_by()
        .values_list("matter")
        .annotate(last=Max("at"))
    )
    return tuple(_state(entry, last.get(entry.matter_id), touched.get(entry.matter_id)) for entry in entries)


def unconfirmed(agencies: Iterable[Agency]) -> dict[int, int]:
    """How many matters of each agency's list in force, by its ``pk``, wait for their procedure to be confirmed. Two
    queries."""
    editions = registry.editions_on(agencies)
    last = Procedure.objects.filter(matter=OuterRef("matter")).order_by("-pk").values("version")[:1]
    rows = registry.main_entries(editions.values()).annotate(confirmed=Subquery(last))
    waiting = rows.filter(Q(confirmed=None) | ~Q(confirmed=F("version")))
    counts = dict(waiting.values_list("agency").annotate(count=Count("pk")))
    return {agency: counts.get(agency, 0) for agency in editions}


def _state(entry: Entry, row: Procedure | None, touched: object) -> MatterState:
    standing = _standing(entry, row)
    pending = row is not None and (
        row.compiler != VERSION or (touched is not None and touched > row.at)  # type: ignore[operator]
    )
    return MatterState(entry, standing, pending and standing is Standing.CONFIRMED, row)


def _standing(entry: Entry, row: Procedure | None) -> Standing:
    if row is None:
        return Standing.UNCONFIRMED
    return Standing.CONFIRMED if row.version_id == entry.version_id else Standing.CHANGED


def review(agency: Agency, number: int) -> Review:
    """What is proposed for a matter of the list in force, by its public number. Four queries.

    Raises :class:`NotInForce`.
    """
    edition = registry.edition_on(agency)
    if edition is None:
        raise NotInForce(f"{agency.name}还没有公布清单。")
    entry = registry.entries(edition, edition.main).filter(matter__number=number).defer(None).first()
    if entry is None:
        raise NotInForce(f"现行清单中没有编号为{number}的事项。")
    return _review(agency, edition, entry)


def _review(agency: Agency, edition: Edition, entry: Entry) -> Review:
    rows = list(Correction.objects.filter(matter=entry.matter_id).select_related("by"))
    gone = {row.withdraws_id: row for row in rows if row.withdraws_id is not None}
    standing = [row for row in rows if row.body is not None and row.pk not in gone]
    values = [corrections.load(row.body) for row in standing]
    content = entry.content
    annex = AnnexKind(edition.main)
    proposal = propose(content, entry.version_id, values, agency=agency.name, annex=annex)
    stale = {standing[place].pk for place in proposal.stale}
    confirmed = _last(entry.matter)
    return Review(
        edition,
        entry,
        content,
        proposal,
        tuple(_kept(rows, gone, stale)),
        confirmed,
        _standing(entry, confirmed),
    )


def _kept(
    rows: Iterable[Correction], gone: dict[int, Correction], stale: set[int]
) -> Iterable[KeptCorrection]:
    for row in rows:
        if row.body is not None:
            yield KeptCorrection(row, corrections.load(row.body), row.pk in stale, gone.get(row.pk))


def kit_of(matter: Matter, procedure: ProcedureValue | None = None, category: str = "") -> KitInForce:
    """The kit that a matter has: the bureau's, or the one that follows from the list. One query where the bureau made
    one or the caller knows the ``procedure``, and with it the ``category`` of the matter in the list in force; else two
    more than :func:`procedure_in_force` and :func:`review`.

    Raises :class:`NotInForce` where the bureau made none and the list in force has no such matter.
    """
    row = Kit.objects.filter(matter=matter).select_related("content", "by").order_by("-pk").first()
    if row is not None:
        return of_row(row)
    if procedure is not None:
        return of_value(proposed(procedure, category))
    procedure = procedure_in_force(matter).procedure
    if procedure is None:
        procedure = review(matter.agency, matter.number).proposal.procedure
    return of_value(proposed(procedure, registry.category_of(matter)))


def kits_in_force(matters: Iterable[int]) -> dict[int, KitInForce]:
    """The kits of these matters (by ``pk``), of those that have one of the bureau's own. One query."""
    last = Kit.objects.filter(matter__in=list(matters)).order_by().values("matter").annotate(last=Max("pk"))
    rows = Kit.objects.filter(pk__in=last.values("last")).select_related("content", "by")
    return {row.matter_id: of_row(row) for row in rows}


def kits_of(agency: Agency) -> dict[int, Kit]:
    """The row in force of each matter of an agency that has one, by the matter's ``pk``. One query."""
    rows = Kit.objects.filter(matter__agency=agency).select_related("by").order_by("pk")
    return {row.matter_id: row for row in rows}


def kit_rows(matter: Matter) -> QuerySet[Kit]:
    """Every kit that was ever put in place for a matter, the last first. One query."""
    return Kit.objects.filter(matter=matter).select_related("by").order_by("-pk")
