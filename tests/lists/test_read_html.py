"""Web pages as portals publish them: layout tables around everything, blanks and line ends as browsers show them,
encodings declared and not."""

from __future__ import annotations

import time

import pytest

from quanze.lists.grid import Block, Line, Table
from quanze.lists.readers import html as reader
from quanze.lists.readers import read_bytes
from quanze.lists.refusal import Refusal

META = '<meta charset="utf-8">'


def blocks(page: str) -> list[Block]:
    return list(reader.blocks((META + page).encode()))


def lines(page: str) -> list[str]:
    return [block.text for block in blocks(page) if isinstance(block, Line)]


def tables(page: str) -> list[Table]:
    return [block for block in blocks(page) if isinstance(block, Table)]


def texts(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def in_cell(content: str, style: str = "") -> str:
    (found,) = tables(f"<table><tr><td{style}>{content}</td></tr></table>")
    return found.rows[0].cells[0].text


PAGE = """<!DOCTYPE html><html><head><title>某县林业局</title><style>td{color:red}</style></head><body>
<nav>首页 <a href="/">政务公开</a></nav>
<table width="100%"><tr><td width="200"><table><tr><td>栏目一</td></tr></table></td><td>
  <h1>某县林业局保留的权责清单</h1>
  <p>发布时间：2025年3月1日</p>
  <div><table border="1">
    <thead><tr><th>序号</th><th>项目名称</th><th>实施依据</th><th>办理环节</th><th>责任事项</th></tr></thead>
    <tbody>
    <tr><td rowspan="2">1</td><td rowspan="2">林木
        采伐许可</td><td rowspan="2"><p>《森林法》第五十七条</p><p><u>《条例》第一条</u></p></td>
        <td>受理</td><td>受理申请材料，<br>一次告知。</td></tr>
    <tr><td>决定</td><td>作出决定&nbsp;书面告知</td></tr>
    <tr><td colspan="5">服务电话：12345</td></tr>
    </tbody></table></div>
</td></tr></table>
<script>document.write("<p>不是文字</p>")</script>
<footer>主办：某县人民政府</footer></body></html>"""


def test_the_list_in_a_portals_page_is_read_whole() -> None:
    document = read_bytes(META.encode() + PAGE.encode(), "清单.html")
    (annex,) = document.annexes
    assert annex.title == "某县林业局保留的权责清单"
    assert document.agency == "某县林业局"
    (matter,) = annex.matters
    assert matter.name.value == "林木采伐许可"
    assert matter.name.exact == "林木 采伐许可"
    assert matter.basis is not None
    assert matter.basis.value == "《森林法》第五十七条\n《条例》第一条"
    assert matter.basis.marks == ((11, 18),)
    duties = [stage.duty.value for stage in matter.stages if stage.duty]
    assert duties == ["受理申请材料，\n一次告知。", "作出决定\u00a0书面告知"]
    assert annex.contact is not None
    assert annex.contact.service_phone == "12345"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("  甲\n  乙  ", "甲 乙"),
        ("AB\n  cd", "AB cd"),
        ("甲  乙\t丙", "甲 乙 丙"),
        ("甲&nbsp;&nbsp;乙", "甲\u00a0\u00a0乙"),
        ("<span> 甲 </span><b> 乙</b> ", "甲 乙"),
        ("甲<br>乙<br/>", "甲\n乙"),
        ("<br>", ""),
        ("甲<br><br>乙", "甲\n\n乙"),
        ("<p>甲</p>\n<p></p><p> 乙 </p>", "甲\n乙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<p>甲</p>乙", "甲\n乙"),
        ("甲<span style='display:none'>隐</span>乙<i hidden>藏</i>", "甲乙"),
        ("甲<span style='display: block'>乙</span>", "甲\n乙"),
        ("<pre>甲\n  乙 </pre>", "甲\n  乙 "),
        ("甲<!-- 注 -->乙<script>丙</script><style>丁</style>", "甲乙"),
        ("&lt;甲&gt; &amp;amp; &#x4e59;", "<甲> &amp; 乙"),
        ("<ol><li>甲</li><li value=5>乙<li>丙</ol>", "1. 甲\n5. 乙\n6. 丙"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("<font><table><tr><td>甲</td><td>乙</td></tr></table></font>", "甲\n乙"),
    ],
)
def test_a_cell_reads_as_a_browser_shows_it(content: str, expected: str) -> None:
    if "<table>" in content:
        outer = "".join(f"<tr><td>{n}</td><td>名</td><td>依据</td></tr>" for n in range(3))
        (found,) = tables(f"<table>{outer}<tr><td>9</td><td>{content}</td><td>末</td></tr></table>")
        assert found.rows[3].cells[1].text == expected
    else:
        assert in_cell(content) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("white-space:pre-wrap", "  甲 \n\t乙\n丙\n"),
        ("WHITE-SPACE: Pre ; color:red", "  甲 \n\t乙\n丙\n"),
        ("white-space:pre-line", "甲\n乙\n丙"),
        ("white-space:nowrap", "甲 乙\n丙"),
    ],
)
def test_white_space_is_kept_where_the_page_says_so(style: str, expected: str) -> None:
    assert in_cell("  甲 \n\t乙<br>丙<br>", f' style="{style}"') == expected


