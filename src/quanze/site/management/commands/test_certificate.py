"""``quanze manage test_certificate CODE``: a certificate for tests, with which an agency's letters are signed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quanze.letters.certificates import Unusable, make_test_certificate
from quanze.people.models import Agency


class Command(BaseCommand):
    help = "为演示或者测试生成一个机关的测试证书；用它签名的文书都标明“测试”，没有法律效力。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="机关的代码")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["code"]).first()
        if agency is None:
            raise CommandError(f"没有代码为 {options['code']} 的机关。")
        try:
            path = make_test_certificate(agency, timezone.now())
        except Unusable as reason:
            raise CommandError(f"{reason}。") from reason
        self.stdout.write(f"测试证书：{path}")
