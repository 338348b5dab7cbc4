"""The package of a round of 500 applications: ``python -m bench.packaging``.

Real cases of a sample matter would take minutes to play; these are one case, copied, with materials of their own (small
PDF files) and different answers, so that everything is read, set, stored and hashed as it would be. What is measured is
``quanze manage tick`` alone, in a process of its own as the clockwork runs it: the time of its processor, which other
work on the machine does not lengthen (two cores halve most of it); the most memory that it took; the pages by their
queries.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figures import Figure, report

if TYPE_CHECKING:
    from quanze.rounds.models import Round

CASES = 500
MOST_SECONDS = 60.0
MOST_MEMORY = 600
"""MB."""
MATERIALS = 4
MATERIAL_BYTES = 60_000

SAMPLE = Path(__file__).parents[1] / "examples" / "wolong" / "wolong-gxj-2025.txt"
MATTER = "省级智能工厂、智能车间申报"
ANSWER = (
    "围绕破碎、筛分、输送三条产线，建成数据采集与监控、制造执行、能源管理系统，关键设备联网率达到百分之九十。"
)


def main() -> int:
    """Exit status 1 beyond a limit."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUANZE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        return report(figures(fill()))


def fill() -> Round:
    """A bureau with a closed round of so many cases, its order fixed, its letter issued, its package asked for."""
    from django.utils import timezone

    from quanze.cases.models import Case, CaseEvent, Material
    from quanze.cases.services import save_draft, submit
    from quanze.files.models import Deposit, Held
    from quanze.files.store import keep
    from quanze.kits.model import NO_RULES
    from quanze.kits.reading import read as read_kit
    from quanze.lists import readers
    from quanze.people.models import Person
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant, open_agency, register_party
    from quanze.registry.queries import edition_on, entries
    from quanze.registry.services import import_document
    from quanze.rounds import services as rounds
    from quanze.rounds.queries import call_of
    from quanze.rulebook import queries as rulebook
    from quanze.rulebook.services import confirm, load_kits
    from quanze.selection import queries, services

    agency = open_agency("bench", "某某局")
    import_document(agency, readers.read(SAMPLE), by=None, effective_from=date(2025, 1, 1))
    kits = [read_kit(path.read_bytes()) for path in sorted(SAMPLE.parent.glob("kits/*.toml"))]
    load_kits(agency, [replace(each, house=NO_RULES) for each in kits])  # no meeting is played
    edition = edition_on(agency)
    assert edition is not None
    matter = entries(edition, edition.main).get(version__name=MATTER).matter
    people = {}
    for kind in (RoleKind.LIST_KEEPER, RoleKind.OFFICE_HEAD, RoleKind.HANDLER):
        people[kind] = Person.objects.create(username=kind.value, name=kind.label)
        grant(people[kind], kind, agency)
    keeper, head = people[RoleKind.LIST_KEEPER], people[RoleKind.OFFICE_HEAD]
    confirm(agency, matter.number, rulebook.review(agency, matter.number).proposal.digest, keeper)
    today = timezone.localdate()
    call = rounds.open_round(
        matter,
        keeper,
        year=today.year,
        title="申报",
        notice=rounds.Notice("关于组织申报的通知", "", "某某市工业和信息化局", today),
        plan=rounds.Plan(today, today, copies=3),
    )
    chen = Person.objects.create(username="chen", name="陈某")
    party = register_party(chen, "enterprise", "某某机械有限公司", "91350100M000100Y43")
    kit = rulebook.kit_value(call.round.kit)
    case = submit(save_draft(chen, party, matter, answers(kit)), chen, "one")
    events = list(CaseEvent.objects.filter(case=case))
    copied = []
    for number in range(2, CASES + 1):
        copied.append(_copy(case, number))
    Case.objects.bulk_create(copied)
    every = list(Case.objects.filter(round=call.round).order_by("pk"))
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case=each, position=event.position, body=event.body, at=event.at, kind=event.kind, by=event.by
        )
        for each in every[1:]
        for event in events
    )
    names = [material.name for material in kit.materials][:MATERIALS]
    held, deposits, materials = [], [], []
    for each in every:
        for name in names:
            data = b"%PDF-1.4\n" + f"{each.number}{name}".encode() + os.urandom(MATERIAL_BYTES) + b"\n%%EOF\n"
            stored = keep([data], 1 << 20)
            held.append(
                Held(
                    sha256=stored.sha256,
                    size=stored.size,
                    kind="pdf",
                    media_type="application/pdf",
                    held_at=timezone.now(),
                )
            )
            deposits.append(
                Deposit(
                    person=chen,
                    filename=f"{name[:50]}.pdf",
                    held_id=stored.sha256,
                    at=timezone.now(),
                    bound_to=each.subject,
                )
            )
            materials.append((each, name))
    Held.objects.bulk_create(held)
    deposits = Deposit.objects.bulk_create(deposits)
    keys = {material.name: material.key for material in kit.materials}
    Material.objects.bulk_create(
        Material(
            case=each, position=1, item=name, key=keys[name], deposit=deposit, by=chen, at=timezone.now()
        )
        for (each, name), deposit in zip(materials, deposits, strict=True)
    )
    services.fix(call.round, head, 0)
    version = queries.ranking(call_of(call.round.pk)).version
    said = {"recipient": "某某市工业和信息化局"}
    look = services.recommend(call.round, head, said, version)
    assert isinstance(look, services.Look)
    services.recommend(call.round, head, said, version, looked=look.digest)
    services.ask(call.round, head)
    return call.round


