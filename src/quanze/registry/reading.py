"""Reading a list that somebody hands in, in a process of its own (``files.apart``).

The child (``python -m quanze.registry.reading FILE NAME``) imports no Django.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quanze.files.apart import answer, ask
from quanze.law import checks as law_checks
from quanze.law.library import Library
from quanze.lists import readers
from quanze.lists.checks import check, ordered
from quanze.lists.codec import dump_document, dump_finding
from quanze.procedure.clocks.moments import SHANGHAI


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the document as ``codec`` gives it, and what the checks found in it."""

    document: dict[str, Any]
    findings: list[dict[str, Any]]


def read_apart(path: Path, name: str) -> Reading:
    """Read and check a file in a child process. Raises :class:`Refusal`."""
    answer = ask(__spec__.name, path, name)
    return Reading(answer["document"], answer["findings"])


def main(path: str, name: str) -> None:
    """What the child does: read and check a list."""

    def read() -> dict[str, Any]:
        document = readers.read(path, name)
        # What is known of the law without its text: what the list itself says is repealed, past years' notices.
        found = law_checks.check(document, Library(), datetime.now(SHANGHAI).date())
        findings = ordered(document, (*check(document), *found))
        return {
            "document": dump_document(document),
            "findings": [dump_finding(found) for found in findings],
        }

    answer(read)


if __name__ == "__main__":
    main(*sys.argv[1:])
