from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("rounds_round", "批次设立以后不能修改或删除"),
        refuse_changes("rounds_terms", "批次的安排只能追加，不能修改或删除"),
    ]
