"""A bar as an authority decided it, and what was decided or asked about it since. Every row is written once."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.files.models import Deposit
from quanze.people.models import Agency
from quanze.registry.models import Matter


class Bar(models.Model):
    """限制申报: whom (``credit_code`` and ``name`` as the decision writes it; they need not be registered here), for
    what (``scope`` in the decision's words, and the matters of the agency's list that are meant), from ``since`` to
    ``until``, that day included. It ends by that date; earlier only by a decision (:class:`BarEvent`), ``ends`` then.

    ``organ``, ``number``, ``decided_on`` and ``scan``: the decision of the competent authority; the program makes none.
    ``facts`` are the acts that it found, ``clause`` the words of the list's liability clause on which it rests, blank
    where the list has none."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="bars", db_index=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("限制对象", max_length=200)
    scope = models.CharField("限制申报的事项、资金", max_length=500)
    matters = models.ManyToManyField(Matter, related_name="bars", verbose_name="涉及的职权事项")
    since = models.DateField("起始日期")
    until = models.DateField("截止日期")
    organ = models.CharField("决定机关", max_length=200)
    number = models.CharField("文号", max_length=100)
    decided_on = models.DateField("决定日期")
    scan = models.ForeignKey(Deposit, models.PROTECT, related_name="+", db_index=False, verbose_name="决定书")
    facts = models.TextField("认定的行为")
    clause = models.TextField("追责条款", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes = [
            models.Index(fields=["agency", "-id"], name="bars_bar_agency"),
            models.Index(fields=["credit_code"], name="bars_bar_code"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="bars_bar_days"),
            models.UniqueConstraint(fields=["agency", "credit_code", "number"], name="bars_bar_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.scope}"

    @property
    def decision(self) -> str:
        """The decision as people cite it."""
        return f"{self.organ}{self.number}"

    @property
    def shortened_to(self) -> date | None:
        """To which day decisions until then shortened it, where a query told (``queries.in_force``)."""
        told: date | None = getattr(self, "shortest", None)
        return told

    @property
    def ends(self) -> date:
        """The last day of its term as it is now, that day included."""
        return min(self.until, self.shortened_to or self.until)

    def lifted_on(self) -> date | None:
        """From which day on it holds no longer though its term is not over; reads ``events``."""
        return min((each.on for each in self.events.all() if each.lifts), default=None)

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day; reads ``events``."""
        lifted = self.lifted_on()
        shortened = any(each.shortens(day) for each in self.events.all())
        return self.since <= day <= self.until and (lifted is None or day < lifted) and not shortened

    def unanswered(self) -> list[BarEvent]:
        """The appeals on which nobody has decided yet; reads ``events``."""
        answered = {each.appeal_id for each in self.events.all()}
        return [
            each
            for each in self.events.all()
            if each.kind == BarEvent.Kind.APPEALED and each.pk not in answered
        ]


class BarEvent(models.Model):
    """What came after. The party appealed (``way``: 复核, 申诉, 行政复议, 行政诉讼) to ``organ``, on the ground of
    ``words``; the ``appeal`` was decided, and its ``outcome`` says whether the bar stands, ends on another day
    (``until``) or is lifted as of ``on``; or it was lifted by a decision without an appeal. The end of a bar follows
    from decisions alone: an appeal changes nothing by itself."""

    class Kind(models.TextChoices):
        APPEALED = "appealed", "提出复核、申诉、复议或者诉讼"
        ANSWERED = "answered", "复核、申诉、复议或者诉讼已有结论"
        LIFTED = "lifted", "决定提前解除"

    class Way(models.TextChoices):
        REVIEW = "review", "复核"
        PETITION = "petition", "申诉"
        RECONSIDERATION = "reconsideration", "行政复议"
        SUIT = "suit", "行政诉讼"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "维持"
        SHORTENED = "shortened", "缩短期限"
        LIFTED = "lifted", "解除"

    bar = models.ForeignKey(Bar, models.PROTECT, related_name="events")
    kind = models.CharField("事项", max_length=16, choices=Kind)
    on = models.DateField("日期")
    organ = models.CharField("机关", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)
    words = models.TextField("情况")
    way = models.CharField("方式", max_length=16, choices=Way, blank=True)
    appeal = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField("结论", max_length=16, choices=Outcome, blank=True)
    until = models.DateField("缩短到", null=True)
    scan = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="shortened", until__isnull=False)
                | (~models.Q(outcome="shortened") & models.Q(until__isnull=True)),
                name="bars_barevent_until",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}，{self.on}"

    @property
    def lifts(self) -> bool:
        """Whether the bar holds no longer from its day on."""
        return self.kind == self.Kind.LIFTED or self.outcome == self.Outcome.LIFTED

    def shortens(self, day: date) -> bool:
        """Whether by this decision the bar is over on ``day``."""
        return self.until is not None and self.until < day and self.on <= day
