"""An adjustment at the desk: drafted from a document, written, answered, decided by others, published."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.adjustments import queries, services
from quanze.adjustments.models import Adjustment
from quanze.adjustments.queries import load_after
from quanze.lists.model import AnnexKind, Text
from quanze.people.models import Agency, Person
from quanze.registry import queries as lists
from tests.files.made import PDF
from tests.site.adjusting import AT, STAGES, Desk, begin_to_adjust
from tests.site.conftest import person

MOST = 13
"""Queries of a page, three for the session among them."""

MOST_OF_LAW = 15
"""Of the page of questions, which asks the library too, and once in the life of a process for all titles."""


def most(path: str) -> int:
    return MOST_OF_LAW if path.endswith("questions/") else MOST


@pytest.fixture
def desk(request, start) -> Desk:
    return start(begin_to_adjust, *(stage for stage in STAGES if stage in request.fixturenames))


@pytest.fixture
def drafted(desk) -> Desk:
    """The desk with the sample's document made a draft."""
    return desk


@pytest.fixture
def completed(desk) -> Desk:
    """The desk with a draft that may be submitted."""
    return desk


@pytest.fixture
def submitted(desk) -> Desk:
    """The desk with that draft under review."""
    return desk


@pytest.fixture
def bureau(desk) -> Agency:
    return desk.bureau


@pytest.fixture
def keeper(desk) -> Person:
    return desk.keeper


def text(answer) -> str:
    return answer.content.decode()


def line_of(desk: Desk, position: int):
    return queries.changes_of(desk.adjustment())[position - 1]


class TestDrafting:
    def test_from_an_upload_lists_what_the_document_would_change(self, desk, sample_docx):
        at = desk.at(desk.keeper)
        file = SimpleUploadedFile("2025年权责清单.docx", sample_docx.read_bytes())
        review = text(at.post("/desk/wolong-gxj/uploads/", {"file": file}, follow=True))
        assert "起草调整" in review
        upload = lists.uploads(desk.bureau).get()
        draft_page = f"/desk/wolong-gxj/uploads/{upload.pk}/draft/"
        answer = at.post(draft_page, {"title": "2025年调整"}, follow=True)
        page = text(answer)
        assert answer.redirect_chain[-1][0].endswith("/adjustments/1/changes/")
        assert "共2条" in page
        assert "<strong>2条待定</strong>" in page
        assert "<ins>" in page
        assert "2栏待选" in page

    def test_a_blank_draft_wants_a_title(self, desk):
        page = text(desk.at(desk.keeper).post("/desk/wolong-gxj/adjustments/new/", {"title": ""}))
        assert page.count("请写明调整的标题") == 2, "in the summary and at the field"

    def test_a_correction_names_the_edition_that_it_corrects(self, desk):
        form = {"title": "更正", "corrects": "1"}
        page = text(desk.at(desk.keeper).post("/desk/wolong-gxj/adjustments/new/", form, follow=True))
        assert "更正第1版" in page
        assert desk.adjustment().corrects == desk.first

    @pytest.mark.parametrize("order", ["accept", "leave"])
    def test_a_proposal_is_taken_or_left(self, drafted, order):
        page = text(drafted.post(drafted.keeper, "changes/1/decide/", do=order))
        assert line_of(drafted, 1).decision == {"accept": "accepted", "leave": "rejected"}[order]
        assert "<strong>1条待定</strong>" in page

    def test_one_of_two_texts_is_chosen(self, drafted):
        desk, line = drafted, line_of(drafted, 1)
        at = desk.at(desk.keeper)
        form = {"version": line.version, "path": "liability", "do": "adjusted"}
        assert "1栏待选" in text(at.post(f"{AT}changes/1/decide/", form, follow=True))
        assert line_of(desk, 1).choices["liability"]["chosen"] == "adjusted"

    def test_a_third_text_is_written_and_other_fields_stay_undecided(self, drafted):
        line = line_of(drafted, 1)
        form = {"version": line.version, "path": "liability", "do": "own", "text": "自己写的追责情形"}
        page = text(drafted.at(drafted.keeper).post(f"{AT}changes/1/decide/", form, follow=True))
        assert "本条自己的文字，与" in page
        now = line_of(drafted, 1)
        assert now.after[0]["liability"] == "自己写的追责情形"
        others = {path: each["chosen"] for path, each in now.choices.items() if path != "liability"}
        assert now.choices["liability"]["chosen"] == "own"
        assert others == {path: line.choices[path]["chosen"] for path in others}


