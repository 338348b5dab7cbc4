"""The columns of a sheet of results and the words in them, as offices write them. Tables; no database."""

from __future__ import annotations

import re
from enum import StrEnum

from quanze.procedure.engine.choices import Outcome
from quanze.prose import fold


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    APPLICANT = "applicant"
    CODE = "code"
    SUBJECT = "subject"
    ORGAN = "organ"
    OUTCOME = "outcome"
    WORDS = "words"
    ON = "on"
    PAPER = "paper"


HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("办件编号", "办件号", "编号", "申请编号", "受理编号", "业务编号"),
    Column.APPLICANT: (
        "申请人",
        "申报单位",
        "申请单位",
        "申报企业",
        "企业名称",
        "单位名称",
        "申请人名称",
        "申报单位名称",
    ),
    Column.CODE: ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "机构代码"),
    Column.SUBJECT: ("申请内容", "申报内容", "项目名称", "产品名称", "申报项目"),
    Column.ORGAN: (
        "作出结果的机关",
        "上级机关",
        "机关",
        "结果机关",
        "认定机关",
        "发文机关",
        "公布机关",
        "发布单位",
        "办理机关",
    ),
    Column.OUTCOME: (
        "结果",
        "认定结果",
        "评审结果",
        "审核结果",
        "评定结果",
        "结论",
        "是否通过",
        "是否认定",
        "是否入选",
    ),
    Column.WORDS: ("结果的内容", "结果内容", "内容", "具体内容", "说明", "进展情况", "结果说明"),
    Column.ON: (
        "文件日期",
        "日期",
        "结果日期",
        "发文日期",
        "公布日期",
        "印发日期",
        "认定日期",
        "成文日期",
        "上级文件的日期",
    ),
    Column.PAPER: ("文号", "文件文号", "发文字号", "文件编号", "公告号", "公告编号", "上级文件的文号"),
}
"""Column → its headings, the first as our own sheet has it. What the others mean stands in GB/T 9704-2012, 7.2.5
(发文字号), 7.3.5.4 (成文日期), and in the columns of the lists that provinces publish."""

NEEDED = (Column.NUMBER, Column.OUTCOME)
"""Without these a row is no heading."""

PROGRESS = "进展"
"""What stands in the column of the result where there is none yet."""

OUTCOMES: dict[Outcome | None, tuple[str, ...]] = {
    Outcome.GRANTED: (
        "予以认定",
        "予以认定、列入",
        "认定",
        "已认定",
        "通过",
        "已通过",
        "审核通过",
        "评审通过",
        "列入",
        "已列入",
        "予以列入",
        "入选",
        "已入选",
        "批准",
        "同意",
        "合格",
        "是",
    ),
    Outcome.DENIED: (
        "不予认定",
        "不予认定、未列入",
        "未认定",
        "未通过",
        "不通过",
        "未获通过",
        "审核不通过",
        "评审未通过",
        "未列入",
        "不予列入",
        "未入选",
        "落选",
        "不予批准",
        "未批准",
        "不同意",
        "不合格",
        "否",
    ),
    Outcome.RETURNED: ("退回", "已退回", "退件", "退回修改", "退回补正"),
    None: (PROGRESS, "上级进展", "进行中", "在审", "审核中", "评审中", "办理中"),
}
"""What was decided (``None``: nothing yet) → the words for it; the first as our own sheet has it."""

NAMES = {column: names[0] for column, names in HEADINGS.items()}
"""What people call a column."""

_REMARK = re.compile(r"\([^()]*\)$")
_COLUMN_OF = {fold(name): column for column, names in HEADINGS.items() for name in names}
_OUTCOME_OF = {fold(name): outcome for outcome, names in OUTCOMES.items() for name in names}


def column_of(heading: str) -> Column | None:
    """The column with this heading; blanks, width, a mark for what has to be filled in, and a remark in brackets aside.
    ``None`` for any other."""
    said = fold(heading[:100]).strip("*:")
    return _COLUMN_OF.get(said) or _COLUMN_OF.get(_REMARK.sub("", said).strip("*:"))


def outcome_of(said: str) -> Outcome | None:
    """What was decided, ``None``: nothing yet. Raises ``LookupError`` for words that say neither."""
    return _OUTCOME_OF[fold(said).strip("。.;；")]


CHOICES = "、".join(names[0] for names in OUTCOMES.values())
"""What may be written as a result."""
