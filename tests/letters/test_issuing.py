"""A letter is issued: numbered, composed, kept for good."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from quanze.documents.codec import load
from quanze.documents.tree import Code, Items
from quanze.letters import queries, services
from quanze.letters.form import seal
from quanze.letters.issuing import LENGTH, SIGNS, ungrouped
from quanze.letters.models import Letter, Series, Template
from quanze.letters.numbering import unset_code
from quanze.people.services import open_agency
from quanze.people.unacceptable import Unacceptable
from tests.letters.conftest import NOW, sample, somebody


def test_a_letter_bears_number_and_day_and_is_kept_with_its_digests(issue, bureau, handler):
    letter = issue()
    assert (letter.number, letter.year, letter.ordinal) == ("平川市工业和信息化局受〔2026〕1号", 2026, 1)
    assert (letter.dated, letter.addressee) == (date(2026, 11, 26), "平川市某某机械有限公司")
    assert (letter.by, letter.certificate, letter.reference) == (handler, True, f"letter:{letter.pk}")
    kept = queries.letter(letter.pk)
    again = seal(kept.kind, kept.number, kept.dated.isoformat(), kept.values, kept.template, kept.tree)
    assert (again.sha256, again.sm3) == (kept.sha256, kept.sm3)
    assert kept.template == queries.wording(bureau, kept.about).digest
    assert load(kept.tree).title == "受理通知书"


def test_each_kind_and_year_has_numbers_of_its_own(issue):
    told = [
        issue().number,
        issue().number,
        issue("supplement").number,
        issue(at=NOW + timedelta(days=60)).number,
        issue(dated=date(2025, 12, 31)).number,
    ]
    assert told == [
        f"平川市工业和信息化局{words}号"
        for words in ("受〔2026〕1", "受〔2026〕2", "补〔2026〕1", "受〔2027〕1", "受〔2025〕1")
    ]


def test_the_day_of_a_letter_is_a_day_in_china(issue):
    assert issue(at=datetime(2026, 12, 31, 17, 0, tzinfo=UTC)).number.endswith("〔2027〕1号")


def test_a_number_that_was_rolled_back_is_given_again(issue):
    with transaction.atomic():
        assert issue().ordinal == 1
        transaction.set_rollback(True)
    assert issue().ordinal == 1


def test_a_letter_that_is_refused_takes_no_number(issue):
    with pytest.raises(Unacceptable):
        issue(applicant=None)
    assert issue().ordinal == 1


def test_a_letter_is_issued_within_the_transaction_of_an_act(own_database, folders):
    bureau = open_agency("pingchuan-gxj", "平川市工业和信息化局")
    with pytest.raises(TransactionManagementError):
        services.issue(bureau, "acceptance", sample("acceptance"), subject="trial:1", by=None, at=NOW)
    assert Letter.objects.count() == 0


REFUSED = [
    # kind, values, what is said
    ("acceptance", {"applicant": ""}, "不能出具受理通知书：还没有填写申请人"),
    ("acceptance", {"applicant": " ", "accepted_on": None}, "还没有填写申请人、受理日期"),
    ("acceptance", {"missing": []}, "受理通知书没有这些内容：missing"),
    ("acceptance", {"accepted_on": "11月26日"}, "“受理日期”不是日期"),
    ("acceptance", {"accepted_on": datetime(2026, 11, 26, tzinfo=UTC)}, "“受理日期”不是日期"),
    ("acceptance", {"handler_phone": "见附件"}, "“承办电话”不像电话号码"),
    ("acceptance", {"applicant": "甲\x00"}, "“申请人”里有文书不能写的字符（U+0000）"),
    ("acceptance", {"applicant": "甲" * 501}, "“申请人”超过500个字"),
    ("acceptance", {"applicant": ["甲"]}, "“申请人”不是文字"),
    ("supplement", {"missing": []}, "还没有填写补正材料"),
    ("supplement", {"missing": [["", " "]]}, "还没有填写补正材料"),
    ("supplement", {"missing": "申请书"}, "“补正材料”不是列表"),
    ("supplement", {"missing": [{"名字": "申请书"}]}, "“补正材料”没有这些列：名字"),
    ("supplement", {"missing": [["一", "二", "三"]]}, "“补正材料”每项只有名称、要求"),
    ("supplement", {"missing": [["材料", ""]] * 501}, "“补正材料”超过500项"),
]


@pytest.mark.parametrize(("kind", "values", "words"), REFUSED)
def test_what_cannot_be_written_is_refused_in_words(issue, kind, values, words):
    with pytest.raises(Unacceptable) as refused:
        issue(kind, **values)
    assert words in str(refused.value)


def test_nothing_is_dated_later_than_today(issue):
    with pytest.raises(Unacceptable, match="不能晚于今天"):
        issue(dated=date(2026, 11, 27))


def test_items_may_be_given_by_the_names_of_their_columns(issue):
    letter = issue("supplement", missing=[{"名称": "申请书", "要求": "盖章\n一式两份"}, {"名称": "报告"}])
    assert letter.values["missing"] == [["申请书", "盖章\n一式两份"], ["报告", ""]]
    (table,) = [block for block in load(letter.tree).blocks if isinstance(block, Items)]
    assert table.rows == (("1", "申请书", "盖章\n一式两份"), ("2", "报告", ""))


def test_the_code_on_a_letter_leads_to_its_page(issue):
    letter = issue()
    (code,) = [block for block in load(letter.tree).blocks if isinstance(block, Code)]
    assert code.text == f"https://qz.example.cn/letters/{letter.token}/"
    assert len(letter.token) == LENGTH
    assert set(letter.token) <= set(SIGNS)
    (typed,) = [line.removeprefix("核验码：") for line in code.lines if line.startswith("核验码：")]
    assert ungrouped(f" {typed.lower()}-") == letter.token
    assert queries.letter_by_token(letter.token) == letter


def test_a_draft_leads_nowhere_and_bears_no_seal(issue):
    letter = issue("reply_draft")
    assert not letter.sealed
    assert not [block for block in load(letter.tree).blocks if isinstance(block, Code)]


FORBIDDEN = {
    "a letter is rewritten": lambda: Letter.objects.update(number="甲〔2026〕9号"),
    "a letter is saved again": lambda: Letter.objects.get().save(),
    "a letter is deleted": lambda: Letter.objects.all()._raw_delete("default"),
    "a number is left out": lambda: _again(ordinal=3),
    "a series goes back": lambda: Series.objects.update(last=0),
    "a series leaps": lambda: Series.objects.update(last=5),
    "a series becomes another": lambda: Series.objects.update(year=2027, last=2),
    "a series is deleted": lambda: Series.objects.all()._raw_delete("default"),
}


def _again(ordinal: int) -> None:
    letter = Letter.objects.get()
    letter.pk, letter.ordinal, letter.number, letter.token = None, ordinal, "甲〔2026〕3号", "B"
    letter.save()


@pytest.mark.parametrize("act", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_database_keeps_letters_and_numbers(issue, act):
    issue()
    with pytest.raises(IntegrityError, match="文书"), transaction.atomic():
        act()


CODES = [
    ("南阳市卧龙区工业和信息化局", "卧龙区工业和信息化局"),
    ("平川市工业和信息化局", "平川市工业和信息化局"),
    ("河南省平川市工业和信息化局", "平川市工业和信息化局"),
    ("某某自治区某某市某某县发展和改革委员会", "某某县发展和改革委员会"),
    ("局", "局"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "code"), CODES)
def test_no_code_is_made_up(name, code):
    assert unset_code(name) == code


def test_an_agency_sets_its_code_and_numbers_go_on(issue, bureau, keeper):
    issue()
    services.set_numbering(bureau, "平工信", keeper)
    assert issue().number == "平工信受〔2026〕2号"
    services.set_numbering(bureau, "平工信", keeper, pattern="（{年}）{代字}{文书代字}字第{序号}号")
    assert issue().number == "（2026）平工信受字第3号"


UNFIT_NUMBERS = [
    ("", "{代字}{文书代字}〔{年}〕{序号}号", "请填写机关代字"),
    ("{年}", "{代字}{文书代字}〔{年}〕{序号}号", "请填写机关代字"),
    ("平工信", "{代字}〔{年}〕{序号}号", "{文书代字}要各写一次"),
    ("平工信", "{代字}{文书代字}{序号}号", "{年}要各写一次"),
    ("平工信", "{代字}{文书代字}〔{年}〕号", "{序号}要各写一次"),
    ("平工信", "{文书代字}{年}{序号}{序号}", "{序号}要各写一次"),
    ("平工信", "{文书代字}{年}{序号}{月}", "只能用"),
]


@pytest.mark.parametrize(("code", "pattern", "words"), UNFIT_NUMBERS)
def test_a_pattern_by_which_numbers_could_meet_is_refused(bureau, keeper, code, pattern, words):
    with pytest.raises(Unacceptable) as refused:
        services.set_numbering(bureau, code, keeper, pattern=pattern)
    assert words in str(refused.value)


def test_fifty_at_once_leave_no_gap(own_database, folders):
    bureau = open_agency("pingchuan-gxj", "平川市工业和信息化局")
    handler = somebody("handler")
    failed: list[BaseException] = []

    def issues(number: int) -> None:
        try:
            with transaction.atomic():
                services.issue(
                    bureau, "acceptance", sample("acceptance"), subject=f"trial:{number}", by=handler, at=NOW
                )
                if number % 5 == 0:
                    raise RuntimeError("the act falls")
        except RuntimeError:
            pass
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=issues, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    ordinals = sorted(Letter.objects.values_list("ordinal", flat=True))
    assert ordinals == list(range(1, 41))
    assert len(set(Letter.objects.values_list("number", flat=True))) == 40
    assert Series.objects.get().last == 40


def test_a_wording_that_no_longer_suits_its_kind_is_told_and_takes_no_number(issue, bureau, keeper):
    text = "【编号】{文书编号}\n【标题】受理通知书\n{已经没有的内容}\n【落款】\n"
    Template.objects.create(agency=bureau, kind="acceptance", text=text, digest="0" * 64, by=keeper, at=NOW)
    with pytest.raises(
        Unacceptable, match="受理通知书的模板要由清单管理员改正：第3行：没有叫“已经没有的内容”"
    ):
        issue()
    assert Series.objects.count() == 0


def test_whoever_renders_is_told_to_hurry_once_it_is_certain(
    issue, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.HURRY = tmp_path / "hurry"
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            issue()
            transaction.set_rollback(True)  # the act was refused
        assert not settings.HURRY.exists()
    assert not settings.HURRY.exists()
    with django_capture_on_commit_callbacks(execute=True):
        issue()
    assert settings.HURRY.exists()
