"""Lists as readers can produce them, for Hypothesis: blocks as a bureau's file might hold them, put together by the
assembler itself, so that whatever comes out is a list that some file could have been."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from quanze.lists.assemble import assemble
from quanze.lists.grid import Block, Cell, Line, Row, Table
from quanze.lists.model import ListDocument, Place, Span
from quanze.lists.refusal import Refusal
from quanze.lists.underline import tidy

PECULIAR = (
    " ", "  ", "\t", "\n", "\u3000", "\u00a0", "\u200b", "\u2028", "\u0085", "\ufeff", "<", ">", "&", '"', "'", "=",
    "《", "》", "〔", "〕", "（", "）", "。", "；", "：", "，", "、", "“", "”", "—", "_x000D_", "&amp;", "<br>", "]]>",
    "\U00020000", "\U0002a6d6", "\U0001f600", "e\u0301", "\ue000", "A", "b", "1", "２", "年", "责", "任", "受", "理",
)  # fmt: skip
"""Pieces that some format or other could lose, change or take for its own."""

TEXTS = (
    "=SUM(1)", "'以撇号开头", "+86 377", "-1", "@everyone", "2024-03-15", "0.10", "001", "50%", "TRUE", "#REF!",
    "受理申报材料，一次性告知补正材料；依法受理或不予受理（不予受理的依法告知理由）",
    "其他法律法规规章文件规定应履行的责任。", "（1）材料审核 （2）现场核查", "《条例》（豫政〔2015〕73 号）第二十条\n第一款",
    "<p>旧</p> <p><u>新</u></p>", "材料 审核", "作出决定，拟定批复文件", "  两端有空格  ", "一行\n\n隔一行\n",
)  # fmt: skip

LABELS = ("附件 1", "附件2", "附表 3", "附件：")
TITLES = (
    "某县工业和信息化局权责清单目录",
    "某县工业和信息化局调整的权责清单",
    "某县工业和信息化局保留的权责清单",
    "某县林业局权责清单（2025年版）",
)
LINES = (
    "(共 10 项)",
    "单位：某县工业和信息化局",
    "  填报日期：2025 年 3 月 ",
    "说明\n见正文",
    "公开 <范围> & 期限",
)
FEET = ("服务电话：63170750      投诉机构：纪检监察室", " 受理地点：工业南路 6 号", "监督电话：0377-1234567 ")
CATEGORIES = (
    "一、行政许可 (0 项)",
    "十、其他职权（10项）",
    "行政处罚",
    "（六）行政检查共3项",
    " 二、行政处罚",
)
NOTES = ("调整情况：修改依据", "调整原因：依据《通知》，\n已废止", " 调整依据: 无", "调整情况：")
CATEGORY_CELLS = ("其他职权", "其他 职权", "其它权力", "行政许可", "行政\n处罚", "", " ", "新型权力")
OFFICES = ("办公室", "工业和 运行监 测协调 办公室", "中小企业股（信息化工作股）", "甲股\n乙股", "", "  ")
STAGES = ("受理", "申请 受理", "材料\n初审", "决定", "", " ", "送达(上报)")

COLUMNS: tuple[tuple[str, ...], ...] = (
    ("序号", "编号", "序\n号"),
    ("项目名称", "职权名称", "事 项名称", "行政职权\n名称"),
    ("实施依据", "设定依据"),
    ("职权类别", "权力\n类型"),
    ("办理环节", "责任环节"),
    ("责任事项", "责任事项内容"),
    ("追责情形", "问责情形"),
    ("责任股室", "承办机构（科室）"),
    ("备注",),
    ("承诺时限（工作日）", "收费 情况"),
    ("子项",),
    ("调整情况",),
    ("调整前\n实施依据",),
)
"""Headings of each column that a table may have, in the order in which it has them; the second is always there."""


CORES = {
    "实施依据": "《某省煤炭条例》（某政〔2015〕73 号）第二十条",
    "设定依据": "《某法》第三十二条第一款",
    "追责情形": "有下列行为之一，情节较重的，予以警告、记过或者记大过",
    "问责情形": "违反规定向管理服务对象收取、摊派财物的，给予处分",
    "责任事项": "受理申报材料，一次性告知补正材料",
    "责任事项内容": "作出决定，拟定批复文件；书面告知申请企业",
}
STAGED = frozenset(("办理环节", "责任环节", "责任事项", "责任事项内容"))
"""Columns whose cells go with the stages."""
WHOLE = frozenset(
    ("序号", "编号", "项目名称", "职权名称", "事项名称", "行政职权名称", "职权类别", "权力类型", "子项")
)
"""Columns that are not divided along the rows of a matter."""


def texts(core: str | None = None) -> SearchStrategy[str]:
    """Any text that a cell can hold; or one around a ``core``, which tells the reader what the column is."""
    pieces = st.lists(st.sampled_from(PECULIAR), max_size=8).map("".join)
    if core is None:
        return st.one_of(
            st.sampled_from(TEXTS), pieces, st.tuples(pieces, st.sampled_from(TEXTS)).map("".join)
        )
    return st.one_of(
        st.just(core), st.just(""), st.sampled_from(TEXTS).map(lambda text: f"{core}\n{text}"),
        st.tuples(pieces, st.just(core), pieces).map("".join),
    )  # fmt: skip


def names() -> SearchStrategy[str]:
    """Names of matters, with the blanks and line ends that narrow columns leave in them."""
    words = st.sampled_from(
        ("省级工业新产品", "综合 评价", "绿色工\n厂", "AI lab", "<甲>", "〔乙〕", "\U00020000", "申报")
    )
    return st.lists(words, min_size=1, max_size=4).map("".join)


@st.composite
def marks(draw: DrawFn, text: str) -> tuple[Span, ...]:
    """Underlines of a text: mostly none, else its last lines or anything."""
    kind = draw(st.sampled_from(("none", "none", "none", "tail", "any")))
    if kind == "none" or not text:
        return ()
    if kind == "tail":
        return tidy(text, [(text.rfind("\n") + 1, len(text))])
    ends = st.integers(0, len(text))
    return tidy(text, [(min(a, b), max(a, b)) for a, b in draw(st.lists(st.tuples(ends, ends), max_size=3))])


@st.composite
def cells(draw: DrawFn, heading: str, row: int, column: int, rowspan: int) -> Cell:
    """A cell of a matter below a heading."""
    plain = "".join(heading.split())
    if plain in ("序号", "编号"):
        text = (
            draw(st.sampled_from(("", " ", "3.1", "（二）")))
            if row
            else draw(st.sampled_from(("1", "12", " 3 ", "一")))
        )
    elif "名称" in plain:
        text = "" if row else draw(names())
    elif plain in ("职权类别", "权力类型"):
        text = draw(st.sampled_from(CATEGORY_CELLS))
    elif plain in ("责任股室", "承办机构（科室）"):
        text = draw(st.sampled_from(OFFICES))
    elif "环节" in plain:
        text = draw(st.sampled_from(STAGES))
    elif plain == "调整情况":
        text = draw(st.sampled_from(("修改依据", "", "调整情况：新增")))
    else:
        text = draw(texts(CORES.get(plain)))
    return Cell(text, column, rowspan, 1, draw(marks(text)))


@st.composite
def matters(draw: DrawFn, headings: tuple[str, ...]) -> list[list[Cell]]:
    """The rows of a matter: a row for each stage, the other columns merged over them or divided along them."""
    height = draw(st.integers(1, 4))
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for column, heading in enumerate(headings):
        plain = "".join(heading.split())
        staged = plain in STAGED
        whole = plain in WHOLE
        divided = (
            height > 1
            and not whole
            and draw(st.booleans() if staged else st.integers(0, 9).map(lambda n: n == 0))
        )
        if staged and not divided:
            divided = draw(st.booleans())
        row = 0
        while row < height:
            down = draw(st.sampled_from((1, 1, 1, 2, 3))) if divided else height
            down = min(down, height - row)
            rows[row].append(draw(cells(heading, row, column, down)))
            row += down
    return rows


@st.composite
def tables(draw: DrawFn, staged: tuple[bool, bool]) -> Table:
    """A table with its header, category rows, matters, notes below them and a foot; ``staged`` says whether it has
    the columns of stages and duties."""
    there = [draw(st.booleans()) for _ in COLUMNS]
    there[1] = True
    there[4:6] = staged
    if not any(there[2:8]):
        there[draw(st.sampled_from((2, 3)))] = True
    if sum(there[:8]) < sum(there[8:]):
        there[8:] = [False] * len(there[8:])
    chosen = [
        draw(st.sampled_from(options)) for options, is_there in zip(COLUMNS, there, strict=True) if is_there
    ]
    headings = tuple(chosen)
    width = len(headings)
    drafts: list[list[Cell]] = [[Cell(heading, column) for column, heading in enumerate(headings)]]

    def across(choices: tuple[str, ...], most: int) -> None:
        for text in draw(st.lists(st.sampled_from(choices), max_size=most)):
            drafts.append([Cell(text, 0, 1, width)])

    across(CATEGORIES, 2)
    adjusted = "调整情况" not in headings and draw(st.booleans())
    for _ in range(draw(st.integers(0, 3))):
        drafts += draw(matters(headings))
        if adjusted:
            across(NOTES, 2)
        across(CATEGORIES, 1)
    across(FEET, 2)
    rows = tuple(Row(tuple(row), Place(table=1, row=index)) for index, row in enumerate(drafts, start=1))
    return Table(rows, width, Place(table=1))


@st.composite
def files(draw: DrawFn) -> list[Block]:
    """What a reader yields of a list: lines and tables."""
    blocks: list[Block] = []

    def lines(choices: tuple[str, ...], most: int) -> None:
        blocks.extend(Line(text, Place()) for text in draw(st.lists(st.sampled_from(choices), max_size=most)))

    for title in draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=3, unique=True)):
        lines(LABELS, 1)
        blocks.append(Line(title, Place()))
        lines(LINES, 2)
        staged = draw(st.sampled_from(((True, True), (True, True), (False, True), (False, False))))
        for _ in range(draw(st.sampled_from((1, 1, 1, 2)))):
            blocks.append(draw(tables(staged)))
        lines(LINES, 1)
    return blocks


def documents() -> SearchStrategy[ListDocument]:
    """Lists that some file could have been."""
    return files().map(_read).filter(lambda found: found is not None)


def _read(blocks: list[Block]) -> ListDocument | None:
    try:
        return assemble(blocks)
    except Refusal:
        return None
