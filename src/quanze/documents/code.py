"""QR codes (GB/T 18284-2000, ISO/IEC 18004), drawn for both writers."""

from __future__ import annotations

import io

import segno

CODE_SAYS = "二维码：核验本文书"
"""What stands for the code where a picture cannot be seen."""
LEVEL = "m"
"""15 % of it may be lost: paper is folded and stamped."""
QUIET = 2
"""Modules of white that the picture keeps around the code; the page has more."""


def png(text: str) -> bytes:
    """The code as a picture in black and white, the same bytes for the same text."""
    out = io.BytesIO()
    segno.make(text, error=LEVEL, micro=False).save(out, kind="png", scale=8, border=QUIET)
    return out.getvalue()


def svg(text: str) -> str:
    """The code as SVG."""
    out = io.BytesIO()
    segno.make(text, error=LEVEL, micro=False).save(
        out, kind="svg", border=QUIET, xmldecl=False, omitsize=True, dark="#000", light="#fff"
    )
    return out.getvalue().decode()
