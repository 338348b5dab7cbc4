"""The page that confirms a letter, and the desk at which wordings and numbers are kept."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction

from quanze.letters import kinds, queries, services
from quanze.letters.certificates import make_test_certificate
from quanze.letters.models import Letter, Numbering, Template, Voiding
from quanze.letters.values import samples
from tests.fonts import needs_chinese_fonts

NOW = datetime(2026, 11, 26, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
DESK = "/desk/wolong-gxj/letters/"


@pytest.fixture(autouse=True)
def certificates(settings, tmp_path) -> None:
    settings.CERTIFICATES = tmp_path / "certificates"
    settings.CERTIFICATE_PASSPHRASE = ""


@pytest.fixture
def letter(bureau) -> Letter:
    return issued(bureau)


def issued(agency, kind: str = "acceptance", **other) -> Letter:
    with transaction.atomic():
        return services.issue(
            agency, kind, {**samples(kinds.kind(kind)), **other}, subject="trial:1", by=None, at=NOW
        )


def text(answer) -> str:
    return answer.content.decode()


# the page that confirms


def test_whoever_holds_a_letter_sees_that_it_is_ours_and_no_more(client, letter):
    answer = client.get(f"/letters/{letter.token}/")
    page = text(answer)
    for words in (
        "南阳市卧龙区工业和信息化局",
        "受理通知书",
        letter.number,
        "2026年11月26日",
        letter.sha256,
        letter.sm3,
    ):
        assert words in page
    assert "平川市某某机械有限公司" in page
    assert "待盖章，盖章以前不是有效凭证" in page
    for words in ("张三", "王五", "0370", "PCGX2026000012", "省级工业新产品"):
        assert words not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_natural_person_is_named_by_the_first_character_alone(client, bureau):
    page = text(client.get(f"/letters/{issued(bureau, applicant='欧阳小明').token}/"))
    assert "欧＊＊＊" in page
    assert "小明" not in page


def test_a_code_may_be_typed_as_it_is_printed(client, letter):
    typed = " ".join(letter.token[i : i + 4] for i in range(0, 20, 4)).lower()
    assert client.get("/letters/", {"code": typed})["Location"] == f"/letters/{letter.token}/"
    assert client.get(f"/letters/{letter.token.lower()}/").status_code == 200


@pytest.mark.parametrize("code", ["", "ABCD", "A" * 20, "〇" * 20, "x" * 101, "' OR 1=1"])
def test_a_code_that_is_none_leads_nowhere(client, letter, code):
    answer = client.get("/letters/", {"code": code})
    assert answer.status_code == 200
    assert 'role="alert"' in text(answer)


def test_an_unknown_letter_is_not_found(client, letter):
    answer = client.get(f"/letters/{'A' * 20}/")
    assert answer.status_code == 404
    assert "没有这个核验码的文书" in text(answer)


def test_a_void_letter_says_so(client, bureau, letter, keeper):
    Voiding.objects.create(letter=letter, kind="void", reason="申请人名称有误", by=keeper, at=NOW)
    page = text(client.get(f"/letters/{letter.token}/"))
    assert "这份文书已作废，不再有效" in page
    assert "申请人名称有误" not in page


@needs_chinese_fonts
def test_a_file_is_held_against_the_letter(client, bureau, letter):
    make_test_certificate(bureau, NOW)
    services.render(letter, now=NOW)
    page = queries.letter_page(letter)
    with queries.opened(page.sha256("pdf")) as file:
        data = file.read()
    assert "测试证书签名，无法律效力" in text(client.get(f"/letters/{letter.token}/"))
    for content, words in ((data, "与出具时的经电子签名的 PDF完全相同"), (data + b"\n", "不一致")):
        sent = SimpleUploadedFile("文书.pdf", content)
        assert words in text(client.post(f"/letters/{letter.token}/", {"file": sent}))
    assert "请先选择一个文件" in text(client.post(f"/letters/{letter.token}/", {}))


def test_a_letter_s_page_asks_six_questions_at_most(client, letter, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(f"/letters/{letter.token}/")


# the desk


def test_every_kind_is_listed_with_its_number(at_desk):
    page = text(at_desk.get(DESK))
    for kind in kinds.kinds():
        assert kind.title in page
    assert "卧龙区工业和信息化局受〔" in page
    assert "还没有设置机关代字" in page
    assert "没有配置数字证书" in page


@pytest.mark.parametrize("kind", [kind.key for kind in kinds.kinds()])
def test_each_kind_shows_its_wording_and_a_specimen(at_desk, kind):
    page = text(at_desk.get(f"{DESK}{kind}/"))
    assert kinds.kind(kind).title in page
    assert 'class="paper official"' in page
    assert "{文书编号}" in page


def test_the_keeper_sets_the_code(at_desk, bureau):
    pattern = "{代字}{文书代字}〔{年}〕{序号}号"
    assert at_desk.post(f"{DESK}numbers/", {"code": "卧工信", "pattern": pattern}).status_code == 302
    assert Numbering.objects.get().code == "卧工信"
    assert "卧工信受〔" in text(at_desk.get(DESK))


def test_a_pattern_that_is_none_is_refused_at_its_field(at_desk):
    page = text(at_desk.post(f"{DESK}numbers/", {"code": "", "pattern": "{年}"}))
    assert "请填写机关代字" in page
    assert "{文书代字}、{序号}要各写一次" in page
    assert Numbering.objects.count() == 0


def edited(at_desk, kind: str, old: str, new: str, act: str = "save"):
    wording = queries.wording(queries_agency(), kinds.kind(kind))
    said = {"text": wording.text.replace(old, new, 1), "seen": wording.digest, "act": act}
    return at_desk.post(f"{DESK}{kind}/", said)


def queries_agency():
    from quanze.people.models import Agency

    return Agency.objects.get(code="wolong-gxj")


def test_the_keeper_looks_first_and_saves_then(at_desk, bureau):
    looked = edited(at_desk, "acceptance", "【落款】", "特此通知。\n【落款】", act="look")
    assert "特此通知。" in text(looked)
    assert "还没有保存" in text(looked)
    assert Template.objects.count() == 0
    saved = edited(at_desk, "acceptance", "【落款】", "特此通知。\n【落款】")
    assert saved["Location"] == f"{DESK}acceptance/?done=saved"
    assert "模板已保存" in text(at_desk.get(saved["Location"]))
    assert "特此通知。" in text_of(issued(bureau))


def text_of(letter: Letter) -> str:
    from quanze.documents.codec import load
    from tests.letters.test_kinds import words

    return words(load(letter.tree))


def test_a_letter_that_was_issued_keeps_the_old_wording(at_desk, bureau, letter):
    edited(at_desk, "acceptance", "【落款】", "特此通知。\n【落款】")
    assert "特此通知" not in text_of(Letter.objects.get(pk=letter.pk))


def test_what_is_wrong_is_told_line_by_line_and_nothing_is_lost(at_desk):
    page = text(edited(at_desk, "acceptance", "{申请事项}", "{申请项目}"))
    assert "第4行：没有叫“申请项目”的内容；可以用的有：申请人、申请事项" in page
    assert "{申请项目}”申请收悉" in page
    assert Template.objects.count() == 0


def test_what_was_typed_is_shown_as_it_is(at_desk):
    page = text(edited(at_desk, "acceptance", "【落款】", "<script>alert(1)</script>\n【落款】", act="look"))
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") == 2


def test_who_comes_second_is_told(at_desk, bureau, keeper):
    wording = queries.wording(bureau, kinds.kind("acceptance"))
    edited(at_desk, "acceptance", "【落款】", "特此通知。\n【落款】")
    late = {"text": wording.text + "# 另一处改动\n", "seen": wording.digest, "act": "save"}
    assert "姓名keeper已经保存过这个模板" in text(at_desk.post(f"{DESK}acceptance/", late))
    assert Template.objects.count() == 1


def test_a_wording_without_a_change_is_not_saved(at_desk):
    assert "模板没有改动" in text(edited(at_desk, "acceptance", "好", "好"))


def test_back_to_the_wording_that_comes_with_the_program(at_desk, bureau):
    edited(at_desk, "acceptance", "【落款】", "特此通知。\n【落款】")
    assert "恢复系统自带的模板" in text(at_desk.get(f"{DESK}acceptance/"))
    at_desk.post(f"{DESK}acceptance/restore/")
    assert "特此通知" not in queries.wording(bureau, kinds.kind("acceptance")).text
    assert Template.objects.count() == 2
    at_desk.post(f"{DESK}acceptance/restore/")
    assert Template.objects.count() == 2


def test_a_specimen_as_word(at_desk):
    answer = at_desk.get(f"{DESK}supplement/preview.docx")
    assert answer.content[:2] == b"PK"


@needs_chinese_fonts
def test_a_specimen_as_pdf(at_desk):
    assert at_desk.get(f"{DESK}supplement/preview.pdf").content[:4] == b"%PDF"


def test_a_kind_that_is_none_is_not_found(at_desk):
    assert at_desk.get(f"{DESK}licence/").status_code == 404
    assert at_desk.post(f"{DESK}licence/restore/").status_code == 404


def test_another_agency_has_a_wording_of_its_own(at_desk, bureau, neighbour):
    edited(at_desk, "acceptance", "【落款】", "特此通知。\n【落款】")
    assert "特此通知" not in text_of(issued(neighbour))


def test_a_certificate_for_tests_is_made_once_by_the_command(at_desk, bureau):
    call_command("test_certificate", "wolong-gxj", stdout=io.StringIO())
    page = text(at_desk.get(DESK))
    assert "测试证书，签名无法律效力" in page
    for code, words in (("wolong-gxj", "已经有证书"), ("nobody", "没有代码为 nobody 的机关")):
        with pytest.raises(CommandError, match=words):
            call_command("test_certificate", code)


def test_the_job_renders_letters(bureau, letter):
    out = io.StringIO()
    call_command("tick", stdout=out, stderr=io.StringIO())
    assert "生成文书 1 份" in out.getvalue()
    assert letter.renderings.count() == 2
