"""Matters of a list → procedures: every stage name and duty accounted for, nothing decided.

What comes out is a proposal. Stage and duty both propose steps, the basis proposes what stands nowhere else, and a
person confirms (:mod:`quanze.procedure.corrections`).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter
from quanze.procedure.compiler.basis_duties import BasisDraft, read_basis, read_liability_duties
from quanze.procedure.compiler.drafts import Draft, Span
from quanze.procedure.compiler.facts import read_facts
from quanze.procedure.compiler.findings import Reporter
from quanze.procedure.compiler.liability import compile_liability
from quanze.procedure.compiler.materials import read_materials
from quanze.procedure.compiler.parties import level_of_agency
from quanze.procedure.compiler.patterns import VERSION
from quanze.procedure.compiler.stages import Promise, ReadStages, read_stages
from quanze.procedure.compiler.wording import PUNCTUATION, Wording
from quanze.procedure.model import (
    Kind,
    Liability,
    Material,
    Note,
    Origin,
    Passage,
    Procedure,
    Step,
    Uncompiled,
)
from quanze.prose import fold

MAIN = (AnnexKind.RETAINED, AnnexKind.ADJUSTED, AnnexKind.CATALOGUE)
"""Which annex is the list in force: the first of these that a document has."""

JOINING = frozenset("并和及且或者而后再以与的")
"""Characters that only join what stands around them."""


def main_annex(document: ListDocument) -> Annex | None:
    """The annex whose matters are compiled."""
    return next((annex for kind in MAIN if (annex := document.annex(kind)) is not None), None)


def compile_list(document: ListDocument) -> Iterator[Procedure]:
    """The procedures of a list's matters in force, in order. A matter without stages has one without steps."""
    annex = main_annex(document)
    if annex is not None:
        for matter in annex.matters:
            yield compile_matter(matter, agency=document.agency, annex=annex.kind)


def compile_matter(matter: Matter, *, agency: str | None = None, annex: AnnexKind | None = None) -> Procedure:
    """The procedure that a matter's stages, duties, basis and liability propose.

    ``agency`` tells our level, so that what a higher organ does is external. The steps stand in the order of the list;
    those of the basis come last.
    """
    ours = level_of_agency(agency)
    read = read_stages(matter, ours)
    keys = _Keys()
    steps = [*_stage_steps(read, keys)]
    basis = "" if matter.basis is None else matter.basis.value
    clause = "" if matter.liability is None else matter.liability.value
    drafts = read_basis(basis, ours)
    steps.extend(_basis_steps("basis", basis, drafts, steps, keys))
    steps.extend(_basis_steps("liability", clause, read_liability_duties(clause), steps, keys))
    liability = _liability(clause, steps)
    notes, uncompiled = _remainder(read, steps)
    report = Reporter(matter, annex)
    done = tuple(steps)
    return Procedure(
        matter.name.value,
        tuple(stage.name for stage in read.stages),
        done,
        uncompiled,
        VERSION,
        None if matter.number is None else matter.number.value,
        notes,
        tuple(fact for field, value in _texts(read, basis) for fact in read_facts(field, value, ours)),
        _materials(read, basis),
        liability,
        (
            *(finding for stage in read.stages for finding in report.of_stage(stage)),
            *report.of_steps(done),
            *report.of_basis(done, drafts),
            *report.of_uncompiled(uncompiled),
            *report.of_liability(liability),
        ),
    )


class _Keys:
    """Keys of steps: from what a step is and says, so that they survive as long as its text does."""

    def __init__(self) -> None:
        self.met: Counter[str] = Counter()

    def key(self, origin: Origin, kind: Kind, stage: str, name: str, text: str) -> str:
        """``stage`` and ``text`` as folded."""
        said = "\x1f".join((origin.value, kind.value, stage, name, text))
        key = f"{kind.value}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"
        self.met[key] += 1
        return key if self.met[key] == 1 else f"{key}-{self.met[key]}"


def _stage_steps(read: ReadStages, keys: _Keys) -> Iterator[Step]:
    for index, stage in enumerate(read.stages):
        name = fold(stage.name)
        for placed in stage.placed:
            yield _step(placed.wording, placed.draft, Origin.DUTY, index, name, keys)
        for promise in stage.promises:
            if not promise.kept:
                yield _promised(promise, index, name, keys)


def _promised(promise: Promise, stage: int, name: str, keys: _Keys) -> Step:
    origin = Origin.DUTY if promise.heading else Origin.STAGE
    kind = promise.word.kind
    text = promise.wording.words(*promise.span)
    return Step(
        keys.key(origin, kind, name, "", promise.wording.plain[slice(*promise.span)]),
        kind,
        origin,
        stage,
        text,
        promise.wording.passage(*promise.span),
        pattern="环节名称",
    )


