from django.db import migrations

from quanze.audit.guards import Guard, GuardTable

KEPT = "申请人不能删除"
MEMBERSHIP_KEPT = "代表关系只能终止，不能删除"
CLOSED = "代表关系已经了结，不能更改"


class Migration(migrations.Migration):
    """Who applied and who acted for whom stays on record."""

    dependencies = [("people", "0002_parties"), ("audit", "0002_guards")]

    operations = [
        GuardTable("people_party", [Guard("no_delete", "DELETE", KEPT)]),
        GuardTable(
            "people_membership",
            [
                Guard("no_delete", "DELETE", MEMBERSHIP_KEPT),
                Guard("closed", "UPDATE", CLOSED, when="OLD.state IN ('refused', 'withdrawn', 'ended')"),
            ],
        ),
    ]
