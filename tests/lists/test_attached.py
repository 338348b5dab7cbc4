"""The list attached to a PDF counts only where the pages show the same: who tampers with it gains nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.lists import readers, writers
from quanze.lists.codec import dump_document, load_document, to_json
from quanze.lists.grid import Block, Line, Row, Table
from quanze.lists.layout import lay_out
from quanze.lists.model import ListDocument, Place
from quanze.lists.readers.attached import confirmed
from quanze.lists.writers import pdf
from tests.fonts import needs_chinese_fonts
from tests.lists.strategies import documents

MATTERS: list[dict[str, Any]] = [
    {
        "number": "1",
        "name": "甲项目申报",
        "category": "其他职权",
        "basis": "《某条例》（某政〔2015〕73 号）第二十条\n第一款  第二项",
        "stages": [
            {"name": "受理", "duty": "受理申报材料，一次性告知"},
            {"name": "决定", "duty": "作出决定"},
        ],
        "liability": "情节较重的，予以警告",
        "office": "办公室",
        "marks": [["basis", 0, 5]],
    },
    {
        "number": "2",
        "name": "乙项目初审",
        "category": "其他职权",
        "basis": "《某办法》第三条",
        "stages": [{"name": "受理", "duty": "受理"}],
        "liability": "情节较重的，予以警告",
        "office": "办公室",
    },
]


def a_list() -> ListDocument:
    """The list as it is read from Word, with the columns that its table has."""
    typed = load_document(
        {
            "annexes": [
                {
                    "kind": "retained",
                    "title": "某局保留的权责清单",
                    "head": ["单位：某局"],
                    "matters": MATTERS,
                }
            ]
        }
    )
    out = io.BytesIO()
    writers.write(typed, "docx", out)
    return readers.read_bytes(out.getvalue(), "x.docx")


def shown_with(document: ListDocument, attachment: str) -> ListDocument:
    """What is read of a PDF that shows the document and carries the attachment."""
    data = pdf.drawn(lay_out(document), "某局权责清单", attachment)
    return readers.read_bytes(data, "x.pdf")


def doubts(document: ListDocument) -> list[str]:
    return [finding.message for finding in document.findings if finding.rule == "R123"]


def tampered(change: Callable[[dict[str, Any]], object]) -> str:
    data = dump_document(a_list())
    change(data["annexes"][0])
    return json.dumps(data, ensure_ascii=False)


@needs_chinese_fonts
def test_an_attachment_that_says_the_same_gives_back_blanks_and_line_ends() -> None:
    found = shown_with(a_list(), to_json(a_list()))
    assert found.annexes == a_list().annexes
    assert doubts(found) == []


def changed_basis(annex: dict[str, Any]) -> None:
    annex["matters"][1]["basis"] = "《某办法》第四条"


CASES: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("another word", changed_basis, "单元格的文字"),
    (
        "another number form",
        lambda a: a["matters"][0].update(basis="《某条例》（某政[2015]73号）第二十条第一款第二项"),
        "单元格的文字",
    ),
    ("an underline moved", lambda a: a["matters"][0].update(marks=[["basis", 0, 4]]), "单元格的下划线"),
    ("an underline more", lambda a: a["matters"][1].update(marks=[["liability", 0, 3]]), "单元格的下划线"),
    ("a matter more", lambda a: a["matters"].append(a["matters"][1]), "行数"),
    ("a matter less", lambda a: a["matters"].pop(), "行数"),
    ("matters in another order", lambda a: a["matters"].reverse(), "单元格的"),
    ("stages merged", lambda a: a["matters"][0]["stages"].pop(), "行数"),
    ("another title", lambda a: a.update(title="另一局保留的权责清单"), "表格之外的文字"),
    ("a line more", lambda a: a.update(tail=["附则"]), "表格和段落的数目不同"),
    ("an annex of nothing", lambda a: a.update(matters=[], title=None, head=[]), "表格和段落"),
]


@needs_chinese_fonts
@pytest.mark.parametrize(("change", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_where_the_attachment_differs_the_pages_count(
    change: Callable[[dict[str, Any]], object], told: str
) -> None:
    found = shown_with(a_list(), tampered(change))
    (message,) = doubts(found)
    assert told in message
    assert "已按看得见的文字读取" in message
    first, second = found.annexes[0].matters
    assert second.basis is not None
    assert second.basis.value == "《某办法》第三条"
    assert [stage.name.value for stage in first.stages if stage.name] == ["受理", "决定"]


@needs_chinese_fonts
@pytest.mark.parametrize(
    "attachment",
    [
        "",
        "这不是 JSON",
        "[]",
        '{"annexes": []}',
        '{"annexes": [{"kind": "retained", "matters": [{"name": 1}]}]}',
        '{"annexes": [{"kind": "retained", "columns": [{"heading": "甲", "field": "stages.x"}], "matters": []}]}',
        '{"annexes": ' + "[" * 100_000,
        '{"annexes": [{"kind": "retained", "matters": [{"name": "甲"}' + ', {"name": "甲"}' * 50_000 + "]}]}",
        " " * 3_000_000,
        " " * 65 * 1024 * 1024,
    ],
    ids=["empty", "text", "array", "no annex", "number", "field", "deep", "rows", "long", "swelling"],
)
def test_a_useless_attachment_is_told_and_the_pages_are_read(attachment: str) -> None:
    found = shown_with(a_list(), attachment)
    assert len(doubts(found)) == 1
    assert [matter.name.value for matter in found.annexes[0].matters] == ["甲项目申报", "乙项目初审"]


@needs_chinese_fonts
@pytest.mark.parametrize("broken", [b"/LZWDecode  ", b"/Unknown    "])
def test_an_attachment_packed_in_another_way_is_not_unpacked(broken: bytes) -> None:
    """Only one filter has its work bounded, and our own files use no other."""
    data = pdf.drawn(lay_out(a_list()), "某局权责清单", to_json(a_list()))
    head, mark, tail = data.partition(b"/EmbeddedFile")
    found = readers.read_bytes(head + mark + tail.replace(b"/FlateDecode", broken, 1), "x.pdf")
    assert len(doubts(found)) == 1


@needs_chinese_fonts
def test_what_no_page_shows_is_not_taken_from_the_attachment() -> None:
    """A value beside an exact text, findings, the agency: the pages show none of them."""
    data = dump_document(replace(a_list(), agency="冒充局"))
    data["annexes"][0]["matters"][0]["category"] = "行政许可"
    data["annexes"][0]["matters"][0]["exact"]["category"] = "其他职权"
    data["findings"] = [{"rule": "R101", "severity": "info", "message": "捏造"}]
    found = shown_with(a_list(), json.dumps(data, ensure_ascii=False))
    category = found.annexes[0].matters[0].category
    assert category is not None
    assert category.value == "其他职权"
    assert found.agency != "冒充局"
    assert [finding.message for finding in found.findings if "捏造" in finding.message] == []


@needs_chinese_fonts
def test_the_finding_points_at_the_cell() -> None:
    found = shown_with(a_list(), tampered(changed_basis))
    (place,) = [finding.place for finding in found.findings if finding.rule == "R123"]
    assert place == Place(table=1, row=4, column=3, page=1)


@needs_chinese_fonts
def test_a_pdf_without_an_attachment_is_read_as_ever() -> None:
    out = io.BytesIO()
    writers.write(a_list(), "pdf", out)
    other = out.getvalue().replace(b"list.json", b"last.json")
    found = readers.read_bytes(other, "x.pdf")
    assert doubts(found) == []
    assert [matter.name.value for matter in found.annexes[0].matters] == ["甲项目申报", "乙项目初审"]


def visible(document: ListDocument) -> list[Block]:
    """The layout as a reader of PDF might give it: without blanks at line ends."""
    found: list[Block] = []
    for laid in lay_out(document):
        found += [Line(line.text.strip(), Place()) for line in laid.above]
        for table in laid.tables:
            rows = tuple(Row(row.cells, Place(row=index)) for index, row in enumerate(table.rows, start=1))
            found.append(Table(rows, len(table.columns), Place()))
        found += [Line(line.text.strip(), Place()) for line in laid.below]
    return found


def letters(blocks: list[Block]) -> list[str]:
    return [
        "".join(text.split())
        for block in blocks
        for text in (
            [block.text]
            if isinstance(block, Line)
            else [cell.text for row in block.rows for cell in row.cells]
        )
    ]


@settings(max_examples=60)
@given(documents(), st.data())
def test_whatever_is_attached_the_letters_stay_those_of_the_pages(
    document: ListDocument, data: st.DataObject
) -> None:
    """One change anywhere in the JSON: dropped, doubled, or another value in its place."""
    attached = json.loads(to_json(document))
    node, key = attached, "annexes"
    for _ in range(data.draw(st.integers(0, 6))):
        inner = node[key]
        if isinstance(inner, dict) and inner:
            node, key = inner, data.draw(st.sampled_from(sorted(inner)))
        elif isinstance(inner, list) and inner:
            node, key = inner, data.draw(st.integers(0, len(inner) - 1))
    other = data.draw(
        st.sampled_from([None, "", "别的", 0, 7, [], {}, ["甲"], [["basis", 0, 99]], {"甲": "乙"}])
    )
    node[key] = other
    pages = visible(document)
    found = confirmed(pages, json.dumps(attached).encode())
    assert "".join(letters(found)) == "".join(letters(pages))
