from django.apps import AppConfig


class BarsConfig(AppConfig):
    name = "quanze.bars"
    verbose_name = "限制申报登记"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.bars import permissions  # noqa: F401  adds the rules of this app
