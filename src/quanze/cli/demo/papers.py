"""What is handed in in a demo: real PDFs that say what they stand for, and that they are none."""

from __future__ import annotations

import io
from functools import cache

from quanze.cli.demo.people import MARK
from quanze.documents import pdf
from quanze.documents.tree import Document, Role, paragraph
from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.people.models import Person


def paper(by: Person, name: str) -> Deposit:
    """A file of this name, handed in by this person."""
    return receive(by, f"{name[:60]}（{MARK}）.pdf", [_drawn(name)])


@cache
def _drawn(name: str) -> bytes:
    out = io.BytesIO()
    pdf.write(
        Document(
            name,
            (
                paragraph(Role.TITLE, name),
                paragraph(Role.CENTRED, f"（{MARK}文件，没有实际内容，不作任何证明）"),
            ),
        ),
        out,
    )
    return out.getvalue()
