"""The kit that follows from a matter's procedure alone, where a bureau has made none."""

from __future__ import annotations

from collections.abc import Iterator

from quanze.kits.model import (
    Field,
    FieldKind,
    Kit,
    Labels,
    Letter,
    Material,
    Origin,
    Paragraph,
    Section,
    Source,
    Statement,
)
from quanze.kits.rules import LONGEST_LIST, LONGEST_TEXT, unkept
from quanze.procedure.labels import FACTS
from quanze.procedure.model import Fact, FactKind, Kind, Passage, Procedure

PLACES = {"basis": "实施依据", "liability": "追责情形", "name": "职权名称"}
"""Fields of a matter that are no stage, as people call them."""

_LONGEST_NAME = 60

GENERAL = (
    Section(
        "申报内容",
        (
            Field("subject", "项目名称", FieldKind.TEXT, required=True, hint="办件以它为名。"),
            Field(
                "content", "申报内容", FieldKind.LONG_TEXT, required=True, hint="申请什么、基本情况、理由。"
            ),
        ),
    ),
    Section(
        "联系人",
        (
            Field("contact", "联系人姓名", FieldKind.TEXT, required=True, longest=50),
            Field("contact_phone", "联系电话", FieldKind.PHONE, required=True),
            Field("contact_email", "电子邮箱", FieldKind.EMAIL),
        ),
    ),
    Section(
        "声明",
        (
            Field(
                "truth",
                "真实性声明",
                FieldKind.DECLARATION,
                required=True,
                words="申请内容和所交材料真实、完整，复印件与原件一致。",
                source=Source(
                    Origin.RULE,
                    "《中华人民共和国行政许可法》第三十一条，参照",
                ),
            ),
        ),
    ),
)
"""What any application needs beside its materials."""

OPEN = Material(
    "supporting",
    "说明申报内容的材料",
    needs="申请人认为有必要的",
    standard="清单没有写明申请材料；可以附上能说明申报内容的文件。",
    sources=(Source(Origin.ASSUMED),),
    several=True,
)
"""Where a list names no material at all, an applicant may still attach what speaks for the application."""


VERDICTS = {
    "行政许可": ("准予许可", "不予许可"),
    "行政给付": ("准予给付", "不予给付"),
    "行政确认": ("予以确认", "不予确认"),
    "行政奖励": ("给予奖励", "不予奖励"),
    "行政裁决": ("支持请求", "驳回请求"),
}
"""What the bureau's own decision upon an application is called, by the category of the matter: 行政许可法 art. 38
(准予行政许可, 不予行政许可); of the others, what duties usually say (予以确认, 给予奖励)."""

DECIDED = (Letter("Decide", "granted"), Letter("Decide", "denied"))
"""The letters that tell of such a decision."""

PASSED_ON = frozenset({"移送", "报告上级"})
"""Rows of the compiler's table whose report hands nothing up for decision: 涉嫌犯罪的，移送公安机关."""


def proposed(procedure: Procedure, category: str = "") -> Kit:
    """A kit with the materials that the matter's text names, each with its words and place, and a general form. What
    the text does not say (sub-kinds, numbers of copies, who may apply) is left open. ``category`` is the matter's:
    upon what is a permit, the bureau decides itself, unless it hands it up."""
    own = None if _handed_up(procedure) else VERDICTS.get(category)
    return Kit(
        matter=_kept(procedure.matter).strip() or "未命名事项",
        remark="由清单文字和办理规程得出，尚未经清单管理员整理。",
        labels=_labels(procedure) if own is None else Labels(*own, subject="subject"),
        letters=() if own is None else DECIDED,
        eligibility=tuple(_statements(procedure, FactKind.ELIGIBILITY))[:LONGEST_LIST],
        jurisdiction=tuple(_statements(procedure, FactKind.JURISDICTION))[:LONGEST_LIST],
        guide=tuple(_guide(procedure))[:LONGEST_LIST],
        form=GENERAL,
        materials=tuple(_materials(procedure))[:LONGEST_LIST] or (OPEN,),
    )


def _kept(text: str) -> str:
    """A text of a list as a kit may hold it: real files have control characters in them."""
    return "".join(char for char in text.replace("\r\n", "\n") if not unkept(char))[:LONGEST_TEXT]


def place_words(field: str, procedure: Procedure) -> str:
    """``环节“受理”的责任事项``: what people call a field path."""
    if field.startswith("stages["):
        number = field[len("stages[") : field.index("]")]
        stages = procedure.stages
        name = stages[int(number)] if number.isdecimal() and int(number) < len(stages) else ""
        part = "环节名称" if field.endswith(".name") else "责任事项"
        return f"“{name}”环节的{part}" if name else part
    return PLACES.get(field, field)


def _materials(procedure: Procedure) -> Iterator[Material]:
    for number, each in enumerate(procedure.materials, 1):
        name = "".join(_kept(each.name).split())[:_LONGEST_NAME]
        yield Material(
            f"material_{number}",
            name or f"第{number}份材料",
            required=True,
            standard="" if each.text == each.name else _kept(f"清单写的是：{each.text}"),
            sources=(_source(each.passage, each.text, procedure),),
            several=True,
        )


def _statements(procedure: Procedure, kind: FactKind) -> Iterator[Statement]:
    for fact in _ours(procedure):
        if fact.kind is kind:
            yield Statement(_kept(fact.text), _source(fact.passage, fact.text, procedure))


def _guide(procedure: Procedure) -> Iterator[Paragraph]:
    for fact in _ours(procedure):
        if fact.kind in (FactKind.COPIES, FactKind.DEADLINE, FactKind.PRIORITY):
            yield Paragraph(FACTS[fact.kind], _kept(fact.text), _source(fact.passage, fact.text, procedure))


def _ours(procedure: Procedure) -> Iterator[Fact]:
    return (fact for fact in procedure.facts if not fact.external)


def _source(passage: Passage, words: str, procedure: Procedure) -> Source:
    place = _kept(place_words(passage.field, procedure))
    return Source(Origin.LIST, place, passage.field, _kept(words))


def _labels(procedure: Procedure) -> Labels:
    """What is handed up is not permitted: nobody says 许可 of it."""
    kinds = _handed_up(procedure)
    if Kind.RECOMMEND in kinds:
        return Labels("推荐", "不予推荐", subject="subject")
    if Kind.REPORT in kinds:
        return Labels("通过初审", "不通过初审", subject="subject")
    return Labels(subject="subject")


def _handed_up(procedure: Procedure) -> set[Kind]:
    """By which kinds of steps the bureau hands a case to a higher authority."""
    ours = (step for step in procedure.steps if not step.external and step.pattern not in PASSED_ON)
    return {step.kind for step in ours} & {Kind.RECOMMEND, Kind.REPORT}
