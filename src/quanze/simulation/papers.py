"""What is handed in and scanned in a simulated year: one PDF that says of itself that it stands for nothing."""

from __future__ import annotations

import io
from functools import cache

from quanze.cases.models import Case
from quanze.documents import pdf
from quanze.documents.tree import Document, Role, paragraph
from quanze.files.models import Deposit
from quanze.files.services import bind, receive
from quanze.people.models import Person
from quanze.simulation.cast import MARK

SCAN = f"本件文书扫描件（{MARK}）.pdf"


def scan(case: Case, by: Person) -> Deposit:
    """The scan of the papers of a case, handed in by whoever needs it first."""
    found = Deposit.objects.filter(bound_to=case.subject, filename=SCAN).first()
    if found is None:
        found = receive(by, SCAN, [drawn()])
        bind(found, case.subject)
    return found


def material(by: Person, name: str) -> Deposit:
    """A material of this name, handed in by whoever applies."""
    return receive(by, f"{name[:60]}（{MARK}）.pdf", [drawn()])


@cache
def drawn() -> bytes:
    """The bytes that stand for every paper."""
    out = io.BytesIO()
    title = f"{MARK}文件"
    told = (paragraph(Role.TITLE, title), paragraph(Role.CENTRED, f"（{MARK}，没有实际内容，不作任何证明）"))
    pdf.write(Document(title, told), out)
    return out.getvalue()
