"""Plain text with tabs: what editors, spreadsheets and converters leave."""

from __future__ import annotations

import pytest

from quanze.lists.grid import Line
from quanze.lists.model import ListDocument
from quanze.lists.readers import read_bytes
from quanze.lists.readers import text as reader
from quanze.lists.refusal import Refusal

LIST = "某局权责清单\n\n序号\t事项名称\t设定依据\n1\t甲许可\t《甲法》第三条\n"


def read(text: str | bytes, name: str = "清单.txt") -> ListDocument:
    return read_bytes(text if isinstance(text, bytes) else text.encode(), name)


def basis(document: ListDocument) -> str:
    found = document.annexes[0].matters[0].basis
    assert found is not None
    return found.value


@pytest.mark.parametrize(
    "data",
    [LIST.encode(), LIST.encode("utf-8-sig"), LIST.encode("utf-16"), LIST.replace("\n", "\r\n").encode()],
    ids=["utf-8", "with a mark", "utf-16", "Windows line ends"],
)
def test_it_reads_what_editors_save(data: bytes) -> None:
    assert basis(read(data)) == "《甲法》第三条"


def test_a_cell_pasted_from_a_spreadsheet_keeps_its_lines() -> None:
    assert (
        basis(read('序号\t事项名称\t设定依据\n1\t甲许可\t"《甲法》\n第三条""甲"""\n'))
        == '《甲法》\n第三条"甲"'
    )


def test_quotes_that_are_only_quotes_stay() -> None:
    assert basis(read('序号\t事项名称\t设定依据\n1\t甲许可\t"放管服"\n')) == '"放管服"'


def test_tags_of_a_converter_become_paragraphs_and_underlines() -> None:
    document = read(
        "某局调整的权责清单\n序号\t事项名称\t设定依据\n1\t甲许可\t<p>旧法。</p> <p><u>新 法。</u></p>\n"
    )
    matter = document.annexes[0].matters[0]
    assert matter.before is not None
    assert matter.before["basis"].value == "旧法。"
    assert matter.basis is not None
    assert (matter.basis.value, matter.basis.marks) == ("新 法。", ((0, 4),))
    assert [finding.rule for finding in document.findings] == ["R101"]


def test_angle_brackets_that_are_no_tags_stay() -> None:
    assert (
        basis(read("序号\t事项名称\t设定依据\n1\t甲许可\t关于<焦化>的公告〈甲〉\n"))
        == "关于<焦化>的公告〈甲〉"
    )


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "清单.txt", "文件是空的"),
        (LIST.encode("gb18030"), "清单.txt", "第1行：文本是 GB18030（GBK）编码"),
        (b"\xff\xff\xfe\x80abc", "清单.txt", "不是 UTF-8 文本"),
        ("关于开会的通知\n".encode(), "清单.txt", "没有找到权责清单的表格"),
        (b"%PDF-1.4 ...", "清单.txt", "扩展名是 .txt，内容却是PDF"),
        (LIST.encode(), "清单.docx", "扩展名是 .docx，内容却是纯文本"),
        (b"{\\rtf1 x}", "清单.doc", "另存为 .docx"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "清单.doc", "单个文件网页"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>',
            "清单.xml",
            "XML 格式的 Office",
        ),
        (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "清单.xls", "XML 格式的 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "清单.doc", "旧版 Office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "清单.docx",
            "文件已加密",
        ),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "清单.png", "图片（PNG）"),
        (b"\xff\xd8\xff\xe0JFIF", "清单.docx", "图片（JPEG）"),
        (LIST.encode() + b"\x00\x01", "清单.txt", "二进制内容"),
        (b"PK\x03\x04 not a zip", "清单.docx", "文件损坏或不完整"),
    ],
)
def test_it_refuses_with_the_reason(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason.replace("（", "[（]").replace(".", "[.]")):
        read(data, name)


def test_a_cell_beyond_all_bounds_is_refused_with_its_place() -> None:
    with pytest.raises(Refusal, match="第3行第1张表第2列：一个单元格有 1000001 个字"):
        read("某局权责清单\n序号\t事项名称\n1\t" + "甲" * 1_000_001)


def test_a_row_of_countless_cells_is_refused_with_its_place() -> None:
    with pytest.raises(Refusal, match="第2行第1张表：一行有 301 列"):
        read("序号\t事项名称\n" + "\t" * 300)


HEADINGS = ("序号", "职权名称", "职权类别", "设定依据")
ROWS = (
    HEADINGS,
    ("1", "对围垦河道的处罚", "行政处罚", "《甲法》第三条"),
    ("2", "取水许可", "行政许可", "《乙法》"),
)


