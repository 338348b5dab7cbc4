"""What a matter needs beyond its duties, as a value: form, materials, sub-kinds, guide, rules of the house.

A kit speaks of one matter by its name and of nothing that the matter's duties say: steps and their limits stay in the
procedure. It asks, it warns, it explains; it decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from quanze.procedure.engine.facts import HouseRules
from quanze.procedure.model import Limit

SUB_KIND = "sub_kind"
"""The key under which answers and conditions name the sub-kind that is applied for."""


NO_RULES = HouseRules()
"""A bureau that has set nothing beside its list."""


class Origin(StrEnum):
    """Who says that something is asked for. ``ASSUMED`` marks what nobody has confirmed yet."""

    LIST = "list"
    RULE = "rule"
    NOTICE = "notice"
    HOUSE = "house"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is asked for.

    ``cite`` is the document with its article, as people cite it. ``field`` is the field path of the matter
    ("basis", "stages[0].duty") and ``words`` its words there, by which the place is found in whatever edition; for
    other origins ``words`` may quote the document.
    """

    origin: Origin
    cite: str = ""
    field: str = ""
    words: str = ""


class FieldKind(StrEnum):
    """What is filled in. ``MONEY`` is in 万元. A ``DECLARATION`` is to be ticked; a ``TABLE`` has rows of columns."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    TABLE = "table"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where the field ``key`` (or :data:`SUB_KIND`) is answered by one of ``values``: options of a choice, keys
    of sub-kinds, ``True`` or ``False`` of a yes or no."""

    key: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in; ``key`` is its name in the answers.

    ``when``: asked only where every condition holds. ``longest``: characters of a text. ``unit``, ``least``, ``most``
    and ``decimals`` belong to numbers and money, ``options`` to choices. ``words`` is what is declared. ``columns``
    belong to a table; its rows are either named (``rows``: one for each year or figure) or between ``fewest`` and
    ``most_rows`` of the applicant's.
    """

    key: str
    label: str
    kind: FieldKind
    required: bool = False
    hint: str = ""
    source: Source | None = None
    when: tuple[Condition, ...] = ()
    longest: int | None = None
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int | None = None
    options: tuple[str, ...] = ()
    words: str = ""
    columns: tuple[Field, ...] = ()
    rows: tuple[str, ...] = ()
    fewest: int | None = None
    most_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form; left out where a condition does not hold."""

    title: str
    fields: tuple[Field, ...]
    hint: str = ""
    when: tuple[Condition, ...] = ()


class Media(StrEnum):
    """A kind of file, by its content."""

    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    DOC = "doc"
    WPS = "wps"
    XLSX = "xlsx"
    XLS = "xls"
    JPG = "jpg"
    PNG = "png"
    DWG = "dwg"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Material:
    """Something to hand in. ``needs`` says in words when it is needed where no answer of the form decides it (委托他人
    办理的); such a material is not ``required``. ``when``: asked for only where every condition holds.

    ``standard`` is what it must be like. ``originals`` and ``copies`` count paper. ``media`` are the kinds of file
    accepted (none: any), ``several``: more than one file. ``template`` names a form to fill in (file name or address).
    ``issuer``: who makes it out, where that is not the applicant. ``lasting``: may be taken over from an earlier case.
    """

    key: str
    name: str
    required: bool = False
    needs: str = ""
    standard: str = ""
    sources: tuple[Source, ...] = ()
    when: tuple[Condition, ...] = ()
    originals: int = 0
    copies: int = 0
    media: tuple[Media, ...] = ()
    several: bool = False
    template: str = ""
    issuer: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class SubKind:
    """A kind of application within the matter (国家级, 省级; 工厂, 园区)."""

    key: str
    name: str
    hint: str = ""


class Applicant(StrEnum):
    """Who applies: the kinds of party (``people.models.Party.Kind``)."""

    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    PARK = "park"
    GOVERNMENT = "government"
    SOCIAL = "social"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that an applicant should know before applying (条件, 管辖). It warns and shuts nobody out.
    ``competent``: of 管辖, the authority that has the power instead where ``when`` holds."""

    text: str
    source: Source | None = None
    when: tuple[Condition, ...] = ()
    competent: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the guide."""

    title: str
    text: str
    source: Source | None = None


