"""What is kept of calendars, procedures and kits. Every row is written once: what changes is a further row.

A procedure that nobody confirmed is kept nowhere: it follows from the matter's text, the compiler and the corrections
(``proposal``). What a person confirmed is kept as it was shown, and triggers hold it (``0002_guards``).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.registry.models import Matter, MatterVersion


class CalendarYear(models.Model):
    """One year's arrangement of holidays as it was brought in. The last row of a year holds.

    ``days`` is a list of ``[day, kind, name]`` as ``procedure.clocks.calendar.SpecialDay`` has them; ``source`` is the
    文号 of the notice.
    """

    year = models.PositiveSmallIntegerField("年份")
    days = CanonicalJSONField("休假日和调休上班日")
    source = models.CharField("来源", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人")
    at = models.DateTimeField("导入时间")

    class Meta:
        indexes = [models.Index(fields=["year", "-id"], name="rulebook_year_last")]

    def __str__(self) -> str:
        return f"{self.year}年放假安排"


class Correction(models.Model):
    """What a person made of a proposed procedure (``corrections``), with the reason. It speaks of the matter, not of a
    version: as long as the list says the same words it holds. One that ``withdraws`` another has no ``body`` and
    needs no reason."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="corrections", verbose_name="职权事项")
    body = CanonicalJSONField("更正", null=True)
    reason = models.CharField("理由或来源", max_length=300, blank=True)
    withdraws = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawn_by",
        verbose_name="撤回的更正",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="更正人")
    at = models.DateTimeField("更正时间")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(body__isnull=False, withdraws__isnull=True)
                | models.Q(body__isnull=True, withdraws__isnull=False),
                name="rulebook_correction_either",
            )
        ]

    def __str__(self) -> str:
        return f"更正{self.pk}"


class Procedure(models.Model):
    """A 办理规程 that a person confirmed, and by which cases run. The last one of a matter is in force as long as the
    list in force has the matter in that ``version``.

    ``content`` is the procedure with its promised limit as ``form`` writes it, and ``digest`` is taken over that;
    ``proposal`` is the digest over version, corrections and content, by which the person who confirmed named what they
    saw. ``corrections`` are the keys of those that were applied.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="procedures", verbose_name="职权事项")
    version = models.ForeignKey(MatterVersion, models.PROTECT, related_name="+", verbose_name="事项版本")
    compiler = models.CharField("识别规则版本", max_length=64)
    corrections = CanonicalJSONField("更正")
    proposal = models.CharField("由来摘要", max_length=64)
    content = CanonicalJSONField("规程")
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="确认人")
    at = models.DateTimeField("确认时间")

    class Meta:
        indexes = [models.Index(fields=["matter", "-id"], name="rulebook_procedure_last")]

    def __str__(self) -> str:
        return f"{self.version.name}办理规程"


class KitContent(models.Model):
    """A kit as a value, kept once under the digest of its content (``quanze.kits.writing``): whoever pins something to
    a kit pins it to this, be the kit the bureau's own or proposed from the list."""

    digest = models.CharField("摘要", max_length=64, primary_key=True)
    content = CanonicalJSONField("内容")

    def __str__(self) -> str:
        return self.digest[:16]


class Kit(models.Model):
    """The kit that a bureau put in place for a matter (事项配置); the last row of a matter holds. ``source`` is the
    name of the file that it came from. ``by`` is nobody where it came with the installation."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="kits", verbose_name="职权事项")
    content = models.ForeignKey(KitContent, models.PROTECT, related_name="+", verbose_name="内容")
    source = models.CharField("来源", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name="设定人"
    )
    at = models.DateTimeField("设定时间")

    class Meta:
        indexes = [models.Index(fields=["matter", "-id"], name="rulebook_kit_last")]

    def __str__(self) -> str:
        return f"事项配置{self.pk}"
