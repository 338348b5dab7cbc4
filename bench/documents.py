"""Writing an edition: all five formats of 1,000 matters on one core, and how the time for PDF grows.

``python -m bench.documents``
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator

from bench.figures import Figure, growth, report, seconds
from bench.generate import document
from quanze.lists import writers
from quanze.lists.model import ListDocument

SMALL, LARGE = 250, 1_000
PDF_SECONDS, ALL_SECONDS = 20.0, 60.0
GROWTH = 6.0
"""For four times the matters."""


def figures() -> Iterator[Figure]:
    """Seconds for PDF, for all formats together, and how PDF grows with the list."""
    small, large = document(SMALL), document(LARGE)
    times = {format: seconds(lambda format=format: written(large, format)) for format in writers.FORMATS}
    yield Figure(f"写 PDF：{LARGE:,} 项", times["pdf"], "秒", most=PDF_SECONDS)
    yield Figure(f"写全部五种格式：{LARGE:,} 项", sum(times.values()), "秒", most=ALL_SECONDS)
    ratio = growth(lambda: written(large, "pdf"), lambda: written(small, "pdf"))
    yield Figure(f"写 PDF：{LARGE:,} 项对 {SMALL} 项的用时", ratio, "倍", most=GROWTH)


def written(edition: ListDocument, format: str) -> int:
    """The size of the file."""
    out = io.BytesIO()
    writers.write(edition, format, out)
    return len(out.getvalue())


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):  # one core, which typst would not keep to by itself
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    raise SystemExit(report(figures()))
