"""What was said about the ranking of a round, in the order in which it was said, and the packages that went up by it.

The ranking follows from what was said."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.cases.models import Case
from quanze.rounds.models import Round


class Entry(models.Model):
    """One thing that somebody said about the ranking of a round; never changed or deleted (trigger). ``position``
    counts the entries of the round from 1. ``body`` by ``kind``, with ``case`` where it is about one:

    - ``SCORE`` ``{"reviewer": name, "points": {criterion: "12.5"}}``; the criterion is ``""`` where the kit names
      none. The last one of a reviewer for a case holds.
    - ``PRIORITY`` ``{"ground": words}``: it goes before others; blank: it does not any more.
    - ``MOVE`` ``{"place": n}``: to place n of its list; 0: back to where its score puts it.
    - ``MEETING`` ``{"on": day, "minutes": deposit, "people": [person], "stood_back": [person], "for": n, "against": n,
      "order": {list: [case]}}``: 集体研究 of the order as it was.
    - ``FIXED`` ``{"terms": id, "lists": [{"kind", "quota", "rows": [{"case", "computed", "score", "ground"}]}]}``
    - ``RELEASED`` ``{}``: it may be changed again.

    ``reason`` is demanded of moves and releases; of scores it is what the reviewer remarks."""

    class Kind(models.TextChoices):
        SCORE = "score", "评分"
        PRIORITY = "priority", "优先"
        MOVE = "move", "调整位次"
        MEETING = "meeting", "集体研究"
        FIXED = "fixed", "确定排序"
        RELEASED = "released", "撤销确定"

    round = models.ForeignKey(Round, models.PROTECT, related_name="ranking", db_index=False)
    position = models.PositiveIntegerField("次序")
    kind = models.CharField("种类", max_length=16, choices=Kind)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="ranking", db_index=False)
    body = CanonicalJSONField("内容")
    reason = models.CharField("理由", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="selection_entry_position"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["score", "priority", "move"], case__isnull=False)
                | models.Q(kind__in=["meeting", "fixed", "released"], case__isnull=True),
                name="selection_entry_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}#{self.position} {self.kind}"


class Package(models.Model):
    """报送材料包: asked for by somebody, made by a job, kept by its digest. ``fixed``: by which order. ``basis`` stands
    for everything that goes into it (``contents.basis``): another one means that it is to be made anew.

    ``done`` of ``total`` cases are in it while it is made; whoever makes it moves ``leased_until`` ahead, so that
    nobody else does, until it is over. ``trouble``: why it could not be made, after which it is asked for again by
    hand. ``dropped``: its bytes went when a later one was made; one that was sent stays."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="packages", db_index=False)
    fixed = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField("内容摘要", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="要求人"
    )
    at = models.DateTimeField("要求时间")
    total = models.PositiveIntegerField("件数")
    done = models.PositiveIntegerField("已装件数", default=0)
    leased_until = models.DateTimeField("办理期限", null=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    made_at = models.DateTimeField("制成时间", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    files = models.PositiveIntegerField("文件数", default=0)
    trouble = models.CharField("未能制成的原因", max_length=500, blank=True)
    dropped = models.BooleanField("已由后来的代替", default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True, sha256="")
                | (models.Q(made_at__isnull=False) & ~models.Q(sha256="")),
                name="selection_package_made_has_digest",
            )
        ]
        indexes = [
            models.Index(fields=["round", "-id"], name="selection_package_last"),
            models.Index(
                fields=["id"],
                condition=models.Q(made_at=None, trouble=""),
                name="selection_package_unmade",
            ),
            models.Index(fields=["sha256"], name="selection_package_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}：{self.done}/{self.total}"


class Sending(models.Model):
    """送出: a package went to the higher authority ``on`` a day, ``how`` it went, by whom. ``gaps`` are what it lacked
    then, in words; where it lacked anything, ``reason`` says why it went all the same. Never changed (trigger)."""

    package = models.OneToOneField(Package, models.PROTECT, related_name="sending")
    on = models.DateField("送出日期")
    how = models.CharField("方式", max_length=300)
    gaps = CanonicalJSONField("缺少的内容", default=list)
    reason = models.CharField("理由", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间")

    def __str__(self) -> str:
        return f"{self.package_id} {self.on}"
