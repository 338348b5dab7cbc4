"""Steps in short, so that a table of them can be read: ``supplement 3日 当场 一次 →申请人``.

The kind first; then what differs from nothing, always in this order: external, needed only, limit, on the spot, by how
much it may be extended, once, people, receipt, reasons, written, credentials, record, recusal, ``→party``, ``?condition``, ``!only when``.
"""

from __future__ import annotations

from quanze.lists.model import Matter, Stage, Text
from quanze.procedure.compiler import compile_matter
from quanze.procedure.model import Procedure, Step, Unit

UNITS = {Unit.DAY: "日", Unit.WORKING_DAY: "工作日", Unit.CALENDAR_DAY: "自然日", Unit.MONTH: "月"}
ASKED = {
    "receipt": "凭证",
    "reasons": "理由",
    "written": "书面",
    "credentials": "出示证件",
    "record": "记录",
    "recusal": "回避",
}


def matter(
    *stages: tuple[str | None, str],
    name: str = "某事项",
    basis: str | None = None,
    liability: str | None = None,
) -> Matter:
    """A matter of stages and duties."""
    return Matter(
        None,
        Text.plain(name),
        basis=None if basis is None else Text.plain(basis),
        liability=None if liability is None else Text.plain(liability),
        stages=tuple(
            Stage(None if stage is None else Text.plain(stage), Text.plain(duty)) for stage, duty in stages
        ),
    )


def compiled(duty: str, stage: str | None = None, agency: str | None = "清河县某局") -> Procedure:
    """The procedure of one duty."""
    return compile_matter(matter((stage, duty)), agency=agency)


def short(step: Step, *, condition: bool = True) -> str:
    """A step in short."""
    said = [step.kind.value]
    if step.external:
        said.append("外部")
    if step.optional:
        said.append("需要时")
    if step.limit is not None:
        said.append(f"{step.limit.n}{UNITS[step.limit.unit]}")
    if step.minutes is not None:
        said.append(f"{step.minutes}分钟")
    if step.on_the_spot:
        said.append("当场")
    if step.extendable:
        longer = step.longer
        said.append("可延长" if longer is None else f"可延长{longer.n}{UNITS[longer.unit]}")
    if step.once:
        said.append("一次")
    if step.min_people is not None:
        said.append(f"{step.min_people}人")
    said.extend(word for field, word in ASKED.items() if getattr(step, field))
    if step.party is not None:
        said.append(f"→{step.party}")
    if condition and step.condition is not None:
        said.append(f"?{step.condition}")
    if condition and step.only_when is not None:
        said.append(f"!{step.only_when}")
    return " ".join(said)
