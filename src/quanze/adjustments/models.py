"""Adjustments with their changes, the acts by which they are decided, and the answers to what the checks found.

An adjustment is written under one lock, its row; ``version`` counts the writes, and every writer says which version it
saw. Acts and answers are only ever added; what is published or abandoned is closed (``0003_guards``).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.adjustments.kinds import Kind, UnderWay
from quanze.audit.canonical import CanonicalJSONField
from quanze.library.models import Task
from quanze.people.models import Agency
from quanze.registry.models import Edition, Matter, MatterVersion, Upload


class Regime(models.Model):
    """How adjustments of a bureau's list are decided where that differs from the default: the chain (``chain``) and the
    time limits (``limits``)."""

    bureau = models.OneToOneField(Agency, models.PROTECT, primary_key=True, related_name="regime")
    chain = CanonicalJSONField("审批环节", null=True)
    limits = CanonicalJSONField("期限", null=True)

    def __str__(self) -> str:
        return str(self.bureau)


class Responsible(models.Model):
    """Which agency reviews or approves for a bureau: one of each kind (``organ``: staffing, justice, government)."""

    bureau = models.ForeignKey(Agency, models.PROTECT, related_name="reviewed_by")
    organ = models.CharField("机关类别", max_length=16, choices=Agency.Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reviews")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "organ"], name="adjustments_responsible_once")
        ]

    def __str__(self) -> str:
        return f"{self.bureau}：{self.agency}"


class Adjustment(models.Model):
    """A 调整 of a list, from its draft to its publication."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEW = "review", "审核中"
        RETURNED = "returned", "已退回"
        APPROVED = "approved", "待公布"
        PUBLISHED = "published", "已公布"
        ABANDONED = "abandoned", "已放弃"

    class Origin(models.TextChoices):
        BLANK = "blank", "直接起草"
        TASK = "task", "影响任务"
        UPLOAD = "upload", "上传文件"

    OPEN: ClassVar = (State.DRAFT, State.RETURNED)
    """The states in which the keeper may write."""

    CLOSED: ClassVar = (State.PUBLISHED, State.ABANDONED)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="adjustments")
    number = models.PositiveIntegerField("编号")
    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=16, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("稿次", default=1)
    round = models.PositiveIntegerField("送审次数", default=0)
    base = models.ForeignKey(Edition, models.PROTECT, related_name="adjustments")
    corrects = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField("来源", max_length=16, choices=Origin, default=Origin.BLANK)
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="adjustments", verbose_name="影响任务"
    )
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.TextField("事由", blank=True)
    cause_on = models.DateField("事由发生日期", null=True, blank=True)
    effective_from = models.DateField("拟生效日期", null=True, blank=True)
    contact = CanonicalJSONField("附注信息", null=True)
    chain = CanonicalJSONField("审批环节", null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("起草时间")
    clock = models.CharField("期限", max_length=16, blank=True)
    clock_from = models.DateField("期限起算", null=True, blank=True)
    due_on = models.DateField("到期日", null=True, blank=True)
    due_provisional = models.BooleanField("到期日为暂定", default=False)
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, blank=True, related_name="adjustment")

    class Meta:
        ordering: ClassVar = ["agency", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="adjustments_number"),
            models.CheckConstraint(
                condition=models.Q(state="published", edition__isnull=False)
                | (~models.Q(state="published") & models.Q(edition__isnull=True)),
                name="adjustments_published_has_edition",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(due_on__isnull=False), name="adjustments_due"),
            models.Index(fields=["agency", "state"], name="adjustments_state"),
        ]

    def __str__(self) -> str:
        return self.title


class Change(models.Model):
    """One line of an adjustment: which matters (``befores``) become what (``after``: a list of matters as
    ``lists.codec`` gives them, without number and note), why, and what becomes of cases under way.

    ``choices`` holds, by field path, the texts in which the source says two things and which of them was chosen
    (``adjusted``, ``retained``, ``own`` for what ``after`` says, ``None``: undecided).
    ``summary`` is the keeper's own 调整情况; while blank, one is made from what changed. ``version`` counts the writes
    of this line.
    """

    class Decision(models.TextChoices):
        PENDING = "pending", "待定"
        ACCEPTED = "accepted", "采纳"
        REJECTED = "rejected", "不采纳"

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField("次序")
    kind = models.CharField("方式", max_length=16, choices=Kind)
    after = CanonicalJSONField("调整后")
    choices = CanonicalJSONField("两种文字")
    summary = models.TextField("调整情况", blank=True)
    reason = models.TextField("调整原因", blank=True)
    basis = models.TextField("调整依据", blank=True)
    under_way = models.CharField("在办事项", max_length=16, choices=UnderWay, blank=True)
    transfer_to = models.CharField("移交的机关", max_length=200, blank=True)
    counterpart = models.CharField("对方机关", max_length=200, blank=True)
    decision = models.CharField("取舍", max_length=16, choices=Decision, default=Decision.ACCEPTED)
    form_only = models.BooleanField("仅形式不同", default=False)
    version = models.PositiveIntegerField("稿次", default=1)

    class Meta:
        ordering: ClassVar = ["adjustment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "position"], name="adjustments_change_position")
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.get_kind_display()}"


class Before(models.Model):
    """A matter that a change concerns, with its content as the drafter saw it. ``adjustment`` is that of the change: a
    matter is concerned once."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="befores")
    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    content = models.ForeignKey(MatterVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        ordering: ClassVar = ["change", "position"]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "matter"], name="adjustments_matter_once")
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.matter_id}"


class Act(models.Model):
    """What somebody did: who, for which agency, in which step, when, why. ``version`` is the adjustment's after it."""

    class Verb(models.TextChoices):
        BEGIN = "begin", "起草"
        EDIT = "edit", "修改"
        ANSWER = "answer", "答复问题"
        REBASE = "rebase", "改以新版为基础"
        SUBMIT = "submit", "送审"
        PASS = "pass", "通过"
        RETURN = "return", "退回"
        WITHDRAW = "withdraw", "撤回"
        ABANDON = "abandon", "放弃"
        PUBLISH = "publish", "公布"

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="acts")
    version = models.PositiveIntegerField("稿次")
    round = models.PositiveIntegerField("送审次数")
    verb = models.CharField("动作", max_length=16, choices=Verb)
    step = models.CharField("环节", max_length=32, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    comment = models.TextField("意见", blank=True)
    detail = CanonicalJSONField("内容")

    class Meta:
        ordering: ClassVar = ["adjustment", "version"]
        constraints = [models.UniqueConstraint(fields=["adjustment", "version"], name="adjustments_act_once")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} #{self.version}"


class Answer(models.Model):
    """What was said to a finding: ``key`` knows the same finding again (``examining``)."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="answers")
    act = models.ForeignKey(Act, models.PROTECT, related_name="answers")
    key = models.CharField("问题标识", max_length=64)
    finding = CanonicalJSONField("问题")
    text = models.TextField("答复")

    class Meta:
        ordering: ClassVar = ["adjustment", "pk"]
        constraints = [models.UniqueConstraint(fields=["act", "key"], name="adjustments_answer_once")]
        indexes = [models.Index(fields=["adjustment", "key"], name="adjustments_answer_key")]

    def __str__(self) -> str:
        return self.text
