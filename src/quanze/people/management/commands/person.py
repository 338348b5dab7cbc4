"""``quanze manage person LOGIN …``: open an account, or give one that exists a further role."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_account


class Command(BaseCommand):
    help = "开立账号并授予角色；账号已有的只加角色。口令在终端输入，或从标准输入读一行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="登录名")
        parser.add_argument("--name", help="姓名（新账号须填）")
        parser.add_argument("--agency", metavar="CODE", required=True, help="机关代码")
        parser.add_argument("--office", metavar="NAME", help="股室")
        roles = "、".join(f"{value} {label}" for value, label in RoleKind.choices)
        parser.add_argument("--role", choices=RoleKind.values, required=True, help=roles)

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"没有代码为 {options['agency']} 的机关，请先登记：quanze manage agency")
        office = None
        if options["office"]:
            office = agency.offices.filter(name=options["office"]).first()
            if office is None:
                raise CommandError(f"{agency.name}没有“{options['office']}”。")
        try:
            with transaction.atomic():
                person = Person.objects.filter(username=options["username"]).first()
                if person is None:
                    if not options["name"]:
                        raise CommandError("新账号须用 --name 写明姓名。")
                    person = open_account(options["username"], options["name"], _password())
                role = grant(person, RoleKind(options["role"]), agency, office)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{person.username}  {person.name}  {agency.name}  {role.get_kind_display()}")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("口令：")
    if first != getpass.getpass("再输一次："):
        raise CommandError("两次输入不一致。")
    return first
