from django.db import migrations

from quanze.audit.guards import Guard, GuardTable, refuse_changes

PUBLISHED = "已公布的清单版本不能更改"

# The latest published edition of the agency: what entries up to it hold is sealed.
LATEST = "COALESCE((SELECT MAX(sequence) FROM registry_edition WHERE agency_id = {row}.agency_id), 0)"

FIXED = (
    "id",
    "agency_id",
    "annex",
    "ordinal",
    "position",
    "number",
    "matter_id",
    "version_id",
    "placement",
    "since",
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("registry_matter", "职权事项的编号不能更改"),
        refuse_changes("registry_matterversion", "事项版本不能更改"),
        refuse_changes("registry_edition", PUBLISHED),
        GuardTable(
            "registry_entry",
            [
                Guard("begin", "INSERT", PUBLISHED, when=f"NEW.since <= {LATEST.format(row='NEW')}"),
                Guard("fixed", "UPDATE", PUBLISHED, columns=FIXED),
                Guard(
                    "end",
                    "UPDATE",
                    PUBLISHED,
                    columns=("until",),
                    when=f"OLD.until IS NOT NULL OR NEW.until IS NULL OR NEW.until <= {LATEST.format(row='OLD')}",
                ),
                Guard("no_delete", "DELETE", PUBLISHED),
            ],
        ),
    ]