def ruled(sep: str, rule: str) -> str:
    return f"\n{rule}\n".join(sep.join(("", *cells, "")) for cells in ROWS)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("|".join(row) for row in ROWS),
        "\n".join("｜".join(row) for row in ROWS),
        "\n".join("    ".join(row) for row in ROWS),
        "\n".join("　　".join(row) for row in ROWS),
        "|".join(HEADINGS) + "\n---|---|---|---\n" + "\n".join("|".join(row) for row in ROWS[1:]),
        "|".join(HEADINGS) + "\n----+----+----+----\n" + "\n".join("|".join(row) for row in ROWS[1:]),
        ruled("│", "├──┼──┼──┼──┤"),
        ruled("|", "+--+--+--+--+"),
        "\n".join(",".join(row) for row in ROWS),
        "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS),
        "某县水利局权责清单,,,\n" + "\n".join(",".join(row) for row in ROWS),
    ],
)
def test_tables_drawn_in_text_and_files_for_spreadsheets(text: str) -> None:
    (annex,) = read_bytes(text.encode(), "清单.txt").annexes
    assert [(matter.number and matter.number.value, matter.name.value) for matter in annex.matters] == [
        ("1", "对围垦河道的处罚"),
        ("2", "取水许可"),
    ]
    assert annex.matters[0].basis is not None
    assert annex.matters[0].basis.value == "《甲法》第三条"


def test_line_ends_in_quoted_and_drawn_cells() -> None:
    quoted = ",".join(HEADINGS) + '\n1,取水许可,行政许可,"《甲法》第三条：\n取水的，""应当""申请。"'
    drawn = "|" + "|".join(HEADINGS) + '|\n|1|取水许可|行政许可|《甲法》第三条：<br>取水的，"应当"申请。|'
    for text in (quoted, drawn):
        basis = read_bytes(text.encode(), "清单.txt").annexes[0].matters[0].basis
        assert basis is not None
        assert basis.value == '《甲法》第三条：\n取水的，"应当"申请。'


COPIED = """某县水利局权责清单
序号\t职权名称\t职权类别\t实施依据\t责任事项\t责任股室
一、行政许可（共2项）
1\t取水许可\t行政许可\t《水法》第七条：
取水的，应当申请。
《条例》第三条。\t1.受理责任：依法受理。
2.审查责任：进行审查。\t水政股
2\t河道审批\t行政许可\t《河道条例》\t1.受理责任：依法受理。\t河道股
二、行政处罚（共1项）
3\t对擅自取水的处罚\t行政处罚\t《水法》第六十九条：
处以罚款。\t1.立案责任：予以审查。
2.调查责任：两人以上。\t水政监察大队
注：本清单自公布之日起施行。"""


def test_a_table_copied_out_of_word_keeps_the_paragraphs_of_its_cells() -> None:
    document = read(COPIED)
    (annex,) = document.annexes
    assert [(f.rule, f.place and f.place.line) for f in document.findings if f.rule != "R122"] == [
        ("R105", 2)
    ]
    found = [
        (
            m.number and m.number.value,
            m.name.value,
            m.basis and m.basis.value,
            m.stages[0].duty and m.stages[0].duty.value,
            m.office and m.office.value,
        )
        for m in annex.matters
    ]
    assert found == [
        (
            "1",
            "取水许可",
            "《水法》第七条：\n取水的，应当申请。\n《条例》第三条。",
            "1.受理责任：依法受理。\n2.审查责任：进行审查。",
            "水政股",
        ),
        ("2", "河道审批", "《河道条例》", "1.受理责任：依法受理。", "河道股"),
        (
            "3",
            "对擅自取水的处罚",
            "《水法》第六十九条：\n处以罚款。",
            "1.立案责任：予以审查。\n2.调查责任：两人以上。",
            "水政监察大队",
        ),
    ]
    assert [(head.name, head.declared, head.at) for head in annex.categories] == [
        ("行政许可", 2, 0),
        ("行政处罚", 1, 2),
    ]
    assert annex.tail == ("注：本清单自公布之日起施行。",)


def test_the_last_cell_of_a_table_copied_out_of_word_may_have_paragraphs_too() -> None:
    (annex,) = read(
        "序号\t职权名称\t职权类别\t责任事项\n"
        "1\t取水许可\t行政许可\t1.受理责任：依法受理。\n2.审查责任：进行审查。\n"
        "2\t对擅自取水的处罚\t行政处罚\t1.立案责任：予以审查。\n2.调查责任：两人以上。\n"
        "某县水利局\n2025年3月1日"
    ).annexes
    assert [m.stages[0].duty and m.stages[0].duty.value for m in annex.matters] == [
        "1.受理责任：依法受理。\n2.审查责任：进行审查。",
        "1.立案责任：予以审查。\n2.调查责任：两人以上。",
    ]
    assert annex.tail == ("某县水利局", "2025年3月1日")


def test_rows_without_their_blank_last_cells_are_no_torn_ones() -> None:
    (annex,) = read(
        "序号\t职权名称\t职权类别\t备注\n1\t取水许可\t行政许可\n2\t河道审批\n3\t河道检查\t行政检查\t新"
    ).annexes
    assert [matter.name.value for matter in annex.matters] == ["取水许可", "河道审批", "河道检查"]


def test_lines_that_merely_hold_strokes_commas_or_blanks_are_no_table() -> None:
    lines = ["首页 | 政务公开 | 权责清单", "一、依据  见附件  共三页", "甲,乙,丙", "一句话。"]
    assert all(isinstance(block, Line) for block in reader.blocks("\n".join(lines).encode()))
