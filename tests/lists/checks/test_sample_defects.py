"""The sample list, read by eye: every defect that was found in it, and nothing else.

The table is complete. A new finding is a new defect that someone has seen in the list, or a false one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from quanze.lists import readers
from quanze.lists.checks import check
from quanze.lists.model import AnnexKind, Finding, ListDocument, Severity, fields

Expected = tuple[str, str | None, str]

EXPECTED: dict[tuple[str, str | None], tuple[Expected, ...]] = {
    ("adjusted", "1"): (
        # 省先进制造业发展专项资金项目申报
        ("C202", "basis", ""),
        ("Z402", "basis", "豫财企〔2025〕1 号"),
        ("W310", "basis", ":"),
        ("C222", "basis", "会同同级财政部门"),
        ("C222", "basis", "信用情况进行审查"),
        ("S132", "stages[0].duty", "1."),
        ("W305", "stages[1].duty", "应当受理后"),
        ("W308", "stages[2].duty", "作出决定"),
        ("C201", "stages[2].duty", "准予许可或者不准予许可"),
        ("W307", "stages[2].duty", "准予许可或者不准予许可"),
        ("S203", "stages[3].name", ""),
        ("W310", "liability", ";"),
        ("C201", "liability", "负责按照国家 and 省有关规"),
        ("W301", "liability", " and "),
        ("C201", "liability", "业务主管部门监督检查"),
        ("C201", "liability", "专项资金使用管理中存在虚报"),
        ("Z402", "adjustment.reason", "豫财企〔2025〕1 号"),
        ("Z401", "adjustment.reason", "豫财企[2021]62 号"),
        ("W312", "adjustment.reason", ")"),
    ),
    ("adjusted", "2"): (
        # 国家级和省级绿色工厂、绿色园区申报
        ("C226", "basis", "《河南省工业和信息化厅办公室关于组织推荐…"),
        ("Z402", "basis", "豫工信办节〔2024〕7 号"),
        ("Z407", "basis", "《关于 2025 年度国家级绿色制造名单推荐工作的说明》"),
        ("C202", "stages[0].duty", ""),
        ("W305", "stages[1].duty", "应当受理后。"),
        ("S131", "stages[2].duty", "（2）"),
        ("W309", "stages[2].duty", "上报并公示"),
        ("Z402", "adjustment.reason", "工信厅节函〔2025〕390 号"),
    ),
    ("retained", None): (
        # None
        ("S111", None, ""),
    ),
    ("retained", "1"): (
        # 关闭煤矿和报废矿井许可审核
        ("Z411", "basis", "国家安监总局"),
        ("Z402", "basis", "令第 87 号"),
        ("W314", "stages[1].duty", "审查按照《河南省煤炭条例》第二十条进行审查"),
        ("C224", "stages[2].duty", "作出决定"),
        ("W307", "stages[2].duty", "不予行政许可"),
        ("S203", "stages[3].name", ""),
    ),
    ("retained", "2"): (
        # 国家中小企业发展专项资金项目初审
        ("Z402", "basis", "豫财企〔2018〕16 号"),
        ("C222", "basis", "公示"),
        ("W306", "stages[0].duty", "收到申请材料之日起"),
        ("W315", "stages[0].duty", "3 日内"),
        ("W307", "stages[1].duty", "准予许可或者不准予许可"),
        ("S203", "stages[3].name", ""),
    ),
    ("retained", "3"): (
        # 省先进制造业发展专项资金项目申报
        ("W310", "basis", ":"),
        ("C222", "basis", "会同同级财政部门"),
        ("C222", "basis", "信用情况进行审查"),
        ("S132", "stages[0].duty", "1."),
        ("W310", "stages[0].duty", ":"),
        ("W310", "stages[1].duty", "(1)"),
        ("W305", "stages[1].duty", "应当受理后"),
        ("W308", "stages[2].duty", "作出决定"),
        ("C211", "stages[2].duty", "准予许可或者不予许可"),
        ("W307", "stages[2].duty", "准予许可或者不予许可"),
        ("S203", "stages[3].name", ""),
        ("W310", "liability", ";"),
    ),
    ("retained", "4"): (
        # 省新型工业化产业示范基地申报
        ("W310", "stages[0].duty", ":"),
        ("S133", "stages[1].duty", "2.（1）"),
        ("W310", "stages[1].duty", ":"),
        ("W314", "stages[1].duty", "审查按照《国家新型工业化产业示范基地管理办法》进行审查"),
        ("W314", "stages[1].duty", "审查按照《河南省新型工业化产业示范基地暂行管理办法》进行审查"),
        ("C221", "stages[1].duty", "《河南省新型工业化产业示范基地暂行管理办法》"),
        ("Z407", "stages[1].duty", "《河南省新型工业化产业示范基地暂行管理办法》"),
        (
            "W317",
            "stages[1].duty",
            "省工信厅会同有关部门组织对申报材料进行评估和必要的实地考察，在组织专家论证的基础上提出审核意见",
        ),
        ("W314", "stages[2].duty", "对"),
        ("S203", "stages[3].name", ""),
        ("C212", "liability", "情节严重的"),
        ("C213", "liability", "情节严重的，予以警告、记过或者记大过;情节严重的，予以降级或者撤职"),
        ("W310", "liability", ";"),
    ),
    ("retained", "5"): (
        # 省级工业新产品综合评价
        ("W306", "stages[0].duty", "收到申请材料之日起"),
        ("C214", "stages[0].duty", "2日"),
        ("W315", "stages[0].duty", "2日内"),
        ("W305", "stages[1].duty", "应当受理后"),
        ("W307", "stages[2].duty", "准予许可或者不准予许可"),
        ("S203", "stages[3].name", ""),
    ),
    ("retained", "6"): (
        # 钢铁、焦化等工业行业规范公告申报
        ("C223", "name", "钢铁"),
        ("S132", "stages[0].duty", "1."),
        ("W305", "stages[1].duty", "应当受理后"),
        ("W314", "stages[4].duty", "仍不符合条件"),
    ),
    ("retained", "7"): (
        # 国家及省级技术创新示范企业认定申报
        ("Z411", "basis", "工信部"),
        ("W305", "basis", "工作的。"),
        ("Z408", "basis", "工信部联科〔2010〕540号"),
        (
            "Z404",
            "basis",
            "《工业和信息化部关于组织开展2023年国家技术创新示范企业认定及国家技术创新示范企业复核评价工作的通知》（工信厅科函〔2023〕260号",
        ),
        ("Z410", "basis", "《管理办法》"),
        ("S132", "stages[0].duty", "1."),
        ("W305", "stages[1].duty", "应当受理后"),
        ("W308", "stages[2].duty", "作出决定"),
        ("W307", "stages[2].duty", "准予许可或者不予许可"),
        ("W308", "stages[3].duty", "上报"),
    ),
    ("retained", "8"): (
        # 省级智能工厂、智能车间申报
        ("C222", "basis", "现场进行真实性核查"),
        ("S132", "stages[0].duty", "1."),
        ("W305", "stages[1].duty", "应当受理后。"),
        ("C215", "stages[1].duty", "市工业和信息化局"),
        ("C225", "stages[1].duty", "市工业和信息化局"),
        ("W308", "stages[2].duty", "上报"),
    ),
    ("retained", "9"): (
        # 国家级和省级绿色工厂、绿色园区申报
        ("C226", "basis", "《河南省工业和信息化厅办公室关于组织推荐…"),
        ("Z402", "basis", "豫工信办节〔2024〕7 号"),
        ("Z407", "basis", "《关于 2025 年度国家级绿色制造名单推荐工作的说明》"),
        ("W303", "stages[0].duty", " "),
        ("W305", "stages[1].duty", "应当受理后。"),
        ("W302", "stages[1].duty", "评 价"),
        ("S131", "stages[2].duty", "（2）"),
        ("W309", "stages[2].duty", "上报并公示"),
    ),
    ("retained", "10"): (
        # 河南省制造业创新中心申报
        ("Z402", "basis", "豫工信联创新〔2023〕58 号"),
        ("C222", "basis", "与同级财政部门"),
        ("S132", "stages[0].duty", "1."),
        ("W303", "stages[0].duty", " "),
        ("S132", "stages[1].duty", "（1）"),
        ("W305", "stages[1].duty", "应当受理后。"),
        ("W303", "stages[1].duty", " "),
        ("W308", "stages[3].duty", "上报"),
    ),
}
"""By annex and number: rule, field, and the text at which the finding points ("…" where it is long, "" where there
is none)."""

LONG = 40


@pytest.fixture(scope="module")
def sample(sample_txt: Path) -> ListDocument:
    return readers.read(sample_txt)


@pytest.fixture(scope="module")
def findings(sample: ListDocument) -> tuple[Finding, ...]:
    return check(sample)


def values(document: ListDocument) -> dict[tuple[AnnexKind, str, str], str]:
    return {
        (annex.kind, "" if matter.number is None else matter.number.value, path): text.value
        for annex in document.annexes
        for matter in annex.matters
        for path, text in fields(matter)
    }


def told(document: ListDocument, found: tuple[Finding, ...]) -> dict[tuple[str, str | None], list[Expected]]:
    texts = values(document)
    out: dict[tuple[str, str | None], list[Expected]] = {}
    for finding in found:
        assert finding.annex is not None
        value = texts.get((finding.annex, finding.number or "", finding.field or ""), "")
        shown = "" if finding.start is None else value[finding.start : finding.end]
        if shown == value and len(shown) > LONG:
            shown = f"{shown[: LONG // 2]}…"
        out.setdefault((finding.annex.value, finding.number), []).append((finding.rule, finding.field, shown))
    return out


@pytest.mark.parametrize("place", EXPECTED, ids=lambda place: f"{place[0]}-{place[1]}")
def test_each_defect_is_found_where_it_stands(
    sample: ListDocument, findings: tuple[Finding, ...], place: tuple[str, str | None]
) -> None:
    assert told(sample, findings)[place] == list(EXPECTED[place])


def test_nothing_else_is_found(sample: ListDocument, findings: tuple[Finding, ...]) -> None:
    assert told(sample, findings).keys() == EXPECTED.keys()


def test_only_what_is_certain_is_an_error(findings: tuple[Finding, ...]) -> None:
    errors = [(f.rule, f.matter) for f in findings if f.severity is Severity.ERROR]
    assert errors == [
        ("W301", "省先进制造业发展专项资金项目申报"),
        ("C213", "省新型工业化产业示范基地申报"),
    ]


def test_the_word_file_has_the_same_defects(sample_docx: Path, findings: tuple[Finding, ...]) -> None:
    assert check(readers.read(sample_docx)) == findings


@pytest.mark.parametrize(
    ("rule", "field", "words"),
    [
        ("C213", "liability", "两档处分都写“情节严重的”，无法分辨适用哪一档"),
        ("C212", "liability", "其余 8 个事项同一条款都写作“情节较重的”"),
        ("W301", "liability", "夹有外文词“and”"),
        ("W307", "stages[2].duty", "责任事项却写“准予许可或者不准予许可”"),
        ("C214", "stages[0].duty", "此处为 2 日，“国家中小企业发展专项资金项目初审”为 3 日"),
        ("Z404", "basis", "标题中的发文机关却是“工业和信息化部”"),
        ("C224", "stages[2].duty", "实施依据规定由省级批准（“并报省级煤炭行业管理部门批准”）"),
    ],
)
def test_a_finding_says_what_is_wrong_in_words(
    findings: tuple[Finding, ...], rule: str, field: str, words: str
) -> None:
    assert any(f.rule == rule and f.field == field and words in f.message for f in findings)
