from django.db import migrations

from quanze.audit.guards import Guard, GuardTable, refuse_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        refuse_changes("audit_event", "审计记录只能追加，不能修改或删除"),
        GuardTable("audit_trace", [Guard("no_update", "UPDATE", "审计来源信息不能修改")]),
    ]
