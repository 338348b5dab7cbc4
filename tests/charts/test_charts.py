"""Charts of figures: what is drawn, what is said of it, and the table behind it."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quanze.charts import Bar, Bars, Chart, Columns, Month, Share, Shares, Span, Spans, svg, table
from quanze.charts.figures import percent, said, ticks
from quanze.charts.model import MOST
from quanze.procedure.chart.words import width

SVG = "{http://www.w3.org/2000/svg}"
LONG = "对环境影响评价文件编制单位违反国家有关技术规范的情形进行的监督检查及其处理决定" * 3


def names(kind: type[Chart]) -> dict[str, tuple[str, ...]]:
    return {Columns: {"series": ("受理", "办结")}, Shares: {"parts": ("按时", "逾期", "存疑", "在办")}}.get(
        kind, {}
    )


EMPTY = [kind(title="题", unit="件", rows=(), **names(kind)) for kind in (Bars, Columns, Shares, Spans)]
ZEROS = [
    Bars("题", "件", (Bar("甲", 0), Bar("乙", 0))),
    Columns("题", "件", ("受理",), (Month("1月", (0,)),)),
    Shares("题", "件", ("按时", "逾期"), (Share("甲", (0, 0)),)),
    Spans("题", "日", (Span("受理", 0, 0),)),
]
FULL = [
    Bars("题", "件", (Bar("甲", 1234), Bar(LONG, 7))),
    Bars("题", "件", tuple(Bar(f"事项{n}", n) for n in range(60))),
    Bars("题", "件", (Bar("甲", MOST), Bar("乙", 1))),
    Columns("题", "件", ("受理", "办结"), tuple(Month(f"{n}月", (n * 7 % 40, n)) for n in range(1, 25))),
    Shares(
        "题", "件", ("按时", "逾期", "存疑", "在办"), (Share("甲", (6, 3, 1, 0)), Share(LONG, (0, 0, 0, 2)))
    ),
    Bars("题", "，" * 60, (Bar("，" * 90, 1), Bar("（" * 90, 2))),
    Columns("题", "件", ("）" * 60,), (Month("，" * 60, (3,)), Month("2月", (1,)))),
    Spans("题", "日", (Span("受理", 2, 5), Span(LONG, 14.5, 38), Span("大", 1, MOST))),
]


def read(chart: Chart) -> etree._Element:
    return etree.fromstring(svg(chart, "k").encode())


def drawn(root: etree._Element) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right and bottom of everything that is drawn; of texts by their estimated width."""
    for node in root.iter(f"{SVG}rect", f"{SVG}circle", f"{SVG}text", f"{SVG}path"):
        if node.getparent().tag == f"{SVG}pattern":
            continue
        if node.tag == f"{SVG}path":
            x, y, way, to = re.fullmatch(r"M([\d.]+) ([\d.]+)([VvH])([\d.]+)", node.get("d")).groups()
            end = {"V": (x, to), "H": (to, y), "v": (x, float(y) + float(to))}[way]
            yield float(x), float(y), float(end[0]), float(end[1])
            continue
        at = {name: float(node.get(name, 0)) for name in ("x", "y", "width", "height", "cx", "cy", "r")}
        if node.tag == f"{SVG}circle":
            yield at["cx"] - at["r"], at["cy"] - at["r"], at["cx"] + at["r"], at["cy"] + at["r"]
        elif node.tag == f"{SVG}rect":
            yield at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"]
        else:
            size = float(node.get("font-size"))
            long = width(node.text or "") * size
            left = at["x"] - long * {"start": 0, "middle": 0.5, "end": 1}[node.get("text-anchor")]
            yield left, at["y"] - size, left + long, at["y"] + 3


def stays_inside(chart: Chart) -> None:
    root = read(chart)
    _, _, wide, high = map(float, root.get("viewBox").split())
    for left, top, right, bottom in drawn(root):
        assert left >= -0.01
        assert top >= -0.01
        assert right <= wide + 0.01
        assert bottom <= high + 0.01


def parts(root: etree._Element) -> list[etree._Element]:
    """The shapes of figures: they say what they show, as "…：3 件"; the boxes of a legend bear a name alone."""
    return [node for node in root.iter(f"{SVG}rect") if "：" in (node.findtext(f"{SVG}title") or "")]


@pytest.mark.parametrize("chart", EMPTY + ZEROS + FULL)
def test_a_chart_is_read_out_by_its_title_and_a_sentence_and_stays_inside(chart: Chart) -> None:
    root = read(chart)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "k-title k-told"
    assert root.findtext(f"{SVG}title") == "题"
    assert root.findtext(f"{SVG}desc").endswith("。")
    assert root.get("width") is None
    assert svg(chart, "k") == svg(chart, "k")
    stays_inside(chart)


@pytest.mark.parametrize("chart", EMPTY)
def test_without_rows_it_says_so_and_its_table_has_a_heading_alone(chart: Chart) -> None:
    assert read(chart).findtext(f"{SVG}text") == "没有数据。"
    header, rows = table(chart)
    assert len(header) >= 2
    assert rows == []


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        (FULL[0], "2 项，共 1,241 件；最多的是甲，1,234 件。"),
        (ZEROS[0], "2 项，都是 0。"),
        (
            Columns("题", "件", ("受理", "办结"), (Month("1月", (3, 0)), Month("2月", (5, 0)))),
            "1月至2月：受理共 8 件，最多的是2月，5 件；办结共 0 件。",
        ),
        (
            Shares("题", "件", ("按时", "逾期"), (Share("甲", (2, 1)), Share("乙", (1, 0)))),
            "2 行，共 4 件：按时 3（75.0%），逾期 1（25.0%）。",
        ),
        (
            Spans("题", "日", (Span("受理", 2, 9), Span("评审", 14.5, 8 + 30))),
            "2 个环节；中位数最大的是评审，14.5 日；九成以内最大的是评审，38 日。",
        ),
    ],
)
def test_the_sentence_says_the_essential(chart: Chart, told: str) -> None:
    assert read(chart).findtext(f"{SVG}desc") == told


