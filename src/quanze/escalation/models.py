"""By which rules cards go up, and each time that one went. Rows of both are only added."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.cases.models import Case
from quanze.escalation.rules import COLOURS, TO
from quanze.people.models import Agency


class Rules(models.Model):
    """The rules of a bureau (``body``: ``rules.to_json``) and what they rest on. The last row holds; without one,
    ``rules.DEFAULT``."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="card_rules")
    body = CanonicalJSONField("规则")
    source = models.CharField("依据", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("设定时间")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.at:%Y-%m-%d}"


class Escalation(models.Model):
    """The card of a deadline (``step``, ``about``, ``due``) went up, once for its colour and whoever it goes ``to``.
    ``name``: what the duty is called; ``days``: working days for which it had been of its colour; ``people``: keys of
    those who were written to."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="escalations", db_index=False)
    step = models.CharField("步骤", max_length=100, blank=True)
    about = models.CharField("期限事由", max_length=16)
    due = models.DateField("到期日")
    colour = models.CharField("颜色", max_length=8, choices=[(each.value, each.value) for each in COLOURS])
    to = models.CharField("报给", max_length=32, choices=[(each.value, each.label) for each in TO])
    name = models.CharField("责任", max_length=100)
    days = models.PositiveIntegerField("工作日")
    people = CanonicalJSONField("收件人", default=list)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "about", "due", "colour", "to"], name="escalation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.colour} {self.to}"


class Watched(models.Model):
    """On which day a case was looked at last: once a day is enough, since cards change by the day."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="watched")
    on = models.DateField("日期")

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"
