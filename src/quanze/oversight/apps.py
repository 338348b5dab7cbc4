from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "quanze.oversight"
    verbose_name = "监督"

    def ready(self) -> None:
        from quanze.oversight import permissions  # noqa: F401  adds the rules of this app
