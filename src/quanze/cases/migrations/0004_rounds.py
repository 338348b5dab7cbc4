from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quanze.audit.guards import LiftGuards

GUARDED = next(
    each
    for each in import_module("quanze.cases.migrations.0003_guards").Migration.operations
    if each.table == "cases_case"
)


class Migration(migrations.Migration):
    """Back on SQLite the table of cases is made anew, which its guards would not survive."""

    dependencies = [
        ("cases", "0003_guards"),
        ("people", "0004_allowances"),
        ("registry", "0007_published_file_digest"),
        ("rounds", "0002_guards"),
        ("rulebook", "0003_kits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftGuards(GUARDED),
        migrations.AddField(
            model_name="case",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="rounds.round",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("round__isnull", False)),
                fields=["round", "order_at", "id"],
                name="cases_round",
            ),
        ),
        GUARDED,
    ]
