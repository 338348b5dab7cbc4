"""Citations in real laws lead to articles that exist. The laws are no part of the project: `../shared/laws`."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from quanze.law.citations import KnownTitles, Locator, cite, key
from quanze.prose import numeral

LAWS = Path(__file__).parents[4] / "shared" / "laws"
ARTICLE = re.compile(r"^第([〇零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?", re.MULTILINE)

pytestmark = pytest.mark.skipif(not LAWS.is_dir(), reason=f"no laws to read in {LAWS}")


@pytest.fixture(scope="module")
def laws() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(LAWS.glob("*.md"))}


def title(text: str) -> str:
    return text.split("\n", 1)[0].lstrip("# ").strip()


@pytest.fixture(scope="module")
def articles(laws: dict[str, str]) -> dict[str, list[set[tuple[int, int]]]]:
    """Of each law the articles of each of its versions."""
    found = defaultdict(list)
    for text in laws.values():
        found[key(title(text))].append(
            {(numeral(n), numeral(inserted) if inserted else 0) for n, inserted in ARTICLE.findall(text)}
        )
    return found


def exists(place: Locator, versions: list[set[tuple[int, int]]]) -> bool:
    ends = [place.article, place.through or place.article]
    return any(all(end and (end.n, end.inserted) in version for end in ends) for version in versions)


def test_articles_cited_of_laws_at_hand_exist(
    laws: dict[str, str], articles: dict[str, list[set[tuple[int, int]]]]
) -> None:
    known = KnownTitles(map(title, laws.values()))
    missed, resolved = [], 0
    for name, text in laws.items():
        for citation in cite(text, known_titles=known):
            versions = articles.get(key(citation.alias_of or citation.title or ""))
            for place in citation.locators if versions else ():
                if place.article is not None and versions:
                    resolved += exists(place, versions)
                    if not exists(place, versions):
                        missed.append(f"{name}: {citation.text}{place.text}")
    assert resolved >= 20
    assert len(missed) <= (resolved + len(missed)) / 100, missed


def test_every_title_with_an_article_is_found(laws: dict[str, str]) -> None:
    for text in laws.values():
        found = {c.title_span for c in cite(text) if c.locators}
        for match in re.finditer(r"《[^《》]+》(?=第[一二三四五六七八九十百]+条)", text):
            assert match.span() in found


def test_a_law_cites_no_article_of_its_own(laws: dict[str, str]) -> None:
    for text in laws.values():
        own = key(title(text))
        cited = [c for c in cite(text) if c.locators and key(c.alias_of or c.title or "") == own]
        assert [c.text for c in cited] == []


def test_what_the_head_of_a_law_names_is_read(laws: dict[str, str]) -> None:
    text = next((text for name, text in laws.items() if name.startswith("政府信息公开条例")), "")
    if not text:
        pytest.skip(f"政府信息公开条例 is not in {LAWS}")
    assert [c.number for c in cite(text.split("<!--")[0])] == [
        "中华人民共和国国务院令第492号",
        "中华人民共和国国务院令第711号",
    ]
