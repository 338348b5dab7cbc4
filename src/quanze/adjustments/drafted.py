"""A draft as the list that it would make: from rows of the database to values and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch

from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Adjustment, Before, Change
from quanze.adjustments.outcome import Made, Outcome, Owned, outcome
from quanze.lists.codec import dump_matter, load_matter
from quanze.lists.derive.adjusted import plain
from quanze.lists.edits import text_at, with_text
from quanze.lists.model import Contact, Matter, Stage, Text
from quanze.registry import form, queries
from quanze.registry.models import Edition, Entry

Json = dict[str, Any]

SOURCES = ("adjusted", "retained")
"""The two texts of a choice; ``own`` is the text of the line itself, written by hand or put upon another edition."""

OWN = "own"


def dump_after(matter: Matter) -> Json:
    """A matter as a change keeps it: without number, underlines, old texts and note, which an annex gives it."""
    return dump_matter(_bare(matter))


def load_after(data: Mapping[str, Any]) -> Matter:
    """The inverse. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what is no matter."""
    return _bare(load_matter(data))


def _bare(matter: Matter) -> Matter:
    return replace(plain(matter), number=None, before=None)


def changes_of(adjustment: Adjustment) -> list[Change]:
    """The lines with what they concern, in order. Two queries."""
    found = Change.objects.filter(adjustment=adjustment).order_by("position")
    befores = Prefetch("befores", Before.objects.select_related("matter", "content"))
    return list(found.prefetch_related(befores))


def entries_of(edition: Edition) -> dict[int, Entry]:
    """The row of each matter in the main annex, by the matter's key. One query."""
    return _by_matter(queries.entries(edition, edition.main).defer(None))


def standing(edition: Edition) -> dict[int, Matter]:
    """The content of each matter in the main annex, by its key. One query."""
    return _contents(entries_of(edition))


@dataclass(frozen=True, slots=True)
class Upon:
    """What the accepted lines make of an edition: its annexes as they are, the changes, the annexes to come."""

    base: tuple[Owned, ...]
    made: tuple[Made, ...]
    outcome: Outcome


def made_upon(adjustment: Adjustment, base: Edition, changes: Sequence[Change]) -> Upon:
    """What the accepted lines make of an edition. One query."""
    entries = list(queries.entries(base).defer(None))
    content = _contents(_by_matter(entry for entry in entries if entry.annex == base.main))
    rows = _annexes(base, entries)
    contact = None if adjustment.contact is None else load_contact(adjustment.contact)
    made = tuple(_made(change, content) for change in changes if change.decision == Change.Decision.ACCEPTED)
    agency = base.agency_name or adjustment.agency.name
    return Upon(rows, made, outcome(rows, made, agency=agency, contact=contact))


def _by_matter(rows: Iterable[Entry]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    for entry in rows:
        found.setdefault(entry.matter_id, entry)
    return found


def _contents(entries: Mapping[int, Entry]) -> dict[int, Matter]:
    return {matter: replace(entry.content, before=None, adjustment=None) for matter, entry in entries.items()}


def _annexes(edition: Edition, entries: Iterable[Entry]) -> tuple[Owned, ...]:
    """The annexes of an edition, each row owned by its matter's key."""
    rows: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        rows.setdefault((entry.annex, entry.ordinal), []).append(entry)
    found = []
    for part in edition.annexes:
        place = (part["kind"], part["ordinal"])
        own = rows.get(place, [])
        annex = form.annex(edition.annexes, *place, [entry.content for entry in own])
        found.append(Owned(annex, tuple(entry.matter_id for entry in own)))
    return tuple(found)


def _made(change: Change, content: Mapping[int, Matter]) -> Made:
    befores = list(change.befores.all())
    return Made(
        position=change.position,
        kind=Kind(change.kind),
        owners=tuple(each.matter_id for each in befores),
        before=tuple(content[each.matter_id] for each in befores),
        after=tuple(chosen(change)),
        summary=change.summary,
        reason=change.reason,
        counterpart=change.counterpart,
    )


def merged(old: Matter, new: Matter, after: Matter) -> Matter:
    """A draft of a matter, written upon ``old``, put upon ``new``: what the draft left alone becomes what it is now."""
    for path in ("name", "basis", "category", "liability", "office", *(f"extra[{key}]" for key in new.extra)):
        was, now, drafted = text_at(old, path), text_at(new, path), text_at(after, path)
        if now is not None and (None if was is None else was.value) == (drafted and drafted.value):
            after = with_text(after, path, now)
    if _words(after.stages) == _words(old.stages):
        after = replace(after, stages=new.stages)
    return _bare(after)


def _words(stages: Iterable[Stage]) -> list[tuple[str | None, str | None]]:
    def said(text: Text | None) -> str | None:
        return None if text is None else text.value

    return [(said(stage.name), said(stage.duty)) for stage in stages]


def chosen(change: Change) -> Iterable[Matter]:
    """What the matters become, with the text that was chosen where the source says two things. Where that is the text
    that the line holds, its cell stays as it was read."""
    for at, data in enumerate(change.after):
        matter = load_after(data)
        for path, choice in change.choices.items() if at == 0 else ():
            if choice["chosen"] not in SOURCES:
                continue
            value = choice[choice["chosen"]]
            if path == "stages":
                stages = tuple(_stage(each) for each in value)
                matter = matter if _words(stages) == _words(matter.stages) else replace(matter, stages=stages)
            elif (text := text_at(matter, path)) is None or text.value != value:
                matter = with_text(matter, path, Text.plain(value))
        yield matter


def _stage(data: Mapping[str, str | None]) -> Stage:
    name, duty = data["name"], data["duty"]
    return Stage(None if name is None else Text.plain(name), None if duty is None else Text.plain(duty))


def load_contact(data: Mapping[str, Any]) -> Contact:
    """A foot from its four facts, and from its lines where a document gave them (``exact``); else lines are made."""
    if data.get("exact"):
        return Contact(
            data["service_phone"],
            data["complaint_body"],
            data["complaint_phone"],
            data["address"],
            exact=tuple(data["exact"]),
        )
    labels = ("服务电话", "投诉机构", "投诉电话")
    facts = (data["service_phone"], data["complaint_body"], data["complaint_phone"])
    first = "    ".join(f"{label}：{fact}" for label, fact in zip(labels, facts, strict=True) if fact)
    second = f"受理地点：{data['address']}" if data["address"] else ""
    return Contact(*facts, data["address"], exact=tuple(line for line in (first, second) if line))
