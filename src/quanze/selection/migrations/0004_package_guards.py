from django.db import migrations

from quanze.audit.guards import Guard, GuardTable, refuse_changes

MADE = "材料包已经生成，不能改动或者删除"


class Migration(migrations.Migration):
    dependencies = [("selection", "0003_packages"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("selection_sending", "送出的登记不能修改或删除"),
        GuardTable(
            "selection_package",
            [
                Guard(
                    "no_update",
                    "UPDATE",
                    MADE,
                    "OLD.made_at IS NOT NULL",
                    ("round_id", "fixed_id", "basis", "by_id", "at", "made_at", "sha256", "size", "files"),
                ),
                Guard("no_delete", "DELETE", MADE),
            ],
        ),
    ]
