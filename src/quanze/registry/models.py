"""What is kept of the lists: matters, versions of their content, editions and the entries that make them up.

A published edition never changes. Its entries are not copied from the edition before: an entry holds over a range
of editions (``since`` up to, not including, ``until``), so that a new edition costs what changed, not what the list
weighs. Triggers hold this: an entry may begin or end only with an edition that does not exist yet (``0002_guards``).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quanze.audit.canonical import CanonicalJSONField
from quanze.digests import Seal
from quanze.lists.model import AnnexKind
from quanze.lists.model import Matter as ListMatter
from quanze.people.models import Agency
from quanze.registry import form, seals


class Kind(models.TextChoices):
    """The three annexes."""

    CATALOGUE = AnnexKind.CATALOGUE.value, "权责清单目录"
    ADJUSTED = AnnexKind.ADJUSTED.value, "调整的权责清单"
    RETAINED = AnnexKind.RETAINED.value, "保留的权责清单"


class Matter(models.Model):
    """A 职权事项: nothing but an identity that outlives renaming and renumbering. ``number`` is its public number
    within the agency and stands in addresses; it is no 序号 of any list and is never given twice."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="matters")
    number = models.PositiveIntegerField("编号")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="registry_matter_number")]

    def __str__(self) -> str:
        return f"{self.agency_id}-{self.number}"


