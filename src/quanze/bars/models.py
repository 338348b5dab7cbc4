"""A bar as an authority decided it, and what was decided or asked about it since. Every row is written once."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.files.models import Deposit
from quanze.people.models import Agency
from quanze.registry.models import Matter


class Bar(models.Model):
    """限制申报: whom (``credit_code`` and ``name`` as the decision writes it; they need not be registered here), for
    what (``scope`` in the decision's words, and the matters of the agency's list that are meant), from ``since`` to
    ``until``, that day included. It ends by that date; earlier only by a decision (:class:`BarEvent`).

    ``organ``, ``number``, ``decided_on`` and ``scan``: the decision of the competent authority; the program makes none.
    ``facts`` are the acts that it found, ``clause`` the words of the list's liability clause on which it rests, blank
    where the list has none."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="bars", db_index=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("限制对象", max_length=200)
    scope = models.CharField("限制申报的事项、资金", max_length=500)
    matters = models.ManyToManyField(Matter, related_name="bars", verbose_name="涉及的职权事项")
    since = models.DateField("起始日期")
    until = models.DateField("截止日期")
    organ = models.CharField("决定机关", max_length=200)
    number = models.CharField("文号", max_length=100)
    decided_on = models.DateField("决定日期")
    scan = models.ForeignKey(Deposit, models.PROTECT, related_name="+", db_index=False, verbose_name="决定书")
    facts = models.TextField("认定的行为")
    clause = models.TextField("追责条款", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes = [
            models.Index(fields=["agency", "-id"], name="bars_bar_agency"),
            models.Index(fields=["credit_code"], name="bars_bar_code"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="bars_bar_days"),
            models.UniqueConstraint(fields=["agency", "credit_code", "number"], name="bars_bar_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.scope}"

    @property
    def decision(self) -> str:
        """The decision as people cite it."""
        return f"{self.organ}{self.number}"

    def lifted_on(self) -> date | None:
        """From which day on it holds no longer though its term is not over; reads ``events``."""
        return min((each.on for each in self.events.all() if each.kind == BarEvent.Kind.LIFTED), default=None)

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day; reads ``events``."""
        lifted = self.lifted_on()
        return self.since <= day <= self.until and (lifted is None or day < lifted)


class BarEvent(models.Model):
    """What came after: the party appealed, the appeal was answered, the bar was lifted by a decision as of ``on``."""

    class Kind(models.TextChoices):
        APPEALED = "appealed", "提出复议、诉讼或者申诉"
        ANSWERED = "answered", "复议、诉讼或者申诉已有结论"
        LIFTED = "lifted", "决定提前解除"

    bar = models.ForeignKey(Bar, models.PROTECT, related_name="events")
    kind = models.CharField("事项", max_length=16, choices=Kind)
    on = models.DateField("日期")
    organ = models.CharField("机关", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)
    words = models.TextField("情况")
    scan = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}，{self.on}"
