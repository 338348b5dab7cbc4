"""From a matter's text and a person's corrections to the procedure that is proposed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from quanze.lists.model import AnnexKind, Matter
from quanze.procedure.compiler import compile_matter
from quanze.procedure.corrections import apply
from quanze.procedure.model import Limit, Procedure
from quanze.rulebook.corrections import Kept, Promise, dump
from quanze.rulebook.form import built, plain, procedure_digest, proposal_digest


@dataclass(frozen=True, slots=True)
class Content:
    """What a row of a confirmed procedure keeps, known by its digest."""

    digest: str
    value: Mapping[str, Any] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a matter's text gives.

    ``compiled`` is what the compiler proposes, ``procedure`` the same with the corrections, ``promised`` the limit of
    the whole that the bureau set, ``content`` both as they are kept when it is confirmed. ``stale`` are the places,
    among the corrections given, of those whose words the list no longer has. ``digest`` is what a person who confirms
    says to have seen.
    """

    compiled: Procedure
    procedure: Procedure
    promised: Limit | None
    stale: frozenset[int]
    content: Content
    digest: str


def propose(
    matter: Matter, version: str, corrections: Sequence[Kept], *, agency: str, annex: AnnexKind
) -> Proposal:
    """The proposal for a matter in that version. ``agency`` is the agency's name, which tells its level. The matter's
    序号 belongs to its place in an edition, not to its procedure: a list that is only numbered anew changes none."""
    compiled = compile_matter(replace(matter, number=None), agency=agency, annex=annex)
    promises = [each.limit for each in corrections if isinstance(each, Promise)]
    mine = [(place, each) for place, each in enumerate(corrections) if not isinstance(each, Promise)]
    procedure, missed = apply(compiled, [each for _, each in mine])
    stale = frozenset(place for place, each in mine if any(each is one for one in missed))
    promised = promises[-1] if promises else None
    value = {"procedure": plain(procedure), "promised": plain(promised)}
    content = Content(procedure_digest(value), value)
    applied = [dump(each) for place, each in enumerate(corrections) if place not in stale]
    known_by = proposal_digest(version, applied, content.digest)
    return Proposal(compiled, procedure, promised, stale, content, known_by)


@lru_cache(maxsize=1024)
def kept(content: Content) -> tuple[Procedure, Limit | None]:
    """A confirmed procedure and its promised limit. Since a digest stands for one content for ever, what was read once
    is held in memory."""
    promised = content.value["promised"]
    procedure = built(Procedure, content.value["procedure"])
    return procedure, None if promised is None else built(Limit, promised)
