"""The steps of a procedure put in order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Set
from dataclasses import replace
from functools import lru_cache

from quanze.procedure.engine.course import (
    FINDING_OUT,
    OWN_PREFIX,
    VERDICTS,
    Course,
    Part,
    Place,
    When,
    alongside,
    alternatives,
    lets_extend,
)
from quanze.procedure.model import Kind, Origin, Procedure, Step

USUAL_ORDER = (
    Kind.ACCEPT,
    Kind.SUPPLEMENT,
    Kind.REFUSE,
    Kind.REVIEW,
    Kind.INSPECT,
    Kind.APPRAISE,
    Kind.JOINT_REVIEW,
    Kind.NOTIFY,
    Kind.HEAR,
    Kind.DECIDE,
    Kind.PUBLICIZE,
    Kind.RECOMMEND,
    Kind.REPORT,
    Kind.ANNOUNCE,
    Kind.DELIVER,
    Kind.ENFORCE,
    Kind.FOLLOW_UP,
    Kind.OTHER,
)
"""Where a step belongs that has no place in the text of the duties. 告知 and 听证 come before the decision (行政处罚法
arts. 44, 63), 公示 before what it is about goes out, 公告 after it (matter 6 of the sample: the ministry announces)."""

RESULTS = (
    (
        re.compile("(?:评价|评审|评估|论证|评议|鉴定|检测|检验)[^，。；、,;]{0,6}(?:结论|结果|意见|报告)"),
        Kind.APPRAISE,
    ),
    (
        re.compile("(?:核查|检查|勘验|踏勘|勘察|调查)[^，。；、,;]{0,6}(?:结论|结果|意见|报告|笔录)"),
        Kind.INSPECT,
    ),
)
"""Of what a review looks at (对所提交的综合评价结论进行审核) → the kind of step that makes it, and so comes first."""

PHASES = (frozenset({Kind.ACCEPT}), FINDING_OUT | {Kind.JOINT_REVIEW})
"""Kinds that come first within a stage, however its sentences are arranged; then the rest in text order."""

BRANCHES = frozenset({Kind.SUPPLEMENT, Kind.REFUSE})

CONDITIONS = (
    ("不予", When.NEGATIVE),
    ("不准予", When.NEGATIVE),
    ("不符合", When.NEGATIVE),
    ("不合格", When.NEGATIVE),
    ("不同意", When.NEGATIVE),
    ("不通过", When.NEGATIVE),
    ("未通过", When.NEGATIVE),
    ("符合", When.FAVOURABLE),
    ("准予", When.FAVOURABLE),
    ("同意", When.FAVOURABLE),
    ("通过", When.FAVOURABLE),
    ("合格", When.FAVOURABLE),
    ("齐全", When.FAVOURABLE),
    ("无异议", When.FAVOURABLE),
    ("没有异议", When.FAVOURABLE),
    ("无人反映", When.FAVOURABLE),
)
"""What a condition says (the first that it holds) → when the step is due. 不予批准的，书面告知 only after a negative
verdict; 符合条件的，上报 in every case that gets so far. A condition that ends in 后 names a time. Any other
(逾期不缴纳的) may be found not to apply."""


@lru_cache(maxsize=4096)
def course_of(procedure: Procedure) -> Course:
    """The course of a procedure."""
    places = _placed(procedure)
    gates = [i for i, place in enumerate(places) if place.kind is Kind.ACCEPT and place.part is Part.PATH]
    if not gates:
        ours = (place.stage for place in places if place.part in (Part.PATH, Part.BRANCH))
        places.insert(0, _own(Kind.ACCEPT, next(ours, None)))
        gates = [0]
    verdicts = _verdicts(places[gates[-1] + 1 :])
    if not verdicts:
        spot = max(gates[-1] + 1, _spot(places, USUAL_ORDER.index(Kind.DECIDE)))
        stage = next(place.stage for place in reversed(places[:spot]) if place.part is Part.PATH)
        places.insert(spot, _own(Kind.DECIDE, stage))
        verdicts = {OWN_PREFIX + Kind.DECIDE}
    joined: list[Place] = []
    for place in places:
        after = frozenset(other.key for other in joined if _waits(place, other))
        alternative = any(alternatives(place, other) for other in places)
        joined.append(replace(place, after=after, verdict=place.key in verdicts, alternative=alternative))
    path = tuple(place for place in joined if place.part is Part.PATH)
    return Course(tuple(joined), path, gate_stage=places[gates[0]].stage)


def _own(kind: Kind, stage: int | None) -> Place:
    return Place(OWN_PREFIX + kind, kind, Part.PATH, None, stage)


def _placed(procedure: Procedure) -> list[Place]:
    """Every step in its place: the text first, then what has no place in it."""
    made = frozenset(step.kind for step in procedure.steps if _part(step) is Part.PATH)
    in_text = [step for step in procedure.steps if step.origin is Origin.DUTY and step.stage is not None]
    ordered = sorted(in_text, key=lambda step: (step.stage, _phase(step, in_text)))
    places = [_place(step, step.stage) for step in ordered]
    for step in procedure.steps:
        if step.stage is not None and step.origin is not Origin.DUTY:
            spot = _spot(places, _rank(step.kind, step, made), made, step.stage)
            places.insert(spot, _place(step, step.stage))
    for step in procedure.steps:
        if step.stage is None:
            spot = _spot(places, _rank(step.kind, step, made), made)
            neighbour = places[max(spot - 1, 0)] if places else None
            places.insert(spot, _place(step, neighbour.stage if neighbour else None))
    return places


def _place(step: Step, stage: int | None) -> Place:
    return Place(step.key, step.kind, _part(step), step, stage, when=_when(step))


def _when(step: Step) -> When:
    condition = step.condition or ""
    if step.kind is Kind.ACCEPT or step.optional or not condition or condition.endswith("后"):
        return When.ALWAYS
    return next((when for words, when in CONDITIONS if words in condition), When.SOMETIMES)


def _part(step: Step) -> Part:
    if step.external or step.kind is Kind.OTHER:
        return Part.ASIDE
    if step.kind in BRANCHES or lets_extend(step):
        return Part.BRANCH
    return Part.TAIL if step.kind is Kind.FOLLOW_UP else Part.PATH


def _phase(step: Step, in_text: list[Step]) -> int:
    """A branch goes with what it stands beside: with the acceptance, unless something was examined before."""
    if step.kind in BRANCHES:
        earlier = itertools.takewhile(lambda other: other is not step, in_text)
        examined = any(other.stage == step.stage and other.kind in PHASES[1] for other in earlier)
        return 1 if examined and not step.once else 0
    return next((i for i, kinds in enumerate(PHASES) if step.kind in kinds), len(PHASES))


def _rank(kind: Kind, step: Step | None, made: Set[Kind]) -> float:
    """How late a step usually comes; a review of what another step of this procedure finds out, behind that one."""
    if kind is Kind.REVIEW and step is not None:
        for says, source in RESULTS:
            if source in made and says.search(step.text):
                return USUAL_ORDER.index(source) + 0.5
    return USUAL_ORDER.index(kind)


def _spot(places: list[Place], rank: float, made: Set[Kind] = frozenset(), stage: int | None = None) -> int:
    """Behind the last place (of the stage, where one is given) that usually comes no later than ``rank``."""
    first = 0
    if stage is not None:
        first = sum(1 for place in places if place.stage is not None and place.stage < stage)
    within = [
        i
        for i, place in enumerate(places)
        if (stage is None or place.stage == stage) and _rank(place.kind, place.step, made) <= rank
    ]
    return within[-1] + 1 if within else first


def _verdicts(places: list[Place]) -> set[str]:
    """Decisions and recommendations; where the list has none, its reviews and inspections."""
    path = [place for place in places if place.part is Part.PATH and place.when is not When.NEGATIVE]
    return {place.key for place in path if place.kind in VERDICTS} or {
        place.key for place in path if place.kind in FINDING_OUT
    }


def _waits(place: Place, other: Place) -> bool:
    """Whether a step waits for this earlier one. What is only due in negative cases holds up nothing else."""
    due = other.when is not When.NEGATIVE or place.when is When.NEGATIVE
    return place.part is other.part is Part.PATH and due and not alongside(other, place)
