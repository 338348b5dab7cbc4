from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "quanze.cases"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The rules of who may, and what a new calendar moves."""
        from quanze.cases import permissions, redating  # noqa: F401
