"""办事指南: what to bring, where it is asked for, how long it takes, what happens, as a value for a page.

《河南省优化营商环境条例》第二十八条 and 国令第716号 第六条 say what a guide tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quanze.kits.labels import PURPOSES
from quanze.kits.labels import SUB_KIND as SUB_KIND_LABEL
from quanze.kits.model import SUB_KIND, Condition, Kit, Material, Source, Statement
from quanze.procedure.labels import KINDS, limit_words, time_words
from quanze.procedure.model import Kind, Limit, Origin, Procedure, Step

ONLY_WHERE = {
    Kind.REFUSE: "不属于本局职权或者不符合受理条件时",
    Kind.SUPPLEMENT: "材料不齐或者不合要求时",
}
"""What happens only where something is wrong with an application, and when."""

BEYOND = (Kind.FOLLOW_UP, Kind.OTHER)
"""What comes after the result, or is no step of a case."""


@dataclass(frozen=True, slots=True)
class Time:
    """How long something takes: ``what`` and ``limit`` in words, ``source`` who set it, ``words`` the list's own."""

    what: str
    limit: str
    source: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """What is done: the kind of step in words, by whom (本局 or another party), a note on when and how, and the list's
    own words."""

    kind: str
    by: str
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class GuideStage:
    """A stage: its name (blank: of the basis) and what happens in it."""

    name: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Bring:
    """A material to bring, and on which condition in words (blank: always)."""

    material: Material
    only: str


@dataclass(frozen=True, slots=True)
class Guide:
    """All that a guide tells of the matter itself; who answers, and where, is the agency's to say. ``afterwards``: what
    follows when the case has ended."""

    kit: Kit
    bring: tuple[Bring, ...]
    eligibility: tuple[tuple[Statement, str], ...]
    jurisdiction: tuple[tuple[Statement, str], ...]
    times: tuple[Time, ...]
    stages: tuple[GuideStage, ...]
    afterwards: tuple[Happening, ...]


def guide(kit: Kit, procedure: Procedure, promised: Limit | None = None) -> Guide:
    """The guide to a matter by its kit, its procedure and the limit that the bureau promises."""
    return Guide(
        kit,
        tuple(Bring(each, only_where(kit, each.when)) for each in kit.materials),
        tuple((each, only_where(kit, each.when)) for each in kit.eligibility),
        tuple((each, only_where(kit, each.when)) for each in kit.jurisdiction),
        tuple(_times(kit, procedure, promised)),
        tuple(_stages(procedure)),
        tuple(
            _happening(step) for step in procedure.steps if step.kind is Kind.FOLLOW_UP and not step.external
        ),
    )


def only_where(kit: Kit, conditions: tuple[Condition, ...]) -> str:
    """On which conditions, in words: ``申报类别为“国家级”或“省级”``; blank for none."""
    return "，且".join(_condition(kit, each) for each in conditions)


def source_words(source: Source) -> str:
    """Where something is asked for, in one line."""
    return source.cite or source.words


def _condition(kit: Kit, condition: Condition) -> str:
    if condition.key == SUB_KIND:
        names = [each.name for each in kit.sub_kinds if each.key in condition.values]
        return f"{kit.labels.sub_kind or SUB_KIND_LABEL}为{_either(names)}"
    field = kit.field(condition.key)
    label = condition.key if field is None else field.label
    names = ["是" if value is True else "否" if value is False else value for value in condition.values]
    return f"“{label}”为{_either(names)}"


def _either(names: list[str]) -> str:
    return "或".join(f"“{name}”" for name in names)


def _times(kit: Kit, procedure: Procedure, promised: Limit | None) -> Iterator[Time]:
    if promised is not None:
        yield Time("从受理到办结", limit_words(promised), "本局承诺")
    for step in procedure.steps:
        if step.external:
            continue
        if said := "，".join(time_words(step)):
            yield Time(KINDS[step.kind], said, "权责清单", step.text)
    for own in kit.limits:
        yield Time(PURPOSES[own.purpose], limit_words(own.limit), "本局设定")


def _stages(procedure: Procedure) -> Iterator[GuideStage]:
    places = [*range(len(procedure.stages)), None]
    for place in places:
        mine = [
            step
            for step in procedure.steps
            if step.stage == place and step.kind not in BEYOND and not (step.external and place is None)
        ]
        if mine:
            name = "" if place is None else procedure.stages[place]
            yield GuideStage(name, tuple(_happening(step) for step in mine))


def _happening(step: Step) -> Happening:
    by = step.party or "其他机关" if step.external else "本局"
    notes = []
    if step.kind in ONLY_WHERE:
        notes.append(ONLY_WHERE[step.kind])
    elif step.optional:
        notes.append("需要时")
    if step.kind is not Kind.PUBLICIZE:
        notes.extend(time_words(step))
    if step.min_people is not None:
        notes.append(f"不少于{step.min_people}人")
    if step.receipt:
        notes.append("出具书面凭证")
    if step.origin is Origin.BASIS:
        notes.append("由实施依据得出")
    return Happening(KINDS[step.kind], by, "，".join(notes), step.text)
