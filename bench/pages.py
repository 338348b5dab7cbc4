"""How often a page asks the database, and how long it takes, with 10 matters and with 1,000.

``python -m bench.pages``: at most 8 queries a page, and no more for the long list than for the short one.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator

from bench.figures import Figure, report, seconds
from bench.generate import document

FEW, MANY = 10, 1_000
MOST_QUERIES = 8
ROUNDS = 15

PAGES = {
    "查清单": "/{code}/list/",
    "查清单（筛选、排序）": "/{code}/list/?name=工业&sort=-name",
    "事项": "/{code}/matters/3/",
    "公布原样": "/{code}/annexes/retained/",
    "搜索": "/{code}/search/?q=工业",
    "首页": "/{code}/",
}
"""A page's name and its address."""


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
        for count in (FEW, MANY):
            fill(count)
        return report(figures())


def fill(count: int) -> None:
    """An agency whose list has so many matters."""
    from quanze.people.services import open_agency
    from quanze.registry.services import import_document

    import_document(open_agency(f"bench-{count}", f"有{count}项职权的局"), document(count), by=None)


def figures() -> Iterator[Figure]:
    """For each page its queries with few and with many matters, and the median time with many."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    for name, path in PAGES.items():
        asked = {}
        for count in (FEW, MANY):
            address = path.format(code=f"bench-{count}")
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            assert answer.status_code == 200, f"{address} answers {answer.status_code}"
            asked[count] = len(queries)
            yield Figure(f"查询次数：{name}，{count} 项", len(queries), "次", most=MOST_QUERIES)
        yield Figure(f"查询增加：{name}，{FEW} → {MANY} 项", asked[MANY] - asked[FEW], "次", most=0)
        address = path.format(code=f"bench-{MANY}")
        times = [seconds(lambda address=address: client.get(address)) for _ in range(ROUNDS)]
        yield Figure(f"耗时：{name}，{MANY} 项（中位数）", statistics.median(times) * 1000, "毫秒", most=200)


if __name__ == "__main__":
    raise SystemExit(main())
