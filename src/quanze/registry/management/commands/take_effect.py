"""``quanze manage take_effect``: let the search follow the lists whose date has come."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from quanze.registry import services


class Command(BaseCommand):
    help = "使搜索跟上今天起生效的清单；每天零点后运行一次，多运行无妨。（页面按日期自行切换，不用运行。）"

    def handle(self, *args: Any, **options: Any) -> None:
        for edition in services.take_effect():
            self.stdout.write(str(edition))
