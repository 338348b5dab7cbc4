from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "quanze.library"
    verbose_name = "法规库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.library import files_named, permissions  # noqa: F401  what this app adds to tables below it
        from quanze.library.citing import follow_list
        from quanze.registry.in_force import when_list_changes

        when_list_changes(follow_list)
