"""The door for writing: letters issued, rendered, sealed, delivered and made void; an agency's wording and numbers."""

from __future__ import annotations

from quanze.letters.issuing import issue, rendered_when_asked
from quanze.letters.proving import evidence, record_delivery, record_seal, void
from quanze.letters.rendering import render, render_due
from quanze.letters.setting import Conflict, restore_template, save_template, set_numbering
from quanze.letters.template import Unfit
from quanze.people.unacceptable import Unacceptable

__all__ = [
    "Conflict",
    "Unacceptable",
    "Unfit",
    "evidence",
    "issue",
    "record_delivery",
    "record_seal",
    "render",
    "render_due",
    "rendered_when_asked",
    "restore_template",
    "save_template",
    "set_numbering",
    "void",
]