KINDS = {
    "added": ([], 1),
    "cancelled": (["1"], 0),
    "delegated": (["1"], 0),
    "taken_on": ([], 1),
    "changed": (["1"], 1),
    "merged": (["1", "2"], 1),
    "divided": (["1"], 2),
    "transferred": (["1"], 0),
}


class TestWriting:
    @pytest.fixture
    def blank(self, desk) -> Desk:
        services.begin(desk.bureau, desk.keeper, "2026年调整")
        return desk

    def form_of(self, desk: Desk, position: int = 1) -> dict[str, str]:
        """What the editor's form would post, as it stands."""
        page = text(desk.at(desk.keeper).get(f"{AT}changes/{position}/"))
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        form |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
        return {name: unescape(value) for name, value in form.items() if name != "csrfmiddlewaretoken"}

    def save(self, desk: Desk, form: dict[str, str], do: str = "save") -> str:
        answer = desk.at(desk.keeper).post(f"{AT}changes/1/", {**form, "do": do}, follow=True)
        assert answer.status_code == 200
        return text(answer)

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_line_of_every_kind(self, blank, kind):
        matters, afters = KINDS[kind]
        page = text(blank.post(blank.keeper, "changes/new/", kind=kind, matter=matters))
        assert "方式和理由" in page
        line = line_of(blank, 1)
        assert (line.kind, len(line.befores.all()), len(line.after)) == (kind, len(matters), afters)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "请选择调整的方式"),
            ({"kind": "merged", "matter": ["1"]}, "至少2项"),
            ({"kind": "changed"}, "须有"),
        ],
    )
    def test_what_is_no_change_of_its_kind_is_refused_with_the_reason(self, blank, fields, words):
        assert words in text(blank.post(blank.keeper, "changes/new/", **fields))
        assert queries.changes_of(blank.adjustment()) == []

    def test_saving_what_nobody_touched_changes_no_text(self, blank):
        blank.post(blank.keeper, "changes/new/", kind="changed", matter=["3"])
        before = line_of(blank, 1).after
        self.save(blank, self.form_of(blank))
        assert line_of(blank, 1).after == before

    def test_a_field_is_rewritten_and_its_difference_shown(self, blank):
        blank.post(blank.keeper, "changes/new/", kind="changed", matter=["1"])
        form = self.form_of(blank)
        old = form["m0-1"]
        looked = self.save(blank, {**form, "m0-1": old + "\r\n另据《新规定》。"}, "look")
        assert "另据《新规定》。</ins>" in looked
        assert line_of(blank, 1).after[0]["basis"] == old, "looking keeps nothing"
        self.save(blank, {**form, "m0-1": old + "\r\n另据《新规定》。", "reason": "依据新订"})
        line = line_of(blank, 1)
        assert line.after[0]["basis"] == old + "\n另据《新规定》。"
        assert line.reason == "依据新订"

    @pytest.mark.parametrize("name", ["", "  \u3000"])
    @pytest.mark.parametrize("kind", ["changed", "added"])
    def test_a_blank_name_is_refused_and_what_was_typed_stays(self, blank, kind, name):
        blank.post(blank.keeper, "changes/new/", kind=kind, matter=["1"] if kind == "changed" else [])
        before = line_of(blank, 1).after
        page = self.save(blank, {**self.form_of(blank), "m0-0": name, "reason": "打了字的理由"})
        assert "请写明职权名称" in page
        assert "打了字的理由" in page
        line = line_of(blank, 1)
        assert (line.after, line.reason) == (before, "")

    def test_a_line_without_a_name_is_not_submitted(self, blank):
        blank.post(blank.keeper, "changes/new/", kind="added")
        examined = queries.examine(blank.adjustment())
        assert any("没有写明职权名称" in why for why in examined.incomplete)

    def test_stages_are_added_moved_and_taken_out_as_rows(self, blank):
        blank.post(blank.keeper, "changes/new/", kind="changed", matter=["1"])
        form = self.form_of(blank)
        names = [stage["name"] for stage in line_of(blank, 1).after[0]["stages"]]
        assert len(names) == 4 or len(names) == 3
        page = self.save(blank, form, "add-0")
        assert f'name="m0-stages" value="{len(names) + 1}"' in page
        self.save(blank, {**form, "m0-stages": str(len(names) + 1), f"m0-s{len(names)}-name": "公布"})
        assert [stage["name"] for stage in line_of(blank, 1).after[0]["stages"]] == [*names, "公布"]
        form = self.form_of(blank)
        moved = self.save(blank, form, "up-0-1")
        assert moved.index(f">\n{names[1]}</textarea>") < moved.index(f">\n{names[0]}</textarea>")
        assert f'name="m0-stages" value="{len(names)}"' in self.save(blank, form, "remove-0-0")

    def test_who_comes_second_is_told_and_loses_nothing(self, blank, bureau):
        from quanze.people.roles import RoleKind

        blank.post(blank.keeper, "changes/new/", kind="changed", matter=["1"])
        form = self.form_of(blank)
        second = person("second", RoleKind.LIST_KEEPER, bureau)
        line = line_of(blank, 1)
        services.edit_change(line, second, line.version, reason="第二人写的")
        page = self.save(blank, {**form, "m0-1": "我写的依据"})
        assert "姓名second于" in page
        assert "我写的依据</textarea>" in page
        assert "现在保存的是：第二人写的" in page
        assert line_of(blank, 1).reason == "第二人写的"
        assert line_of(blank, 1).after[0]["basis"] != "我写的依据"

    def test_official_text_is_never_taken_for_markup(self, blank):
        blank.post(blank.keeper, "changes/new/", kind="changed", matter=["1"])
        evil = "</textarea><script>alert(1)</script>"
        self.save(blank, {**self.form_of(blank), "m0-1": evil, "reason": evil})
        for path in ("", "changes/", "changes/1/"):
            page = text(blank.at(blank.keeper).get(f"{AT}{path}"))
            assert "<script>alert" not in page, path


