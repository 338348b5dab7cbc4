"""``quanze manage recount``: count the figures of the dashboard anew, from what happened in the cases."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quanze.dashboard.services import recount
from quanze.people.models import Agency


class Command(BaseCommand):
    help = "按办件的经过重新统计。统计结果随时可以重算，重算不改变任何办件。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency", metavar="机关代码", help="例如 wolong-gxj")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"没有代码为“{options['agency']}”的机关。")
        self.stdout.write(f"已重新统计 {recount(agency)} 件办件")
