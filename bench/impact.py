"""Who cites a law, over 1,000,000 matters with three citations each, on SQLite and on PostgreSQL.

``python -m bench.impact [sqlite|postgresql] [matters]``: the first hundred and the count, p95 within 80 ms; of a law
that replaced another, whose citers must be told apart one by one, within 200 ms. The rows are written straight into the
tables: what is measured is the question, not the import.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from bench.databases import on_each
from bench.figures import Figure, report

LIMIT_MS = 80.0
SUCCESSOR_MS = 200.0
MATTERS = 1_000_000
AGENCIES = 2_000
INSTRUMENTS = 20_000
REPEATS = 30

MOST_CITED = 1
"""In 14 of 100 matters."""
REPLACING = 2
"""In 10 of 100 matters; it replaced the next one."""
REPLACED = 6_001
"""In one of 100 matters, half of which cite both."""
RARE = 11_000

CITATIONS = (
    f"CASE WHEN n % 100 < 14 THEN {MOST_CITED} WHEN n % 100 < 24 THEN {REPLACING} ELSE 3 + (n * 7919) % 5998 END",
    f"CASE WHEN n % 200 IN (20, 124) THEN {REPLACED} ELSE 6002 + (n * 104729) % 5998 END",
    "12001 + (n * 1299709) % 7999",
)
"""The instruments that the n-th matter cites, each from a range of its own."""


def fill(matters: int) -> None:
    """Fill the database that the environment names."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from quanze.library.models import Instrument, Statement

    call_command("migrate", verbosity=0)
    postgresql = connection.vendor == "postgresql"
    now, today = timezone.now(), timezone.localdate()
    per_agency = matters // AGENCIES

    def numbers(count: int) -> str:
        if postgresql:
            return f"(SELECT g AS n FROM generate_series(1, {count}::bigint) AS g) AS numbers"
        return f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c)"

    def write(table: str, columns: str, values: str, count: int, *given: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {values} FROM {numbers(count)}", list(given) or None
            )

    digest = "'v' || (n % 5000)"
    agency = f"1 + (n - 1) / {per_agency}"
    with connection.cursor() as cursor:  # rows that fit by construction need no check each
        cursor.execute(
            "SET session_replication_role = replica" if postgresql else "PRAGMA foreign_keys = OFF"
        )
    with transaction.atomic():
        write(
            "people_agency",
            "id, code, name, kind, demo",
            "n, 'bench-' || n, '第' || n || '局', 'bureau', %s",
            AGENCIES,
            False,
        )
        write("registry_matter", "id, agency_id, number", f"n, {agency}, n", matters)
        write(
            "registry_matterversion",
            "digest, sm3, content, name, category, office",
            "'v' || (n - 1), 's' || (n - 1), '{}', '第' || n || '类事项的审核', '其他职权', '综合股'",
            5000,
        )
        write(
            "registry_entry",
            "id, agency_id, annex, ordinal, position, number, matter_id, version_id, placement, since",
            f"n, {agency}, 'retained', 0, n, '', n, {digest}, '{{}}', 1",
            matters,
        )
        write(
            "library_instrument",
            "id, title, number, kind, issuers, issued, state, key, number_key, added_at",
            "n, '第' || n || '号办法', '', '规范性文件', '[]', '', 'named', '第' || n || '号办法', '', %s",
            INSTRUMENTS,
            now,
        )
        for number, instrument in enumerate(CITATIONS):
            write(
                "library_cited",
                "id, instrument_id, agency_id, matter_id, entry_id, field, via",
                f"n + {number * matters}, {instrument}, {agency}, n, n, 'basis', 'direct'",
                matters,
            )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO library_tally (instrument_id, agency_id, matters) "
                "SELECT instrument_id, agency_id, COUNT(*) FROM library_cited GROUP BY instrument_id, agency_id"
            )
        Statement.objects.create(
            instrument=Instrument.objects.get(pk=REPLACED),
            says="repealed",
            on=today,
            successor=Instrument.objects.get(pk=REPLACING),
            document="公报",
            words="同时废止",
            origin="person",
            entered_at=now,
            digest="bench",
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if postgresql else "ANALYZE")


def run(matters: int) -> bool:
    """Fill, ask, print; true where the limit holds."""
    import django

    django.setup()
    from django.db import connection

    from quanze.library.models import Instrument
    from quanze.library.queries import impact
    from quanze.people.models import Agency

    begun = time.perf_counter()
    fill(matters)
    print(f"{connection.vendor}: {matters:,} matters in {time.perf_counter() - begun:.0f} s", flush=True)
    one_agency = Agency.objects.get(pk=AGENCIES // 2)

    def asking(pk: int, **options: object) -> Callable[[], int]:
        return lambda: impact(Instrument.objects.get(pk=pk), **options).total  # type: ignore[arg-type]

    kinds = {
        "the most cited": asking(MOST_CITED),
        "in one of 100 matters": asking(REPLACED),
        "a rare one": asking(RARE),
        "the most cited, in one agency": asking(MOST_CITED, agency=one_agency),
        "the most cited, the tenth page": asking(MOST_CITED, page=10),
    }
    worst = max(_measured(kind, ask) for kind, ask in kinds.items())
    successor = _measured("one that replaced another", asking(REPLACING))
    about = f"{connection.vendor}，{matters} 项"
    figures = (
        Figure(f"影响（{about}，最慢的一类 p95）", worst, "毫秒", most=LIMIT_MS),
        Figure(f"影响（{about}，含被取代的文件，p95）", successor, "毫秒", most=SUCCESSOR_MS),
    )
    return not report(figures)


def _measured(kind: str, ask: Callable[[], int]) -> float:
    """The p95 of a kind of question, in milliseconds."""
    times = []
    total = 0
    for _ in range(REPEATS):
        begun = time.perf_counter()
        total = ask()
        times.append((time.perf_counter() - begun) * 1000)
    p95 = statistics.quantiles(times, n=20)[18]
    print(f"  {kind:<40} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms   {total:,} matters")
    return p95


if __name__ == "__main__":
    raise SystemExit(on_each("bench.impact", run, sys.argv[1:], MATTERS))
