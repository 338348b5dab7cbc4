"""The tables as a page for people: ``python -m quanze.procedure.compiler.patterns.document > docs/duties.md``."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources

from quanze.procedure.compiler.findings import RULES
from quanze.procedure.labels import CLAUSES, FACTS, KINDS
from quanze.procedure.model import ClauseKind, FactKind, Kind

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


def _tables(name: str) -> dict[str, list[dict[str, str]]]:
    text = (
        resources.files("quanze.procedure.compiler.patterns")
        .joinpath(f"{name}.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def page() -> str:
    """The whole page: what is written by hand (``duties.txt``) with the tables in their places."""
    text = (
        resources.files("quanze.procedure.compiler.patterns")
        .joinpath("duties.txt")
        .read_text(encoding="utf-8")
    )
    for name, rows in _parts():
        text = text.replace(f"{{{name}}}", "\n".join(rows))
    return text


def _parts() -> Iterator[tuple[str, list[str]]]:
    yield "acts", _acts("acts")
    yield "basis", _acts("basis")
    yield (
        "stages",
        _table(
            ("例", "步骤", "这些步骤也算", "出处"),
            (
                (
                    row["example"],
                    KINDS[Kind(row["kind"])],
                    "、".join(KINDS[Kind(kind)] for kind in row.get("met_by", ())),
                    row["source"],
                )
                for row in _tables("stages")["word"]
            ),
        ),
    )
    yield (
        "facts",
        _table(
            ("种类", "例", "出处"),
            (
                (FACTS[FactKind(row["kind"])], row["example"], row["source"])
                for row in _tables("facts")["fact"]
            ),
        ),
    )
    yield (
        "clauses",
        _table(
            ("种类", "例", "出处"),
            (
                (CLAUSES[ClauseKind(row["kind"])], row["example"], row["source"])
                for row in _tables("liability")["clause"]
            ),
        ),
    )
    yield (
        "findings",
        _table(
            ("代码", "程度", "说什么", "依据"),
            ((rule.code, SEVERITIES[rule.severity.value], rule.title, rule.reference) for rule in RULES),
        ),
    )


def _acts(name: str) -> list[str]:
    return _table(
        ("步骤", "行", "例", "出处"),
        (
            (KINDS[Kind(row["kind"])], row["name"], row["example"], row["source"])
            for row in _tables(name)["act"]
        ),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


if __name__ == "__main__":
    sys.stdout.write(page())
