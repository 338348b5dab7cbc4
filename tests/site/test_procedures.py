"""The list keeper reads the steps beside the list's words, corrects them, and confirms; the public sees the chart."""

from __future__ import annotations

import re

import pytest

from quanze.lists.model import Text
from quanze.procedure.codec import dump_procedure
from quanze.procedure.corrections import Change, StepOf
from quanze.procedure.model import Kind, Limit, Origin, Passage, Step, Unit
from quanze.registry.models import Matter
from quanze.registry.services import import_document
from quanze.rulebook import queries
from quanze.rulebook.models import Correction, Procedure
from quanze.rulebook.services import confirm
from quanze.site import procedures
from quanze.site.procedure_forms import corrections_of, initial_of
from quanze.site.views import procedures as views

LIST = "/desk/wolong-gxj/procedures/"
FUND = f"{LIST}2/"
ODD = "妥善保管，择日再叙。"


def text(answer) -> str:
    return answer.content.decode()


def found(bureau, number: int = 2) -> queries.Review:
    return queries.review(bureau, number)


def step(bureau, kind: Kind, number: int = 2):
    return next(each for each in found(bureau, number).proposal.procedure.steps if each.kind is kind)


def address(bureau, kind: Kind, number: int = 2) -> str:
    return f"{LIST}{number}/steps/{step(bureau, kind, number).key}/"


def filled(page: str, **answers: str) -> dict[str, str]:
    """The form of a step as the browser would send it, with other answers."""
    form = page[page.index('class="correcting"') :].split("</form>")[0]
    said = {"kind": re.search(r'<option value="(\w+)" selected>', form)[1]}
    said["limit_unit"] = re.findall(r'<option value="(\w+)" selected>', form)[1]
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"(?! ?checked)', form):
        if f'type="checkbox" id="id_{name}"' not in form and name != "csrfmiddlewaretoken":
            said[name] = value
    said |= dict.fromkeys(re.findall(r'name="(\w+)" value="on" checked', form), "on")
    return said | answers


@pytest.fixture
def odd(bureau, sample):
    """The sample list, but the second matter's first duty ends in words that no pattern covers."""
    from dataclasses import replace

    annexes = []
    for annex in sample.annexes:
        matters = list(annex.matters)
        if len(matters) == 10 and matters[1].stages:
            first, *rest = matters[1].stages
            duty = Text.plain(first.duty.value + "\n" + ODD)
            matters[1] = replace(matters[1], stages=(replace(first, duty=duty), *rest))
        annexes.append(replace(annex, matters=tuple(matters)))
    return import_document(bureau, replace(sample, annexes=tuple(annexes)), by=None)


