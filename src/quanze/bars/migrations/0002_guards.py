from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("bars", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("bars_bar", "限制申报的登记不能修改或删除"),
        refuse_changes("bars_bar_matters", "限制申报的登记不能修改或删除"),
        refuse_changes("bars_barevent", "限制申报的后续登记只能追加，不能修改或删除"),
    ]
