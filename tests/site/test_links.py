"""Citations are linked where they stand, and the official text stays what it is, character for character."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from quanze.library.queries import linked
from quanze.lists.model import Text, fields
from quanze.registry import queries
from quanze.site import linking
from quanze.site.official import Layer, Link, linked_paragraphs, paragraphs

TAG = re.compile(r"<[^>]*>")


def words(drawn: str) -> str:
    """What a reader sees and copies."""
    return html.unescape(TAG.sub("", drawn))


def lines_of(text: str) -> str:
    """A text as it stands in paragraphs: its lines without the blank ones."""
    return "".join(line for line in text.split("\n") if line.strip())


class Nesting(HTMLParser):
    """Notes the text of each link, and fails where tags cross."""

    def __init__(self, drawn: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(drawn)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag == "a":
            self.links.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "a" in self.open:
            self.links[-1] += data


class TestTheSampleList:
    def test_every_text_of_every_matter_stays_what_it_is(self, edition, coal, repeal):
        linked_fields = 0
        for entry in queries.entries(edition, edition.main).defer(None):
            citations = linked(entry.version_id)
            drawn = linking.drawn(entry.content, citations)
            for path, text in fields(entry.content):
                assert words(drawn[path]) == lines_of(text.value), (entry.version.name, path)
                linked_fields += "<a " in drawn[path]
        assert linked_fields >= 10

    def test_the_page_shows_the_basis_as_it_is(self, client, edition, coal, repeal):
        entry = queries.entries(edition, edition.main).defer(None).get(matter__number=2)
        page = client.get("/wolong-gxj/matters/2/").content.decode()
        shown = page.partition('id="basis-text">')[2].partition("</div>")[0]
        assert words(shown) == lines_of(entry.content.basis.value)

    def test_a_link_lies_over_the_exact_citation(self, client, edition, coal):
        page = client.get("/wolong-gxj/matters/1/").content.decode()
        shown = page.partition('id="basis-text">')[2].partition("</div>")[0]
        assert Nesting(shown).links[:4] == [
            "《中华人民共和国煤炭法》（1996 年 12 月 1 日主席令第七十五号，2016 年 11 月 7 日予以修改）",
            "《河南省煤炭条例》",
            "第二十条",
            "《煤矿安全规程》（国家安监总局令第 87 号）",
        ]

    def test_an_article_leads_to_its_place_and_only_where_the_text_is_held(self, client, edition, coal):
        page = client.get("/wolong-gxj/matters/1/").content.decode()
        assert f'<a class="cites article" href="/laws/{coal.pk}/#a20">第二十条</a>' in page
        assert ">第二十六条</a>" not in page

    def test_a_duty_links_what_it_cites(self, client, edition, coal):
        page = client.get("/wolong-gxj/matters/1/").content.decode()
        stages = page.partition('<ol class="stages">')[2].partition("</ol>")[0]
        assert f'href="/laws/{coal.pk}/"' in stages

    def test_what_is_repealed_says_so_beside_the_link_and_below(self, client, edition, repeal):
        page = client.get("/wolong-gxj/matters/2/").content.decode()
        assert 'data-mark="已废止" title="已废止：自2025年2月1日起' in page
        assert '<span class="state repealed">已废止</span>' in page

    def test_what_nobody_knows_carries_no_mark_and_says_so_below(self, client, edition, fund):
        page = client.get("/wolong-gxj/matters/2/").content.decode()
        assert "data-mark" not in page
        assert '<span class="state unverified">待核实</span>' in page


TEXTS = st.text(st.sampled_from("甲乙《》〈&<>\"'\n 　u"), max_size=30)
SPANS = st.lists(st.tuples(st.integers(-2, 34), st.integers(-2, 34)), max_size=5)


@given(TEXTS, SPANS, SPANS)
def test_whatever_is_linked_and_underlined_the_words_stay(text, spans, marks):
    links = [Link(start, end, mark_safe('<a href="/">')) for start, end in spans if start >= 0]
    layers = [Layer("u", tuple((a, b) for a, b in marks if 0 <= a < b <= len(text)))]
    drawn = linked_paragraphs(text, links, layers)
    assert words(drawn) == lines_of(text)
    Nesting(drawn)


@given(TEXTS)
def test_without_links_a_text_is_drawn_as_ever(text):
    assert linked_paragraphs(text, ()) == paragraphs(text)


def test_an_underline_goes_on_through_a_link():
    text = Text.plain("依据《某法》办理", marks=((1, 5),))
    drawn = linked_paragraphs(text.value, [Link(2, 6, mark_safe('<a href="/">'))], [Layer("u", text.marks)])
    assert drawn == '<p>依<u>据</u><a href="/"><u>《某法</u>》</a>办理</p>'


def test_of_two_links_over_one_another_the_first_stands():
    links = [Link(0, 3, mark_safe('<a href="/1">')), Link(2, 4, mark_safe('<a href="/2">'))]
    assert linked_paragraphs("一二三四", links) == '<p><a href="/1">一二三</a>四</p>'
