"""The flow chart of a procedure, or of a case with the place where it is, as SVG drawn on the server."""

from __future__ import annotations

from quanze.procedure.chart.figure import rows_of
from quanze.procedure.chart.layout import NARROW, WIDE, Measure, lay_out
from quanze.procedure.chart.svg import svg
from quanze.procedure.engine.state import State
from quanze.procedure.model import Procedure

__all__ = ["NARROW", "WIDE", "Measure", "flow_chart"]


def flow_chart(
    procedure: Procedure, state: State | None = None, *, measure: Measure = WIDE, ident: str = "flow"
) -> str:
    """One ``svg`` element: the steps of the procedure in their order, from application to end, with what branches off.

    With ``state``, each step says what the case has made of it, and where it is now. Everything has a title and a
    description, no meaning hangs on colour, and all words are escaped. ``NARROW`` is for a phone: both may stand in
    one page, each with its own ``ident``, and the stylesheet shows the one that fits (classes ``wide``, ``narrow``).
    """
    rows = rows_of(procedure, state)
    title = f"{procedure.matter}办理流程" + ("（本件进度）" if state else "")
    return svg(lay_out(rows, measure), rows, title, ident, "wide" if measure.side else "narrow")
