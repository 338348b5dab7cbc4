"""Steps while a text is being read: found act by act, extended by clauses, merged where two speak of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quanze.procedure.compiler.conditions import needed_only
from quanze.procedure.compiler.parties import party_in
from quanze.procedure.compiler.patterns import Row
from quanze.procedure.compiler.qualities import NONE, Qualities, qualities
from quanze.procedure.compiler.wording import Wording
from quanze.procedure.model import Kind, Limit

Span = tuple[int, int]


class Draft(NamedTuple):
    """A step in the making; spans are positions in the folded text. ``implied``: the act stands in a condition
    (审核后), and is a step only where nothing else speaks of it."""

    kind: Kind
    name: str
    span: Span
    also: tuple[Span, ...] = ()
    negative: bool = False
    external: str | None = None
    implied: bool = False
    condition: str | None = None
    optional: bool = False
    limit: Limit | None = None
    minutes: int | None = None
    longer: Limit | None = None
    min_people: int | None = None
    asked: frozenset[str] = frozenset()
    party: str | None = None
    only_when: str | None = None

    def with_qualities(self, found: Qualities, *, only_when: str | None = None) -> Draft:
        """With what another piece of text asks of it."""
        if found is NONE and only_when is None:
            return self
        return self._replace(
            limit=self.limit or found.limit,
            minutes=self.minutes or found.minutes,
            longer=self.longer or found.longer,
            min_people=self.min_people or found.min_people,
            asked=self.asked | found.named,
            only_when=self.only_when or only_when,
        )


LASTING = frozenset({Kind.PUBLICIZE, Kind.ANNOUNCE})
"""Kinds whose limit may be a bare duration (公示5日)."""

_ALTERNATIVES = frozenset({Kind.ACCEPT, Kind.REFUSE, Kind.SUPPLEMENT, Kind.DECIDE})
"""Kinds of which a stage has one: what several clauses say of it belongs together."""

_APART = frozenset(
    {
        Kind.FOLLOW_UP,
        Kind.OTHER,
        Kind.NOTIFY,
        Kind.ENFORCE,
        Kind.APPRAISE,
        Kind.REPORT,
        Kind.DELIVER,
        Kind.HEAR,
    }
)
"""Kinds of which each row is a step of its own: a rectification is no revocation."""


def draft(
    wording: Wording,
    row: Row,
    kind: Kind,
    share: Span,
    *,
    condition: Span | None,
    asked: Qualities,
    external: str | None,
    negative: bool,
    lead: str = "",
) -> Draft:
    """The step that a row finds in its share of a clause; ``asked`` is what the words before it ask of it, and
    ``lead`` are those of its own clause."""
    start, end = span = wording.trimmed(*share)
    after = start if condition is None else max(start, condition[1])
    words = wording.text[after:end]
    found = asked.and_also(qualities(words, lasts=kind in LASTING))
    party = external
    if not party:
        where = party_in(words, kind)
        party = None if where is None else wording.words(after + where[0], after + where[1])
    when = None if condition is None else wording.words(*wording.trimmed(*condition))
    return Draft(
        kind,
        row.name,
        span,
        (),
        negative,
        external,
        False,
        when,
        _optional(kind, wording.text[slice(*condition)] if condition else "", lead + words),
        found.limit,
        found.minutes,
        found.longer,
        found.min_people,
        found.named,
        party,
    )


def _optional(kind: Kind, condition: str, words: str) -> bool:
    if kind in (Kind.ACCEPT, Kind.REFUSE, Kind.DECIDE):
        return False
    return needed_only(condition, words)


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of one stage in their order, those that speak of one step made one."""
    out: list[Draft] = []
    for one in drafts:
        for at, other in enumerate(out):
            if _same(other, one):
                out[at] = _joined(other, one)
                break
        else:
            out.append(one)
    return out


_BY_SILENCE = "视为受理"
"""An acceptance of its own: it needs nobody's act."""


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _same(one: Draft, other: Draft) -> bool:
    if one.kind is not other.kind or one.external != other.external:
        return False
    if one.span == other.span and one.name == other.name:
        return True
    if not (
        _agree(one.limit, other.limit)
        and _agree(one.minutes, other.minutes)
        and _agree(one.longer, other.longer)
        and _agree(one.min_people, other.min_people)
    ):
        return False
    if one.kind is Kind.DECIDE:
        return _agree(one.party, other.party)
    if (
        (one.kind in _APART or _BY_SILENCE in (one.name, other.name)) and one.name != other.name
    ) or not _agree(one.party, other.party):
        return False
    if "extendable" in one.asked & other.asked:
        return _agree(one.condition, other.condition)
    if one.kind in _ALTERNATIVES:
        return _agree(one.condition, other.condition) and _once(one) == _once(other)
    return one.condition == other.condition


def _once(one: Draft) -> bool:
    return one.kind is not Kind.SUPPLEMENT or "once" in one.asked


def _joined(one: Draft, other: Draft) -> Draft:
    """One step of two clauses. The longer clause tells more and becomes its text. Decisions for and against are one
    step: what the negative one asks for is asked for in its case only."""
    main, rest = (one, other) if _length(one) >= _length(other) else (other, one)
    only_when = one.only_when or other.only_when
    condition = one.condition or other.condition
    if one.kind is Kind.DECIDE and one.condition != other.condition:
        condition = None
        against = next((x for x in (one, other) if x.negative and x.condition), None)
        if against is not None and against.asked & {"reasons", "written"}:
            only_when = only_when or against.condition
    return Draft(
        one.kind,
        main.name,
        main.span,
        (*main.also, *((rest.span,) if rest.span != main.span else ()), *rest.also),
        one.negative and other.negative,
        one.external,
        one.implied and other.implied,
        condition,
        one.optional and other.optional,
        one.limit or other.limit,
        one.minutes or other.minutes,
        one.longer or other.longer,
        one.min_people or other.min_people,
        one.asked | other.asked,
        one.party or other.party,
        only_when,
    )


def _length(one: Draft) -> int:
    return one.span[1] - one.span[0]
