from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "quanze.ratings"
    verbose_name = "好差评"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.ratings import permissions  # noqa: F401  adds the rules of this app
