"""How often a page asks the database, and how long it takes, with 10 matters and with 1,000.

``python -m bench.pages``: at most 8 queries a page, and no more for the long list than for the short one; of a law's
own page, which shows what it replaced and who cites it, at most 13. The library holds laws that the lists cite, and
what was said of others.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bench.figures import Figure, report, seconds
from bench.generate import document

if TYPE_CHECKING:
    from quanze.library.models import Instrument
    from quanze.people.models import Agency, Person

FEW, MANY = 10, 1_000
MOST_QUERIES = 8
MOST_OF_A_LAW = 13
ROUNDS = 15
MATTER = 3

PAGES = {
    "查清单": "/{code}/list/",
    "查清单（筛选、排序）": "/{code}/list/?name=工业&sort=-name",
    "事项": f"/{{code}}/matters/{MATTER}/",
    "公布原样": "/{code}/annexes/retained/",
    "搜索": "/{code}/search/?q=工业",
    "首页": "/{code}/",
    "法规库": "/laws/?q=通知",
    "法规": "/laws/{law}/?agency={code}",
}
"""A page's name and its address."""

LAW = """第一条 为了试验，制定本办法。
第二条 申请人应当提交申请报告。
第三条 本办法自2010年1月1日起施行，有效期30年。"""


def main() -> int:
    """Two agencies in one installation, a short list and a long one; every page of both. Exit status 1 beyond a
    limit."""
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
        agencies = [fill(count) for count in (FEW, MANY)]
        return report(figures(fill_library(agencies)))


def fill(count: int) -> Agency:
    """An agency whose list has so many matters; the procedure of one of them is confirmed."""
    from quanze.people.roles import RoleKind
    from quanze.people.services import open_agency
    from quanze.registry.services import import_document
    from quanze.rulebook.queries import review
    from quanze.rulebook.services import confirm

    agency = open_agency(f"bench-{count}", f"有{count}项职权的局")
    import_document(agency, document(count), by=None)
    keeper = account(f"keeper-{count}", RoleKind.LIST_KEEPER, agency)
    confirm(agency, MATTER, review(agency, MATTER).proposal.digest, keeper)
    return agency


def account(username: str, kind: str, agency: Agency) -> Person:
    """Somebody with a role."""
    from quanze.people.models import Person
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant

    person = Person.objects.create(username=username, name=username)
    grant(person, RoleKind(kind), agency)
    return person


def fill_library(agencies: list[Agency]) -> Instrument:
    """What the matter cites, and forty more: texts held and proposals that they make, repeals, some of them withdrawn.
    Returns the one that most matters cite, which took the place of others."""
    from django.db.models import Count, Q

    from quanze.law.instruments import Says
    from quanze.library.models import Instrument
    from quanze.library.services import enter_instrument, state_validity, withdraw
    from quanze.people.roles import RoleKind

    reviewer = account("reviewer", RoleKind.JUSTICE_REVIEWER, agencies[0])
    cited = Instrument.objects.annotate(
        here=Count("cited", Q(cited__matter__number=MATTER)), uses=Count("cited")
    ).order_by("-here", "-uses", "pk")
    most, *others = cited[:50]
    enter_instrument(reviewer, instrument=most, text=LAW, made_on=date(2009, 12, 1), title=most.title)
    evidence = {"document": "某决定", "words": "同时废止"}
    for at, each in enumerate(others):
        if at % 2 and each.title:
            enter_instrument(reviewer, instrument=each, text=f"{LAW}\n第四条 {at}。", title=each.title)
        said = state_validity(each, reviewer, Says.REPEALED, on=date(2020, 1, 1), by=most, **evidence)
        if at % 3 == 0:
            withdraw(said, reviewer, "误登")
    return most


def figures(law: Instrument) -> Iterator[Figure]:
    """For each page its queries with few and with many matters, and the median time with many."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    for name, path in PAGES.items():
        asked = {}
        for count in (FEW, MANY):
            address = path.format(code=f"bench-{count}", law=law.pk)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            assert answer.status_code == 200, f"{address} answers {answer.status_code}"
            asked[count] = len(queries)
            most = MOST_OF_A_LAW if name == "法规" else MOST_QUERIES
            yield Figure(f"查询次数：{name}，{count} 项", len(queries), "次", most=most)
        yield Figure(f"查询增加：{name}，{FEW} → {MANY} 项", asked[MANY] - asked[FEW], "次", most=0)
        address = path.format(code=f"bench-{MANY}", law=law.pk)
        times = [seconds(lambda address=address: client.get(address)) for _ in range(ROUNDS)]
        yield Figure(f"耗时：{name}，{MANY} 项（中位数）", statistics.median(times) * 1000, "毫秒", most=200)


if __name__ == "__main__":
    raise SystemExit(main())
