"""The kit of a matter at its keeper's desk, its form as anybody fills it in, and the guide that the public reads."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.kits import check, read, to_json, to_toml
from quanze.registry.models import Matter
from quanze.rulebook import queries
from quanze.rulebook.models import Kit
from quanze.rulebook.services import confirm, set_kit
from quanze.site.kit_form import answers_from_post, kit_form
from tests.kits.kits import FILE, WHOLE, kit

KIT = kit()
DESK = "/desk/wolong-gxj/procedures/5/kit/"
GUIDE = "/wolong-gxj/matters/5/guide/"
SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "kits" / "05-new-product.toml"
NEW_PRODUCT = read(SAMPLE.read_bytes())


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def posted(answers: dict) -> QueryDict:
    """Answers as a browser sends them."""
    post = QueryDict(mutable=True)
    for key, said in answers.items():
        if isinstance(said, list) and said and isinstance(said[0], dict):
            for number, row in enumerate(said):
                for column, cell in row.items():
                    post[f"f.{key}.{number}.{column}"] = cell
        elif isinstance(said, list):
            post.setlist(f"f.{key}", said)
        else:
            post[f"f.{key}"] = str(said)
    return post


@pytest.fixture
def matter(edition, bureau) -> Matter:
    return Matter.objects.get(agency=bureau, number=5)


@pytest.fixture
def own(matter, bureau, keeper) -> Kit:
    """The bureau has a kit of its own for the matter."""
    return set_kit(bureau, 5, NEW_PRODUCT, keeper, source="新产品.toml")


class TestForm:
    def test_what_is_sent_is_what_was_typed(self):
        answers = answers_from_post(KIT, posted(WHOLE))
        assert answers == WHOLE | {"members": WHOLE["members"][:1]}
        assert check(KIT, answers).values == check(KIT, WHOLE).values

    def test_rows_between_keep_their_places(self):
        post = posted({"members": [{"name": ""}, {"name": "甲", "share": "多"}, {"name": ""}]})
        answers = answers_from_post(KIT, post)
        assert answers["members"] == [{}, {"name": "甲", "share": "多"}]
        paths = [problem.path for problem in check(KIT, answers, draft=True).problems]
        assert paths == ["members[1].share"]

    def test_what_no_field_asks_for_is_refused(self):
        post = posted({"admin": "1"})
        post["f.members.0.salary"] = "1"
        post["f.nothing.0.x"] = "1"
        post["csrfmiddlewaretoken"] = "t"
        paths = {problem.path for problem in check(KIT, answers_from_post(KIT, post), draft=True).problems}
        assert paths == {"admin", "members[0]", "nothing"}

    def test_what_was_typed_stands_there_again_with_what_is_wrong(self):
        answers = WHOLE | {"staff": "很多", "begun": "昨天", "years": [{"sales": "1"}, {"sales": "x"}]}
        form = kit_form(KIT, answers, check(KIT, answers))
        fields = {field.id: field for section in form.sections for field in section.fields}
        assert (fields["f-staff"].value, bool(fields["f-staff"].errors)) == ("很多", True)
        assert (fields["f-begun"].value, fields["f-begun"].type) == ("昨天", "text")
        cell = fields["f-years"].rows[1].cells[0]
        assert (cell.id, cell.value, bool(cell.errors)) == ("f-years-1-sales", "x", True)
        assert {ident for ident, _ in form.errors} == {"f-staff", "f-begun", "f-years-1-sales"}

    def test_a_day_is_shown_as_the_browser_takes_it(self):
        form = kit_form(KIT, {"begun": "2026年3月5日"})
        [begun] = [field for section in form.sections for field in section.fields if field.id == "f-begun"]
        assert (begun.value, begun.type) == ("2026-03-05", "date")

    def test_rows_come_on_demand_up_to_the_most(self):
        def rows(answers, more=""):
            form = kit_form(KIT, answers, more=more)
            return next(
                (len(field.rows), field.can_add)
                for section in form.sections
                for field in section.fields
                if field.id == "f-members"
            )

        assert rows({}) == (2, "members")
        assert rows({}, more="members") == (3, "")
        assert rows({"members": [{"name": "甲"}] * 3}) == (3, "")

    def test_a_condition_stands_in_words_and_for_the_script(self):
        fields = {field.id: field for section in kit_form(KIT).sections for field in section.fields}
        assert fields["f-level"].when == '{"sub_kind": ["city"]}'
        assert fields["f-level"].when_words == "申报类别为“市级”"
        assert fields["f-partner_code"].when == '{"joint": ["true"]}'

    def test_a_draft_that_was_kept_fills_the_form(self):
        kept = to_json(check(KIT, WHOLE).values)
        fields = {field.id: field for section in kit_form(KIT, kept).sections for field in section.fields}
        assert [option.chosen for option in fields["f-joint"].options] == [True, False]
        assert [option.label for option in fields["f-fields_of"].options if option.chosen] == ["装备", "食品"]
        assert fields["f-spent"].value == "1234.5"


names = st.sampled_from(
    [f"f.{key}" for key in WHOLE] + ["f.members.0.name", "f.years.999.sales", "f.x.1.y", "f."]
)


@given(st.dictionaries(names | st.text(max_size=12), st.text(max_size=20), max_size=10))
@settings(max_examples=100)
def test_whatever_is_sent_can_be_checked_and_shown_again(sent):
    post = QueryDict(mutable=True)
    post.update(sent)
    answers = answers_from_post(KIT, post)
    kit_form(KIT, answers, check(KIT, answers))


class TestDesk:
    def test_what_follows_from_the_list_says_so(self, at_desk, edition):
        page = text(at_desk.get(DESK))
        assert "本局还没有自己的配置" in page
        assert "说明申报内容的材料" in page

    def test_materials_say_where_they_are_asked_for(self, at_desk, own):
        page = text(at_desk.get(DESK))
        assert "工业新产品综合评价申请表" in page
        assert '<a href="/wolong-gxj/matters/5/#stages">“受理”环节的责任事项</a>' in page
        assert "假定，待核实" in page
        assert "来自“新产品.toml”" in page

    def test_the_file_comes_back_as_it_was(self, at_desk, own):
        toml = at_desk.get("/desk/wolong-gxj/procedures/5/kit.toml")
        assert read(toml.content) == NEW_PRODUCT
        assert "%E4%BA%8B%E9%A1%B9%E9%85%8D%E7%BD%AE.toml" in toml["Content-Disposition"]
        assert read(at_desk.get("/desk/wolong-gxj/procedures/5/kit.json").content) == NEW_PRODUCT

    def test_a_file_is_compared_before_it_is_put_in_place(self, at_desk, own, matter):
        changed = replace(NEW_PRODUCT, materials=NEW_PRODUCT.materials[1:])
        file = SimpleUploadedFile("改.toml", to_toml(changed).encode())
        page = text(at_desk.post(DESK, {"file": file}))
        assert "有1处不同" in page
        assert "工业新产品综合评价申请表" in page
        assert queries.kit_of(matter).kit == NEW_PRODUCT, "nothing is kept yet"
        said = {"text": to_toml(changed), "source": "改.toml", "seen": own.content_id}
        answer = at_desk.post(f"{DESK}set/", said)
        assert (answer.status_code, answer["Location"]) == (302, f"{DESK}?set=1")
        assert queries.kit_of(matter).kit == changed
        assert "已经采用" in text(at_desk.get(answer["Location"]))

    def test_the_same_file_changes_nothing(self, at_desk, own):
        file = SimpleUploadedFile("同.toml", to_toml(NEW_PRODUCT).encode())
        assert "完全相同" in text(at_desk.post(DESK, {"file": file}))

    def test_errors_of_a_file_stand_with_their_places(self, at_desk, own, matter):
        wrong = FILE.replace('kind = "text"', 'kind = "txt"', 1)
        page = text(at_desk.post(DESK, {"file": SimpleUploadedFile("错.toml", wrong.encode())}))
        assert "文件有1处要改，没有采用" in page
        assert "表单第1部分（项目），第1项（项目名称）：kind 没有“txt”这一种" in page

    def test_a_kit_of_another_matter_is_pointed_out(self, at_desk, own):
        page = text(at_desk.post(DESK, {"file": SimpleUploadedFile("别.toml", FILE.encode())}))
        assert "文件里写的是“西峡县科技奖励申报”" in page

    def test_who_comes_late_is_told(self, at_desk, own, matter):
        said = {"text": FILE, "source": "", "seen": "0" * 64}
        assert "已被更换" in text(at_desk.post(f"{DESK}set/", said))
        assert queries.kit_of(matter).kit == NEW_PRODUCT

    @pytest.mark.parametrize("data", [{}, {"file": SimpleUploadedFile("空.toml", b"")}])
    def test_no_file_is_told_at_the_field(self, at_desk, own, data):
        page = text(at_desk.post(DESK, data))
        assert 'id="file-error"' in page

    def test_a_link_to_an_act_leads_to_the_page(self, at_desk, own):
        assert at_desk.get(f"{DESK}set/")["Location"] == DESK

    def test_a_matter_that_is_not_in_force_is_not_found(self, at_desk, edition):
        assert at_desk.get(DESK.replace("/5/", "/99/")).status_code == 404


class TestTrying:
    def test_errors_stand_on_top_and_at_the_field(self, at_desk, own):
        page = text(at_desk.post(f"{DESK}try/", {"f.staff": "很多"}))
        assert '<a href="#f-staff">职工人数：请填写数字，例如 1234.5。</a>' in page
        assert 'id="f-staff-error"' in page
        assert 'value="很多"' in page

    def test_another_row_needs_no_script_and_checks_nothing(self, at_desk, own):
        page = text(at_desk.post(f"{DESK}try/", {"add": "team", "f.team.0.name": "张三"}))
        assert 'name="f.team.4.name"' in page
        assert 'value="张三"' in page
        assert "请先改正" not in page

    def test_what_is_whole_is_shown_as_officers_read_it(self, at_desk, bureau, keeper, edition):
        set_kit(bureau, 5, KIT, keeper)
        page = text(at_desk.post(f"{DESK}try/", posted(WHOLE).dict() | {"f.fields_of": ["食品"]}))
        assert "可以提交" in page
        assert "1,234.5万元" in page
        assert "研究报告、联合申报协议、授权委托书" in page


class TestGuide:
    def test_it_says_what_to_bring_and_where_that_is_asked_for(self, client, own):
        page = text(client.get(GUIDE))
        assert "要交什么" in page
        assert "研制总结报告" in page
        assert "《河南省工业新产品综合评价办法（试行）》（豫工信科〔2018〕133号）第六条</a>" in page
        assert re.search(r'<a href="/laws/\d+/">《河南省工业新产品综合评价办法', page)
        assert "当场或2日" in page
        assert "工业和运行监测协调办公室承办" in page

    def test_an_article_that_is_held_is_linked(self, client, coal, bureau, keeper):
        mine = SAMPLE.parent / "01-coal-mine-closure.toml"
        set_kit(bureau, 1, mine.read_bytes(), keeper)
        page = text(client.get("/wolong-gxj/matters/1/guide/"))
        assert f'<a href="/laws/{coal.pk}/#a20">《河南省煤炭条例》第二十条</a>' in page

    def test_without_a_kit_it_follows_from_the_list(self, client, edition):
        page = text(client.get("/wolong-gxj/matters/9/guide/"))
        assert "第三方评估报告" in page
        assert "本局还没有为本项另外写明材料" in page

    def test_an_unconfirmed_procedure_is_said_to_be(self, client, own, bureau, keeper):
        assert "现在还不能网上受理" in text(client.get(GUIDE))
        confirm(bureau, 5, queries.review(bureau, 5).proposal.digest, keeper)
        assert "现在还不能网上受理" not in text(client.get(GUIDE))

    def test_doors_lead_to_it(self, client, edition):
        assert GUIDE in text(client.get("/wolong-gxj/affairs/"))
        assert GUIDE in text(client.get("/wolong-gxj/matters/5/"))

    def test_a_matter_that_is_not_in_force_has_none(self, client, edition):
        assert client.get("/wolong-gxj/matters/99/guide/").status_code == 404

    def test_it_takes_few_queries(self, client, own, bureau, keeper, django_assert_max_num_queries):
        confirm(bureau, 5, queries.review(bureau, 5).proposal.digest, keeper)
        with django_assert_max_num_queries(20):
            client.get(GUIDE)
