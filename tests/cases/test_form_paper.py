"""The application on paper: every kit of the sample, whatever was typed."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.cases.form_paper import IN_A_CELL, application_form
from quanze.documents import docx
from quanze.documents.tree import Document, Form, Items, Paragraph, Run
from quanze.kits import Kit, check, shown
from quanze.kits.model import FieldKind
from quanze.kits.reading import read
from quanze.kits.showing import Shown, ShownSection
from quanze.people.models import Party
from tests.cases.conftest import KITS, answers_for

PARTY = Party(kind="enterprise", name="平川市某某机械有限公司", credit_code="91350100M000100Y43")


def words(document: Document) -> str:
    """Everything that it says, without what only sets it."""
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found += [each.text for each in block.content if isinstance(each, Run)]
        elif isinstance(block, Form):
            found += [
                each.text
                for row in block.rows
                for cell in row.cells
                for each in cell.content
                if isinstance(each, Run)
            ]
        elif isinstance(block, Items):
            found += [*block.headings, *(cell for row in block.rows for cell in row)]
    return "".join("".join(found).split())


@pytest.mark.parametrize("path", sorted(KITS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_answer_of_every_kit_stands_on_it(path):
    kit = read(path.read_bytes())
    sections = shown(kit, check(kit, answers_for(kit)).values)
    document = application_form(kit.matter, "平川市工业和信息化局", PARTY, kit, sections)
    docx.write(document, BytesIO())
    said = words(document)
    for section in sections:
        assert section.title in said
        for each in section.answers:
            assert "".join(each.label.split()) in said
            assert each.table is not None or "".join(each.text.split()) in said
    for field in kit.fields():
        assert field.kind is not FieldKind.DECLARATION or "".join(field.words.split()) in said


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), max_size=IN_A_CELL * 2), max_size=120))
def test_nothing_typed_is_left_out_and_no_number_of_parts_is_too_many(answers):
    sections = [ShownSection("部分", (Shown("a", "项目", each),)) for each in answers]
    said = words(application_form("事项", "机关", PARTY, Kit("事项"), sections))
    assert all(each in said for each in answers)
