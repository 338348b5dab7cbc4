import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import quanze.audit.canonical


class Migration(migrations.Migration):
    """What is done with an adjustment, and what was answered."""

    dependencies = [
        ("adjustments", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="稿次")),
                ("round", models.PositiveIntegerField(verbose_name="送审次数")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("begin", "起草"),
                            ("edit", "修改"),
                            ("answer", "答复问题"),
                            ("rebase", "改以新版为基础"),
                            ("submit", "送审"),
                            ("pass", "通过"),
                            ("return", "退回"),
                            ("withdraw", "撤回"),
                            ("abandon", "放弃"),
                            ("publish", "公布"),
                        ],
                        max_length=16,
                        verbose_name="动作",
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=32, verbose_name="环节")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("comment", models.TextField(blank=True, verbose_name="意见")),
                ("detail", quanze.audit.canonical.CanonicalJSONField(verbose_name="内容")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "adjustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="adjustments.adjustment",
                    ),
                ),
            ],
            options={
                "ordering": ["adjustment", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("adjustment", "version"), name="adjustments_act_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="问题标识")),
                ("finding", quanze.audit.canonical.CanonicalJSONField(verbose_name="问题")),
                ("text", models.TextField(verbose_name="答复")),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="adjustments.act",
                    ),
                ),
                (
                    "adjustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="adjustments.adjustment",
                    ),
                ),
            ],
            options={
                "ordering": ["adjustment", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("act", "key"), name="adjustments_answer_once")
                ],
                "indexes": [models.Index(fields=["adjustment", "key"], name="adjustments_answer_key")],
            },
        ),
    ]
