"""The library beside a list that nobody has published yet: what the list cites, as the rules of law look at it."""

from __future__ import annotations

from collections.abc import Mapping

from quanze.law import citations
from quanze.law.instruments import Instrument as LawInstrument
from quanze.law.instruments import Reference, Says, Statement
from quanze.law.library import Library
from quanze.library.citing import called_by, known_titles
from quanze.library.matching import Called, Candidates
from quanze.library.models import Instrument
from quanze.library.shelving import look_up
from quanze.library.standing import full
from quanze.lists.model import ListDocument

ENDS = (Says.REPEALED, Says.LAPSED)


class Beside(Library):
    """The instruments that a list cites. What a citation means is told as everywhere in the library, by the names under
    which its instruments are kept; what texts say of an end are the proposals that nobody has settled."""

    def __init__(self, values: Mapping[int, LawInstrument], candidates: Candidates) -> None:
        super().__init__(values.values())
        self._values = values
        self._candidates = candidates

    def resolve(self, citation: citations.Citation) -> LawInstrument | None:
        return self._called(called_by(citation))

    def said_of(self, reference: Reference) -> tuple[Statement, ...]:
        found = self._called(Called(reference.title or "", reference.number or ""))
        statements = () if found is None else found.statements
        return tuple(each for each in statements if not each.confirmed and each.says in ENDS)

    def _called(self, called: Called) -> LawInstrument | None:
        row = self._candidates.answer(called).instrument
        return None if row is None else self._values.get(_kept_as(row))


def beside(document: ListDocument) -> Beside:
    """What the library holds of the instruments that a list cites, with their texts. Four queries, one more
    where a name is of an instrument that turned out to be another."""
    cited = citations.cite_list(document, known_titles=known_titles().trie)
    candidates = look_up({called_by(each.citation) for each in cited})
    rows = {row.pk: row for row in candidates.instruments if row.same_as_id is None}
    if elsewhere := {_kept_as(row) for row in candidates.instruments} - rows.keys():
        rows |= Instrument.objects.in_bulk(elsewhere)
    return Beside(full(rows.values(), texts=True), candidates)


def _kept_as(row: Instrument) -> int:
    """The instrument as which it is kept, where it turned out to be another."""
    return row.pk if row.same_as_id is None else row.same_as_id
