"""Whether this machine can set Chinese text: no font comes with the program."""

from __future__ import annotations

import pytest
import typst

from quanze.documents.fonts import choose

FOUND = choose(typst.Fonts(include_embedded_fonts=False).families()) is not None

needs_chinese_fonts = pytest.mark.skipif(
    not FOUND, reason="no Chinese font is installed (Debian: fonts-noto-cjk), so no PDF can be set"
)
