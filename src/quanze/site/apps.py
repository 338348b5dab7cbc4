from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "quanze.site"
    verbose_name = "网站"

    def ready(self) -> None:
        # What stands before a file in a form holds its name, in UTF-8: 300 characters are more than Django's kilobyte,
        # beyond which it takes the whole form for malformed.
        from django.http import multipartparser

        multipartparser.MAX_TOTAL_HEADER_SIZE = 16 * 1024  # type: ignore[attr-defined]
