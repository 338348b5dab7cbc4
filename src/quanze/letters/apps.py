from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "quanze.letters"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.letters import files_named, permissions  # noqa: F401  what this app adds to tables below it
