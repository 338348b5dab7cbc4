"""What is written reads back the same, in every format, character for character."""

from __future__ import annotations

import io
import itertools
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings

from quanze.lists import readers, writers
from quanze.lists.assemble import assemble
from quanze.lists.grid import Block, Line, Row, Table
from quanze.lists.layout import lay_out
from quanze.lists.model import ListDocument, Place
from quanze.lists.refusal import Refusal
from tests.fonts import needs_chinese_fonts
from tests.lists.strategies import documents

DRAWN = ("docx", "xlsx", "html")
FORMATS = [
    pytest.param(format, marks=needs_chinese_fonts if format == "pdf" else ()) for format in writers.FORMATS
]
PAIRS = [
    pytest.param(*pair, marks=needs_chinese_fonts if "pdf" in pair else ())
    for pair in itertools.permutations(writers.FORMATS, 2)
]


def written(document: ListDocument, format: str) -> bytes:
    out = io.BytesIO()
    writers.write(document, format, out)
    return out.getvalue()


def back(document: ListDocument, format: str) -> ListDocument:
    return readers.read_bytes(written(document, format), f"清单.{format}")


read = cache(readers.read)


@cache
def sample_back(file: Path, format: str) -> ListDocument:
    """The sample, once in a run through each format."""
    return back(read(file), format)


@pytest.mark.parametrize("format", FORMATS)
def test_the_sample_comes_back_from_every_format(sample_file: Path, format: str) -> None:
    assert sample_back(sample_file, format).annexes == read(sample_file).annexes


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_sample_passes_from_format_to_format(sample_file: Path, first: str, second: str) -> None:
    assert back(sample_back(sample_file, first), second).annexes == read(sample_file).annexes


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_list_gives_the_same_file(sample_file: Path, format: str) -> None:
    sample = read(sample_file)
    assert written(sample, format) == written(sample, format)


def blocks(document: ListDocument) -> list[Block]:
    """The layout as if a format had brought it back untouched."""
    found: list[Block] = []
    for laid in lay_out(document):
        found += [Line(line.text, Place()) for line in laid.above]
        for table in laid.tables:
            rows = tuple(Row(row.cells, Place(row=index)) for index, row in enumerate(table.rows, start=1))
            found.append(Table(rows, len(table.columns), Place()))
        found += [Line(line.text, Place()) for line in laid.below]
    return found


@settings(max_examples=150)
@given(documents())
def test_the_layout_of_any_list_is_read_as_that_list(document: ListDocument) -> None:
    assert assemble(blocks(document)).annexes == document.annexes


@pytest.mark.parametrize("format", DRAWN)
@settings(max_examples=40)
@given(document=documents())
def test_any_list_comes_back_from_every_format(format: str, document: ListDocument) -> None:
    assert back(document, format).annexes == document.annexes


@needs_chinese_fonts
@settings(max_examples=12)
@given(documents())
def test_a_pdf_gives_back_any_list_or_says_that_it_reads_the_pages(document: ListDocument) -> None:
    """Pages can be ambiguous (a line repeated at the head of each, an underline as long as its cell): then the finding
    says that the pages were read, and nothing is taken from what nobody sees."""
    try:
        found = back(document, "pdf")
    except Refusal as refusal:
        if "这台机器的字体里没有" not in str(refusal):
            raise
        return
    doubted = any(finding.rule == "R123" for finding in found.findings)
    assert doubted or found.annexes == document.annexes


@settings(max_examples=100)
@given(documents())
def test_json_keeps_everything(document: ListDocument) -> None:
    found = back(document, "json")
    assert found.annexes == document.annexes
    assert found.findings == document.findings
    assert found.agency == document.agency
