"""Comparing two lists. The doors: :func:`compare` for lists, :func:`segments` for two texts, :func:`match_matters`
to know a matter again in another edition."""

from quanze.lists.compare.changes import Change, Comparison, Kind, compare, compare_matters
from quanze.lists.compare.matching import match_matters
from quanze.lists.compare.texts import Nature, Op, Segment, same, segments

__all__ = [
    "Change",
    "Comparison",
    "Kind",
    "Nature",
    "Op",
    "Segment",
    "compare",
    "compare_matters",
    "match_matters",
    "same",
    "segments",
]
