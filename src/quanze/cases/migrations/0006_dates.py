from datetime import date
from importlib import import_module

from django.db import migrations, models

from quanze.audit.guards import LiftGuards
from quanze.procedure.clocks.seed import seeded

GUARDED = next(
    each
    for each in import_module("quanze.cases.migrations.0003_guards").Migration.operations
    if each.table == "cases_case"
)


def tell_apart(apps, schema_editor):
    """A date by years whose arrangements are all known cannot move: only its unit is not confirmed."""
    known = {each.year for each in seeded().years}
    known |= set(apps.get_model("rulebook", "CalendarYear").objects.values_list("year", flat=True))
    last = min(known)
    while last + 1 in known:
        last += 1
    cases = apps.get_model("cases", "Case").objects.filter(provisional=True, due_on__lte=date(last, 12, 31))
    cases.update(provisional=False, unconfirmed=True)


def first_is_owed(apps, schema_editor):
    """Where the first date is the bureau's and stands, it is the first of those too. What else is open has its columns
    with its next event or calendar."""
    cases = apps.get_model("cases", "Case").objects.filter(
        provisional=False, about__in=["notice", "step", "case"]
    )
    cases.update(owed_at=models.F("due_at"), owed_on=models.F("due_on"), owed_about=models.F("about"))


def together_again(apps, schema_editor):
    apps.get_model("cases", "Case").objects.filter(unconfirmed=True).update(provisional=True)


class Migration(migrations.Migration):
    """On SQLite the table of cases is made anew, which its guards would not survive."""

    dependencies = [("cases", "0005_public"), ("rulebook", "0003_kits")]

    operations = [
        LiftGuards(GUARDED),
        migrations.AddField(
            model_name="case",
            name="unconfirmed",
            field=models.BooleanField(default=False, verbose_name="期限单位未确认"),
        ),
        migrations.AddField(
            model_name="case",
            name="owed_at",
            field=models.DateTimeField(null=True, verbose_name="本机关到期时刻"),
        ),
        migrations.AddField(
            model_name="case",
            name="owed_on",
            field=models.DateField(null=True, verbose_name="本机关到期日"),
        ),
        migrations.AddField(
            model_name="case",
            name="owed_about",
            field=models.CharField(blank=True, max_length=16, verbose_name="本机关期限事由"),
            preserve_default=False,
        ),
        migrations.RunPython(tell_apart, together_again),
        migrations.RunPython(first_is_owed, migrations.RunPython.noop),
        GUARDED,
    ]
