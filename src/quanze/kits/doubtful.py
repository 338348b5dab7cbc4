"""What is doubtful about a kit that keeps to its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanze.kits.model import Kit, Origin, Source
from quanze.kits.problem import Problem

_PERSONAL = re.compile("姓名|身份证|联系人|法定代表人|负责人|人员|证件")

_VAGUE = re.compile("其他|其它|有关|相关|等材料|等资料")


def doubts(kit: Kit) -> tuple[Problem, ...]:
    """What the keeper should look at again, though the kit can be used.

    《河南省优化营商环境条例》第二十八条：办事指南不得含“其他、有关”等模糊兜底条款。
    """
    return tuple(_doubts(kit))


def _doubts(kit: Kit) -> Iterator[Problem]:
    for number, material in enumerate(kit.materials):
        place = f"材料“{material.name[:20]}”"
        if found := _VAGUE.search(material.name):
            words = f"名称里有“{found[0]}”，申请人不知道要交什么，请写明具体的材料。"
            yield Problem(f"materials[{number}].name", words, place)
        if not material.sources:
            words = "没有写在哪里要求，请补上出处；没有出处的材料不得要求提交。"
            yield Problem(f"materials[{number}].sources", words, place)
        elif all(_assumed(source) for source in material.sources):
            yield Problem(f"materials[{number}].sources", "出处是假定的，请核实。", place)
    for name, statements in (("eligibility", kit.eligibility), ("jurisdiction", kit.jurisdiction)):
        for number, statement in enumerate(statements):
            if statement.source is None or _assumed(statement.source):
                words = "没有经核实的出处，请补上。"
                yield Problem(f"{name}[{number}].source", words, f"“{statement.text[:20]}”")
    ranked = [("criteria", each.name, each.source) for each in kit.ranking.criteria]
    ranked += [("preferences", each.text, each.source) for each in kit.ranking.preferences]
    for name, said, source in ranked:
        if source is None or _assumed(source):
            yield Problem(f"ranking.{name}", "没有经核实的出处，请补上。", f"排序“{said[:20]}”")
    for number, item in enumerate(kit.follow_ups):
        if item.source is None or _assumed(item.source):
            words = "没有经核实的出处，请补上；没有依据的不得要求报送。"
            yield Problem(f"follow_ups[{number}].source", words, f"后续“{item.title[:20]}”")
    for number, key in enumerate(kit.public):
        field = kit.field(key)
        if field is not None and _PERSONAL.search(field.label):
            words = f"“{field.label[:20]}”像是个人信息，没有法律依据的不得公示，请核对。"
            yield Problem(f"public[{number}]", words, "公示")
    if kit.form and not kit.labels.subject:
        yield Problem("labels.subject", "没有指定办件用哪一项作名称，办件只能以申请人和事项称呼。")


def _assumed(source: Source) -> bool:
    return source.origin is Origin.ASSUMED
