from django.apps import AppConfig


class AdjustmentsConfig(AppConfig):
    name = "quanze.adjustments"
    verbose_name = "清单调整"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The rules of who may, and what a new calendar moves."""
        from quanze.adjustments import permissions, redating  # noqa: F401
