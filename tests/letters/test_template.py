"""Templates as text: what is read in them, what is refused in which line, and how they are filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quanze.documents.tree import (
    Attachments,
    Blank,
    Block,
    Form,
    Items,
    Paragraph,
    Receipt,
    Role,
    Run,
    Signature,
)
from quanze.letters import kinds
from quanze.letters.template import MARKS, Rows, Unfit, fill, parse
from quanze.letters.template.filling import Filling, Given
from quanze.letters.wordings import checked

WHO = ("申请人", "平川某公司")
ROWS = Rows(({"名称": "申请书", "要求": "盖章"}, {"名称": "报告", "要求": ""}))


def blocks(text: str, **given: Given) -> tuple[Block, ...]:
    blanks = {"申请人": (Blank(8),), "申请日期": (Blank(3), Run("年"))}
    return fill(parse(text), Filling(given, blanks, "平川局", date(2026, 11, 26))).blocks


def said(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return "".join(piece.text if isinstance(piece, Run) else "_" * piece.width for piece in block.content)


FILLED = [
    # text, values, roles and words
    ("你好，{申请人}。", {"申请人": "甲公司"}, [(Role.BODY, "你好，甲公司。")]),
    ("【主送】{申请人}：", {}, [(Role.ADDRESSEE, "________：")]),
    ("{申请日期}", {}, [(Role.BODY, "___年")]),
    ("签名：____", {}, [(Role.BODY, "签名：____")]),
    ("_一_", {}, [(Role.BODY, "_一_")]),
    ("写作{{申请人}}", {}, [(Role.BODY, "写作{申请人}")]),
    ("【有：申请人】有", {"申请人": "甲"}, [(Role.BODY, "有")]),
    ("【有：申请人】有", {}, []),
    ("【无：申请人】无", {}, [(Role.BODY, "无")]),
    ("【有：申请人】【无：联系人】都", {"申请人": "甲"}, [(Role.BODY, "都")]),
    ("【有：申请人】【无：联系人】都", {"申请人": "甲", "联系人": "乙"}, []),
    ("【正文】【重要】说明", {}, [(Role.BODY, "【重要】说明")]),
    ("# 给以后的人看\n\n正文", {}, [(Role.BODY, "正文")]),
    ("{理由}", {"理由": "其一。\n\n其二。"}, [(Role.BODY, "其一。"), (Role.BODY, "其二。")]),
    ("【标题】甲\n【标题】乙", {}, [(Role.TITLE, "甲\n乙")]),
    (
        "【一级】甲\n【二级】乙\n【二级】丙\n【一级】丁\n【二级】戊",
        {},
        [
            (Role.LEVEL1, "一、甲"),
            (Role.LEVEL2, "（一）乙"),
            (Role.LEVEL2, "（二）丙"),
            (Role.LEVEL1, "二、丁"),
            (Role.LEVEL2, "（一）戊"),
        ],
    ),
    (
        "【一级】甲\n【有：理由】【一级】乙\n【一级】丙",
        {},
        [(Role.LEVEL1, "一、甲"), (Role.LEVEL1, "二、丙")],
    ),
    (
        "【每项：补正材料】{序号}.{名称}：{要求}",
        {"补正材料": ROWS},
        [(Role.BODY, "1.申请书：盖章"), (Role.BODY, "2.报告：")],
    ),
    ("【每项：补正材料】{名称}", {}, []),
    ("{申请人}", {"申请人": "{理由}【标题】#"}, [(Role.BODY, "{理由}【标题】#")]),
]


@pytest.mark.parametrize(("text", "values", "expected"), FILLED)
def test_lines_become_paragraphs(
    text: str, values: dict[str, Given], expected: list[tuple[Role, str]]
) -> None:
    found = [(block.role, said(block)) for block in blocks(text, **values) if isinstance(block, Paragraph)]
    assert found == expected


TABLE = "【表】序号=1|名称=4|要求=5\n【行：补正材料】{序号}|{名称}|{要求}"


def test_a_table_has_a_row_for_each_item() -> None:
    rows = (("1", "申请书", "盖章"), ("2", "报告", ""))
    assert blocks(TABLE, 补正材料=ROWS) == (Items(("序号", "名称", "要求"), rows, (1, 4, 5)),)


def test_a_table_without_items_has_rows_to_be_filled_in_by_hand() -> None:
    assert blocks(TABLE) == (Items(("序号", "名称", "要求"), (("", "", ""),) * 3, (1, 4, 5)),)


def test_a_table_that_does_not_stand_takes_its_rows_with_it() -> None:
    assert blocks(TABLE.replace("【表】", "【有：理由】【表】")) == ()


def test_a_form_has_labels_and_contents_in_turn() -> None:
    (form,) = blocks("【栏：3】意见|{申请人}{换行}签名：__\n【栏】甲|乙|丙|丁", 申请人="同意")
    assert isinstance(form, Form)
    assert [row.lines for row in form.rows] == [3, 1]
    assert [cell.label for cell in form.rows[1].cells] == [True, False, True, False]
    assert form.rows[0].cells[1].content == (Run("同意\n签名："), Blank(2))


def test_a_receipt_has_its_lines() -> None:
    assert blocks("【回执】回执\n【签收】签收人：____") == (Receipt("回执", ((Run("签收人："), Blank(4)),)),)


def test_the_signature_is_the_agency_s_and_bears_the_day_of_the_letter() -> None:
    assert blocks("【落款】\n【落款：不盖章】") == (
        Signature("平川局", date(2026, 11, 26), sealed=True),
        Signature("平川局", date(2026, 11, 26), sealed=False),
    )


def test_attachments_are_left_out_where_there_are_none() -> None:
    assert blocks("【附件】{附件}", 附件=("汇总表",)) == (Attachments(("汇总表",)),)
    assert blocks("【附件】{附件}") == ()


UNREADABLE = [
    ("好\n【标提】受理通知书", 2, "不认识的标记“【标提】”"),
    ("【标题", 1, "标记没有写完"),
    ("【标题】", 1, "【标题】后面没有文字"),
    ("{申请人", 1, "“{”没有配对"),
    ("申请人}", 1, "“}”没有配对"),
    ("{}", 1, "没有写名称"),
    ("【有】甲", 1, "应写成【有：名称】"),
    ("【每项：甲】【行：乙】丙", 1, "只写一个"),
    ("【栏：四】甲|乙", 1, "1到30的整数"),
    ("【栏：99】甲|乙", 1, "1到30的整数"),
    ("【落款：公章】", 1, "【落款：不盖章】"),
    ("【标题：大】甲", 1, "不写“：大”"),
    ("甲" * 2001, 1, "超过2000个字"),
]


@pytest.mark.parametrize(("text", "line", "what"), UNREADABLE)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse(text)
    (problem,) = refused.value.problems
    assert problem.line == line
    assert what in problem.words


@pytest.mark.parametrize("text", ["甲" * 20_001, "甲\n" * 301])
def test_a_text_that_is_too_long_is_none(text: str) -> None:
    with pytest.raises(Unfit, match="模板超过"):
        parse(text)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Unfit) as refused:
        parse("{\n好\n【错】")
    assert [problem.line for problem in refused.value.problems] == [1, 3]


GOOD = """【编号】{文书编号}
【标题】材料补正告知书
【主送】{申请人}：
{申请日期}的{申请事项}申请需要补正：
【表】序号|名称|要求
【行：补正材料】{序号}|{名称}|{要求}
承办人：{承办人}，电话：{承办电话}
【落款】
"""

UNSUITED = [
    # what is put in place of what, line, what is wrong
    ("{申请人}", "{申清人}", 3, "没有叫“{申清人}”的内容".replace("{", "").replace("}", "")),
    ("{名称}", "{页数}", 6, "没有叫“页数”的内容"),
    ("【行：补正材料】", "【行：材料】", 6, "没有叫“材料”的内容"),
    ("【行：补正材料】", "【行：承办人】", 6, "“承办人”不是逐项的列表"),
    ("{承办人}", "{补正材料}", 7, "“补正材料”是列表"),
    ("{承办人}", "{名称}", 7, "没有叫“名称”的内容"),
    ("|{要求}", "", 6, "这一行有2格，表头有3格"),
    ("【表】序号|名称|要求\n", "", 5, "【行】前面没有【表】"),
    ("序号|", "序号=0|", 5, "列宽"),
    ("序号|", "{申请人}|", 5, "表头只写文字"),
    ("【标题】", "【居中】", 0, "没有【标题】"),
    ("{文书编号}", "编号", 0, "没有写出{文书编号}"),
    ("【落款】", "【落款：不盖章】", 0, "要有【落款】"),
    ("【落款】", "【落款】\n【落款】", 0, "只能有一处"),
    ("【落款】", "【有：补正期限】【落款】", 0, "要有【落款】"),
    ("，电话：{承办电话}", "", 0, "必须写明承办电话"),
    ("【落款】", "【附件】附件\n【落款】", 8, "只写列表的名称"),
    ("【落款】", "【落款】\n【签收】甲", 9, "【签收】前面没有【回执】"),
    ("【落款】", "【落款】\n【栏】甲", 9, "共二、四或者六格"),
]


def test_a_good_template_suits() -> None:
    assert len(checked(kinds.kind("supplement"), GOOD).lines) == 8


@pytest.mark.parametrize(("old", "new", "line", "what"), UNSUITED)
def test_what_does_not_suit_its_kind_is_told(old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    with pytest.raises(Unfit) as refused:
        checked(kinds.kind("supplement"), GOOD.replace(old, new, 1))
    assert any(problem.line == line and what in problem.words for problem in refused.value.problems), str(
        refused.value
    )


def test_what_bears_no_seal_keeps_no_place_for_one() -> None:
    text = "【编号】{文书编号}\n【标题】审批表\n{申请人}{申请事项}\n【落款】"
    with pytest.raises(Unfit, match="审批表不盖章"):
        checked(kinds.kind("approval"), text)


@given(st.text(alphabet=st.sampled_from("【】{}|_：申请人有无每项行表栏标题落款\n #甲"), max_size=60))
@example("【" * 40)
@example("{{{")
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    try:
        lines = parse(text).lines
    except Unfit as unfit:
        told = [problem.line for problem in unfit.problems]
    else:
        told = [line.number for line in lines]
    assert all(0 <= number <= text.count("\n") + 1 for number in told)


@given(st.text(max_size=200))
def test_values_are_never_read_as_templates(value: str) -> None:
    (paragraph,) = blocks("前{申请人}后", 申请人=value.replace("\n", " "))
    assert said(paragraph) == f"前{value.replace(chr(10), ' ')}后"


def test_the_example_in_the_documentation_is_a_template() -> None:
    page = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")
    text = next(block for block in page.split("```") if "【编号】{文书编号}" in block)
    assert checked(kinds.kind("supplement"), text.strip()).lines
    assert all(f"【{mark}】" in page for mark in MARKS if not mark.endswith("级"))
