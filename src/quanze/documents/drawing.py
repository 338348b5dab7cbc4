"""Drawings (SVG) as a document takes them: with a font that shows their words, and as pictures for Word."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from quanze.documents.fonts import Face
from quanze.documents.typesetting import family, paint

PIXELS_PER_INCH = 220
"""Enough for paper."""

_TEMPLATE = """\
#let data = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 0pt)
#for each in data.drawings { page(image(bytes(each.picture), format: "svg", width: each.width * 1mm)) }
"""


def drawn(svg: str) -> str:
    """The same with a font of this machine for its words. Raises ``NotTypeset`` where there is none."""
    return svg.replace("<svg ", f"<svg font-family={quoteattr(family(Face.HEI))} ", 1)


def pngs(drawings: Sequence[tuple[str, float]]) -> list[bytes]:
    """Each drawing with its width in mm as a picture, the same bytes for the same drawing. Raises ``NotTypeset``."""
    if not drawings:
        return []
    data = {"drawings": [{"picture": drawn(svg), "width": wide} for svg, wide in drawings]}
    return paint(_TEMPLATE, data, PIXELS_PER_INCH)
