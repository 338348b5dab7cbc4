from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial"), ("audit", "0002_guards")]

    operations = [refuse_changes("selection_entry", "排序的登记只能追加，不能修改或删除")]
