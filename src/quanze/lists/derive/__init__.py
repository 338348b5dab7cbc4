"""The annexes by which an adjustment is published, made from the states of matters. The doors: :func:`catalogue` and
:func:`retained` for what stands now, :func:`adjusted` for what changed, :func:`proposed` to find what changed."""

from quanze.lists.derive.adjusted import adjusted, entries
from quanze.lists.derive.adjustment import Adjustment, Kind, proposed
from quanze.lists.derive.current import catalogue, retained
from quanze.lists.derive.notice import PublicationNotice, publication_notice
from quanze.lists.derive.summary import summary

__all__ = [
    "Adjustment",
    "Kind",
    "PublicationNotice",
    "adjusted",
    "catalogue",
    "entries",
    "proposed",
    "publication_notice",
    "retained",
    "summary",
]
