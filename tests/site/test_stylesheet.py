"""The style sheet keeps what it promises: colours that can be read, and nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import quanze.site

SHEET = (Path(quanze.site.__file__).parent / "static" / "site" / "quanze.css").read_text("utf-8")
COLOURS = dict(re.findall(r"^  --([a-z0-9-]+): (#[0-9a-f]{3,6});", SHEET, re.MULTILINE))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "blue", "blue-deep", "red", "alert"])
@pytest.mark.parametrize("ground", ["paper", "ground", "blue-soft", "alert-soft", "mark"])
def test_every_ink_can_be_read_on_every_ground(ink, ground):
    light, dark = luminance(COLOURS[ground]), luminance(COLOURS[ink])
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_colours_of_words_are_tokens():
    assert re.findall(r"^  color: (?!var|inherit|currentColor|#000;)(.*);", SHEET, re.MULTILINE) == []


def test_nothing_is_fetched_from_elsewhere():
    assert "url(" not in SHEET
    assert "@import" not in SHEET


def test_no_section_stands_within_an_open_rule():
    for above in re.split(r"^/\* --- ", SHEET, flags=re.MULTILINE):
        assert above.count("{") == above.count("}"), above[:40]
