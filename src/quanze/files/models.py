"""What was handed in: the bytes, kept once however often they come, and who handed them in under which name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.files.kinds import BY_KEY, Kind


class Held(models.Model):
    """Bytes that are in the store: what they are by their content, and when a scanner last found nothing in them."""

    sha256 = models.CharField("摘要", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField("大小")
    kind = models.CharField("种类", max_length=16)
    media_type = models.CharField("媒体类型", max_length=100)
    scanned_at = models.DateTimeField("查毒时间", null=True, blank=True)
    held_at = models.DateTimeField("收存时间")

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_a(self) -> Kind:
        """The row of the table of kinds."""
        return BY_KEY[self.kind]


class Deposit(models.Model):
    """Somebody handed in a file. ``bound_to`` says in words what it belongs to (``draft:12``, ``case:…``); as long as
    it is blank, the deposit is only its person's, and is swept after a term.

    ``filename`` is the name as it is shown, ``full_name`` the whole of one that was too long for that, else blank.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deposits")
    filename = models.CharField("文件名", max_length=200)
    full_name = models.TextField("完整文件名", blank=True)
    held = models.ForeignKey(Held, models.PROTECT, related_name="deposits")
    at = models.DateTimeField("上传时间")
    bound_to = models.CharField("归属", max_length=100, blank=True)
    bound_at = models.DateTimeField("归属时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes = [
            models.Index(fields=["at"], name="files_deposit_unbound", condition=models.Q(bound_to="")),
            models.Index(
                fields=["person"], name="files_deposit_own_unbound", condition=models.Q(bound_to="")
            ),
            models.Index(fields=["bound_to"], name="files_deposit_bound", condition=~models.Q(bound_to="")),
        ]

    def __str__(self) -> str:
        return self.filename
