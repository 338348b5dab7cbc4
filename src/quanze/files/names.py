"""The name under which a file was handed in, made harmless without losing what it says."""

from __future__ import annotations

import unicodedata

LONGEST = 150
"""Characters of a name that is shown and offered for download: most file systems take 255 bytes, browsers and archives
shorten what is longer wherever they like, and people rarely write half as much."""

MOST_READ = 4000
"""Characters that are looked at: nobody types more, and a hostile name shall cost nothing."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
"""Categories of Unicode that do not stand in a name: controls, overrides of direction (which turn ``exe.pdf`` around),
zero-width characters, halves of surrogate pairs, what is not assigned or private, line ends."""

_EXTENSION = 12


def clean_name(given: str) -> str:
    """The last part of the path, without invisible characters, runs of blanks made one. Never empty."""
    last = given[:MOST_READ].replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", last)
        if character in "\t\n\r" or unicodedata.category(character) not in _INVISIBLE
    )
    return " ".join(seen.split()).strip(". ") or "未命名"


def shorten(name: str) -> str:
    """``name`` with an ellipsis in its middle where it is longer than :data:`LONGEST`: its beginning, its end and its
    extension stay."""
    if len(name) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    tail = f".{extension}" if dot and len(extension) <= _EXTENSION else ""
    stem = name[: len(name) - len(tail)]
    room = LONGEST - len(tail) - 1
    ahead = room * 2 // 3
    return f"{stem[:ahead]}…{stem[len(stem) - (room - ahead) :]}{tail}"