def test_underlines_by_element_and_by_style() -> None:
    content = (
        "甲<u>乙 <b>丙</b></u><ins>丁</ins><span style='text-decoration: underline dotted'>戊</span>"
        "<u style='text-decoration:none'>己</u><a href='#'>庚</a>"
    )
    (found,) = tables(f"<table><tr><td>{content}</td></tr></table>")
    cell = found.rows[0].cells[0]
    assert cell.text == "甲乙 丙丁戊己庚"
    assert cell.marks == ((1, 6),)


@pytest.mark.parametrize(
    ("content", "text", "marks"),
    [
        ("<span><u>甲</span><span>乙</u>丙</span>", "甲乙丙", ((0, 2),)),
        ("<p><u>甲<p>乙</u>丙", "甲\n乙丙", ((0, 1), (2, 3))),
        ("<u>甲<U>乙</u>丙</U>丁</u>", "甲乙丙丁", ((0, 3),)),
        ("<u>甲<td>乙</u>", "甲", ((0, 1),)),
        ("<u class=a title='b'>甲</u >乙", "甲乙", ((0, 1),)),
    ],
)
def test_underlines_nested_wrongly_read_as_a_browser_shows_them(
    content: str, text: str, marks: tuple[tuple[int, int], ...]
) -> None:
    (found,) = tables(f"<table><tr><td>{content}</td><td>邻</td></tr></table>")
    assert found.rows[0].cells[0].text == text
    assert found.rows[0].cells[0].marks == marks
    assert found.rows[0].cells[-1].marks == ()


def test_underlines_end_at_line_ends() -> None:
    (found,) = tables("<table><tr><td>旧<p><u>新一<br>新二</u></p></td></tr></table>")
    assert found.rows[0].cells[0].text == "旧\n新一\n新二"
    assert found.rows[0].cells[0].marks == ((2, 4), (5, 7))


def test_spans_follow_the_standards_table_model() -> None:
    (found,) = tables(
        "<table><tbody><tr><td rowspan=9>甲<td colspan=2>乙</tr><tr><td rowspan=0>丙<td>丁</tr><tr><td>戊</tr></tbody>"
        "<tbody><tr><td colspan=100>己</tr></tbody><thead><tr><th>一<th>二<th>三</tr></thead></table>"
    )
    shapes = [[(c.text, c.column, c.rowspan, c.colspan) for c in row.cells] for row in found.rows]
    assert found.width == 3
    assert shapes == [
        [("一", 0, 1, 1), ("二", 1, 1, 1), ("三", 2, 1, 1)],
        [("甲", 0, 3, 1), ("乙", 1, 1, 2)],
        [("丙", 1, 2, 1), ("丁", 2, 1, 1)],
        [("戊", 2, 1, 1)],
        [("己", 0, 1, 3)],
    ]


def test_rows_in_a_form_and_a_foot_before_the_body() -> None:
    (found,) = tables(
        "<table><tfoot><tr><td>尾</td></tr></tfoot><form><tr><td>甲</td></tr></form><tr style='display:none'><td>隐"
        "</td></tr><tr><td>乙</td></tr></table>"
    )
    assert texts(found) == [["甲"], ["乙"], ["尾"]]


