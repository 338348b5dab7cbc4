"""The sample bureau's real list comes out whole, whichever of its three files is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from quanze.lists.codec import dump_document, load_document
from quanze.lists.model import AnnexKind, ListDocument
from quanze.lists.readers import read
from tests.lists.grids import stages

OFFICES = {"工业和运行监测协调办公室", "中小企业办公室（信息化工作股）"}

STAGES = {
    "1": ["受理", "材料初审", "决定", ""],
    "2": ["受理", "提出初审意见", "报送", ""],
    "3": ["受理", "材料初审", "评审公示", ""],
    "4": ["受理", "审查", "报送", ""],
    "5": ["受理", "材料初审", "决定", ""],
    "6": ["受理", "材料初审", "评审公示", "公告", "动态管理"],
    "7": ["申请受理", "组织评审", "公示", "送达"],
    "8": ["申请受理", "推荐", "送达"],
    "9": ["申请受理", "材料审核", "地方初审上报"],
    "10": ["申请受理", "初审筛选汇总", "择优申报", "送达"],
}


@pytest.fixture(scope="module")
def sample(sample_file: Path) -> ListDocument:
    return read(sample_file)


def test_it_is_one_catalogue_two_adjusted_and_ten_retained_matters(sample: ListDocument) -> None:
    assert sample.agency == "南阳市卧龙区工业和信息化局"
    assert [(annex.kind, annex.label, len(annex.matters)) for annex in sample.annexes] == [
        (AnnexKind.CATALOGUE, "附件 1", 10),
        (AnnexKind.ADJUSTED, "附件 2", 2),
        (AnnexKind.RETAINED, "附件 3", 10),
    ]
    catalogue = sample.annexes[0]
    assert catalogue.declared_total == 10
    assert [head.declared for head in catalogue.categories] == [0] * 9 + [10]


def test_every_stage_and_duty_stands_in_its_column(sample: ListDocument) -> None:
    retained = sample.annexes[2]
    found = {
        matter.number.value: [name for name, _ in stages(matter.stages)]
        for matter in retained.matters
        if matter.number
    }
    assert found == STAGES
    assert all(duty for matter in retained.matters for _, duty in stages(matter.stages))


def test_names_are_whole_words_and_offices_are_two(sample: ListDocument) -> None:
    for annex in sample.annexes[1:]:
        assert {matter.office.value for matter in annex.matters if matter.office} == OFFICES
    names = {annex.kind: {matter.name.value for matter in annex.matters} for annex in sample.annexes}
    assert names[AnnexKind.CATALOGUE] == names[AnnexKind.RETAINED]
    assert names[AnnexKind.ADJUSTED] < names[AnnexKind.RETAINED]
    assert not any(char.isspace() for found in names.values() for name in found for char in name)


def test_the_adjusted_matters_show_old_and_new(sample: ListDocument) -> None:
    first, second = sample.annexes[1].matters
    assert first.before is not None
    assert second.before is not None
    assert set(first.before) == {"basis", "liability"}
    assert set(second.before) == {"basis"}
    assert first.before["basis"].value.startswith("《河南省工业和信息化厅河南省财政厅关于开展 2024 年")
    assert first.basis is not None
    assert first.basis.value.startswith("《河南省财政厅河南省工业和信息化厅关于印发")
    assert first.basis.marks == ((0, len(first.basis.value)),)
    assert first.adjustment is not None
    assert first.adjustment.summary is not None
    assert first.adjustment.summary.value == "修改依据和追责情形"


def test_the_foot_is_read(sample: ListDocument) -> None:
    contact = sample.annexes[2].contact
    assert contact is not None
    assert contact.service_phone == "63170750"
    assert contact.complaint_body == "卧龙区工信局纪检监察室"
    assert contact.complaint_phone == "63170781"
    assert contact.address == "卧龙区工业南路 6 号"


def test_text_and_word_give_the_very_same_annexes(sample_txt: Path, sample_docx: Path) -> None:
    assert read(sample_txt).annexes == read(sample_docx).annexes


def test_what_the_text_file_had_shifted_is_told(sample_txt: Path) -> None:
    document = read(sample_txt)
    shifted = [
        (finding.number, finding.place and finding.place.line)
        for finding in document.findings
        if finding.rule == "R103"
    ]
    assert shifted == [("5", 76), ("5", 77), ("5", 78), ("6", 80), ("6", 81), ("6", 82), ("6", 83)]


def test_json_gives_the_document_back(sample: ListDocument) -> None:
    assert load_document(dump_document(sample)) == sample
