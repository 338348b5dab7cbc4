"""From a wording and values to the document that goes out."""

from __future__ import annotations

import datetime

from quanze.documents.tree import Code, Document, dated
from quanze.letters.kinds import AUTOMATIC, Kind
from quanze.letters.template import Template, fill
from quanze.letters.template.filling import Filling, Given
from quanze.letters.values import Kept, blanks, given


def compose(
    template: Template,
    kind: Kind,
    values: Kept,
    *,
    agency: str,
    number: str,
    ordinal: int,
    date: datetime.date,
    code: Code | None,
) -> Document:
    """The document of a letter; ``values`` as they are kept."""
    automatic: dict[str, Given] = {
        "机关名称": agency,
        "文书编号": number,
        "文书序号": str(ordinal),
        "落款日期": dated(date),
        "份数": str(len(kind.copies)),
        "去向": "、".join(kind.copies),
    }
    assert automatic.keys() == AUTOMATIC.keys()  # noqa: S101  one table of names, kept in step
    return fill(template, Filling(automatic | given(kind, values), blanks(kind), agency, date, code))
