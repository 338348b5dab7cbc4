from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "quanze.people"
    verbose_name = "人员与机关"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quanze.people import signals  # noqa: F401  connects the receivers