class TestLooking:
    def test_every_matter_stands_with_its_state(self, at_desk, edition):
        page = text(at_desk.get(LIST))
        assert page.count('<span class="standing unconfirmed">') == 11, "ten rows and the filter"
        assert "没有这样的事项" in text(at_desk.get(f"{LIST}?standing=confirmed"))

    def test_matters_are_found_by_name(self, at_desk, edition):
        page = text(at_desk.get(f"{LIST}?name=绿色"))
        assert page.count('<th scope="row">') == 1
        assert "绿色工厂" in page

    def test_a_long_list_has_pages(self, at_desk, edition, monkeypatch):
        monkeypatch.setattr(views, "PER_PAGE", 4)
        assert text(at_desk.get(f"{LIST}?page=3")).count('<th scope="row">') == 2

    def test_the_desk_counts_what_waits(self, at_desk, bureau, keeper, edition):
        assert '待确认的办理规程</th><td class="num">10</td>' in text(at_desk.get("/desk/"))
        confirm(bureau, 2, found(bureau).proposal.digest, keeper)
        assert '待确认的办理规程</th><td class="num">9</td>' in text(at_desk.get("/desk/"))

    def test_a_procedure_can_be_taken_away_as_json(self, at_desk, bureau, edition):
        answer = at_desk.get(f"{LIST}2.json")
        assert answer.json() == dump_procedure(found(bureau).proposal.procedure)
        assert "attachment" in answer["Content-Disposition"]

    def test_without_a_list_it_says_what_to_do(self, at_desk):
        assert "上传清单文件" in text(at_desk.get(LIST))

    @pytest.mark.parametrize("number", range(1, 11))
    def test_every_step_leads_to_its_words_and_back(self, at_desk, bureau, edition, number):
        page = text(at_desk.get(f"{LIST}{number}/"))
        steps = found(bureau, number).proposal.procedure.steps
        assert steps
        for each in steps:
            assert page.count(f'id="step-{each.key}"') == 1
            assert page.count(f'id="text-{each.key}"') == 1
            assert f'href="#step-{each.key}"' in page
            assert f'href="#text-{each.key}"' in page
        assert page.count('class="flow-chart') == 2

    def test_nothing_of_the_lists_words_is_lost(self, bureau, edition):
        for number in range(1, 11):
            review = found(bureau, number)
            shown = " ".join(
                re.sub(r"<a class=\"ref\".*?</a>|<[^>]+>", "", each.html)
                for place in procedures.places(review.content, review.proposal)
                for each in place.texts
            )
            for stage in review.content.stages:
                for line in (stage.duty.value if stage.duty else "").splitlines():
                    assert line in shown

    def test_what_compiling_found_is_shown(self, at_desk, bureau, edition):
        page = text(at_desk.get(f"{LIST}3/"))
        for finding in found(bureau, 3).proposal.procedure.findings:
            assert finding.rule in page
        assert "由环节名称得出" in page

    @pytest.mark.parametrize("path", ["99/", "99/steps/a/", "2/steps/none/", "2/clauses/none/"])
    def test_what_is_not_there_is_not_found(self, at_desk, edition, path):
        assert at_desk.get(f"{LIST}{path}").status_code == 404


