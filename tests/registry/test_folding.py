"""Text as it is searched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.registry.folding import FIELD_END, fold, fold_with_places, snippet, spans, terms, wanted, words

prose = st.text(st.sampled_from("煤矿许可工厂ａＢ19〔〕、，。 \n\0①㎡ßﬁİ"), max_size=40) | st.text(
    max_size=30
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("豫财企〔2025〕1 号", "豫财企2025 1号"),
        ("豫财企[2025]1号", "豫财企2025 1号"),
        ("ＩＳＯ 9001", "iso 9001"),
        ("绿色工 厂、绿色\n园区", "绿色工厂绿色园区"),
        ("“放管服”", "放管服"),
        ("。、", ""),
    ],
)
def test_width_blanks_and_punctuation_do_not_matter(text, folded):
    assert fold(text) == folded


@given(prose)
def test_each_character_knows_where_it_comes_from(text):
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@given(prose, prose, prose)
def test_what_stands_in_a_text_is_found_by_its_terms(before, word, after):
    for sought in words(word.replace("\0", "")):
        text = fold(f"{before}，{sought}，{after}")
        if sought in text.split(FIELD_END)[0] and not (sought[0].isascii() or sought[-1].isascii()):
            assert wanted(sought) <= terms(text)


def test_terms_do_not_run_from_one_field_into_the_next():
    assert "理决" not in terms(f"受理{FIELD_END}决定")
    assert "理决" in terms(fold("受理，决定"))


@pytest.mark.parametrize(
    ("word", "needed"),
    [
        ("煤", {"煤"}),
        ("煤矿", {"煤矿"}),
        ("绿色工厂", {"绿色", "色工", "工厂"}),
        ("豫财企2025 1号", {"豫财", "财企", "2025", "1", "号"}),
        ("5g应用", {"5g", "应用"}),
    ],
)
def test_a_word_asks_for_as_few_terms_as_will_do(word, needed):
    assert wanted(word) == needed


def test_what_people_type_is_cut_to_a_few_words():
    assert words(" 煤矿　受理 煤矿 。") == ("煤矿", "受理")
    assert len(words(" ".join(f"词{i}" for i in range(50)))) == 8
    assert max(map(len, words("长" * 300))) == 40


def test_a_hit_is_marked_where_it_stands_in_the_original():
    text = "依据豫财企〔2025〕1 号文件"
    assert [text[start:end] for start, end in spans(text, ["豫财企2025 1号"])] == ["豫财企〔2025〕1 号"]


def test_a_snippet_is_escaped():
    found = snippet("<script>alert(1)</script>受理 & 审查", ["受理"])
    assert found.html == "&lt;script&gt;alert(1)&lt;/script&gt;<mark>受理</mark> &amp; 审查"


def test_a_snippet_is_cut_around_the_first_hit():
    found = snippet("前" * 200 + "受理" + "后" * 200, ["受理"])
    assert found.html.startswith("…前")
    assert found.html.endswith("后…")
    assert "<mark>受理</mark>" in found.html
    assert sum(len(piece.text) for piece in found.pieces) == 92


@given(prose, prose)
def test_a_snippet_is_a_part_of_the_text(text, word):
    found = snippet(text, words(word))
    if found is not None:
        assert "".join(piece.text for piece in found.pieces).strip("…") in text or "…" in text
        assert any(piece.hit for piece in found.pieces)
