from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import quanze.audit.canonical
from quanze.audit.guards import LiftGuards
from quanze.digests import Seal

VERSION = "quanze matter version 1"
GUARDS = import_module("quanze.registry.migrations.0002_guards").Migration.operations


def seal_versions(apps, schema_editor):
    """SM3 beside SHA-256, from the content as it is stored (which is its canonical text)."""
    versions = apps.get_model("registry", "MatterVersion")
    batch = []
    for version in versions.objects.iterator(chunk_size=500):
        version.sm3 = Seal.of(VERSION, version.content).sm3
        batch.append(version)
        if len(batch) == 500:
            versions.objects.bulk_update(batch, ["sm3"])
            batch = []
    if batch:
        versions.objects.bulk_update(batch, ["sm3"])


class Migration(migrations.Migration):
    """What an edition says of itself, SM3 digests, and which matter came of which. Guards follow in 0005."""

    dependencies = [
        ("people", "0001_initial"),
        ("registry", "0003_search"),
    ]

    operations = [
        # On SQLite the table of editions is made anew, which the triggers of the others would stumble over.
        *(LiftGuards(guarded) for guarded in GUARDS if guarded.table != "registry_matter"),
        migrations.AddField(
            model_name="edition",
            name="agency_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="公布时的机关名称"),
        ),
        migrations.AddField(
            model_name="edition",
            name="approval",
            field=quanze.audit.canonical.CanonicalJSONField(null=True, verbose_name="批准"),
        ),
        migrations.AddField(
            model_name="edition",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="registry.edition",
                verbose_name="所更正的版本",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="form",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="摘要格式"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="edition",
            name="form",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="摘要格式"),
        ),
        migrations.AddField(
            model_name="edition",
            name="note",
            field=models.TextField(blank=True, verbose_name="说明"),
        ),
        migrations.AddField(
            model_name="edition",
            name="sm3",
            field=models.CharField(blank=True, max_length=64, verbose_name="国密摘要"),
        ),
        migrations.AddField(
            model_name="matterversion",
            name="sm3",
            field=models.CharField(default="", max_length=64, verbose_name="国密摘要"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.PositiveIntegerField(verbose_name="自版次")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("renamed", "更名"),
                            ("renumbered", "重新编号"),
                            ("merged", "合并"),
                            ("split", "分设"),
                            ("transferred", "划转"),
                        ],
                        max_length=16,
                        verbose_name="方式",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="registry.matter",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_of",
                        to="registry.matter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("predecessor", "successor"), name="registry_succession_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                        name="registry_succession_other",
                    ),
                ],
            },
        ),
        migrations.RunPython(seal_versions, migrations.RunPython.noop),
    ]
