"""Applications that were not handed in yet."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.cases.models.case import Case
from quanze.files.models import Deposit
from quanze.people.models import Party
from quanze.registry.models import Matter


class Draft(models.Model):
    """草稿: of a person for a party. ``version`` counts the writes, so that two windows do not overwrite each other;
    ``case`` is what became of it. Nobody but those who may act for the party sees it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="drafts")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    answers = CanonicalJSONField("申请内容", default=dict)
    version = models.PositiveIntegerField("稿次", default=1)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="draft")
    created_at = models.DateTimeField("开始时间")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        ordering: ClassVar = ["-saved_at"]
        indexes = [
            models.Index(
                fields=["party", "-saved_at"], condition=models.Q(case__isnull=True), name="cases_draft_party"
            )
        ]

    def __str__(self) -> str:
        return f"草稿{self.pk}"

    @property
    def subject(self) -> str:
        """What files call it."""
        return f"draft:{self.pk}"


class Attachment(models.Model):
    """A file that is to go with a draft. ``item`` is the key of a material of the kit. May be taken away again."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="attachments")
    item = models.CharField("材料", max_length=100)
    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [models.UniqueConstraint(fields=["draft", "deposit"], name="cases_attachment_once")]

    def __str__(self) -> str:
        return self.item
