from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "quanze.rounds"
    verbose_name = "申报批次"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.rounds import permissions  # noqa: F401  adds the rules of this app
