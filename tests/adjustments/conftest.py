"""A bureau with its list and its keepers, and the organs that decide: each an agency of its own with people of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from quanze.adjustments import queries, services
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Adjustment, Change
from quanze.adjustments.services import Decision
from quanze.files.services import receive
from quanze.lists import readers
from quanze.lists.layout.columns import OFFICIAL
from quanze.lists.model import ListDocument, Matter, Stage, Text
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.registry import queries as lists
from quanze.registry.models import Edition
from quanze.registry.models import Matter as KeptMatter
from quanze.registry.services import import_document
from tests.files.made import PDF
from tests.registry.conftest import listing, person

LIABILITY = "有下列行为之一，情节较重的，予以警告、记过或者记大过；情节严重的，予以降级或者撤职。"
FULL = {
    "basis": "《中华人民共和国煤炭法》第二十六条：关闭煤矿应当依照有关规定办理。",
    "category": "其他职权",
    "liability": LIABILITY,
    "office": "运行股",
}


def full(*names: str) -> ListDocument:
    """A list whose matters have all their fields."""
    document = listing(*names, agency=None, **FULL)
    stages = (
        Stage(Text.plain("受理"), Text.plain("受理申请材料，一次性告知补正材料。")),
        Stage(Text.plain("决定"), Text.plain("作出决定，书面告知申请人。")),
    )
    annex = document.annexes[0]
    matters = tuple(replace(matter, stages=stages) for matter in annex.matters)
    return replace(document, annexes=(replace(annex, matters=matters, columns=OFFICIAL),))


def standing(adjustment: Adjustment) -> tuple[queries.Standing, ...]:
    """The steps of an adjustment's chain."""
    return queries.standing(queries.way_of(adjustment), queries.acts(adjustment))


@dataclass
class House:
    """The bureau and everyone who acts."""

    bureau: Agency
    keeper: Person
    second: Person
    bianban: Person
    justice: Person
    government: Person
    security: Person

    def adjustment(self, title: str = "2026年第一次调整", **fields) -> Adjustment:
        return services.begin(self.bureau, self.keeper, title, **fields)

    def matter(self, number: int) -> KeptMatter:
        return KeptMatter.objects.get(agency=self.bureau, number=number)

    def content(self, number: int) -> Matter:
        latest = lists.last(self.bureau)
        return lists.matter_page(self.bureau, number, latest).content

    def change(self, adjustment: Adjustment, number: int, **texts: str) -> Change:
        """A 变更 of a matter: its basis, unless told otherwise."""
        fields = {field: Text.plain(value) for field, value in (texts or {"basis": NEW_BASIS}).items()}
        return self.add(
            adjustment,
            Kind.CHANGED,
            matters=[self.matter(number)],
            after=[replace(self.content(number), **fields)],
            under_way="switch",
        )

    def add(self, adjustment: Adjustment, kind: Kind, **fields) -> Change:
        adjustment.refresh_from_db()
        fields = {"reason": "依据已经修订", "basis": "《河南省煤炭条例》", **fields}
        return services.add_change(adjustment, self.keeper, adjustment.version, kind, **fields)

    def answer_all(self, adjustment: Adjustment, text: str = "已核对，照旧") -> None:
        adjustment.refresh_from_db()
        keys = [question.key for question in queries.examine(adjustment).unanswered]
        if keys:
            services.answer(adjustment, self.keeper, adjustment.version, keys, text)

    def submit(self, adjustment: Adjustment) -> Adjustment:
        self.answer_all(adjustment)
        adjustment.refresh_from_db()
        submitted = services.submit(adjustment, self.keeper, adjustment.version)
        adjustment.refresh_from_db()
        return submitted

    def pass_(self, adjustment: Adjustment, person: Person, step: str, **fields) -> Adjustment:
        adjustment.refresh_from_db()
        return services.pass_step(adjustment, person, adjustment.version, step, **fields)

    def approve(self, adjustment: Adjustment) -> Adjustment:
        """Everything from the submission to the government's approval."""
        self.submit(adjustment)
        self.pass_(adjustment, self.bianban, "staffing")
        self.pass_(adjustment, self.justice, "justice")
        return self.pass_(adjustment, self.government, "approval", decision=decision(self.government))

    def publish(self, adjustment: Adjustment, **fields) -> Edition:
        adjustment.refresh_from_db()
        return services.publish(adjustment, self.keeper, adjustment.version, **fields)


NEW_BASIS = "《河南省煤炭条例》第二十条：关闭煤矿须提交关闭报告。"


def decision(person: Person, **fields) -> Decision:
    """An approval as ``person`` records it, with a scan that was handed in."""
    given = {
        "number": "宛龙政〔2026〕3号",
        "on": date(2026, 1, 5),
        "scan": receive(person, "批复.pdf", [PDF]),
    }
    return Decision(**{**given, **fields})


def make_house() -> House:
    bureau = open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")
    people = {"keeper": person("keeper", RoleKind.LIST_KEEPER, bureau)}
    people["second"] = person("second", RoleKind.LIST_KEEPER, bureau)
    people["security"] = person("security", RoleKind.SECURITY_ADMIN, bureau)
    for name, code, title, kind, role in (
        ("bianban", "wolong-bianban", "卧龙区机构编制委员会办公室", "staffing", RoleKind.STAFFING_REVIEWER),
        ("justice", "wolong-sfj", "卧龙区司法局", "justice", RoleKind.JUSTICE_REVIEWER),
        ("government", "wolong-zf", "卧龙区人民政府", "government", RoleKind.APPROVER),
    ):
        organ = open_agency(code, title, kind)
        people[name] = person(name, role, organ)
        services.name_responsible(bureau, organ, by=None)
    return House(bureau, **people)


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path) -> Path:
    settings.FILES = tmp_path / "files"
    return settings.FILES


def published() -> House:
    """The bureau has published its list: three matters, in force since 2024."""
    made = make_house()
    document = full("采矿审核", "焦化审核", "车间认定")
    import_document(made.bureau, document, by=None, effective_from=date(2024, 1, 1))
    return made


@pytest.fixture
def house(start) -> House:
    return start(published)


@pytest.fixture
def newcomer() -> Callable[..., Person]:
    """Somebody with a role somewhere."""

    def newcomer(kind: RoleKind | None, agency: Agency | None, name: str = "newcomer") -> Person:
        made = Person.objects.filter(username=name).first() or person(name)
        if kind and agency:
            grant(made, kind, agency)
        return made

    return newcomer


@pytest.fixture(scope="session")
def sample_document(sample_docx) -> ListDocument:
    return readers.read(sample_docx)