class TestCorrecting:
    def test_the_unit_of_a_limit_is_confirmed(self, at_desk, bureau, edition):
        where = address(bureau, Kind.SUPPLEMENT)
        page = text(at_desk.get(where))
        answer = at_desk.post(where, filled(page, limit_unit="working_day", reason="市局答复"))
        assert answer["Location"].startswith(f"{FUND}#step-")
        assert step(bureau, Kind.SUPPLEMENT).limit.unit is Unit.WORKING_DAY
        assert Correction.objects.get().body["do"] == "unit"
        page = text(at_desk.get(FUND))
        assert "市局答复" in page
        assert "“告知补正”期限里的“日”是工作日" in page
        assert "待确认是工作日还是自然日" not in page

    def test_several_things_at_once_are_one_act(self, at_desk, bureau, edition):
        where = address(bureau, Kind.SUPPLEMENT)
        page = text(at_desk.get(where))
        at_desk.post(
            where, filled(page, limit_unit="calendar_day", min_people="3", reason="局规定", external="on")
        )
        made = step(bureau, Kind.SUPPLEMENT)
        assert (made.limit.unit, made.min_people, made.external) == (Unit.CALENDAR_DAY, 3, True)
        assert [row.body["do"] for row in Correction.objects.all()] == ["unit", "change"]

    def test_hours_and_an_extension_are_said_by_a_person(self, at_desk, bureau, edition):
        where = address(bureau, Kind.SUPPLEMENT)
        page = text(at_desk.get(where))
        said = {"limit_n": "", "minutes": "1440", "extendable": "on", "longer_n": "2", "longer_unit": "month"}
        at_desk.post(where, filled(page, reason="局规定", **said))
        made = step(bureau, Kind.SUPPLEMENT)
        assert (made.limit, made.minutes) == (None, 1440)
        assert (made.extendable, made.longer) == (True, Limit(2, Unit.MONTH))
        assert "24小时，可以延长2个月" in text(at_desk.get(FUND))

    def test_a_step_is_dropped_and_taken_back(self, at_desk, bureau, edition):
        where = address(bureau, Kind.PUBLICIZE, 3)
        at_desk.post(where, {"act": "drop", "drop-reason": "责任事项没有公示"})
        assert Kind.PUBLICIZE not in {each.kind for each in found(bureau, 3).proposal.procedure.steps}
        pk = Correction.objects.get().pk
        at_desk.post(f"{LIST}3/withdraw/", {"correction": pk})
        assert step(bureau, Kind.PUBLICIZE, 3)
        assert "已撤回" in text(at_desk.get(f"{LIST}3/"))

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"reason": ""}, "请写明理由或来源"),
            ({"reason": "因" * 301}, "不能超过300个字"),
            ({"reason": "甲", "limit_n": "0"}, "大于 0 的整数"),
            ({"reason": "甲", "limit_n": "9999"}, "期限太长"),
            ({"reason": "甲", "longer_n": "9999"}, "期限太长"),
            ({"reason": "甲", "minutes": "99999"}, "请以日计"),
            ({"reason": "甲", "min_people": "100"}, "不超过 99"),
            ({"reason": "甲", "kind": "dance"}, "请选择步骤种类"),
            ({"reason": "甲", "limit_unit": "year"}, "请选择单位"),
            ({"reason": "甲", "party": "局" * 2001}, "不能超过2000个字"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_on_top(self, at_desk, bureau, edition, answers, words):
        where = address(bureau, Kind.SUPPLEMENT)
        page = text(at_desk.post(where, filled(text(at_desk.get(where)), **answers)))
        assert page.count(words) == 2
        assert not Correction.objects.exists()

    def test_nothing_changed_is_no_correction(self, at_desk, bureau, edition):
        where = address(bureau, Kind.SUPPLEMENT)
        page = text(at_desk.post(where, filled(text(at_desk.get(where)), reason="试试")))
        assert "没有改动任何一项" in page
        assert not Correction.objects.exists()

    def test_a_condition_over_two_lines_is_not_changed_by_looking_at_it(self):
        named = StepOf("不齐全的，\n一次告知", Kind.SUPPLEMENT)
        passage = Passage("stages[0].duty", 0, 10)
        had = Step("a", Kind.SUPPLEMENT, Origin.DUTY, 0, named.text, passage, condition="不齐全的，\n")
        said = initial_of(had) | {"kind": Kind.SUPPLEMENT, "condition": "不齐全的，"}
        said = {name: value for name, value in said.items() if not name.startswith(("limit_", "longer_"))}
        assert corrections_of(had, named, said) == []
        assert corrections_of(had, named, said | {"condition": None}) == [Change(named, {"condition": None})]

    def test_an_unread_clause_is_shown_in_full_and_mapped(self, at_desk, bureau, odd):
        page = text(at_desk.get(FUND))
        clauses = found(bureau).proposal.procedure.uncompiled
        assert clauses
        assert page.count("未识别的文字") == len(clauses)
        for clause in clauses:
            key = procedures.clause_key(clause)
            where = f"{FUND}clauses/{key}/"
            assert clause.text in text(at_desk.get(where))
            answer = at_desk.post(where, {"kind": "other", "reason": "作注意事项", "limit_unit": "day"})
            assert answer.status_code == 302
        assert not found(bureau).proposal.procedure.uncompiled
        assert "由人工对应，见更正记录" in text(at_desk.get(FUND))

    def test_a_promise_is_set_and_taken_back(self, at_desk, bureau, edition):
        said = {"promise-limit_n": "20", "promise-limit_unit": "working_day", "promise-reason": "局务会"}
        at_desk.post(f"{FUND}promise/", said)
        assert "承诺20个工作日" in text(at_desk.get(FUND))
        at_desk.post(f"{FUND}promise/", said | {"promise-limit_n": ""})
        assert found(bureau).proposal.promised is None

    def test_a_promise_without_a_reason_asks_again(self, at_desk, edition):
        page = text(at_desk.post(f"{FUND}promise/", {"promise-limit_n": "-1"}))
        assert page.count("请写明理由或来源") == 2
        assert page.count("大于 0 的整数") == 2
        assert not Correction.objects.exists()

    @pytest.mark.parametrize("pk", ["", "7", "甲", "9" * 30])
    def test_what_is_no_correction_is_not_withdrawn(self, at_desk, edition, pk):
        assert "没有这一条更正" in text(at_desk.post(f"{FUND}withdraw/", {"correction": pk}))

    @pytest.mark.parametrize("act", ["promise", "withdraw", "confirm"])
    def test_never_by_a_link(self, at_desk, edition, act):
        assert at_desk.get(f"{FUND}{act}/")["Location"] == FUND
        assert not Procedure.objects.exists()


class TestConfirming:
    def test_what_was_looked_at_is_confirmed_and_the_public_sees_its_chart(
        self, at_desk, bureau, edition, client
    ):
        before = text(at_desk.get("/wolong-gxj/matters/2/"))
        assert 'class="flow-chart' not in before
        assert 'class="flow wide"' in before
        seen = found(bureau).proposal.digest
        page = text(at_desk.post(f"{FUND}confirm/", {"checked": "on", "seen": seen}, follow=True))
        assert "新的申请按下面的规程办理" in page
        assert queries.procedure_in_force(Matter.objects.get(agency=bureau, number=2))
        at_desk.logout()
        after = text(client.get("/wolong-gxj/matters/2/"))
        assert after.count('class="flow-chart') == 2
        assert 'class="flow wide"' not in after

    def test_the_promise_is_public_once_confirmed(self, at_desk, bureau, edition):
        said = {"promise-limit_n": "20", "promise-limit_unit": "working_day", "promise-reason": "局务会"}
        at_desk.post(f"{FUND}promise/", said)
        assert "承诺时限" not in text(at_desk.get("/wolong-gxj/matters/2/"))
        at_desk.post(f"{FUND}confirm/", {"checked": "on", "seen": found(bureau).proposal.digest})
        assert "从受理到办结20个工作日" in text(at_desk.get("/wolong-gxj/matters/2/"))

    def test_nothing_is_confirmed_unlooked(self, at_desk, bureau, edition):
        page = text(at_desk.post(f"{FUND}confirm/", {"seen": found(bureau).proposal.digest}))
        assert page.count("请先核对各步骤，再勾选确认") == 2
        assert not Procedure.objects.exists()

    def test_nothing_is_confirmed_that_became_another(self, at_desk, edition):
        assert "查看以后有了变化" in text(at_desk.post(f"{FUND}confirm/", {"checked": "on", "seen": "x"}))
        assert not Procedure.objects.exists()

    def test_unread_clauses_hold_it_up(self, at_desk, bureau, odd):
        seen = found(bureau).proposal.digest
        assert "对应以后再确认" in text(at_desk.post(f"{FUND}confirm/", {"checked": "on", "seen": seen}))
        assert not Procedure.objects.exists()

    def test_a_changed_list_asks_for_it_again(self, at_desk, bureau, edition, odd_after):
        assert "清单已变，待重新确认</h2>" in text(at_desk.get(FUND))
        assert 'class="flow-chart' not in text(at_desk.get("/wolong-gxj/matters/2/"))
        assert '<span class="standing changed">' in text(at_desk.get(LIST))

    @pytest.fixture
    def odd_after(self, at_desk, bureau, edition, request):
        """The second matter confirmed, and then published with other words."""
        at_desk.post(f"{FUND}confirm/", {"checked": "on", "seen": found(bureau).proposal.digest})
        return request.getfixturevalue("odd")
