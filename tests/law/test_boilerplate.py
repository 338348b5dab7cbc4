"""Boilerplate: a liability that repeats an article without naming it, and where one copy departs from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.law.boilerplate import Articles, Copy
from quanze.law.ordinals import name
from tests.law.laws import CONDUCT, MINES_2015, MINES_2022, ON, library

ARTICLES = Articles(library(CONDUCT, MINES_2015, MINES_2022), ON)
COPY = (
    "有下列行为之一，情节较重的，予以警告或者记过；情节严重的，予以降级或者撤职：（一）违反规定向服务对象收取、摊派财物的；"
    "（二）在服务活动中故意刁难、吃拿卡要的；（三）在服务活动中态度恶劣粗暴，造成不良后果的。"
    "有前款第一项行为，情节特别严重的，予以开除。"
)


def only(text: str) -> Copy:
    (found,) = ARTICLES.copies(text)
    return found


def test_a_copy_is_named_with_its_article() -> None:
    found = only(COPY)
    assert (found.instrument.title, name(found.article.ordinal)) == ("公职人员作风条例", "第二条")
    assert (found.start, found.end, found.whole, found.differences) == (0, len(COPY), True, ())


def test_the_copys_form_does_not_matter() -> None:
    assert only(COPY.replace("，", ",").replace("；", ";\n").replace("：", ":")).differences == ()


DEPARTING = [
    (("情节较重", "情节严重"), "情节较重", "情节严重"),
    (("故意刁难", "刁难"), "故意", ""),
    (("予以开除", "予以辞退"), "开除", "辞退"),
    (("造成不良后果的", "造成不良影响或者后果的"), "", "影响或者"),
]


@pytest.mark.parametrize(("change", "law", "mine"), DEPARTING)
def test_where_a_copy_departs_it_is_shown(change: tuple[str, str], law: str, mine: str) -> None:
    text = COPY.replace(*change)
    (difference,) = only(text).differences
    assert law in difference.law
    assert mine in difference.quoted
    assert text[difference.start : difference.end] == difference.quoted


def test_words_around_the_copy_are_not_part_of_it() -> None:
    before, behind = "承办人员违反本清单规定的，依照下列规定处理。", "涉嫌犯罪的，移送司法机关。"
    text = before + COPY + behind
    found = only(text)
    assert text[found.start : found.end] == COPY


def test_half_of_an_article_is_said_to_be_half() -> None:
    half = COPY[: COPY.index("有前款")]
    found = only(half)
    assert (found.whole, found.differences, found.end) == (False, (), len(half.rstrip("。")))


OTHERS = [
    "违反规定收取、摊派财物的，依法给予处分。",
    "有下列行为之一，情节较重的，予以警告或者记过。",
    "国家鼓励矿井采用先进技术和装备。",
    "",
    "。。。；；；",
]


@pytest.mark.parametrize("text", OTHERS)
def test_a_clause_or_two_in_common_is_no_copy(text: str) -> None:
    assert ARTICLES.copies(text) == ()


@given(
    st.lists(
        st.sampled_from([*COPY.split("；"), *COPY.split("，"), "；", "，", "。"]) | st.text(max_size=8),
        max_size=30,
    ).map("".join)
)
def test_nothing_crashes_and_copies_do_not_overlap(text: str) -> None:
    last = 0
    for found in ARTICLES.copies(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end
