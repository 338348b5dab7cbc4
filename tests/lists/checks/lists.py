"""Short lists to try rules on. Whatever is not given is in order, so that a finding can only come from what is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanze.lists.model import (
    AdjustmentNote,
    Annex,
    AnnexKind,
    CategoryHead,
    Contact,
    ListDocument,
    Matter,
    Stage,
    Text,
)

AGENCY = "清河县工业和信息化局"
NAME = "企业技术中心申报"
BASIS = (
    "《企业技术中心管理办法》（清政〔2020〕5号）第六条：县级主管部门负责本地区企业技术中心的申报和推荐工作。"
)
STAGES = (
    ("受理", "受理申报材料，一次性告知补正材料。"),
    ("审查", "对申报材料进行审查。"),
    ("报送", "将审查意见报送市主管部门。"),
)
LIABILITY = "违反规定收取、摊派财物的，依法给予处分。"
OFFICE = "产业股"
CONTACT = Contact("60000000", "纪检监察室", "60000001", "清河县人民路 1 号")

Stages = tuple[tuple[str | None, str | None], ...]


def text(value: str | None) -> Text | None:
    return None if value is None else Text.plain(value)


def matter(
    name: str = NAME,
    *,
    number: str | None = "1",
    category: str | None = "其他职权",
    basis: str | None = BASIS,
    stages: Stages = STAGES,
    liability: str | None = LIABILITY,
    office: str | None = OFFICE,
    extra: Mapping[str, str] | None = None,
    before: Mapping[str, str] | None = None,
    summary: str | None = None,
) -> Matter:
    return Matter(
        number=text(number),
        name=Text.plain(name),
        category=text(category),
        basis=text(basis),
        stages=tuple(Stage(text(stage), text(duty)) for stage, duty in stages),
        liability=text(liability),
        office=text(office),
        extra={heading: Text.plain(value) for heading, value in (extra or {}).items()},
        before=None if before is None else {path: Text.plain(value) for path, value in before.items()},
        adjustment=None if summary is None else AdjustmentNote(Text.plain(summary), None),
    )


def named(*names: str, **fields: Any) -> tuple[Matter, ...]:
    """Matters of these names, numbered from 1."""
    return tuple(matter(name, number=str(number), **fields) for number, name in enumerate(names, 1))


def entries(*names: str, category: str | None = "其他职权") -> tuple[Matter, ...]:
    """The same as rows of a catalogue."""
    return named(*names, category=category, basis=None, stages=(), liability=None, office=None)


def head(name: str, declared: int | None, at: int = 0) -> CategoryHead:
    return CategoryHead(name, declared, f"{name}（{declared} 项）", at)


def annex(kind: AnnexKind, *matters: Matter, **fields: Any) -> Annex:
    if kind is AnnexKind.RETAINED:
        fields.setdefault("contact", CONTACT)
    return Annex(kind, title=None, matters=matters, **fields)


def retained(*matters: Matter, **fields: Any) -> Annex:
    return annex(AnnexKind.RETAINED, *matters, **fields)


def adjusted(*matters: Matter, **fields: Any) -> Annex:
    return annex(AnnexKind.ADJUSTED, *matters, **fields)


def catalogue(*matters: Matter, **fields: Any) -> Annex:
    return annex(AnnexKind.CATALOGUE, *matters, **fields)


def document(*annexes: Annex, agency: str = AGENCY) -> ListDocument:
    return ListDocument(None, agency, annexes)


def one(**fields: Any) -> ListDocument:
    """A list of one matter."""
    return document(retained(matter(**fields)))


def basis(value: str) -> ListDocument:
    return one(basis=value)


def duty(value: str, **fields: Any) -> ListDocument:
    """A list of one matter with one duty."""
    return one(stages=(("受理", value),), **fields)


def staged(*stages: tuple[str | None, str | None], **fields: Any) -> ListDocument:
    return one(stages=stages, **fields)


def liability(value: str) -> ListDocument:
    return one(liability=value)
