"""The PDF of the annexes: what is in it, what cannot be, and that nothing in a list is taken for typst's markup."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typst

from bench.generate import document as generated
from quanze.documents import typesetting
from quanze.lists import readers, writers
from quanze.lists.codec import load_document, to_json
from quanze.lists.grid import Cell
from quanze.lists.layout import LaidRow, Role
from quanze.lists.model import ListDocument, Matter, Text
from quanze.lists.readers import pdf
from quanze.lists.refusal import Refusal
from quanze.lists.writers.pdf import low_rows
from tests.fonts import needs_chinese_fonts
from tests.lists.grids import read
from tests.lists.pdfs import Pdf

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.docx"

pytestmark = needs_chinese_fonts


def written(document: ListDocument) -> bytes:
    out = io.BytesIO()
    writers.write(document, "pdf", out)
    return out.getvalue()


def a_list(**matter: object) -> ListDocument:
    return load_document({"annexes": [{"kind": "retained", "title": "某局权责清单", "matters": [matter]}]})


def back(data: bytes) -> Matter:
    """The one matter that a PDF shows."""
    return readers.read_bytes(data, "x.pdf").annexes[0].matters[0]


@pytest.fixture(scope="module")
def sample() -> ListDocument:
    return readers.read(SAMPLE)


@pytest.fixture(scope="module")
def paper(sample: ListDocument) -> Pdf:
    return Pdf(written(sample))


def test_the_file_says_what_it_is_and_in_what_language(paper: Pdf) -> None:
    assert paper.title == "南阳市卧龙区工业和信息化局权责清单目录"
    assert paper.catalog["Lang"] == b"zh-CN"
    assert paper.catalog["MarkInfo"]["Marked"] is True
    assert b"pdfuaid" in paper.data
    assert b"pdfaid" in paper.data


def test_every_font_is_embedded(paper: Pdf) -> None:
    assert paper.fonts()
    assert all(paper.fonts().values())


def test_pages_are_a4_landscape_with_their_numbers(paper: Pdf) -> None:
    for number, page in enumerate(paper.pages, start=1):
        assert [round(edge) for edge in page.mediabox] == [0, 0, 842, 595]
        assert f"—{number}—" in paper.text(number - 1)


def test_the_headings_stand_on_every_page(paper: Pdf, sample: ListDocument) -> None:
    for index in range(len(paper.pages)):
        text = paper.text(index)
        assert all(heading in text for heading in ("序号", "职权类别", "名称")), index


def test_bookmarks_lead_to_annexes_categories_and_matters(paper: Pdf, sample: ListDocument) -> None:
    marks = paper.bookmarks()
    assert [text for depth, text in marks if depth == 0] == [annex.title for annex in sample.annexes]
    below = ["".join(text.split()) for depth, text in marks if depth == 1]
    assert below[0] == "一、行政许可(0项)"
    assert below[-10:] == [matter.name.value for matter in sample.annexes[2].matters]


def test_the_exact_list_is_attached(paper: Pdf, sample: ListDocument) -> None:
    attached = pdf.attachment(paper.data, "list.json")
    assert attached is not None
    assert attached.decode() == to_json(sample)


def test_the_same_list_gives_the_same_bytes(sample: ListDocument) -> None:
    assert written(sample) == written(sample)


MARKUP = (
    '#eval("1+1") #import "@preview/x:0.1.0" #read("/etc/passwd") $x^2$ *b* _i_ `c` <a> @b [x] #[y] \\ // /* = 题 - a',
    '")#panic("x")',
    "#pagebreak()",
    "https://example.org/甲",
)


@pytest.mark.parametrize("text", MARKUP)
def test_what_looks_like_markup_is_shown_as_it_stands(text: str) -> None:
    document = a_list(name="甲申报", basis=text)
    paper = Pdf(written(document))
    assert "".join(text.split()) in paper.text(0)
    assert back(paper.data).basis == Text.plain(text)


def test_a_long_word_is_broken_and_read_as_one() -> None:
    code = "91410000MA3X" * 12
    document = a_list(
        name="甲申报", basis="统一社会信用代码" + code, office=code[:40], liability="予以警告。" * 40
    )
    data = written(document)
    assert len(Pdf(data).pages) == 1
    assert back(data).basis == document.annexes[0].matters[0].basis


def row(*cells: tuple[int, int]) -> LaidRow:
    return LaidRow(Role.MATTER, tuple(Cell("甲", column, rowspan) for column, rowspan in cells))


@pytest.mark.parametrize(
    ("rows", "low"),
    [
        ([row((0, 1), (1, 1))], set()),
        ([row((0, 2), (1, 1)), row((1, 1))], set()),
        ([row((0, 1), (1, 2)), row((0, 2)), row((1, 1))], {1}),
        ([row((0, 2), (1, 2)), row()], {0}),
        ([row((0, 2), (1, 2)), row((2, 1))], {0}),
        ([row((0, 2), (1, 3)), row(), row((0, 1))], {0}),
    ],
    ids=["plain", "merged", "crossing", "all merged", "all but one merged", "crossing a hidden row"],
)
def test_a_row_of_merged_cells_only_gets_a_height(rows: list[LaidRow], low: set[int]) -> None:
    assert low_rows(rows) == low


def test_a_border_between_crossing_cells_can_be_seen() -> None:
    """Stage and duty are merged over different rows: 决定 begins below 受理's duty, not beside it."""
    matter = {
        "name": "某项目申报",
        "basis": "《条例》第一条",
        "stages": [
            {"name": "受理", "duty": "受理申报材料"},
            {"name": "决定", "duty": "受理申报材料", "exact": {"name": "决定", "duty": None}},
            {"name": "决定", "duty": "作出决定", "exact": {"name": None, "duty": "作出决定"}},
        ],
        "office": "办公室",
    }
    stages = back(written(a_list(**matter))).stages
    assert [(stage.name.exact, stage.duty.exact) for stage in stages if stage.name and stage.duty] == [
        ("受理", "受理申报材料"),
        ("决定", None),
        (None, "作出决定"),
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_lists_over_many_pages_come_back_without_a_doubt(count: int) -> None:
    document = generated(count, seed=count)
    found = readers.read_bytes(written(document), "x.pdf")
    assert found.annexes == document.annexes
    assert [finding.message for finding in found.findings if finding.rule not in ("R102",)] == []


@pytest.mark.parametrize("length", [42, 45, 48, 51, 54, 57])
def test_a_matter_that_a_page_parts_after_its_first_row_keeps_its_name(length: int) -> None:
    duties = "\\n".join(
        f"{n}.调查责任：及时组织调查取证，执法人员不得少于两人，出示执法证件。" for n in range(1, 9)
    )
    rows = "\n".join(
        f"{number}|对违反农药管理规定第{number}种行为的处罚|未取得许可证生产农药的|《农药管理条例》第五十二条"
        f"|{'调查。' * length if number == 1 else duties}|执法大队\n"
        "^|^|未取得许可证经营农药的|《农药管理条例》第五十五条|^|^\n"
        "^|^|经营假农药的|《农药管理条例》第五十五条|^|^"
        for number in range(1, 8)
    )
    document = read("某县农业局权责清单", f"序号|职权名称|违法情形|处罚依据|责任事项|承办机构\n{rows}")
    assert readers.read_bytes(written(document), "清单.pdf").annexes == document.annexes


@pytest.mark.parametrize("char", ["\ue000", "\U0010fffd"])
def test_a_character_that_no_font_shows_is_refused_with_its_place(char: str) -> None:
    out = io.BytesIO()
    message = rf"“某局权责清单”第1项“甲申报”的“实施依据”一栏第3个字：.*U\+{ord(char):04X}.*写成其他格式"
    with pytest.raises(Refusal, match=message):
        writers.write(a_list(name="甲申报", basis=f"依据{char}"), "pdf", out)
    assert out.getvalue() == b""


def test_a_machine_without_chinese_fonts_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    monkeypatch.setattr(typesetting, "_installed", lambda: bare)
    with pytest.raises(Refusal, match=r"没有中文字体.*fonts-noto-cjk"):
        written(a_list(name="甲申报"))


def test_invisible_characters_stay_in_the_text_and_off_the_page() -> None:
    document = a_list(name="甲申报", basis="零宽\u200b空格\ufeff与\u2028分行\u0085")
    data = written(document)
    assert "零宽空格与分行" in Pdf(data).text(0)
    assert back(data).basis == document.annexes[0].matters[0].basis


def test_it_is_written_by_a_child_without_network_or_time(tmp_path: Path) -> None:
    """As `quanze write` runs it, in a process with a limit on its time and nowhere to connect to."""
    target = tmp_path / "a.pdf"
    program = (
        "import resource, socket, sys\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n"
        "socket.socket = None\n"
        "from quanze.cli.program import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", program, "write", str(SAMPLE), "--to", "pdf", "-o", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_name_with_a_rare_character_falls_back_to_a_font_that_has_it(sample: ListDocument) -> None:
    annex = replace(
        sample.annexes[0], matters=(replace(sample.annexes[0].matters[0], name=Text.plain("赵珺祎申报")),)
    )
    assert "赵珺祎申报" in Pdf(written(replace(sample, annexes=(annex,)))).text(0)
