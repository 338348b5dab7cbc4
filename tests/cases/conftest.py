"""A bureau with the sample's list, its procedures confirmed, everyone who acts in a case, and an applicant."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from quanze.cases import services
from quanze.cases.models import Case, Draft
from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.kits.model import SUB_KIND, Field, FieldKind, Kit
from quanze.kits.reading import read as read_kit
from quanze.letters.models import Letter
from quanze.lists import readers
from quanze.lists.model import AnnexKind, ListDocument
from quanze.people.models import Agency, Office, Party, Person
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency, register_party
from quanze.procedure.corrections import ConfirmUnit, StepOf
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Way
from quanze.procedure.model import Kind, Unit
from quanze.registry import queries as registry
from quanze.registry.models import Matter
from quanze.registry.services import import_document
from quanze.rulebook import queries as rulebook
from quanze.rulebook import services as rulebook_services
from quanze.rulebook.services import load_kits

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.txt"
KITS = SAMPLE.parent / "kits"
PRODUCT = "省级工业新产品综合评价"
CODE = "91350100M000100Y43"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    + (
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
        b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n105\n%%EOF\n"
    )
)


def account(
    username: str, kind: RoleKind | None = None, agency: Agency | None = None, office: Office | None = None
):
    """An account, with a role where one is given."""
    made = Person.objects.create(
        username=username,
        name=f"姓名{username}",
        email=f"{username}@example.cn",
        email_confirmed_at=timezone.now(),
    )
    if kind and agency:
        grant(made, kind, agency, office)
    return made


@dataclass
class House:
    """The bureau, its neighbours, and everyone who acts. ``now`` may be moved ahead (``wait``)."""

    bureau: Agency
    finance: Agency
    office: Office
    keeper: Person
    wang: Person
    li: Person
    head: Person
    leader: Person
    cai: Person
    recorder: Person
    supervisor: Person
    chen: Person
    party: Party
    keys: int = field(default=0)

    def matter(self, name: str = PRODUCT) -> Matter:
        edition = registry.edition_on(self.bureau)
        entry = registry.entries(edition, edition.main).get(version__name=name)
        return entry.matter

    def today(self) -> date:
        return timezone.localdate()

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    def draft(self, matter: Matter | None = None, person: Person | None = None, **answers: Any) -> Draft:
        matter = matter or self.matter()
        filled = {**answers_for(rulebook.kit_of(matter).kit), **answers}
        return services.save_draft(person or self.chen, self.party, matter, filled)

    def submitted(self, matter: Matter | None = None, **answers: Any) -> Case:
        return services.submit(self.draft(matter, **answers), self.chen, self.key())

    def do(self, case: Case, act: acts.Act, person: Person | None = None, **options: Any) -> Case:
        """Do it as one who has just looked."""
        return services.act(case, person or self.wang, act, seen_now(case), **options)

    def confirm_unit(self) -> None:
        """The keeper says that the days of the notice are working days, and confirms the procedure again."""
        number = self.matter().number
        procedure = rulebook.review(self.bureau, number).proposal.procedure
        told = next(step for step in procedure.steps if step.kind is Kind.SUPPLEMENT)
        made = [ConfirmUnit(StepOf.named(procedure, told), Unit.WORKING_DAY)]
        rulebook_services.correct(self.bureau, number, made, "市局2024年答复", self.keeper)
        confirm(self.bureau, self.keeper, (PRODUCT,))

    def know_calendars(self) -> None:
        """The arrangements of this year and the next are loaded, so that no date is provisional."""
        admin = account("calendars", RoleKind.SYSTEM_ADMIN, self.bureau)
        for year in (timezone.localdate().year, timezone.localdate().year + 1):
            rulebook_services.import_calendar(
                f"{year}-01-01,休,元旦\n".encode(), "国办发明电〔试〕1号", admin
            )

    def file(self, person: Person, name: str = "说明.pdf") -> Deposit:
        return receive(person, name, [PDF + name.encode() + str(timezone.now()).encode()])


SAMPLES = {
    FieldKind.TEXT: "高效破碎机",
    FieldKind.LONG_TEXT: "说明",
    FieldKind.DATE: "2026-01-15",
    FieldKind.YES_NO: "是",
    FieldKind.CREDIT_CODE: CODE,
    FieldKind.PHONE: "0377-63111111",
    FieldKind.EMAIL: "chen@example.cn",
    FieldKind.ADDRESS: "南阳市卧龙区某某路1号",
    FieldKind.DECLARATION: "true",
}


def answers_for(kit: Kit) -> dict[str, Any]:
    """Answers that are in order, whatever the kit asks."""
    made: dict[str, Any] = {field.key: answer(field) for field in kit.fields()}
    if kit.sub_kinds:
        made[SUB_KIND] = kit.sub_kinds[0].key
    return made


def answer(field: Field) -> Any:
    if field.kind is FieldKind.CHOICE:
        return field.options[0]
    if field.kind is FieldKind.CHOICES:
        return [field.options[0]]
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return str(field.least if field.least is not None else min(Decimal(1), field.most or Decimal(1)))
    if field.kind is FieldKind.TABLE:
        rows = len(field.rows) or field.fewest or 1
        return [{column.key: answer(column) for column in field.columns} for _ in range(rows)]
    return SAMPLES[field.kind][: field.longest or None]


def seen_now(case: Case) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case.pk)


def sample() -> ListDocument:
    """The retained list of the sample alone."""
    document = readers.read(SAMPLE)
    return replace(
        document, annexes=tuple(each for each in document.annexes if each.kind is AnnexKind.RETAINED)
    )


def confirm(bureau: Agency, keeper: Person, names: tuple[str, ...] = ()) -> None:
    """The keeper maps what is left to map, and confirms the procedures of these matters (all)."""
    edition = registry.edition_on(bureau)
    assert edition
    for entry in registry.entries(edition, edition.main):
        if names and entry.version.name not in names:
            continue
        number = entry.matter.number
        review = rulebook.review(bureau, number)
        assert not review.proposal.procedure.uncompiled, (
            entry.version.name,
            review.proposal.procedure.uncompiled,
        )
        rulebook_services.confirm(bureau, number, review.proposal.digest, keeper)


def make_house(*names: str, document: ListDocument | None = None, keeper: Person | None = None) -> House:
    """Everybody, and a list (the sample's) with the procedures of these matters (matter 5) confirmed."""
    bureau = open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")
    finance = open_agency("wolong-czj", "南阳市卧龙区财政局", Agency.Kind.FINANCE)
    keeper = keeper or account("keeper", RoleKind.LIST_KEEPER, bureau)
    import_document(bureau, document or sample(), by=None, effective_from=date(2025, 1, 1))
    confirm(bureau, keeper, names or (PRODUCT,))
    load_kits(bureau, [read_kit(path.read_bytes()) for path in sorted(KITS.glob("*.toml"))])
    edition = registry.edition_on(bureau)
    said = registry.entries(edition, edition.main).get(version__name=(names or (PRODUCT,))[0]).version.office
    office = Office.objects.get(agency=bureau, name=said.splitlines()[0].strip())
    chen = account("chen")
    return House(
        bureau=bureau,
        finance=finance,
        office=office,
        keeper=keeper,
        wang=account("wang", RoleKind.HANDLER, bureau, office),
        li=account("li", RoleKind.HANDLER, bureau, office),
        head=account("head", RoleKind.OFFICE_HEAD, bureau, office),
        leader=account("leader", RoleKind.LEADER, bureau),
        cai=account("cai", RoleKind.JOINT_REVIEWER, finance),
        recorder=account("recorder", RoleKind.RECORDER, bureau),
        supervisor=account("supervisor", RoleKind.SUPERVISOR, bureau),
        chen=chen,
        party=register_party(chen, "enterprise", "平川市某某机械有限公司", CODE),
    )


@pytest.fixture
def house(start) -> House:
    return start(make_house)


def prove(house: House, case: Case, kind: str) -> Case:
    """The last letter of this kind is sealed on paper and handed over: the scan, and the signed receipt."""
    letter = Letter.objects.filter(subject=case.subject, kind=kind).latest("pk")
    scan, receipt = house.file(house.wang, "盖章件.pdf"), house.file(house.wang, "送达回证.pdf")
    services.seal_letter(case, letter, house.wang, scan)
    details = {"receiver": "陈某", "relation": "代理人"}
    return services.deliver_letter(
        case, letter, house.wang, Way.DIRECT, timezone.localdate(), receipt, details=details
    )


def set_house(house: House, **rules: Any) -> None:
    """The bureau sets these rules for the matter beside the list."""
    matter = house.matter()
    kit = rulebook.kit_of(matter).kit
    changed = replace(kit, house=replace(kit.house, **rules))
    rulebook_services.set_kit(house.bureau, matter.number, changed, house.keeper)
