"""Reading a law or a notice that somebody hands in, in a process of its own (``files.apart``).

The child (``python -m quanze.library.reading FILE NAME``) imports no Django.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from quanze.files.apart import answer, ask
from quanze.law import markdown, notices
from quanze.law.instruments import Instrument
from quanze.library.codec import dump_instrument, load_instrument

MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read in a file: the instrument with its version and what it says of its own validity, and sentences
    about what was doubtful."""

    instrument: Instrument
    doubts: tuple[str, ...]


def read_apart(path: Path, name: str) -> Draft:
    """Read a law or a notice in a child process; ``name`` is the file's own, by which its format is told. Raises
    ``Refusal``."""
    told = ask(__spec__.name, path, name)
    return Draft(load_instrument(told["instrument"]), tuple(told["doubts"]))


def main(path: str, name: str) -> None:
    """What the child does."""

    def read() -> dict[str, Any]:
        data = Path(path).read_bytes()
        reader = markdown if PurePath(name).suffix.lower() in MARKDOWN else notices
        reading = reader.read(data, name)
        return {"instrument": dump_instrument(reading.instrument), "doubts": list(reading.doubts)}

    answer(read)


if __name__ == "__main__":
    main(*sys.argv[1:])
