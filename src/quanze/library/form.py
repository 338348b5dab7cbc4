"""The digests by which texts and statements are recognised when they come again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanze.audit.canonical import canonical, digest
from quanze.law.instruments import Statement
from quanze.library.codec import dump_statement


def text_digest(text: Mapping[str, Any]) -> str:
    """By which a text is recognised."""
    return digest("quanze law text 1", canonical(dict(text)))


def statement_digest(
    instrument: int, statement: Statement, by: int | None, successor: int | None, salt: str = ""
) -> str:
    """By which a statement is recognised. What a person says carries a ``salt``, since it may be said again after it
    was withdrawn."""
    said = {**dump_statement(statement), "instrument": instrument, "by": by, "successor": successor}
    return digest("quanze law statement 1", canonical({**said, "salt": salt}))
