"""docs/duties.md is what the tables say."""

from __future__ import annotations

from pathlib import Path

from quanze.procedure.compiler.patterns import acts
from quanze.procedure.compiler.patterns.document import page

PAGE = Path(__file__).parents[3] / "docs" / "duties.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m quanze.procedure.compiler.patterns.document > docs/duties.md"
    )


def test_every_row_stands_on_it() -> None:
    text = page()
    assert not [row.name for row in acts() if f"| {row.name} |" not in text]
    assert "{" not in text.replace("`{n}`", "")
