from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quanze.audit.guards import LiftGuards

GUARDED = next(
    each
    for each in import_module("quanze.bars.migrations.0002_guards").Migration.operations
    if each.table == "bars_barevent"
)


class Migration(migrations.Migration):
    """On SQLite the table of events is made anew, which its guards would not survive."""

    dependencies = [
        ("bars", "0002_guards"),
        ("files", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftGuards(GUARDED),
        migrations.AddField(
            model_name="barevent",
            name="appeal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bars.barevent",
            ),
        ),
        migrations.AddField(
            model_name="barevent",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("upheld", "维持"), ("shortened", "缩短期限"), ("lifted", "解除")],
                max_length=16,
                verbose_name="结论",
            ),
        ),
        migrations.AddField(
            model_name="barevent",
            name="until",
            field=models.DateField(null=True, verbose_name="缩短到"),
        ),
        migrations.AddField(
            model_name="barevent",
            name="way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("review", "复核"),
                    ("petition", "申诉"),
                    ("reconsideration", "行政复议"),
                    ("suit", "行政诉讼"),
                ],
                max_length=16,
                verbose_name="方式",
            ),
        ),
        migrations.AlterField(
            model_name="barevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("appealed", "提出复核、申诉、复议或者诉讼"),
                    ("answered", "复核、申诉、复议或者诉讼已有结论"),
                    ("lifted", "决定提前解除"),
                ],
                max_length=16,
                verbose_name="事项",
            ),
        ),
        migrations.AddConstraint(
            model_name="barevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "shortened"), ("until__isnull", False)),
                    models.Q(models.Q(("outcome", "shortened"), _negated=True), ("until__isnull", True)),
                    _connector="OR",
                ),
                name="bars_barevent_until",
            ),
        ),
        GUARDED,
    ]
