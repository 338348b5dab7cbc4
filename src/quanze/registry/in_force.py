"""Who wants to know when a list in force changes: apps above this one, which it does not know.

Whatever is kept beside the lists in force (which matters cite a law, say) is kept in the same transaction, so that it
never says anything else than the lists do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quanze.people.models import Agency
from quanze.registry.models import Edition, Entry


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in the list in force of an agency, which is now that of ``edition``: the matters that are gone or
    have another row, and the rows that came (with ``entry.version`` at hand). A matter that changed is in both."""

    agency: Agency
    edition: Edition | None
    gone: Sequence[int]
    come: Sequence[Entry]


Listener = Callable[[Change], None]

_LISTENERS: list[Listener] = []


def when_list_changes(listener: Listener) -> None:
    """From now on call ``listener`` with each change, inside its transaction: what it raises undoes the change too."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell(change: Change) -> None:
    """Tell all who want to know."""
    if change.gone or change.come:
        for listener in _LISTENERS:
            listener(change)
