"""A page asks the database as often for a thousand matters as for ten, and never more than eight times."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quanze.lists.model import Text
from quanze.registry.services import import_document

MOST = 8

PAGES = [
    "/",
    "/wolong-gxj/list/",
    "/wolong-gxj/list/?name=绿色&office=工业和运行监测协调办公室&sort=-name",
    "/wolong-gxj/list/?page=2",
    "/wolong-gxj/list.csv",
    "/wolong-gxj/list.json",
    "/wolong-gxj/matters/3/",
    "/wolong-gxj/annexes/catalogue/",
    "/wolong-gxj/annexes/retained/",
    "/wolong-gxj/annexes/retained/?page=2",
    "/wolong-gxj/search/?q=专项资金",
    "/search/?q=专项资金",
    "/wolong-gxj/history/",
]


def asked(client, path: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = client.get(path)
        b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    return len(found)


def grown(sample, times: int):
    """The sample, each matter as often as that, under names of its own."""
    return replace(
        sample,
        annexes=tuple(
            replace(
                annex,
                matters=tuple(
                    replace(matter, name=Text.plain(f"{matter.name.value}{'甲' * (n > 0)}{n or ''}"))
                    for n in range(times)
                    for matter in annex.matters
                ),
            )
            for annex in sample.annexes
        ),
    )


@pytest.mark.parametrize("path", PAGES)
def test_with_ten_matters(client, edition, path):
    assert asked(client, path) <= MOST


def test_with_a_thousand_as_with_ten(client, bureau, sample, edition):
    before = {path: asked(client, path) for path in PAGES}
    import_document(bureau, grown(sample, 100), by=None)
    after = {path: asked(client, path) for path in PAGES}
    assert {path: after[path] - before[path] for path in PAGES if after[path] > before[path]} == {}


def test_at_the_desk(at_desk, handed_in):
    for path in ("/desk/", "/desk/wolong-gxj/uploads/", f"/desk/wolong-gxj/uploads/{handed_in.pk}/"):
        assert asked(at_desk, path) <= MOST, path
