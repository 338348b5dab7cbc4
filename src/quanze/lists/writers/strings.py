"""The table of texts that the cells of a workbook share: the same liability stands under hundreds of matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from quanze.lists.model import Span
from quanze.lists.underline import split
from quanze.lists.writers import xlsx_parts as parts

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""``_x000A_`` in a text would be read as an escaped character."""


class Strings:
    """Texts in the order in which they are first used."""

    def __init__(self) -> None:
        self._indices: dict[tuple[str, tuple[Span, ...]], int] = {}
        self._used = 0

    def index(self, text: str, marks: tuple[Span, ...]) -> int:
        """The index of a text, which is added where it is new."""
        self._used += 1
        return self._indices.setdefault((text, marks), len(self._indices))

    def xml(self) -> Iterator[str]:
        """The part ``sharedStrings.xml``, piece by piece."""
        yield parts.strings_start(self._used, len(self._indices))
        for text, marks in self._indices:
            if not marks:
                yield f"<si>{_text(text)}</si>"
                continue
            runs = (
                f"<r>{parts.UNDERLINED if underlined else parts.PLAIN}{_text(piece)}</r>"
                for piece, underlined in split(text, marks)
            )
            yield f"<si>{''.join(runs)}</si>"
        yield "</sst>"


def _text(text: str) -> str:
    return f'<t xml:space="preserve">{escape(_ESCAPE.sub("_x005F_", text))}</t>'
