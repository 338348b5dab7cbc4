"""办理规程 as a value: the typed steps to which the duties of a matter compile, each with its own text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quanze.lists.model import Finding


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
    """Which part of the list a step comes from. ``BASIS`` is what stands outside the stages and their duties: in the
    basis, or in the liability clause where that binds the handling (help in recovering funds)."""

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
    """So much time, as the text states it; of a publicity, how long it lasts."""

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
    index in ``Procedure.stages`` of the stage that the step belongs to (``None``: from the basis, no stage of the list
    speaks of it). ``text`` is the list's own words, ``passage`` where they stand, ``also`` further passages that speak
    of the same step. ``pattern`` is the name of the row of the tables that proposed it (整改 and 撤销 are both
    ``follow_up``), ``""`` where a person did.

    ``external``: another party must do it, our officers never owe it. ``condition`` says when, in the list's words;
    ``optional``: only where needed (需要……的, 必要时), while a condition without it names the case in which the step
    is due (符合条件的). ``limit`` is in days or months; ``minutes`` is one in hours or minutes (24小时内), and
    ``on_the_spot`` is at once or the same day (当场, 即时, 当日). ``extendable``: the text lets a limit be extended, by
    ``longer`` at most where it says by how much (``None``: it does not); a step without a limit says it of the steps
    around it. ``once``: not twice in one acceptance. ``receipt``: a written certificate is due, with seal and date.
    ``reasons``: must state reasons. ``written``: must be in writing. ``only_when``: receipt, reasons and written
    are asked for in this case only (不予许可的). ``party``: who else takes part, receives or must do it (财政部门,
    市工信局). ``min_people``: how many of our staff at least; ``credentials``: they show them; ``record``: a record is
    made; ``recusal``: who has an interest withdraws.
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
    minutes: int | None = None
    on_the_spot: bool = False
    extendable: bool = False
    longer: Limit | None = None
    once: bool = False
    min_people: int | None = None
    receipt: bool = False
    reasons: bool = False
    written: bool = False
    party: str | None = None
    only_when: str | None = None
    credentials: bool = False
    record: bool = False
    recusal: bool = False
    also: tuple[Passage, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Words that ask for nothing by themselves: the name of a stage, the heading and number of a duty."""

    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Uncompiled:
    """A clause that no pattern covers: shown in full until a person maps it. ``stage`` is the index in
    ``Procedure.stages`` of the stage that it stands in."""

    text: str
    passage: Passage
    stage: int | None = None


class FactKind(StrEnum):
    """What a text fixes that is no step."""

    QUOTA = "quota"
    COPIES = "copies"
    DEADLINE = "deadline"
    PRIORITY = "priority"
    ELIGIBILITY = "eligibility"
    JURISDICTION = "jurisdiction"


@dataclass(frozen=True, slots=True)
class Fact:
    """A number or rule that the handling must know: ``text`` in the list's words, ``n`` its number where it has one
    (不超过3家, 1式5份). ``external``: it binds another party (a province's quota)."""

    kind: FactKind
    text: str
    passage: Passage
    n: int | None = None
    external: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """Something to hand in, proposed for the material list: ``name`` in short, ``text`` with all that the list says of
    it."""

    name: str
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Misconduct:
    """One act that draws sanctions. ``number`` is its place in the clause's own numbering (1 for （一）)."""

    number: int | None
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Degree:
    """What a degree of gravity allows: ``name`` in the clause's words (情节较重; ``""`` where none is named),
    ``sanctions`` by their names, ``acts`` the numbers of the acts to which it applies (``None``: all)."""

    name: str
    sanctions: tuple[str, ...]
    passage: Passage
    acts: tuple[int, ...] | None = None


class ClauseKind(StrEnum):
    """What a clause about others than the handling officer orders."""

    RECOVER = "recover"
    BAR = "bar"
    EXPERTS = "experts"
    STAFF = "staff"
    JUDICIARY = "judiciary"
    ASSIST = "assist"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class SpecialClause:
    """A clause of its own: money back, no application for ``years``, experts, staff, referral, help in execution.
    ``acts`` are the acts that it names (虚报, 冒领), ``gravity`` whether it depends on gravity (视情节轻重)."""

    kind: ClauseKind
    text: str
    passage: Passage
    acts: tuple[str, ...] = ()
    sanctions: tuple[str, ...] = ()
    years: int | None = None
    gravity: bool = False


@dataclass(frozen=True, slots=True)
class Liability:
    """The compiled 追责情形. Its list of acts and sanctions is not exhaustive: a competent organ may decide otherwise,
    and ``open_ended`` says where the text itself ends in 其他. ``rest`` is what no pattern covers."""

    acts: tuple[Misconduct, ...] = ()
    degrees: tuple[Degree, ...] = ()
    clauses: tuple[SpecialClause, ...] = ()
    open_ended: bool = False
    rest: tuple[Uncompiled, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """The executable form of one matter's stages and duties. ``stages`` are the stage names in order, ``""`` where the
    list names none; a duty that holds all stages in one cell ("1.受理责任：…2.审查责任：…") gives them by its headings.
    ``compiler`` is the version of the tables that made it.

    Each character of a stage name or duty that is no blank and no punctuation stands in a passage of ``steps``,
    ``notes`` or ``uncompiled``.
    """

    matter: str
    stages: tuple[str, ...]
    steps: tuple[Step, ...]
    uncompiled: tuple[Uncompiled, ...] = ()
    compiler: str = ""
    number: str | None = None
    notes: tuple[Note, ...] = ()
    facts: tuple[Fact, ...] = ()
    materials: tuple[Material, ...] = ()
    liability: Liability = Liability()
    findings: tuple[Finding, ...] = ()
