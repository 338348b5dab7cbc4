from django.db import migrations

SOME = """
    UPDATE registry_searchtext SET name_terms = name_terms || '''S'''::tsvector, body_terms = body_terms || '''S'''::tsvector
    WHERE matter_id % 16 = 0
"""
BACK = """
    UPDATE registry_searchtext SET name_terms = ts_delete(name_terms, 'S'), body_terms = ts_delete(body_terms, 'S')
    WHERE matter_id % 16 = 0
"""


def _run(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    """One matter in sixteen has a term of its own on PostgreSQL (see ``quanze.registry.search.SOME``)."""

    dependencies = [("registry", "0007_published_file_digest")]

    operations = [migrations.RunPython(_run(SOME), _run(BACK))]
