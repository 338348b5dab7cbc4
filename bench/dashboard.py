"""The figures of a bureau with 100,000 cases of five years, on SQLite and on PostgreSQL.

``python -m bench.dashboard [sqlite|postgresql] [cases]``: p95 of the slowest page of figures that people open must stay
within 300 ms. The rows are made, not walked; sums are kept as the counting keeps them, and held against it: what a run
of the clockwork takes over them when nothing happened is told too, and that it finds nothing to do is demanded."""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bench.databases import on_each
from bench.figures import Figure

if TYPE_CHECKING:
    from django.test import Client

    from quanze.people.models import Agency, Office, Party, Person
    from quanze.registry.models import Edition, Entry
    from quanze.rounds.models import Round
    from quanze.rulebook.models import KitContent, Procedure

LIMIT_MS = 300.0
COUNT_LIMIT_S = 5.0
"""A run of the clockwork in which nothing happened: it comes every ten minutes."""

CASES = 100_000
REPEATS = 20
YEARS = 5
OFFICES, HANDLERS, PARTIES = 12, 60, 20_000
CHUNK = 5000
STAGES = ("受理", "材料初审", "评审公示", "送达")
ENDINGS = ("reported",) * 7 + ("completed", "negative", "declined", "withdrawn")
RATED, BAD = 0.3, 0.02
ANYWHERE, NEXT_DOOR = 0.005, 0.05


@dataclass(frozen=True, slots=True)
class Bureau:
    """What cases need to be made."""

    agency: Agency
    leader: Person
    edition: Edition
    entries: list[Entry]
    procedure: Procedure
    kit: KitContent
    offices: list[Office]
    handlers: list[Person]
    parties: list[Party]
    rounds: dict[tuple[int, int], Round]


def found() -> Bureau:
    """A bureau with the sample's ten matters; every other matter is called for in rounds."""
    from django.utils import timezone

    from quanze.kits import dump, key_of, proposed
    from quanze.people.models import Agency, Office, Party, Person
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant
    from quanze.registry import queries as registry
    from quanze.registry.services import import_document
    from quanze.rounds.models import Round
    from quanze.rulebook.models import KitContent
    from quanze.rulebook.queries import review
    from quanze.rulebook.services import confirm
    from tests.cases.conftest import sample

    agency = Agency.objects.create(code="bench", name="南阳市卧龙区工业和信息化局")
    keeper = Person.objects.create(username="keeper", name="管理员")
    grant(keeper, RoleKind.LIST_KEEPER, agency)
    edition = import_document(agency, sample(), by=None)
    entries = list(registry.entries(edition, edition.main))
    proposal = review(agency, entries[0].matter.number).proposal
    kit = proposed(proposal.procedure)
    kept = KitContent.objects.create(digest=key_of(kit), content=dump(kit))
    offices = [Office.objects.create(agency=agency, name=f"第{n}股") for n in range(OFFICES)]
    leader = Person.objects.create(username="leader", name="局长")
    grant(leader, RoleKind.LEADER, agency)
    today = timezone.localdate()
    return Bureau(
        agency=agency,
        leader=leader,
        edition=edition,
        entries=entries,
        procedure=confirm(agency, entries[0].matter.number, proposal.digest, keeper),
        kit=kept,
        offices=offices,
        handlers=[Person.objects.create(username=f"p{n}", name=f"经办{n}") for n in range(HANDLERS)],
        parties=Party.objects.bulk_create(
            Party(kind="enterprise", name=f"第{n}机械有限公司", credit_code=f"{n:018}", opened_by=leader)
            for n in range(PARTIES)
        ),
        rounds={
            (entry.matter_id, year): Round.objects.create(
                agency=agency,
                matter=entry.matter,
                matter_name=entry.version.name,
                year=year,
                title=f"{year}年度申报",
                notice_title="关于组织申报的通知",
                issuer="省工业和信息化厅",
                base=kept,
                kit=kept,
                by=keeper,
                at=timezone.now(),
            )
            for entry in entries[::2]
            for year in range(today.year - YEARS, today.year + 1)
        },
    )