def _step(
    wording: Wording, draft: Draft, origin: Origin, stage: int | None, stage_name: str, keys: _Keys
) -> Step:
    text = wording.words(*draft.span)
    return Step(
        keys.key(origin, draft.kind, stage_name, draft.name, wording.plain[slice(*draft.span)]),
        draft.kind,
        origin,
        stage,
        text,
        wording.passage(*draft.span),
        external=draft.external is not None,
        optional=draft.optional,
        condition=draft.condition,
        limit=draft.limit,
        minutes=draft.minutes,
        on_the_spot="on_the_spot" in draft.asked,
        extendable="extendable" in draft.asked,
        longer=draft.longer,
        once="once" in draft.asked,
        min_people=draft.min_people,
        receipt="receipt" in draft.asked,
        reasons="reasons" in draft.asked,
        written="written" in draft.asked,
        party=draft.party,
        only_when=draft.only_when,
        credentials="credentials" in draft.asked,
        record="record" in draft.asked,
        recusal="recusal" in draft.asked,
        also=tuple(wording.passage(*span) for span in draft.also),
        pattern=draft.name,
    )


def _basis_steps(
    field: str, value: str, drafts: Iterable[BasisDraft], steps: list[Step], keys: _Keys
) -> Iterator[Step]:
    """What of the basis stands nowhere else: a kind that no duty has, or a topic of its own."""
    wording = Wording(field, value)
    ours = {step.kind for step in steps if not step.external}
    others = {step.kind for step in steps if step.external}
    patterns = {(step.kind, step.pattern) for step in steps}
    for one in drafts:
        found = one.draft
        if found.external is None:
            if (found.kind, found.name) in patterns or (not one.topic and found.kind in ours):
                continue
            if not one.topic:
                ours.add(found.kind)
        elif not one.topic and found.kind in others:
            continue
        yield _step(wording, found, Origin.BASIS, None, "", keys)


def _liability(value: str, steps: Iterable[Step]) -> Liability:
    """The compiled clause; what became a step is no rest of it."""
    if not value:
        return Liability()
    liability = compile_liability(value)
    orders = [step.passage for step in steps if step.passage.field == "liability"]
    rest = tuple(
        one
        for one in liability.rest
        if not any(one.passage.start <= order.start < one.passage.end for order in orders)
    )
    return replace(liability, rest=rest)


def _texts(read: ReadStages, basis: str) -> Iterator[tuple[str, str]]:
    for duty in read.duties:
        yield duty.field, duty.value
    if basis:
        yield "basis", basis


def _materials(read: ReadStages, basis: str) -> tuple[Material, ...]:
    found: dict[str, Material] = {}
    for field, value in _texts(read, basis):
        for material in read_materials(field, value):
            found.setdefault(material.name, material)
    return tuple(found.values())


def _remainder(read: ReadStages, steps: Iterable[Step]) -> tuple[tuple[Note, ...], tuple[Uncompiled, ...]]:
    """Stage names, labels and headings as notes; all that neither they nor a step account for as uncompiled."""
    notes: list[Note] = []
    uncompiled: list[Uncompiled] = []
    covered: dict[str, list[Span]] = {}
    for step in steps:
        for passage in (step.passage, *step.also):
            covered.setdefault(passage.field, []).append((passage.start, passage.end))
    for index, stage in enumerate(read.stages):
        if stage.wording is None:
            continue
        whole = (0, len(stage.wording.text))
        words, passage = stage.wording.words(*whole), stage.wording.passage(*whole)
        if stage.promises or stage.has_duty:
            notes.append(Note(words, passage))
        elif stage.wording.says_something(*whole):
            uncompiled.append(Uncompiled(words, passage, index))
    labels: dict[str, list[Span]] = {}
    for wording, span in read.labels:
        labels.setdefault(wording.field, []).append(span)
    for duty in read.duties:
        spans = labels.get(duty.field, [])
        notes.extend(Note(duty.words(*span), duty.passage(*span)) for span in spans)
        taken = [*covered.get(duty.field, []), *(duty.span(*span) for span in spans)]
        for start, end in _gaps(duty, taken):
            text, passage = duty.words(start, end), duty.passage(start, end)
            if set(duty.text[start:end]) <= JOINING | PUNCTUATION:
                notes.append(Note(text, passage))
            else:
                uncompiled.append(Uncompiled(text, passage, _stage_at(read, duty, start)))
    return tuple(notes), tuple(uncompiled)


def _stage_at(read: ReadStages, duty: Wording, at: int) -> int | None:
    """The stage that a position of a duty belongs to: that of the part that begins last before it."""
    begun = [
        (start, index)
        for index, stage in enumerate(read.stages)
        for text, start in stage.parts
        if text is duty
    ]
    before = [entry for entry in begun if entry[0] <= at]
    return max(before or begun)[1] if begun else None


def _gaps(duty: Wording, taken: Iterable[Span]) -> Iterator[Span]:
    """Runs of the folded text that no span of the value covers, between punctuation of sentences and sections."""
    length = len(duty.text)
    free = bytearray(b"\1") * length
    for start, end in taken:
        one, two = (min(length, bisect_left(duty.offsets, at)) for at in (start, end))
        free[one:two] = bytes(two - one)
    at = free.find(1)
    while at >= 0:
        end = at
        while end < length and free[end] and duty.text[end] not in "。;":
            end += 1
        span = duty.trimmed(at, end)
        if duty.says_something(*span):
            yield span
        at = free.find(1, end + 1)


def passages(procedure: Procedure) -> Iterator[Passage]:
    """Every passage by which a procedure accounts for stage names and duties."""
    for step in procedure.steps:
        yield step.passage
        yield from step.also
    for note in procedure.notes:
        yield note.passage
    for clause in procedure.uncompiled:
        yield clause.passage
