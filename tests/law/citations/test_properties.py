"""What holds of every text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.law.citations import Citation, KnownTitles, cite, pieces

WORDS = [
    *"《》〈〉<>（）()〔〕[]【】“”、，。；：\n\t　 第条款项目之至和的令公告号年本该同",
    *[
        "《煤炭法》",
        "《管理办法》",
        "《关于印发〈甲办法〉的通知》",
        "（豫财企〔2021〕62号）",
        "国务院令第466号",
    ],
    *[
        "第三条",
        "第一款第（二）项",
        "三、有关要求（一）",
        "（二）",
        "以下简称《办法》",
        "本办法",
        "河南省实施",
        "GB/T 9704-2012",
    ],
    *[
        "二〇二一",
        "１２",
        "九百九十九",
        "行政许可法",
        "中华人民共和国",
        "2016年11月7日",
        "附件1",
        "<<",
        ">>",
        "文",
        "字",
    ],
]
prose = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)
KNOWN = KnownTitles(["中华人民共和国行政许可法", "煤炭法"])


def assert_sound(text: str, citations: tuple[Citation, ...]) -> None:
    reached = 0
    for citation in citations:
        assert reached <= citation.start < citation.end <= len(text)
        assert text[citation.start : citation.end] == citation.text
        assert citation.title or citation.number
        for span in (citation.title_span, citation.number_span):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        for place in citation.locators:
            assert 0 <= place.start < place.end <= len(text)
            assert place.text
        reached = citation.end
    assert "".join(piece.text for piece in pieces(text, citations)) == text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read(text: str) -> None:
    assert_sound(text, cite(text, known_titles=KNOWN))


@settings(max_examples=600, deadline=None)
@given(prose)
def test_spans_always_reproduce_what_is_cited(text: str) -> None:
    assert_sound(text, cite(text, known_titles=KNOWN))


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.characters(blacklist_characters="《》〈〉<>＜＞«»≪≫", blacklist_categories=["Cs"]), max_size=60
    ),
    st.text(
        st.characters(blacklist_characters="《》〈〉<>＜＞«»≪≫", blacklist_categories=["Cs"]), max_size=60
    ),
    st.sampled_from(["《甲乙管理办法》", "《中华人民共和国甲法》", "《关于开展甲工作的通知》"]),
    st.sampled_from(["", "（甲政〔2021〕62号）", "（公安部令第33号）"]),
    st.integers(1, 999),
)
def test_a_citation_put_into_a_text_is_found(
    before: str, after: str, title: str, number: str, article: int
) -> None:
    inserted = f"{title}{number}第{article}条"
    text = f"{before}。{inserted}规定，{after}"
    start = len(before) + 1
    found = [c for c in cite(text) if c.title_span == (start, start + len(title))]
    assert len(found) == 1
    assert found[0].title == title[1:-1]
    assert found[0].number == (number[1:-1] or None)
    assert found[0].locators[0].article is not None
    assert found[0].locators[0].article.n == article


LONG = 100_000
HOSTILE = {
    "titles never closed": ("《" * LONG, 0),
    "titles with words never closed": ("《文字" * LONG, 0),
    "a megabyte without a mark": ("法" * 333_333, 0),
    "numbers begun": ("〔2020" * LONG, 0),
    "orders begun": ("令第" * LONG, 0),
    "ordinals begun": ("第一" * LONG, 0),
    "figures": ("1" * (10 * LONG), 0),
    "blanks": ("《" + " " * (10 * LONG), 0),
    "brackets never closed": ("《甲法》(" * 20_000, 20_000),
    "the same law again and again": ("《甲法》" * 20_000, 20_000),
    "short names without end": ("《甲法》（以下简称《甲%d》）第一条" * 10_000, 10_000),
    "pointers without end": ("《甲办法》第一条" + "本办法" * 20_000, 20_001),
    "one list of articles": ("《甲法》" + "第一条、" * 50_000, 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end(name: str) -> None:
    text, count = HOSTILE[name]
    assert len(cite(text, known_titles=KNOWN)) == count
