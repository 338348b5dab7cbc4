from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    """What applicants said and what was answered stays as it is."""

    dependencies = [("ratings", "0001_initial"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("ratings_rules", "评价答复期限的设定只能追加，不能修改或删除"),
        refuse_changes("ratings_rating", "评价的登记不能修改或删除"),
        refuse_changes("ratings_entry", "评价和答复只能追加，不能修改或删除"),
    ]
