"""A document as Word and as PDF: both say the same, in the layout of GB/T 9704-2012."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from quanze.digests import canonical
from quanze.documents import codec, html, pdf
from quanze.documents import docx as word
from quanze.documents.tree import (
    Attachments,
    Blank,
    Block,
    Cell,
    Code,
    Document,
    Form,
    FormRow,
    Items,
    Receipt,
    Role,
    Run,
    Signature,
    level,
    paragraph,
)
from quanze.documents.typesetting import NotTypeset
from quanze.documents.writable import NotWritten
from tests.fonts import needs_chinese_fonts
from tests.lists.pdfs import Pdf


def label(words: str) -> Cell:
    return Cell((Run(words),), label=True)


def cell(words: str) -> Cell:
    return Cell((Run(words),))


HOSTILE = '#eval("1") *b* $x$ <w:p/> & ]]> "'

NOTICE = Document(
    "关于公布权责清单的通知",
    (
        paragraph(Role.LETTERHEAD, "平川市工业和信息化局文件"),
        paragraph(Role.NUMBER, "平工信〔2026〕5号"),
        paragraph(Role.TITLE, "平川市工业和信息化局\n关于公布权责清单的通知"),
        paragraph(Role.ADDRESSEE, "各有关单位："),
        paragraph(Role.BODY, "现予公布，", Run("请遵照执行", underlined=True), "。", HOSTILE),
        level(1, 1, "总体情况"),
        level(2, 1, "分项情况"),
        level(3, 1, "三级"),
        level(4, 1, "四级"),
        Attachments(("权责清单目录", "保留的权责清单")),
        Signature("平川市工业和信息化局", datetime.date(2026, 3, 5)),
        paragraph(Role.NOTE, "（此件公开发布）"),
    ),
)

LETTER = Document(
    "材料补正告知书",
    (
        paragraph(Role.REFERENCE, "平工信补〔2026〕12号"),
        paragraph(Role.TITLE, "材料补正告知书"),
        paragraph(Role.ADDRESSEE, "平川市某某机械有限公司："),
        paragraph(Role.BODY, "你单位提交的申请材料需要补正，联系电话：", Blank(8)),
        Items(
            ("序号", "材料名称", "要求"),
            (("1", "申请书", "加盖公章\n一式两份"), ("2", HOSTILE, "")),
            (1, 4, 4),
        ),
        Signature("平川市工业和信息化局", datetime.date(2026, 11, 25), sealed=False),
        Receipt("送达回执", ((Run("签收人："), Blank(6)), (Run("签收日期："), Blank(6)))),
    ),
)


RECORD = Document(
    "现场核查记录",
    (
        Code("https://qz.example.cn/letters/ABCD/", ("扫描二维码核验", HOSTILE)),
        paragraph(Role.REFERENCE, "平工信核〔2026〕3号"),
        paragraph(Role.TITLE, "现场核查记录"),
        Form(
            (
                FormRow((label("申请人"), cell("平川市某某机械有限公司"))),
                FormRow((label("联系人"), cell("张三"), label("电话"), cell(HOSTILE))),
                FormRow((label("甲"), cell("1"), label("乙"), cell("2"), label("丙"), cell("3"))),
                FormRow((label("意见"), Cell((Run("同意\n签名："), Blank(6)))), lines=5),
                FormRow((label("长的意见"), cell("情况属实。" * 60)), lines=2),
            )
        ),
        Signature("平川市工业和信息化局", datetime.date(2026, 11, 25)),
    ),
)


def as_word(document: Document) -> bytes:
    out = io.BytesIO()
    word.write(document, out)
    return out.getvalue()


def as_pdf(document: Document) -> bytes:
    out = io.BytesIO()
    pdf.write(document, out)
    return out.getvalue()


def letters(data: bytes) -> str:
    """The text of a Word document without blanks, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in ("word/header1.xml", "word/document.xml") if name in archive.namelist()]
        texts = [
            node.text or "" for name in parts for node in etree.fromstring(archive.read(name)).iter(qn("w:t"))
        ]
    return "".join("".join(texts).split())


