"""A page asks the database as often for a thousand matters as for ten, and never more than eight times; at the desk
twelve, on the page of a law, which shows what it replaced and who cites it, thirteen times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.law.instruments import Says
from quanze.library.models import Task
from quanze.library.services import state_validity, withdraw
from quanze.lists.model import Text
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.procedure.model import Limit, Unit
from quanze.registry.services import import_document
from quanze.rulebook.corrections import Promise
from quanze.rulebook.queries import review
from quanze.rulebook.services import confirm, correct

MOST = 8
MOST_OF_A_LAW = 13
AT_DESK = 12

PAGES = [
    "/",
    "/wolong-gxj/list/",
    "/wolong-gxj/list/?name=绿色&office=工业和运行监测协调办公室&sort=-name",
    "/wolong-gxj/list/?page=2",
    "/wolong-gxj/list.csv",
    "/wolong-gxj/list.json",
    "/wolong-gxj/annexes/catalogue/",
    "/wolong-gxj/annexes/retained/",
    "/wolong-gxj/annexes/retained/?page=2",
    "/wolong-gxj/search/?q=专项资金",
    "/search/?q=专项资金",
    "/wolong-gxj/history/",
    "/deadline/?start=2026-09-24&limit=5&unit=day",
]

DESK = [
    "/desk/",
    "/desk/calendars/?year=2026",
    "/desk/wolong-gxj/uploads/",
    "/desk/wolong-gxj/procedures/",
    "/desk/wolong-gxj/procedures/?standing=confirmed",
    "/desk/wolong-gxj/procedures/3/",
]


WITH_LAW = [
    "/wolong-gxj/matters/1/",
    "/wolong-gxj/matters/2/",
    "/wolong-gxj/matters/2/?on={today}",
    "/laws/",
    "/laws/?q=河南省&kind=通知&state=named&validity=待核实",
]
A_LAW = [
    "/laws/{coal}/",
    "/laws/{coal}/?on=2010-01-01&agency=wolong-gxj&page=2",
    "/laws/{fund}/",
]
LIBRARY = [
    "/desk/laws/",
    "/desk/laws/enter/?instrument={fund}",
    "/desk/laws/suggest/?by=河南省",
    "/desk/laws/proposals/?agency=wolong-gxj",
    "/desk/laws/{coal}/entered/",
    "/desk/laws/{fund}/validity/?says=repealed",
    "/desk/laws/statements/{repeal}/",
    "/desk/wolong-gxj/tasks/",
    "/desk/wolong-gxj/tasks/{task}/",
    "/desk/wolong-gxj/health/?state=待核实",
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


def test_at_the_desk(at_desk, edition, handed_in):
    for path in (*DESK, f"/desk/wolong-gxj/uploads/{handed_in.pk}/"):
        assert asked(at_desk, path) <= AT_DESK, path


def test_a_step_as_it_is_corrected(at_desk, bureau, edition):
    key = review(bureau, 3).proposal.procedure.steps[0].key
    at_desk.get("/desk/")  # the first page after a log-in notes the time of it
    assert asked(at_desk, f"/desk/wolong-gxj/procedures/3/steps/{key}/") <= AT_DESK


def test_at_the_desk_with_a_thousand_confirmed_as_with_none(at_desk, bureau, keeper, sample, edition):
    before = {path: asked(at_desk, path) for path in DESK}
    import_document(bureau, grown(sample, 100), by=None)
    for number in (3, 4, 5):
        confirm(bureau, number, review(bureau, number).proposal.digest, keeper)
        correct(bureau, number, [Promise(Limit(number, Unit.MONTH))], "承诺", keeper)
    after = {path: asked(at_desk, path) for path in DESK}
    assert {path: after[path] - before[path] for path in DESK if after[path] > before[path]} == {}
    at_desk.logout()
    assert asked(at_desk, "/wolong-gxj/matters/3/") <= MOST, "with its chart"


def test_the_law_with_more_matters_as_with_ten(at_desk, bureau, keeper, sample, coal, fund, repeal):
    amended = state_validity(
        coal,
        keeper,
        Says.AMENDED,
        on=date(2020, 1, 1),
        document="修改决定",
        words="作如下修改",
        by=fund,
    )
    withdraw(amended, keeper, "误登")
    task = Task.objects.get(statement=repeal)
    things = {"coal": coal.pk, "fund": fund.pk, "repeal": repeal.pk, "task": task.pk}
    most = {
        path.format(**things, today=timezone.localdate()): most
        for paths, most in ((WITH_LAW, MOST), (A_LAW, MOST_OF_A_LAW), (LIBRARY, AT_DESK))
        for path in paths
    }
    at_desk.get("/desk/")  # the first page after a log-in notes the time of it
    public = Client()

    def asked_now() -> dict[str, int]:
        return {path: asked(at_desk if path.startswith("/desk/") else public, path) for path in most}

    before = asked_now()
    assert {path: count for path, count in before.items() if count > most[path]} == {}
    import_document(bureau, grown(sample, 20), by=None)
    after = asked_now()
    assert {path: after[path] - before[path] for path in most if after[path] > before[path]} == {}


def test_the_desk_of_who_keeps_several_lists_as_of_who_keeps_one(
    at_desk, bureau, neighbour, keeper, sample, edition
):
    at_desk.get("/desk/")
    before = {path: asked(at_desk, path) for path in DESK}
    grant(keeper, RoleKind.LIST_KEEPER, neighbour)
    import_document(neighbour, sample, by=None)
    assert {path: asked(at_desk, path) - before[path] for path in DESK} == dict.fromkeys(DESK, 0)
