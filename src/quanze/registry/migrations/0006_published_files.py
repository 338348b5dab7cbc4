import django.db.models.deletion
from django.db import migrations, models

from quanze.audit.guards import Guard, GuardTable

MADE = "清单版本的公布文件制成后不能更改"
PARTS = [
    ("notice", "公布通知"),
    ("catalogue", "权责清单目录"),
    ("adjusted", "调整的权责清单"),
    ("retained", "保留的权责清单"),
]


class Migration(migrations.Migration):
    """Documents of editions; one that is made stays as it is."""

    dependencies = [("registry", "0005_editions_guards")]

    operations = [
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(choices=PARTS, max_length=16, verbose_name="文件")),
                ("format", models.CharField(max_length=8, verbose_name="格式")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="文件摘要")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="大小")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="制成时间")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="未能制成的时间")),
                ("reason", models.TextField(blank=True, verbose_name="未能制成的原因")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="registry.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("made_at", None)),
                        fields=["edition", "part"],
                        name="registry_file_unmade",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "part", "format"), name="registry_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at__isnull", True), ("sha256", "")),
                            models.Q(("made_at__isnull", False), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="registry_file_made_has_digest",
                    ),
                ],
            },
        ),
        GuardTable(
            "registry_publishedfile",
            [
                Guard("no_update", "UPDATE", MADE, when="OLD.made_at IS NOT NULL"),
                Guard("no_delete", "DELETE", MADE, when="OLD.made_at IS NOT NULL"),
            ],
        ),
    ]