@needs_chinese_fonts
@pytest.mark.parametrize("document", [NOTICE, LETTER, RECORD], ids=lambda document: document.title)
def test_word_and_pdf_say_the_same(document: Document) -> None:
    paper = Pdf(as_pdf(document))
    shown = "".join(paper.text(page) for page in range(len(paper.pages)))
    for page in range(len(paper.pages)):
        shown = shown.replace(f"—{page + 1}—", "")
    assert sorted(shown) == sorted(letters(as_word(document)))


def as_page(document: Document) -> str:
    out = io.BytesIO()
    html.write(document, out)
    return out.getvalue().decode()


@pytest.mark.parametrize("document", [NOTICE, LETTER, RECORD], ids=lambda document: document.title)
def test_word_and_page_say_the_same_in_the_same_order(document: Document) -> None:
    body = etree.HTML(as_page(document)).find("body")
    shown = "".join("".join(body.itertext()).split())
    assert sorted(shown) == sorted(letters(as_word(document)))
    heads = [element.text for element in body.iter("h1", "h2", "h3", "h4", "h5")]
    assert heads == (
        [
            "平川市工业和信息化局\n关于公布权责清单的通知",
            "一、总体情况",
            "（一）分项情况",
            "1.三级",
            "（1）四级",
        ]
        if document is NOTICE
        else [document.title]
    )


def test_the_page_needs_nothing_from_elsewhere_and_prints_on_a4() -> None:
    page = as_page(NOTICE)
    assert not re.search(r"(?:src|href)=|@import|url\(", page)
    assert re.findall(r'src="([^,]*),', as_page(RECORD)) == ["data:image/png;base64"]
    assert "@page{size:A4;margin:37.0mm 26.0mm 35.0mm 28.0mm" in page
    assert "<w:p/>" not in page
    assert "<u>请遵照执行</u>" in page


@needs_chinese_fonts
def test_a_date_that_nobody_knows_is_a_place_to_fill_in() -> None:
    document = replace(NOTICE, blocks=(*NOTICE.blocks[:-2], Signature("平川市工业和信息化局", None)))
    assert (
        Pdf(as_pdf(document)).text(1) == "附件：1.权责清单目录2.保留的权责清单平川市工业和信息化局年月日—2—"
    )
    assert letters(as_word(document)).endswith("平川市工业和信息化局年月日")
    assert "\u3000\u3000年\u3000月\u3000日</p>" in as_page(document)


@pytest.mark.parametrize("document", [NOTICE, LETTER, RECORD], ids=lambda document: document.title)
def test_the_same_document_gives_the_same_word_file(document: Document) -> None:
    assert as_word(document) == as_word(document)


@needs_chinese_fonts
def test_the_same_document_gives_the_same_pdf() -> None:
    assert as_pdf(NOTICE) == as_pdf(NOTICE)


# Word


def faces(data: bytes) -> dict[str, str]:
    """The Chinese font of each paragraph's style, by its first words (where two begin alike, the first)."""
    document = docx.Document(io.BytesIO(data))
    found = {}
    for shown in document.paragraphs:
        fonts = shown.style.element.rPr.find(qn("w:rFonts"))
        found.setdefault(shown.text[:6], fonts.get(qn("w:eastAsia")))
    return found


def test_word_asks_for_the_faces_of_the_standard() -> None:
    found = faces(as_word(NOTICE))
    assert found["平川市工业和"] == "方正小标宋简体"
    assert found["各有关单位："] == "仿宋_GB2312"
    assert found["一、总体情况"] == "黑体"
    assert found["（一）分项情"] == "楷体_GB2312"
    assert found["1.三级"] == found["（1）四级"] == "仿宋_GB2312"


