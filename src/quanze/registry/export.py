"""An edition as JSON, with everything that its digests are taken over (``docs/editions.md``).

``proof`` recomputes every digest from this alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from quanze.digests import Seal
from quanze.registry import form, seals

if TYPE_CHECKING:
    from quanze.registry.models import Edition, Entry, Matter


class Link(Protocol):
    """A succession, kept or about to be."""

    @property
    def kind(self) -> str: ...
    @property
    def predecessor(self) -> Matter: ...
    @property
    def successor(self) -> Matter: ...


def head(edition: Edition, links: Sequence[Link]) -> form.Json:
    """All that an edition says beside its annexes, as it is sealed in form 2."""
    return {
        "agency": {"code": edition.agency.code, "name": edition.agency_name},
        "sequence": edition.sequence,
        "title": edition.title,
        "origin": str(edition.origin),
        "effective_from": edition.effective_from.isoformat(),
        "effective_assumed": edition.effective_assumed,
        "published_on": None if edition.published_on is None else edition.published_on.isoformat(),
        "main": edition.main,
        "predecessor": _reference(edition.predecessor),
        "corrects": _reference(edition.corrects),
        "note": edition.note,
        "approval": edition.approval,
        "source": {
            "name": edition.source_name,
            "format": edition.source_format,
            "sha256": edition.source_sha256,
        },
        "links": sorted(
            (
                {
                    "kind": str(link.kind),
                    "predecessor": {
                        "agency": link.predecessor.agency.code,
                        "matter": link.predecessor.number,
                    },
                    "successor": {"agency": link.successor.agency.code, "matter": link.successor.number},
                }
                for link in links
            ),
            key=lambda link: [*link["predecessor"].values(), *link["successor"].values()],
        ),
    }


def head_1(edition: Edition) -> form.Json:
    """The same in form 1."""
    return {
        "agency": edition.agency.code,
        "sequence": edition.sequence,
        "effective_from": edition.effective_from.isoformat(),
        "predecessor": None if edition.predecessor is None else edition.predecessor.digest,
    }


def dump(edition: Edition, entries: Sequence[Entry], links: Sequence[Link]) -> form.Json:
    """The whole edition. ``entries`` are all its rows with matter and version, in the order of annex, ordinal and
    position; ``links`` the successions that began with it."""
    both = edition.form >= seals.FORM
    return {
        "format": f"quanze edition {edition.form}",
        "head": head(edition, links) if both else head_1(edition),
        "annexes": [_annex(frame, entries, both=both) for frame in edition.annexes],
        "digest": _digests(edition.seal, both=both),
    }


def _annex(frame: dict[str, Any], entries: Sequence[Entry], *, both: bool) -> form.Json:
    place = (frame["kind"], frame["ordinal"])
    rows = [_row(entry, both=both) for entry in entries if (entry.annex, entry.ordinal) == place]
    return {
        "kind": frame["kind"],
        "ordinal": frame["ordinal"],
        "frame": frame["frame"],
        "count": len(rows),
        "rows": rows,
        "digest": _digests(Seal(frame["digest"], frame.get("sm3", "")), both=both),
    }


def _row(entry: Entry, *, both: bool) -> form.Json:
    version = Seal(entry.version_id, entry.version.sm3)
    row: form.Json = {
        "position": entry.position,
        "matter": entry.matter.number,
        "content": entry.version.content,
        "placement": entry.placement,
        "version": _digests(version, both=both),
    }
    if both:
        row["digest"] = seals.entry(entry.matter.number, version, entry.placement).dump()
    return row


def _digests(seal: Seal, *, both: bool) -> form.Json:
    return seal.dump() if both else {"sha256": seal.sha256}


def _reference(edition: Edition | None) -> form.Json | None:
    return None if edition is None else {"sequence": edition.sequence, **edition.seal.dump()}
