"""The steps of a procedure put in order: what is owed, after what, and what is only there when needed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum

from quanze.procedure.engine.state import State
from quanze.procedure.model import Kind, Step

FINDING_OUT = frozenset({Kind.REVIEW, Kind.INSPECT, Kind.APPRAISE})
EXAMINING = FINDING_OUT | {Kind.JOINT_REVIEW, Kind.NOTIFY, Kind.HEAR}
"""What is done to find out, before anything is concluded."""

ALONGSIDE = {Kind.JOINT_REVIEW: FINDING_OUT}
"""A joint review runs beside these within its stage."""

ONE_APPLIES = FINDING_OUT | {Kind.DECIDE, Kind.RECOMMEND, Kind.PUBLICIZE, Kind.REPORT, Kind.DELIVER}
"""Kinds of which, among steps of one stage with a condition each, one is for every case."""

VERDICTS = frozenset({Kind.DECIDE, Kind.RECOMMEND})
REPORTING = frozenset({Kind.REPORT, Kind.RECOMMEND})
OWN_PREFIX = "engine:"

OWN_WORDS = {
    Kind.ACCEPT: "受理申请",
    Kind.DECIDE: "提出意见",
    Kind.DELIVER: "将不予通过的决定和理由书面送达申请人",
}
"""What the engine adds where the list lacks it."""


class When(StrEnum):
    """In which cases a step of the path is due."""

    ALWAYS = "always"
    FAVOURABLE = "favourable"
    NEGATIVE = "negative"
    SOMETIMES = "sometimes"


class Part(StrEnum):
    """What a step is in the course of a case."""

    PATH = "path"
    BRANCH = "branch"
    TAIL = "tail"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Place:
    """A step in its place. ``after``: the keys of the steps that come before it. ``verdict``: whether it may end in a
    negative verdict. ``when`` it is due. ``alternative``: there is another step of its kind in its stage, each for a
    case of its own (国家级按甲办法审查，省级按乙办法审查)."""

    key: str
    kind: Kind
    part: Part
    step: Step | None
    stage: int | None
    after: frozenset[str] = frozenset()
    verdict: bool = False
    when: When = When.ALWAYS
    alternative: bool = False

    @property
    def own(self) -> bool:
        """Whether the engine added it: the list does not speak of it."""
        return self.step is None

    @property
    def words(self) -> str:
        """The duty in the list's words, or the engine's where it is the engine's own."""
        return self.step.text if self.step else OWN_WORDS[self.kind]

    @property
    def optional(self) -> bool:
        """Whether somebody has to find out first if it is needed. An application is always decided upon."""
        return self.step is not None and self.step.optional and self.kind is not Kind.ACCEPT

    @property
    def external(self) -> bool:
        return self.step is not None and self.step.external

    @property
    def extends(self) -> bool:
        """Whether it does nothing but let the limits of other steps be extended."""
        return self.step is not None and lets_extend(self.step)

    @property
    def told_to_applicant(self) -> bool:
        """Whether it tells the applicant of a negative verdict."""
        delivers = self.kind is Kind.DELIVER and self.when is not When.FAVOURABLE
        return self.part is Part.PATH and (delivers or self.when is When.NEGATIVE)

    def certified(self, favourable: bool = True) -> bool:
        """Whether a dated, sealed and delivered certificate is due, in the favourable or the other case."""
        return self.step is not None and self.step.receipt and self._asks(favourable)

    def in_writing(self, favourable: bool = True) -> bool:
        """Whether it has to be in writing. What is negative always has (行政许可法 art. 38)."""
        return not favourable or (self.step is not None and self.step.written and self._asks(favourable))

    def with_reasons(self, favourable: bool = True) -> bool:
        """Whether reasons have to be stated. For what is negative they always have."""
        return not favourable or (self.step is not None and self.step.reasons and self._asks(favourable))

    def _asks(self, favourable: bool) -> bool:
        return self.step is not None and (self.step.only_when is None or not favourable)

    @property
    def party(self) -> str:
        return (self.step.party if self.step else None) or ""


