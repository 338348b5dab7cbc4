from django.db import migrations

from quanze.audit.guards import Guard, GuardTable, refuse_changes

KEPT = (
    "number",
    "agency_id",
    "year",
    "serial",
    "key",
    "channel",
    "applicant_id",
    "applicant_name",
    "applicant_data",
    "answers",
    "by_id",
    "created_at",
)
"""What a case was when it came to be."""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_beside")]

    operations = [
        refuse_changes("cases_caseevent", "办件的经过只能追加，不能修改或删除"),
        refuse_changes("cases_material", "收到的材料只能追加，不能修改或删除"),
        refuse_changes("cases_note", "备注只能追加，不能修改或删除"),
        GuardTable(
            "cases_case",
            [
                Guard(
                    "kept",
                    "UPDATE",
                    "办件收件时的内容不能修改",
                    when=" OR ".join(f"OLD.{column} <> NEW.{column}" for column in KEPT),
                    columns=KEPT,
                ),
                Guard("no_delete", "DELETE", "办件不能删除"),
            ],
        ),
    ]
