"""A matter's proposed procedure for its list keeper: the list's text place by place, beside each what was made of it.
Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from quanze.lists.model import Finding, Matter, Severity, Text
from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.corrections import Change, ConfirmUnit, Drop, MapClause, StepOf
from quanze.procedure.labels import CLAUSES, FACTS, KINDS, limit_words, time_words
from quanze.procedure.model import (
    Degree,
    Fact,
    Limit,
    Material,
    Misconduct,
    Origin,
    Passage,
    Procedure,
    SpecialClause,
    Step,
    Uncompiled,
    Unit,
)
from quanze.rulebook.corrections import Kept, Promise
from quanze.rulebook.proposal import Proposal
from quanze.site.passages import Place, marked

ORIGINS = {
    Origin.DUTY: "",
    Origin.STAGE: "由环节名称得出",
    Origin.BASIS: "由依据或追责情形得出",
}
"""What is said of a step that no duty proposes."""

FIELDS = {
    "kind": "步骤种类",
    "external": "由其他机关办理",
    "optional": "需要时才办",
    "condition": "条件",
    "limit": "期限",
    "minutes": "以小时、分钟计的期限（分钟）",
    "on_the_spot": "当场",
    "extendable": "期限可以延长",
    "longer": "最多延长",
    "once": "只能一次",
    "min_people": "最少人数",
    "receipt": "书面凭证",
    "reasons": "说明理由",
    "written": "书面作出",
    "party": "相关方",
    "only_when": "只在这种情形下要求凭证、理由和书面",
    "credentials": "出示证件",
    "record": "制作记录",
    "recusal": "回避",
}
"""What a person may change of a step, in words."""

SAY_NOTHING = frozenset({"环节名称", "条件所指"})
"""Names of patterns that tell where a step was found, not what it is about."""

UNREAD = "P107"
"""The finding of a clause that no pattern covers: the clause itself is shown with what to do about it."""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step: its number in the procedure, its kind, ``more`` where several are of that kind (绩效评价 of 后续监管),
    what is asked of it in words, and whether a person corrected it. ``unit_open``: its limit says 日 and no more."""

    number: int
    step: Step
    kind: str
    more: str
    asked: tuple[str, ...]
    origin: str
    corrected: bool
    unit_open: bool


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause that no pattern covers."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownText:
    """One text of the list with its passages."""

    label: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A stage, the basis or the liability clause: its texts, and beside them what was made of them. ``notes`` are
    findings that only inform."""

    anchor: str
    name: str
    texts: tuple[ShownText, ...]
    steps: tuple[ShownStep, ...]
    clauses: tuple[ShownClause, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    facts: tuple[tuple[str, Fact], ...]
    materials: tuple[Material, ...]
    acts: tuple[Misconduct, ...] = ()
    degrees: tuple[Degree, ...] = ()
    special: tuple[tuple[str, SpecialClause], ...] = ()


def clause_key(clause: Uncompiled) -> str:
    """By what an address names a clause: its words, since a correction maps every clause that has them."""
    return f"clause-{hashlib.sha256(clause.text.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def step_name(proposal: Proposal, key: str) -> StepOf | None:
    """How a correction names the step with that key, or ``None`` where the compiler proposed none."""
    compiled = proposal.compiled
    step = next((step for step in compiled.steps if step.key == key), None)
    return None if step is None else StepOf.named(compiled, step)


def places(matter: Matter, proposal: Proposal) -> tuple[ShownPlace, ...]:
    """The matter's texts in order: stages, basis, liability."""
    return tuple(_Shower(matter, proposal).places())


