"""The applicant's side on the pages: 省级工业新产品综合评价 from the guide to the answered notice and the withdrawal."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.cases import services
from quanze.cases.models import Attachment, Case, Draft, Material, Message
from quanze.cases.services import LetterOrder
from quanze.kits.model import FieldKind
from quanze.people.models import Membership, Party, Person
from quanze.people.services import admit, ask_to_join, end_membership, register_party
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Outcome
from quanze.procedure.engine.evidence import Expert
from quanze.procedure.model import Kind, Limit, Unit
from quanze.rulebook import queries as rulebook
from quanze.site.kit_form import NAME
from tests.cases.conftest import PDF, House, account, answers_for, make_house, prove
from tests.cases.test_matter_five import step, steps

MOST = 20
OTHER_CODE = "91110000600037341L"


@pytest.fixture
def house(start) -> House:
    return start(make_house)


@pytest.fixture
def chen(house) -> Client:
    return at(house.chen)


def at(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


def start(house: House) -> str:
    return f"/my/applications/new/{house.bureau.code}/{house.matter().number}/"


def sent(house: House, **changed) -> dict:
    """What a browser sends for a form that is filled in."""
    kit = rulebook.kit_of(house.matter()).kit
    made: dict = {}
    for key, said in {**answers_for(kit), **changed}.items():
        field = kit.field(key)
        if field is not None and field.kind is FieldKind.TABLE:
            for number, row in enumerate(said):
                made |= {f"{NAME}{key}.{number}.{column}": cell for column, cell in row.items()}
        else:
            made[NAME + key] = "true" if said is True else said
    return made


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + name.encode(), "application/pdf")


def begun(house: House, client: Client) -> Draft:
    answer = client.post(start(house), {"party": house.party.pk})
    draft = Draft.objects.latest("pk")
    assert answer["Location"] == f"/my/applications/{draft.pk}/"
    return draft


def looked_over(client: Client, draft: Draft) -> dict[str, str]:
    """What the page on which everything is looked over once more would send."""
    shown = text(client.get(f"/my/applications/{draft.pk}/check/"))
    found = re.search(r'name="seen" value="([^"]+)"', shown)
    assert found
    return {"seen": found[1]}


def noticed(house: House) -> Case:
    case = house.submitted()
    notice = acts.GiveNotice(
        step(case, Kind.SUPPLEMENT), ("检测报告", "产品标准"), Limit(5, Unit.WORKING_DAY)
    )
    return house.do(case, notice, letter=LetterOrder("supplement", {"handler_phone": "0377-6311111"}))


def test_from_the_guide_to_the_receipt(house, chen):
    guide = f"/{house.bureau.code}/matters/{house.matter().number}/guide/"
    assert f'href="{start(house)}"' in text(Client().get(guide))
    assert Client().get(start(house))["Location"] == f"/login/?next={start(house)}"

    draft = begun(house, chen)
    page = f"/my/applications/{draft.pk}/"
    assert "姓名chen" in text(chen.get(page)), "whom to call is known"
    half = sent(house)
    half.pop(f"{NAME}product")
    answer = chen.post(page, {**half, "seen": 1, "do": "next"})
    assert "请先改正1处" in text(answer)
    draft.refresh_from_db()
    assert draft.version == 2, "what is right is kept while something else is wrong"
    answer = chen.post(page, {**sent(house), "seen": 2, "do": "next"})
    assert answer["Location"] == f"{page}materials/"

    kit = rulebook.kit_of(house.matter()).kit
    first = next(each for each in kit.materials if each.required)
    answer = chen.post(f"{page}materials/", {f"m-{first.key}-file": pdf("一.pdf"), "do": "next"})
    assert answer["Location"] == f"{page}check/"
    attached = Attachment.objects.get(draft=draft)
    assert (attached.item, attached.deposit.bound_to) == (first.key, draft.subject)

    shown = text(chen.get(f"{page}check/"))
    for told in ("一.pdf", "必交的材料", "请核对向哪里申报", "提交申请"):
        assert told in shown
    seen = looked_over(chen, draft)
    answer = chen.post(f"{page}check/", seen)
    case = Case.objects.get()
    assert answer["Location"] == f"/my/cases/{case.number}/receipt/"
    again = chen.post(f"{page}check/", seen)
    assert (again["Location"], Case.objects.count()) == (answer["Location"], 1)
    receipt = text(chen.get(answer["Location"]))
    assert case.number in receipt
    assert "一.pdf" in receipt
    for back in ("", "materials/"):
        assert chen.get(page + back)["Location"] == f"/my/cases/{case.number}/"
    assert chen.post(page, {**half, "seen": 3})["Location"] == f"/my/cases/{case.number}/"


def test_whoever_acts_for_nobody_registers_first_and_comes_back(house):
    new = at(account("new"))
    answer = new.get(start(house))
    assert answer["Location"].startswith("/my/parties/new/?next=")
    typed = {"code": OTHER_CODE, "kind": "enterprise", "name": "南阳另一机械有限公司"}
    assert new.post(answer["Location"], typed)["Location"] == start(house)
    elsewhere = at(account("newer"))
    typed["code"] = "91411303MA9000001" + "0"
    answer = elsewhere.post(
        "/my/parties/new/?next=https://evil.example/", {**typed, "code_reason": "照上就是这个"}
    )
    assert answer["Location"].startswith("/my/parties/")


def test_a_matter_whose_intake_waits_says_why(house, chen):
    other = house.matter("省级智能工厂、智能车间申报")
    page = text(chen.get(f"/my/applications/new/{house.bureau.code}/{other.number}/"))
    assert "现在还不能网上申请" in page
    assert "开始填写" not in page


def test_two_windows_do_not_overwrite_each_other(house, chen):
    draft = begun(house, chen)
    page = f"/my/applications/{draft.pk}/"
    typed = {f"{NAME}product": "甲", "seen": 1, "do": "keep"}
    assert 'name="seen" value="2"' in text(chen.post(page, typed))
    assert 'name="seen" value="2"' in text(chen.post(page, typed)), "the same again is no conflict"
    late = text(chen.post(page, {f"{NAME}product": "乙", "seen": 1, "do": "keep"}))
    assert "没有保存：草稿在别处改过" in late
    assert 'value="乙"' in late, "what was typed stands"
    assert 'name="seen" value="1"' in late
    over = text(chen.post(page, {f"{NAME}product": "乙", "seen": 1, "over": 2, "do": "keep"}))
    assert 'name="seen" value="3"' in over
    draft.refresh_from_db()
    assert draft.answers["product"] == "乙"


def test_a_draft_that_saves_itself_after_the_log_in_has_ended_saves_nothing_and_overwrites_nothing(house):
    """What was typed comes along with the log-in page; a colleague who saved meanwhile is not overwritten by it."""
    house.chen.set_password("mo zai zhi shang 42")
    house.chen.save()
    chen = Client()
    come_in = {"username": house.chen.username, "password": "mo zai zhi shang 42"}
    chen.post("/login/", come_in)
    draft = begun(house, chen)
    page = f"/my/applications/{draft.pk}/"
    chen.get(page)
    del chen.cookies["sessionid"]
    typed = {f"{NAME}product": "登录失效以后写的", "seen": draft.version}
    itself = chen.post(page, {**typed, "do": "keep"}, headers={"HX-Request": "true"})
    assert itself.status_code == 403
    assert 'id="saved"' not in text(itself)
    draft.refresh_from_db()
    assert (draft.version, draft.answers.get("product")) == (1, None)

    asked = chen.post(page, {**typed, "do": "save"})
    kept = re.search(r'name="kept" value="([^"]+)"', text(asked))
    assert kept
    services.save_draft(house.chen, house.party, house.matter(), {"product": "同事的"}, draft=draft)
    resumed = text(chen.post("/login/", {**come_in, "kept": kept[1]}))
    assert "登录失效以后写的" in resumed
    late = text(chen.post(page, {**typed, "do": "save"}))
    assert "没有保存：草稿在别处改过" in late
    assert 'value="登录失效以后写的"' in late
    draft.refresh_from_db()
    assert draft.answers["product"] == "同事的"


def test_a_file_that_could_not_be_put_with_the_draft_is_said_to_be(house, chen):
    """Where a script takes it from the answer, too: it takes no more than what says whether it is saved."""
    draft = house.draft()
    page = f"/my/applications/{draft.pk}/materials/"
    assert 'id="saved" class="saved" role' in text(chen.get(page))
    other = house.file(account("stranger"), "外来的.pdf")
    key = rulebook.kit_of(house.matter()).kit.materials[0].key
    answer = text(chen.post(page, {f"m-{key}": other.pk, "do": "keep"}, headers={"HX-Request": "true"}))
    said = re.search(r'id="saved" class="saved trouble".*?</div>', answer, re.DOTALL)
    assert said
    assert "没有保存：" in said[0]


def test_beginning_twice_begins_one_draft(house, chen):
    assert begun(house, chen) == begun(house, chen)
    home = text(chen.get("/my/"))
    assert "接着填写" in home
    assert '<th scope="row">省级工业新产品综合评价' in home


def test_what_was_looked_over_is_what_is_handed_in(house, chen):
    """A colleague wrote something else, and put a file with it, between the look and the click."""
    draft = house.draft()
    seen = looked_over(chen, draft)
    answers = {**draft.answers, "product": "同事改过的名称"}
    services.save_draft(house.chen, house.party, house.matter(), answers, draft=draft)
    services.attach(draft, "novelty", house.file(house.chen, "同事后来加的.pdf"), house.chen)
    shown = text(chen.post(f"/my/applications/{draft.pk}/check/", seen))
    assert "没有提交：您核对以后，填写的内容改过，材料有增减或者更换。请再核对一遍" in shown
    assert not Case.objects.exists()
    for new in ("同事改过的名称", "同事后来加的.pdf"):
        assert new in shown, "what there is now is there to be looked at"
    chen.post(f"/my/applications/{draft.pk}/check/", looked_over(chen, draft))
    assert Case.objects.get().title == "同事改过的名称"


def test_warnings_come_with_their_ground_and_stand_in_nobodys_way(house, chen):
    """To whom one applies and on which conditions, before a word is filled in and again before it is handed in; what is
    unusual about who applies, on the form as well."""
    Party.objects.filter(pk=house.party.pk).update(
        kind="park", code_doubt="校验位不对", code_reason="照上如此"
    )
    before = text(chen.get(start(house)))
    for told in (
        "申报企业在卧龙区",
        "豫工信科〔2018〕133号",
        "知识产权清晰",
        "假定，待核实",
        "为“是”的：国家规定",
    ):
        assert told in before
    draft = house.draft()
    page = f"/my/applications/{draft.pk}/"
    form, check = text(chen.get(page)), text(chen.get(f"{page}check/"))
    for shown in (form, check):
        assert "照上如此" in shown
        assert "办事指南“谁可以申报”" in shown
    assert "请核对是否符合条件：知识产权清晰" in check
    assert "请核对是否符合条件：国家规定须经许可" in check, "the answer says that it is such a product"
    chen.post(f"{page}check/", looked_over(chen, draft))
    assert Case.objects.count() == 1
    special = house.draft(special="否")
    other = text(chen.get(f"/my/applications/{special.pk}/check/"))
    assert "国家规定须经许可、认证方可生产销售的产品，已取得" not in other


def test_the_form_is_there_to_be_printed_signed_and_stamped(house, chen):
    draft = house.draft(product="六轴机器人")
    page = f"/my/applications/{draft.pk}/"
    assert f"{page}form.docx" in text(chen.get(f"{page}materials/"))
    word = chen.get(f"{page}form.docx")
    with ZipFile(BytesIO(word.content)) as file:
        body = file.read("word/document.xml").decode()
    for told in (
        "省级工业新产品综合评价申请表",
        house.party.credit_code,
        "六轴机器人",
        "法定代表人（负责人）签字",
    ):
        assert told in re.sub("<[^>]+>", "", body)
    assert chen.get(f"{page}form.pdf").content.startswith(b"%PDF")


def test_what_was_given_before_is_offered_again(house, chen):
    kit = rulebook.kit_of(house.matter()).kit
    first = next(each for each in kit.materials if each.required)
    draft = house.draft()
    services.attach(draft, first.key, house.file(house.chen, "以前.pdf"), house.chen)
    services.submit(draft, house.chen, "before")
    second = house.draft()
    page = f"/my/applications/{second.pk}/materials/"
    assert "沿用以前交过的" in text(chen.get(page))
    chen.post(page, {"again": first.key})
    assert Attachment.objects.get(draft=second).item == first.key
    assert "沿用以前交过的" not in text(chen.get(page))
    chen.post(page, {"do": "save"})
    assert not Attachment.objects.filter(draft=second).exists(), "a file that is ticked no longer goes"


def test_a_colleague_sees_the_files_of_the_draft_and_keeps_them(house):
    kit = rulebook.kit_of(house.matter()).kit
    key = kit.materials[0].key
    colleague = account("colleague")
    admit(ask_to_join(colleague, house.party, role="member"), house.chen)
    draft = house.draft()
    deposit = house.file(house.chen, "同事的.pdf")
    services.attach(draft, key, deposit, house.chen)
    page = f"/my/applications/{draft.pk}/materials/"
    assert "姓名chen上传" in text(at(colleague).get(page))
    at(colleague).post(page, {"keep": deposit.pk, f"m-{key}-file": pdf("我的.pdf")})
    assert Attachment.objects.filter(draft=draft).count() == 2
    at(colleague).post(page, {})
    assert not Attachment.objects.filter(draft=draft).exists()


def test_a_draft_is_thrown_away(house, chen):
    draft = house.draft()
    chen.post(f"/my/applications/{draft.pk}/discard/")
    assert not Draft.objects.exists()


def test_a_notice_is_answered_item_by_item(house, chen):
    case = noticed(house)
    page = f"/my/cases/{case.number}/"
    home = text(chen.get("/my/"))
    assert "等您办理" in home
    shown = text(chen.get(page))
    for told in ("请您补交2项材料", "检测报告", "逐项补交", "▶ 现在"):
        assert told in shown
    form = text(chen.get(f"{page}answer/"))
    assert form.index("检测报告") < form.index("产品标准")
    nothing = chen.post(f"{page}answer/", {"seen": case.version, "item": ["检测报告", "产品标准"]})
    assert "请至少补交一项" in text(nothing)
    typed = {
        "seen": case.version,
        "item": ["检测报告", "产品标准"],
        "files-0-file": pdf("检测报告.pdf"),
        "note-1": "执行国家标准，没有企业标准。",
    }
    assert chen.post(f"{page}answer/", typed)["Location"] == page
    given = {
        each.item: each.deposit.filename
        for each in Material.objects.filter(case=case).select_related("deposit")
    }
    assert given == {"检测报告": "检测报告.pdf", "产品标准": "产品标准的说明.txt"}
    assert "已收到，尚未受理" in text(chen.get(page))


def test_an_answer_that_comes_too_late_says_who_was_quicker_and_keeps_what_was_typed(house, chen):
    case = noticed(house)
    seen = case.version
    house.do(
        case,
        acts.HandIn(("检测报告",)),
        house.chen,
        files={"检测报告": [house.file(house.chen)]},
    )
    typed = {"seen": seen, "item": ["检测报告", "产品标准"], "note-0": "见附件一"}
    answer = text(chen.post(f"/my/cases/{case.number}/answer/", typed))
    assert "姓名chen于" in answer
    assert "见附件一" in answer
    assert "现在已不要求补交这一项" in answer


def test_the_link_of_a_mail_leads_through_the_log_in_to_the_page_of_the_case(house, settings):
    settings.ADDRESS = "http://testserver"
    case = noticed(house)
    for person, told in ((house.chen, "请您补交2项材料"), (house.li, "一次性告知")):
        person.set_password("mo zai zhi shang 42")
        person.save()
        body = Message.objects.filter(person=person).latest("pk").body
        link = re.search(r"http://testserver(/\S+)", body)
        assert link
        visitor = Client()
        asked = visitor.get(link[1])
        assert asked["Location"] == f"/login/?next={link[1]}"
        log_in = {"username": person.username, "password": "mo zai zhi shang 42", "next": link[1]}
        assert visitor.post("/login/", log_in)["Location"] == link[1]
        shown = text(visitor.get(link[1]))
        assert case.number in shown
        assert told in shown


def test_an_application_is_withdrawn_with_its_reason(house, chen):
    case = house.submitted()
    page = f"/my/cases/{case.number}/"
    assert "请写明撤回的理由" in text(chen.post(f"{page}withdraw/", {"seen": case.version}))
    chen.post(f"{page}withdraw/", {"seen": case.version, "reason": "产品改型"})
    case.refresh_from_db()
    assert case.ending == "withdrawn"
    shown = text(chen.get(page))
    assert "申请人撤回" in shown
    assert "产品改型" in shown
    again = chen.post(f"{page}withdraw/", {"seen": case.version, "reason": "再撤"})
    assert "现在不能这样办理" in text(again)


def test_a_letter_is_there_once_it_is_sealed(house, chen):
    case = noticed(house)
    page = f"/my/cases/{case.number}/"
    assert "还没有给您的文书" in text(chen.get(page))
    prove(house, case, "supplement")
    shown = text(chen.get(page))
    assert "已盖章（纸质）" in shown
    found = re.search(r'href="(/my/cases/[^"]+\.docx)"', shown)
    assert found
    file = chen.get(found[1])
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_notes_opinions_and_decisions_on_their_way_are_not_told(house, chen):
    case = house.submitted()
    services.note(case, house.wang, "内部的话")
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    case = prove(house, case, "acceptance")
    house.do(case, acts.Review(step(case, Kind.REVIEW), "数据可疑", favourable=False))
    for page in ("", "receipt/", "answer/", "withdraw/", "object/"):
        shown = text(chen.get(f"/my/cases/{case.number}/{page}"))
        assert "内部的话" not in shown
        assert "数据可疑" not in shown


def test_pages_ask_the_database_little(house, chen):
    case = noticed(house)
    draft = house.draft()
    kit = rulebook.kit_of(house.matter()).kit
    for each in kit.materials[:5]:
        services.attach(draft, each.key, house.file(house.chen, f"{each.key}.pdf"), house.chen)
    for address in (
        "/my/",
        "/my/cases/",
        start(house),
        *(f"/my/applications/{draft.pk}/{page}" for page in ("", "materials/", "check/")),
        *(f"/my/cases/{case.number}/{page}" for page in ("", "receipt/", "answer/", "withdraw/", "object/")),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert chen.get(address).status_code == 200, address
        assert len(asked) <= MOST, (address, len(asked), [each["sql"][:90] for each in asked])


OUTSIDE = ["stranger", "another party's", "former member", "officer", "expired agent"]


def outside(kind: str, house: House) -> Person:
    match kind:
        case "officer":
            return house.wang
        case "another party's":
            other = account("other")
            register_party(other, "enterprise", "南阳另一机械有限公司", OTHER_CODE)
            return other
        case "former member":
            former = account("former")
            member = ask_to_join(former, house.party, role="member")
            admit(member, house.chen)
            member.refresh_from_db()
            end_membership(member, house.chen, "离职")
            return former
        case "expired agent":
            agent = account("agent")
            member = ask_to_join(
                agent,
                house.party,
                role="agent",
                mandate="委托书",
                since=timezone.localdate(),
                until=timezone.localdate(),
            )
            admit(
                member, house.chen, mandate="委托书", since=timezone.localdate(), until=timezone.localdate()
            )
            Membership.objects.filter(pk=member.pk).update(
                since=timezone.localdate().replace(year=2020), until=timezone.localdate().replace(year=2021)
            )
            return agent
    return account("stranger")


@pytest.mark.parametrize("kind", OUTSIDE)
def test_nobody_else_reaches_drafts_and_cases(house, kind):
    case, draft = noticed(house), house.draft()
    prove(house, case, "supplement")
    version = Case.objects.get(pk=case.pk).version
    letter = re.search(r"/my/cases/[^\"]+\.pdf", text(at(house.chen).get(f"/my/cases/{case.number}/")))
    assert letter
    pages = [f"/my/applications/{draft.pk}/{page}" for page in ("", "materials/", "check/", "discard/")]
    pages += [
        f"/my/cases/{case.number}/{page}" for page in ("", "answer/", "withdraw/", "object/", "receipt/")
    ]
    client = at(outside(kind, house))
    wanted = 403 if kind == "expired agent" else 404
    typed = {
        "seen": draft.version,
        "reason": "理由",
        "text": "异议",
        "item": "检测报告",
        "note-0": "说明",
        "do": "next",
        f"{NAME}product": "外来的",
    }
    for page in (*pages, letter[0], f"/my/applications/{draft.pk}/form.docx"):
        if not page.endswith("discard/"):
            assert client.get(page).status_code == wanted, page
    for page in pages:
        if page.split("/")[-2] not in ("receipt", case.number):
            assert client.post(page, typed).status_code == wanted, page
    draft.refresh_from_db()
    case.refresh_from_db()
    assert (case.version, draft.version, draft.case) == (version, 1, None)
    assert case.number not in text(client.get("/my/cases/"))
    assert f"/my/applications/{draft.pk}/" not in text(client.get("/my/"))


def test_the_result_from_above_is_told_with_its_words(house, chen):
    case = house.submitted()
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=LetterOrder("acceptance"))
    case = prove(house, case, "acceptance")
    first, second = steps(case, Kind.REVIEW)
    case = house.do(case, acts.Review(first, "材料真实"))
    case = house.do(case, acts.Determine(step(case, Kind.INSPECT), False, "材料足以说明"))
    case = house.do(case, acts.Appraise(step(case, Kind.APPRAISE), (Expert("甲"),), "同意"))
    case = house.do(case, acts.Review(second, "结论可信"))
    case = house.do(case, acts.Decide(step(case, Kind.DECIDE), True, "符合条件"), house.leader)
    order = LetterOrder(
        "recommendation",
        {"recipient": "市局", "subject_words": "推荐新产品", "recommended": [["某某机械", "破碎机"]]},
    )
    case = house.do(
        case, acts.Recommend(step(case, Kind.RECOMMEND), True, "技术先进"), house.leader, letter=order
    )
    case = house.do(case, acts.Close())
    page = text(chen.get(f"/my/cases/{case.number}/"))
    assert "已经报送上级机关" in page
    result = acts.RecordResult("省工业和信息化厅", Outcome.GRANTED, "列入2026年名单")
    house.do(case, result, house.recorder)
    page = text(chen.get(f"/my/cases/{case.number}/"))
    assert "省工业和信息化厅：予以认定、列入</strong>，列入2026年名单" in page
    assert "已经报送上级机关" not in page
