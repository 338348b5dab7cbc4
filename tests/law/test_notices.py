"""Notices from Word and text: title, number, issuers, date, outline, and the document that they issue."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pytest

from quanze.law import notices
from quanze.law.citations.model import Ordinal
from quanze.law.harvest import harvest
from quanze.law.instruments import Kind, Reference, Says
from quanze.lists.refusal import Refusal

YEARLY = """\
清河省工业和信息化厅办公室

清工信办〔2024〕7号

清河省工业和信息化厅办公室
关于开展2024年度绿色工厂申报工作的通知

各省辖市工业和信息化局：

根据有关规定，现就申报工作通知如下。

一、申报范围

本省境内的工业企业。

二、有关要求

（一）各县（市）主管部门对申报材料进行初审。

（二）请于7月底前报送。

联系人：王某

清河省工业和信息化厅办公室
2024年5月17日
"""

ISSUING = """\
清河省财政厅　清河省工业和信息化厅
关于印发《清河省专项资金管理办法》的通知
清财企〔2025〕1号

各省辖市财政局、工业和信息化局：
　　现将《清河省专项资金管理办法》印发给你们，请遵照执行。
清河省财政厅　清河省工业和信息化厅
2025年1月15日
清河省专项资金管理办法
第一章　总则
第一条　为规范专项资金管理，制定本办法。
第二条　市县主管部门组织申报和推荐。
按程序联合上报申请材料。
第三条　本办法自印发之日起施行，执行期限3年。《清河省旧资金管理办法》（清财企〔2021〕62号）同时废止。
附件：申报表
"""


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("write", [str.encode, as_docx], ids=["文本", "Word"])
def test_a_yearly_notice_with_an_outline(write: object) -> None:
    found = notices.read(write(YEARLY), "通知.docx").instrument  # type: ignore[operator]
    assert found.title == "清河省工业和信息化厅办公室关于开展2024年度绿色工厂申报工作的通知"
    assert (found.number, found.kind, found.issued) == ("清工信办〔2024〕7号", Kind.NOTICE, None)
    assert found.issuers == ("清河省工业和信息化厅办公室",)
    (version,) = found.versions
    assert (version.made_on, version.in_force_from, version.assumed) == (
        date(2024, 5, 17),
        date(2024, 5, 17),
        True,
    )
    assert [(section.labels, section.text) for section in version.sections[:3]] == [
        (("一、",), "申报范围\n本省境内的工业企业。"),
        (("二、",), "有关要求"),
        (("二、", "（一）"), "各县（市）主管部门对申报材料进行初审。"),
    ]


@pytest.mark.parametrize("write", [str.encode, as_docx], ids=["文本", "Word"])
def test_a_notice_and_the_rule_that_it_issues_are_one_instrument_with_the_rules_articles(
    write: object,
) -> None:
    found = notices.read(write(ISSUING), "办法.docx").instrument  # type: ignore[operator]
    assert found.title == "清河省财政厅清河省工业和信息化厅关于印发《清河省专项资金管理办法》的通知"
    assert (found.number, found.issued) == ("清财企〔2025〕1号", "清河省专项资金管理办法")
    assert found.issuers == ("清河省财政厅", "清河省工业和信息化厅")
    (version,) = found.versions
    assert version.in_force_from == date(2025, 1, 15)
    assert not version.assumed
    article = version.article(Ordinal(2))
    assert article is not None
    assert article.text == "市县主管部门组织申报和推荐。\n按程序联合上报申请材料。"
    assert version.annex == ("附件：申报表",)


def test_a_rule_that_is_signed_at_its_end_keeps_the_signature_out_of_its_last_article() -> None:
    text = "清河县市场管理办法\n第一条 制定本办法。\n第二条 本办法自印发之日起施行。\n清河县人民政府\n2023年6月1日\n附件：申请表\n2023年  月  日\n"
    found = notices.read(text.encode(), "办法.txt").instrument
    (version,) = found.versions
    assert [article.text for article in version.articles] == ["制定本办法。", "本办法自印发之日起施行。"]
    assert (found.issuers, version.made_on, version.in_force_from) == (
        ("清河县人民政府",),
        date(2023, 6, 1),
        date(2023, 6, 1),
    )


def test_its_words_on_validity_are_proposals() -> None:
    found = notices.read(ISSUING.encode(), "办法.txt").instrument
    assert [(each.says, each.confirmed) for each in found.statements] == [
        (Says.IN_FORCE_FROM, False),
        (Says.TERM, False),
    ]
    harvested = list(harvest(found, found.versions[0]))
    assert [(each.statement.says, each.statement.on, each.about) for each in harvested] == [
        (Says.IN_FORCE_FROM, date(2025, 1, 15), None),
        (Says.TERM, None, None),
        (Says.REPEALED, date(2025, 1, 15), Reference("清河省旧资金管理办法", "清财企〔2021〕62号")),
    ]
    assert harvested[2].statement.by == found.reference
    assert harvested[0].statement.evidence.document.endswith("（清财企〔2025〕1号）第三条")


def test_a_title_that_cannot_be_told_is_the_files_name() -> None:
    assert (
        notices.read("一、申报范围\n本省企业。".encode(), "通知/关于申报的补充要求.txt").instrument.title
        == "关于申报的补充要求"
    )


REFUSED = [
    (b"", "空的"),
    (b"%PDF-1.4 ...", "只读"),
    ("关于申报工作的通知".encode("gb18030"), "GB18030"),
    (as_docx(""), "没有文字"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        notices.read(data, "某.txt")
