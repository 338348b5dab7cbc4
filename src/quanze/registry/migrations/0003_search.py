from django.db import migrations

SQLITE = ["CREATE VIRTUAL TABLE registry_search USING fts5(name, body, scope, content='', detail=column)"]
SQLITE_BACK = ["DROP TABLE registry_search"]

POSTGRESQL = [
    "ALTER TABLE registry_searchtext ADD COLUMN name_terms tsvector, ADD COLUMN body_terms tsvector",
    "CREATE INDEX registry_searchtext_name ON registry_searchtext USING gin (name_terms)",
    "CREATE INDEX registry_searchtext_body ON registry_searchtext USING gin (body_terms)",
]
POSTGRESQL_BACK = ["ALTER TABLE registry_searchtext DROP COLUMN name_terms, DROP COLUMN body_terms"]


def _run(sqlite, postgresql):
    def run(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        for statement in postgresql if vendor == "postgresql" else sqlite:
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    """The full-text index: which terms a matter has (see ``quanze.registry.search``)."""

    dependencies = [("registry", "0002_guards")]

    operations = [migrations.RunPython(_run(SQLITE, POSTGRESQL), _run(SQLITE_BACK, POSTGRESQL_BACK))]
