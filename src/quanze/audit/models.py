"""Events in chains, the head of each chain, who acted and from where, and how the chains were found when verified."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models

from quanze.audit.canonical import CanonicalJSONField


class Head(models.Model):
    """The last link of a chain; its row is the lock under which the next link is made."""

    chain = models.CharField("链", max_length=64, primary_key=True)
    sequence = models.PositiveBigIntegerField("序号", default=0)
    digest = models.CharField("摘要", max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence}"


class Event(models.Model):
    """One link. ``body`` is canonical JSON and the truth; every other column is derived from it, for reading.

    ``digest`` is SHA-256 over the format tag, the previous link's digest and ``body`` (see ``chain.link``).
    A trigger refuses updates and deletions.
    """

    chain = models.CharField("链", max_length=64)
    sequence = models.PositiveBigIntegerField("序号")
    body = models.TextField("原文")
    digest = models.CharField("摘要", max_length=64)
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=64)
    who = models.BigIntegerField("人员", null=True)
    thing_type = models.CharField("对象类型", max_length=64, blank=True)
    thing_id = models.CharField("对象编号", max_length=64, blank=True)
    thing_label = models.CharField("对象", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_event_link")]
        indexes = [
            models.Index(fields=["chain", "at", "sequence"], name="audit_event_at"),
            models.Index(fields=["chain", "verb", "at", "sequence"], name="audit_event_verb"),
            models.Index(fields=["chain", "who", "at", "sequence"], name="audit_event_who"),
            models.Index(fields=["thing_type", "thing_id"], name="audit_event_thing"),
            models.Index(fields=["chain", "thing_label", "at", "sequence"], name="audit_event_label"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.verb}"

    @property
    def who_name(self) -> str:
        """The name of whoever acted, at that time; "" where it was removed after its term."""
        trace = getattr(self, "trace", None)
        return (trace.name if trace else "") or str(json.loads(self.body)["who"].get("name", ""))

    @property
    def label(self) -> str:
        """What the event is about, in words; "" where that was a person, and removed after its term."""
        trace = getattr(self, "trace", None)
        return self.thing_label or (trace.label if trace else "")


class Trace(models.Model):
    """Who acted, about whom and from where, in plain: the personal data of an event. The event's body holds only a
    salted digest of it, so that a trace can be removed after its term and the chain still holds."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="trace")
    address = models.GenericIPAddressField("网络地址", null=True)
    agent = models.CharField("浏览器", max_length=300, blank=True)
    name = models.CharField("姓名", max_length=150, blank=True, default="")
    label = models.CharField("所涉人员", max_length=300, blank=True, default="")
    salt = models.CharField("盐", max_length=32)

    class Meta:
        indexes = [models.Index(fields=["address", "event"], name="audit_trace_address")]

    def __str__(self) -> str:
        return self.address or "—"


class Check(models.Model):
    """That the chains were to be verified, and what came of it. ``problems`` are the first that were found
    (``{"kind", "chain", "where", "message"}``), ``found`` is how many there are; a check that is over never changes."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待核验"
        RUNNING = "running", "正在核验"
        DONE = "done", "已核验"

    asked_by = models.BigIntegerField("要求核验的人", null=True)
    asked_at = models.DateTimeField("要求时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    begun_at = models.DateTimeField("开始时间", null=True)
    done_at = models.DateTimeField("完成时间", null=True)
    events = models.PositiveBigIntegerField("核验条数", default=0)
    found = models.PositiveIntegerField("问题数", default=0)
    problems = CanonicalJSONField("问题", default=list)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], name="audit_check_one_waiting", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.get_state_display()}"
