"""The chain by which an adjustment is decided, as data: which organ acts, in which role, after which other steps.

The bureau applies (部门申请) before the first step and publishes (公布) after the last; both are always there. A
place's chain is JSON::

    {"steps": [{"code", "name", "organ", "role", "after": [code, ...], "kinds": [kind, ...] or null, "record": [...]}]}

``kinds``: the step is taken only where the adjustment has a change of one of these kinds. ``record``: what of the
organ's own decision must be entered: ``number`` (文号), ``on`` (date), ``scan`` (the file).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from quanze.adjustments.kinds import Kind
from quanze.people.models import Agency
from quanze.people.roles import RoleKind

BUREAU = "bureau"
ROLES: dict[str, tuple[RoleKind, ...]] = {
    BUREAU: (RoleKind.OFFICE_HEAD, RoleKind.LEADER),
    Agency.Kind.STAFFING: (RoleKind.STAFFING_REVIEWER,),
    Agency.Kind.JUSTICE: (RoleKind.JUSTICE_REVIEWER,),
    Agency.Kind.GOVERNMENT: (RoleKind.APPROVER,),
}
"""Organ → the roles that may act for it. The bureau's own list keeper drafts and is no step."""

RECORDS = ("number", "on", "scan")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


class Unfit(ValueError):
    """Why this is no chain, in Chinese, for whoever configures it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``organ`` is a key of :data:`ROLES`; ``after`` are the codes of steps that must be passed first."""

    code: str
    name: str
    organ: str
    role: RoleKind
    after: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] | None = None
    record: tuple[str, ...] = ()

    def concerns(self, kinds: Collection[Kind]) -> bool:
        """Is this step taken for an adjustment with changes of these kinds?"""
        return self.kinds is None or any(kind in self.kinds for kind in kinds)


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps, each after those that it waits for."""

    steps: tuple[Step, ...]

    def step(self, code: str) -> Step:
        """Raises ``LookupError``."""
        for step in self.steps:
            if step.code == code:
                return step
        raise LookupError(code)

    def taken(self, kinds: Collection[Kind]) -> tuple[Step, ...]:
        """The steps that an adjustment with changes of these kinds takes."""
        return tuple(step for step in self.steps if step.concerns(kinds))

    def waiting(self, kinds: Collection[Kind], passed: Collection[str]) -> tuple[Step, ...]:
        """The steps that can be taken now; those side by side all at once. Empty when the chain is done."""
        taken = self.taken(kinds)
        codes = {step.code for step in taken}
        return tuple(
            step
            for step in taken
            if step.code not in passed
            and all(code in passed or code not in codes for code in self._before(step))
        )

    def _before(self, step: Step) -> set[str]:
        """All steps before it, through those that are not taken too."""
        found, frontier = set[str](), set(step.after)
        while frontier:
            found |= frontier
            frontier = {code for known in frontier for code in self.step(known).after} - found
        return found


DECIDED = tuple(kind for kind in Kind if kind is not Kind.CHANGED)

DEFAULT = Chain(
    (
        Step("staffing", "编办审核", Agency.Kind.STAFFING.value, RoleKind.STAFFING_REVIEWER),
        Step("justice", "司法局合法性审查", Agency.Kind.JUSTICE.value, RoleKind.JUSTICE_REVIEWER),
        Step(
            "approval",
            "政府批准",
            Agency.Kind.GOVERNMENT.value,
            RoleKind.APPROVER,
            after=("staffing", "justice"),
            record=RECORDS,
        ),
    )
)
"""部门申请 → 编办审核 ＋ 司法局合法性审查 → 政府批准 → 公布. Where 变更 needs no approval, a place gives the last step
the ``kinds`` of :data:`DECIDED`."""


def dump(chain: Chain) -> dict[str, Any]:
    """As JSON."""
    return {
        "steps": [
            {
                "code": step.code,
                "name": step.name,
                "organ": str(step.organ),
                "role": step.role.value,
                "after": list(step.after),
                "kinds": None if step.kinds is None else [kind.value for kind in step.kinds],
                "record": list(step.record),
            }
            for step in chain.steps
        ]
    }


def load(data: object) -> Chain:
    """The inverse of :func:`dump`. Raises :class:`Unfit` for what is no chain: unknown organs, roles, kinds or records,
    a code used twice, a step that waits for one that does not come before it, a kind that no other organ sees."""
    if not isinstance(data, Mapping) or not isinstance(data.get("steps"), list) or set(data) != {"steps"}:
        raise Unfit('应是 {"steps": [环节, …]}')
    steps: list[Step] = []
    for at, given in enumerate(data["steps"], 1):
        steps.append(_step(given, f"第{at}个环节", {step.code for step in steps}))
    for kind in Kind:
        if not any(step.concerns([kind]) and step.organ != BUREAU for step in steps):
            raise Unfit(f"“{kind.label}”没有本机关以外的机关审核：自己起草的不能由自己决定")
    return Chain(tuple(steps))


def _step(given: object, where: str, known: set[str]) -> Step:
    if not isinstance(given, Mapping):
        raise Unfit(f"{where}应是对象")
    if more := set(given) - {"code", "name", "organ", "role", "after", "kinds", "record"}:
        raise Unfit(f"{where}有不认识的项：{'、'.join(sorted(map(str, more)))}")
    code, name, organ = given.get("code"), given.get("name"), given.get("organ")
    if not isinstance(code, str) or not 0 < len(code) <= 32 or not set(code) <= LETTERS:
        raise Unfit(f"{where}的 code 应是小写字母、数字和下划线，至多 32 个")
    if code in known:
        raise Unfit(f"{where}的 code“{code}”已经用过")
    if not isinstance(name, str) or not name.strip() or len(name) > 100:
        raise Unfit(f"{where}没有名称")
    if not isinstance(organ, str) or organ not in ROLES:
        raise Unfit(f"{where}的 organ 应是 {'、'.join(ROLES)} 之一")
    role = given.get("role")
    if role not in ROLES[organ]:
        raise Unfit(f"{where}的 role 应是 {'、'.join(ROLES[organ])} 之一")
    after = _list(given.get("after", []), f"{where}的 after")
    if unknown := [code for code in after if code not in known]:
        raise Unfit(f"{where}所接的环节“{unknown[0]}”不在它之前")
    kinds = None
    if given.get("kinds") is not None:
        listed = _list(given["kinds"], f"{where}的 kinds")
        if not listed or any(kind not in Kind.values for kind in listed):
            raise Unfit(f"{where}的 kinds 应是 {'、'.join(Kind.values)} 中的若干")
        kinds = tuple(Kind(kind) for kind in listed)
    record = _list(given.get("record", []), f"{where}的 record")
    if any(what not in RECORDS for what in record):
        raise Unfit(f"{where}的 record 应是 {'、'.join(RECORDS)} 中的若干")
    return Step(code, name.strip(), organ, RoleKind(role), tuple(after), kinds, tuple(record))


def _list(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit(f"{where}应是文字的数组")
    return value
