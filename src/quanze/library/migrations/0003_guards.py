from django.db import migrations

from quanze.audit.guards import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("library", "0002_citations"), ("audit", "0002_guards")]

    operations = [
        refuse_changes("library_version", "收录的法规文本不能更改"),
        refuse_changes("library_statement", "效力记载不能更改，只能另行撤回"),
        refuse_changes("library_ruling", "对效力记载的决定不能更改"),
    ]
