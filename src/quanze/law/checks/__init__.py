"""体检 against the law: currency (效力) and quotation (引文), as rows of the same table as the other rules.

The door is :func:`check`; its findings are told together with those of ``quanze.lists.checks``. ``docs/checks.md`` is
made from both tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from quanze.law.checks import currency, quotation
from quanze.law.checks.citings import Citings, Place
from quanze.law.library import Library
from quanze.lists.checks import finding_of
from quanze.lists.checks.listing import Listing
from quanze.lists.checks.rules import Rule
from quanze.lists.model import Finding, ListDocument

CLASSES: dict[str, str] = {"L": "效力", "Q": "引文"}
"""The classes of rules, by the first letter of their codes."""

RULES: tuple[Rule[Citings], ...] = (*currency.RULES, *quotation.RULES)
"""Every rule, by class and code."""


def check(
    document: ListDocument,
    library: Library,
    on: date,
    rules: Iterable[Rule[Citings]] = RULES,
    among: Collection[Place] | None = None,
) -> tuple[Finding, ...]:
    """What the rules find in a list beside a library (which may be empty) on a day; to be put in order together with
    other findings by ``quanze.lists.checks.ordered``. Never raises for what a list may hold.

    ``among``: only what concerns these matters, each by the index of its annex and its own in it.
    """
    citings = Citings(Listing(document), library, on, among)
    return tuple(finding_of(rule, hit) for rule in rules for hit in rule.search(citings))
