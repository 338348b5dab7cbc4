from django.db import migrations, models


class Migration(migrations.Migration):
    """A document is found by its digest: so is asked whether bytes of the store are still needed."""

    dependencies = [("registry", "0006_published_files")]

    operations = [
        migrations.AddIndex(
            model_name="publishedfile", index=models.Index(fields=["sha256"], name="registry_file_digest")
        )
    ]
