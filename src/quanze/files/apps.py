from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "quanze.files"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.files import permissions  # noqa: F401  adds the rules of this app
