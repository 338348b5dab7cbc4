"""The work list over 100,000 open cases, on SQLite and on PostgreSQL.

``python -m bench.work [sqlite|postgresql] [cases]``: p95 of the slowest of the lists that people open must stay within
100 ms. The rows are made, not walked: what is measured is the finding."""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

from bench.databases import on_each
from bench.figures import Figure

LIMIT_MS = 100.0
CASES = 100_000
REPEATS = 20
OFFICES, HANDLERS, PARTIES = 12, 60, 20_000


def fill(cases: int) -> dict[str, Any]:
    """A bureau with so many open cases, and as many again that are over."""
    from django.utils import timezone

    from quanze.cases.intake import number_of
    from quanze.cases.models import FAR, Case
    from quanze.kits import dump, key_of, proposed
    from quanze.people.models import Agency, Office, Party, Person
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant
    from quanze.registry import queries as registry
    from quanze.registry.services import import_document
    from quanze.rulebook.models import KitContent
    from quanze.rulebook.queries import review
    from quanze.rulebook.services import confirm
    from tests.cases.conftest import sample

    bureau = Agency.objects.create(code="bench", name="南阳市卧龙区工业和信息化局")
    keeper = Person.objects.create(username="keeper", name="管理员")
    grant(keeper, RoleKind.LIST_KEEPER, bureau)
    edition = import_document(bureau, sample(), by=None)
    entry = registry.entries(edition, edition.main).first()
    assert entry is not None
    found = review(bureau, entry.matter.number)
    procedure = confirm(bureau, entry.matter.number, found.proposal.digest, keeper)
    kit = proposed(found.proposal.procedure)
    kept = KitContent.objects.create(digest=key_of(kit), content=dump(kit))
    offices = [Office.objects.create(agency=bureau, name=f"第{n}股") for n in range(OFFICES)]
    people = [Person.objects.create(username=f"p{n}", name=f"经办{n}") for n in range(HANDLERS)]
    for n, person in enumerate(people):
        grant(person, RoleKind.HANDLER, bureau, offices[n % OFFICES])
    leader = Person.objects.create(username="leader", name="局长")
    grant(leader, RoleKind.LEADER, bureau)
    parties = Party.objects.bulk_create(
        Party(kind="enterprise", name=f"第{n}机械有限公司", credit_code=f"{n:018}", opened_by=leader)
        for n in range(PARTIES)
    )
    draw = random.Random(1)
    now = timezone.now()
    rows = []
    for n in range(2 * cases):
        over = n >= cases
        handler = draw.randrange(HANDLERS + 10)
        suspended = not over and draw.random() < 0.01
        due = (
            None if over or draw.random() < 0.1 else now + timedelta(minutes=draw.randrange(-90_000, 90_000))
        )
        rows.append(
            Case(
                number=number_of(bureau, 2026, n + 1),
                agency=bureau,
                year=2026,
                serial=n + 1,
                key=str(n),
                matter=entry.matter,
                matter_name=entry.version.name,
                edition=edition,
                procedure=procedure,
                kit=kept,
                applicant=parties[n % PARTIES],
                applicant_name=parties[n % PARTIES].name,
                applicant_data={},
                answers={},
                by=leader,
                created_at=now,
                office=offices[handler % OFFICES],
                handler=people[handler] if handler < HANDLERS else None,
                followed=1,
                version=3,
                holder=draw.choice(("officer", "officer", "officer", "applicant", "leader")),
                due_at=due,
                due_on=None if due is None else due.date(),
                about="" if due is None else "step",
                order_at=due or FAR,
                suspended=suspended,
                ending="reported" if over else "",
            )
        )
        if len(rows) == 5000:
            Case.objects.bulk_create(rows)
            rows = []
    Case.objects.bulk_create(rows)
    return {"bureau": bureau, "handler": people[0], "leader": leader, "matter": entry.matter}


def run(cases: int) -> bool:
    """Fill the database that the environment names, ask, print; true where the limit holds."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    made = fill(cases)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(
        f"{connection.vendor}: {cases:,} open cases made in {time.perf_counter() - begun:.0f} s", flush=True
    )
    timed(made["bureau"], made["leader"].username, {})  # what a process does once is no list's
    slowest, worst = "", 0.0
    for name, person, options in asked(made):
        times = [timed(made["bureau"], person, options) for _ in range(REPEATS)]
        p95 = statistics.quantiles(times, n=20)[18]
        if p95 > worst:
            slowest, worst = name, p95
        print(f"  {name:<34} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms", flush=True)
    print(f"  slowest: {slowest}")
    figure = Figure(
        f"最慢的待办列表（{connection.vendor}，{cases} 件在办，p95）", worst, "毫秒", most=LIMIT_MS
    )
    print(figure, flush=True)
    return figure.kept


def asked(made: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """The lists that people open, by name: who, and with which filters."""
    handler, leader = made["handler"].username, made["leader"].username
    return [
        ("a handler's own", handler, {"whose": "mine"}),
        ("a handler's office", handler, {"whose": "office"}),
        ("the office's, overdue", handler, {"whose": "office", "state": "overdue"}),
        ("the office's, unclaimed", handler, {"whose": "office", "state": "unclaimed"}),
        ("all of the agency", leader, {"whose": "all"}),
        ("all, page 15", leader, {"whose": "all", "page": 15}),
        ("all, waiting for a decision", leader, {"whose": "mine"}),
        ("all, waiting for applicants", leader, {"whose": "all", "state": "applicant"}),
        ("all, suspended", leader, {"whose": "all", "state": "suspended"}),
        ("all of one matter", leader, {"whose": "all", "matter": made["matter"]}),
        ("all that are over", leader, {"whose": "all", "state": "ended"}),
        ("one number", leader, {"whose": "all", "query": "bench-2026-77777"}),
        ("the end of a number", leader, {"whose": "all", "query": "77777"}),
        ("an applicant's name", leader, {"whose": "all", "query": "第7777机械"}),
        ("a part of many names", leader, {"whose": "all", "query": "机械有限"}),
    ]


def timed(bureau: Any, username: str, options: dict[str, Any]) -> float:
    """Milliseconds of one page, for somebody who has just come."""
    from quanze.cases.queries import work
    from quanze.people.models import Person

    person = Person.objects.get(username=username)
    begun = time.perf_counter()
    work(person, bureau, **options)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(on_each("bench.work", run, sys.argv[1:], CASES))
