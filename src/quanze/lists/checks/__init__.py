"""体检: what is wrong with a list, as a table of rules.

The door is :func:`check`. A class of rules is a module with a tuple ``RULES``; a new rule is a row there, a function
beside it, and one positive and one negative example in the tests. ``docs/checks.md`` is made from the table.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from quanze.lists.checks import (
    annexes,
    citation_form,
    completeness,
    grounds,
    numbering,
    punctuation,
    siblings,
    structure,
    topics,
    wording,
)
from quanze.lists.checks.listing import Entry, Listing
from quanze.lists.checks.rules import Hit, Rule
from quanze.lists.model import AnnexKind, Finding, ListDocument, fields

CLASSES: dict[str, str] = {
    "S": "结构",
    "C": "一致",
    "W": "用语",
    "Z": "引用格式",
}
"""The classes of rules, by the first letter of their codes, in the order in which they are told."""

RULES: tuple[Rule[Listing], ...] = tuple(
    sorted(
        (
            rule
            for module in (
                structure,
                completeness,
                numbering,
                annexes,
                siblings,
                grounds,
                wording,
                punctuation,
                topics,
                citation_form,
            )
            for rule in module.RULES
        ),
        key=lambda rule: (list(CLASSES).index(rule.code[0]), rule.code),
    )
)
"""Every rule, by class and code."""


def check(document: ListDocument, rules: Iterable[Rule[Listing]] = RULES) -> tuple[Finding, ...]:
    """What the rules find in a list, in the order of the document: annex, matter, field, offset, code.

    Never raises for what a list may hold. Findings of reading (``document.findings``) are not repeated here.
    """
    with _no_full_collections():
        listing = Listing(document)
        return ordered(document, [finding_of(rule, hit) for rule in rules for hit in rule.search(listing)])


def ordered(document: ListDocument, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings of checking and of reading in the order of the document; those about an annex come before those about
    its matters, those about the whole document first of all."""
    annexes_at = {annex.kind: index for index, annex in reversed(list(enumerate(document.annexes)))}
    matters_at: dict[tuple[AnnexKind, str, str | None], tuple[int, dict[str, int]]] = {}
    wanted = {(finding.annex, finding.matter, finding.number) for finding in findings}
    for annex in document.annexes:
        for position, matter in enumerate(annex.matters):
            number = None if matter.number is None else matter.number.value
            if (annex.kind, matter.name.value, number) in wanted:
                paths = {path: at for at, (path, _) in enumerate(fields(matter))}
                matters_at.setdefault((annex.kind, matter.name.value, number), (position, paths))

    def place(finding: Finding) -> tuple[int, int, int, int, str]:
        if finding.annex is None:
            return (-1, -1, -1, -1, finding.rule)
        position = -1
        paths: dict[str, int] = {}
        if finding.matter is not None:
            position, paths = matters_at.get(
                (finding.annex, finding.matter, finding.number), (len(matters_at), {})
            )
        field = -1 if finding.field is None else paths.get(finding.field, len(paths))
        return (
            annexes_at.get(finding.annex, len(annexes_at)),
            position,
            field,
            -1 if finding.start is None else finding.start,
            finding.rule,
        )

    return tuple(sorted(findings, key=place))


@contextmanager
def _no_full_collections() -> Iterator[None]:
    """Pause the cycle collector: no rule makes cycles, and walking again and again over a list of thousands of matters
    would make the time grow faster than the list."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def finding_of(rule: Rule[Any], hit: Hit) -> Finding:
    """What a rule says at a hit."""
    entry: Entry | None = hit.entry
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        message=hit.message.replace("\n", " "),
        annex=hit.annex if entry is None else entry.annex,
        matter=None if entry is None else entry.name,
        number=None if entry is None else entry.number,
        field=hit.field,
        start=hit.start,
        end=hit.end,
        reference=rule.reference,
        suggestion=hit.suggestion,
    )
