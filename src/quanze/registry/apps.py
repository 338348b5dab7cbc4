from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "quanze.registry"
    verbose_name = "权责清单"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.registry import permissions  # noqa: F401  adds the rules of this app
