"""How links are made: the digest of a link, and what is derived from its body. Pure.

A body names who acted by the number of the account alone. What says who that is (the name, the address, the browser,
the label of a thing that is a person) stands in the event's trace; the body holds one salted digest of it, so that it
may be removed after its term and the chain still holds.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring  # what json.dumps writes texts with
from typing import Any

from quanze.digests import canonical, digest

NO_BODY = (AttributeError, KeyError, TypeError, ValueError, RecursionError)
"""What :func:`read` raises for what is no body."""


def link(previous: str, body: str) -> str:
    """The digest of the link ``body`` after the link whose digest is ``previous`` ("" for the first)."""
    return sha256(f"quanze audit event 1\n{previous}\n{body}".encode()).hexdigest()


def trace_digest(address: str | None, agent: str, name: str, label: str, salt: str) -> str:
    """What stands in an event's body (``trace``) for where it came from, who acted and, where that is a person, about
    whom: over the canonical JSON of the five, written here at once since a whole record is read in one go."""
    said = f"quanze audit trace 2\n{_unsalted(address, agent, name, label)}{encode_basestring(salt)}]"
    return sha256(said.encode()).hexdigest()


@lru_cache(maxsize=1 << 15)
def _unsalted(address: str | None, agent: str, name: str, label: str) -> str:
    """The beginning, which is the same for all that somebody did from one place."""
    first = "null" if address is None else encode_basestring(address)
    return f"[{first},{encode_basestring(agent[:300])},{encode_basestring(name)},{encode_basestring(label)},"


def first_trace_digest(address: str | None, agent: str, salt: str) -> str:
    """The same (``where``) in events of the first form, which bear names in their bodies."""
    return digest("quanze audit trace 1", canonical([address, agent[:300], salt]))


def moment(at: datetime) -> str:
    """A moment in UTC, as bodies write it: such texts are in the order of the moments."""
    return at.isoformat(timespec="microseconds")


COLUMNS = ("sequence", "at", "verb", "who", "thing_type", "thing_id", "thing_label")
"""The columns of an ``Event`` that follow from its body, besides its chain."""

_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # in C; loads() looks for more than we need


def read(body: str) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """What a body says, and the :data:`COLUMNS` that follow, the moment as it is written."""
    try:
        said, end = _scan(body, 0)
    except StopIteration:
        raise ValueError("no JSON") from None
    if end != len(body):
        raise ValueError("more than one value")
    thing = said["thing"]
    verb, who = said["verb"], said["who"]["id"]
    if thing is None:
        return said, (said["sequence"], said["at"], verb, who, "", "", "")
    about = (thing["type"], thing["id"], thing["label"][:300])
    return said, (said["sequence"], said["at"], verb, who, *about)


def says(body: str, columns: tuple[Any, ...], trace: str) -> bool:
    """Whether a body says what these columns (its chain first) say, and holds this digest of a trace: told by how its
    text begins and ends around ``detail``, since to read a million of them takes longer than all the rest. False also
    for what is written otherwise, such as what nobody did, or is about nothing: then it has to be read."""
    chain, sequence, at, verb, who, type_, thing, label = columns
    return body.startswith(f'{{"at":"{at}","chain":"{chain}","detail":{{') and body.endswith(
        f'}},"sequence":{sequence},"thing":{{"id":{encode_basestring(thing)},"label":{encode_basestring(label)},'
        f'"type":"{type_}"}},"trace":"{trace}","verb":"{verb}","who":{{"id":{who}}}}}'
    )


def columns(body: str) -> dict[str, Any]:
    """The columns of an ``Event`` that are derived from its body."""
    said, found = read(body)
    named = dict(zip(COLUMNS, found, strict=True))
    return {"chain": said["chain"], **named, "at": datetime.fromisoformat(said["at"])}


def traced(said: dict[str, Any], address: str | None, agent: str, name: str, label: str, salt: str) -> bool:
    """Whether a trace is the one of which this body holds the digest."""
    try:
        if "trace" in said:
            return bool(said["trace"] == trace_digest(address, agent, name, label, salt))
        return (name, label) == ("", "") and bool(said["where"] == first_trace_digest(address, agent, salt))
    except NO_BODY:
        return False
