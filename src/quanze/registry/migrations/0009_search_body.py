import django.db.models.deletion
from django.db import migrations, models

COPY = "INSERT INTO registry_searchbody (matter_id, body) SELECT matter_id, body FROM registry_searchtext"
COPY_BACK = """
    UPDATE registry_searchtext SET body = (
        SELECT body FROM registry_searchbody WHERE registry_searchbody.matter_id = registry_searchtext.matter_id
    )
"""

POSTGRESQL = [
    "DROP INDEX registry_searchtext_name, registry_searchtext_body",
    "UPDATE registry_searchtext SET name_terms = ts_delete(name_terms, 'S') WHERE mod(matter_id, 16) = 0",
    "ALTER TABLE registry_searchbody ADD COLUMN body_terms tsvector, ALTER COLUMN body SET STORAGE MAIN, "
    "ALTER COLUMN body_terms SET STORAGE EXTERNAL",
    "INSERT INTO registry_searchbody (matter_id, body, body_terms) "
    "SELECT matter_id, body, ts_delete(body_terms, 'S') FROM registry_searchtext ORDER BY matter_id",
    "ALTER TABLE registry_searchtext DROP COLUMN body_terms",
    *(
        f"CREATE INDEX {table}_{name} ON {table} USING gin ({column}_terms) WHERE mod(matter_id, 16) {rest} 0"
        for table, column in (("registry_searchtext", "name"), ("registry_searchbody", "body"))
        for name, rest in (("some", "="), ("rest", "<>"))
    ),
]
POSTGRESQL_BACK = [
    "DROP INDEX registry_searchtext_some, registry_searchtext_rest",
    "ALTER TABLE registry_searchtext ADD COLUMN body_terms tsvector",
    COPY_BACK,
    """
    UPDATE registry_searchtext SET body_terms = (
        SELECT body_terms FROM registry_searchbody WHERE registry_searchbody.matter_id = registry_searchtext.matter_id
    )
    """,
    "UPDATE registry_searchtext SET name_terms = name_terms || '''S'''::tsvector, "
    "body_terms = body_terms || '''S'''::tsvector WHERE mod(matter_id, 16) = 0",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "CREATE INDEX registry_searchtext_name ON registry_searchtext USING gin (name_terms)",
    "CREATE INDEX registry_searchtext_body ON registry_searchtext USING gin (body_terms)",
]
GIVE_BACK_ROOM = ["CLUSTER registry_searchtext USING registry_searchtext_pkey"]
"""What a dropped column held stays in the rows until the table is written anew."""


def _run(sqlite, postgresql):
    def run(apps, schema_editor):
        for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    """The searched text in a table of its own, and on PostgreSQL two indexes instead of a term that one matter in
    sixteen has (see ``quanze.registry.search``)."""

    dependencies = [("registry", "0008_search_some")]

    operations = [
        migrations.CreateModel(
            name="SearchBody",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="registry.searchtext",
                    ),
                ),
                ("body", models.TextField(verbose_name="正文")),
            ],
        ),
        migrations.RunPython(_run([COPY], POSTGRESQL), _run([COPY_BACK], POSTGRESQL_BACK)),
        # Whoever goes back needs a value for the rows until they have their own again.
        migrations.AlterField("searchtext", "body", models.TextField(default="")),
        migrations.RemoveField("searchtext", "body"),
        migrations.RunPython(_run([], GIVE_BACK_ROOM), migrations.RunPython.noop),
    ]
