from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("rulebook_calendaryear", "放假安排只能追加，不能修改或删除"),
        refuse_changes("rulebook_correction", "更正记录只能追加，不能修改或删除"),
        refuse_changes("rulebook_procedure", "已确认的办理规程不能更改"),
    ]
