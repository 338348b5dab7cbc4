"""What only the basis asks for: sentences that bind us, the applicant, or another organ.

A basis quotes rules made for many: only what a sentence says of the county, of the place (当地, 各地) or of whoever
does the first review binds us. What it says of a ministry, a province or an expert is another party's. Of the
applicant's own duties nothing becomes a step; what the applicant brings is a material.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from quanze.procedure.compiler.drafts import Draft, Span, draft
from quanze.procedure.compiler.parties import Level, level_of, party_in
from quanze.procedure.compiler.patterns import (
    Row,
    Sifted,
    basis_acts,
    compiled,
    expression,
    words,
)
from quanze.procedure.compiler.qualities import NONE
from quanze.procedure.compiler.sifting import acts_in, basis_acts_in
from quanze.procedure.compiler.spotting import Found, find
from quanze.procedure.compiler.wording import BLOT, Wording, clauses, sentences
from quanze.procedure.model import Kind
from quanze.prose import HAN

LONGEST = 60_000

GENERIC = frozenset(
    {Kind.REVIEW, Kind.APPRAISE, Kind.DECIDE, Kind.JOINT_REVIEW, Kind.PUBLICIZE, Kind.RECOMMEND, Kind.REPORT}
)
"""Kinds that a basis may name in the words of duties. The others it names in words of its own (``basis.toml``)."""

ELSEWHERE = frozenset(
    {Kind.REVIEW, Kind.APPRAISE, Kind.DECIDE, Kind.ANNOUNCE, Kind.INSPECT, Kind.JOINT_REVIEW}
)
"""What is worth showing of another organ's work."""

_DOES = "首先|向|应|须|将|提交|报送|必须|自|负责|对申报材料|关闭|编制|需"
"""What an applicant does, right behind its name."""

_HIGHER = re.compile(
    rf"(?!配合|报|向|会同|联合|提交|对|经|承办|受|按|将|和)(?:各?省(?!辖市|直管)|自治区|省级|国家|国务院|中央|[{HAN}]{{2,10}}部(?![门分署委位])|各省辖市|省辖市)"
)
_HIGHER_NAME = re.compile(
    rf"[{HAN}、]{{0,60}}?(?:主管部门|行政部门|管理部门|人民政府|委员会|厅|部(?![门分署委位])|局)"
    r"(?![、和及])"
)
_LOCATOR = re.compile(
    rf"(?:第[〇零一二三四五六七八九十百0-9]+[条款项]|[一二三四五六七八九十]+、[{HAN}]{{0,12}}|[{BLOT}《》\s]|\([^()]{{0,80}}\)|[{HAN}]{{0,10}}(?:规定|要求):|\d{{1,2}}[.、]|关于|请|有关要求)+"
)

_ASIDE = re.compile(r"[^,]{0,16}[〔\[][^,]*|以下[简统]称|下同|含|[^,]{0,24}[令号]\Z|.{0,12}年修")
"""A bracket that names a document's number or an alias."""


_ORDERS = re.compile("应当|配合|协助")
_ORDERS_NOT = re.compile("不|未|没有|拒|违")
"""A sentence of a liability clause that orders work, unless it speaks of what was not done."""

_LEADING = re.compile("并(?![联网购])")
_OPEN, _CLOSE = "\ufdd1", "\ufdd2"
"""Stand for 《 and 》 where the inside of titles is looked at too."""


@cache
def _local() -> re.Pattern[str]:
    return compiled(words("basis", "local"))


@cache
def _applicant() -> re.Pattern[str]:
    names = "|".join(map(expression, words("basis", "applicants")))
    return re.compile(rf"(?:由)?[^,、]{{0,24}}?(?:{names})(?={_DOES})")


@cache
def _orders() -> tuple[Row, ...]:
    return tuple(row for row in basis_acts() if row.kind is Kind.FOLLOW_UP and not row.titles)


