"""The door for writing: what was done is recorded, the record is verified, anchored, and relieved of what is past its
term."""

from __future__ import annotations

from quanze.audit.anchoring import anchor, make_key
from quanze.audit.anchors import NoAnchor
from quanze.audit.checks import ask as ask_check
from quanze.audit.daily import keep as keep_record
from quanze.audit.forgetting import forget
from quanze.audit.noting import note
from quanze.audit.recording import INSTALLATION, SYSTEM, Origin, Person, Thing, record

__all__ = [
    "INSTALLATION",
    "SYSTEM",
    "NoAnchor",
    "Origin",
    "Person",
    "Thing",
    "anchor",
    "ask_check",
    "forget",
    "keep_record",
    "make_key",
    "note",
    "record",
]
