"""A complaint: that it came in, what it says and who says it, and what was done about it. Every row is written once.

The three are tables of their own. What would betray somebody stands in :class:`Statement` alone, which only
``queries.opened`` reads, for the supervisor.
"""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.cases.models import Case
from quanze.files.models import Deposit
from quanze.people.models import Agency, Office
from quanze.procedure.model import Unit
from quanze.registry.models import Matter

UNITS = [
    (Unit.WORKING_DAY.value, "工作日"),
    (Unit.CALENDAR_DAY.value, "自然日"),
    (Unit.DAY.value, "日（没有写明是工作日还是自然日）"),
    (Unit.MONTH.value, "月"),
]


class Rules(models.Model):
    """How long a bureau has to accept or pass on (``accept``), to answer (``answer``) and by how much longer at most
    (``longer``), each with its source; where clues for discipline inspection proper go (``clues_to``), and complaints
    about the supervisor (``higher_to``). Rows are only added, the last one holds for what comes in from then on;
    without one, ``limits.DEFAULT``."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="complaint_rules")
    accept_n = models.PositiveSmallIntegerField("受理期限")
    accept_unit = models.CharField("受理期限的单位", max_length=16, choices=UNITS)
    accept_source = models.CharField("受理期限的依据", max_length=200)
    answer_n = models.PositiveSmallIntegerField("答复期限")
    answer_unit = models.CharField("答复期限的单位", max_length=16, choices=UNITS)
    answer_source = models.CharField("答复期限的依据", max_length=200)
    longer_n = models.PositiveSmallIntegerField("最多延长")
    longer_source = models.CharField("延长的依据", max_length=200)
    clues_to = models.CharField("问题线索向哪里反映", max_length=300)
    higher_to = models.CharField("对纪检监察人员的投诉向哪里提出", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("设定时间")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.at:%Y-%m-%d}"


class Complaint(models.Model):
    """That something came in: ``serial`` counts those of an agency and year without gaps. ``received_at`` is when its
    clocks begin: now, or the day on which a letter came; ``rules`` those by which they run, ``None`` the default.
    ``once`` is a digest by which the same form sent twice is known, ``key`` the digest of what whoever complains looks
    the state up with."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", "投诉"
        INTERFERENCE = "interference", "插手干预登记"

    class Channel(models.TextChoices):
        ONLINE = "online", "网上"
        LETTER = "letter", "来信"
        PHONE = "phone", "电话"
        VISIT = "visit", "当面"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="complaints", db_index=False)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    kind = models.CharField("种类", max_length=16, choices=Kind)
    channel = models.CharField("渠道", max_length=16, choices=Channel)
    received_at = models.DateTimeField("收到时间")
    rules = models.ForeignKey(Rules, models.PROTECT, null=True, related_name="+", db_index=False)
    once = models.CharField("提交标识", max_length=64)
    key = models.CharField("查询码摘要", max_length=64)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="complaints_complaint_serial"),
            models.UniqueConstraint(fields=["agency", "once"], name="complaints_complaint_once"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it stands on the receipt."""
        return number_of(self.year, self.serial)


_NUMBER = re.compile(r"(?:TS)?([0-9]{4})-?([0-9]{1,9})")


def number_of(year: int, serial: int) -> str:
    """The number on a receipt: ``TS2026-0007``."""
    return f"TS{year}-{serial:04}"


def parts_of(number: str) -> tuple[int, int]:
    """Year and serial of a number, however it is typed. Raises ``Complaint.DoesNotExist`` for what is none."""
    found = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", number[:40]).upper().split()))
    if found is None:
        raise Complaint.DoesNotExist
    return int(found[1]), int(found[2])


class Statement(models.Model):
    """What was said and by whom: for the supervisor alone. ``by`` is the officer who registers that somebody
    interfered, or the supervisor who writes down what came by letter or telephone."""

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, primary_key=True, related_name="statement", db_index=False
    )
    text = models.TextField("内容")
    name = models.CharField("投诉人", max_length=100, blank=True)
    contact = models.CharField("联系方式", max_length=200, blank=True)
    whom = models.CharField("被投诉的人", max_length=200, blank=True)
    happened_on = models.DateField("发生日期", null=True)
    case_number = models.CharField("办件编号", max_length=96, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return str(self.complaint_id)


class Entry(models.Model):
    """One thing that was done about a complaint. ``position`` counts from 1; the state follows from the entries
    (``standing``). ``body`` by ``kind``:

    - ``FILED``, ``TIED`` ``{"act": n or None, "happened_on": day or None}``: what it is about, with ``matter``,
      ``case``, ``office``, ``officer``; ``act`` is its number in the liability clause. The last one holds.
    - ``ACCEPTED`` ``{}``; ``EXTENDED`` ``{"reason"}``: once, by the length that the rules give.
    - ``TRANSFERRED`` ``{"organ", "reason", "number"}``: another organ's to answer.
    - ``DECLINED`` ``{"reason", "organ"}``: nothing that is taken here, and who takes it.
    - ``HIGHER`` ``{"organ", "number"}``: about the supervisor, so that it went up; nothing more is done about it here.
    - ``ANSWERED`` ``{"words"}``: what whoever complained reads.
    - ``DECIDED`` ``{"organ", "number", "on", "ground", "whom", "act", "degree", "sanctions", "clause", "beyond"}``: the
      decision of an organ that has the power, ``clause`` the words that it was compared with and ``beyond`` where it
      differs (``{"why", "words"}``); ``scan`` is its document.
    - ``NOTED`` ``{"words"}``: for the supervisor's own use."""

    class Kind(models.TextChoices):
        FILED = "filed", "收到"
        TIED = "tied", "对应事项、办件和行为"
        ACCEPTED = "accepted", "受理"
        EXTENDED = "extended", "延长办理期限"
        TRANSFERRED = "transferred", "转送其他机关"
        DECLINED = "declined", "不予受理"
        HIGHER = "higher", "移送上级纪检监察机关"
        ANSWERED = "answered", "答复"
        DECIDED = "decided", "处理决定"
        NOTED = "noted", "备注"

    TIES = (Kind.FILED, Kind.TIED)
    """Those that say what a complaint is about."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="entries", db_index=False)
    position = models.PositiveIntegerField("次序")
    kind = models.CharField("种类", max_length=16, choices=Kind)
    body = CanonicalJSONField("内容")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    scan = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["complaint", "position"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "position"], name="complaints_entry_position")
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}#{self.position} {self.kind}"