class Binds(Enum):
    """Whom a clause binds."""

    US = "us"
    APPLICANT = "applicant"
    ELSEWHERE = "elsewhere"
    NOBODY = "nobody"


class BasisDraft(NamedTuple):
    """A draft from the basis. ``topic``: it is proposed even where the duties have a step of its kind."""

    draft: Draft
    topic: bool


@lru_cache(maxsize=512)
def read_basis(value: str, ours: Level) -> tuple[BasisDraft, ...]:
    """What a basis asks of us, and what it shows of others' work, in order."""
    wording = Wording("", value[:LONGEST])
    return (*_titles(wording), *_sentences(wording, ours))


@lru_cache(maxsize=512)
def read_liability_duties(value: str) -> tuple[BasisDraft, ...]:
    """Work that a liability clause orders rather than sanctions (协助执行), in order."""
    wording = Wording("", value[:LONGEST])
    out = []
    for begin, end in sentences(wording, 0, len(wording.text)):
        said = wording.text[begin:end]
        if not _ORDERS.search(said) or _ORDERS_NOT.search(said) or said.endswith("的"):
            continue
        for start, stop in clauses(wording, begin, end):
            for act in find(wording.text, start, stop, _orders()):
                out.append(BasisDraft(_made(wording, act, act.end, (start, stop), None), True))
    return tuple(_unique(out))


def _titles(wording: Wording) -> Iterator[BasisDraft]:
    """What the cited documents' own names speak of: a notice about 复核评价工作 orders that work."""
    if "《" not in wording.text:
        return
    plain = Wording("", wording.value.replace("《", _OPEN).replace("》", _CLOSE))
    rows = [row for row in basis_acts() if row.titles and row.says.search(plain.text)]
    if not rows:
        return
    inside = {at for at, (one, two) in enumerate(zip(plain.text, wording.text, strict=True)) if one != two}
    out = []
    for act in find(plain.text, 0, len(plain.text), rows):
        if act.start in inside:
            end = plain.text.find(_CLOSE, act.end)
            title = (plain.text.rfind(_OPEN, 0, act.start) + 1, act.end if end < 0 else end)
            out.append(BasisDraft(_made(wording, act, act.end, title, None), act.row.topic))
    yield from _unique(out)


class BoundClause(NamedTuple):
    """A clause of a basis and whom it binds; ``sentence`` is where its sentence begins, ``head`` where the clause does
    without the locator before it (第六条), ``who`` the other organ."""

    sentence: int
    start: int
    head: int
    stop: int
    binds: Binds
    who: str


@lru_cache(maxsize=64)
def clauses_of(value: str, ours: Level) -> tuple[BoundClause, ...]:
    """The clauses of a basis, kept as long as one matter needs them."""
    return tuple(_bound_clauses(Wording("", value), ours))


def _bound_clauses(wording: Wording, ours: Level) -> Iterator[BoundClause]:
    """One that names nobody goes on speaking of whom the last one named."""
    binds, who = Binds.NOBODY, ""
    for begin, end in sentences(wording, 0, len(wording.text)):
        for start, stop in clauses(wording, begin, end):
            if _ASIDE.match(wording.text, start, stop):
                continue
            located = _LOCATOR.match(wording.text, start, stop)
            head = start if located is None else located.end()
            if located is not None and "《" in located.group():
                binds, who = Binds.NOBODY, ""
            binds, who = _bound(wording, head, stop, ours) or (binds, who)
            yield BoundClause(begin, start, head, stop, binds, who)


def _sentences(wording: Wording, ours: Level) -> Iterator[BasisDraft]:
    own, general = basis_acts_in(wording.text), acts_in(wording.text)
    out: list[BasisDraft] = []
    for clause in clauses_of(wording.value, ours):
        out.extend(_clause(wording, clause, own, general))
    yield from _unique(out)


