from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "quanze.escalation"
    verbose_name = "红黄牌上报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.escalation import permissions  # noqa: F401  adds the rules of this app
