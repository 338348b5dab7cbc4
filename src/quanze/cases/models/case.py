"""A case with its events, and the counter that numbers cases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.people.models import Agency, Office, Party
from quanze.procedure.engine import Ending
from quanze.procedure.engine.labels import ENDINGS
from quanze.registry.models import Edition, Matter
from quanze.rounds.models import Round
from quanze.rulebook.models import KitContent, Procedure

FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Where a case with nothing due stands in a list that is ordered by what is due."""


OPEN = models.Q(ending="")
"""Cases that are not over."""

WENT_UP = models.Q(reported=True, negative=False)
"""Cases that were recommended or reported to the higher authority: what a quota counts."""


class Holder(models.TextChoices):
    """Who has to act now."""

    APPLICANT = "applicant", "申请人"
    OFFICER = "officer", "经办人"
    LEADER = "leader", "负责人"
    PARTNER = "partner", "会同部门"
    NONE = "none", "无"


class Counter(models.Model):
    """The last number that was given to a case of an agency in a year. Its row is the lock under which the next one
    is given, in the transaction that makes the case: so that there are no gaps."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="cases_counter_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}：{self.last}"


class Case(models.Model):
    """办件: an application, pinned to the edition, procedure and kit under which it began. ``round`` is the round that
    it belongs to, ``None`` where the matter has none; it may be moved to another (``placing``), and keeps its kit.

    ``applicant_data`` is the applicant as it was (``looking.snapshot``), ``answers`` what the form said, ``kind`` its
    sub-kind, ``title`` what names the application. ``followed`` is the last edition whose word on cases under way was
    carried out; ``dated`` the last loading of a calendar (``CalendarYear``) that its dates followed, ``reminded_on``
    the last date of which somebody was reminded.

    From ``version`` on the columns are the projection of the events (``projection.project``), written with them in
    one transaction: ``version`` is their number, ``stage`` where the case is, ``standing`` what is to be done,
    ``open`` the keys of the steps whose turn it is; ``about`` what the next deadline is for (``dates``); ``owed_at``
    to ``owed_about`` the next one that is the bureau's to keep and stands; ``order_at`` is ``due_at``, or :data:`FAR`
    where nothing is due; ``silence_at`` the moment from which silence counts.
    ``public_from`` and ``public_until`` are the days of the publicity that runs; ``granted_on`` is since when the
    applicant is on the list of the higher authority, ``left_on`` when it was taken off it, ``checked_on`` when it was
    last checked, ``revoke_on`` when its revocation was proposed."""

    class Channel(models.TextChoices):
        ONLINE = "online", "网上申请"
        WINDOW = "window", "窗口收件"

    number = models.CharField("办件编号", max_length=96, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", db_index=False)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    key = models.CharField("提交标识", max_length=64)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cases", db_index=False)
    matter_name = models.CharField("职权事项", max_length=500)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", db_index=False)
    kit = models.ForeignKey(KitContent, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="cases", db_index=False)
    kind = models.CharField("申报类别", max_length=64, blank=True)
    title = models.CharField("申请内容", max_length=300, blank=True)
    channel = models.CharField("渠道", max_length=16, choices=Channel, default=Channel.ONLINE)
    applicant = models.ForeignKey(Party, models.PROTECT, related_name="cases", db_index=False)
    applicant_name = models.CharField("申请人", max_length=200)
    applicant_data = CanonicalJSONField("申请人信息")
    answers = CanonicalJSONField("申请内容")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="提交人"
    )
    created_at = models.DateTimeField("登记时间")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="cases", db_index=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="cases", db_index=False
    )
    followed = models.PositiveIntegerField("已衔接的清单版次")
    dated = models.PositiveBigIntegerField("计算期限所用放假安排", default=0)
    reminded_on = models.DateField("已提醒的到期日", null=True)

    version = models.PositiveIntegerField("事件数", default=0)
    received_at = models.DateTimeField("收到时间", null=True)
    accepted_at = models.DateTimeField("受理时间", null=True)
    ended_at = models.DateTimeField("办结时间", null=True)
    stage = models.CharField("办理环节", max_length=200, blank=True)
    standing = models.CharField("当前事项", max_length=300, blank=True)
    open = CanonicalJSONField("待办步骤", default=list)
    holder = models.CharField("待办方", max_length=16, choices=Holder, default=Holder.NONE)
    partner = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField("到期时刻", null=True)
    due_on = models.DateField("到期日", null=True)
    due_step = models.CharField("到期步骤", max_length=100, blank=True)
    about = models.CharField("期限事由", max_length=16, blank=True)
    provisional = models.BooleanField("到期日为暂定", default=False)
    unconfirmed = models.BooleanField("期限单位未确认", default=False)
    owed_at = models.DateTimeField("本机关到期时刻", null=True)
    owed_on = models.DateField("本机关到期日", null=True)
    owed_about = models.CharField("本机关期限事由", max_length=16, blank=True)
    order_at = models.DateTimeField("排序时刻", default=FAR)
    silence_at = models.DateTimeField("逾期视为时刻", null=True)
    suspended = models.BooleanField("中止计时", default=False)
    negative = models.BooleanField("不予通过", default=False)
    reported = models.BooleanField("已上报", default=False)
    ending = models.CharField(
        "结束方式", max_length=20, choices=[(each.value, ENDINGS[each]) for each in Ending], blank=True
    )
    public_from = models.DateField("公示开始日期", null=True)
    public_until = models.DateField("公示截止日期", null=True)
    granted_on = models.DateField("列入名单日期", null=True)
    left_on = models.DateField("移出名单日期", null=True)
    checked_on = models.DateField("最近检查日期", null=True)
    revoke_on = models.DateField("建议撤销日期", null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="cases_case_serial"),
            models.UniqueConstraint(fields=["by", "key"], name="cases_case_key"),
        ]
        indexes = [
            models.Index(fields=["agency", "order_at", "id"], condition=OPEN, name="cases_open_agency"),
            models.Index(fields=["office", "order_at", "id"], condition=OPEN, name="cases_open_office"),
            models.Index(fields=["handler", "order_at", "id"], condition=OPEN, name="cases_open_handler"),
            models.Index(fields=["partner", "order_at", "id"], condition=OPEN, name="cases_open_partner"),
            models.Index(fields=["matter", "order_at", "id"], condition=OPEN, name="cases_open_matter"),
            models.Index(
                fields=["agency", "holder", "order_at", "id"], condition=OPEN, name="cases_open_holder"
            ),
            models.Index(
                fields=["agency", "order_at", "id"],
                condition=OPEN & models.Q(suspended=True),
                name="cases_open_suspended",
            ),
            models.Index(
                fields=["silence_at"], condition=models.Q(silence_at__isnull=False), name="cases_silence"
            ),
            models.Index(fields=["due_at"], condition=OPEN, name="cases_open_due"),
            models.Index(fields=["agency", "-id"], condition=~OPEN, name="cases_ended_agency"),
            models.Index(fields=["applicant", "-id"], name="cases_applicant"),
            models.Index(
                fields=["round", "order_at", "id"],
                condition=models.Q(round__isnull=False),
                name="cases_round",
            ),
            models.Index(
                fields=["agency", "public_until", "id"],
                condition=models.Q(public_until__isnull=False),
                name="cases_public",
            ),
            models.Index(
                fields=["matter", "-granted_on", "-id"],
                condition=models.Q(granted_on__isnull=False),
                name="cases_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.matter_name}"

    @property
    def subject(self) -> str:
        """What letters and files call it."""
        return f"case:{self.number}"


class CaseEvent(models.Model):
    """One event of a case, as the engine's codec writes it (``body``, canonical JSON, the truth). ``kind`` is its tag,
    ``by`` who did it, as the event says; both derived. Never changed or deleted (trigger)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    position = models.PositiveIntegerField("次序")
    body = CanonicalJSONField("事件")
    at = models.DateTimeField("时间")
    kind = models.CharField("种类", max_length=32)
    by = models.CharField("办理人", max_length=64)

    class Meta:
        ordering: ClassVar = ["case", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="cases_event_position")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.position} {self.kind}"