def _bound(wording: Wording, start: int, stop: int, ours: Level) -> tuple[Binds, str] | None:
    """Whom a clause names as the one who acts, ``None`` where it names nobody."""
    text = wording.text
    head = text[start : min(stop, start + 90)]
    applicant = _applicant().match(head)
    local = _local().search(head)
    if applicant is not None and (local is None or local.start() >= applicant.end()):
        return Binds.APPLICANT, applicant.group()
    higher = _HIGHER.match(head.removeprefix("由"))
    if local is not None and (higher is None or "省辖市" in head[:6] or local.start() < 4):
        return Binds.US, ""
    if higher is not None:
        name = _HIGHER_NAME.match(head.removeprefix("由"))
        organ = higher.group() if name is None else name.group()
        if level_of(organ) > ours:
            return Binds.ELSEWHERE, organ
    return None


def _clause(
    wording: Wording, clause: BoundClause, basis: Sifted[Row], general: Sifted[Row]
) -> Iterator[BasisDraft]:
    us, elsewhere = clause.binds is Binds.US, clause.binds is Binds.ELSEWHERE
    special_rows, general_rows = basis.rows(clause.start, clause.stop), []
    if us or elsewhere:
        general_rows = general.rows(clause.start, clause.stop)
    else:
        special_rows = [row for row in special_rows if row.external]
    if not special_rows and not general_rows:
        return
    special = [
        act
        for act in find(wording.text, clause.start, clause.stop, special_rows)
        if not (us and _sends_on(act.row) and _looked_back(wording, clause, act.start) is None)
    ]
    generic = [
        act
        for act in find(wording.text, clause.start, clause.stop, general_rows)
        if not any(act.start < other.end and other.start < act.end for other in special)
    ]
    found = sorted((*special, *generic), key=lambda act: act.start)
    joined = _LEADING.match(wording.text, clause.head, clause.stop)
    whole = (clause.head if joined is None else joined.end(), clause.stop)
    for at, act in enumerate(found):
        if act.row.titles:
            continue
        until = found[at + 1].start if at + 1 < len(found) else clause.stop
        own = act in special
        if own and act.row.external:
            made = _made(wording, act, until, whole, None)
            if _sends_on(act.row):
                party = _looked_back(wording, clause, act.start)
            else:
                party = made.party or _looked_back(wording, clause, clause.stop)
            party = party or (clause.who if elsewhere else None)
            yield BasisDraft(made._replace(external=party or "上级机关", party=party), True)
        elif us and (own or act.row.kind in GENERIC):
            yield BasisDraft(_made(wording, act, until, whole, None), own and act.row.topic)
        elif elsewhere and (own or act.row.kind in ELSEWHERE):
            yield BasisDraft(_made(wording, act, until, whole, clause.who), own and act.row.topic)


def _sends_on(row: Row) -> bool:
    """Whether a row is another organ's passing on of what it was sent: its party is no doer but a recipient."""
    return row.external and row.kind is Kind.REPORT


def _looked_back(wording: Wording, clause: BoundClause, stop: int) -> str | None:
    """The organ that the sentence named before: 向省煤炭管理部门提交……，经审核同意后. Who sends on what he was sent is
    named before too: 提交省级主管部门审查后，报工业和信息化部."""
    begin = clause.sentence
    where = party_in(wording.text[begin:stop], Kind.REPORT)
    return None if where is None else wording.words(begin + where[0], begin + where[1])


def _made(wording: Wording, act: Found, until: int, whole: Span, external: str | None) -> Draft:
    """The draft of an act up to ``until``; its text is the whole clause, which says of whom and what it speaks."""
    made = draft(
        wording,
        act.row,
        act.row.kind,
        (act.start, until),
        condition=None,
        asked=NONE,
        external=external,
        negative=act.row.negative,
    )
    return made._replace(span=wording.trimmed(*whole))


def _unique(drafts: list[BasisDraft]) -> Iterator[BasisDraft]:
    """Each thing asked once: the same row for the same party says nothing new."""
    seen = set()
    for one in drafts:
        key = (one.draft.kind, one.draft.name, one.draft.external is None or one.draft.party)
        if key not in seen:
            seen.add(key)
            yield one
