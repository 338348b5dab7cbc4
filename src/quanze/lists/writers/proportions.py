"""How wide each column is drawn: by what stands in it, so that any list's table is balanced."""

from __future__ import annotations

import math

from quanze.lists.layout import LaidTable, Role

NUMBER = 2.0
NAME = 16
"""Characters up to which a text should stand in one line; longer ones are given less than they are longer."""
LEAST = 0.043
"""The smallest share: two characters beside each other on A4 landscape."""
LONG = 26
"""Mean number of characters from which a column holds prose, set flush left; shorter ones are centred."""


def shares(table: LaidTable) -> list[float]:
    """The share of the table's width that each column takes; together they make 1."""
    weights = [
        NUMBER if column.field == "number" else _weight(mean)
        for column, mean in zip(table.columns, _means(table, per_matter=True), strict=True)
    ]
    total = sum(weights)
    least = min(LEAST, 0.5 / len(weights))
    floored = [max(least, weight / total) for weight in weights]
    return [share / sum(floored) for share in floored]


def _weight(mean: float) -> float:
    if mean <= NAME:
        return max(mean, 2 * NUMBER)
    return NAME + 2 * (math.sqrt(mean) - math.sqrt(NAME))


def prose(table: LaidTable) -> list[bool]:
    """Which columns hold prose rather than names and numbers."""
    return [mean > LONG for mean in _means(table, per_matter=False)]


def _means(table: LaidTable, *, per_matter: bool) -> list[float]:
    """The mean length of the texts of each column, by matter or by cell."""
    totals = [0] * len(table.columns)
    counts = [0] * len(table.columns)
    matters = set()
    for row in table.rows:
        if row.role is Role.MATTER:
            matters.add(row.matter)
            for cell in row.cells:
                if cell.text:
                    totals[cell.column] += len(cell.text)
                    counts[cell.column] += 1
    return [
        total / max(1, len(matters) if per_matter else count)
        for total, count in zip(totals, counts, strict=True)
    ]
