"""Whether a PDF asks for a password, told in a process of its own: its parser is exposed to whatever the file holds.

The child is ``python -m quanze.files.locks FILE NAME``. Many official PDFs are encrypted so that they can be read and
not changed: they open without a password, and are no obstacle.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser

from quanze.files.apart import answer, ask

_ENTRY = b"/Encrypt"
_CHUNK = 1 << 20


def asks_for_password(path: Path) -> bool:
    """Whether the PDF cannot be opened without one. Raises :class:`Refusal` where looking takes too long."""
    return _speaks_of_encryption(path) and bool(ask(__spec__.name, path, path.name)["locked"])


def _speaks_of_encryption(path: Path) -> bool:
    """ISO 32000-1 7.5.5, 7.5.8.2: the entry stands in a trailer or in the dictionary of a cross-reference stream, both
    of which are never packed. Most files have none, and need no child."""
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if _ENTRY in before + chunk:
                return True
            before = chunk[-len(_ENTRY) :]
    return False


def main(path: str, name: str) -> None:
    """What the child does."""

    def look() -> dict[str, Any]:
        with Path(path).open("rb") as file:
            try:
                PDFDocument(PDFParser(file), password="")
            except PDFPasswordIncorrect:
                return {"locked": True}
            except PDFEncryptionError:
                return {"locked": True}  # in a way of its own, for which few programs have the key
            except Exception:  # a parser's own trouble: readers are more forgiving than it
                return {"locked": False}
        return {"locked": False}

    answer(look)


if __name__ == "__main__":
    main(*sys.argv[1:])
