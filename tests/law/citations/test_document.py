"""``docs/citations.md`` names every row of the tables that decide what a title is."""

from __future__ import annotations

from pathlib import Path

import pytest

from quanze.law.citations.endings import DOCUMENTS, INSTRUMENTS, PREPARED, PUBLIC_LISTS, is_instrument

DOCUMENT = Path(__file__).parents[3] / "docs" / "citations.md"


def named() -> list[set[str]]:
    """The words of the three lists of endings."""
    text = DOCUMENT.read_text(encoding="utf-8")
    lists = text.split("the longest ending of either:\n\n")[1].split("\n\n")[0].split("\n- ")
    return [set(part.replace(";", " ").replace(",", " ").split()) for part in lists]


@pytest.mark.parametrize(
    ("index", "endings"),
    [
        (0, {ending for ending, _ in INSTRUMENTS} | set(PUBLIC_LISTS)),
        (1, {ending for ending, _ in DOCUMENTS}),
        (2, {ending for ending, _ in PREPARED}),
    ],
)
def test_every_ending_is_named(index: int, endings: set[str]) -> None:
    assert endings - named()[index] == set()


@pytest.mark.parametrize(("ending", "example"), INSTRUMENTS)
def test_the_example_of_an_instrument_is_one(ending: str, example: str) -> None:
    title = example.strip("《》")
    assert title.endswith(ending)
    assert is_instrument(title)


@pytest.mark.parametrize(("ending", "example"), DOCUMENTS)
def test_the_example_of_another_document_is_none(ending: str, example: str) -> None:
    titles = example.strip("《》").split("》《")
    assert any(title.endswith(ending) for title in titles)
    assert not any(map(is_instrument, titles))


@pytest.mark.parametrize(("ending", "example"), PREPARED)
def test_who_draws_it_up_decides(ending: str, example: str) -> None:
    own, *public = (part.strip("《》") for part in example.split("，但"))
    assert own.endswith(ending)
    assert not is_instrument(own)
    assert all(map(is_instrument, public))
