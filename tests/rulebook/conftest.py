"""A bureau with a short list of its own, its keeper, a system administrator, and those who may do neither's work."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, Stage, Text
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.registry.models import Edition
from quanze.registry.services import import_document

ACCEPT = "申请材料齐全的，予以受理；材料不齐全的，当场或者在3日内一次告知补正内容。"
REVIEW = "对申请材料进行审查；需要现场核查的，指派两名以上工作人员进行现场核查。"


def matter(number: int, name: str, *duties: tuple[str, str]) -> Matter:
    """A row of a list with these stages and duties."""
    stages = tuple(Stage(Text.plain(stage), Text.plain(duty)) for stage, duty in duties)
    plain = {"category": Text.plain("其他职权"), "office": Text.plain("科技股")}
    return Matter(number=Text.plain(str(number)), name=Text.plain(name), stages=stages, **plain)


def listing(*matters: Matter) -> ListDocument:
    """A list of these matters in force."""
    return ListDocument(None, "西峡县科学技术局", (Annex(AnnexKind.RETAINED, "权责清单", matters=matters),))


@pytest.fixture
def bureau(db) -> Agency:
    return open_agency("xixia-kjj", "西峡县科学技术局")


@pytest.fixture
def neighbour(db) -> Agency:
    return open_agency("xixia-czj", "西峡县财政局")


def person(username: str, kind: RoleKind | None = None, agency: Agency | None = None) -> Person:
    """An account, with a role where one is given."""
    made = Person.objects.create(username=username, name=f"姓名{username}")
    if kind and agency:
        grant(made, kind, agency)
    return made


@pytest.fixture
def keeper(bureau) -> Person:
    """清单管理员 of the bureau."""
    return person("keeper", RoleKind.LIST_KEEPER, bureau)


@pytest.fixture
def sysadmin(bureau) -> Person:
    """系统管理员."""
    return person("sysadmin", RoleKind.SYSTEM_ADMIN, bureau)


@pytest.fixture(params=["no role", "handler", "leader", "auditor", "sysadmin", "neighbour's keeper"])
def outsider(request, bureau, neighbour) -> Person:
    """Everyone who may not touch the bureau's procedures."""
    kinds = {
        "handler": RoleKind.HANDLER,
        "leader": RoleKind.LEADER,
        "auditor": RoleKind.AUDIT_ADMIN,
        "sysadmin": RoleKind.SYSTEM_ADMIN,
    }
    if request.param == "neighbour's keeper":
        return person("outsider", RoleKind.LIST_KEEPER, neighbour)
    return person("outsider", kinds.get(request.param), bureau)


@pytest.fixture
def publish(bureau) -> Callable[..., Edition]:
    """The bureau publishes these matters as its next list."""

    def publish(*matters: Matter) -> Edition:
        return import_document(bureau, listing(*matters), by=None)

    return publish


@pytest.fixture
def grants(publish) -> Edition:
    """A list with one matter, 项目申报, of two stages."""
    return publish(matter(1, "项目申报", ("受理", ACCEPT), ("审查", REVIEW)))
