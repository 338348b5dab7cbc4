"""The form in which a letter is hashed: canonical JSON of its values and its tree, under a tag of its own."""

from __future__ import annotations

from typing import Any

from quanze.digests import Seal, digest

LETTER = "quanze letter 1"
TEMPLATE = "quanze letter template 1"


def seal(
    kind: str, number: str, dated: str, values: dict[str, Any], template: str, tree: dict[str, Any]
) -> Seal:
    """SHA-256 and SM3 of a letter as issued; anyone who has its JSON can recompute them."""
    return Seal.of(
        LETTER,
        {
            "kind": kind,
            "number": number,
            "dated": dated,
            "values": values,
            "template": template,
            "tree": tree,
        },
    )


def template_digest(text: str) -> str:
    """By which a wording is known."""
    return digest(TEMPLATE, text)
