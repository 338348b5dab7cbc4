"""An adjustment as its pages show it: its lines with their differences, its way through the chain, what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from django.utils import timezone

from quanze.adjustments import queries as adjustments
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Act, Adjustment
from quanze.adjustments.models import Change as Line
from quanze.adjustments.queries import STAGES, Way
from quanze.lists.compare import Change, Segment, compare_matters, segments
from quanze.lists.labels import ANNEXES, field_label
from quanze.lists.model import AnnexKind, Finding, Matter, fields
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, may
from quanze.people.queries import agencies_of
from quanze.people.roles import RoleKind
from quanze.registry import form

SOURCES = {"adjusted": "调整的权责清单", "retained": "保留的权责清单"}
"""The two annexes of a document that may say two things."""


@dataclass(frozen=True, slots=True)
class Text:
    """A field that is shown as it stands, where there is nothing to compare it with."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A matter before and after, field by field; only one of the two where it comes or goes."""

    before: Matter | None
    after: Matter | None
    changes: tuple[Change, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """All of a matter that comes or goes."""
        whole = self.after if self.before is None else self.before if self.after is None else None
        if whole is None:
            return ()
        return tuple(Text(field_label(path), text.value) for path, text in fields(whole) if text.value)


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which the source says two things."""

    path: str
    label: str
    adjusted: str
    retained: str
    segments: tuple[Segment, ...]
    chosen: str | None
    own: str
    rows: bool

    @property
    def written(self) -> bool:
        """Whether the line says a third thing."""
        return self.own not in (self.adjusted, self.retained)

    @property
    def beside(self) -> tuple[tuple[str, tuple[Segment, ...]], ...]:
        """The line's own text against each of the two."""
        return (
            (SOURCES["adjusted"], segments(self.adjusted, self.own)),
            (SOURCES["retained"], segments(self.retained, self.own)),
        )

    @property
    def decided(self) -> str:
        """What was chosen, in words."""
        if self.chosen is None:
            return "尚未选定"
        return f"用“{SOURCES[self.chosen]}”的文字" if self.chosen in SOURCES else "用本条自己的文字"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of an adjustment with what it changes."""

    line: Line
    kind: Kind
    befores: tuple[Matter, ...]
    afters: tuple[Matter, ...]
    compared: tuple[Compared, ...]
    choices: tuple[Choice, ...]

    @property
    def name(self) -> str:
        """The matters that it speaks of: those of the list, else those to come."""
        names = [matter.name.value for matter in self.befores or self.afters]
        return "、".join(name or "（还没有名称）" for name in names)

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that change, in words."""
        changes = (change for each in self.compared for change in each.changes)
        return tuple(dict.fromkeys(field_label(change.field) for change in changes if change.field))

    @property
    def undecided(self) -> tuple[Choice, ...]:
        """The fields for which nobody has chosen a text."""
        return tuple(choice for choice in self.choices if choice.chosen is None)


def shown_line(line: Line) -> ShownLine:
    """A line whose ``befores`` and their contents were fetched with it."""
    befores = tuple(content_of(each.content.content) for each in line.befores.all())
    afters = tuple(adjustments.chosen(line))
    return ShownLine(
        line,
        Kind(line.kind),
        befores,
        afters,
        compared(Kind(line.kind), befores, afters),
        choices(line.choices, adjustments.load_after(line.after[0]) if line.after else None),
    )


def content_of(content: Mapping[str, Any]) -> Matter:
    """What a version holds, as a value without its place in an annex."""
    return form.join(content, {"number": None, "exact": {}, "marks": []})


def compared(kind: Kind, befores: Sequence[Matter], afters: Sequence[Matter]) -> tuple[Compared, ...]:
    """What is set against what: 变更 one against one; 分设 each new matter against the one that it came of; 合并 the
    new matter against the first of those that it takes up, the others as they end."""
    pairs: Iterable[tuple[Matter | None, Matter | None]]
    if kind is Kind.DIVIDED and befores:
        pairs = [(befores[0], after) for after in afters] or [(befores[0], None)]
    else:
        pairs = zip_longest(befores, afters)
    return tuple(
        Compared(
            before,
            after,
            ()
            if before is None or after is None
            else tuple(
                change
                for change in compare_matters(AnnexKind.RETAINED, before, after)
                if change.field != "number"
            ),
        )
        for before, after in pairs
    )


def choices(kept: Mapping[str, Any], own: Matter | None) -> tuple[Choice, ...]:
    """The two texts of each field that the source writes in two ways, beside what the line itself says (``own``); the
    undecided first."""
    found = [
        Choice(
            path,
            "办理环节" if path == STAGES else field_label(path),
            _said(choice["adjusted"]),
            _said(choice["retained"]),
            segments(_said(choice["adjusted"]), _said(choice["retained"])),
            choice["chosen"],
            "" if own is None else _said(adjustments.said_at(own, path) or ""),
            path == STAGES,
        )
        for path, choice in kept.items()
    ]
    return tuple(sorted(found, key=lambda choice: choice.chosen is not None))


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "\n".join(f"{stage['name'] or ''}：{stage['duty'] or ''}" for stage in value)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of the way, with who took it; ``state`` is done, now, later or spared."""

    name: str
    agency: Agency | None
    state: str
    act: Act | None
    code: str = ""
    verdict: Verdict | None = None
    record: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The state in words."""
        return {"done": "已完成", "now": "正在办理", "later": "未到", "spared": "本次不需要"}[self.state]


def steps(way: Way, acts: Sequence[Act], person: Person) -> tuple[ShownStep, ...]:
    """部门申请, the steps of the chain, 公布; for those that can be taken now, whether this person may."""
    adjustment = way.adjustment
    states = Adjustment.State
    latest = {act.verb: act for act in acts}
    submitted = latest.get(Act.Verb.SUBMIT) if adjustment.state not in Adjustment.OPEN else None
    shown = [
        ShownStep(
            "部门申请",
            adjustment.agency,
            "done" if submitted else "later" if adjustment.state == states.ABANDONED else "now",
            submitted,
        )
    ]
    for each in adjustments.standing(way, acts):
        passed = None if adjustment.state in Adjustment.OPEN else each.passed
        state = "done" if passed else "now" if each.waiting else "later" if each.taken else "spared"
        verdict = (
            may(person, "adjustment.decide", adjustments.Turn(adjustment, each.step, way))
            if each.waiting
            else None
        )
        step = each.step
        shown.append(ShownStep(step.name, each.agency, state, passed, step.code, verdict, step.record))
    published = latest.get(Act.Verb.PUBLISH)
    shown.append(
        ShownStep(
            "公布",
            adjustment.agency,
            "done" if published else "now" if adjustment.state == states.APPROVED else "later",
            published,
        )
    )
    return tuple(shown)


def turns(listed: Collection[Adjustment]) -> list[tuple[Adjustment, str]]:
    """Each with whose turn it is, in words. Three queries."""
    states = Adjustment.State
    ways = adjustments.ways_of([each for each in listed if each.state == states.REVIEW])
    own = {
        states.DRAFT: "本机关起草、送审",
        states.RETURNED: "本机关起草、送审",
        states.APPROVED: "本机关公布",
    }
    return [
        (each, _turn(ways[each.pk]) if each.pk in ways else own.get(states(each.state), ""))
        for each in listed
    ]


def _turn(way: Way) -> str:
    agencies = ((way.organs.get(step.organ), step) for step in way.waiting)
    return "、".join(f"{agency.name if agency else '（未指定）'}{step.name}" for agency, step in agencies)


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding with its place in words, and what was answered to it."""

    key: str
    finding: Finding
    where: str
    known: bool
    answer: str | None


OVERSEEING = (RoleKind.LEADER, RoleKind.OFFICE_HEAD, RoleKind.SUPERVISOR)
"""Who sees the adjustments of their bureau beside its keeper."""


MOST_REMINDERS = 10
"""Of those due first; how many more there are is told."""


def days() -> dict[str, date]:
    """Today, and until when a clock that ends is marked as ending soon: what "due.html" asks for."""
    today = timezone.localdate()
    return {"today": today, "soon": today + timedelta(days=adjustments.SOON)}


def at_home(person: Person, kept: Collection[Agency]) -> dict[str, Any]:
    """What a person's desk shows of adjustments: their turns, and what is under way of the lists that they
    keep, what of the lists that they keep or oversee is due soon or overdue, and where they set how it is decided."""
    overseen = [each for kind in OVERSEEING for each in agencies_of(person, kind)]
    about = {each.pk: each for each in (*kept, *overseen)}
    due = list(adjustments.due_until(agencies=about.values())) if about else []
    return {
        "reminders": due[:MOST_REMINDERS],
        "unreminded": max(0, len(due) - MOST_REMINDERS),
        "configured": agencies_of(person, RoleKind.SECURITY_ADMIN),
        "turns": adjustments.waiting_for(person),
        "own_adjustments": adjustments.under_way(kept),
        "overseeing": OVERSEEING,
        **days(),
    }


def answered(questions: Iterable[adjustments.Question]) -> tuple[Answered, ...]:
    """The questions of an examination, those without an answer first."""
    found = [
        Answered(each.key, each.finding, place(each.finding), each.known, each.answer) for each in questions
    ]
    return tuple(sorted(found, key=lambda each: each.answer is not None))


def place(finding: Finding) -> str:
    """Where a finding stands, in words."""
    words = [] if finding.annex is None else [ANNEXES[finding.annex]]
    if finding.matter:
        words.append(f"“{finding.matter}”")
    if finding.field is not None:
        words.append(field_label(finding.field))
    return "，".join(words)
