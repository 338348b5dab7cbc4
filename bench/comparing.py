"""Comparing two lists in which every matter was touched.

``python -m bench.comparing``
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from bench.figures import Figure, report, seconds
from bench.generate import document
from quanze.lists.compare import compare
from quanze.lists.model import AnnexKind, ListDocument, Matter, Stage, Text

SECONDS = 5.0
MATTERS = 1_000
RENAMED = 5_000
LONG = 5_000

CLAUSES = (
    "会同同级财政部门组织实施，",
    "并对申报材料的真实性、合法性审核把关，",
    "自受理之日起五个工作日内办结，",
    "依法告知理由，",
    "省级主管部门另有规定的，从其规定。",
)


def figures() -> Iterator[Figure]:
    """Edited texts of the sample's size and of 5,000 characters, and a list in which every name changed."""
    old = document(MATTERS)
    edited = _edited(old)
    yield Figure(f"比较 {MATTERS} 项，每项都改", seconds(lambda: compare(old, edited)), "秒", most=SECONDS)
    old = _mapped(old, _lengthened)
    edited = _edited(old)
    name = f"比较 {MATTERS} 项，每项 {LONG} 字且都改"
    yield Figure(name, seconds(lambda: compare(old, edited)), "秒", most=SECONDS)
    old = document(RENAMED)
    renamed = _mapped(old, lambda matter: replace(matter, name=Text.plain(f"申报{matter.name.value[2:]}")))
    yield Figure(f"比较 {RENAMED} 项，全部改名", seconds(lambda: compare(old, renamed)), "秒", most=SECONDS)


def _mapped(document: ListDocument, change: object) -> ListDocument:
    assert callable(change)
    annex = document.annex(AnnexKind.RETAINED)
    assert annex is not None
    return replace(document, annexes=(replace(annex, matters=tuple(map(change, annex.matters))),))


def _edited(document: ListDocument) -> ListDocument:
    """Some clauses inserted, some cut, widths changed, a stage put in, everywhere."""
    chance = random.Random(7)

    def text(found: Text | None) -> Text | None:
        if found is None or len(found.value) < 20:
            return found
        value = found.value
        for _ in range(1 + len(value) // 250):
            at = chance.randrange(len(value))
            value = value[:at] + chance.choice(CLAUSES) + value[at + chance.choice((0, 0, 3, 9)) :]
        return Text.plain(value.replace("（", "(") if chance.random() < 0.3 else value)

    def edited(matter: Matter) -> Matter:
        stages = [Stage(stage.name, text(stage.duty)) for stage in matter.stages]
        stages.insert(
            chance.randint(0, len(stages)), Stage(Text.plain("公示"), Text.plain("公示五个工作日。"))
        )
        return replace(
            matter, basis=text(matter.basis), liability=text(matter.liability), stages=tuple(stages)
        )

    return _mapped(document, edited)


def _lengthened(matter: Matter) -> Matter:
    """The basis of this matter, with what it cites counted on, until the matter has so many characters."""
    chance = random.Random(matter.name.value)
    assert matter.basis is not None
    parts = matter.basis.value.split("，")
    value = matter.basis.value
    rest = LONG - sum(
        len(text.value) for stage in matter.stages for text in (stage.duty,) if text is not None
    )
    while len(value) < rest:
        value += f"第{chance.randint(1, 99)}条：{chance.choice(parts)}，{chance.choice(parts)}；"
    return replace(matter, basis=Text.plain(value))


if __name__ == "__main__":
    raise SystemExit(report(figures()))