@dataclass(frozen=True, slots=True)
class Life:
    """When a case came, was taken and ended; ``None``: not yet."""

    received: datetime
    accepted: datetime | None
    ended: datetime | None
    ending: str

    def figures(self, draw: random.Random) -> dict[str, dict[str, int]]:
        """What it adds, as ``procedure.oversight.counting`` names it: a figure for each of its duties and stages."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        found[_month(self.received)]["received"] += 1
        if self.accepted is not None:
            found[_month(self.accepted)]["accepted"] += 1
        if self.ended is not None:
            into = found[_month(self.ended)]
            into[f"ended:{self.ending}"] += 1
            for at, stage in enumerate(STAGES):
                into["timed:late" if draw.random() < 0.04 else "timed:in_time"] += 1
                length = int(draw.expovariate(1 / 8))
                into[f"stage:work:{length}:{at:02}.{stage}"] += 1
                into[f"stage:day:{length * 7 // 5}:{at:02}.{stage}"] += 1
            if self.accepted is not None:
                days = (self.ended - self.accepted).days
                into[f"whole:work:{days * 5 // 7}:"] += 1
                into[f"whole:day:{days}:"] += 1
        return {month: dict(figures) for month, figures in found.items()}


def _month(at: datetime) -> str:
    return f"{at:%Y-%m}"


def lives(draw: random.Random, now: datetime, cases: int) -> Iterator[Life]:
    """One case in seven is open; the others ended within half a year."""
    for _ in range(cases):
        took, lasts = timedelta(draw.randrange(5)), timedelta(5 + int(draw.expovariate(1 / 25)))
        if draw.random() < 1 / 7:
            received = now - timedelta(draw.randrange(60))
            yield Life(received, received + took if received + took < now else None, None, "")
            continue
        received = now - timedelta(200 + draw.randrange(365 * YEARS - 200))
        ending = draw.choice(ENDINGS)
        accepted = None if ending == "declined" else received + took
        yield Life(received, accepted, min(received + took + lasts, now), ending)


def fill(bureau: Bureau, cases: int) -> None:
    """So many cases with what they add and its sums, and ratings of a third of them."""
    from django.utils import timezone

    from quanze.cases.intake import number_of
    from quanze.cases.models import FAR, Case
    from quanze.dashboard.models import Counted
    from quanze.rulebook.models import CalendarYear

    draw = random.Random(1)
    now = timezone.localtime()
    loaded = CalendarYear.objects.count()
    sums: defaultdict[tuple[str, int, int, int], Counter[str]] = defaultdict(Counter)
    made: list[tuple[Case, Life]] = []

    def keep() -> None:
        Case.objects.bulk_create([case for case, _ in made])
        kept = []
        for case, life in made:
            figures = life.figures(draw)
            under = (case.matter_id, case.office_id or 0, case.round_id or 0)
            for month, body in figures.items():
                sums[month, *under].update(body)
            kept.append(
                Counted(
                    case=case,
                    version=case.version,
                    calendar=loaded,
                    matter=under[0],
                    office=under[1],
                    round=under[2],
                    at=now,
                    body=figures,
                )
            )
        Counted.objects.bulk_create(kept)
        rate(bureau, draw, [(case, life) for case, life in made if life.ended and draw.random() < RATED])
        made.clear()

    for n, life in enumerate(lives(draw, now, cases)):
        entry = bureau.entries[int(draw.triangular(0, len(bureau.entries), 0))]
        # Most cases are with the office that the list names, some were handed to its neighbour, few to any other.
        moved = draw.random()
        at = draw.randrange(OFFICES) if moved < ANYWHERE else entry.matter.number + (moved < NEXT_DOOR)
        party = bureau.parties[n % PARTIES]
        over = life.ended is not None
        due = None if over or draw.random() < 0.1 else now + timedelta(minutes=draw.randrange(1, 90_000))
        case = Case(
            number=number_of(bureau.agency, life.received.year, n + 1),
            agency=bureau.agency,
            year=life.received.year,
            serial=n + 1,
            key=str(n),
            matter=entry.matter,
            matter_name=entry.version.name,
            edition=bureau.edition,
            procedure=bureau.procedure,
            kit=bureau.kit,
            round=bureau.rounds.get((entry.matter_id, life.received.year)),
            applicant=party,
            applicant_name=party.name,
            applicant_data={},
            answers={},
            by=bureau.leader,
            created_at=life.received,
            received_at=life.received,
            accepted_at=life.accepted,
            ended_at=life.ended,
            ending=life.ending,
            office=bureau.offices[at % OFFICES],
            handler=bureau.handlers[n % HANDLERS],
            followed=1,
            version=3,
            holder="none" if over else "officer",
            due_at=due,
            due_on=None if due is None else due.date(),
            about="" if due is None else "step",
            order_at=due or FAR,
        )
        made.append((case, life))
        if len(made) == CHUNK:
            keep()
    keep()
    keep_sums(bureau.agency, sums)


def keep_sums(agency: Agency, sums: Mapping[tuple[str, int, int, int], Counter[str]]) -> None:
    """The sums of months and years, as the counting keeps them."""
    from quanze.dashboard.models import SUMS
    from quanze.procedure.oversight.figures import is_length

    for model in SUMS:
        gathered: defaultdict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
        for (month, *of), by in sums.items():
            day = date.fromisoformat(f"{month}-01")
            gathered[day.year if model.period == "year" else day, *of[: len(model.of)]].update(by)
        columns = (model.period, *model.of)
        model._default_manager.bulk_create(
            [
                model(
                    agency=agency,
                    body={name: n for name, n in by.items() if not is_length(name)},
                    lengths={name: n for name, n in by.items() if is_length(name)},
                    **dict(zip(columns, key, strict=True)),
                )
                for key, by in gathered.items()
            ],
            batch_size=500,
        )


def rate(bureau: Bureau, draw: random.Random, cases: list[tuple[Any, Life]]) -> None:
    """A rating of each of these; bad ones are answered."""
    from quanze.ratings.models import Entry, Rating

    rated = Rating.objects.bulk_create(
        Rating(
            agency=bureau.agency,
            case=case,
            matter_id=case.matter_id,
            office_id=case.office_id,
            handler_id=case.handler_id,
            at=life.ended,
        )
        for case, life in cases
    )
    said = []
    for rating in rated:
        bad = draw.random() < BAD
        degree = 4 if bad else draw.choice((1, 1, 2, 3))
        said.append(
            Entry(rating=rating, position=1, kind="given", degree=degree, by=bureau.leader, at=rating.at)
        )
        if bad:
            at = rating.at + timedelta(draw.randrange(1, 10))
            answer = {"kind": "answered", "mended": True, "text": "已经整改。", "by": bureau.leader}
            said.append(Entry(rating=rating, position=2, at=at, **answer))
    Entry.objects.bulk_create(said)


def run(cases: int) -> bool:
    """Fill the database that the environment names, count, ask, print; true where the limits hold."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = time.perf_counter()
    bureau = found()
    fill(bureau, cases)
    bureau.parties.clear()  # no server has them all in its memory
    gc.collect()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"{connection.vendor}: {cases:,} cases made in {time.perf_counter() - begun:.0f} s", flush=True)
    import_module("quanze.site.wsgi")  # what a server loads before it answers
    client = Client()
    client.force_login(bureau.leader)
    figures = [counting(bureau, connection.vendor, cases), pages(bureau, client, connection.vendor, cases)]
    for figure in figures:
        print(figure, flush=True)
    return all(figure.kept for figure in figures)