def test_lines_around_tables_stand_in_the_order_of_the_page() -> None:
    page = "<h2>上</h2>间<table><caption>题</caption><tr><td>甲</td></tr></table>下<br>续<div>末</div>"
    assert [block.text if isinstance(block, Line) else "表" for block in blocks(page)] == [
        "上", "间", "题", "表", "下\n续", "末",
    ]  # fmt: skip


def test_layout_tables_vanish_and_the_innermost_ones_stay() -> None:
    page = (
        "<table><tr><td><table><tr><td>左</td></tr></table></td><td><p>标题</p>"
        "<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table></td></tr></table>"
    )
    assert [texts(table) for table in tables(page)] == [[["左"]], [["甲", "乙"]]]
    assert lines(page) == ["标题"]


def test_a_form_with_headings_keeps_the_tables_in_its_cells_as_their_text() -> None:
    form = (
        "<table><tr><th>事项名称</th><td>{}许可</td></tr><tr><th>事项类型</th><td>行政许可</td></tr>"
        "<tr><th>设定依据</th><td><table><tr><td>法规</td><td>条款</td></tr>"
        "<tr><td>《甲法》</td><td>第三条</td></tr></table></td></tr></table>"
    )
    page = f"<h2>某县水利局权责清单</h2>{form.format('甲')}{form.format('乙')}"
    (annex,) = read_bytes(page.encode(), "清单.html").annexes
    assert [matter.name.value for matter in annex.matters] == ["甲许可", "乙许可"]
    basis = annex.matters[0].basis
    assert basis is not None
    assert basis.value.split() == ["法规", "条款", "《甲法》", "第三条"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>甲</p>".encode(), "甲"),
        (b"\xef\xbb\xbf" + "<p>甲</p>".encode(), "甲"),
        ("<p>甲</p>".encode("utf-16"), "甲"),
        ('<meta charset="gb2312"><p>甲镕</p>'.encode("gb18030"), "甲镕"),
        ("<meta http-equiv=Content-Type content='text/html; charset=GBK'><p>甲</p>".encode("gbk"), "甲"),
        ('<?xml version="1.0" encoding="big5"?><html><p>甲</p></html>'.encode("big5"), "甲"),
        ('<meta charset="utf-16"><p>甲</p>'.encode(), "甲"),
    ],
)
def test_the_encoding_is_the_marks_the_declarations_or_utf8(data: bytes, expected: str) -> None:
    assert [block.text for block in reader.blocks(data) if isinstance(block, Line)] == [expected]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<p>\n一个没有声明编码的页面".encode("gb18030"), "第2行：.*看起来是 GB18030"),
        (b"<p>\xff\xff\xff", "没有声明编码，也不是 UTF-8"),
        (b'<meta charset="utf-8">\n\n<p>\xb0\xa1\xff', "第3行：网页声明是 utf-8 编码"),
        (b'<meta charset="klingon"><p>x', "“klingon”不认识"),
        (b'<meta charset="hex"><p>x', "不是文字编码|不认识"),
        (b'<meta charset="utf-8"><p>a\x00b', "二进制"),
        (META.encode() + b"<div>" * 60_000 + b"x", "嵌套过深"),
        ((META + f"<table><tr>{'<td>x' * 201}").encode(), "第1张表第1行：一行超过 200 列"),
        ((META + f"<table><tr><td>{'长' * 1_000_001}").encode(), "第1张表第1行第1列：一个单元格有 1000001 个字"),
        ((META + f"<p>{'长' * 1_000_001}").encode(), "一段有 1000001 个字"),
        (META.encode() + b" " * (64 * 1024 * 1024), "超过 64 MB"),
    ],
)  # fmt: skip
def test_what_is_no_honest_page_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        list(reader.blocks(data))


def test_hostile_pages_end_in_time() -> None:
    hostile = {
        "nested tables": "<table><tr><td>" * 400 + "x",
        "spans": "<table>" + "<tr><td rowspan=65534 colspan=1000>x" * 3_000,
        "unclosed": "<b><i><u>" * 300 + "<p>x" * 20_000,
        "attributes": f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>x</p>",
        "blanks": "<td>" + " \n" * 2_000_000,
    }
    for name, page in hostile.items():
        started = time.perf_counter()
        try:
            blocks(page)
        except Refusal:
            pass
        assert time.perf_counter() - started < 10, name
