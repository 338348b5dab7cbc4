from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    """What came in and what was done about it stays as it is."""

    dependencies = [("complaints", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("complaints_rules", "投诉办理期限的设定只能追加，不能修改或删除"),
        refuse_changes("complaints_complaint", "投诉的登记不能修改或删除"),
        refuse_changes("complaints_statement", "投诉的内容不能修改或删除"),
        refuse_changes("complaints_entry", "投诉的办理记录只能追加，不能修改或删除"),
    ]
