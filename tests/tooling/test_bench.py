"""The lists that the figures are taken on are what they claim to be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bench.figures import Figure
from bench.generate import document, matters, write_docx
from bench.laws import write as write_laws
from quanze.law.folder import Read, read_folder
from quanze.lists.model import AnnexKind, Severity
from quanze.lists.readers import read_bytes


def test_the_generated_document_reads_as_the_generated_list() -> None:
    made = BytesIO()
    write_docx(30, made)
    found = read_bytes(made.getvalue(), "清单.docx")
    assert found.annexes == document(30).annexes
    assert {finding.severity for finding in found.findings} == {Severity.INFO}


def test_another_program_opens_the_generated_document() -> None:
    made = BytesIO()
    write_docx(3, made)
    catalogue, retained = Document(made).tables
    assert [cell.text for cell in retained.rows[0].cells][:3] == ["序号", "项目名称", "实施依据"]
    assert retained.cell(1, 1)._tc is retained.cell(2, 1)._tc
    assert len(catalogue.rows) == 1 + 10 + 3


def test_the_texts_have_the_size_of_the_samples() -> None:
    annex = document(50).annex(AnnexKind.RETAINED)
    assert annex is not None
    sizes = [len(matter.basis.value) for matter in annex.matters if matter.basis is not None]
    assert 150 < sum(sizes) / len(sizes) < 600


def test_every_matter_has_a_name_of_its_own_and_the_same_one_each_time() -> None:
    names = [matter.name.value for matter in matters(2000)]
    assert len(set(names)) == 2000
    assert names == [matter.name.value for matter in matters(2000)]
    assert list(matters(5, seed=1)) != list(matters(5, seed=2))


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (Figure("读", 4.25, "倍", most=5), "读｜4.25 倍｜限 ≤ 5 倍｜达标"),
        (Figure("读", 5.5, "倍", most=5), "读｜5.5 倍｜限 ≤ 5 倍｜超限"),
        (Figure("查", 1234.5, "项/秒", least=1000), "查｜1,234 项/秒｜限 ≥ 1,000 项/秒｜达标"),
        (Figure("查", 999.0, "项/秒", least=1000), "查｜999 项/秒｜限 ≥ 1,000 项/秒｜超限"),
    ],
)
def test_a_figure_is_told_with_its_limit(figure: Figure, told: str) -> None:
    assert str(figure) == told


def test_the_generated_laws_read_as_laws_of_the_size_of_real_ones(tmp_path: Path) -> None:
    write_laws(tmp_path, count=20)
    found = list(read_folder(tmp_path))
    assert len(found) == 20
    assert all(isinstance(each, Read) and not each.doubts for each in found)
    sizes = [path.stat().st_size for path in tmp_path.rglob("*.md")]
    assert 12_000 < sum(sizes) / len(sizes) < 14_000
