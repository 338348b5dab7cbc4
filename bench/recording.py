"""The record of a bureau over years: verifying it, and finding something in it, on SQLite and on PostgreSQL.

``python -m bench.recording [sqlite|postgresql] [events]``: an event is verified as it is stored, that is its digest
from the one before and its text, its columns and its trace from the same. The pages of the audit administrator stay
within 100 ms at the 95th percentile whatever they ask for. The rows are made, not recorded one by one."""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.databases import on_each
from bench.figures import Figure, seconds

LEAST = 100_000.0
LIMIT_MS = 100.0
EVENTS = 100_000
REPEATS = 20
CHAIN = "bench"
BEGIN = datetime(2024, 1, 1, 0, tzinfo=UTC)
PEOPLE, ADDRESSES, CASES = 60, 200, 20_000
VERBS = ("case.act", "case.read", "case.submit", "letter.issue", "letter.deliver", "file.read", "export")
ROUNDS = 5


def fill(events: int) -> None:
    """One chain of so many events, over two years, each with its trace."""
    from quanze.audit.chain import columns, link, trace_digest
    from quanze.audit.models import Event, Head, Trace
    from quanze.digests import canonical

    draw = random.Random(1)
    previous, rows, traces = "", [], []
    for n in range(1, events + 1):
        who = draw.randrange(PEOPLE)
        address = f"10.0.0.{draw.randrange(ADDRESSES)}"
        agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
        trace: tuple[str, ...] = (address, agent, f"经办{who}", "", f"{n:032}")
        case = draw.randrange(CASES)
        body = canonical(
            {
                "chain": CHAIN,
                "sequence": n,
                "at": (BEGIN + timedelta(days=730) * n / events).isoformat(timespec="microseconds"),
                "verb": draw.choice(VERBS),
                "who": {"id": who},
                "trace": trace_digest(*trace),
                "thing": {"type": "cases.Case", "id": str(case), "label": f"bench-2025-{case:05}"},
                "detail": {"version": 3, "events": ["accept", "discharged"], "letter": "letter:77"},
            }
        )
        previous = link(previous, body)
        rows.append(Event(pk=n, body=body, digest=previous, **columns(body)))
        traces.append(
            Trace(event_id=n, address=address, agent=agent, name=f"经办{who}", label="", salt=f"{n:032}")
        )
        if len(rows) == 5000 or n == events:
            Event.objects.bulk_create(rows)
            Trace.objects.bulk_create(traces)
            rows, traces = [], []
    Head.objects.create(chain=CHAIN, sequence=events, digest=previous)


def asked(events: int) -> list[tuple[str, dict[str, Any], int | None]]:
    """The pages that the administrator opens, by name: which filters, after which event."""
    month = {"since": BEGIN + timedelta(days=300), "until": BEGIN + timedelta(days=330)}
    first = {"since": BEGIN, "until": BEGIN + timedelta(days=1)}
    return [
        ("the newest", {}, None),
        ("far back", {}, events // 2),
        ("a month a year ago", month, None),
        ("the first day", first, None),
        ("one account", {"who": (7,)}, None),
        ("one account in a month", {"who": (7,), **month}, None),
        ("somebody who did nothing", {"who": (9999,)}, None),
        ("one verb", {"verbs": ("export",)}, None),
        ("several verbs, far back", {"verbs": VERBS[:3]}, events // 2),
        ("a verb that there is none of", {"verbs": ("role.grant",)}, None),
        ("one case by its number", {"thing": "bench-2025-00777"}, None),
        ("what there is nothing about", {"thing": "bench-2025-99999"}, None),
        ("one address", {"address": "10.0.0.7"}, None),
        ("an address from which nobody came", {"address": "192.0.2.7"}, None),
    ]


def run(events: int) -> bool:
    """Fill the database that the environment names, verify, ask, print; true where the limits hold."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from quanze.audit.queries import Asked, page, verify_chain

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    fill(events)
    with connection.cursor() as cursor:  # as it comes about by itself, where it is not all made at once
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
        )
    gc.collect()
    print(f"{connection.vendor}: {events:,} events made in {time.perf_counter() - begun:.0f} s", flush=True)

    def verify() -> None:
        problems = list(verify_chain(CHAIN))
        if problems:
            raise SystemExit(f"a whole chain is not found whole: {problems[:3]}")

    rate = events / min(seconds(verify) for _ in range(ROUNDS))
    slowest, worst = "", 0.0
    for name, filters, before in asked(events):
        times = []
        for _ in range(REPEATS):
            begun = time.perf_counter()
            page(Asked(CHAIN, **filters), before)
            times.append((time.perf_counter() - begun) * 1000)
        p95 = statistics.quantiles(times, n=20)[18]
        if p95 > worst:
            slowest, worst = name, p95
        print(f"  {name:<36} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms", flush=True)
    print(f"  slowest: {slowest}")
    figures = (
        Figure(f"核验审计记录（{connection.vendor}，{events:,} 条）", rate, "条/秒", least=LEAST),
        Figure(f"最慢的审计记录页面（{connection.vendor}，p95）", worst, "毫秒", most=LIMIT_MS),
    )
    for figure in figures:
        print(figure, flush=True)
    return all(figure.kept for figure in figures)


if __name__ == "__main__":
    raise SystemExit(on_each("bench.recording", run, sys.argv[1:], EVENTS))
