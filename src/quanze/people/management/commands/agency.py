"""``quanze manage agency CODE NAME``: open an agency."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from quanze.people.models import Agency
from quanze.people.services import open_agency


class Command(BaseCommand):
    help = "登记一个机关；代码已有的不变。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="代码：小写字母、数字、连字符，用在网址里")
        parser.add_argument("name", help="全称")
        kinds = "、".join(f"{value} {label}" for value, label in Agency.Kind.choices)
        parser.add_argument("--kind", choices=Agency.Kind.values, default=Agency.Kind.BUREAU, help=kinds)
        parser.add_argument("--superior", metavar="CODE", help="上级机关的代码")

    def handle(self, *args: Any, **options: Any) -> None:
        superior = None
        if options["superior"]:
            superior = Agency.objects.filter(code=options["superior"]).first()
            if superior is None:
                raise CommandError(f"没有代码为 {options['superior']} 的机关。")
        try:
            agency = open_agency(options["code"], options["name"], options["kind"], superior=superior)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{agency.code}  {agency.name}")
