"""What is kept of the law behind the lists.

Three layers. What the sources say, for good: an instrument's :class:`Version` and each :class:`Statement` about its
validity are never changed; what people think of a statement is a :class:`Ruling` beside it. What follows from
immutable texts and can be made again at any time: :class:`Citation` (of a matter's version) and :class:`Cited` (of the
lists in force). And what people have to do: :class:`Task`, :class:`Notice`.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.law.instruments import Kind, Making, Says
from quanze.people.models import Agency
from quanze.registry.models import Entry, Matter, MatterVersion

KINDS = [(kind.value, kind.value) for kind in Kind]
MAKINGS = [(making.value, making.value) for making in Making]
SAYS = [
    (Says.IN_FORCE_FROM.value, "施行"),
    (Says.UNTIL.value, "有效期至"),
    (Says.TERM.value, "有效期限"),
    (Says.REPEALED.value, "废止"),
    (Says.SUPERSEDED.value, "被取代"),
    (Says.LAPSED.value, "宣布失效"),
    (Says.AMENDED.value, "已修改"),
    (Says.TRIAL.value, "试行、暂行"),
    (Says.PLAN.value, "规划期"),
    (Says.YEAR.value, "年度工作"),
    (Says.STANDS.value, "核实有效"),
]
"""What a statement can say (:class:`quanze.law.instruments.Says`), and what people call it."""


class Instrument(models.Model):
    """A 法规文件 that is cited or held, one through all its changes.

    ``title`` may be blank where only its number is known. ``key`` and ``number_key`` are the forms by which it is
    recognised; ``same_as`` is the instrument that this row turned out to be: nothing points at it any more but what may
    never be changed.
    """

    class State(models.TextChoices):
        NAMED = "named", "只有引用"
        ENTERED = "entered", "已登记，没有全文"
        HELD = "held", "收有全文"

    title = models.CharField("标题", max_length=500, blank=True)
    number = models.CharField("文号", max_length=100, blank=True)
    kind = models.CharField("类别", max_length=16, choices=KINDS, default=Kind.UNKNOWN.value)
    issuers = CanonicalJSONField("发文机关", default=list)
    issued = models.CharField("所印发文件的标题", max_length=500, blank=True)
    state = models.CharField("收录情况", max_length=16, choices=State, default=State.NAMED)
    key = models.CharField("标题归一形式", max_length=300, blank=True)
    number_key = models.CharField("文号归一形式", max_length=100, blank=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    added_at = models.DateTimeField("收录时间")

    class Meta:
        ordering: ClassVar = ["title", "number", "pk"]
        indexes = [models.Index(fields=["state", "title"], name="library_instrument_state")]

    def __str__(self) -> str:
        title = f"《{self.title}》" if self.title else ""
        if not self.number:
            return title
        return f"{title}（{self.number}）" if title else self.number


class Name(models.Model):
    """A form by which an instrument is found: a key of its title, of what it issues, or of its number."""

    class Kind(models.TextChoices):
        TITLE = "title", "标题"
        ISSUED = "issued", "所印发文件的标题"
        NUMBER = "number", "文号"

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="names")
    kind = models.CharField("种类", max_length=16, choices=Kind)
    key = models.CharField("归一形式", max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "kind", "instrument"], name="library_name_once")
        ]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """The text of an instrument from one change to the next (``quanze.law.instruments.Version``); never changed.

    ``facts`` are its dates, history and source, ``text`` all the words; ``digest`` is SHA-256 over a format tag and
    ``text``, by which a text that comes again is recognised. The other columns are derived from ``facts``.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    digest = models.CharField("摘要", max_length=64)
    facts = CanonicalJSONField("沿革")
    text = CanonicalJSONField("文本")
    made_on = models.DateField("制定、修改日期", null=True, blank=True)
    making = models.CharField("由来", max_length=16, choices=MAKINGS)
    in_force_from = models.DateField("施行日期", null=True, blank=True)
    label = models.CharField("版本", max_length=100)
    articles = models.PositiveIntegerField("条数")
    source = models.CharField("来源文件", max_length=500, blank=True)
    source_sha256 = models.CharField("来源文件摘要", max_length=64, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("收录时间")

    class Meta:
        ordering: ClassVar = ["made_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "digest", "made_on"], name="library_version_once")
        ]

    def __str__(self) -> str:
        return self.label


class Statement(models.Model):
    """What is said about the validity of an instrument, with the evidence; never changed.

    ``by`` is what repeals or changes it, ``successor`` what takes its place (mostly the same). A statement of a person
    holds until it is withdrawn; one that was harvested from a text is a proposal until somebody confirms it
    (:class:`Ruling`). ``digest`` keeps what a text says from being proposed twice.
    """

    class Origin(models.TextChoices):
        PERSON = "person", "人工登记"
        TEXT = "text", "从文件中读出"

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="statements")
    says = models.CharField("内容", max_length=16, choices=SAYS)
    on = models.DateField("日期", null=True, blank=True)
    months = models.PositiveIntegerField("期限（月）", null=True, blank=True)
    first_year = models.PositiveSmallIntegerField("起始年", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("终止年", null=True, blank=True)
    by = models.ForeignKey(Instrument, models.PROTECT, null=True, blank=True, related_name="+")
    successor = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="took_over_by"
    )
    document = models.CharField("依据的文件", max_length=500)
    words = models.TextField("原文")
    start = models.PositiveIntegerField("原文起", null=True, blank=True)
    end = models.PositiveIntegerField("原文止", null=True, blank=True)
    ground = models.CharField("法律依据", max_length=500, blank=True)
    origin = models.CharField("来历", max_length=16, choices=Origin)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    digest = models.CharField("摘要", max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_says_display()}：{self.words}"[:200]


