"""Figures as they were counted last. No second truth: every row can be made anew from cases, and is never corrected.

Which office and which round are plain numbers, 0 where there is none: they are compared with those of cases, and two
rows of "none" must not be two cells.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.cases.models import Case
from quanze.people.models import Agency


class Counted(models.Model):
    """What a case added when it was looked at last: ``body`` is ``{"2026-03": {"received": 1}}`` (the keys of
    ``procedure.oversight.figures``). ``version`` and ``calendar`` say by how many events and by which loading of a
    calendar, ``matter``, ``office``, ``round`` under what it was added."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="counted")
    version = models.PositiveIntegerField("事件数")
    calendar = models.PositiveBigIntegerField("所用放假安排")
    matter = models.PositiveBigIntegerField("职权事项")
    office = models.PositiveBigIntegerField("股室", default=0)
    round = models.PositiveBigIntegerField("批次", default=0)
    at = models.DateTimeField("统计时间")
    body = CanonicalJSONField("计数")

    def __str__(self) -> str:
        return f"{self.case_id}@{self.version}"


class Sum(models.Model):
    """The sum over cases in a period: ``body`` is ``{"received": 12}``, ``lengths`` what of it is a length
    (``figures.is_length``): much, and seldom asked for."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    matter = models.PositiveBigIntegerField("职权事项")
    body = CanonicalJSONField("计数")
    lengths = CanonicalJSONField("用时", default=dict)

    period: ClassVar[str]
    """The column that says of which period."""
    of: ClassVar[tuple[str, ...]] = ("matter",)
    """The columns that say of which cases."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.agency_id} {getattr(self, self.period)} {self.matter}"


class Fine(Sum):
    """Of a matter, an office and a round."""

    office = models.PositiveBigIntegerField("股室", default=0)
    round = models.PositiveBigIntegerField("批次", default=0)

    of: ClassVar[tuple[str, ...]] = ("matter", "office", "round")

    class Meta:
        abstract = True


class Cell(Fine):
    """Of a matter, an office and a round in a month (its first day)."""

    period = "month"
    month = models.DateField("月份")

    class Meta:
        ordering: ClassVar = ["agency", "month", "matter", "office", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "month", "matter", "office", "round"], name="dashboard_cell_once"
            )
        ]


class Year(Fine):
    """The same of a year: the sum of its months, so that many years are read as fast as one."""

    period = "year"
    year = models.PositiveSmallIntegerField("年度")

    class Meta:
        ordering: ClassVar = ["agency", "year", "matter", "office", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "matter", "office", "round"], name="dashboard_year_once"
            )
        ]


class MatterMonth(Sum):
    """Of a matter in a month, whatever the office and the round: what most pages need."""

    period = "month"
    month = models.DateField("月份")

    class Meta:
        ordering: ClassVar = ["agency", "month", "matter"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "month", "matter"], name="dashboard_matter_month_once")
        ]


class MatterYear(Sum):
    """The same of a year."""

    period = "year"
    year = models.PositiveSmallIntegerField("年度")

    class Meta:
        ordering: ClassVar = ["agency", "year", "matter"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "matter"], name="dashboard_matter_year_once")
        ]


SUMS: tuple[type[Sum], ...] = (Cell, Year, MatterMonth, MatterYear)


class Board(models.Model):
    """The counting of an agency: when (``at``, ``None`` before the first), and how many cases changed since and wait
    to be counted (``behind``). Its row is the lock under which cells change.

    ``open``: how open cases stood by their next date, ``[[matter, office, round, due, n], …]``. ``complaints``:
    ``{month: {state: n}}`` by the month of receipt, and no more; ``ratings`` as ``ratings.queries.kept`` gives them.
    ``findings``: of the list in force ``{"list":
    {severity: n}, "law": …}``, looked for on the day ``checked_on`` in the edition ``edition`` (``None``: there was
    none)."""

    agency = models.OneToOneField(Agency, models.PROTECT, primary_key=True, related_name="board")
    at = models.DateTimeField("统计时间", null=True)
    behind = models.PositiveIntegerField("待计入", default=0)
    open = CanonicalJSONField("在办", default=list)
    complaints = CanonicalJSONField("投诉", default=dict)
    ratings = CanonicalJSONField("评价", default=list)
    findings = CanonicalJSONField("清单体检", default=dict)
    edition = models.PositiveBigIntegerField("清单版次", null=True)
    checked_on = models.DateField("体检日期", null=True)

    def __str__(self) -> str:
        return f"{self.agency} {self.at}"
