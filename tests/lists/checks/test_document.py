"""The page of rules is the table of rules."""

from __future__ import annotations

from pathlib import Path

from quanze.law.checks import RULES as LAW_RULES
from quanze.law.checks.document import lines
from quanze.lists.checks import RULES
from quanze.lists.repairs import REPAIRS

PAGE = Path(__file__).parents[3] / "docs" / "checks.md"


def test_the_page_is_in_step_with_the_rules() -> None:
    """If this fails: ``python -m quanze.law.checks.document > docs/checks.md``."""
    assert PAGE.read_text(encoding="utf-8") == "\n".join(lines()) + "\n"


def test_each_rule_has_one_row() -> None:
    rows = [line.split("|") for line in lines() if line.startswith("| ")]
    codes = [row[1].strip() for row in rows if row[1].strip() != "代码"]
    assert codes == [*(rule.code for rule in (*RULES, *LAW_RULES)), *(repair.code for repair in REPAIRS)]
    assert {len(row) for row in rows} == {7, 5}
