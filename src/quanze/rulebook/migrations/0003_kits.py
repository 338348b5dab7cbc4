import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import quanze.audit.canonical
from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_editions_guards"),
        ("rulebook", "0002_guards"),
        ("audit", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KitContent",
            fields=[
                (
                    "digest",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="摘要"),
                ),
                ("content", quanze.audit.canonical.CanonicalJSONField(verbose_name="内容")),
            ],
        ),
        migrations.CreateModel(
            name="Kit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("at", models.DateTimeField(verbose_name="设定时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="设定人",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kits",
                        to="registry.matter",
                        verbose_name="职权事项",
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rulebook.kitcontent",
                        verbose_name="内容",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["matter", "-id"], name="rulebook_kit_last")],
            },
        ),
        refuse_changes("rulebook_kitcontent", "事项配置的内容不能更改"),
        refuse_changes("rulebook_kit", "事项配置只能追加，不能修改或删除"),
    ]
