"""What texts say of the validity of instruments, harvested as proposals: laws of their own term and of what they
repeal, lists in their bases and in the reasons of their adjustments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quanze.law.harvest import harvest as closing_words
from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Making, Reference, Says, Version
from quanze.law.instruments import Statement as LawStatement
from quanze.law.validity import proposals
from quanze.library import proposing
from quanze.library.matching import Called, column
from quanze.library.models import Instrument
from quanze.library.shelving import shelve
from quanze.lists.labels import field_label
from quanze.lists.model import fields
from quanze.registry.models import Entry


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says about an instrument: ``of`` is its row, or ``about`` how the text calls it; ``by`` is the row of
    what ends or changes it, where that is not to be found by ``statement.by``."""

    statement: LawStatement
    of: Instrument | None = None
    about: Reference | None = None
    by: Instrument | None = None


def propose(said: Sequence[Said]) -> int:
    """Propose it all; instruments that nobody knew yet are made, as only named. Returns how many are new."""
    called = {
        reference: _called(reference)
        for one in said
        for reference in (one.about, None if one.by else one.statement.by)
        if reference is not None
    }
    placed = shelve(set(called.values()))
    rows = []
    for one in said:
        instrument = one.of if one.about is None else placed[called[one.about]]
        by = one.by
        if by is None and one.statement.by is not None:
            by = placed[called[one.statement.by]]
        if instrument is not None and instrument != by:
            rows.append(proposing.row(instrument, one.statement, by=by))
    return proposing.propose(rows)


def _called(reference: Reference) -> Called:
    return Called(column(reference.title, 500), column(reference.number, 100))


def of_entries(entries: Iterable[Entry]) -> list[Said]:
    """What rows of a list say: of other instruments only, since a list is none itself."""
    return [
        Said(proposal.statement, about=proposal.about)
        for entry in entries
        for path, text in fields(entry.content)
        if "废止" in text.value or "失效" in text.value or "施行" in text.value or "执行" in text.value
        for proposal in proposals(
            text.value, f"权责清单事项“{entry.version.name}”的{field_label(path)}"[:300]
        )
        if proposal.about is not None
    ]


def of_version(row: Instrument, instrument: LawInstrument, version: Version) -> list[Said]:
    """What the closing words of a text say of its own term and of the end of others. Its commencement is a fact of the
    version, where it is dated."""
    found = []
    for proposal in closing_words(instrument, version):
        statement, about = proposal.statement, proposal.about
        if about is not None:
            found.append(Said(_dated(statement, version), about=about, by=row))
        elif statement.says is not Says.IN_FORCE_FROM or version.in_force_from is None or version.assumed:
            found.append(Said(statement, of=row))
    return found


def _dated(statement: LawStatement, version: Version) -> LawStatement:
    """同时废止: on the day on which the text itself comes into force, if it is no amended one."""
    whole = version.making in (Making.ADOPTED, Making.REVISED)
    return replace(
        statement, on=statement.on or (version.in_force_from if whole else version.commenced), by=None
    )


def of_change(row: Instrument, version: Version) -> Said:
    """That an instrument which was held before has a newer text."""
    evidence = version.evidence
    statement = LawStatement(Says.AMENDED, evidence, on=version.in_force_from or version.made_on)
    return Said(statement, of=row)