def answers(kit: Any) -> dict[str, Any]:
    """Answers of an ordinary length to everything that the kit asks."""
    from quanze.kits.model import SUB_KIND, FieldKind

    plain = {
        FieldKind.DATE: "2026-01-15",
        FieldKind.YES_NO: "是",
        FieldKind.CREDIT_CODE: "91350100M000100Y43",
        FieldKind.PHONE: "0377-63111111",
        FieldKind.EMAIL: "chen@example.cn",
        FieldKind.DECLARATION: "true",
    }

    def one(field: Any) -> Any:
        if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
            return field.options[0] if field.kind is FieldKind.CHOICE else list(field.options[:1])
        if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
            return str(field.least if field.least is not None else min(1, field.most or 1))
        if field.kind is FieldKind.TABLE:
            rows = len(field.rows) or max(field.fewest or 1, 3)
            return [{column.key: one(column) for column in field.columns} for _ in range(rows)]
        if field.kind is FieldKind.LONG_TEXT:
            return (ANSWER * 8)[: field.longest or None]
        return plain.get(field.kind, ANSWER[:12])[: field.longest or None]

    made = {field.key: one(field) for field in kit.fields()}
    return made | ({SUB_KIND: kit.sub_kinds[0].key} if kit.sub_kinds else {})


def _copy(case: Any, number: int) -> Any:
    from copy import copy

    made = copy(case)
    made.pk = made.id = None
    made._state = copy(case._state)
    made._state.adding = True
    made.serial, made.key = case.serial + number, f"key-{number}"
    made.number = f"{case.number.rpartition('-')[0]}-{case.serial + number:05}"
    made.applicant_name = f"某某机械有限公司第{number}分公司"
    made.answers = {
        **case.answers,
        **{k: f"{v}{number}" for k, v in case.answers.items() if v == ANSWER[:12]},
    }
    return made


def figures(round: Round) -> Iterator[Figure]:
    """The job by the clock, its memory, what came of it; the pages by their queries."""
    from django.db import connection, connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from quanze.people.models import Person
    from quanze.selection.models import Package

    connections.close_all()
    tick = [sys.executable, "-m", "quanze", "manage", "tick"]
    subprocess.run(tick, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    package = Package.objects.get()
    assert package.made_at is not None, package.trouble
    yield Figure(f"{CASES} 件的材料包（处理器时间）", took, "秒", most=MOST_SECONDS)
    yield Figure("生成材料包所占内存", memory, "MB", most=MOST_MEMORY)
    yield Figure("装入的文件", package.files, "个", least=CASES * (MATERIALS + 1))
    client = Client()
    client.force_login(Person.objects.get(username="office_head"))
    client.get(f"/desk/bench/rounds/{round.pk}/ranking/")  # which is when the log-in is kept
    for name in ("package", "acts"):
        address = f"/desk/bench/rounds/{round.pk}/ranking/{name}/"
        with CaptureQueriesContext(connection) as queries:
            begun = time.process_time()
            answer = client.get(address)
            took = time.process_time() - begun
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        yield Figure(f"查询次数：{name}，{CASES} 件", len(queries), "次", most=20)
        yield Figure(f"耗时：{name}，{CASES} 件", took, "秒", most=5)


if __name__ == "__main__":
    raise SystemExit(main())
