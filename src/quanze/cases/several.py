"""Documents of several cases at once: the letter that recommends those of a round, the minutes of the meeting about
them. They belong to apps above this one, which say of their own whether a case is among those that they are about."""

from __future__ import annotations

from collections.abc import Callable

from quanze.cases.models import Case

Among = Callable[[Case, str], bool]
"""``(case, place)``: whether what lies in that place (a letter's ``subject``, a file's ``bound_to``) is about the
case."""

_AMONG: dict[str, Among] = {}


def of_several(prefix: str) -> Callable[[Among], Among]:
    """Let the decorated function answer for places that begin with ``prefix:``. An app does so in a module that its
    ``ready()`` imports."""

    def add(among: Among) -> Among:
        if prefix in _AMONG:
            raise ValueError(f"two answer for places of {prefix}")
        _AMONG[prefix] = among
        return among

    return add


def belongs(case: Case, place: str) -> bool:
    """Whether what lies there is the case's: its own, or of several cases of which it is one."""
    if place == case.subject:
        return True
    among = _AMONG.get(place.partition(":")[0])
    return among is not None and among(case, place)
