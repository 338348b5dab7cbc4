"""The page of all rules: ``python -m quanze.law.checks.document > docs/checks.md``."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.law.checks import CLASSES, RULES
from quanze.lists import checks
from quanze.lists.checks import document


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield from document.lines((*checks.RULES, *RULES), checks.CLASSES | CLASSES)


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201  the page itself
