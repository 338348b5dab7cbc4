from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "quanze.selection"
    verbose_name = "排序推荐"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # What this app adds to tables below it: rules, files that are needed, documents of several cases.
        from quanze.selection import files_named, permissions, recommending  # noqa: F401