class MatterVersion(models.Model):
    """The content of a matter as one annex shows it, kept once however often it is published.

    ``digest`` is SHA-256 over a format tag and ``content`` (canonical JSON, see ``seals``), ``sm3`` the same with SM3;
    the other columns are derived from it, for queries.
    """

    digest = models.CharField("摘要", max_length=64, primary_key=True)
    sm3 = models.CharField("国密摘要", max_length=64)
    content = CanonicalJSONField("内容")
    name = models.TextField("职权名称")
    category = models.CharField("职权类别", max_length=100, blank=True)
    office = models.TextField("责任股室", blank=True)

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """The whole list as published on a day. ``sequence`` counts an agency's editions in the order of publication.

    ``annexes`` holds for each annex what belongs to the document and not to a matter (heads, columns, categories,
    foot), with the digests over all of it and its entries; ``digest`` (SHA-256) and ``sm3`` are taken over those and
    over everything else that the edition says (``seals``; ``form`` says in which form).

    An edition is in force from ``effective_from`` until the next one is: the dates of an agency's editions never go
    back (``0005_editions_guards``), so that no two are in force on one day.
    """

    class Origin(models.TextChoices):
        IMPORT = "import", "导入"
        ADJUSTMENT = "adjustment", "调整"
        CORRECTION = "correction", "更正"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="editions")
    sequence = models.PositiveIntegerField("版次")
    title = models.CharField("标题", max_length=300)
    origin = models.CharField("由来", max_length=16, choices=Origin, default=Origin.IMPORT)
    effective_from = models.DateField("生效日期")
    effective_assumed = models.BooleanField("生效日期为假定", default=False)
    published_on = models.DateField("公布日期", null=True, blank=True)
    created_at = models.DateTimeField("录入时间")
    main = models.CharField("现行清单所在附件", max_length=16, choices=Kind)
    annexes = CanonicalJSONField("附件")
    form = models.PositiveSmallIntegerField("摘要格式", default=seals.FORM)
    digest = models.CharField("摘要", max_length=64)
    sm3 = models.CharField("国密摘要", max_length=64, blank=True)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor"
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="所更正的版本",
    )
    agency_name = models.CharField("公布时的机关名称", max_length=200, blank=True)
    note = models.TextField("说明", blank=True)
    approval = CanonicalJSONField("批准", null=True)
    source_name = models.CharField("来源文件", max_length=300, blank=True)
    source_format = models.CharField("来源格式", max_length=16, blank=True)
    source_sha256 = models.CharField("来源文件摘要", max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["agency", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "sequence"], name="registry_edition_sequence")
        ]
        indexes = [
            models.Index(fields=["agency", "-effective_from", "-sequence"], name="registry_edition_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.sequence}版）"

    @property
    def seal(self) -> Seal:
        """Both digests; ``sm3`` is blank in form 1."""
        return Seal(self.digest, self.sm3)


class Entry(models.Model):
    """One row of an annex, in every edition from ``since`` up to, not including, ``until`` (open while ``None``).

    ``placement`` is what belongs to the row and not to the matter's content: number, old texts, adjustment note.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    annex = models.CharField("附件", max_length=16, choices=Kind)
    ordinal = models.PositiveSmallIntegerField("同类附件中的次序", default=0)
    position = models.PositiveIntegerField("位置")
    number = models.CharField("序号", max_length=64, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="entries")
    version = models.ForeignKey(MatterVersion, models.PROTECT, related_name="+")
    placement = CanonicalJSONField("行内其他内容")
    since = models.PositiveIntegerField("自版次")
    until = models.PositiveIntegerField("至版次", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "annex", "ordinal", "position", "since"], name="registry_entry_place"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="registry_entry_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.version_id[:12]}"

    @property
    def content(self) -> ListMatter:
        """The row as a value: number, texts, stages, underlines, old texts, adjustment note."""
        return form.join(self.version.content, self.placement)


class Succession(models.Model):
    """Which matter came of which, since which edition: many-to-many, for what was merged or split, handed over from
    another agency, or is known to be the same although it was once entered anew."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", "更名"
        RENUMBERED = "renumbered", "重新编号"
        MERGED = "merged", "合并"
        SPLIT = "split", "分设"
        TRANSFERRED = "transferred", "划转"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    since = models.PositiveIntegerField("自版次")
    kind = models.CharField("方式", max_length=16, choices=Kind)
    predecessor = models.ForeignKey(Matter, models.PROTECT, related_name="became")
    successor = models.ForeignKey(Matter, models.PROTECT, related_name="came_of")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="registry_succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="registry_succession_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Upload(models.Model):
    """A document that a bureau handed in: the file as it came, what was read in it, and what the checks found."""

    class State(models.TextChoices):
        READ = "read", "已读取"
        REFUSED = "refused", "无法读取"
        IMPORTED = "imported", "已导入"
        DISCARDED = "discarded", "已放弃"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    filename = models.CharField("文件名", max_length=300)
    sha256 = models.CharField("文件摘要", max_length=64)
    size = models.PositiveBigIntegerField("大小")
    format = models.CharField("格式", max_length=16, blank=True)
    state = models.CharField("状态", max_length=16, choices=State)
    refusal = models.TextField("无法读取的原因", blank=True)
    document = CanonicalJSONField("读出的清单", null=True)
    findings = CanonicalJSONField("问题", null=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="uploads")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes = [models.Index(fields=["agency", "-at"], name="registry_upload_recent")]

    def __str__(self) -> str:
        return self.filename


class PublishedFile(models.Model):
    """公布文件: a document of an edition in one format, kept as its bytes under their digest (``files``). Asked for in
    the transaction that publishes, made afterwards (``published_files``); once made it never changes
    (``0006_published_files``). ``reason`` says why it could not be made, at ``tried_at``."""

    class Part(models.TextChoices):
        NOTICE = "notice", "公布通知"
        CATALOGUE = Kind.CATALOGUE.value, Kind.CATALOGUE.label
        ADJUSTED = Kind.ADJUSTED.value, Kind.ADJUSTED.label
        RETAINED = Kind.RETAINED.value, Kind.RETAINED.label

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    part = models.CharField("文件", max_length=16, choices=Part)
    format = models.CharField("格式", max_length=8)
    sha256 = models.CharField("文件摘要", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("大小", default=0)
    made_at = models.DateTimeField("制成时间", null=True, blank=True)
    tried_at = models.DateTimeField("未能制成的时间", null=True, blank=True)
    reason = models.TextField("未能制成的原因", blank=True)

    class Meta:
        ordering: ClassVar = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "part", "format"], name="registry_file_once"),
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True, sha256="")
                | (models.Q(made_at__isnull=False) & ~models.Q(sha256="")),
                name="registry_file_made_has_digest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["edition", "part"], condition=models.Q(made_at=None), name="registry_file_unmade"
            ),
            models.Index(fields=["sha256"], name="registry_file_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.part}.{self.format}"


class SearchText(models.Model):
    """What is searched of a matter: the row of the list in force, its name folded (see ``search``), and beside it its
    whole text. The index itself is a full-text table on SQLite and a ``tsvector`` column of either table on
    PostgreSQL."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="search_text")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    name = models.TextField("名称")

    def __str__(self) -> str:
        return self.name


class SearchBody(models.Model):
    """The folded text of a matter. Apart, so that PostgreSQL keeps it in the row and not beside it, where a thousand
    texts take twice as long to fetch, while those who only ask what is in force read short rows."""

    matter = models.OneToOneField(SearchText, models.CASCADE, primary_key=True, related_name="text")
    body = models.TextField("正文")

    def __str__(self) -> str:
        return str(self.matter)