class Purpose(StrEnum):
    """What a limit of the bureau's own is for, where neither list nor law gives one."""

    CORRECTION = "correction"
    PUBLICITY = "publicity"
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A limit that the bureau sets beside the list and shows to the public. 承诺时限 is none: it stands with the
    procedure."""

    purpose: Purpose
    limit: Limit
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """Which kind of letter (``template``) an act on this matter calls for, where it is not the usual one. ``act`` is
    the name of an act of the engine (``Accept``, ``Decline``)."""

    act: str
    template: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What things are called in this matter; blank: as everywhere. ``favourable`` and ``unfavourable`` name the
    verdict (通过初审, 不予推荐), ``result`` what the higher authority gives, ``subject`` is the key of the field that
    names the application in lists and letters."""

    favourable: str = ""
    unfavourable: str = ""
    result: str = ""
    sub_kind: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """By what the applications of a round are scored, and the ``most`` points that it gives."""

    key: str
    name: str
    most: Decimal
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Preference:
    """A ground on which an application goes before others whatever its score (已建有国家级平台的优先)."""

    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the summary table: a ``field`` of the form (or :data:`SUB_KIND`), its share of the width."""

    field: str
    share: int = 2


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the applications of a round are put in order; where it says nothing, by one score. ``columns`` of the table
    that goes up, beside place and applicant; none: what names the application. ``enclosed``: which kinds of letters of
    a case have to go up with it; none: its 初审意见 does where it has one."""

    criteria: tuple[Criterion, ...] = ()
    preferences: tuple[Preference, ...] = ()
    columns: tuple[Column, ...] = ()
    enclosed: tuple[str, ...] = ()


class Reporter(StrEnum):
    """Who reports in a follow-up: the applicant to the bureau, or an officer what became known to the bureau."""

    APPLICANT = "applicant"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is reported of those whom the higher authority has granted what they applied for (效益统计, 绩效自评, 验收).

    Every so many years (``every``), about the year before and until ``due`` (``"03-31"``), at most ``times``; or once
    ``within`` so long after it was granted; or, where neither is said, whenever it happens. ``kinds``: only of these
    sub-kinds. ``apply``: it is done by an application for this sub-kind (复核评价), and there are no ``fields``.
    ``evidence`` names the paper without which it is not taken. ``decision``: it is recorded only with the decision of
    the authority that has the power (追回资金).
    """

    key: str
    title: str
    text: str = ""
    by: Reporter = Reporter.APPLICANT
    every: int = 0
    due: str = ""
    times: int = 0
    within: Limit | None = None
    kinds: tuple[str, ...] = ()
    apply: str = ""
    evidence: str = ""
    decision: bool = False
    source: Source | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """All of it, for the matter of that name. ``remark`` is what keepers tell each other about the kit; ``public`` are
    the keys of the fields that a publicity shows beside applicant, sub-kind and subject."""

    matter: str
    remark: str = ""
    applicants: tuple[Applicant, ...] = ()
    sub_kinds: tuple[SubKind, ...] = ()
    labels: Labels = Labels()
    house: HouseRules = NO_RULES
    eligibility: tuple[Statement, ...] = ()
    jurisdiction: tuple[Statement, ...] = ()
    guide: tuple[Paragraph, ...] = ()
    limits: tuple[OwnLimit, ...] = ()
    letters: tuple[Letter, ...] = ()
    public: tuple[str, ...] = ()
    form: tuple[Section, ...] = ()
    materials: tuple[Material, ...] = ()
    ranking: Ranking = Ranking()
    follow_ups: tuple[FollowUp, ...] = ()

    def fields(self) -> tuple[Field, ...]:
        """Every field of the form, in order; columns of tables are not among them."""
        return tuple(field for section in self.form for field in section.fields)

    def limit(self, purpose: Purpose) -> Limit | None:
        """The bureau's own limit for this."""
        return next((own.limit for own in self.limits if own.purpose is purpose), None)

    def field(self, key: str) -> Field | None:
        """The field with this key."""
        return next((field for field in self.fields() if field.key == key), None)

    def material(self, key: str) -> Material | None:
        """The material with this key."""
        return next((material for material in self.materials if material.key == key), None)

    def follow_up(self, key: str) -> FollowUp | None:
        """The follow-up with this key."""
        return next((each for each in self.follow_ups if each.key == key), None)

    def sub_kind(self, key: object) -> SubKind | None:
        """The sub-kind with this key."""
        return next((each for each in self.sub_kinds if each.key == key), None)
