"""A round as its notice opened it, and what holds of it since. Every row is written once; a change is a further row."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.files.models import Deposit
from quanze.people.models import Agency
from quanze.registry.models import Matter
from quanze.rulebook.models import KitContent


class Round(models.Model):
    """申报批次: one call for one matter. ``kinds`` are the keys of the sub-kinds that it is for, none: for all.

    The notice: ``notice_title``, its 文号, who issued it and when, its scan. ``base`` is the kit of the matter when the
    round was opened, ``kit`` that kit with what the notice asks for besides (``kits.additions``): by it run the cases
    of the round, whatever becomes of the matter's kit."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rounds", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="rounds")
    matter_name = models.CharField("职权事项", max_length=500)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=200)
    kinds = CanonicalJSONField("申报类别", default=list)
    notice_title = models.CharField("申报通知", max_length=300)
    notice_number = models.CharField("文号", max_length=100, blank=True)
    issuer = models.CharField("发文机关", max_length=200)
    notice_on = models.DateField("发文日期", null=True)
    scan = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="+", db_index=False)
    base = models.ForeignKey(KitContent, models.PROTECT, related_name="+", db_index=False)
    kit = models.ForeignKey(KitContent, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="设立人"
    )
    at = models.DateTimeField("设立时间")

    class Meta:
        ordering: ClassVar = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "year", "title"], name="rounds_round_title"),
        ]
        indexes = [models.Index(fields=["agency", "-year", "-id"], name="rounds_round_year")]

    def __str__(self) -> str:
        return self.title

    @property
    def cited(self) -> str:
        """The notice as people cite it."""
        return f"《{self.notice_title}》" + (f"（{self.notice_number}）" if self.notice_number else "")


class Terms(models.Model):
    """What holds of a round; the last row does. ``quota`` is how many may be recommended: ``{key of a sub-kind: n}``,
    ``""`` for all together, ``{}`` where nothing is said. ``report_by``: until when the bureau reports to the higher
    authority, with ``copies`` on paper. The first row has no reason, every later one says why it was made."""

    class Act(models.TextChoices):
        """``SET``: the dates decide how the round stands. The others are said by somebody."""

        SET = "set", "按日期"
        CLOSED = "closed", "提前截止"
        REPORTED = "reported", "已上报"
        CALLED_OFF = "called_off", "已取消"

    round = models.ForeignKey(Round, models.PROTECT, related_name="terms", db_index=False)
    act = models.CharField("状态", max_length=16, choices=Act, default=Act.SET)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    report_by = models.DateField("上报截止日期", null=True)
    quota = CanonicalJSONField("推荐名额", default=dict)
    copies = models.PositiveSmallIntegerField("纸质份数", default=0)
    reason = models.CharField("理由", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="设定人"
    )
    at = models.DateTimeField("设定时间")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes = [models.Index(fields=["round", "-id"], name="rounds_terms_last")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="rounds_terms_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens_on}至{self.closes_on}"
