"""What changed between editions, and a matter's history, as the public's pages show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from quanze.lists.compare import Change
from quanze.registry import queries
from quanze.registry.differences import Fate, LineageState
from quanze.registry.models import Succession

FATES = {Fate.ADDED: "新列入", Fate.REMOVED: "不再列入", Fate.CHANGED: "有改动", Fate.MOVED: "只调整次序"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A matter that is not as it was, with what became of it in words."""

    difference: queries.MatterDifference
    name: str
    former: str
    what: str

    @property
    def changes(self) -> tuple[Change, ...]:
        """The fields, without the place in the order."""
        return tuple(change for change in self.difference.changes if change.field != "number")


def shown(differences: queries.Differences) -> list[Changed]:
    """The matters that changed; those that only moved last."""
    found = [_changed(each) for each in differences.matters]
    return sorted(found, key=lambda each: each.difference.fate is Fate.MOVED)


def _changed(difference: queries.MatterDifference) -> Changed:
    entry = difference.after or difference.before
    name = "" if entry is None else entry.version.name
    was = "" if difference.before is None else difference.before.version.name
    return Changed(difference, name, was if was != name else "", FATES[difference.fate])


def counts(found: Iterable[Changed]) -> list[tuple[str, int]]:
    """How many matters each fate has."""
    counted = Counter(each.difference.fate for each in found)
    return [(words, counted[fate]) for fate, words in FATES.items() if counted[fate]]


@dataclass(frozen=True, slots=True)
class ShownState:
    """A state of a matter's lineage beside the one before it, of itself or of what it came of."""

    state: LineageState
    changes: tuple[Change, ...]
    came_of: tuple[Succession, ...]
    before: LineageState | None


def states(lineage: queries.Lineage) -> tuple[ShownState, ...]:
    """The states, the newest first."""
    last: dict[int, LineageState] = {}
    found = []
    for state in lineage.states:
        came_of = tuple(
            link
            for link in lineage.links
            if link.successor_id == state.matter.pk and state.matter.pk not in last
        )
        before = last.get(state.matter.pk)
        if before is None:
            before = next(
                (last[link.predecessor_id] for link in came_of if link.predecessor_id in last), None
            )
        changes = () if before is None else queries.of_states(before.entry, state.entry)
        found.append(
            ShownState(state, tuple(each for each in changes if each.field != "number"), came_of, before)
        )
        last[state.matter.pk] = state
    return tuple(reversed(found))
