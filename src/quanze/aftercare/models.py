"""What was reported after an end, and what the bureau said of it. Rows are only added."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.cases.models import Case
from quanze.rulebook.models import KitContent


class Filing(models.Model):
    """One report or record under a follow-up (``item``, its key in the kit) of a case; never changed or deleted
    (trigger).

    ``year`` is the one that it is about (定期报送); of what is reported once or whenever it happens, the year in which
    it happened. ``kit`` is the one by whose fields it was filled in, ``answers`` as :func:`quanze.kits.to_json` gives
    them. ``decision`` is ``{"organ", "number", "on"}`` where the item asks for one. Its files are bound to
    ``filing:<pk>``. A later one for the same item and year takes the place of what was returned."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="filings", db_index=False)
    item = models.CharField("后续事项", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    kit = models.ForeignKey(KitContent, models.PROTECT, related_name="+", db_index=False)
    answers = CanonicalJSONField("填报内容")
    decision = CanonicalJSONField("决定", default=dict)
    key = models.CharField("提交标识", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="填报人"
    )
    at = models.DateTimeField("填报时间")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="aftercare_filing_key")]
        indexes = [
            models.Index(fields=["case", "item", "year", "id"], name="aftercare_filing_case"),
            models.Index(fields=["item", "year", "case"], name="aftercare_filing_item"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.item} {self.year}"

    @property
    def subject(self) -> str:
        """What its files are bound to."""
        return f"filing:{self.pk}"


class Reply(models.Model):
    """What an officer says of a filing after looking at it; the last one holds. Never changed or deleted (trigger).
    What is returned is not counted, and is to be reported again."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="replies")
    accepted = models.BooleanField("核实无误")
    words = models.CharField("意见", max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="核实人"
    )
    at = models.DateTimeField("核实时间")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.filing_id}：{'核实' if self.accepted else '退回'}"
