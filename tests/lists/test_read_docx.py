"""Word files as Word and WPS write them: merges, numbering, tracked changes, boxes, and files that are no list."""

from __future__ import annotations

import io
import zipfile

import pytest

from quanze.lists.grid import Line, Table
from quanze.lists.readers import docx as reader
from quanze.lists.readers import read_bytes
from quanze.lists.refusal import Refusal
from tests.lists.words import W, cell, docx, paragraph, row, run, table

W_STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
HEAD = row("序号", "事项名称", "设定依据")


def only_table(data: bytes) -> Table:
    (found,) = [block for block in reader.blocks(data) if isinstance(block, Table)]
    return found


def texts(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def test_paragraphs_and_line_ends_in_a_cell() -> None:
    found = only_table(docx(table(row(cell("甲", paragraph("乙", "<w:r><w:br/></w:r>", "丙"))))))
    assert texts(found) == [["甲\n乙\n丙"]]


def test_a_page_break_is_no_text() -> None:
    blocks = list(reader.blocks(docx(paragraph('<w:r><w:br w:type="page"/></w:r>', "附件 2"))))
    assert [block.text for block in blocks if isinstance(block, Line)] == ["附件 2"]


def test_underlines_come_from_the_run_and_its_style_not_from_the_paragraph_mark() -> None:
    styles = f'<w:styles {W}><w:style w:type="character" w:styleId="New"><w:rPr><w:u w:val="single"/></w:rPr></w:style></w:styles>'
    marked = paragraph(
        "甲",
        run("乙", '<w:u w:val="single"/>'),
        run("丙", '<w:rStyle w:val="New"/>'),
        run("丁", '<w:u w:val="none"/>'),
        properties='<w:rPr><w:u w:val="single"/></w:rPr>',
    )
    found = only_table(docx(table(row(cell(marked))), styles=styles))
    assert found.rows[0].cells[0].marks == ((1, 3),)


def test_cells_merged_downwards_and_sideways() -> None:
    found = only_table(
        docx(
            table(
                row(cell("甲", properties='<w:vMerge w:val="restart"/>'), "乙", "丙"),
                row(cell(properties="<w:vMerge/>"), cell("丁", properties='<w:gridSpan w:val="2"/>')),
            )
        )
    )
    shapes = [
        [(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in row.cells] for row in found.rows
    ]
    assert shapes == [[("甲", 0, 2, 1), ("乙", 1, 1, 1), ("丙", 2, 1, 1)], [("丁", 1, 1, 2)]]


def test_rows_that_begin_further_right() -> None:
    found = only_table(docx(table(row("甲", "乙"), row("丙", properties='<w:gridBefore w:val="1"/>'))))
    assert [cell.column for cell in found.rows[1].cells] == [1]


def test_numbers_that_word_counts_are_read() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    counted = cell(paragraph(properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'))
    data = docx(
        table(HEAD, row(counted, "甲许可", "《甲法》"), row(counted, "乙许可", "《乙法》")),
        numbering=numbering,
    )
    matters = read_bytes(data, "清单.docx").annexes[0].matters
    assert [matter.number and matter.number.value for matter in matters] == ["1", "2"]


def test_numbers_that_the_style_of_a_paragraph_counts_are_read() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:pStyle w:val="count"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    numbered = "<w:pPr><w:numPr><w:numId w:val='7'/></w:numPr></w:pPr>"
    styles = (
        f"<w:styles {W}><w:style w:type='paragraph' w:styleId='category'>{numbered}</w:style>"
        f"<w:style w:type='paragraph' w:styleId='count'>{numbered}</w:style>"
        "<w:style w:type='paragraph' w:styleId='narrow'><w:basedOn w:val='count'/></w:style></w:styles>"
    )

    def counted(style: str, direct: str = "") -> str:
        return cell(paragraph(properties=f"<w:pStyle w:val='{style}'/>{direct}"))

    data = docx(
        paragraph("行政许可（共3项）", properties="<w:pStyle w:val='category'/>")
        + table(
            HEAD,
            row(counted("count"), "甲许可", "《甲法》"),
            row(counted("narrow"), "乙许可", "《乙法》"),
            row(counted("count", "<w:numPr><w:numId w:val='0'/></w:numPr>"), "丙许可", "《丙法》"),
        ),
        numbering=numbering,
        styles=styles,
    )
    (annex,) = read_bytes(data, "清单.docx").annexes
    assert [head.exact for head in annex.categories] == ["一、行政许可（共3项）"]
    assert [matter.number and matter.number.value for matter in annex.matters] == ["1", "2", ""]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    changed = "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>" + run("新") + "</w:ins></w:p>"
    assert texts(only_table(docx(table(row(cell(changed)))))) == [["新"]]


def test_text_in_a_box_is_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("附件 1") + "</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    lines = [block.text.strip() for block in reader.blocks(docx(body)) if isinstance(block, Line)]
    assert lines == ["附件 1"]


def test_a_table_inside_a_content_control_is_read() -> None:
    body = f"<w:sdt><w:sdtContent>{table(HEAD, row('1', '甲许可', '《甲法》'))}</w:sdtContent></w:sdt>"
    assert len(read_bytes(docx(body), "清单.docx").annexes[0].matters) == 1


def test_a_table_inside_a_cell_is_part_of_its_text() -> None:
    inner = cell("依据").replace("</w:tc>", table(row("甲法", "第三条")) + "<w:p/></w:tc>")
    found = only_table(docx(table(row("1", inner))))
    assert found.rows[0].cells[1].text == "依据\n甲法\n第三条\n"


@pytest.mark.parametrize("cut", [0.2, 0.6, 0.95])
def test_a_truncated_file_is_refused(cut: float) -> None:
    data = docx(table(HEAD, row("1", "甲许可", "《甲法》")))
    with pytest.raises(Refusal, match="文件损坏或不完整"):
        read_bytes(data[: int(len(data) * cut)], "清单.docx")


def test_broken_xml_is_refused_with_its_place() -> None:
    with pytest.raises(Refusal, match=r"document\.xml 第 1 行"):
        read_bytes(docx(table(HEAD) + "<w:p>"), "清单.docx")


def test_a_zip_bomb_is_refused_before_it_inflates() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (96 * 1024 * 1024))
    with pytest.raises(Refusal, match="压缩炸弹"):
        read_bytes(out.getvalue(), "清单.docx")


def test_entities_of_the_file_are_not_expanded() -> None:
    evil = io.BytesIO()
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {W}><w:body>'
            + table(HEAD, row("1", "甲许可", "&x;")).replace("&amp;x;", "&x;")
            + "</w:body></w:document>",
        )
    found = read_bytes(evil.getvalue(), "清单.docx").annexes[0].matters[0].basis
    assert found is not None
    assert found.value == ""


def test_a_document_whose_parts_the_cloud_has_numbered_is_read() -> None:
    archive = zipfile.ZipFile(io.BytesIO(docx(table(HEAD, row("1", "甲许可", "《甲法》")))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        copy.writestr("word/document2.xml", archive.read("word/document.xml"))
    assert read_bytes(out.getvalue(), "清单.docx").annexes[0].matters[0].name.value == "甲许可"


def test_a_document_saved_as_strict_open_xml_is_read() -> None:
    archive = zipfile.ZipFile(io.BytesIO(docx(table(HEAD, row("1", "甲许可", "《甲法》")))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        content = archive.read("word/document.xml").decode()
        copy.writestr("word/document.xml", content.replace(W, W_STRICT))
    assert read_bytes(out.getvalue(), "清单.docx").annexes[0].matters[0].name.value == "甲许可"


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_footnotes_and_endnotes_follow_the_list(kind: str) -> None:
    notes = (
        f'<w:{kind}s {W}><w:{kind} w:type="separator">{paragraph("线")}</w:{kind}>'
        f"<w:{kind}>{paragraph('本项由乡镇受委托实施。')}</w:{kind}></w:{kind}s>"
    )
    found = read_bytes(docx(table(HEAD, row("1", "甲许可", "《甲法》")), **{f"{kind}s": notes}), "清单.docx")
    assert found.annexes[0].tail == ("本项由乡镇受委托实施。",)


def test_changes_not_yet_accepted_are_told_once() -> None:
    changed = cell(
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>" + run("甲许可") + "</w:ins></w:p>"
    )
    found = read_bytes(
        docx(table(HEAD, row("1", changed, "《甲法》"), row("2", changed, "《乙法》"))), "清单.docx"
    )
    assert [finding.rule for finding in found.findings] == ["R124"]
    assert [matter.name.value for matter in found.annexes[0].matters] == ["甲许可", "甲许可"]


def test_texts_parted_by_tabs_are_rows_where_there_is_no_table() -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = (
        ("序号", "职权名称", "设定依据"),
        ("1", "取水许可", "《水法》第七条"),
        ("2", "河道检查", "《条例》"),
    )
    body = "".join(
        paragraph(line[0], tab, line[1], tab, run(line[2], '<w:u w:val="single"/>')) for line in lines
    )
    (annex,) = read_bytes(docx(paragraph("某县水利局权责清单") + body), "清单.docx").annexes
    assert [matter.name.value for matter in annex.matters] == ["取水许可", "河道检查"]
    assert annex.matters[0].basis is not None
    assert annex.matters[0].basis.marks == ((0, 7),)
