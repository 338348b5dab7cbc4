"""Who else still needs bytes of the store: apps that keep files by their digest say so here."""

from __future__ import annotations

from collections.abc import Callable

Needs = Callable[[str], bool]

_NEEDS: list[Needs] = []


def needs_file(function: Needs) -> Needs:
    """Make the decorated function be asked before bytes are removed: does a row of its app name this SHA-256?"""
    _NEEDS.append(function)
    return function


def needed(sha256: str) -> bool:
    """Whether any app's rows name it."""
    return any(needs(sha256) for needs in _NEEDS)
