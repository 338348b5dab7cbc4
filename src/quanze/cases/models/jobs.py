"""What is owed to time: mails to be sent, projections to be dated anew, cases that a new list moves."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.cases.models.case import Case
from quanze.registry.models import Edition
from quanze.rulebook.models import CalendarYear


class Message(models.Model):
    """发件箱: an e-mail owed to a person. ``due_at`` is when it is tried next; whoever tries it moves that ahead first,
    so that it is not sent twice. ``key``, where it is not blank, says what it is about: the same is not told twice."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        GIVEN_UP = "given_up", "未能发出"

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    address = models.EmailField("收件地址")
    subject = models.CharField("主题", max_length=200)
    body = models.TextField("正文")
    key = models.CharField("标识", max_length=200, null=True, unique=True)
    state = models.CharField("状态", max_length=16, choices=State, default=State.WAITING)
    created_at = models.DateTimeField("时间")
    due_at = models.DateTimeField("下次发送")
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    sent_at = models.DateTimeField("发出时间", null=True)
    trouble = models.CharField("未发出的原因", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="cases_message_due")
        ]

    def __str__(self) -> str:
        return self.subject


class Redating(models.Model):
    """A calendar was ``loaded``: the dates of open cases are to be counted anew, slice by slice up to ``done`` (a
    case's ``pk``)."""

    loaded = models.ForeignKey(CalendarYear, models.PROTECT, related_name="+", verbose_name="放假安排")
    at = models.DateTimeField("时间")
    done = models.BigIntegerField("已处理到", default=0)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"重新计算期限{self.pk}"


class Turnover(models.Model):
    """An edition took effect: what its adjustment says of cases under way is carried out, until none is left
    (``finished_at``). ``waiting`` counts those that could not follow yet."""

    edition = models.OneToOneField(Edition, models.PROTECT, primary_key=True, related_name="+")
    begun_at = models.DateTimeField("开始时间")
    moved = models.PositiveIntegerField("已衔接", default=0)
    waiting = models.PositiveIntegerField("尚不能衔接", default=0)
    finished_at = models.DateTimeField("完成时间", null=True)

    def __str__(self) -> str:
        return f"清单衔接{self.pk}"
