from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "quanze.registry"
    verbose_name = "权责清单"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.registry import files_named, permissions  # noqa: F401  what this app adds to tables below it
