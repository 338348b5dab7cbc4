"""How a place decides its adjustments, as a form of fields and rows, and what was posted as JSON again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from quanze.adjustments import chain as chains
from quanze.adjustments import limits
from quanze.adjustments.kinds import Kind
from quanze.people.models import Agency
from quanze.procedure.model import Unit

MOST_STEPS = 20
"""Rows that are taken from one post."""

UNITS = {
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "个自然日",
    Unit.DAY: "日（未写明是否工作日）",
    Unit.MONTH: "个月",
}
RECORDS = {"number": "文号", "on": "日期", "scan": "扫描件"}
ACTORS = {
    f"{organ}:{role.value}": f"{'本机关' if organ == chains.BUREAU else Agency.Kind(organ).label}的{role.label}"
    for organ, roles in chains.ROLES.items()
    for role in roles
}
"""Who may take a step: the organ with the role."""

Json = dict[str, Any]


class Posted(Protocol):
    """A ``QueryDict``."""

    def get(self, name: str, default: str) -> str: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """A step to be edited. ``earlier`` are the code and name of the steps above it."""

    at: int
    step: Json
    actor: str
    earlier: tuple[tuple[str, str], ...]


def rows(chain: Json) -> list[Row]:
    """The steps of a chain as JSON, to be drawn; it may be unfit still."""
    steps = chain["steps"]
    return [
        Row(
            at,
            step,
            f"{step['organ']}:{step['role']}",
            tuple(
                (each["code"], each["name"] or f"第{number}个环节")
                for number, each in enumerate(steps[:at], 1)
            ),
        )
        for at, step in enumerate(steps)
    ]


def posted_chain(data: Posted) -> Json:
    """The chain that a form holds, as JSON that ``chain.load`` judges."""
    text = data.get("steps", "0")
    count = min(int(text) if text.isdecimal() and len(text) < 4 else 0, MOST_STEPS)
    return {"steps": [_posted(at, data) for at in range(count)]}


def _posted(at: int, data: Posted) -> Json:
    organ, _, role = data.get(f"s{at}-actor", "").partition(":")
    kinds = data.getlist(f"s{at}-kinds")
    return {
        "code": data.get(f"s{at}-code", ""),
        "name": data.get(f"s{at}-name", "").strip(),
        "organ": organ,
        "role": role,
        "after": data.getlist(f"s{at}-after"),
        "kinds": None if set(kinds) >= set(Kind.values) else kinds,
        "record": data.getlist(f"s{at}-record"),
    }


def posted_limits(data: Posted) -> Json:
    """The limits that a form holds, as JSON that ``limits.load`` judges."""
    return {clock: _limit(clock, data) for clock in limits.CLOCKS}


def _limit(clock: str, data: Posted) -> Json:
    n = data.get(f"{clock}-n", "").strip()
    return {
        "n": int(n) if n.isdecimal() and len(n) < 6 else n,
        "unit": data.get(f"{clock}-unit", ""),
        "source": data.get(f"{clock}-source", "").strip(),
    }


def changed(order: str, chain: Json) -> Json:
    """The chain with a row added at its end, or one taken out (``remove-2``): what waited for that waits for what it
    waited for."""
    steps: Sequence[Json] = chain["steps"]
    if order == "add" and len(steps) < MOST_STEPS:
        return {"steps": [*steps, _fresh({each["code"] for each in steps})]}
    at = order.removeprefix("remove-")
    if order.startswith("remove-") and at.isdecimal() and len(at) < 4 and int(at) < len(steps):
        gone = steps[int(at)]
        return {"steps": [_without(each, gone) for each in steps if each is not gone]}
    return chain


def _fresh(taken: set[str]) -> Json:
    code = next(f"step{n}" for n in range(1, MOST_STEPS + 2) if f"step{n}" not in taken)
    organ = Agency.Kind.GOVERNMENT.value
    role = chains.ROLES[organ][0].value
    return {"code": code, "name": "", "organ": organ, "role": role, "after": [], "kinds": None, "record": []}


def _without(step: Json, gone: Mapping[str, Any]) -> Json:
    if gone["code"] not in step["after"]:
        return step
    after = [code for code in step["after"] if code != gone["code"]]
    return {**step, "after": list(dict.fromkeys([*after, *gone["after"]]))}