def counting(bureau: Bureau, vendor: str, cases: int) -> Figure:
    """A run of the clockwork when nothing happened: the second one, since the list is looked over once a day."""
    from quanze.dashboard.services import count_agency

    assert count_agency(bureau.agency) == 0, "what was made is not what the counting keeps"
    begun = time.perf_counter()
    count_agency(bureau.agency)
    return Figure(
        f"统计，没有变动（{vendor}，{cases} 件）", time.perf_counter() - begun, "秒", most=COUNT_LIMIT_S
    )


def pages(bureau: Bureau, client: Client, vendor: str, cases: int) -> Figure:
    """The slowest of the pages that people open."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    today = timezone.localdate()
    all_years = f"since={today.year - YEARS}-01&until={today:%Y-%m}"
    asked = {
        "this year": "",
        "all years": all_years,
        "most of the years": f"since={today.year - YEARS + 1}-02&until={today:%Y-%m}",
        "a month": f"since={today:%Y-%m}&until={today:%Y-%m}",
        "a matter": f"{all_years}&matter={bureau.entries[0].matter.number}",
        "an office": f"{all_years}&office={bureau.offices[1].pk}",
        "a round": f"{all_years}&round={bureau.rounds[bureau.entries[0].matter_id, today.year].pk}",
    }
    slowest, worst = "", 0.0
    for name, query in asked.items():
        address = f"/desk/{bureau.agency.code}/dashboard/?{query}"
        with CaptureQueriesContext(connection) as queries:  # and what a process does once is no page's
            answer = client.get(address)
        count = len(queries)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        times = []
        for _ in range(REPEATS):
            begun = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - begun) * 1000)
        p95 = statistics.quantiles(times, n=20)[18]
        if p95 > worst:
            slowest, worst = name, p95
        told = f"p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms"
        print(f"  {name:<18} {count:>3} queries   {told}", flush=True)
    print(f"  slowest: {slowest}")
    return Figure(f"最慢的统计页（{vendor}，{cases} 件，p95）", worst, "毫秒", most=LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(on_each("bench.dashboard", run, sys.argv[1:], CASES))
