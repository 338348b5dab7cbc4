"""Drawings in documents: as large as they say, with words for those who do not see them, in every format."""

from __future__ import annotations

import io
import json
import re
import zipfile

import docx as reading
import pytest

from quanze.charts import Bar, Bars, svg
from quanze.digests import canonical
from quanze.documents import codec, docx, html, layout, pdf, xlsx
from quanze.documents.tree import Code, Document, Picture, Role, paragraph
from quanze.documents.writable import NotWritten
from tests.fonts import needs_chinese_fonts

CHART = svg(Bars("各事项", "件", (Bar("农机购置补贴", 3), Bar("<甲>&乙", 1))), "a")
SAYS = '各事项的件数 "<&>'


def document(*pictures: Picture, code: bool = False) -> Document:
    head = (Code("https://qz.example.cn/", ("核验",)),) if code else ()
    return Document("月报", (*head, paragraph(Role.TITLE, "月报"), *pictures))


def written(writer, made: Document) -> bytes:
    out = io.BytesIO()
    writer.write(made, out)
    return out.getvalue()


SIZES = [
    # viewBox, share -> width and height in mm
    ("0 0 400 200", 1.0, (156.0, 78.0)),
    ("0 0 400 200", 0.5, (78.0, 39.0)),
    ("0 0 400 4000", 1.0, (20.0, 200.0)),
]


@pytest.mark.parametrize(("box", "share", "size"), SIZES)
def test_a_drawing_keeps_its_shape_and_stays_on_a_page(box, share, size):
    found = layout.picture_size(Picture(f'<svg viewBox="{box}"/>', "图", share))
    assert found == pytest.approx(size)


def test_what_does_not_say_its_size_is_no_picture():
    with pytest.raises(ValueError, match="viewBox"):
        Picture("<svg/>", "图")


def test_a_drawing_is_kept_and_shown_on_a_page_of_the_web():
    made = document(Picture(CHART, SAYS, 0.75))
    assert codec.load(json.loads(canonical(codec.dump(made)))) == made
    page = written(html, made).decode()
    assert 'alt="各事项的件数 &quot;&lt;&amp;&gt;"' in page
    assert "data:image/svg+xml;base64," in page


def test_a_sheet_has_no_drawings():
    with pytest.raises(ValueError, match="Picture"):
        written(xlsx, document(Picture(CHART, SAYS)))


def test_what_cannot_be_written_is_refused():
    with pytest.raises(NotWritten):
        written(docx, document(Picture(CHART, "图\x01")))


@needs_chinese_fonts
@pytest.mark.parametrize("code", [False, True])
def test_word_has_each_drawing_beside_a_code(code):
    made = document(Picture(CHART, SAYS), Picture(CHART, "第二幅", 0.5), code=code)
    data = written(docx, made)
    assert data == written(docx, made)
    opened = reading.Document(io.BytesIO(data))
    assert [shape.width.mm for shape in opened.inline_shapes] == pytest.approx([156, 78], abs=0.1)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode()
        assert archive.read("word/media/drawing1.png").startswith(b"\x89PNG")
    assert re.findall(r'descr="([^"]*)"', text) == ["各事项的件数 &quot;&lt;&amp;&gt;", "第二幅"]


@needs_chinese_fonts
def test_a_pdf_tells_what_a_drawing_shows():
    data = written(pdf, document(Picture(CHART, "各事项的件数")))
    assert data.startswith(b"%PDF-")
    assert len(data) > len(written(pdf, document()))
