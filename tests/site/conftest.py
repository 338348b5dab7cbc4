"""The sample bureau with its list in force, its keeper, and those who are not its keeper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from quanze.law.instruments import Says
from quanze.library import citing
from quanze.library import queries as library
from quanze.library.models import Instrument, Statement
from quanze.library.services import enter_instrument, state_validity
from quanze.lists import readers
from quanze.lists.model import ListDocument
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.registry.models import Edition, Upload
from quanze.registry.services import import_document, import_with_past, receive_upload

DOCX = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.docx"


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path) -> Path:
    """Each test keeps files in a folder of its own."""
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.fixture(scope="session")
def sample(sample_docx) -> ListDocument:
    """The sample list, as read."""
    return readers.read(sample_docx)


ASKED = ("keeper", "edition", "two", "handed_in")


@dataclass
class Beginning:
    """The bureau, and what else a test begins with."""

    bureau: Agency
    keeper: Person | None
    edition: Edition | None
    two: tuple[Edition, Edition] | None
    handed_in: Upload | None


def begin(*asked: str) -> Beginning:
    """The bureau with those of the other fields of :class:`Beginning` that are asked for."""
    bureau = open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")
    keeper = person("keeper", RoleKind.LIST_KEEPER, bureau) if "keeper" in asked else None
    edition = two = handed_in = None
    if "edition" in asked:
        edition = import_document(bureau, readers.read(DOCX), by=None, source_name="权责清单.docx")
    if "two" in asked:
        two = import_with_past(bureau, readers.read(DOCX), by=None, effective_from=date(2026, 1, 1))
    if "handed_in" in asked:
        with DOCX.open("rb") as stream:
            handed_in = receive_upload(bureau, keeper, "2025年权责清单.docx", stream)
    return Beginning(bureau, keeper, edition, two, handed_in)


@pytest.fixture
def beginning(request, start) -> Beginning:
    """What a test asks for, made once in the run for all that ask for the same."""
    return start(begin, *(name for name in ASKED if name in request.fixturenames))


@pytest.fixture
def bureau(beginning) -> Agency:
    return beginning.bureau


@pytest.fixture
def neighbour(bureau) -> Agency:
    return open_agency("wancheng-gxj", "南阳市宛城区工业和信息化局")


@pytest.fixture
def edition(beginning) -> Edition:
    """The sample list in force."""
    return beginning.edition


def person(username: str, kind: RoleKind | None = None, agency: Agency | None = None) -> Person:
    """An account, with a role where one is given."""
    made = Person.objects.create(username=username, name=f"姓名{username}")
    if kind and agency:
        grant(made, kind, agency)
    return made


@pytest.fixture
def keeper(beginning) -> Person:
    """清单管理员 of the bureau."""
    return beginning.keeper


@pytest.fixture
def at_desk(client, keeper) -> Client:
    """The keeper, logged in."""
    client.force_login(keeper)
    return client


@pytest.fixture(autouse=True)
def fresh_titles() -> None:
    """Databases of tests take turns under one process, which remembers the titles that it knew."""
    citing._titles.cache_clear()


COAL = "河南省煤炭条例"
COAL_TEXT = """第一章 总则
第一条 为了试验，制定本条例。
第二条 有<b>标记</b>的条文。
（一）第一项；
（二）第二项。
第二章 关闭
第二十条 煤矿企业关闭煤矿的，提交申请报告。
第二十条之一 这一条是后来加的。
第二十一条 本条例自2006年1月1日起施行。"""
FUND, FUND_AFTER = "豫财企〔2018〕16号", "豫财企〔2025〕1号"


@pytest.fixture
def coal(edition, keeper) -> Instrument:
    """An instrument that two fields of matter 1 cite by article 20, with an invented text."""
    return enter_instrument(
        keeper, title=COAL, text=COAL_TEXT, made_on=date(2005, 9, 30), in_force_from=date(2006, 1, 1)
    )


@pytest.fixture
def fund(edition) -> Instrument:
    """A notice that matter 2 cites, of which only the name is known."""
    found = library.find(FUND)
    assert found is not None
    return found


@pytest.fixture
def repeal(fund, keeper) -> Statement:
    """That the notice was repealed: a task is open."""
    return state_validity(
        fund,
        keeper,
        Says.REPEALED,
        on=date(2025, 2, 1),
        by=library.find(FUND_AFTER),
        document="新办法第三十条",
        words="原办法同时废止。",
    )


OUTSIDERS = ["no role", "handler", "leader", "auditor", "neighbour's keeper"]


@pytest.fixture(params=OUTSIDERS)
def outsider(request, bureau, neighbour) -> Person:
    """Everyone with an account who may not touch the bureau's list."""
    match request.param:
        case "handler":
            return person("handler", RoleKind.HANDLER, bureau)
        case "leader":
            return person("leader", RoleKind.LEADER, bureau)
        case "auditor":
            return person("auditor", RoleKind.AUDIT_ADMIN, bureau)
        case "neighbour's keeper":
            return person("neighbour", RoleKind.LIST_KEEPER, neighbour)
    return person("stranger")


@pytest.fixture
def handed_in(beginning, keeper) -> Upload:
    """The sample as the keeper handed it in: read, waiting."""
    return beginning.handed_in
