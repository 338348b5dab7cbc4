"""办理规程 as a value: the typed steps to which the duties of a matter compile, each with its own text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a step does. The first fifteen are those of applications; the rest are met in penalties and enforcement."""

    ACCEPT = "accept"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    REVIEW = "review"
    INSPECT = "inspect"
    APPRAISE = "appraise"
    DECIDE = "decide"
    JOINT_REVIEW = "joint_review"
    PUBLICIZE = "publicize"
    ANNOUNCE = "announce"
    RECOMMEND = "recommend"
    REPORT = "report"
    DELIVER = "deliver"
    FOLLOW_UP = "follow_up"
    OTHER = "other"
    NOTIFY = "notify"
    HEAR = "hear"
    ENFORCE = "enforce"


class Origin(StrEnum):
    """Which part of the list a step comes from."""

    DUTY = "duty"
    STAGE = "stage"
    BASIS = "basis"


class Unit(StrEnum):
    """The unit of a limit. ``DAY`` is what a text says that writes 日 and no more: neither working nor calendar day,
    until a person has confirmed which."""

    DAY = "day"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Limit:
    """So much time, as the text states it."""

    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a text stands: the field path in the matter ("stages[0].duty") and the code points of its value."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that must, or may, be done.

    ``key`` is stable within the procedure and survives recompilation while the text stays as it is. ``stage`` is the
    index of the stage that the step belongs to (``None``: from the basis, no stage of the list speaks of it).
    ``text`` is the list's own words, ``passage`` where they stand. ``external``: another party must do it, our officers
    never owe it. ``optional``: only where needed, ``condition`` says when, in the list's words. ``once``: not twice in
    one acceptance. ``receipt``: a written certificate with seal and date is due. ``reasons``: must state reasons.
    ``written``: must be in writing. ``party``: who else takes part, receives or must do it (财政部门, 市工信局).
    """

    key: str
    kind: Kind
    origin: Origin
    stage: int | None
    text: str
    passage: Passage
    external: bool = False
    optional: bool = False
    condition: str | None = None
    limit: Limit | None = None
    on_the_spot: bool = False
    once: bool = False
    min_people: int | None = None
    receipt: bool = False
    reasons: bool = False
    written: bool = False
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Uncompiled:
    """A clause that no pattern covers: shown in full until a person maps it."""

    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Procedure:
    """The executable form of one matter's stages and duties. ``stages`` are the stage names in order, ``""`` where the
    list names none. ``compiler`` is the version of the tables that made it."""

    matter: str
    stages: tuple[str, ...]
    steps: tuple[Step, ...]
    uncompiled: tuple[Uncompiled, ...] = ()
    compiler: str = ""
