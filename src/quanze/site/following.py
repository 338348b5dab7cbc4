"""What followed from a statement of validity, and what of it concerns whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.safestring import SafeString

from quanze.law.instruments import Version as LawVersion
from quanze.library.codec import version_of
from quanze.library.models import Citation, Job, Statement, Tally, Task, Version
from quanze.library.queries import Citer
from quanze.library.standing import proposed
from quanze.people.models import Agency
from quanze.registry.models import SearchText
from quanze.site.reviewing import passage

MOST_UNRESOLVED = 50


@dataclass(frozen=True, slots=True)
class Following:
    """The tasks that a statement opened: ``agencies`` in ``tasks``, over ``places`` citations; ``mine`` are those of
    the agencies that the reader keeps. ``job`` is how far the opening has come, ``None`` where it opens none."""

    job: Job | None
    tasks: int
    places: int
    mine: tuple[Task, ...]


def following(statement: Statement, kept: Sequence[Agency]) -> Following:
    """Three queries."""
    job = Job.objects.filter(statement=statement).first()
    counts = Task.objects.filter(statement=statement).aggregate(
        tasks=Count("pk", distinct=True), places=Count("items")
    )
    mine = (
        Task.objects.filter(statement=statement, agency__in=kept)
        .select_related("agency")
        .order_by("agency_id")
    )
    return Following(job, counts["tasks"], counts["places"], tuple(mine))


def proposals_waiting() -> int:
    """How many proposals wait to be settled about what lists in force cite. One query."""
    cited = Tally.objects.filter(instrument=OuterRef("instrument"))
    return proposed().filter(Exists(cited)).count()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A citation of a list in force whose instrument nobody can tell, and the number and name of the matter in which it
    stands."""

    citation: Citation
    matter: int
    name: str


def unresolved(agency: Agency) -> tuple[Unresolved, ...]:
    """The first :data:`MOST_UNRESOLVED` of an agency. One query."""
    shown = SearchText.objects.filter(agency=agency)
    rows = Citation.objects.filter(instrument=None, version__in=shown.values("entry__version"))
    theirs = shown.filter(entry__version=OuterRef("version")).order_by("matter__number")
    rows = rows.annotate(matter=Subquery(theirs.values("matter__number")[:1]))
    rows = rows.select_related("version").defer("version__content").order_by("version_id", "position")
    return tuple(Unresolved(each, each.matter, each.version.name) for each in rows[:MOST_UNRESOLVED])


def by_agency(citers: Sequence[Citer]) -> tuple[tuple[Agency, tuple[Citer, ...]], ...]:
    """The matters of a page of who cites something, bureau by bureau."""
    found: dict[int, list[Citer]] = {}
    for citer in citers:
        found.setdefault(citer.entry.agency_id, []).append(citer)
    return tuple((each[0].entry.agency, tuple(each)) for each in found.values())


def in_context(statement: Statement) -> SafeString | None:
    """The words of the evidence with what stands around them, where the library holds the text that says them: that of
    the instrument itself, or of the one that ends it. One query."""
    words = statement.words.strip()
    owners = [
        pk for pk in (statement.instrument_id, statement.by_id, statement.successor_id) if pk is not None
    ]
    if not words:
        return None
    for version in Version.objects.filter(instrument__in=owners).order_by("-pk")[:8]:
        found = _found(version_of(version.facts, version.text), words)
        if found is not None:
            return found
    return None


def _found(text: LawVersion, words: str) -> SafeString | None:
    for line in text.lines():
        at = line.find(words)
        if at >= 0:
            return passage(line, at, at + len(words))
    return None
