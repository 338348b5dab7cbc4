from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    """By which rules cards went up, and that they did, stays as it is."""

    dependencies = [("escalation", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("escalation_rules", "红黄牌上报规则只能追加，不能修改或删除"),
        refuse_changes("escalation_escalation", "红黄牌上报的记录不能修改或删除"),
    ]
