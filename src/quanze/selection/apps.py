from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "quanze.selection"
    verbose_name = "排序推荐"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.selection import permissions  # noqa: F401  adds the rules of this app