class Ruling(models.Model):
    """What a person decided about a statement: a proposal is confirmed or rejected once, what stands is withdrawn once;
    never changed."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "确认"
        REJECTED = "rejected", "不采纳"
        WITHDRAWN = "withdrawn", "撤回"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="rulings")
    kind = models.CharField("决定", max_length=16, choices=Kind)
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement"],
                condition=models.Q(kind__in=["confirmed", "rejected"]),
                name="library_ruling_settles_once",
            ),
            models.UniqueConstraint(
                fields=["statement"],
                condition=models.Q(kind="withdrawn"),
                name="library_ruling_withdraws_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Extraction(models.Model):
    """That the citations of a matter's version were read, by which edition of the reader, and with the titles of how
    many instruments known: a newer reader or library may find more."""

    version = models.OneToOneField(MatterVersion, models.CASCADE, primary_key=True, related_name="extraction")
    reader = models.PositiveSmallIntegerField("识别规则版本")
    titles = models.PositiveBigIntegerField("已知标题", default=0)

    def __str__(self) -> str:
        return self.version_id[:12]


class Citation(models.Model):
    """A citation in a field of a matter's version (``quanze.law.citations.Citation``), and the instrument it is of.

    ``locators`` are ``[start, end, text]`` each. ``instrument`` is ``None`` where two instruments answer to the name.
    """

    class Via(models.TextChoices):
        DIRECT = "direct", "直接引用"
        ALIAS = "alias", "以简称引用"

    version = models.ForeignKey(MatterVersion, models.CASCADE, related_name="citations")
    position = models.PositiveIntegerField("次序")
    field = models.CharField("字段", max_length=100)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    title = models.CharField("标题", max_length=500, blank=True)
    number = models.CharField("文号", max_length=100, blank=True)
    number_start = models.PositiveIntegerField("文号起", null=True, blank=True)
    number_end = models.PositiveIntegerField("文号止", null=True, blank=True)
    stands_for = models.CharField("简称所指", max_length=500, blank=True)
    cited_on = models.DateField("所引文本的日期", null=True, blank=True)
    locators = CanonicalJSONField("条款", default=list)
    via = models.CharField("方式", max_length=8, choices=Via)
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="citations"
    )

    class Meta:
        ordering: ClassVar = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="library_citation_position")
        ]

    def __str__(self) -> str:
        return self.title or self.number


class Cited(models.Model):
    """That a matter of a list in force cites an instrument: in ``field`` first. Kept in step with the lists, as the
    search is (see ``citing``)."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="cited", db_index=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", db_index=False)
    field = models.CharField("字段", max_length=100)
    via = models.CharField("方式", max_length=8, choices=Citation.Via)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "agency", "matter"], name="library_cited_once")
        ]
        indexes = [models.Index(fields=["agency", "matter"], name="library_cited_by_matter")]

    def __str__(self) -> str:
        return f"{self.instrument_id} ← {self.matter_id}"


class Tally(models.Model):
    """How many matters of an agency's list in force cite an instrument, counted from ``Cited`` whenever that changes:
    so the count of a law that 140,000 matters cite is the sum of a few thousand rows."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="tallies", db_index=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    matters = models.PositiveIntegerField("事项数")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "agency"], name="library_tally_once")]

    def __str__(self) -> str:
        return f"{self.instrument_id}: {self.matters}"


class Job(models.Model):
    """The opening of tasks for a statement: over the instruments whose citing matters are concerned, slice by slice.

    ``at`` is how far it has come (``[index in instruments, agency, matter]``); ``done`` of ``total`` matters.
    """

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="job")
    instruments = CanonicalJSONField("涉及的文件")
    at = CanonicalJSONField("进行到")
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("共", default=0)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["started_at"], condition=models.Q(finished_at=None), name="library_job_unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"


class Task(models.Model):
    """That an agency must look at its list because of a statement about an instrument that the list cites."""

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        DONE = "done", "已处理"
        DISMISSED = "dismissed", "不需处理"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="impact_tasks")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="tasks")
    state = models.CharField("状态", max_length=16, choices=State, default=State.OPEN)
    reason = models.TextField("处理情况或理由", blank=True)
    opened_at = models.DateTimeField("产生时间")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "statement"], name="library_task_once")]
        indexes = [models.Index(fields=["agency", "state", "-opened_at"], name="library_task_of_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.statement_id}"


class TaskItem(models.Model):
    """A place of a matter that a task is about: the citation as it stood when the task was opened, and a draft of the
    reason for the adjustment. ``version`` is the content in which it stood."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="items")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    version = models.ForeignKey(MatterVersion, models.PROTECT, related_name="+")
    field = models.CharField("字段", max_length=100)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    old = models.TextField("原引用")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Instrument, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("调整理由（草稿）")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "matter", "field", "start"], name="library_taskitem_place"
            )
        ]

    def __str__(self) -> str:
        return self.old


class Notice(models.Model):
    """That an instrument in use will be in force no more from ``ends_on``, announced ``ahead`` days before, once."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="notices")
    ends_on = models.DateField("自何日起不再有效")
    ahead = models.PositiveSmallIntegerField("提前天数")
    reason = models.TextField("事由")
    made_at = models.DateTimeField("产生时间")

    class Meta:
        ordering: ClassVar = ["ends_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "ends_on", "ahead"], name="library_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.ends_on}"
