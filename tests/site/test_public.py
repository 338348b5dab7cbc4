"""What the public sees, and what it does not."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.urls import reverse

from quanze.lists import readers
from quanze.lists.model import AnnexKind
from quanze.people.services import open_agency
from quanze.registry import queries
from quanze.registry.services import import_document, import_with_past
from tests.registry.conftest import listing

COAL = "关闭煤矿和报废矿井许可审核"
FUND = "省先进制造业发展专项资金项目申报"


def text(answer) -> str:
    return answer.content.decode()


class TestTheFirstPage:
    def test_of_an_installation_with_one_list_is_that_agencys_own(self, client, edition):
        page = text(client.get("/"))
        assert "<h1>南阳市卧龙区工业和信息化局</h1>" in page
        assert page == text(client.get("/wolong-gxj/"))

    def test_names_all_agencies_that_have_a_list(self, client, edition, neighbour, sample):
        open_agency("sfj", "司法局")
        import_document(neighbour, sample, by=None)
        page = text(client.get("/"))
        assert "南阳市卧龙区工业和信息化局" in page
        assert "南阳市宛城区工业和信息化局" in page
        assert "司法局" not in page

    def test_of_an_empty_installation_says_what_to_do(self, client, db):
        assert "还没有公布的清单" in text(client.get("/"))

    def test_shows_all_ten_categories_and_links_none_that_is_empty(self, client, edition):
        page = text(client.get("/wolong-gxj/"))
        assert page.count('<span class="none">0项</span>') == 9
        assert "其他职权</a><strong>10项</strong>" in page

    def test_says_that_a_date_is_assumed(self, client, edition):
        page = text(client.get("/wolong-gxj/"))
        today = edition.effective_from
        assert f"{today.year}年{today.month}月{today.day}日" in page
        assert "假定" in page

    def test_gives_the_contact(self, client, edition):
        assert "63170781" in text(client.get("/wolong-gxj/"))

    def test_of_an_agency_without_a_list_says_so(self, client, bureau):
        answer = client.get("/wolong-gxj/")
        assert answer.status_code == 404
        assert "还没有公布权责清单" in text(answer)

    @pytest.mark.parametrize("demo", [True, False])
    def test_says_whether_the_installation_is_a_demo(self, client, edition, bureau, demo):
        bureau.demo = demo
        bureau.save()
        assert ("<strong>演示</strong>" in text(client.get("/"))) is demo


@pytest.mark.parametrize(("door", "words"), [("affairs", "看各项的指南"), ("publicity", "现在没有公示")])
def test_the_doors_behind_which_nothing_stands_yet_say_so(client, edition, door, words):
    assert words in text(client.get(reverse(door, args=["wolong-gxj"])))


class TestTheCatalogue:
    url = "/wolong-gxj/list/"

    def names(self, client, query="") -> list[str]:
        return [row["name"] for row in client.get(f"/wolong-gxj/list.json{query}").json()["matters"]]

    def test_shows_every_matter_once_in_the_order_of_the_list(self, client, edition, sample):
        wanted = [matter.name.value for matter in sample.annex(AnnexKind.RETAINED).matters]
        assert self.names(client) == wanted
        page = text(client.get(self.url))
        assert [page.count(f">{name}</a>") for name in wanted] == [1] * 10

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("?category=其他职权", 10),
            ("?category=行政许可", 0),
            ("?office=工业和运行监测协调办公室", 5),
            ("?name=绿色", 1),
            ("?name=绿色&office=工业和运行监测协调办公室", 1),
            ("?name=绿色&category=行政许可", 0),
            ("?category=没有的类别", 0),
            ("?category=没有%00的类别&office=%00", 0),
            ("?name=绿%00色", 1),
        ],
    )
    def test_is_filtered_as_the_address_says(self, client, edition, query, count):
        assert len(self.names(client, query)) == count
        assert client.get(self.url + query).status_code == 200

    def test_is_sorted_either_way(self, client, edition):
        assert self.names(client, "?sort=name") == sorted(self.names(client))
        assert self.names(client, "?sort=-name") == sorted(self.names(client), reverse=True)
        assert self.names(client, "?sort=; drop table") == self.names(client)

    @pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "９", "9" * 40])
    def test_a_page_that_does_not_exist_is_the_nearest(self, client, edition, page):
        assert COAL in text(client.get(f"{self.url}?page={page}"))

    def test_says_what_to_do_where_nothing_is_found(self, client, edition):
        page = text(client.get(f"{self.url}?name=<飞机>"))
        assert "没有名称含“&lt;飞机&gt;”的事项" in page
        assert "在全文中搜索" in page

    def test_exports_what_it_shows_as_a_table_for_spreadsheets(self, client, edition):
        answer = client.get("/wolong-gxj/list.csv?name=绿色")
        body = answer.getvalue().decode()
        assert body.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(body[1:])))
        assert rows[0] == ["序号", "职权名称", "职权类别", "责任股室", "网址"]
        assert [row[:4] for row in rows[1:]] == [
            ["9", "国家级和省级绿色工厂、绿色园区申报", "其他职权", "工业和运行监测协调办公室"]
        ]
        assert client.get(rows[1][4]).status_code == 200

    @pytest.mark.parametrize("format", ["csv", "json"])
    def test_an_export_is_named_by_its_edition_and_by_how_much_of_it_it_holds(
        self, client, bureau, sample, format
    ):
        first, _ = import_with_past(bureau, sample, by=None, effective_from=date(2026, 1, 1))

        def name(query: str) -> str:
            said = client.get(f"/wolong-gxj/list.{format}{query}")["Content-Disposition"]
            return unquote(said.rpartition("''")[2])

        whole = "南阳市卧龙区工业和信息化局权责清单"
        assert name("?sort=name") == f"{whole}（第2版）.{format}"
        assert name("?name=绿色") == f"{whole}（第2版，10项中的1项）.{format}"
        assert (
            name(f"?on={first.effective_from}&category=行政许可") == f"{whole}（第1版，10项中的0项）.{format}"
        )

    def test_an_export_holds_no_formula(self, client, bureau):
        import_document(bureau, listing("=HYPERLINK(1)事项"), by=None)
        rows = list(
            csv.reader(io.StringIO(client.get("/wolong-gxj/list.csv").getvalue().decode("utf-8-sig")))
        )
        assert rows[1][1] == "'=HYPERLINK(1)事项"


class TestAMatter:
    def test_is_the_lists_row_unrolled_word_for_word(self, client, edition, sample):
        for number, matter in enumerate(sample.annex(AnnexKind.RETAINED).matters, 1):
            page = re.sub(r"</?a\b[^>]*>", "", text(client.get(f"/wolong-gxj/matters/{number}/")))
            assert f"<h1>{matter.name.value}</h1>" in page
            for value in [matter.basis, matter.liability, *(stage.duty for stage in matter.stages)]:
                assert f"<p>{value.value}</p>" in page

    def test_draws_its_stages_with_a_description_in_words(self, client, edition):
        page = text(client.get("/wolong-gxj/matters/6/"))
        assert "依次为：1 受理，2 材料初审，3 评审公示，4 公告，5 动态管理。" in page
        assert page.count("<rect ") == 2 * 5

    def test_shows_what_the_adjustment_changed(self, client, edition):
        page = text(client.get("/wolong-gxj/matters/3/"))
        assert "修改依据和追责情形" in page
        assert "全文替换" in page
        assert "<u>《河南省财政厅河南省工业和信息化厅" in page
        assert "本次调整" not in text(client.get("/wolong-gxj/matters/1/"))

    def test_tells_its_different_numbers(self, client, edition):
        page = text(client.get("/wolong-gxj/matters/3/"))
        position = page[page.index('id="positions"') :]
        assert [position.count(f"<td>{number}</td>") for number in (1, 3)] == [2, 1]

    def test_leads_to_its_neighbours(self, client, edition):
        first, last = (text(client.get(f"/wolong-gxj/matters/{n}/")) for n in (1, 10))
        assert 'rel="prev"' not in first
        assert 'rel="next" href="/wolong-gxj/matters/2/"' in first
        assert 'rel="next"' not in last

    def test_keeps_what_checks_found_to_the_desk(self, client, edition, handed_in):
        page = text(client.get("/wolong-gxj/matters/3/"))
        found = queries.findings(handed_in)
        assert found
        for finding in found:
            assert finding.message not in page

    @pytest.mark.parametrize("path", ["/wolong-gxj/matters/99/", "/nobody/matters/1/", "/nobody/"])
    def test_that_does_not_exist_says_what_to_do(self, client, edition, path):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "搜索职权事项" in text(answer)


class TestTheAnnexes:
    @pytest.mark.parametrize("kind", list(AnnexKind))
    def test_stand_in_their_official_layout(self, client, edition, sample, kind):
        annex = sample.annex(kind)
        page = text(client.get(f"/wolong-gxj/annexes/{kind}/"))
        assert f"<h1>{annex.title}</h1>" in page
        assert page.count('<th scope="col">') == len(annex.columns)
        rows = sum(max(1, len(matter.stages)) for matter in annex.matters)
        assert page.count('<tr class="row-matter">') == rows

    @pytest.mark.parametrize("kind", list(AnnexKind))
    @pytest.mark.parametrize("suffix", ["docx", "json"])
    def test_are_files_that_read_back_the_same(self, client, edition, sample, kind, suffix, tmp_path):
        answer = client.get(f"/wolong-gxj/annexes/{kind}.{suffix}")
        assert answer.status_code == 200
        assert "filename*=UTF-8''" in answer["Content-Disposition"]
        path = tmp_path / f"annex.{suffix}"
        path.write_bytes(answer.getvalue())
        assert readers.read(path).annex(kind) == sample.annex(kind)

    def test_that_the_list_lacks_is_not_found(self, client, bureau, sample):
        from dataclasses import replace

        retained = (sample.annex(AnnexKind.RETAINED),)
        import_document(bureau, replace(sample, annexes=retained), by=None)
        assert client.get("/wolong-gxj/annexes/retained/").status_code == 200
        assert client.get("/wolong-gxj/annexes/adjusted/").status_code == 404
        assert client.get("/wolong-gxj/annexes/adjusted.docx").status_code == 404


class TestSearch:
    def test_finds_a_matter_and_marks_the_words(self, client, edition):
        page = text(client.get("/wolong-gxj/search/?q=煤矿"))
        assert "关闭<mark>煤矿</mark>和报废矿井许可审核" in page

    def test_over_all_agencies_names_each(self, client, edition, neighbour, sample):
        import_document(neighbour, sample, by=None)
        page = text(client.get("/search/?q=煤矿"))
        assert "2项" in page
        assert "南阳市宛城区工业和信息化局" in page

    def test_that_finds_nothing_says_what_to_do(self, client, edition):
        page = text(client.get("/wolong-gxj/search/?q=<b>飞船"))
        assert "没有找到“&lt;b&gt;飞船”" in page
        assert "换个说法" in page

    @pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=，。"])
    def test_for_nothing_breaks_nothing(self, client, edition, query):
        assert client.get(f"/wolong-gxj/search/{query}").status_code == 200


def test_history_lists_each_edition_with_its_source_and_digest(client, bureau, edition, sample):
    from dataclasses import replace

    changed = replace(sample, annexes=sample.annexes[1:])
    second = import_document(bureau, changed, by=None, effective_from=date(2999, 1, 1))
    page = text(client.get("/wolong-gxj/history/"))
    assert page.index("第2版") < page.index("第1版")
    for each in (edition, second):
        assert each.digest in page
    assert "2999年1月1日" in page
    assert page.count(">现行<") == 1


def test_official_text_is_never_taken_for_markup(client, bureau, sample):
    from dataclasses import replace

    from quanze.lists.model import Text

    evil = "<script>alert(1)</script>&amp;\n第二行"
    retained = sample.annex(AnnexKind.RETAINED)
    matter = replace(
        retained.matters[0], name=Text.plain(evil), basis=Text.plain(evil), office=Text.plain(evil)
    )
    annex = replace(retained, matters=(matter,), title=evil)
    import_document(bureau, replace(sample, annexes=(annex,)), by=None)
    for path in ("", "list/", "matters/1/", "annexes/retained/", "search/?q=script", "history/"):
        page = text(client.get(f"/wolong-gxj/{path}"))
        assert "<script>alert" not in page, path
        assert "&lt;script&gt;alert" in page, path


def test_the_open_data_name_the_edition_that_they_come_from(client, edition):
    value = json.loads(client.get("/wolong-gxj/list.json").content)
    assert value["edition"]["digest"] == edition.digest
    assert len(value["matters"]) == 10
