from django.db import migrations

from quanze.audit.guards import Guard, GuardTable, refuse_changes

ONLY_ADDED = "调整的办理记录只能追加，不能修改或删除"
CLOSED = "调整已经公布或放弃，不能更改"
NOT_OPEN = "调整不在起草，不能更改其内容"

STATE = "(SELECT state FROM adjustments_adjustment WHERE id = {row}.adjustment_id)"
NOT_DRAFT = STATE + " NOT IN ('draft', 'returned')"


def only_in_drafts(table):
    """Rows of a draft, which stay as they are from its submission on."""
    return GuardTable(
        table,
        [
            Guard("no_insert", "INSERT", NOT_OPEN, when=NOT_DRAFT.format(row="NEW")),
            Guard("no_update", "UPDATE", NOT_OPEN, when=NOT_DRAFT.format(row="OLD")),
            Guard("no_delete", "DELETE", NOT_OPEN, when=NOT_DRAFT.format(row="OLD")),
        ],
    )


class Migration(migrations.Migration):
    """What was done stays on record; what is submitted, published or abandoned stays as it is."""

    dependencies = [("adjustments", "0002_acts"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("adjustments_act", ONLY_ADDED),
        refuse_changes("adjustments_answer", ONLY_ADDED),
        GuardTable(
            "adjustments_adjustment",
            [
                Guard("closed", "UPDATE", CLOSED, when="OLD.state IN ('published', 'abandoned')"),
                Guard("no_delete", "DELETE", CLOSED),
            ],
        ),
        only_in_drafts("adjustments_change"),
        only_in_drafts("adjustments_before"),
    ]
