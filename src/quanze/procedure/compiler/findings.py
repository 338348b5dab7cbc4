"""What compiling a matter finds: where stage and duty, duty and basis, degree and degree do not agree.

A finding suggests no text: the list keeper decides, and corrections record it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from quanze.lists.model import AnnexKind, Finding, Matter, Severity
from quanze.procedure.compiler.basis_duties import BasisDraft
from quanze.procedure.compiler.parties import level_of
from quanze.procedure.compiler.stages import ReadStage
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind, Liability, Origin, Passage, Step, Uncompiled, Unit
from quanze.prose import listed, quote


class FindingRule(NamedTuple):
    """A rule of this module: its code, severity, what it looks for and why."""

    code: str
    severity: Severity
    title: str
    reference: str


OPENNESS = (
    "中办发〔2015〕21号《关于推行地方各级政府工作部门权力清单制度的指导意见》："
    "职权及其依据、运行流程、对应的责任以清单形式明确列示"
)
SANCTIONS = "《公职人员政务处分法》第三十八条"

RULES: tuple[FindingRule, ...] = (
    FindingRule("P101", Severity.WARNING, "环节名称与责任事项说的不是一件事，两者都列为步骤", OPENNESS),
    FindingRule("P102", Severity.INFO, "环节名称说到的事，责任事项没有写", OPENNESS),
    FindingRule(
        "P103", Severity.WARNING, "依据规定由上级机关批准或公告，责任事项写由本机关决定或公告", OPENNESS
    ),
    FindingRule("P104", Severity.INFO, "依据与责任事项写的上报对象不同", OPENNESS),
    FindingRule(
        "P105",
        Severity.INFO,
        "期限只写“日”，须由人确认是工作日还是自然日",
        "《行政许可法》第八十二条；《民法典》第二百条",
    ),
    FindingRule("P106", Severity.INFO, "责任事项写的是别的机关要做的事，不列为本机关的义务", OPENNESS),
    FindingRule("P107", Severity.WARNING, "责任事项有规则认不得的字句，须由人对应到步骤", OPENNESS),
    FindingRule("P108", Severity.INFO, "只在依据中有的要求，责任事项没有写", OPENNESS),
    FindingRule("P109", Severity.WARNING, "本机关公告，依据却写报上级机关", OPENNESS),
    FindingRule("P201", Severity.WARNING, "两档处分用了同一个情节，照原文分列", SANCTIONS),
    FindingRule("P202", Severity.WARNING, "追责情形引用的项不存在", SANCTIONS),
    FindingRule("P203", Severity.WARNING, "追责情形的项缺号或重号", SANCTIONS),
    FindingRule("P204", Severity.INFO, "追责情形有规则认不得的句子，原文保留", SANCTIONS),
)
"""Every rule, by code."""

_RULE = {rule.code: rule for rule in RULES}


class Reporter:
    """Makes the findings of one matter."""

    def __init__(self, matter: Matter, annex: AnnexKind | None) -> None:
        self.matter = matter
        self.annex = annex

    def found(self, code: str, message: str, passage: Passage | None) -> Finding:
        """One finding at a passage."""
        rule = _RULE[code]
        return Finding(
            code,
            rule.severity,
            message,
            self.annex,
            self.matter.name.value,
            None if self.matter.number is None else self.matter.number.value,
            None if passage is None else passage.field,
            None if passage is None else passage.start,
            None if passage is None else passage.end,
            rule.reference,
        )

    def of_stage(self, stage: ReadStage) -> Iterator[Finding]:
        """Where a stage's name and its duty speak of different things."""
        promised = {promise.word.kind for promise in stage.promises}
        more = stage.kinds - promised - {Kind.OTHER}
        for promise in stage.promises:
            if promise.kept or not stage.has_duty:
                continue
            passage = promise.wording.passage(*promise.span)
            name = promise.wording.words(*promise.span)
            if more:
                does = "、".join(KINDS[kind] for kind in Kind if kind in more)
                yield self.found(
                    "P101",
                    f"环节“{stage.name}”的责任事项写的是{does}，没有写{quote(name)}；两者都列为步骤，由清单管理员取舍",
                    passage,
                )
            else:
                yield self.found("P102", f"环节“{stage.name}”的责任事项没有写{quote(name)}", passage)

    def of_steps(self, steps: Iterable[Step]) -> Iterator[Finding]:
        """Units not named, and duties of others."""
        for step in steps:
            if step.limit is not None and step.limit.unit is Unit.DAY and not step.external:
                yield self.found(
                    "P105",
                    f"{quote(step.text)}的期限是 {step.limit.n} 日，没有写明是工作日还是自然日",
                    step.passage,
                )
            if step.external and step.origin is Origin.DUTY and step.pattern != "申请人提交":
                yield self.found(
                    "P106",
                    f"{quote(step.text)}是“{step.party}”要做的事，只作展示，不列为本机关的义务",
                    step.passage,
                )

    def of_basis(self, steps: tuple[Step, ...], drafts: Iterable[BasisDraft]) -> Iterator[Finding]:
        """Where the basis leaves to a higher organ what the duties do themselves, names another recipient, or asks for
        what no duty has."""
        own = [step for step in steps if not step.external and step.origin is not Origin.BASIS]
        recipients = [
            one.draft.party
            for one in drafts
            if one.draft.external is None and one.draft.kind in _SENDS and one.draft.party is not None
        ]
        yield from self._decided_above(own, steps)
        announces = next((step for step in own if step.kind is Kind.ANNOUNCE), None)
        if announces is not None and recipients:
            yield self.found(
                "P109",
                f"依据写明报送“{recipients[0]}”，责任事项写由本机关{quote(announces.text)}，请核对由谁公告",
                announces.passage,
            )
        yield from self._sent_elsewhere(own, recipients)
        for step in steps:
            if step.origin is Origin.BASIS and not step.external:
                yield self.found(
                    "P108",
                    f"{quote(step.text)}只在依据中有，责任事项没有写，列为步骤（{KINDS[step.kind]}）待确认",
                    step.passage,
                )

    def _decided_above(self, own: list[Step], steps: tuple[Step, ...]) -> Iterator[Finding]:
        above = [
            step
            for step in steps
            if step.external and step.origin is Origin.BASIS and step.kind is Kind.DECIDE and step.party
        ]
        decides = next((step for step in own if step.kind is Kind.DECIDE), None)
        if above and decides is not None and not any(step.kind in _SENDS for step in own):
            parties = listed(list(dict.fromkeys(f"“{step.party}”" for step in above)))
            yield self.found(
                "P103",
                f"依据规定由{parties}批准（{quote(above[0].text)}），责任事项写由本机关{quote(decides.text)}，"
                "请核对由谁决定",
                decides.passage,
            )

    def _sent_elsewhere(self, own: list[Step], recipients: list[str]) -> Iterator[Finding]:
        sent = next((step for step in own if step.kind in _SENDS and step.party), None)
        if sent is None or sent.party is None:
            return
        level = level_of(sent.party)
        other = next((one for one in recipients if "上级" not in one and level_of(one) != level), None)
        if other is not None:
            yield self.found(
                "P104", f"依据写明报“{other}”，责任事项写的是“{sent.party}”，请核对上报对象", sent.passage
            )

    def of_uncompiled(self, clauses: Iterable[Uncompiled]) -> Iterator[Finding]:
        """What no pattern covers."""
        for clause in clauses:
            yield self.found(
                "P107", f"{quote(clause.text)}不能认作任何步骤，须由清单管理员对应", clause.passage
            )

    def of_liability(self, liability: Liability) -> Iterator[Finding]:
        """Degrees worded alike, items that are not there."""
        for one, other in pairwise(liability.degrees):
            if (
                one.name
                and one.name == other.name
                and one.sanctions != other.sanctions
                and one.acts == other.acts
            ):
                yield self.found(
                    "P201",
                    f"“{'、'.join(one.sanctions)}”与“{'、'.join(other.sanctions)}”两档都写作“{one.name}”，照原文分列",
                    other.passage,
                )
        numbered = [act for act in liability.acts if act.number is not None]
        numbers = {act.number for act in numbered}
        for degree in liability.degrees:
            missing = [n for n in degree.acts or () if n not in numbers]
            if missing:
                yield self.found(
                    "P202", f"引用了第 {'、'.join(map(str, missing))} 项，前面没有这一项", degree.passage
                )
        for before, act in pairwise(numbered):
            if act.number not in ((before.number or 0) + 1, 1):
                yield self.found("P203", f"第 {before.number} 项之后是第 {act.number} 项", act.passage)
        for clause in liability.rest:
            yield self.found("P204", f"{quote(clause.text)}没有对应的条款类型，原文保留", clause.passage)


_SENDS = (Kind.REPORT, Kind.RECOMMEND)
