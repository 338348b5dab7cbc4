from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "quanze.dashboard"
    verbose_name = "统计"
    default_auto_field = "django.db.models.BigAutoField"