def test_names_of_months_do_not_touch() -> None:
    months = tuple(Month(f"{24 + n // 12}年{n % 12 + 1}月", (n, 1)) for n in range(24))
    root = read(Columns("题", "件", ("受理", "办结"), months))
    made = [node for node in root.iter(f"{SVG}text") if node.get("class") == "graph-month"]
    places = [(float(node.get("x")), float(node.get("x")) + width(node.text) * 13) for node in made]
    assert made[0].text == "24年1月"
    assert len(made) > 3
    assert all(right < left for (_, right), (left, _) in pairwise(places))


def test_a_long_name_is_shortened_and_whole_in_its_title() -> None:
    root = read(FULL[0])
    shown = [node.text for node in root.iter(f"{SVG}text") if node.get("class") == "graph-label"]
    assert shown[-1].endswith("…")
    assert LONG in [node.text for node in root.iter(f"{SVG}title")]


def test_parts_differ_without_colour() -> None:
    fills = [node.get("fill") for node in parts(read(FULL[4]))]
    assert len(set(fills)) == 4


def test_the_few_that_are_late_among_thousands_are_named() -> None:
    root = read(
        Shares("题", "件", ("按时", "逾期", "存疑"), (Share("甲", (9000, 3, 1)), Share("乙", (1, 1, 1))))
    )
    beside = [node.text for node in root.iter(f"{SVG}text") if node.get("class") == "graph-beside"]
    assert beside == ["逾期 3，存疑 1"]


def test_words_are_escaped() -> None:
    root = read(Bars("<b>&\x00", '"', (Bar("<script>\ud800", 1),)))
    assert not list(root.iter("{*}script"))
    assert root.findtext(f"{SVG}title") == "<b>&\ufffd"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), (0, 1)),
        ((0,), (0, 1)),
        ((1,), (0, 1)),
        ((7,), (0, 2, 4, 6, 8)),
        ((1234,), (0, 500, 1000, 1500)),
        ((0.3,), (0, 0.1, 0.2, 0.3)),
        ((14.5, 38), (0, 10, 20, 30, 40)),
    ],
)
def test_an_axis_has_round_numbers(values: tuple[float, ...], expected: tuple[float, ...]) -> None:
    assert ticks(values) == expected


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (1234567, "1,234,567"), (3.0, "3"), (1234.56, "1,234.6")]
)
def test_figures_are_grouped(value: float, words: str) -> None:
    assert said(value) == words


def test_no_share_of_nothing() -> None:
    assert percent(0, 0) == "—"


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, MOST + 1])
def test_what_cannot_be_drawn_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        Bar("甲", value)


def test_rows_that_do_not_fit_the_chart_are_refused() -> None:
    with pytest.raises(ValueError, match="below the median"):
        Span("受理", 5, 2)
    with pytest.raises(ValueError, match="2 figures for 1"):
        Columns("题", "件", ("受理",), (Month("1月", (1, 2)),))
    with pytest.raises(ValueError, match="told apart"):
        Shares("题", "件", tuple("甲乙丙丁戊"), ())


WORDS = st.text(max_size=60)
FIGURES = st.one_of(st.integers(0, 3000), st.integers(0, MOST), st.floats(0, 1e6))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    title, unit, count = draw(WORDS), draw(WORDS), draw(st.integers(1, 4))
    labels = draw(st.lists(WORDS, max_size=14))
    kind = draw(st.sampled_from((Bars, Columns, Shares, Spans)))
    if kind is Bars:
        return Bars(title, unit, tuple(Bar(label, draw(FIGURES)) for label in labels))
    if kind is Spans:
        pairs = [(label, sorted((draw(FIGURES), draw(FIGURES)))) for label in labels]
        return Spans(title, unit, tuple(Span(label, *pair) for label, pair in pairs))
    count = min(count, 2) if kind is Columns else count
    heads = tuple(draw(WORDS) for _ in range(count))
    rows = [(label, tuple(draw(FIGURES) for _ in range(count))) for label in labels]
    if kind is Columns:
        return Columns(title, unit, heads, tuple(Month(*row) for row in rows))
    return Shares(title, unit, heads, tuple(Share(*row) for row in rows))


@settings(max_examples=120, deadline=None)
@given(charts())
def test_any_chart_is_well_formed_and_stays_inside(chart: Chart) -> None:
    stays_inside(chart)
    header, rows = table(chart)
    assert len(rows) == len(chart.rows)
    assert {len(row) for row in rows} <= {len(header)}
    cells = {cell for row in rows for cell in row[1:]}
    shown = [
        node for node in read(chart).iter(f"{SVG}text") if node.get("class") in ("graph-figure", "graph-on")
    ]
    for node in shown:
        figures = re.findall(r"\d[\d,]*(?:\.\d)?", node.text)
        assert figures
        assert set(figures) <= cells


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, MOST), min_size=1, max_size=12))
def test_bars_are_as_long_as_their_figures(values: list[int]) -> None:
    made = parts(read(Bars("题", "件", tuple(Bar("甲", value) for value in values))))
    longs = [float(node.get("width")) for node in made]
    for value, long in zip(values, longs, strict=True):
        assert long == pytest.approx(max(longs) * value / (max(values) or 1), rel=1e-4, abs=1e-3)
