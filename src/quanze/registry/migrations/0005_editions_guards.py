from importlib import import_module

from django.db import migrations

from quanze.audit.guards import Guard, GuardTable

GUARDS = import_module("quanze.registry.migrations.0002_guards").Migration.operations
PUBLISHED = "已公布的清单版本不能更改"
LATEST = "COALESCE((SELECT MAX(sequence) FROM registry_edition WHERE agency_id = NEW.agency_id), 0)"
OF_BEFORE = (
    "(SELECT {column} FROM registry_edition WHERE agency_id = NEW.agency_id AND sequence = NEW.sequence - 1)"
)


class Migration(migrations.Migration):
    """Editions of an agency follow one another: numbers without a gap, dates that never go back (so that no two are in
    force on one day), each after the one before it. A succession begins with an edition that does not exist yet."""

    dependencies = [("registry", "0004_editions")]

    operations = [
        *(guarded for guarded in GUARDS if guarded.table in ("registry_matterversion", "registry_entry")),
        GuardTable(
            "registry_edition",
            [
                Guard("no_update", "UPDATE", PUBLISHED),
                Guard("no_delete", "DELETE", PUBLISHED),
                Guard("in_order", "INSERT", "清单版本的版次须依次递增", when=f"NEW.sequence <> {LATEST} + 1"),
                Guard(
                    "no_overlap",
                    "INSERT",
                    "清单版本的生效日期不能早于上一版",
                    when=f"NEW.effective_from < {OF_BEFORE.format(column='effective_from')}",
                ),
                Guard(
                    "after",
                    "INSERT",
                    "清单版本须接在上一版之后",
                    when=f"COALESCE(NEW.predecessor_id, 0) <> COALESCE({OF_BEFORE.format(column='id')}, 0)",
                ),
                Guard(
                    "correction",
                    "INSERT",
                    "清单版本只能更正本机关较早的版本",
                    when="NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registry_edition e "
                    "WHERE e.id = NEW.corrects_id AND e.agency_id = NEW.agency_id AND e.sequence < NEW.sequence)",
                ),
            ],
        ),
        GuardTable(
            "registry_succession",
            [
                Guard("begin", "INSERT", PUBLISHED, when=f"NEW.since <= {LATEST}"),
                Guard("no_update", "UPDATE", PUBLISHED),
                Guard("no_delete", "DELETE", PUBLISHED),
            ],
        ),
    ]
