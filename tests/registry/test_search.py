"""People find a matter by any word of it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from quanze.lists import readers
from quanze.registry import search as searching
from quanze.registry.indexing import reindex
from quanze.registry.models import Edition
from quanze.registry.queries import search
from quanze.registry.search import Hit
from quanze.registry.services import import_document
from tests.registry.conftest import SAMPLE, listing, open_bureau


def found(query: str, **options: object) -> list[str]:
    return [whole(hit) for hit in search(query, **options).hits]


def whole(hit: Hit) -> str:
    return "".join(piece.text for piece in hit.name.pieces)


def put_in_force() -> Edition:
    bureau = open_bureau()
    return import_document(bureau, readers.read(SAMPLE), by=None)


@pytest.fixture
def sample_in_force(start) -> Edition:
    return start(put_in_force)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("绿色工厂", "国家级和省级绿色工厂、绿色园区申报"),
        ("煤", "关闭煤矿和报废矿井许可审核"),
        ("矿井 许可", "关闭煤矿和报废矿井许可审核"),
        ("焦化", "钢铁、焦化等工业行业规范公告申报"),
        ("钢铁焦化", "钢铁、焦化等工业行业规范公告申报"),
        ("豫财企[2025]1号", "省先进制造业发展专项资金项目申报"),
        ("工信厅节函〔2025〕390号", "国家级和省级绿色工厂、绿色园区申报"),
    ],
)
def test_a_matter_is_found_by_its_name_and_by_its_text(sample_in_force, query, first):
    assert found(query)[0] == first


def test_a_word_that_stands_everywhere_finds_all(sample_in_force):
    hits = search("受理")
    assert (hits.total, hits.count, hits.more) == (10, "10", False)
    assert all(hit.snippet is not None and "<mark>受理</mark>" in hit.snippet.html for hit in hits.hits)


@pytest.mark.parametrize("query", ["受理", "决定", "审查"])
def test_a_snippet_is_of_a_text_that_says_more_than_the_word(sample_in_force, query):
    for hit in search(query).hits:
        assert (hit.field or "").endswith((".duty", "basis"))
        assert hit.snippet is not None
        assert f"<mark>{query}</mark>" in hit.snippet.html


def test_a_snippet_is_of_the_first_text_that_says_enough(bureau):
    text = "公示应当提交的材料，一次性告知补正材料，依法受理或者不予受理，不予受理的书面说明理由。"
    import_document(
        bureau, listing("甲事项", category="受理", basis=text, liability=f"{text}{text}"), by=None
    )
    assert search("受理").hits[0].field == "basis"


def test_a_snippet_is_of_the_text_with_the_most_words_however_short(bureau):
    import_document(
        bureau,
        listing(
            "甲事项", basis="依法实施，按照有关规定组织实施，保证质量和进度，及时办结", office="依法实施股"
        ),
        by=None,
    )
    assert search("依法 实施股").hits[0].field == "office"


def test_hits_in_names_come_before_hits_in_texts(bureau):
    import_document(bureau, listing("甲事项", "奖励", "表彰奖励办法", basis="奖励，奖励，奖励"), by=None)
    assert found("奖励") == ["奖励", "表彰奖励办法", "甲事项"]


def test_every_word_must_be_there(bureau):
    import_document(bureau, listing("核发许可证", "检查", basis="依法"), by=None)
    assert found("核发 依法") == ["核发许可证"]
    assert found("核发 检查") == []


def test_characters_that_stand_apart_are_no_word(bureau):
    import_document(bureau, listing("甲", basis="绿色。工业。工厂"), by=None)
    assert found("绿色工厂") == []


@pytest.mark.parametrize(
    "query", ["", "   ", "。、", "魑魅", "' OR 1=1 --", 'a" OR name : "b', "AND NOT", "*", "%", "\0"]
)
def test_nothing_and_nonsense_find_nothing_and_break_nothing(sample_in_force, query):
    hits = search(query)
    assert (hits.total, hits.hits, hits.page, hits.pages) == (0, (), 1, 1)


def test_a_search_at_one_agency_finds_nothing_of_another(bureau, neighbour):
    import_document(bureau, listing("卧龙的许可"), by=None)
    import_document(neighbour, listing("宛城的许可"), by=None)
    assert found("许可", agency=neighbour) == ["宛城的许可"]
    assert len(found("许可")) == 2


def test_what_is_no_longer_in_the_list_is_not_found(bureau):
    import_document(bureau, listing("旧事项", "留下的事项", basis="旧依据"), by=None)
    import_document(bureau, listing("留下的事项", basis="新依据"), by=None)
    assert found("旧事项") == []
    assert found("旧依据") == []
    assert found("新依据") == found("事项") == ["留下的事项"]


def test_a_list_of_the_future_is_not_found_before_its_day(bureau):
    import_document(bureau, listing("现行事项"), by=None, effective_from=date(2024, 1, 1))
    import_document(
        bureau, listing("将来事项"), by=None, effective_from=timezone.localdate() + timedelta(days=30)
    )
    assert found("事项") == ["现行事项"]


def test_on_its_day_it_is_found(bureau, monkeypatch):
    day = timezone.localdate() + timedelta(days=30)
    import_document(bureau, listing("现行事项"), by=None, effective_from=date(2024, 1, 1))
    import_document(bureau, listing("将来事项"), by=None, effective_from=day)
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    call_command("reindex", stdout=io.StringIO())
    assert found("事项") == ["将来事项"]


def test_reindexing_what_agrees_changes_nothing(sample_in_force):
    before = search("受理").hits
    reindex(sample_in_force.agency)
    assert search("受理").hits == before


def test_pages_follow_one_another(bureau):
    import_document(bureau, listing(*(f"第{i:03}号许可" for i in range(45))), by=None)
    first, last, beyond = (search("许可", page=page) for page in (1, 3, 99))
    assert (first.pages, len(first.hits), len(last.hits)) == (3, 20, 5)
    assert beyond == last
    assert not {hit.matter for hit in first.hits} & {hit.matter for hit in last.hits}


def test_beyond_a_thousand_it_says_more(bureau):
    import_document(bureau, listing(*(f"第{i}号许可" for i in range(1001)), basis="依法审查"), by=None)
    assert (search("许可").count, search("许可").total) == ("1,000+", 1000)
    assert search("审查").count == "1,000+"
    assert found("第77号许可")[0] == "第77号许可"


def test_words_too_common_to_look_everywhere_are_said_to_have_more(bureau, monkeypatch):
    monkeypatch.setattr(searching, "SIEVE", 20)
    apart = [f"第{i}项" for i in range(30)]
    import_document(bureau, listing(*apart, basis="受理，说明理由"), by=None)
    hits = search("受理由")
    assert (hits.total, hits.more, hits.hits) == (0, True, ())
    assert not search("说明理由 第7项").more


def test_where_one_in_sixteen_gives_enough_the_rest_are_not_read(bureau, monkeypatch):
    monkeypatch.setattr(searching, "LIMIT", 2)
    import_document(bureau, listing(*(f"第{i}号许可" for i in range(64))), by=None)
    hits = search("许可")
    assert (hits.total, hits.more) == (2, True)
    if connection.vendor == "postgresql":
        assert all(hit.matter % searching.EACH == 0 for hit in hits.hits)
    assert found("第5号许可")[0] == "第5号许可"


def test_the_one_in_sixteen_and_the_others_are_found_once_each(bureau):
    import_document(bureau, listing(*(f"第{i}项" for i in range(40)), basis="依法许可"), by=None)
    hits = [hit.matter for page in (1, 2) for hit in search("依法许可", bureau, page=page).hits]
    assert (len(hits), len(set(hits))) == (40, 40)
    assert sorted(hits) == sorted(hit.matter for page in (1, 2) for hit in search("许可", page=page).hits)


def test_a_part_of_a_latin_word_in_the_name_does_not_hide_a_hit_in_the_text(bureau):
    import_document(bureau, listing("ISO9001认证", basis="依据 ISO 标准"), by=None)
    assert found("ISO") == ["ISO9001认证"]


@pytest.mark.parametrize("query", ["受理", "煤矿 受理", "绿色工厂"])
def test_a_search_takes_few_queries_whatever_it_finds(sample_in_force, query, django_assert_max_num_queries):
    with django_assert_max_num_queries(
        8
    ):  # on PostgreSQL with the savepoint of the test's transaction and one setting
        search(query)
