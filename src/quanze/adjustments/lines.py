"""Writing the lines of a draft, each under its own version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from quanze.adjustments.acting import Conflict, act, demand_state, locked
from quanze.adjustments.drafted import (
    OWN,
    SOURCES,
    STAGES,
    choices_rewritten,
    dump_after,
    entries_of,
    load_after,
)
from quanze.adjustments.kinds import Kind, UnderWay
from quanze.adjustments.models import Act, Adjustment, Before, Change
from quanze.audit.services import Origin
from quanze.lists.edits import with_text
from quanze.lists.labels import field_label
from quanze.lists.model import Matter, Text
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.registry.models import Matter as KeptMatter
from quanze.registry.services import Unacceptable

TEXTS = ("summary", "reason", "basis", "under_way", "transfer_to", "counterpart")
"""The words of a line, as they may be given when it is made or changed."""

LABELS = {
    "kind": "方式",
    "matters": "事项",
    "after": "调整后的文字",
    "summary": "调整情况",
    "reason": "调整原因",
    "basis": "调整依据",
    "under_way": "在办事项",
    "transfer_to": "移交的机关",
    "counterpart": "对方机关",
}


@transaction.atomic
def add_change(
    adjustment: Adjustment,
    person: Person,
    version: int,
    kind: Kind,
    *,
    matters: Sequence[KeptMatter] = (),
    after: Sequence[Matter] = (),
    where: Origin | None = None,
    **texts: str,
) -> Change:
    """Add a line. ``matters`` are those of the list that it concerns; ``after`` what they become. ``texts``: any of
    :data:`TEXTS`. A line may stay incomplete until the draft is submitted."""
    demand(person, "adjustment.edit", adjustment)
    adjustment = locked(adjustment, version)
    demand_state(adjustment, *Adjustment.OPEN)
    last = adjustment.changes.aggregate(last=Max("position"))["last"] or 0
    change = Change(adjustment=adjustment, position=last + 1, kind=kind, choices={}, **_texts(texts))
    change.after = [dump_after(matter) for matter in after]
    change.save()
    _concern(change, adjustment, matters)
    act(adjustment, person, Act.Verb.EDIT, where=where, detail=_line(change, "（新增一条）"))
    return change


@transaction.atomic
def edit_change(
    change: Change,
    person: Person,
    version: int,
    *,
    kind: Kind | None = None,
    matters: Sequence[KeptMatter] | None = None,
    after: Sequence[Matter] | None = None,
    where: Origin | None = None,
    **texts: str,
) -> Change:
    """Change a line; ``version`` is the line's that was seen, so that two people can write different lines at once.
    What is not given stays. Where the source says two things and ``after`` says a third, the line has a text of its own
    there; both stay kept."""
    demand(person, "adjustment.edit", change.adjustment)
    adjustment, change = _line_locked(change, version)
    given = {"kind": kind, "matters": matters, "after": after, **texts}
    told = [LABELS[name] for name, value in given.items() if value is not None]
    if kind is not None:
        change.kind = kind
    if after is not None:
        change.choices = choices_rewritten(change, after)
        change.after = [dump_after(matter) for matter in after]
        change.form_only = False
    for name, value in _texts(texts).items():
        setattr(change, name, value)
    if matters is not None:
        change.befores.all().delete()
        _concern(change, adjustment, matters)
    save_line(change)
    what = f"（{'、'.join(told)}）"
    act(adjustment, person, Act.Verb.EDIT, where=where, detail=_line(change, what))
    return change


@transaction.atomic
def decide(
    change: Change, person: Person, version: int, *, accept: bool, where: Origin | None = None
) -> Change:
    """Take a proposed line or leave it."""
    demand(person, "adjustment.edit", change.adjustment)
    adjustment, change = _line_locked(change, version)
    change.decision = Change.Decision.ACCEPTED if accept else Change.Decision.REJECTED
    save_line(change)
    what = f"（{change.get_decision_display()}）"
    act(adjustment, person, Act.Verb.EDIT, where=where, detail=_line(change, what))
    return change


@transaction.atomic
def choose(
    change: Change,
    person: Person,
    version: int,
    path: str,
    source: str,
    *,
    text: str | None = None,
    where: Origin | None = None,
) -> Change:
    """Choose which text stands where the document says two things: ``source`` is ``adjusted``, ``retained``, or ``own``
    for what the line itself says, which ``text`` writes there (not for stages, which are rows of the editor). Both stay
    kept, and other fields of the line stay as undecided as they were. Raises :class:`Unacceptable`."""
    demand(person, "adjustment.edit", change.adjustment)
    adjustment, change = _line_locked(change, version)
    if path not in change.choices or source not in (*SOURCES, OWN):
        raise Unacceptable("这一栏没有两种文字可选。")
    if text is not None and (source != OWN or path == STAGES or not change.after):
        raise Unacceptable("这一栏不能在这里直接写，请在“改写”里写。")
    if text is not None:
        if path == "name" and not text.strip():
            raise Unacceptable("请写明职权名称，不能空着。")
        first = with_text(load_after(change.after[0]), path, Text.plain(text))
        change.after = [dump_after(first), *change.after[1:]]
        change.form_only = False
    change.choices = {**change.choices, path: {**change.choices[path], "chosen": source}}
    save_line(change)
    what = f"（{'环节' if path == STAGES else field_label(path)}用哪一种文字）"
    act(adjustment, person, Act.Verb.EDIT, where=where, detail=_line(change, what))
    return change


@transaction.atomic
def remove_change(change: Change, person: Person, version: int, *, where: Origin | None = None) -> Adjustment:
    """Take a line out of the draft."""
    demand(person, "adjustment.edit", change.adjustment)
    adjustment, change = _line_locked(change, version)
    told = _line(change, "（删去）")
    change.delete()
    act(adjustment, person, Act.Verb.EDIT, where=where, detail=told)
    return adjustment


def _line_locked(change: Change, version: int) -> tuple[Adjustment, Change]:
    """The adjustment and the line as they are now, locked. Raises :class:`Conflict` for a line written meanwhile."""
    adjustment = locked(change.adjustment, None)
    now = Change.objects.filter(pk=change.pk).first()
    if now is None:
        raise Unacceptable("这一条已被他人删去，请看过新稿后再改。")
    if now.version != version:
        acts = Act.objects.filter(adjustment=adjustment).select_related("person").order_by("version")
        about = [each for each in acts if each.detail.get("line") == now.position]
        raise Conflict(about[version - now.version :] or [*acts][-1:])
    demand_state(adjustment, *Adjustment.OPEN)
    now.adjustment = adjustment
    return adjustment, now


def save_line(change: Change) -> None:
    """Save a line as its next version."""
    change.version += 1
    change.save()


def _concern(change: Change, adjustment: Adjustment, matters: Sequence[KeptMatter]) -> None:
    rows = entries_of(adjustment.base) if matters else {}
    taken = set(Before.objects.filter(adjustment=adjustment).values_list("matter", flat=True))
    for position, matter in enumerate(matters):
        entry = rows.get(matter.pk)
        if entry is None:
            raise Unacceptable("所选的事项不在作为基础的清单中。")
        if matter.pk in taken:
            raise Unacceptable(f"“{entry.version.name}”已有另一条改动，请在那一条里改。")
        taken.add(matter.pk)
        Before.objects.create(
            change=change, adjustment=adjustment, matter=matter, content=entry.version, position=position
        )


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"no such fields: {unknown}")
    under_way = texts.get("under_way")
    if under_way and under_way not in UnderWay.values:
        raise Unacceptable("在办事项只能按原版本办结、改按新版本办理、移交或终止。")
    return {name: value.strip() for name, value in texts.items()}


def _line(change: Change, what: str) -> dict[str, Any]:
    return {"line": change.position, "what": f"第{change.position}条{what}"}
