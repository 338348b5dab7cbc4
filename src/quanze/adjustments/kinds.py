"""The kinds of change and what each needs. A table; no database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    """What happens to a matter: the causes that the rules on keeping such lists name (濮阳、盂县、河北)."""

    ADDED = "added", "新增"
    CANCELLED = "cancelled", "取消"
    DELEGATED = "delegated", "下放"
    TAKEN_ON = "taken_on", "承接"
    CHANGED = "changed", "变更"
    MERGED = "merged", "合并"
    DIVIDED = "divided", "分设"
    TRANSFERRED = "transferred", "划转"


class UnderWay(models.TextChoices):
    """What happens to cases that began before the change. A pinned case must not outlive a power that is gone."""

    CONTINUE = "continue", "按原版本办结"
    SWITCH = "switch", "改按新版本办理"
    TRANSFER = "transfer", "移交其他机关"
    END = "end", "终止办理"


@dataclass(frozen=True, slots=True)
class Needs:
    """How many matters a kind takes from the list and how many it puts there (``None``: without end), what may become
    of cases under way, and whether another agency is named."""

    least_before: int
    most_before: int | None
    least_after: int
    most_after: int | None
    under_way: tuple[UnderWay, ...] = tuple(UnderWay)
    counterpart: bool = False


_GONE = (UnderWay.TRANSFER, UnderWay.END)

NEEDS: dict[Kind, Needs] = {
    Kind.ADDED: Needs(0, 0, 1, 1),
    Kind.CANCELLED: Needs(1, 1, 0, 0, _GONE),
    Kind.DELEGATED: Needs(1, 1, 0, 0, _GONE, counterpart=True),
    Kind.TAKEN_ON: Needs(0, 0, 1, 1, counterpart=True),
    Kind.CHANGED: Needs(1, 1, 1, 1),
    Kind.MERGED: Needs(2, None, 1, 1),
    Kind.DIVIDED: Needs(1, 1, 2, None),
    Kind.TRANSFERRED: Needs(0, 1, 0, 1, counterpart=True),
}
"""取消, 下放 and 划转 out end a power here: its cases go elsewhere or end."""


def lacking(kind: Kind, before: int, after: int) -> str | None:
    """Why so many matters before and after are no change of that kind, in Chinese, or ``None``."""
    needs = NEEDS[kind]
    if kind is Kind.TRANSFERRED and before + after != 1:
        return "划转须写明划出的事项，或者划入的事项，二者之一"
    for count, least, most, what in (
        (before, needs.least_before, needs.most_before, "清单中的事项"),
        (after, needs.least_after, needs.most_after, "调整后的事项"),
    ):
        if count < least or (most is not None and count > most):
            if most == 0:
                return f"{kind.label}不能有{what}"
            wanted = f"{least}项" if least == most else f"至少{least}项"
            return f"{kind.label}须有{what}{wanted}，现有{count}项"
    return None


def under_way_of(kind: Kind, before: int) -> tuple[UnderWay, ...]:
    """What may become of cases under way; nothing to say where no matter of the list is concerned. A matter that is
    handed over (划转) is gone."""
    if not before:
        return ()
    return _GONE if kind is Kind.TRANSFERRED else NEEDS[kind].under_way
