from django.apps import AppConfig


class AdjustmentsConfig(AppConfig):
    name = "quanze.adjustments"
    verbose_name = "清单调整"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The rules of who may."""
        from quanze.adjustments import permissions  # noqa: F401
