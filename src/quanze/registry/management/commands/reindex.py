"""``quanze manage reindex``: make the search agree with the lists in force today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from quanze.people.models import Agency
from quanze.registry import indexing, queries


class Command(BaseCommand):
    help = "使搜索与今天有效的清单一致：清单到了预定的生效日期后运行；可以每天运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        for agency in queries.agencies():
            with transaction.atomic():
                indexing.reindex(Agency.objects.select_for_update().get(pk=agency.pk))
            self.stdout.write(agency.name)