NEGATIVE_DELIVERY = Place(OWN_PREFIX + "deliver", Kind.DELIVER, Part.PATH, None, None, when=When.NEGATIVE)


@dataclass(frozen=True, slots=True)
class Course:
    """All places in order, and those of them that are owed. ``gate_stage``: the stage in which the application is
    accepted."""

    places: tuple[Place, ...]
    path: tuple[Place, ...]
    gate_stage: int | None

    def at_gate(self, branch: Place) -> bool:
        """Whether this branch is one of the acceptance, and not of what is examined after it."""
        if branch.stage != self.gate_stage:
            return branch.stage is None or self.gate_stage is None or branch.stage < self.gate_stage
        earlier = itertools.takewhile(lambda place: place.key != branch.key, self.places)
        return not any(place.part is Part.PATH and place.kind is not Kind.ACCEPT for place in earlier)

    @property
    def gate(self) -> Place:
        """The first step of acceptance."""
        return next(place for place in self.path if place.kind is Kind.ACCEPT)

    def find(self, key: str) -> Place | None:
        """The place with this key, if there is one."""
        if key == NEGATIVE_DELIVERY.key:
            return NEGATIVE_DELIVERY
        return next((place for place in self.places if place.key == key), None)

    def owed(self, state: State) -> tuple[Place, ...]:
        """What is still to be done, in order. After a negative verdict only telling the applicant of it is."""
        done = {each.step for each in state.done}
        if state.negative:
            due = tuple(place for place in self.path if place.told_to_applicant) or (NEGATIVE_DELIVERY,)
        else:
            due = tuple(place for place in self.path if place.when is not When.NEGATIVE)
        return tuple(place for place in due if place.key not in done)

    def before(self, place: Place, state: State) -> Place | None:
        """The first step that has to be done before this one, ``None`` where its turn has come."""
        return next((other for other in self.owed(state) if other.key in place.after), None)

    def extending(self, place: Place) -> Place | None:
        """The place whose words let the limit of this one be extended: itself; else a step that says so in its stage,
        behind it if there is one; else one in a stage where nothing has a limit."""
        if place.step is not None and place.step.extendable:
            return place
        saying = [other for other in self.places if other.extends]
        here = [other for other in saying if other.stage == place.stage]
        behind = self.places[self.places.index(place) + 1 :]
        limited = {other.stage for other in self.path if other.step and other.step.limit}
        elsewhere = [other for other in saying if other.stage not in limited]
        return next(iter([*(other for other in here if other in behind), *here, *elsewhere]), None)

    def alternatives(self, place: Place) -> tuple[Place, ...]:
        """The other steps of its kind in its stage, where each is for a case of its own."""
        return tuple(other for other in self.places if alternatives(place, other))

    def open(self, state: State) -> tuple[Place, ...]:
        """The steps whose turn it is. Never empty while something is owed: what comes first waits for nothing."""
        owed = self.owed(state)
        keys = {place.key for place in owed}
        return tuple(place for place in owed if not place.after & keys)

    def reported(self, state: State) -> bool:
        """Whether something went up to the higher authority: a report, or a recommendation that was favourable."""
        done = {place.kind for place in self.path if state.is_done(place.key)}
        return Kind.REPORT in done or (Kind.RECOMMEND in done and not state.negative)


def alongside(one: Place, other: Place) -> bool:
    """Whether neither of two steps waits for the other."""
    return one.stage == other.stage and (
        other.kind in ALONGSIDE.get(one.kind, ()) or one.kind in ALONGSIDE.get(other.kind, ())
    )


def alternatives(one: Place, other: Place) -> bool:
    """Two conditions of like steps in one stage exclude each other."""
    return (
        one.key != other.key
        and one.part is other.part is Part.PATH
        and (one.kind, one.stage) == (other.kind, other.stage)
        and one.kind in ONE_APPLIES
        and one.when is other.when is When.SOMETIMES
    )


def lets_extend(step: Step) -> bool:
    """Whether a step does nothing but let the limits of others be extended."""
    return step.extendable and step.kind is Kind.NOTIFY and step.limit is None and not step.external
