"""A rating of a case, and what was said and done about it since. Every row is written once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.cases.models import Case
from quanze.people.models import Agency, Office
from quanze.procedure.model import Unit
from quanze.ratings.degrees import Degree
from quanze.registry.models import Matter

UNITS = [
    (Unit.WORKING_DAY.value, "工作日"),
    (Unit.CALENDAR_DAY.value, "自然日"),
    (Unit.MONTH.value, "月"),
]


class Rules(models.Model):
    """How long a bureau has to answer a bad rating, with the source. Rows are only added; the last one holds for what
    is said from then on, without one ``degrees.DEFAULT``."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rating_rules")
    answer_n = models.PositiveSmallIntegerField("答复期限")
    answer_unit = models.CharField("单位", max_length=16, choices=UNITS)
    source = models.CharField("依据", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("设定时间")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.at:%Y-%m-%d}"


class Rating(models.Model):
    """That the applicant of a case rated how it was served under a matter: once for each (一事一评). ``office`` and
    ``handler`` are those of that moment: a bad one is answered by somebody else. ``standing`` is where the case was."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="ratings", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", db_index=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    standing = models.CharField("评价时的情况", max_length=300, blank=True)
    at = models.DateTimeField("评价时间")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["case", "matter"], name="ratings_rating_once")]
        indexes = [models.Index(fields=["agency", "-id"], name="ratings_rating_agency")]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"


class Entry(models.Model):
    """One thing that was said or done. ``GIVEN``: the rating itself; ``ADDED``: what the applicant said once more
    (追评); both have a ``degree``. ``ANSWERED``: what was found and mended about a bad one, which the applicant reads;
    ``mended``: something was put right, else it is an explanation. ``rules``: by which a bad one has to be answered,
    ``None`` the default."""

    class Kind(models.TextChoices):
        GIVEN = "given", "评价"
        ADDED = "added", "追加评价"
        ANSWERED = "answered", "答复"

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="entries", db_index=False)
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("种类", max_length=16, choices=Kind)
    degree = models.PositiveSmallIntegerField(
        "满意度", null=True, choices=[(each.value, each.label) for each in Degree]
    )
    text = models.TextField("内容", blank=True)
    mended = models.BooleanField("已经整改", null=True)
    rules = models.ForeignKey(Rules, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["rating", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rating", "position"], name="ratings_entry_position"),
            models.CheckConstraint(
                condition=models.Q(kind="answered", degree__isnull=True, mended__isnull=False)
                | models.Q(kind__in=["given", "added"], degree__range=(1, 5), mended__isnull=True),
                name="ratings_entry_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating_id}#{self.position} {self.kind}"

    @property
    def bad(self) -> bool:
        """A bad rating."""
        return self.degree is not None and Degree(self.degree).bad
