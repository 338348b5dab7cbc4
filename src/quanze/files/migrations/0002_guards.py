from django.db import migrations

from quanze.audit.guards import Guard, GuardTable

USED = "已经用上的文件不能删除"
AS_IT_CAME = "收下的文件不能更改"


class Migration(migrations.Migration):
    """What was handed in stays as it came; what belongs to something is not deleted."""

    dependencies = [("files", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        GuardTable(
            "files_deposit",
            [
                Guard("no_delete", "DELETE", USED, when="OLD.bound_to <> ''"),
                Guard(
                    "no_update",
                    "UPDATE",
                    AS_IT_CAME,
                    columns=("person_id", "filename", "full_name", "held_id", "at"),
                ),
            ],
        ),
        GuardTable(
            "files_held",
            [Guard("no_update", "UPDATE", AS_IT_CAME, columns=("sha256", "size", "kind", "media_type"))],
        ),
    ]
