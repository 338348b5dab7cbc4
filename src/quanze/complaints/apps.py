from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "quanze.complaints"
    verbose_name = "投诉"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.complaints import permissions  # noqa: F401  adds the rules of this app
