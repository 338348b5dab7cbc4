from django.db import migrations

from quanze.audit.guards import Guard, GuardTable, refuse_changes

ISSUED = "文书出具后不能更改或删除"
ONLY_ADDED = "文书的办理记录只能追加，不能修改或删除"
LAST = (
    "COALESCE((SELECT MAX(ordinal) FROM letters_letter "
    "WHERE agency_id = NEW.agency_id AND kind = NEW.kind AND year = NEW.year), 0)"
)


class Migration(migrations.Migration):
    """Letters stay as issued, and their numbers follow one another without a gap."""

    dependencies = [("letters", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        GuardTable(
            "letters_letter",
            [
                Guard("no_update", "UPDATE", ISSUED),
                Guard("no_delete", "DELETE", ISSUED),
                Guard("in_order", "INSERT", "文书的序号须依次递增", when=f"NEW.ordinal <> {LAST} + 1"),
            ],
        ),
        GuardTable(
            "letters_series",
            [
                Guard("no_delete", "DELETE", "文书的序号不能重来"),
                Guard(
                    "counts_up",
                    "UPDATE",
                    "文书的序号须依次递增",
                    when="NEW.last <> OLD.last + 1 OR NEW.agency_id <> OLD.agency_id "
                    "OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year",
                ),
            ],
        ),
        refuse_changes("letters_template", ONLY_ADDED),
        refuse_changes("letters_numbering", ONLY_ADDED),
        refuse_changes("letters_rendering", ONLY_ADDED),
        refuse_changes("letters_sealing", ONLY_ADDED),
        refuse_changes("letters_delivery", ONLY_ADDED),
        refuse_changes("letters_voiding", ONLY_ADDED),
    ]
