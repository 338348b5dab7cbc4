"""From a list taken apart to an edition: matters recognised, unchanged entries carried on, the rest written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from quanze.digests import Seal
from quanze.people.models import Agency, Office
from quanze.registry import export, form, indexing, published_files, seals
from quanze.registry.models import Edition, Entry, Matter, MatterVersion, Succession

CHUNK = 5000

Place = tuple[str, int, int]


class Unpublishable(ValueError):
    """Why these annexes cannot become an edition, in Chinese."""


@dataclass(frozen=True, slots=True)
class Link:
    """``predecessor`` became ``successor``, of this agency; the former may be another agency's (划转)."""

    kind: Succession.Kind
    predecessor: Matter
    successor: Matter


def publish(
    agency: Agency,
    parts: Sequence[form.Part],
    *,
    effective_from: date,
    effective_assumed: bool = False,
    published_on: date | None = None,
    origin: str = Edition.Origin.IMPORT,
    identities: Mapping[Place, Matter] | None = None,
    same_as: Mapping[str, Matter] | None = None,
    links: Sequence[Link] = (),
    corrects: Edition | None = None,
    note: str = "",
    approval: form.Json | None = None,
    source_name: str = "",
    source_format: str = "",
    source_sha256: str = "",
) -> Edition:
    """The next edition of ``agency``, whose row the caller has locked, inside the caller's transaction.

    ``identities`` says of each row which matter it is; without it matters are recognised by their names, and by
    ``same_as``: which matter now has another name. An edition may take effect later than today: it then does so by
    itself, and so does the search (``services.follow_calendar``). The edition's own row is written last: from then on
    the triggers refuse any change to what it holds.
    """
    kinds = {part.kind for part in parts if part.rows}
    main = next((kind for kind in form.MAIN if kind in kinds), None)
    if main is None:
        raise Unpublishable("文件中没有职权事项，不能作为清单。")
    before = Edition.objects.filter(agency=agency).order_by("-sequence").first()
    _refuse_untimely(before, effective_from)
    if corrects is not None and corrects.agency_id != agency.pk:
        raise Unpublishable("只能更正本机关的清单版本。")
    standing = _standing(agency)
    if identities is None:
        matters = _recognise(agency, parts, main, standing.values(), same_as or {})
        identities = {
            (part.kind, part.ordinal, at): matters[row.key]
            for part in parts
            for at, row in enumerate(part.rows)
        }
    frames = [_frame(part, identities) for part in parts]
    _refuse_same(before, parts, frames, identities, again="更正" if corrects else "公布")
    sequence = 1 if before is None else before.sequence + 1
    _keep_versions(parts)
    rows = (
        ((part.kind, part.ordinal, at), row.version.sha256, row.placement)
        for part in parts
        for at, row in enumerate(part.rows)
    )
    _write_entries(
        agency,
        sequence,
        standing,
        ((place, identities[place], version, placement) for place, version, placement in rows),
    )
    Succession.objects.bulk_create(
        Succession(
            agency=agency,
            since=sequence,
            kind=link.kind,
            predecessor=link.predecessor,
            successor=link.successor,
        )
        for link in links
    )
    edition = Edition(
        agency=agency,
        agency_name=agency.name,
        sequence=sequence,
        title=_title(agency, parts, main),
        origin=origin,
        effective_from=effective_from,
        effective_assumed=effective_assumed,
        published_on=published_on,
        created_at=timezone.now(),
        main=main,
        annexes=frames,
        predecessor=before,
        corrects=corrects,
        note=_plain(note),
        approval=approval,
        source_name=_plain(source_name)[-300:],
        source_format=source_format,
        source_sha256=source_sha256,
    )
    annexes = [Seal(frame["digest"], frame["sm3"]) for frame in frames]
    seal = seals.edition(export.head(edition, links), annexes)
    edition.digest, edition.sm3 = seal.sha256, seal.sm3
    edition.save(force_insert=True)
    published_files.ask(edition, published_files.parts_of(edition))
    _open_offices(agency, parts, main)
    indexing.reindex(agency)
    return edition


def open_matters(agency: Agency, count: int) -> list[Matter]:
    """So many new matters of ``agency``, whose row the caller has locked, with the next numbers."""
    last = Matter.objects.filter(agency=agency).aggregate(last=Max("number"))["last"] or 0
    fresh = [Matter(agency=agency, number=last + i) for i in range(1, count + 1)]
    return Matter.objects.bulk_create(fresh, batch_size=CHUNK)


def _refuse_untimely(before: Edition | None, effective_from: date) -> None:
    if before is not None and effective_from < before.effective_from:
        raise Unpublishable(
            f"生效日期{effective_from:%Y-%m-%d}早于上一版（第{before.sequence}版）的生效日期"
            f"{before.effective_from:%Y-%m-%d}；请改为该日或以后。"
        )


def _frame(part: form.Part, identities: Mapping[Place, Matter]) -> dict[str, Any]:
    entries = [
        seals.entry(identities[part.kind, part.ordinal, at].number, row.version, row.placement)
        for at, row in enumerate(part.rows)
    ]
    seal = seals.annex(part.kind, part.ordinal, part.frame, entries)
    return {
        "kind": part.kind,
        "ordinal": part.ordinal,
        "frame": part.frame,
        "digest": seal.sha256,
        "sm3": seal.sm3,
    }


