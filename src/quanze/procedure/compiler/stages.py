"""Stages and their duties → drafts in order: what the names of stages promise, and what their duties keep of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from quanze.lists.model import Matter
from quanze.procedure.compiler.drafts import Draft, Span, merged
from quanze.procedure.compiler.duties import Part, read_duty
from quanze.procedure.compiler.parties import Level
from quanze.procedure.compiler.patterns import Word, stage_words
from quanze.procedure.compiler.qualities import Qualities
from quanze.procedure.compiler.reading import NAMED_BY_CONDITION
from quanze.procedure.compiler.wording import Wording
from quanze.procedure.model import Kind

_ENDINGS = ("阶段责任", "环节责任", "责任", "环节", "阶段", "义务", "职责", "程序")
_OF_STAGES = ("责任:", "环节:", "阶段:")
"""Endings of headings of stages, whatever they are called."""
_NO_SCOPE = (
    "要求",
    "时限",
    "期限",
    "标准",
    "内容",
    "方式",
    "流程",
    "材料",
    "说明",
    "备注",
    "依据",
    *_ENDINGS,
)
"""Endings of headings that say neither what to do nor for whom."""


_TURNED: dict[Kind, tuple[str, ...]] = {
    Kind.FOLLOW_UP: ("监督检查",),
    Kind.DECIDE: (NAMED_BY_CONDITION,),
}
"""Which rows of a kind a stage may read as another kind, where not all."""


class Placed(NamedTuple):
    """A draft and the text that it stands in."""

    wording: Wording
    draft: Draft


class Promise(NamedTuple):
    """What a name or heading promises: its word, where it stands, and whether the duty under it keeps it."""

    wording: Wording
    span: Span
    word: Word
    kept: bool
    heading: bool


@dataclass(slots=True, eq=False)
class ReadStage:
    """A stage as read. ``parts`` are the beginnings of the parts of duties that belong to it."""

    name: str
    wording: Wording | None
    placed: list[Placed] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    parts: list[tuple[Wording, int]] = field(default_factory=list)
    asking: list[tuple[Wording, Span, Qualities]] = field(default_factory=list)

    @property
    def has_duty(self) -> bool:
        """Whether any part of a duty belongs to it."""
        return bool(self.parts)

    @property
    def kinds(self) -> set[Kind]:
        """The kinds of which its duty speaks as of our own work."""
        return {one.draft.kind for one in self.placed if one.draft.external is None and not one.draft.implied}


@dataclass(slots=True)
class ReadStages:
    """All stages of a matter, with the spans of labels and headings."""

    stages: list[ReadStage] = field(default_factory=list)
    labels: list[tuple[Wording, Span]] = field(default_factory=list)
    duties: list[Wording] = field(default_factory=list)


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[tuple[int, int, Word], ...]:
    """What a folded name promises: who begins first goes first, of these the longest."""
    hits = [
        (match.start(), match.end(), order, word)
        for order, word in enumerate(stage_words())
        for match in word.says.finditer(name)
    ]
    out: list[tuple[int, int, Word]] = []
    for start, end, _, word in sorted(hits, key=lambda hit: (hit[0], -hit[1], hit[2])):
        if not out or start >= out[-1][1]:
            out.append((start, end, word))
    return tuple(out)


def core(heading: str) -> str:
    """A heading without what all headings have: 受理阶段责任: → 受理."""
    if not heading:
        return heading
    heading = heading.rstrip(":")
    for ending in _ENDINGS:
        if heading.endswith(ending) and heading != ending:
            return heading[: -len(ending)]
    return heading


def read_stages(matter: Matter, ours: Level) -> ReadStages:
    """Every stage and duty of a matter, read."""
    out = ReadStages()
    for rows in _cells(matter):
        _read_cell(matter, rows, out, ours)
    for stage in out.stages:
        _answer(stage)
    _settle_implied(out.stages)
    for stage in out.stages:
        _keep_promises(stage)
        stage.placed = _merged(stage.placed)
    return out


def _cells(matter: Matter) -> Iterator[list[int]]:
    """Row indices grouped by the duty that they share: a cell merged over rows repeats with ``exact`` ``None``."""
    group: list[int] = []
    for index, stage in enumerate(matter.stages):
        shared = stage.duty is not None and stage.duty.exact is None and bool(stage.duty.value)
        if group and not shared:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _read_cell(matter: Matter, rows: list[int], out: ReadStages, ours: Level) -> None:
    first = matter.stages[rows[0]]
    duty = Wording(f"stages[{rows[0]}].duty", "" if first.duty is None else first.duty.value)
    parts = read_duty(duty.value, ours) if duty.text else ()
    if duty.text:
        out.duties.append(duty)
    named = _distinct(_open(matter, row, out) for row in rows)
    current = named[0]
    fresh = len(rows) == 1 and not current.name and _headed(duty, parts) > 1
    for part in parts:
        heading = _core_of(duty, part)
        words = words_of(heading)
        if part.label[1] > part.label[0]:
            out.labels.append((duty, part.label))
        if part.heading[1] > part.heading[0]:
            out.labels.append((duty, part.heading))
        if fresh and (words or duty.text[slice(*part.heading)].endswith(_OF_STAGES)):
            current = ReadStage(heading, None)
            out.stages.append(current)
        elif len(named) > 1:
            current = next((stage for stage in named if _alike(stage.name, heading)), current)
        current.parts.append((duty, part.label[0]))
        current.asking.extend((duty, span, asked) for span, asked in part.asking)
        drafts = _scoped(duty, part, words)
        current.promises.extend(
            Promise(duty, (part.heading[0] + start, part.heading[0] + end), word, False, not fresh)
            for start, end, word in words
        )
        for one in drafts:
            home = current
            if len(named) > 1 and not words:
                home = _home(one.kind, named, current)
            if home is not current:
                home.parts.append((duty, one.span[0]))
                current = home
            home.placed.append(Placed(duty, _turned(one, home, words)))
    if fresh and not named[0].has_duty:
        out.stages.remove(named[0])


def _headed(duty: Wording, parts: Iterable[Part]) -> int:
    """How many parts have a heading that promises something."""
    return sum(bool(words_of(_core_of(duty, part))) for part in parts)


def _distinct(stages: Iterable[ReadStage]) -> list[ReadStage]:
    out: list[ReadStage] = []
    for stage in stages:
        if not any(stage is other for other in out):
            out.append(stage)
    return out


def _open(matter: Matter, row: int, out: ReadStages) -> ReadStage:
    """The stage of a row: a new one, or the one above where a name is merged over rows."""
    name = matter.stages[row].name
    above = out.stages[-1] if out.stages else None
    if (
        name is not None
        and name.value
        and name.exact is None
        and above is not None
        and above.name == name.value
    ):
        return above
    stage = ReadStage(
        "" if name is None else name.value,
        None if name is None or not name.value else Wording(f"stages[{row}].name", name.value),
    )
    if stage.wording is not None:
        stage.promises.extend(
            Promise(stage.wording, (start, end), word, False, False)
            for start, end, word in words_of(stage.wording.text)
        )
    out.stages.append(stage)
    return stage


def _core_of(duty: Wording, part: Part) -> str:
    return core(duty.text[slice(*part.heading)])


def _alike(name: str, heading: str) -> bool:
    return bool(name) and bool(heading) and (name in heading or heading in name)


def _home(kind: Kind, named: list[ReadStage], current: ReadStage) -> ReadStage:
    """The stage, from the current one on, whose name promises a kind; the current one where none does."""
    at = next(index for index, stage in enumerate(named) if stage is current)
    for stage in named[at:]:
        if any(kind in promise.word.met_by for promise in stage.promises):
            return stage
    return current


def _scoped(duty: Wording, part: Part, words: tuple[tuple[int, int, Word], ...]) -> list[Draft]:
    """The drafts of a part; a heading that is no work to do says for whom they are (国家级基地申报:)."""
    start, end = duty.trimmed(*part.heading)
    scope = duty.words(start, end) if end > start else ""
    if not scope or words or scope.endswith(_NO_SCOPE):
        return list(part.drafts)
    return [
        one if one.condition is not None or one.external is not None else one._replace(condition=scope)
        for one in part.drafts
    ]


def _turned(one: Draft, stage: ReadStage, words: tuple[tuple[int, int, Word], ...]) -> Draft:
    """As a stage of that name reads it: what 事后监管 calls 检查 is follow-up."""
    if one.external is not None or any(promise.word.kind is one.kind for promise in stage.promises):
        return one
    for word in (*(promise.word for promise in stage.promises), *(word for _, _, word in words)):
        kind = word.turns.get(one.kind)
        if kind is not None and one.name in _TURNED.get(one.kind, (one.name,)):
            return one._replace(kind=kind)
    return one


def _answer(stage: ReadStage) -> None:
    """A duty that only asks (两名以上，出示证件) asks it of the step that its stage or heading names."""
    kinds = stage.kinds
    promised = next(
        (
            one.word.kind
            for one in stage.promises
            if not one.word.met_by & kinds and one.word.kind is not Kind.OTHER
        ),
        None,
    )
    if promised is None:
        return
    for wording, span, asked in stage.asking:
        one = Draft(promised, "环节名称", span).with_qualities(asked)
        stage.placed.append(Placed(wording, one))


def _keep_promises(stage: ReadStage) -> None:
    """A promise is kept by whoever the duty says does it, once for each kind."""
    kinds = {one.draft.kind for one in stage.placed}
    seen: set[Kind] = set()
    kept = []
    for promise in stage.promises:
        kind = promise.word.kind
        holds = bool(promise.word.met_by & kinds) or kind in seen or (kind is Kind.OTHER and bool(kinds))
        seen.add(kind)
        kept.append(promise._replace(kept=True) if holds else promise)
    stage.promises = kept


def _merged(placed: list[Placed]) -> list[Placed]:
    """Merged within each text: passages of one step stay in one field."""
    out: list[Placed] = []
    for wording in dict.fromkeys(one.wording for one in placed):
        out.extend(
            Placed(wording, draft)
            for draft in merged([one.draft for one in placed if one.wording is wording])
        )
    return out


def _settle_implied(stages: list[ReadStage]) -> None:
    """Of the acts that only conditions mention, those stay of which nothing else speaks."""
    spoken = {kind for stage in stages for kind in stage.kinds}
    for stage in stages:
        settled = []
        for one in stage.placed:
            if one.draft.implied:
                if one.draft.kind in spoken:
                    continue
                spoken.add(one.draft.kind)
                one = Placed(one.wording, one.draft._replace(implied=False))
            settled.append(one)
        stage.placed = settled