class _Shower:
    """Deals what a procedure has to the texts that it comes from."""

    def __init__(self, matter: Matter, proposal: Proposal) -> None:
        self.matter = matter
        self.procedure = proposal.procedure
        before = {step.key: step for step in proposal.compiled.steps}
        times = Counter(step.kind for step in self.procedure.steps)
        self.steps = [
            ShownStep(
                number,
                step,
                KINDS[step.kind],
                _more(step) if times[step.kind] > 1 else "",
                tuple(asked_of(step)),
                ORIGINS[step.origin],
                before.get(step.key) != step,
                step.limit is not None and step.limit.unit is Unit.DAY and not step.external,
            )
            for number, step in enumerate(self.procedure.steps, 1)
        ]
        self.told: set[str] = set()

    def places(self) -> Iterator[ShownPlace]:
        for index, stage in enumerate(self.matter.stages):
            fields = [
                (f"stages[{index}].{part}", label, text)
                for part, label, text in (("name", "环节名称", stage.name), ("duty", "责任事项", stage.duty))
                if text is not None and text.value.strip()
            ]
            if fields:
                name = "" if stage.name is None else stage.name.value.strip()
                yield self._place(f"place-{index + 1}", name or "（未写环节）", fields)
        if self.matter.basis is not None and self.matter.basis.value.strip():
            yield self._place("place-basis", "实施依据", [("basis", "", self.matter.basis)])
        if self.matter.liability is not None and self.matter.liability.value.strip():
            yield self._place("place-liability", "追责情形", [("liability", "", self.matter.liability)])

    def _place(self, anchor: str, name: str, fields: Sequence[tuple[str, str, Text]]) -> ShownPlace:
        here = {field for field, _, _ in fields}
        procedure, liability = self.procedure, "liability" in here
        clauses = [clause for clause in procedure.uncompiled if clause.passage.field in here]
        found = [each for each in procedure.findings if each.field in here and each.rule != UNREAD]
        texts = [(label, text, tuple(self._passages(field))) for field, label, text in fields]
        shown = [(label, text, marks) for label, text, marks in texts if marks or text.value.strip() != name]
        return ShownPlace(
            anchor,
            name,
            tuple(
                ShownText(label if len(shown) > 1 else "", marked(text.value, marks))
                for label, text, marks in shown
            ),
            tuple(shown for shown in self.steps if shown.step.passage.field in here),
            tuple(ShownClause(clause_key(clause), clause.text) for clause in clauses),
            tuple(each for each in found if each.severity is not Severity.INFO),
            tuple(each for each in found if each.severity is Severity.INFO),
            tuple((FACTS[fact.kind], fact) for fact in procedure.facts if fact.passage.field in here),
            tuple(each for each in procedure.materials if each.passage.field in here),
            procedure.liability.acts if liability else (),
            procedure.liability.degrees if liability else (),
            tuple((CLAUSES[each.kind], each) for each in procedure.liability.clauses) if liability else (),
        )

    def _passages(self, field: str) -> Iterator[Place]:
        for shown in self.steps:
            for passage in (shown.step.passage, *shown.step.also):
                if passage.field == field:
                    words = f"第{shown.number}步 {shown.kind}"
                    yield self._at(passage, shown.step.key, str(shown.number), words)
        for clause in self.procedure.uncompiled:
            if clause.passage.field == field:
                yield self._at(clause.passage, clause_key(clause), "？", "未识别", still=True)

    def _at(self, passage: Passage, key: str, label: str, words: str, *, still: bool = False) -> Place:
        first = key not in self.told
        self.told.add(key)
        return Place(passage.start, passage.end, key, label, words, first, open=still)


def _more(step: Step) -> str:
    return "" if step.pattern in SAY_NOTHING | {KINDS[step.kind]} else step.pattern


def asked_of(step: Step) -> Iterator[str]:
    """What a step is bound by, in words."""
    if step.external:
        yield f"由{step.party or '其他机关'}办理，只作展示，不是本机关的责任"
    elif step.party:
        yield f"相关方：{step.party}"
    if step.optional:
        yield "需要时才办"
    if step.condition:
        yield f"条件：{step.condition}"
    if time := "，".join(time_words(step)):
        yield f"期限：{time}"
    if step.once:
        yield "只能一次"
    if step.min_people is not None:
        yield f"至少{step.min_people}人"
    flags = (
        (step.credentials, "出示证件"),
        (step.record, "制作记录"),
        (step.recusal, "有利害关系的回避"),
        (step.receipt, "出具盖章并注明日期的书面凭证"),
        (step.written, "书面作出"),
        (step.reasons, "说明理由"),
    )
    yield from (words for flag, words in flags if flag)
    if step.only_when:
        yield f"凭证、理由和书面只在这种情形下要求：{step.only_when}"


def correction_words(value: Kept) -> str:
    """A correction in one line."""
    match value:
        case Drop(step):
            return f"去掉“{KINDS[step.kind]}”这一步"
        case ConfirmUnit(step, unit):
            return f"“{KINDS[step.kind]}”期限里的“日”是{UNITS[unit].removeprefix('个')}"
        case Change(step, fields):
            said = "、".join(_changed(name, fields[name]) for name in FIELDS if name in fields)
            return f"“{KINDS[step.kind]}”改为：{said}"
        case MapClause(_, kind, fields):
            more = "、".join(_changed(name, fields[name]) for name in FIELDS if fields.get(name))
            return f"未识别的文字对应为“{KINDS[kind]}”{'，' if more else ''}{more}"
        case Promise(limit):
            return "取消承诺时限" if limit is None else f"承诺时限为{limit_words(limit)}"


def correction_text(value: Kept) -> str:
    """The list's words that a correction speaks of."""
    match value:
        case Promise():
            return ""
        case MapClause(text, _, _):
            return text
        case _:
            return value.step.text


def _changed(name: str, value: object) -> str:
    if name == "kind":
        return f"种类为“{KINDS[value]}”"  # type: ignore[index]
    label = FIELDS[name]
    if isinstance(value, Limit):
        return f"{label}{limit_words(value)}"
    if isinstance(value, bool):
        return label if value else f"不要求“{label}”"
    return f"没有{label}" if value in (None, "") else f"{label}{value}"


def summary(procedure: Procedure, stale: Iterable[object]) -> list[str]:
    """What there is to look at, in numbers: a line for each that is not zero."""
    own = sum(1 for step in procedure.steps if not step.external)
    external = len(procedure.steps) - own
    open_units = sum(
        1
        for step in procedure.steps
        if step.limit is not None and step.limit.unit is Unit.DAY and not step.external
    )
    counts = (
        (own, "步由本机关办理"),
        (external, "步由其他机关办理，只作展示"),
        (len(procedure.uncompiled), "处文字没有识别，须逐处对应"),
        (open_units, "处期限只写“日”，待确认是工作日还是自然日"),
        (len(list(stale)), "条更正已对不上现在的文字"),
    )
    return [f"{count}{words}" for count, words in counts if count]
