"""The citations of a list, cell by cell. A short name may stand for what an earlier cell of its matter names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quanze.law.citations.aliases import Aliases
from quanze.law.citations.extracting import extract
from quanze.law.citations.known import KnownTitles
from quanze.law.citations.model import Citation
from quanze.lists.model import AnnexKind, ListDocument, fields


class ListCitation(NamedTuple):
    """A citation and the cell where it stands: annex, the matter's name and 序号, the field's path. Its offsets count
    code points of that field's value."""

    annex: AnnexKind
    matter: str
    number: str | None
    field: str
    citation: Citation


def cite_list(
    document: ListDocument, *, known_titles: Iterable[str] | KnownTitles = ()
) -> Iterator[ListCitation]:
    """The citations of all matters in the order of the document. Old text (``before[...]``) stands for itself: neither
    does it explain short names of the new one, nor the reverse. Cells that repeat a merged one are left out."""
    known = KnownTitles.of(known_titles)
    for annex in document.annexes:
        for matter in annex.matters:
            number = None if matter.number is None else matter.number.value
            aliases = Aliases()
            for path, text in fields(matter):
                if text.exact is None and path.startswith("stages"):
                    continue
                for draft in extract(text.value, known, None if path.startswith("before") else aliases):
                    yield ListCitation(annex.kind, matter.name.value, number, path, draft.freeze(text.value))
