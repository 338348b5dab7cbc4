"""Events in chains, the head of each chain, and where an event came from."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The last link of a chain; its row is the lock under which the next link is made."""

    chain = models.CharField("链", max_length=64, primary_key=True)
    sequence = models.PositiveBigIntegerField("序号", default=0)
    digest = models.CharField("摘要", max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence}"


class Event(models.Model):
    """One link. ``body`` is canonical JSON and the truth; every other column is derived from it, for reading.

    ``digest`` is SHA-256 over the format tag, the previous link's digest and ``body`` (see ``services.link``).
    A trigger refuses updates and deletions.
    """

    chain = models.CharField("链", max_length=64)
    sequence = models.PositiveBigIntegerField("序号")
    body = models.TextField("原文")
    digest = models.CharField("摘要", max_length=64)
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=64)
    who = models.BigIntegerField("人员", null=True)
    who_name = models.CharField("姓名", max_length=150)
    thing_type = models.CharField("对象类型", max_length=64, blank=True)
    thing_id = models.CharField("对象编号", max_length=64, blank=True)
    thing_label = models.CharField("对象", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_event_link")]
        indexes = [
            models.Index(fields=["chain", "verb", "-sequence"], name="audit_event_verb"),
            models.Index(fields=["who", "-at"], name="audit_event_who"),
            models.Index(fields=["thing_type", "thing_id"], name="audit_event_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.verb}"


class Trace(models.Model):
    """Where an event came from, in plain. The event's body holds only a salted digest of it, so that a trace can be
    removed after its term and the chain still holds."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="trace")
    address = models.GenericIPAddressField("网络地址", null=True)
    agent = models.CharField("浏览器", max_length=300, blank=True)
    salt = models.CharField("盐", max_length=32)

    def __str__(self) -> str:
        return self.address or "—"
