"""Passages of a text as HTML: every word once, every tag closed, every passage with its anchor."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.site.passages import Place, marked


def place(start: int, end: int, key: str = "a", **more) -> Place:
    return Place(start, end, key, key, key, **more)


def plain(html: str) -> str:
    """What a reader sees, without the references."""
    words = re.sub(r'<a class="ref".*?</a>', "", html)
    return unescape(re.sub(r"<[^>]+>", "", words.replace("<br>", "\n")))


@pytest.mark.parametrize(
    ("text", "places", "keys"),
    [
        ("受理材料", [], []),
        ("受理材料", [place(0, 2)], ["a"]),
        ("受理材料", [place(0, 4), place(2, 4, "b")], ["a", "b"]),
        ("受理材料", [place(0, 3), place(2, 4, "b")], ["a", "b", "b"]),
        ("受理材料", [place(0, 2), place(0, 2, "b")], ["a", "b"]),
        ("受理\n<材料>", [place(1, 5)], ["a"]),
        ("受理", [place(5, 9)], []),
        ("受理", [place(1, 1)], []),
    ],
)
def test_passages_nest_or_are_cut(text, places, keys):
    html = marked(text, places)
    assert re.findall(r'data-step="(\w)"', html) == keys
    assert plain(html) == text


def test_a_passage_that_is_cut_has_one_reference():
    html = marked("受理材料", [place(0, 3), place(2, 4, "b")])
    assert html.count('href="#step-b"') == 1
    assert html.count('id="text-b"') == 1


def test_only_the_first_passage_of_a_step_is_its_anchor():
    html = marked("受理材料", [place(0, 2), place(2, 4, first=False)])
    assert html.count('id="text-a"') == 1
    assert html.count('href="#step-a"') == 2


PLACES = st.lists(
    st.builds(
        lambda start, length, key: place(start, start + length, key),
        st.integers(-2, 30),
        st.integers(0, 30),
        st.sampled_from("abcdefg"),
    ),
    max_size=8,
)


@given(st.text(alphabet="受理<&\n\"'材料", max_size=30), PLACES)
def test_whatever_overlaps_every_word_stands_once_and_every_tag_is_closed(text, places):
    html = marked(text, places)
    assert plain(html) == text
    depth = 0
    for tag in re.findall(r"</?span[^>]*>", re.sub(r'<a class="ref".*?</a>', "", html)):
        depth += -1 if tag.startswith("</") else 1
        assert depth >= 0
    assert depth == 0
    for each in places:
        if max(each.start, 0) < min(each.end, len(text)):
            assert f'data-step="{each.key}"' in html
