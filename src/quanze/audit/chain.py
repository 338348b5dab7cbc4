"""How links are made: the digest of a link, and what is derived from its body. Pure."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from quanze.digests import canonical, digest


def link(previous: str, body: str) -> str:
    """The digest of the link ``body`` after the link whose digest is ``previous`` ("" for the first)."""
    return digest("quanze audit event 1", f"{previous}\n{body}")


def trace_digest(address: str | None, agent: str, salt: str) -> str:
    """What stands in an event's body for the place it came from."""
    return digest("quanze audit trace 1", canonical([address, agent[:300], salt]))


def columns(body: str) -> dict[str, Any]:
    """The columns of an ``Event`` that are derived from its body."""
    data = json.loads(body)
    thing = data["thing"] or {"type": "", "id": "", "label": ""}
    return {
        "chain": data["chain"],
        "sequence": data["sequence"],
        "at": datetime.fromisoformat(data["at"]),
        "verb": data["verb"],
        "who": data["who"]["id"],
        "who_name": data["who"]["name"][:150],
        "thing_type": thing["type"],
        "thing_id": thing["id"],
        "thing_label": thing["label"][:300],
    }
