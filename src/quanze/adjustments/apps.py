from django.apps import AppConfig


class AdjustmentsConfig(AppConfig):
    name = "quanze.adjustments"
    verbose_name = "清单调整"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The rules of who may, the files that are needed here, and what a new calendar moves."""
        from quanze.adjustments import files_named, permissions, redating  # noqa: F401