def _refuse_same(
    before: Edition | None,
    parts: Sequence[form.Part],
    frames: Sequence[Mapping[str, Any]],
    identities: Mapping[Place, Matter],
    *,
    again: str,
) -> None:
    """An edition that says what the one before it says is none, in whatever form that one was sealed."""
    if before is None:
        return
    digests = [frame["digest"] for frame in frames]
    if before.form == 1:
        digests = [
            seals.annex_1(
                part.kind,
                part.frame,
                (
                    (
                        identities[part.kind, part.ordinal, at].number,
                        row.version.sha256,
                        row.placement,
                    )
                    for at, row in enumerate(part.rows)
                ),
            )
            for part in parts
        ]
    if digests == [frame["digest"] for frame in before.annexes]:
        raise Unpublishable(f"与已有的第{before.sequence}版内容完全相同，不必再次{again}。")


def _standing(agency: Agency) -> dict[Place, Entry]:
    """The entries of the last edition, by place."""
    entries = Entry.objects.filter(agency=agency, until=None).select_related("matter", "version")
    entries = entries.defer("version__content").order_by("annex", "ordinal", "position")
    return {(entry.annex, entry.ordinal, entry.position): entry for entry in entries}


def _recognise(
    agency: Agency,
    parts: Sequence[form.Part],
    main: str,
    standing: Iterable[Entry],
    same_as: Mapping[str, Matter],
) -> dict[str, Matter]:
    """The matter of each key. One that the last edition knew by that name, or that is said to be another's new name,
    keeps its identity; the others get the next numbers, in the order of the main annex."""
    known: dict[str, Matter] = {}
    times: dict[tuple[str, int, str], int] = {}
    for entry in standing:
        name = form.name_key(entry.version.name)
        place = (entry.annex, entry.ordinal, name)
        times[place] = times.get(place, 0) + 1
        known.setdefault(form.numbered(name, times[place]), entry.matter)
    known |= _renamed(parts, known, same_as)
    ordered = sorted(parts, key=lambda part: part.kind != main)
    unknown = list(dict.fromkeys(row.key for part in ordered for row in part.rows if row.key not in known))
    fresh = open_matters(agency, len(unknown))
    return known | dict(zip(unknown, fresh, strict=True))


def _renamed(
    parts: Sequence[form.Part], known: Mapping[str, Matter], same_as: Mapping[str, Matter]
) -> dict[str, Matter]:
    """The keys of new names. Raises :class:`Unpublishable` for a name that the list does not have, one that is no new
    name, a matter that the list still has under its old name, or one that is said to have two new ones."""
    there = {row.key for part in parts for row in part.rows}
    still = {known[key] for key in there & known.keys()}
    found: dict[str, Matter] = {}
    for name, matter in same_as.items():
        key = form.name_key(name)
        if key not in there or key in known:
            raise Unpublishable(f"“{name}”不是这份清单里新的事项名称。")
        if matter in still or matter in found.values():
            raise Unpublishable(f"“{name}”所指的原事项仍在清单中，或者已另有新名称。")
        if matter not in known.values():
            raise Unpublishable(f"“{name}”所指的原事项不在上一版清单中。")
        found[key] = matter
    return found


def _keep_versions(parts: Sequence[form.Part]) -> None:
    rows = {row.version: row.content for part in parts for row in part.rows}
    versions = (
        MatterVersion(
            digest=seal.sha256,
            sm3=seal.sm3,
            content=content,
            name=_plain(content["name"]),
            category=_plain(content["category"])[:100],
            office=_plain(content["office"]),
        )
        for seal, content in rows.items()
    )
    MatterVersion.objects.bulk_create(versions, ignore_conflicts=True, batch_size=500)


def _write_entries(
    agency: Agency,
    sequence: int,
    standing: dict[Place, Entry],
    wanted: Iterable[tuple[Place, Matter, str, form.Json]],
) -> None:
    """End what no longer stands, begin what is new; an entry that stands in both editions is not touched."""
    ending, fresh = dict(standing), []
    for place, matter, version, placement in wanted:
        entry = standing.get(place)
        if entry and (entry.matter_id, entry.version_id, entry.placement) == (matter.pk, version, placement):
            del ending[place]
            continue
        annex, ordinal, position = place
        fresh.append(
            Entry(
                agency=agency,
                annex=annex,
                ordinal=ordinal,
                position=position,
                number=_plain(placement.get("number"))[:64],
                matter=matter,
                version_id=version,
                placement=placement,
                since=sequence,
            )
        )
    ended = [entry.pk for entry in ending.values()]
    for start in range(0, len(ended), CHUNK):
        Entry.objects.filter(pk__in=ended[start : start + CHUNK]).update(until=sequence)
    Entry.objects.bulk_create(fresh, batch_size=1000)


def _open_offices(agency: Agency, parts: Sequence[form.Part], main: str) -> None:
    names = {
        line.strip()[:200]
        for part in parts
        if part.kind == main
        for row in part.rows
        for line in _plain(row.content["office"]).splitlines()
        if line.strip()
    }
    Office.objects.bulk_create(
        [Office(agency=agency, name=name) for name in sorted(names)], ignore_conflicts=True
    )


def _title(agency: Agency, parts: Sequence[form.Part], main: str) -> str:
    titles = (part.frame["title"] for part in parts if part.kind == main)
    return (_plain(next(titles)) or f"{agency.name}权责清单")[:300]


def _plain(value: str | None) -> str:
    """For a column: PostgreSQL's text has no U+0000; the content keeps it."""
    return (value or "").replace("\0", "")
