"""Letters: an agency's own wording and numbers, what was issued, its files, how it was sealed and how it arrived."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.letters.kinds import Kind, kind
from quanze.letters.ways import LABELS
from quanze.people.models import Agency
from quanze.procedure.engine.choices import Way

PERSON = settings.AUTH_USER_MODEL


class Template(models.Model):
    """An agency's own wording of a kind of letter; the last row holds, a blank text goes back to the wording that comes
    with the program. Never changed."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("文书", max_length=40)
    text = models.TextField("模板", blank=True)
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="保存人")
    at = models.DateTimeField("保存时间")

    class Meta:
        indexes = [models.Index(fields=["agency", "kind", "-id"], name="letters_template_last")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Numbering(models.Model):
    """How an agency numbers its letters; the last row holds. ``code`` is the agency's 代字, ``pattern`` puts the number
    together. Never changed."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    code = models.CharField("机关代字", max_length=40)
    pattern = models.CharField("编号格式", max_length=100)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="设置人")
    at = models.DateTimeField("设置时间")

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="letters_numbering_last")]

    def __str__(self) -> str:
        return f"{self.code} {self.pattern}"


class Series(models.Model):
    """The counter of an agency, a kind and a year: its row is the lock under which the next number is given."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("文书", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后的序号", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "year"], name="letters_series_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} #{self.last}"


class Letter(models.Model):
    """A letter as issued; never changed.

    ``subject`` names what it belongs to ("case:17"); ``values`` and ``tree`` (``documents.codec``) are the letter, and
    ``sha256`` and ``sm3`` are over them (``form.py``). ``template`` is the digest of the wording it was composed by.
    ``token`` is the secret part of its public address.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="letters")
    kind = models.CharField("文书", max_length=40)
    title = models.CharField("标题", max_length=600)
    year = models.PositiveSmallIntegerField("年份")
    ordinal = models.PositiveIntegerField("序号")
    number = models.CharField("编号", max_length=200)
    dated = models.DateField("日期")
    addressee = models.CharField("送达对象", max_length=500, blank=True)
    subject = models.CharField("所属", max_length=100, db_index=True)
    values = CanonicalJSONField("内容")
    template = models.CharField("模板摘要", max_length=64)
    tree = CanonicalJSONField("正文")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    token = models.CharField("核验码", max_length=40, unique=True)
    sealed = models.BooleanField("须盖章")
    certificate = models.BooleanField("凭证")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", null=True, verbose_name="出具人")
    at = models.DateTimeField("出具时间")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "year", "ordinal"], name="letters_letter_ordinal"
            ),
            models.UniqueConstraint(fields=["agency", "number"], name="letters_letter_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def about(self) -> Kind:
        """Its kind."""
        return kind(self.kind)

    @property
    def reference(self) -> str:
        """How events of cases name it."""
        return f"letter:{self.pk}"


class Rendering(models.Model):
    """A file made of a letter's tree, or why none could be made (``refusal``). Never changed."""

    class Format(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="renderings")
    format = models.CharField("格式", max_length=8, choices=Format)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField("字节数", default=0)
    milliseconds = models.PositiveIntegerField("用时（毫秒）")
    refusal = models.CharField("未能生成的原因", max_length=500, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "format"], condition=models.Q(refusal=""), name="letters_rendering_once"
            )
        ]
        indexes = [models.Index(fields=["sha256"], name="letters_rendering_digest")]

    def __str__(self) -> str:
        return f"{self.letter_id}.{self.format}"


class Unrendered(models.Model):
    """A letter that still lacks a file: what the job looks at, however many letters there are."""

    letter = models.OneToOneField(Letter, models.PROTECT, primary_key=True, related_name="+")
    tried = models.PositiveSmallIntegerField("次数", default=0)

    def __str__(self) -> str:
        return f"{self.letter_id} ({self.tried})"


class Sealing(models.Model):
    """Proof that a letter bears the agency's seal: its own PDF signed with a certificate, or the scan of the sealed
    paper. Never changed."""

    class Means(models.TextChoices):
        ELECTRONIC = "electronic", "数字证书签名"
        PAPER = "paper", "纸质盖章"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="sealings")
    means = models.CharField("方式", max_length=16, choices=Means)
    on = models.DateField("日期")
    proof = models.CharField("证明", max_length=100, blank=True)
    sha256 = models.CharField("签名文件的SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField("字节数", default=0)
    certificate = CanonicalJSONField("证书", null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", null=True, verbose_name="登记人")
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=models.Q(means="electronic"), name="letters_sealing_electronic"
            )
        ]
        indexes = [models.Index(fields=["sha256"], name="letters_sealing_digest")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.means}"

    @property
    def reference(self) -> str:
        """How events of cases name the proof: the scan, or the signed file."""
        return self.proof or f"sealing:{self.pk}"

    @property
    def test(self) -> bool:
        """Signed with a certificate for tests, which proves nothing."""
        return bool(self.certificate and self.certificate["test"])


class Delivery(models.Model):
    """How a letter reached whom on which day, with its proof; never changed. ``details`` are those of ``ways.py``."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    way = models.CharField("方式", max_length=16, choices=[(way.value, LABELS[way]) for way in Way])
    on = models.DateField("送达日期")
    recipient = models.CharField("受送达人", max_length=200)
    details = CanonicalJSONField("情况")
    proof = models.CharField("证明", max_length=100)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    def __str__(self) -> str:
        return f"{self.letter_id} {self.way} {self.on}"


class Voiding(models.Model):
    """That a letter no longer counts, and why; its number stays taken. Never changed."""

    class Kind(models.TextChoices):
        VOID = "void", "作废"
        WITHDRAWN = "withdrawn", "撤回"

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="voiding")
    kind = models.CharField("类别", max_length=16, choices=Kind)
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return f"{self.letter_id} {self.kind}"