def test_word_has_the_margins_lines_and_page_numbers_of_the_standard() -> None:
    document = docx.Document(io.BytesIO(as_word(NOTICE)))
    section = document.sections[0]
    edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(edge.mm, 1) for edge in edges if edge is not None] == [37.0, 26.0, 35.0, 28.0]
    body = document.styles["Body"]
    assert body.paragraph_format.line_spacing is not None
    assert body.paragraph_format.line_spacing.pt == 28.95
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert "PAGE" in odd._p.xml
    assert odd.text.replace("1", "").split() == ["—", "—"]


def test_only_the_agency_s_own_head_and_its_rule_are_red() -> None:
    document = docx.Document(io.BytesIO(as_word(NOTICE)))
    red = [style.name for style in document.styles if "FF0000" in style.element.xml]
    assert sorted(red) == ["Letterhead", "Number"]
    assert not any("FF0000" in shown._p.xml for shown in document.paragraphs)
    letter = docx.Document(io.BytesIO(as_word(LETTER)))
    assert not {shown.style.name for shown in letter.paragraphs} & {"Letterhead", "Number"}


def test_word_opens_tables_blanks_and_the_strip_to_cut_off() -> None:
    document = docx.Document(io.BytesIO(as_word(LETTER)))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1] == [
        "1",
        "申请书",
        "加盖公章\n一式两份",
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    blanks = [run.text for shown in document.paragraphs for run in shown.runs if run.underline]
    assert blanks == ["\u3000" * 8, "\u3000" * 6, "\u3000" * 6]
    assert [shown.text for shown in document.paragraphs if shown.style.name == "ReceiptTitle"] == ["送达回执"]


@pytest.mark.parametrize("document", [NOTICE, LETTER, RECORD], ids=lambda document: document.title)
def test_every_part_is_sound_xml_and_listed(document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(as_word(document))) as archive:
        names = archive.namelist()
        pictures = [name for name in names if name.endswith(".png")]
        assert all(archive.read(name).startswith(b"\x89PNG") for name in pictures)
        parts = {name: etree.fromstring(archive.read(name)) for name in names if name not in pictures}
    listed = {item.get("PartName", "").lstrip("/") for item in parts["[Content_Types].xml"]} - {""}
    assert listed == {name for name in names if not name.endswith(".rels") and name != "[Content_Types].xml"}


@pytest.mark.parametrize("writer", [word, pdf], ids=["word", "pdf"])
@pytest.mark.parametrize("char", ["\x00", "\x0b", "\r", "\ud800", "\ufffe"])
@pytest.mark.parametrize(
    "block",
    [
        lambda text: paragraph(Role.BODY, text),
        lambda text: Attachments((text,)),
        lambda text: Signature(text, datetime.date(2026, 3, 5)),
        lambda text: Items((text,), ()),
        lambda text: Items(("甲",), ((text,),)),
        lambda text: Receipt(text, ()),
        lambda text: Receipt("回执", ((Run(text),),)),
    ],
)
def test_a_character_that_no_document_holds_is_refused(
    writer: ModuleType, char: str, block: Callable[[str], Block]
) -> None:
    out = io.BytesIO()
    with pytest.raises(NotWritten, match=rf"“某企业.*”中有文档不能保存的字符（U\+{ord(char):04X}）"):
        writer.write(Document("题", (block(f"某企业{char}"),)), out)
    assert out.getvalue() == b""


# PDF


@needs_chinese_fonts
def test_a_full_page_holds_22_lines_of_28_characters() -> None:
    paper = Pdf(as_pdf(Document("满页", (paragraph(Role.ADDRESSEE, "天" * 28 * 50),))))
    assert [paper.text(page).count("天") for page in range(3)] == [616, 616, 168]


@needs_chinese_fonts
def test_the_pdf_is_a4_upright_with_its_title_and_embedded_fonts() -> None:
    paper = Pdf(as_pdf(NOTICE))
    assert paper.title == "关于公布权责清单的通知"
    assert [round(edge) for edge in paper.pages[0].mediabox] == [0, 0, 595, 842]
    assert all(paper.fonts().values())
    assert [depth for depth, _ in paper.bookmarks()] == [0]


@needs_chinese_fonts
def test_nothing_in_a_document_is_taken_for_markup() -> None:
    text = "".join(HOSTILE.split())
    paper = Pdf(as_pdf(NOTICE))
    assert text in "".join(paper.text(page) for page in range(len(paper.pages)))


@needs_chinese_fonts
def test_a_character_without_a_font_is_named() -> None:
    with pytest.raises(NotTypeset, match=r"U\+E000") as caught:
        as_pdf(Document("题", (paragraph(Role.BODY, "甲\ue000"),)))
    assert caught.value.missing == "\ue000"


def test_the_example_in_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    opened = docx.Document(str(tmp_path / "letter.docx"))
    assert [shown.text for shown in opened.paragraphs][:2] == ["平工信补〔2026〕12号", ""]


# As it is kept


@pytest.mark.parametrize("document", [NOTICE, LETTER, RECORD], ids=lambda document: document.title)
def test_a_document_is_kept_as_json_and_read_again(document: Document) -> None:
    kept = canonical(codec.dump(document))
    assert codec.load(json.loads(kept)) == document


def test_a_document_of_a_later_version_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="version 2"):
        codec.load({**codec.dump(LETTER), "v": 2})
    with pytest.raises(ValueError, match="no kind of block"):
        codec.load({**codec.dump(LETTER), "blocks": [{"kind": "film"}]})


