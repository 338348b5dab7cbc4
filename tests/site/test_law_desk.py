"""At the desk the law is brought in and its changes are registered; bureaus see what follows for their lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from quanze.audit.models import Event
from quanze.law.instruments import Says
from quanze.library import due, tasks
from quanze.library import queries as library
from quanze.library.models import Instrument, Job, Ruling, Statement, Task
from quanze.library.services import state_validity
from quanze.lists.model import AnnexKind, Text
from quanze.registry.services import import_document
from tests.site.conftest import FUND, FUND_AFTER

ENTER = "/desk/laws/enter/"
TASKS = "/desk/wolong-gxj/tasks/"
HEALTH = "/desk/wolong-gxj/health/"

NOTICE = """平川市财政局关于印发试验资金管理办法的通知
平财企〔2026〕7号

各县区财政局：
现将《试验资金管理办法》印发给你们，请遵照执行。

平川市财政局
2026年1月15日

试验资金管理办法
第一条 为试验制定本办法。
第二条 本办法自2026年2月1日起施行，执行期限3年。"""


def text(answer) -> str:
    return answer.content.decode()


def handed_in(words: str = NOTICE, name: str = "试验通知.txt") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, words.encode())}


class TestEnteringByHand:
    def test_fills_in_what_the_list_cites(self, at_desk, fund):
        page = text(at_desk.get(f"{ENTER}?instrument={fund.pk}"))
        assert f'value="{fund.title}"' in page
        assert f'value="{FUND}"' in page
        answer = at_desk.post(
            f"{ENTER}?instrument={fund.pk}",
            {"title": fund.title, "number": FUND, "kind": "通知", "issuers": "省财政厅、省工信委"},
            follow=True,
        )
        assert "已录入法规库" in text(answer)
        fund.refresh_from_db()
        assert fund.state == Instrument.State.ENTERED
        assert fund.issuers == ["省财政厅", "省工信委"]

    def test_takes_a_text_that_is_pasted(self, at_desk, edition):
        at_desk.post(
            ENTER,
            {
                "title": "试验条例",
                "text": "第一条 甲。\n第二条 乙。",
                "made_on": "2020-01-01",
                "source": "公报",
            },
        )
        found = library.find("试验条例")
        assert found.state == Instrument.State.HELD
        assert found.versions.get().articles == 2

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({}, "请填写文件的标题"),
            ({"title": "试验条例", "made_on": "去年"}, "请按“2026-11-23”的样子填写日期"),
            ({"title": "试验条例", "made_on": "2020-01-02", "in_force_from": "2020-01-01"}, "早于制定日期"),
        ],
    )
    def test_asks_again_and_loses_nothing(self, at_desk, edition, answers, words):
        page = text(at_desk.post(ENTER, {"issuers": "某机关", "text": "第一条 甲。", **answers}))
        assert page.count(words) == 2, "in the summary and at the field"
        assert 'value="某机关"' in page
        assert "第一条 甲。</textarea>" in page
        assert library.find("试验条例") is None

    def test_twice_is_once(self, at_desk, edition):
        for _ in range(2):
            at_desk.post(ENTER, {"title": "试验条例", "text": "第一条 甲。", "made_on": "2020-01-01"})
        assert library.find("试验条例").versions.count() == 1


class TestEnteringFromAFile:
    def test_is_read_shown_and_entered_only_when_it_is_confirmed(self, at_desk, edition):
        answer = at_desk.post(f"{ENTER}file/", handed_in(), follow=True)
        page = text(answer)
        assert "读出的内容" in page
        assert 'value="平财企〔2026〕7号"' in page
        assert "共2条" in page
        assert library.find("平财企〔2026〕7号") is None
        address = answer.redirect_chain[-1][0]
        title = "平川市财政局关于印发试验资金管理办法的通知"
        page = text(
            at_desk.post(
                address, {"title": title, "number": "平财企〔2026〕7号", "made_on": "2026-01-15"}, follow=True
            )
        )
        assert "已录入法规库" in page
        assert "执行期限3年" in page, "what it says of its own term is to be confirmed"
        assert library.find(title).state == Instrument.State.HELD

    @pytest.mark.parametrize(
        ("files", "words"),
        [
            ({}, "请先选择一个文件"),
            ({"file": SimpleUploadedFile("空.txt", b"")}, "0 字节"),
            ({"file": SimpleUploadedFile("图.png", b"\x89PNG\r\n")}, "这是图片（PNG）"),
        ],
    )
    def test_what_cannot_be_read_is_told_at_the_field(self, at_desk, edition, files, words):
        page = text(at_desk.post(f"{ENTER}file/", files))
        assert page.count(words) == 2, "in the summary and at the field"

    @pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd"])
    def test_a_file_that_nobody_handed_in(self, at_desk, edition, sha256):
        answer = at_desk.get(ENTER, {"file": sha256, "name": "x.txt"})
        assert answer.status_code == 200
        assert "没有这个文件，请重新上传" in text(answer)


def test_what_is_cited_and_not_held_waits_to_be_entered(at_desk, coal, fund):
    page = text(at_desk.get("/desk/laws/"))
    assert f"{ENTER}?instrument={fund.pk}" in page
    assert "河南省煤炭条例</a>" not in page


REPEAL = {
    "on": "2025-02-01",
    "by": FUND_AFTER,
    "document": "新办法第三十条",
    "words": "原办法同时废止。",
}


class TestRegisteringAChange:
    def address(self, instrument, says: str = "repealed") -> str:
        return f"/desk/laws/{instrument.pk}/validity/?says={says}"

    def test_offers_the_changes_that_there_are(self, at_desk, fund):
        page = text(at_desk.get(f"/desk/laws/{fund.pk}/validity/"))
        for name in (
            "废止",
            "被取代",
            "宣布失效",
            "修改",
            "有效期至某日",
            "有效期限若干年",
            "施行",
            "核实有效",
        ):
            assert f"<strong>{name}</strong>" in page

    def test_shows_the_matters_before_it_saves_anything(self, at_desk, fund):
        page = text(at_desk.post(self.address(fund), {**REPEAL, "step": "preview"}))
        assert "南阳市卧龙区工业和信息化局" in page.partition('id="concerned"')[2]
        assert "国家中小企业发展专项资金项目初审" in page
        assert "共1项，1个机关" in page
        assert library.find(FUND_AFTER).title in page
        assert Statement.objects.filter(origin=Statement.Origin.PERSON).count() == 0
        assert Task.objects.count() == 0

    def test_saves_opens_the_tasks_and_says_how_many(self, at_desk, fund):
        page = text(at_desk.post(self.address(fund), {**REPEAL, "step": "save"}, follow=True))
        assert "已登记，开了1个任务" in page
        task = Task.objects.get()
        assert f"{TASKS}{task.pk}/" in page
        event = Event.objects.filter(verb="validity.state").get()
        assert event.trace.address == "127.0.0.1"

    def test_sent_twice_leads_to_the_same_place(self, at_desk, fund):
        once = at_desk.post(self.address(fund), {**REPEAL, "step": "save"})
        twice = at_desk.post(self.address(fund), {**REPEAL, "step": "save"})
        assert once["Location"] == twice["Location"]
        assert Task.objects.count() == 1

    def test_goes_back_with_everything_that_was_typed(self, at_desk, fund):
        page = text(at_desk.post(self.address(fund), {**REPEAL, "step": "edit"}))
        for value in ('value="2025-02-01"', f'value="{FUND_AFTER}"', 'value="新办法第三十条"'):
            assert value in page
        assert "原办法同时废止。</textarea>" in page
        assert "请先改正" not in page

    @pytest.mark.parametrize(
        ("says", "answers", "words"),
        [
            ("repealed", {"document": ""}, "请写明依据的是哪个文件"),
            ("repealed", {"words": " "}, "请抄录文件里写明这件事的原文"),
            ("repealed", {"on": "2025-02-31"}, "请按“2026-11-23”的样子填写日期"),
            ("repealed", {"on": "0025-02-01"}, "请核对年份"),
            ("superseded", {"by": ""}, "请写明由哪个文件取代"),
            ("amended", {"on": ""}, "请填写新文本自何日起施行"),
            ("until", {"on": ""}, "请填写有效期的最后一天"),
            ("term", {"length": "三", "unit": "12"}, "请用数字填写期限"),
            ("term", {"length": "", "unit": "12"}, "请填写期限"),
            ("in_force_from", {"on": ""}, "请填写自何日起施行"),
            ("stands", {"on": "2199-01-01"}, "不能在今天之后"),
        ],
    )
    def test_an_error_stands_at_the_field_and_above(self, at_desk, fund, says, answers, words):
        page = text(at_desk.post(self.address(fund, says), {**REPEAL, **answers, "step": "save"}))
        assert page.count(words) == 2, "in the summary and at the field"
        assert Statement.objects.filter(origin=Statement.Origin.PERSON).count() == 0

    def test_it_does_not_repeal_itself(self, at_desk, fund):
        page = text(at_desk.post(self.address(fund), {**REPEAL, "by": FUND, "step": "save"}))
        assert "不能废止或取代它自己" in page
        assert 'value="新办法第三十条"' in page

    def test_a_name_that_two_answer_to_is_asked_for_its_number(self, at_desk, fund):
        for number in ("甲〔2020〕1号", "甲〔2021〕1号"):
            at_desk.post(ENTER, {"title": "同名办法", "number": number})
        page = text(at_desk.post(self.address(fund), {**REPEAL, "by": "《同名办法》", "step": "preview"}))
        assert "请连文号一起写" in page
        page = text(
            at_desk.post(
                self.address(fund), {**REPEAL, "by": "《同名办法》（甲〔2021〕1号）", "step": "preview"}
            )
        )
        assert "《同名办法》（甲〔2021〕1号）</a>" in page

    def test_what_nobody_knows_is_taken_in_by_its_name(self, at_desk, fund):
        answers = {**REPEAL, "by": "《全新办法》（甲〔2026〕9号）"}
        page = text(at_desk.post(self.address(fund), {**answers, "step": "preview"}))
        assert "库里没有，按这个名称收入" in page
        at_desk.post(self.address(fund), {**answers, "step": "save"})
        assert library.find("甲〔2026〕9号").title == "全新办法"

    def test_the_last_day_is_still_in_force(self, at_desk, fund):
        at_desk.post(
            self.address(fund, "until"),
            {"on": "2027-12-31", "document": "文件", "words": "有效期至2027年12月31日", "step": "save"},
        )
        assert Statement.objects.get(says=Says.UNTIL).on == date(2028, 1, 1)

    def test_years_are_months(self, at_desk, fund):
        answers = {"length": "3", "unit": "12", "document": "文件", "words": "执行期限3年", "step": "save"}
        at_desk.post(self.address(fund, "term"), answers)
        assert Statement.objects.get(says=Says.TERM, origin=Statement.Origin.PERSON).months == 36

    def test_suggests_titles_while_they_are_typed(self, at_desk, fund):
        page = text(at_desk.get("/desk/laws/suggest/?by=豫财企〔2025"))
        assert page.count("<option") == 1
        assert FUND_AFTER in page
        assert text(at_desk.get("/desk/laws/suggest/?by=豫")).strip() == ""

    def test_a_large_one_says_how_far_it_has_come(self, at_desk, fund, monkeypatch):
        monkeypatch.setattr(tasks, "AT_ONCE", 0)
        answer = at_desk.post(self.address(fund), {**REPEAL, "step": "save"}, follow=True)
        page = text(answer)
        assert "正在开任务" in page
        assert '<progress max="1" value="0"' in page
        assert 'hx-trigger="every 2s"' in page
        due.run_due()
        page = text(at_desk.get(answer.redirect_chain[-1][0]))
        assert "开了1个任务" in page
        assert "hx-trigger" not in page
        assert Job.objects.get().finished_at is not None


@pytest.fixture
def proposal(edition) -> Statement:
    """执行期限3年, which the list itself says of the new fund rules."""
    return library.proposals().get(says=Says.TERM, instrument__number=FUND_AFTER)


class TestSettling:
    def test_proposals_are_listed_with_the_words_that_they_come_from(self, at_desk, proposal):
        page = text(at_desk.get("/desk/laws/proposals/"))
        assert proposal.words in page
        assert f"/desk/laws/statements/{proposal.pk}/" in page
        assert text(at_desk.get("/desk/")).count("待确认</span>") == 1, "the rail counts them"

    def test_the_evidence_stands_in_its_context(self, at_desk, coal, keeper):
        said = state_validity(
            coal,
            keeper,
            Says.IN_FORCE_FROM,
            on=date(2006, 1, 1),
            document="条例",
            words="自2006年1月1日起施行",
        )
        page = text(at_desk.get(f"/desk/laws/statements/{said.pk}/"))
        assert "本条例<mark>自2006年1月1日起施行</mark>。" in page

    def test_is_confirmed(self, at_desk, proposal):
        page = text(at_desk.post(f"/desk/laws/statements/{proposal.pk}/confirm/", follow=True))
        assert "已确认" in page
        assert Ruling.objects.get().kind == Ruling.Kind.CONFIRMED

    def test_a_day_that_the_text_does_not_give_may_be_given(self, at_desk, edition):
        said = library.proposals().get(says=Says.IN_FORCE_FROM, instrument__number=FUND_AFTER)
        address = f"/desk/laws/statements/{said.pk}/confirm/"
        assert "请填写施行日期后再确认" in text(at_desk.post(address))
        assert text(at_desk.post(address, {"on": "某日"})).count("请按“2026-11-23”的样子") == 2
        at_desk.post(address, {"on": "2025-01-20"})
        assert Statement.objects.get(origin=Statement.Origin.PERSON).on == date(2025, 1, 20)

    def test_is_rejected_with_a_reason(self, at_desk, proposal):
        address = f"/desk/laws/statements/{proposal.pk}/reject/"
        assert text(at_desk.post(address)).count("请写明理由") == 2
        page = text(at_desk.post(address, {"reason": "说的是旧文件"}, follow=True))
        assert "说的是旧文件" in page
        assert Ruling.objects.get().kind == Ruling.Kind.REJECTED

    def test_twice_is_refused_with_who_did_it(self, at_desk, proposal, keeper):
        address = f"/desk/laws/statements/{proposal.pk}/confirm/"
        at_desk.post(address)
        assert f"{keeper.name}已于" in text(at_desk.post(address))
        assert Ruling.objects.count() == 1

    def test_what_was_wrong_is_withdrawn_and_its_tasks_are_closed(self, at_desk, repeal):
        address = f"/desk/laws/statements/{repeal.pk}/withdraw/"
        assert text(at_desk.post(address, {"reason": ""})).count("请写明理由") == 2
        page = text(at_desk.post(address, {"reason": "看错了文号"}, follow=True))
        assert "已撤回" in page
        assert Task.objects.get().state == Task.State.DISMISSED
        assert "看错了文号" in text(at_desk.get(f"/laws/{repeal.instrument_id}/"))

    @pytest.mark.parametrize("act", ["confirm", "reject", "withdraw"])
    def test_never_by_a_link(self, at_desk, repeal, act):
        answer = at_desk.get(f"/desk/laws/statements/{repeal.pk}/{act}/")
        assert answer["Location"] == f"/desk/laws/statements/{repeal.pk}/"
        assert Ruling.objects.count() == 0

    def test_there_is_no_such_statement(self, at_desk, edition):
        assert at_desk.get("/desk/laws/statements/999999/").status_code == 404


class TestTasks:
    def test_are_listed_and_counted(self, at_desk, repeal):
        page = text(at_desk.get(TASKS))
        assert str(repeal.instrument) in page
        assert '<span class="visually-hidden">待处理</span>1' in page
        assert "1处" in page

    def test_none_says_where_to_look(self, at_desk, edition):
        assert "没有待处理的任务" in text(at_desk.get(TASKS))

    def test_shows_matter_field_old_citation_successor_and_reason(self, at_desk, repeal):
        page = text(at_desk.get(f"{TASKS}{Task.objects.get().pk}/"))
        assert "国家中小企业发展专项资金项目初审" in page
        assert "<dt>字段</dt><dd>实施依据</dd>" in page
        assert "<mark>《河南省财政厅河南省工业和信息化委员会关于印发" in page
        assert f"（{FUND_AFTER}）" in page
        assert "拟相应调整实施依据" in page

    @pytest.mark.parametrize(
        ("answers", "words"),
        [({"reason": "已列入调整"}, "请选择怎样处理"), ({"state": "done"}, "请写明怎样处理的")],
    )
    def test_is_closed_only_with_a_word(self, at_desk, repeal, answers, words):
        task = Task.objects.get()
        page = text(at_desk.post(f"{TASKS}{task.pk}/close/", answers))
        assert page.count(words) == 2, "in the summary and at the field"
        for value in answers.values():
            assert value in page
        task.refresh_from_db()
        assert task.state == Task.State.OPEN

    @pytest.mark.parametrize("state", ["done", "dismissed"])
    def test_is_closed_once(self, at_desk, repeal, state):
        task = Task.objects.get()
        address = f"{TASKS}{task.pk}/close/"
        page = text(at_desk.post(address, {"state": state, "reason": "已列入下次调整"}, follow=True))
        assert "已列入下次调整" in page
        assert "办结</button>" not in page
        assert "不能再次办结" in text(at_desk.post(address, {"state": state, "reason": "又一次"}))
        assert "没有待处理的任务" in text(at_desk.get(TASKS))
        assert str(repeal.instrument) in text(at_desk.get(f"{TASKS}?state={state}"))

    def test_never_by_a_link(self, at_desk, repeal):
        task = Task.objects.get()
        assert at_desk.get(f"{TASKS}{task.pk}/close/")["Location"] == f"{TASKS}{task.pk}/"


class TestHealth:
    def test_counts_by_status_with_a_picture_and_a_table_behind(self, at_desk, coal, repeal):
        page = text(at_desk.get(HEALTH))
        assert '<svg class="shares" role="img"' in page
        assert 'class="bar repealed"' in page
        assert "<strong>1</strong>个任务待处理" in page
        for state in ("有效", "已修改", "已废止", "已失效", "期限届满", "尚未施行", "待核实"):
            assert f">{state}</span>" in page

    def test_shows_those_of_one_state(self, at_desk, coal, repeal):
        uses = text(at_desk.get(f"{HEALTH}?state=已废止")).partition('id="uses"')[2]
        assert FUND in uses
        assert "河南省煤炭条例" not in uses

    def test_warns_of_what_ends_soon(self, at_desk, coal, keeper):
        end = timezone.localdate() + timedelta(days=80)
        state_validity(coal, keeper, Says.UNTIL, on=end, document="条例", words="有效期")
        due.run_due()
        page = text(at_desk.get(HEALTH))
        assert "<strong>1</strong>个文件180天内届满" in page
        assert "提前90天提醒" in page
        assert f"{end.year}年{end.month}月{end.day}日" in page.partition('id="soon"')[2]

    def test_names_what_nobody_can_tell(self, at_desk, bureau, sample):
        for number in ("甲〔2020〕1号", "甲〔2021〕1号"):
            at_desk.post(ENTER, {"title": "同名资金管理办法", "number": number})
        retained = sample.annex(AnnexKind.RETAINED)
        matter = replace(retained.matters[0], basis=Text.plain("依照《同名资金管理办法》第三条办理。"))
        import_document(bureau, replace(sample, annexes=(replace(retained, matters=(matter,)),)), by=None)
        found = text(at_desk.get(HEALTH)).partition('id="unresolved"')[2]
        assert "同名资金管理办法" in found
        assert matter.name.value in found

    def test_of_an_agency_without_a_list(self, at_desk, bureau):
        assert "没有引用法规文件" in text(at_desk.get(HEALTH))
