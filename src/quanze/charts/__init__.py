"""Charts of figures as accessible SVG, and the same figures as a table. Pure functions; the doors are ``svg`` and
``table``."""

from __future__ import annotations

from quanze.charts import bars, columns, shares, spans
from quanze.charts.model import Bar, Bars, Chart, Columns, Month, Share, Shares, Span, Spans
from quanze.charts.paper import nothing

__all__ = ["Bar", "Bars", "Chart", "Columns", "Month", "Share", "Shares", "Span", "Spans", "svg", "table"]


def svg(chart: Chart, key: str = "chart") -> str:
    """An ``<svg>`` element to put into a page. ``key`` sets its ids apart from those of other charts there: letters,
    digits and hyphens."""
    if not chart.rows:
        return nothing(key, type(chart).__name__.lower(), chart.title)
    match chart:
        case Bars():
            return bars.draw(chart, key)
        case Columns():
            return columns.draw(chart, key)
        case Shares():
            return shares.draw(chart, key)
        case Spans():
            return spans.draw(chart, key)


def table(chart: Chart) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The heading and the rows of the same figures, written as in the chart."""
    match chart:
        case Bars():
            return bars.table(chart)
        case Columns():
            return columns.table(chart)
        case Shares():
            return shares.table(chart)
        case Spans():
            return spans.table(chart)