class TestTheWay:
    def test_through_all_hands_to_the_next_edition(self, drafted):
        desk = drafted
        assert "还不能送审" in text(desk.at(desk.keeper).get(f"{AT}questions/"))
        desk.complete()
        assert "可以送审" in text(desk.at(desk.keeper).get(f"{AT}questions/"))
        desk.post(desk.keeper, "submit/", comment="请审核")
        for step, who in desk.deciders.items():
            assert "2025年调整" in text(desk.at(who).get("/desk/")) or step == "approval"
        desk.post(desk.deciders["staffing"], "steps/staffing/pass/", comment="同意")
        desk.post(desk.deciders["justice"], "steps/justice/pass/")
        approve = desk.deciders["approval"], "steps/approval/pass/"
        scan = SimpleUploadedFile("批复.pdf", PDF)
        page = text(desk.post(*approve, number="宛龙政〔2025〕9号", **{"scan-file": scan}))
        assert "须登记批准文件的日期" in page
        assert "宛龙政〔2025〕9号" in page, "what was typed is kept"
        [kept] = re.findall(r'name="scan" value="(\d+)" checked', page)
        page = text(desk.post(*approve, number="宛龙政〔2025〕9号", on="2025-11-20", scan=kept))
        assert "批复.pdf" in page
        passed = desk.adjustment().version
        assert desk.at(desk.keeper).get(f"{AT}scans/{passed}/").getvalue() == PDF
        assert desk.at(desk.keeper).get(f"/files/{kept}/").status_code == 200, (
            "seen by who may see the adjustment"
        )
        assert desk.at(person("visitor")).get(f"/files/{kept}/").status_code == 403
        page = text(desk.post(desk.keeper, "publish/", effective_from="2025-12-01"))
        assert "已公布为第2版" in page
        edition = lists.last(desk.bureau)
        assert edition.effective_from == date(2025, 12, 1)
        assert len(lists.annexes(edition, AnnexKind.ADJUSTED)[0].matters) == 2

    def test_is_returned_with_comments_and_withdrawn(self, submitted):
        desk = submitted
        who = desk.deciders["justice"]
        assert "请写明退回的意见" in text(desk.post(who, "steps/justice/return/", comment=" "))
        assert "依据不全" in text(desk.post(who, "steps/justice/return/", comment="依据不全"))
        assert desk.adjustment().state == "returned"
        desk.post(desk.keeper, "submit/")
        desk.post(desk.keeper, "withdraw/", comment="还要改")
        assert desk.adjustment().state == "draft"
        desk.post(desk.keeper, "abandon/", comment="不调整了")
        assert desk.adjustment().state == "abandoned"

    def test_those_who_decide_see_that_it_is_due_soon(self, submitted):
        reviewer = submitted.at(submitted.deciders["staffing"])
        assert "即将到期" not in text(reviewer.get("/desk/"))
        Adjustment.objects.update(due_on=timezone.localdate() + timedelta(queries.SOON))
        for path in ("/desk/", AT, LIST):
            assert "即将到期" in text(submitted.at(submitted.keeper).get(path)), path
        for path in ("/desk/", AT):
            assert "即将到期" in text(reviewer.get(path)), path
        assert "这一期限的依据：清单动态调整的规定。" in text(reviewer.get(AT))

    def test_the_reason_is_shown_where_somebody_may_not(self, submitted):
        desk = submitted
        page = text(desk.at(desk.keeper).get(AT))
        assert "编办审核通过" not in page
        assert "编办审核人可以进行此操作" in page

    def test_findings_are_answered_on_their_page(self, completed):
        desk = completed
        examined = queries.examine(desk.adjustment())
        keys = [each.key for each in examined.questions][:2]
        page = text(desk.post(desk.keeper, "questions/", keys=keys, text="已与市局核对"))
        assert page.count("答复：已与市局核对") == len(keys) > 0

    def test_an_answer_wants_words_and_keeps_what_was_ticked(self, completed):
        desk = completed
        key = queries.examine(desk.adjustment()).questions[0].key
        page = text(desk.post(desk.keeper, "questions/", keys=[key], text=""))
        assert "请写明答复" in page
        assert f'value="{key}" checked' in page


