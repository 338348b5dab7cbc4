from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "quanze.aftercare"
    verbose_name = "后续管理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.aftercare import permissions  # noqa: F401  adds the rules of this app
