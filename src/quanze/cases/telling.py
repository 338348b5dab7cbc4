"""The history of a case as people read it: acts with what followed from them, by whom, under which duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quanze.cases import words
from quanze.cases.references import named
from quanze.people.models import Person
from quanze.procedure.engine import Course, Event, acts
from quanze.procedure.engine.codec import TAGS
from quanze.procedure.engine.events import Caution, Ended, Judged, Reopened
from quanze.procedure.engine.labels import ENDINGS

FOR_APPLICANT = frozenset(
    {
        acts.Submit,
        acts.Correct,
        acts.GiveNotice,
        acts.HandIn,
        acts.Accept,
        acts.Decline,
        acts.DeemAccepted,
        acts.DeemWithdrawn,
        acts.RequestMore,
        acts.Extend,
        acts.Post,
        acts.Report,
        acts.Deliver,
        acts.Close,
        acts.Withdraw,
        acts.Suspend,
        acts.Resume,
        acts.Adjust,
        acts.RecordResult,
        acts.NoteProgress,
        acts.CheckUp,
    }
)
"""The acts of which an applicant reads in the history. Opinions, minutes, votes and decisions on their way are what the
bureau does within (政府信息公开条例 art. 16, 过程性信息): they are told when they are delivered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act with what followed from it. ``position`` is its number, ``kind`` its tag, ``step`` the key of its step
    ("" where it concerns the whole case), ``duty`` that step in the list's words; ``documents`` are its references."""

    position: int
    at: datetime
    by: str
    who: str
    kind: str
    label: str
    act: acts.Act
    step: str
    duty: str
    consequences: tuple[str, ...]
    cautions: tuple[Caution, ...]
    documents: tuple[str, ...]


def entries(course: Course, history: Sequence[Event], names: Mapping[str, str]) -> tuple[Entry, ...]:
    """The history, oldest first. ``names`` are those of the people whom events name (:func:`names_in`)."""
    made: list[Entry] = []
    for position, event in enumerate(history, 1):
        if not isinstance(event.what, acts.Act):
            continue
        step = getattr(event.what, "step", "")
        place = course.find(step) if step else None
        following: list[str] = []
        for later in history[position:]:
            if isinstance(later.what, acts.Act):
                break
            if said := _consequence(later):
                following.append(said)
        made.append(
            Entry(
                position=position,
                at=event.at,
                by=event.by,
                who=names.get(event.by) or words.CALLED.get(event.by, event.by),
                kind=TAGS[type(event.what)],
                label=words.act_label(type(event.what), place.kind if place else None),
                act=event.what,
                step=step,
                duty=place.words if place else "",
                consequences=tuple(following),
                cautions=event.cautions,
                documents=tuple(dict.fromkeys(named(event.what))),
            )
        )
    return tuple(made)


def names_in(history: Iterable[Event]) -> dict[str, str]:
    """The names of everybody whom these events name. One query."""
    said: set[str] = set()
    for event in history:
        said.add(event.by)
        if isinstance(event.what, acts.Act):
            said |= words.people_in(event.what)
    ids = {number for each in said if (number := words.person_id(each)) is not None}
    found = Person.objects.filter(pk__in=ids).values_list("pk", "name")
    return {words.reference(pk): name for pk, name in found}


def _consequence(event: Event) -> str:
    """What followed, in words; that a duty is done needs none."""
    what = event.what
    if isinstance(what, Ended):
        return f"结束：{ENDINGS[what.ending]}"
    if isinstance(what, Judged) and not what.favourable:
        return "结论：不予通过"
    if isinstance(what, Reopened):
        return "退回重办"
    return ""
