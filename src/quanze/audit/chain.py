"""How links are made: the digest of a link, and what is derived from its body. Pure.

A body names who acted by the number of the account alone. What says who that is (the name, the address, the browser,
the label of a thing that is a person) stands in the event's trace; the body holds one salted digest of it, so that it
may be removed after its term and the chain still holds.
"""

from __future__ import annotations

import json
from datetime import datetime
from json.encoder import encode_basestring  # type: ignore[attr-defined]  # what json.dumps writes texts with
from typing import Any

from quanze.digests import canonical, digest


def link(previous: str, body: str) -> str:
    """The digest of the link ``body`` after the link whose digest is ``previous`` ("" for the first)."""
    return digest("quanze audit event 1", f"{previous}\n{body}")


def trace_digest(address: str | None, agent: str, name: str, label: str, salt: str) -> str:
    """What stands in an event's body (``trace``) for where it came from, who acted and, where that is a person, about
    whom: over the canonical JSON of the five, written here at once since a whole record is read in one go."""
    first = "null" if address is None else encode_basestring(address)
    rest = ",".join(map(encode_basestring, (agent[:300], name, label, salt)))
    return digest("quanze audit trace 2", f"[{first},{rest}]")


def first_trace_digest(address: str | None, agent: str, salt: str) -> str:
    """The same (``where``) in events of the first form, which bear names in their bodies."""
    return digest("quanze audit trace 1", canonical([address, agent[:300], salt]))


DERIVED = ("chain", "sequence", "at", "verb", "who", "thing_type", "thing_id", "thing_label")
"""The columns of an ``Event`` that follow from its body."""


def columns(body: str) -> dict[str, Any]:
    """:data:`DERIVED`, by name."""
    return dict(zip(DERIVED, derived(json.loads(body)), strict=True))


def derived(said: dict[str, Any]) -> tuple[Any, ...]:
    """:data:`DERIVED`, of a body that was read. Raises ``AttributeError``, ``KeyError``, ``TypeError`` or
    ``ValueError`` for what is no body."""
    thing = said["thing"]
    about = ("", "", "") if thing is None else (thing["type"], thing["id"], thing["label"][:300])
    at = datetime.fromisoformat(said["at"])
    return (said["chain"], said["sequence"], at, said["verb"], said["who"]["id"], *about)


def traced(said: dict[str, Any], address: str | None, agent: str, name: str, label: str, salt: str) -> bool:
    """Whether a trace is the one of which this body holds the digest."""
    if "trace" in said:
        return bool(said["trace"] == trace_digest(address, agent, name, label, salt))
    return (name, label) == ("", "") and bool(said["where"] == first_trace_digest(address, agent, salt))
