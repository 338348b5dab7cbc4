"""The liability clause by which a complaint is looked at: that of the list in force on the day of the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quanze.people.models import Agency
from quanze.procedure.sanctions import Clause, clause_of
from quanze.registry.models import Edition, Entry, Matter
from quanze.registry.queries import edition_on, entries


@dataclass(frozen=True, slots=True)
class Held:
    """A clause, and where it stands."""

    clause: Clause
    edition: Edition
    name: str


def clause_on(agency: Agency, matter: Matter | None, day: date) -> Held | None:
    """The clause of a matter on that day; ``None`` where no matter is meant, or no list of that day has it or says
    anything of liability. Liability follows the date of the act. Two queries."""
    edition = None if matter is None else edition_on(agency, day)
    if edition is None:
        return None
    rows = entries(edition, edition.main).filter(matter=matter).defer(None)
    row: Entry | None = rows.first()
    if row is None:
        return None
    said = row.content.liability
    if said is None or not said.value.strip():
        return None
    return Held(clause_of(said.value), edition, row.version.name)
