from importlib import import_module

from django.db import migrations, models

import quanze.audit.canonical
from quanze.audit.guards import Guard, GuardTable, LiftGuards

GUARDS = import_module("quanze.audit.migrations.0002_guards").Migration.operations


class Migration(migrations.Migration):
    """Names of people leave the events for their traces, which may be removed after their term."""

    dependencies = [("audit", "0002_guards")]

    operations = [
        *(LiftGuards(guarded) for guarded in GUARDS),
        migrations.RemoveIndex("event", "audit_event_verb"),
        migrations.RemoveIndex("event", "audit_event_who"),
        migrations.RemoveField("event", "who_name"),
        migrations.AddField(
            "trace", "name", models.CharField(blank=True, default="", max_length=150, verbose_name="姓名")
        ),
        migrations.AddField(
            "trace",
            "label",
            models.CharField(blank=True, default="", max_length=300, verbose_name="所涉人员"),
        ),
        migrations.AddIndex("event", models.Index(fields=["chain", "at", "sequence"], name="audit_event_at")),
        migrations.AddIndex(
            "event", models.Index(fields=["chain", "verb", "at", "sequence"], name="audit_event_verb")
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["chain", "who", "at", "sequence"], name="audit_event_who")
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["chain", "thing_label", "at", "sequence"], name="audit_event_label")
        ),
        migrations.AddIndex("trace", models.Index(fields=["address", "event"], name="audit_trace_address")),
        *GUARDS,
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_by", models.BigIntegerField(null=True, verbose_name="要求核验的人")),
                ("asked_at", models.DateTimeField(verbose_name="要求时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "等待核验"), ("running", "正在核验"), ("done", "已核验")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("begun_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("done_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                ("events", models.PositiveBigIntegerField(default=0, verbose_name="核验条数")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="问题数")),
                (
                    "problems",
                    quanze.audit.canonical.CanonicalJSONField(default=list, verbose_name="问题"),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("state",),
                        name="audit_check_one_waiting",
                    )
                ],
            },
        ),
        GuardTable(
            "audit_check",
            [
                Guard("done", "UPDATE", "审计记录的核验结果不能修改", "OLD.state = 'done'"),
                Guard("no_delete", "DELETE", "审计记录的核验结果不能删除"),
            ],
        ),
    ]
