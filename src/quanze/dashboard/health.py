"""The health of a list in force: how many findings of each severity, of the list itself and beside the law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from quanze.law import checks as law_checks
from quanze.library.beside import beside
from quanze.lists.checks import check
from quanze.lists.model import Finding, Severity
from quanze.registry import queries as registry
from quanze.registry.models import Edition

LIST, LAW = "list", "law"


def findings(edition: Edition, on: date) -> dict[str, dict[str, int]]:
    """What the rules find in a list on a day: ``{"list": {"error": 0, …}, "law": …}``. Six queries; computing takes
    some milliseconds a matter."""
    document = registry.document(edition)
    return {
        LIST: _by_severity(check(document)),
        LAW: _by_severity(law_checks.check(document, beside(document), on)),
    }


def _by_severity(found: Iterable[Finding]) -> dict[str, int]:
    counts = Counter(each.severity for each in found)
    return {severity.value: counts[severity] for severity in Severity}
