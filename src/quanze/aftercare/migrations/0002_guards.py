from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("aftercare_filing", "后续管理的报送只能追加，不能修改或删除"),
        refuse_changes("aftercare_reply", "核实的意见只能追加，不能修改或删除"),
    ]
