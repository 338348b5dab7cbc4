"""What texts say of the validity of instruments, harvested as proposals: laws of their own term and of what they
repeal, lists in their bases and in the reasons of their adjustments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Making, Reference, Says, Version
from quanze.law.instruments import Statement as LawStatement
from quanze.law.validity import proposals
from quanze.library import proposing
from quanze.library.matching import Called
from quanze.library.models import Instrument
from quanze.library.shelving import column, shelve
from quanze.lists.model import fields
from quanze.registry.models import Entry

LAST_ARTICLES = 3
LAST_LINES = 6
"""Where a text speaks of its own validity and of what it replaces (立法技术规范: in its 附则)."""


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
        for proposal in proposals(text.value, f"权责清单事项“{entry.version.name}”{path}"[:300])
        if proposal.about is not None
    ]


def of_version(row: Instrument, instrument: LawInstrument, version: Version) -> list[Said]:
    """What a law's last articles say of the end of others; a law that ends its own predecessor of the same title is a
    version of it."""
    texts = [article.text for article in version.articles[-LAST_ARTICLES:]]
    own = Called(instrument.title).title_key
    found = []
    for text in texts or list(version.lines())[-LAST_LINES:]:
        if "废止" not in text and "失效" not in text:
            continue
        for proposal in proposals(text, str(instrument.reference), of=instrument.reference):
            about, says = proposal.about, proposal.statement.says
            if about is None or says not in (Says.REPEALED, Says.LAPSED):
                continue
            if about.title is None or Called(about.title).title_key != own:
                found.append(Said(_dated(proposal.statement, version), about=about, by=row))
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


def of_itself(row: Instrument, instrument: LawInstrument) -> list[Said]:
    """What an instrument says of its own term, as its reader found it."""
    return [Said(statement, of=row) for statement in instrument.statements]
