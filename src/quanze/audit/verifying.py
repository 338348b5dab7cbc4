"""Whether the record is whole: every chain, held against every anchor that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db.models import Func, TextField
from django.utils import timezone

from quanze.audit import anchors as checking
from quanze.audit.anchoring import files, own_public
from quanze.audit.anchors import FILES, Anchor, NoAnchor, believed, fingerprint, read
from quanze.audit.forgetting import kept_since
from quanze.audit.models import Event, Head
from quanze.audit.recording import INSTALLATION
from quanze.audit.walking import FIELDS, TRACE, Anchored, Problem, Row, Walked, walk

AT_ONCE = 500
"""So many events are in memory at once."""


def verify_chain(
    chain: str,
    anchored: Iterable[Anchored] = (),
    *,
    since: datetime | None = None,
    walked: Walked | None = None,
) -> Iterator[Problem]:
    """Each problem of a chain; none if it is whole. Without what was anchored elsewhere, a chain that was computed
    anew, or cut short with its head, looks whole. ``since``: of events from then on, traces must be there."""
    return walk(
        chain,
        _rows(chain),
        _head(chain),
        tuple(anchored),
        later=lambda: _head(chain),
        kept_since=since,
        walked=walked,
    )


def verify_all(
    copies: Iterable[Path] = (),
    keys: Iterable[Ed25519PublicKey] = (),
    *,
    now: datetime | None = None,
    walked: Walked | None = None,
) -> Iterator[Problem]:
    """Each problem of the whole record: the anchors of the data folder, those in the folders ``copies`` that somebody
    kept elsewhere, and every chain against all of them. ``keys``: whose signatures are believed; none: our own."""
    all_in_all = walked or Walked()
    since = kept_since(now or timezone.now())
    anchors, trusted, wrong = _anchors(tuple(copies), tuple(keys))
    yield from wrong
    yield from checking.together(anchors, whole=True)
    by_chain = checking.by_chain(trusted)
    told: dict[int, str] = {}
    for chain in _chains(by_chain):
        mine = Walked()
        yield from verify_chain(chain, by_chain.get(chain, ()), since=since, walked=mine)
        all_in_all.events += mine.events
        if chain == INSTALLATION:
            told = mine.anchors
    yield from checking.lost({each.serial: each.sha256 for each in anchors}, told)


def _anchors(
    copies: tuple[Path, ...], keys: tuple[Ed25519PublicKey, ...]
) -> tuple[list[Anchor], list[Anchor], list[Problem]]:
    """All anchors by their numbers, those that are believed, and what is wrong with the files. Where one that was kept
    elsewhere differs from ours, it is the one elsewhere that counts."""
    wrong: list[Problem] = []
    if not keys:
        try:
            keys = (own_public(),)
        except NoAnchor as reason:
            if any(files(settings.ANCHORS)) or any(True for copy in copies for _ in files(copy)):
                wrong.append(Problem("anchor", FILES, 0, f"{reason}，锚定文件无从核对"))
    known = {fingerprint(key): key for key in keys}
    found: dict[int, Anchor] = {}
    trusted: dict[int, Anchor] = {}
    for folder in (settings.ANCHORS, *copies):
        for path in files(folder):
            try:
                each = read(path.read_bytes())
            except (NoAnchor, OSError) as reason:
                wrong.append(Problem("anchor", FILES, 0, f"{path.name}：{reason}"))
                continue
            if folder != settings.ANCHORS:
                wrong += _beside(found.get(each.serial), each)
            found[each.serial] = each
            try:
                trusted[each.serial] = believed(path.read_bytes(), known)
            except NoAnchor as reason:
                wrong.append(Problem("anchor", FILES, each.serial, str(reason), each.at))
                trusted.pop(each.serial, None)
    return [found[serial] for serial in sorted(found)], [trusted[n] for n in sorted(trusted)], wrong


def _beside(ours: Anchor | None, copy: Anchor) -> list[Problem]:
    """What a copy that was kept elsewhere shows of ours."""
    if ours is None:
        return [Problem("anchor", FILES, copy.serial, f"{copy}的文件缺失，别处存有", copy.at)]
    if ours.sha256 != copy.sha256:
        return [Problem("anchor", FILES, copy.serial, f"{copy}与别处所存的不同：文件被换过", copy.at)]
    return []


def _chains(anchored: Iterable[str]) -> list[str]:
    """Every chain that there is, or was when it was anchored."""
    heads = Head.objects.values_list("chain", flat=True)
    rows = Event.objects.order_by().values_list("chain", flat=True).distinct()
    return sorted({*heads, *rows, *anchored})


def _head(chain: str) -> tuple[int, str] | None:
    return Head.objects.filter(chain=chain).values_list("sequence", "digest").first()


def _rows(chain: str) -> Iterator[Row]:
    events = Event.objects.filter(chain=chain).order_by("sequence").annotate(written=Written("at"))
    named = ("written" if name == "at" else name for name in FIELDS)
    return iter(events.values_list(*named, *TRACE).iterator(AT_ONCE))


class Written(Func):
    """A moment as bodies write it (``chain.moment``), by the database: to make values of a million of them takes longer
    than all the rest."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        # Only as Django writes it: what is written otherwise is compared otherwise, and not found on its day.
        template = (
            "(CASE substr(%(expressions)s, 11, 1) WHEN ' ' THEN replace(%(expressions)s, ' ', 'T') || "
            "CASE length(%(expressions)s) WHEN 19 THEN '.000000+00:00' ELSE '+00:00' END END)"
        )
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
        return self.as_sql(compiler, connection, template=template, **more)
