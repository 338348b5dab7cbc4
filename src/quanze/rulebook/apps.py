from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "quanze.rulebook"
    verbose_name = "办理规程"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.rulebook import permissions  # noqa: F401  adds the rules of this app
