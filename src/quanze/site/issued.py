"""The documents of an edition as its pages list them: one row for each, with its formats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from quanze.adjustments.queries import Offered
from quanze.registry.published_files import Part

SHORT = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF", "html": "网页", "json": "JSON"}
"""What a link to a format says."""


@dataclass(frozen=True, slots=True)
class Format:
    """A document in one format; ``digest`` and ``size`` once it is made, ``reason`` where it cannot be."""

    code: str
    label: str
    digest: str
    size: int
    reason: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its formats."""

    part: str
    label: str
    formats: tuple[Format, ...]

    @property
    def waiting(self) -> bool:
        """Whether one of its files was asked for and is not made yet."""
        return any(format.waiting for format in self.formats)


def by_part(offered: Iterable[Offered]) -> tuple[Document, ...]:
    """The documents in their order."""
    return tuple(
        Document(part, Part(part).label, tuple(map(_format, formats)))
        for part, formats in groupby(offered, lambda each: each.part)
    )


def _format(each: Offered) -> Format:
    file = each.file
    return Format(
        each.format,
        SHORT[each.format],
        "" if file is None else file.sha256,
        0 if file is None else file.size,
        "" if file is None else file.reason,
        file is not None and not each.made and not file.reason,
    )