# Seals and codes


@needs_chinese_fonts
def test_the_place_of_the_seal_is_the_middle_of_the_date() -> None:
    place = pdf.seal_place(NOTICE)
    (page,) = [
        each
        for number, each in enumerate(extract_pages(io.BytesIO(as_pdf(NOTICE))), 1)
        if number == place.page
    ]
    dates = [
        line.bbox
        for box in page
        if isinstance(box, LTTextContainer)
        for line in box
        if "".join(line.get_text().split()) == "2026年3月5日"
    ]
    left, bottom, right, top = dates[-1]
    assert abs(place.x - (left + right) / 2) < 3
    assert bottom < page.height - place.y < top


@needs_chinese_fonts
def test_what_bears_no_seal_has_no_place_for_one() -> None:
    assert pdf.seal_place(LETTER) is None


def test_word_has_the_code_in_the_head_of_its_first_page_alone() -> None:
    document = docx.Document(io.BytesIO(as_word(RECORD)))
    (section,) = document.sections
    assert section.different_first_page_header_footer
    (table,) = section.first_page_header.tables
    assert len(table._tbl.findall(f".//{qn('w:drawing')}")) == 1
    assert table.cell(0, 1).text == f"扫描二维码核验\n{HOSTILE}"
    assert [each.text for each in section.header.paragraphs] == [""] or section.header.is_linked_to_previous


def test_a_seal_never_stands_on_a_page_without_text() -> None:
    blocks = (paragraph(Role.BODY, "前一段"), paragraph(Role.BODY, "末段"), LETTER.blocks[-2])
    document = docx.Document(io.BytesIO(as_word(Document("通知", blocks))))
    kept = [(each.text, bool(each.paragraph_format.keep_with_next)) for each in document.paragraphs]
    assert kept[:3] == [("前一段", False), ("末段", True), ("", True)]


@needs_chinese_fonts
def test_nor_does_it_in_the_pdf() -> None:
    lines = 21
    paper = Pdf(
        as_pdf(
            Document("通知", (*[paragraph(Role.BODY, f"第{n}段") for n in range(lines)], LETTER.blocks[-2]))
        )
    )
    assert len(paper.pages) == 2
    assert paper.text(1).startswith(f"第{lines - 1}段平川市")