LIST = "/desk/wolong-gxj/adjustments/"
READ = [AT, f"{AT}changes/", f"{AT}questions/", LIST, "/desk/"]
WRITTEN = [f"{AT}changes/1/", f"{AT}changes/new/"]


class TestTheDesk:
    def asked(self, desk: Desk, path: str, who: Person | None = None) -> int:
        at = desk.at(who or desk.keeper)
        at.get("/desk/")  # the first page after a log-in notes the time of it
        with CaptureQueriesContext(connection) as found:
            assert at.get(path).status_code == 200
        return len(found)

    @pytest.mark.parametrize("path", [*READ, *WRITTEN])
    def test_asks_the_database_seldom_of_a_draft(self, drafted, path):
        assert self.asked(drafted, path) <= most(path)

    def test_asks_no_more_of_a_draft_with_many_lines(self, desk):
        services.begin(desk.bureau, desk.keeper, "2026年调整")
        asked: dict[str, set[int]] = {
            path: set() for path in (AT, f"{AT}changes/", f"{AT}changes/1/", f"{AT}questions/")
        }
        for number in range(1, 7):
            desk.post(desk.keeper, "changes/new/", kind="changed", matter=[str(number)])
            line = line_of(desk, number)
            after = replace(load_after(line.after[0]), office=Text.plain("新的股室"))
            services.edit_change(
                line, desk.keeper, line.version, after=[after], reason="改", basis="改", under_way="switch"
            )
            for path, counts in asked.items():
                desk.at(desk.keeper).get(path)
                counts.add(self.asked(desk, path))
        assert {path: len(counts) for path, counts in asked.items()} == dict.fromkeys(asked, 1)

    @pytest.mark.parametrize("path", [LIST, "/desk/"])
    def test_asks_no_more_with_many_drafts(self, desk, path):
        asked = []
        for number in range(1, 5):
            services.begin(desk.bureau, desk.keeper, f"第{number}次调整")
            self.asked(desk, path)
            asked.append(self.asked(desk, path))
        assert len(set(asked)) == 1

    @pytest.mark.parametrize("path", READ)
    def test_asks_the_database_seldom_of_what_is_under_review(self, submitted, path):
        queries.examine(submitted.adjustment())  # a process reads an edition once
        assert self.asked(submitted, path) <= most(path)

    @pytest.mark.parametrize("step", ["staffing", "justice", "approval"])
    def test_asks_the_database_seldom_for_those_who_decide(self, submitted, step):
        queries.examine(submitted.adjustment())
        for path in (AT, f"{AT}changes/", f"{AT}questions/", "/desk/"):
            assert self.asked(submitted, path, submitted.deciders[step]) <= most(path), path

    def test_asks_no_more_often_for_several_under_review_than_for_one(self, submitted):
        adjustment, keeper = submitted.adjustment(), submitted.keeper
        pages = [(LIST, keeper), ("/desk/", keeper), ("/desk/", submitted.deciders["staffing"])]
        before = [self.asked(submitted, path, who) for path, who in pages]
        for number in range(2, 12):
            twin = Adjustment.objects.get(pk=adjustment.pk)
            twin.pk, twin.number, twin.state, twin.round = None, number, Adjustment.State.REVIEW, 1
            twin.save()
        assert [self.asked(submitted, path, who) for path, who in pages] == before
