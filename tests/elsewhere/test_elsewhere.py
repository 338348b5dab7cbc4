"""The list of another bureau becomes work, by nothing but its own words: read, checked, imported, compiled, corrected,
confirmed; a permit is applied for and granted, another application is turned away. No file of the bureau is there
beside its list."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from quanze.cases.models import Case, Holder
from quanze.cases.services import LetterOrder
from quanze.letters.models import Letter
from quanze.lists import readers
from quanze.people.models import Agency, Office
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency, register_party
from quanze.procedure.compiler import compile_list
from quanze.procedure.corrections import Change, ConfirmUnit, Drop, MapClause, StepOf
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Standing
from quanze.procedure.engine.evidence import Inspector, Paper
from quanze.procedure.model import Kind, Procedure, Unit
from quanze.prose import fold
from quanze.registry import queries as registry
from quanze.registry.services import import_list, receive_upload
from quanze.rulebook import queries as rulebook
from quanze.rulebook import services as rulebook_services
from tests.cases.conftest import CODE, House, account, confirm, prove
from tests.cases.test_matter_five import kinds, person, step
from tests.elsewhere import bureau
from tests.elsewhere.bureau import FARM, INSPECTION, MATTERS, PENALTY, PERMIT, SUBSIDY
from tests.procedure.compiler.shorthand import short

STEPS: dict[str, list[str]] = {
    PERMIT.name: [
        "0 accept 凭证 ?准予接件的",
        "0 supplement 5工作日 当场 一次 ?缺项漏项的",
        "0 refuse →有权部门 ?不归农业农村部门管的",
        "1 inspect 12工作日 2人 出示证件 记录",
        "2 decide 3工作日 书面",
        "2 notify 理由 书面 ?不予发证的",
        "3 deliver 10日",
        "3 announce",
        "4 follow_up",
        "4 follow_up ?不再具备经营条件的",
        "4 follow_up ?逾期仍不达标的",
        "? 逐项清点",
    ],
    PENALTY.name: [
        "0 inspect 15工作日",
        "0 accept 15工作日",
        "0 refuse ?不够立案条件的",
        "1 inspect 2人 出示证件 记录",
        "1 appraise 回避",
        "2 review ?案件调查终结后",
        "2 review 书面",
        "3 notify 理由 书面 →当事人",
        "3 hear",
        "3 hear 需要时 ?符合听证标准的，当事人要求的",
        "4 decide 90日",
        "5 deliver 当场 →当事人",
        "5 deliver 7日 ?当事人不在场的",
        "6 follow_up",
        "6 enforce ?逾期不缴的",
        "6 enforce ?催告后仍不履行的",
        "7 follow_up 30日 ?履行完毕后",
        "7 follow_up",
    ],
    FARM.name: [
        "0 accept",
        "0 supplement 7日 一次 ?附件残缺的",
        "1 inspect 2人 记录",
        "2 appraise",
        "2 appraise",
        "3 publicize 7工作日",
        "4 decide ?公示期满无人反映问题的",
        "4 deliver",
        "5 follow_up",
        "5 follow_up 6月 ?监测不达标的",
        "5 follow_up ?改正后仍不达标的",
        "5 follow_up",
        "? 形成入选建议",
    ],
    SUBSIDY.name: [
        "0 accept",
        "0 supplement 当场 一次 ?资料不符的",
        "0 decide 理由 书面 ?超出补贴目录的",
        "1 inspect 15工作日 2人 记录",
        "2 joint_review →县财政局",
        "2 decide",
        "3 publicize 7日",
        "4 deliver 20工作日 ?公示结束后",
        "5 follow_up",
        "5 enforce ?查实虚报冒领的",
        "5 follow_up",
    ],
    INSPECTION.name: [
        "0 other",
        "1 inspect 2人 出示证件 记录",
        "2 announce 20工作日 ?抽查结束后",
        "3 follow_up 书面 ?发现问题的",
        "3 follow_up",
        "3 report →公安机关 ?涉嫌犯罪的",
    ],
}
"""What the stages of each matter become (the stage by its place), and what stays for the keeper to say (?)."""


def clauses(text: str) -> set[str]:
    """Its parts between signs, of four characters and more."""
    return {each for each in re.split(r"[，。；：、（）]", fold(text)) if len(each) >= 4}


def test_it_says_nothing_that_the_sample_says(sample_txt):
    sample = sample_txt.read_text("utf-8")
    ours = {clause for row in MATTERS for _, duty in row.stages for clause in clauses(duty)}
    assert not ours & clauses(sample)
    told = fold(sample)
    for row in MATTERS:
        for words in (row.name, row.office, *(name for name, _ in row.stages)):
            assert words not in told, words


def test_its_stages_become_steps():
    document = readers.read_bytes(bureau.list_file(), bureau.LIST)
    assert document.agency == bureau.NAME
    found = {
        each.matter: [
            *(f"{step.stage} {short(step)}" for step in each.steps),
            *(f"? {left.text}" for left in each.uncompiled),
        ]
        for each in compile_list(document)
    }
    assert found == STEPS


def named(procedure: Procedure, kind: Kind, words: str) -> StepOf:
    """The step of this kind in whose text these words are."""
    return StepOf.named(
        procedure, next(each for each in procedure.steps if each.kind is kind and words in each.text)
    )


def corrected(house: House, name: str, *made) -> None:
    """The keeper corrects the procedure of a matter, and confirms it."""
    number = house.matter(name).number
    procedure = rulebook.review(house.bureau, number).proposal.procedure
    given = [each(procedure) if callable(each) else each for each in made]
    rulebook_services.correct(house.bureau, number, given, "局务会议纪要〔2026〕3号", house.keeper)
    confirm(house.bureau, house.keeper, (name,))


def make_elsewhere(since: date = date(2026, 1, 1)) -> House:
    """The list is uploaded and imported by the keeper, who corrects what is wrong and confirms every procedure."""
    here = open_agency(bureau.CODE, bureau.NAME)
    finance = open_agency("pingchuan-czj", bureau.FINANCE, Agency.Kind.FINANCE)
    keeper = account("keeper", RoleKind.LIST_KEEPER, here)
    upload = receive_upload(here, keeper, bureau.LIST, io.BytesIO(bureau.list_file()))
    assert {each.severity.value for each in registry.findings(upload)} <= {"info", "warning"}
    import_list(upload, keeper, effective_from=since)
    office = Office.objects.get(agency=here, name=bureau.CROPS)
    chen = account("chen")
    house = House(
        bureau=here,
        finance=finance,
        office=office,
        keeper=keeper,
        wang=account("wang", RoleKind.HANDLER, here, office),
        li=account("li", RoleKind.HANDLER, here, office),
        head=account("head", RoleKind.OFFICE_HEAD, here, office),
        leader=account("leader", RoleKind.LEADER, here),
        cai=account("cai", RoleKind.JOINT_REVIEWER, finance),
        recorder=account("recorder", RoleKind.RECORDER, here),
        supervisor=account("supervisor", RoleKind.SUPERVISOR, here),
        chen=chen,
        party=register_party(chen, "enterprise", "平川市某某农资有限公司", CODE),
    )
    corrected(
        house,
        PERMIT.name,
        MapClause("逐项清点", Kind.OTHER),
        lambda found: ConfirmUnit(named(found, Kind.DELIVER, "制作许可证"), Unit.WORKING_DAY),
    )
    corrected(
        house,
        SUBSIDY.name,
        lambda found: Change(named(found, Kind.DECIDE, "不予登记"), {"kind": Kind.REFUSE}),
        lambda found: ConfirmUnit(named(found, Kind.PUBLICIZE, "不少于7天"), Unit.CALENDAR_DAY),
    )
    corrected(
        house,
        FARM.name,
        MapClause("形成入选建议", Kind.OTHER),
        lambda found: Drop(named(found, Kind.APPRAISE, "聘请三名以上专家")),
    )
    confirm(here, keeper, (PENALTY.name, INSPECTION.name))
    account("zhao", RoleKind.HANDLER, here, Office.objects.get(agency=here, name=bureau.MACHINES))
    return house


@pytest.fixture
def house(start) -> House:
    return start(make_elsewhere)


def test_a_permit_is_granted_and_followed_up(house: House):
    matter = house.matter(PERMIT.name)
    kit = rulebook.kit_of(matter).kit
    assert [each.name for each in kit.materials] == [
        "申领表",
        "经营人员学历证明",
        "仓储场所权属证明复印件",
        "安全管理制度文本",
    ]
    case = house.submitted(matter, subject="农药经营门店")
    assert case.number == f"{bureau.CODE}-{timezone.localdate().year}-00001"
    assert (case.office, case.holder) == (house.office, Holder.OFFICER)
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    assert case.standing == "待登记凭证的盖章和送达"
    case = prove(house, case, "acceptance")
    record = house.file(house.wang, "查验表.pdf")
    two = tuple(Inspector(person(each), card) for each, card in ((house.wang, "01"), (house.li, "02")))
    case = house.do(case, acts.Inspect(step(case, Kind.INSPECT), two, f"deposit:{record.pk}", "符合"))
    assert (case.holder, case.standing) == (Holder.LEADER, "决定")
    decide = acts.Decide(step(case, Kind.DECIDE), True, "具备经营条件。")
    case = house.do(case, decide, house.leader, letter=LetterOrder("granted"))
    letter = Letter.objects.get(subject=case.subject, kind="granted")
    assert letter.title == "准予许可决定书"
    case = prove(house, case, "granted")
    assert case.standing == "公告", "what is delivered discharges the duty to deliver"
    told = LetterOrder("announcement", {"subject_words": "农药经营许可", "content": "准予许可。"})
    case = house.do(case, acts.Perform(step(case, Kind.ANNOUNCE), Paper("")), letter=told)
    case = house.do(case, acts.Close())
    assert (case.ending, case.holder, case.reported) == ("completed", Holder.NONE, False)
    case = house.do(
        case, acts.CheckUp(step(case, Kind.FOLLOW_UP), Standing.COMPLIANT, "随机抽查，符合条件。")
    )
    assert kinds(case)[-1] == "check_up"


def test_nobody_is_asked_to_apply_for_what_is_done_of_its_own_motion(house: House):
    client = Client()
    client.force_login(house.chen)
    page = client.get(f"/{bureau.CODE}/affairs/").content.decode()
    for row in (PERMIT, FARM, SUBSIDY):
        assert f'申请<span class="visually-hidden">{row.name}<' in page
    for row in (PENALTY, INSPECTION):
        assert f'申请<span class="visually-hidden">{row.name}<' not in page
        number = house.matter(row.name).number
        guide = client.get(f"/{bureau.CODE}/matters/{number}/guide/").content.decode()
        assert "依职权办理，不需要申请" in guide
        assert "要交什么" not in guide
        begin = client.get(f"/my/applications/new/{bureau.CODE}/{number}/").content.decode()
        assert "依职权办理，不需要申请。" in begin
        assert "开始填写" not in begin


def test_a_subsidy_beyond_the_catalogue_is_turned_away_by_the_office_that_answers(house: House):
    case = house.submitted(house.matter(SUBSIDY.name), subject="植保无人机")
    zhao = case.office.roles.get(kind=RoleKind.HANDLER).person
    assert case.office.name == bureau.MACHINES
    with pytest.raises(Exception, match="股室"):
        house.do(case, acts.Decline(step(case, Kind.REFUSE), "超出补贴目录。"))
    case = house.do(
        case,
        acts.Decline(step(case, Kind.REFUSE), "超出补贴目录。"),
        zhao,
        letter=LetterOrder("declination"),
    )
    assert Case.objects.get(pk=case.pk).ending == "declined"
