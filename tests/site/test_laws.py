"""The law behind the lists, as everybody reads it."""

from __future__ import annotations

import pytest

from quanze.law.instruments import Says
from quanze.library.services import state_validity
from tests.site.conftest import COAL, FUND, FUND_AFTER


def text(answer) -> str:
    return answer.content.decode()


class TestTheIndex:
    def test_lists_what_is_cited_with_its_status_and_its_citers(self, client, edition, repeal):
        page = text(client.get("/laws/"))
        assert FUND in page
        assert page.count('class="state repealed"') == 1
        assert "只有引用" in page
        assert ">1项</a>" in page

    def test_is_empty_where_nothing_is_cited(self, client, db):
        assert "法规库还是空的" in text(client.get("/laws/"))

    @pytest.mark.parametrize(
        ("query", "shown", "hidden"),
        [
            ("q=豫财企", FUND, COAL),
            ("q=煤炭条例", COAL, FUND),
            ("state=held", COAL, FUND),
            ("kind=通知", FUND, COAL),
            ("validity=已废止", FUND, FUND_AFTER),
            ("validity=有效&state=held", COAL, FUND),
        ],
    )
    def test_filters(self, client, coal, repeal, query, shown, hidden):
        page = text(client.get(f"/laws/?{query}"))
        assert shown in page
        assert hidden not in page
        assert "符合条件" in page

    @pytest.mark.parametrize(
        "query", ["q=%00", "kind=<b>&state=x&validity=好", "page=99999", "q=" + "长" * 300]
    )
    def test_takes_any_address(self, client, coal, query):
        assert client.get(f"/laws/?{query}").status_code == 200

    def test_says_what_to_do_where_nothing_answers(self, client, coal):
        assert "没有符合条件的文件" in text(client.get("/laws/?q=没有这样的文件"))

    def test_too_many_to_weigh_are_not_weighed(self, client, coal, monkeypatch):
        monkeypatch.setattr("quanze.site.weighing.MOST", 3)
        assert "逐一判断要等很久" in text(client.get("/laws/?validity=有效"))
        assert COAL in text(client.get("/laws/?validity=有效&q=煤炭条例"))

    def test_leads_from_every_public_page(self, client, edition):
        assert 'href="/laws/"' in text(client.get("/"))


class TestAnInstrument:
    def test_shows_its_articles_at_their_places(self, client, coal):
        page = text(client.get(f"/laws/{coal.pk}/"))
        assert '<div class="law-article" id="a20">' in page
        assert '<div class="law-article" id="a20-1">' in page
        assert "第二十条之一" in page
        assert '<h3 id="c1" class="level-0">第一章 总则</h3>' in page
        assert '<a href="#c2">第二章 关闭</a>' in page

    def test_its_words_are_words(self, client, coal):
        page = text(client.get(f"/laws/{coal.pk}/"))
        assert "有&lt;b&gt;标记&lt;/b&gt;的条文" in page
        assert "<b>" not in page

    def test_says_how_it_stands_today_and_why(self, client, coal):
        page = text(client.get(f"/laws/{coal.pk}/"))
        assert '<span class="state in-force">有效</span>' in page
        assert "自2006年1月1日起施行" in page

    def test_says_how_it_stood_on_another_day(self, client, coal):
        page = text(client.get(f"/laws/{coal.pk}/?on=2005-12-31"))
        status = page.partition('<p class="law-status">')[2].partition("</p>")[0]
        assert "2005年12月31日" in status
        assert "尚未施行" in status

    def test_a_day_that_is_none_is_told_at_the_field_and_kept(self, client, coal):
        page = text(client.get(f"/laws/{coal.pk}/?on=昨天"))
        assert "请按“2026-11-23”的样子填写日期" in page
        assert 'value="昨天"' in page

    def test_draws_its_life_with_a_table_behind(self, client, repeal, fund):
        page = text(client.get(f"/laws/{fund.pk}/"))
        assert page.count('<svg class="lifeline') == 2, "a wide and a narrow one"
        assert '<th scope="row" class="nowrap">2025年2月1日</th>' in page

    def test_names_who_cites_it_and_how(self, client, fund, repeal):
        page = text(client.get(f"/laws/{fund.pk}/"))
        assert "国家中小企业发展专项资金项目初审" in page
        assert "直接引用" in page

    def test_counts_those_who_cite_what_it_replaced(self, client, fund, repeal):
        after = text(client.get(f"/laws/{repeal.by_id}/"))
        assert "国家中小企业发展专项资金项目初审" in after
        assert "引用的是它所取代的《" in after
        assert f'href="/laws/{fund.pk}/"' in after.partition('id="succession"')[2]

    def test_shows_what_was_said_by_whom_and_on_what_evidence(self, client, fund, repeal, keeper):
        said = text(client.get(f"/laws/{fund.pk}/")).partition('id="said"')[2]
        assert "原办法同时废止。" in said
        assert "新办法第三十条" in said
        assert keeper.name in said

    def test_a_visitor_sees_no_way_to_change_it(self, client, fund, repeal):
        assert "/desk/laws/" not in text(client.get(f"/laws/{fund.pk}/"))

    def test_of_one_agency_alone(self, client, coal, neighbour):
        assert "的清单没有引用它" in text(client.get(f"/laws/{coal.pk}/?agency=wancheng-gxj"))
        assert "关闭煤矿" in text(client.get(f"/laws/{coal.pk}/?agency=wolong-gxj"))

    @pytest.mark.parametrize("query", ["version=999999", "agency=nobody"])
    def test_what_there_is_not(self, client, coal, query):
        assert client.get(f"/laws/{coal.pk}/?{query}").status_code == 404

    @pytest.mark.parametrize("query", ["on=%00", "version=x", "page=-1", "version=99999999999999999999"])
    def test_takes_any_address(self, client, coal, query):
        assert client.get(f"/laws/{coal.pk}/?{query}").status_code == 200

    def test_there_is_no_such_instrument(self, client, edition):
        assert client.get("/laws/999999/").status_code == 404

    def test_a_statement_of_no_day_leaves_it_unverified(self, client, coal, keeper):
        state_validity(coal, keeper, Says.REPEALED, document="清理决定", words="《河南省煤炭条例》废止")
        page = text(client.get(f"/laws/{coal.pk}/"))
        assert "待核实" in page.partition('id="status"')[2].partition("</p>")[0]
        assert "没有载明日期" in page
