"""What was said about the ranking of a round, in the order in which it was said. The ranking follows from it."""

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
