"""A draft as the list that it would make: from rows of the database to values and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch

from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Adjustment, Before, Change
from quanze.adjustments.outcome import Made, Outcome, Owned, outcome
from quanze.lists.assemble import foot
from quanze.lists.codec import dump_matter, load_matter
from quanze.lists.derive.adjusted import plain
from quanze.lists.edits import text_at, with_text
from quanze.lists.layout.drawing import contact_lines
from quanze.lists.model import Contact, Matter, Stage, Text
from quanze.registry import form, queries
from quanze.registry.models import Edition, Entry
from quanze.registry.services import Unacceptable

Json = dict[str, Any]

FACTS = ("service_phone", "complaint_body", "complaint_phone", "address")
"""The facts of a foot, as :class:`Contact` names them."""

SOURCES = ("adjusted", "retained")
"""The two texts of a choice; ``own`` is the text of the line itself, written by hand or put upon another edition."""

OWN = "own"

STAGES = "stages"
"""The path of a choice between two rows of stages as a whole."""


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
            if said_at(matter, path) == value:
                continue
            if path == STAGES:
                matter = replace(matter, stages=tuple(_stage(each) for each in value))
            else:
                matter = with_text(matter, path, Text.plain(value))
        yield matter


def said_at(matter: Matter, path: str) -> Any:
    """What a matter says in a field as choices keep it: a string, for stages their names and duties; ``None`` where it
    has no such field."""
    if path == STAGES:
        return [{"name": name, "duty": duty} for name, duty in _words(matter.stages)]
    text = text_at(matter, path)
    return None if text is None else text.value


def choices_rewritten(change: Change, after: Sequence[Matter]) -> Json:
    """The choices of a line whose text will be ``after``. A field that says what it said stays as decided or undecided
    as it was; one that was written becomes the line's own, unless it says now what one of the two sources says."""
    if not change.choices:
        return {}
    was = next(iter(chosen(change)), None)
    found = {}
    for path, choice in change.choices.items():
        source = choice["chosen"]
        says = said_at(after[0], path) if after else None
        if not after:
            source = OWN
        elif was is None or says != said_at(was, path):
            source = next((each for each in SOURCES if choice[each] == says), OWN)
        found[path] = {**choice, "chosen": source}
    return found


def _stage(data: Mapping[str, str | None]) -> Stage:
    name, duty = data["name"], data["duty"]
    return Stage(None if name is None else Text.plain(name), None if duty is None else Text.plain(duty))


def load_contact(data: Mapping[str, Any]) -> Contact:
    """A foot from its four facts, and from its lines where a document gave them (``exact``); else lines are made."""
    facts = Contact(*(data[name] for name in FACTS))
    if data.get("exact"):
        return replace(facts, exact=tuple(data["exact"]))
    return replace(facts, exact=contact_lines(facts))


def dump_contact(facts: Mapping[str, str | None]) -> Json:
    """A foot that somebody writes, as a draft keeps it. Raises :class:`Unacceptable` where its lines would be read as
    saying something else: a document that is published must give back the list."""
    kept = {name: " ".join((facts[name] or "").split()) or None for name in FACTS}
    written = load_contact(kept)
    read = foot.contact(written.exact) or Contact()
    wrong = [foot.LABELS[name][0] for name in FACTS if getattr(read, name) != kept[name]]
    if wrong:
        raise Unacceptable(
            f"附注的{'、'.join(wrong)}印在清单上会被读作别的意思：每栏只写这一项，不写别的名目，"
            f"末尾不加标点，一行不超过{foot.MAX_LINE}字。"
        )
    return {**kept, "exact": []}
