from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "quanze.site"
    verbose_name = "网站"
