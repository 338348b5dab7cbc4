"""From a list taken apart to an edition: matters recognised, unchanged entries carried on, the rest written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from quanze.lists.model import AnnexKind
from quanze.people.models import Agency, Office
from quanze.registry import form, search
from quanze.registry.models import Edition, Entry, Matter, MatterVersion

CHUNK = 5000

MAIN = (AnnexKind.RETAINED.value, AnnexKind.CATALOGUE.value, AnnexKind.ADJUSTED.value)
"""Which annex holds the list in force: the first of these that the document has."""

Place = tuple[str, int, int]


class Unpublishable(ValueError):
    """Why these annexes cannot become an edition, in Chinese."""


def publish(
    agency: Agency,
    parts: Sequence[form.Part],
    *,
    effective_from: date,
    effective_assumed: bool = False,
    origin: str = Edition.Origin.IMPORT,
    **source: Any,
) -> Edition:
    """The next edition of ``agency``, whose row the caller has locked, inside the caller's transaction.

    The edition's own row is written last: from then on the triggers refuse any change to what it holds.
    """
    kinds = {part.kind for part in parts if part.rows}
    main = next((kind for kind in MAIN if kind in kinds), None)
    if main is None:
        raise Unpublishable("文件中没有职权事项，不能作为清单。")
    before = Edition.objects.filter(agency=agency).order_by("-sequence").first()
    if before is not None and effective_from < before.effective_from:
        raise Unpublishable(
            f"生效日期{effective_from:%Y-%m-%d}早于上一版的生效日期{before.effective_from:%Y-%m-%d}。"
        )
    sequence = 1 if before is None else before.sequence + 1
    standing = _standing(agency)
    matters = _recognise(agency, parts, main, standing.values())
    _keep_versions(parts)
    frames: list[dict[str, Any]] = []
    wanted = []
    for part in parts:
        rows = [(matters[row.key], row.version, row.placement) for row in part.rows]
        numbered = [(matter.number, version, placement) for matter, version, placement in rows]
        digest = form.annex_digest(part.kind, part.frame, numbered)
        frames.append({"kind": part.kind, "ordinal": part.ordinal, "frame": part.frame, "digest": digest})
        wanted += [((part.kind, part.ordinal, i), *row) for i, row in enumerate(rows)]
    if before is not None and [frame["digest"] for frame in frames] == [
        frame["digest"] for frame in before.annexes
    ]:
        raise Unpublishable(f"与已有的第{before.sequence}版内容完全相同，不必再次导入。")
    _write_entries(agency, sequence, standing, wanted)
    edition = Edition.objects.create(
        agency=agency,
        sequence=sequence,
        title=_title(agency, parts, main),
        origin=origin,
        effective_from=effective_from,
        effective_assumed=effective_assumed,
        created_at=timezone.now(),
        main=main,
        annexes=frames,
        digest=form.edition_digest(
            agency=agency.code,
            sequence=sequence,
            effective_from=effective_from.isoformat(),
            annexes=[frame["digest"] for frame in frames],
            predecessor=None if before is None else before.digest,
        ),
        predecessor=before,
        **source,
    )
    _open_offices(agency, parts, main)
    search.reindex(agency)
    return edition


def _standing(agency: Agency) -> dict[Place, Entry]:
    """The entries of the last edition, by place."""
    entries = Entry.objects.filter(agency=agency, until=None).select_related("matter", "version")
    entries = entries.defer("version__content").order_by("annex", "ordinal", "position")
    return {(entry.annex, entry.ordinal, entry.position): entry for entry in entries}


def _recognise(
    agency: Agency, parts: Sequence[form.Part], main: str, standing: Iterable[Entry]
) -> dict[str, Matter]:
    """The matter of each key. One that the last edition knew by that name keeps its identity; the others get the
    next numbers, in the order of the main annex."""
    known: dict[str, Matter] = {}
    times: dict[tuple[str, int, str], int] = {}
    for entry in standing:
        name = form.name_key(entry.version.name)
        place = (entry.annex, entry.ordinal, name)
        times[place] = times.get(place, 0) + 1
        known.setdefault(form.numbered(name, times[place]), entry.matter)
    ordered = sorted(parts, key=lambda part: part.kind != main)
    unknown = list(dict.fromkeys(row.key for part in ordered for row in part.rows if row.key not in known))
    last = Matter.objects.filter(agency=agency).aggregate(last=Max("number"))["last"] or 0
    fresh = [Matter(agency=agency, number=last + i) for i in range(1, len(unknown) + 1)]
    Matter.objects.bulk_create(fresh, batch_size=CHUNK)
    return known | dict(zip(unknown, fresh, strict=True))


def _keep_versions(parts: Sequence[form.Part]) -> None:
    rows = {row.version: row.content for part in parts for row in part.rows}
    versions = (
        MatterVersion(
            digest=digest,
            content=content,
            name=_plain(content["name"]),
            category=_plain(content["category"])[:100],
            office=_plain(content["office"]),
        )
        for digest, content in rows.items()
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
