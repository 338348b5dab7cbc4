"""What was handed in, and what officers tell each other."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.cases.models.case import Case
from quanze.files.models import Deposit


class Material(models.Model):
    """What was handed in for one item, with the event ``position`` by which it came. ``item`` is what people call it,
    ``key`` the material of the kit, "" for what the kit does not know. No ``deposit``: on paper. Of one item the last
    ones hold (those with the highest position); none is changed or deleted (trigger)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    position = models.PositiveIntegerField("事件次序")
    item = models.CharField("材料", max_length=300)
    key = models.CharField("材料标识", max_length=100, blank=True)
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["case", "pk"]
        indexes = [models.Index(fields=["case", "item", "-position"], name="cases_material_item")]

    def __str__(self) -> str:
        return self.item


class Note(models.Model):
    """备注: what those who handle a case tell each other. Applicants do not see it; never changed (trigger)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("时间")
    words = models.TextField("内容")

    class Meta:
        ordering: ClassVar = ["case", "pk"]

    def __str__(self) -> str:
        return self.words[:40]
