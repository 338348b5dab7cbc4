"""What was read is noted beside the database, and recorded soon after: a page that only shows something waits for no
lock, and asks the database nothing more.

A note is a line of a file in the data folder; the clockwork takes the lines in, in their order, with their own moments.
What is noted is recorded at least once: a clockwork that is broken off between keeping and clearing takes a line in
again, and then finds that it was recorded."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quanze.audit.models import Event
from quanze.audit.recording import Origin, Person, Thing, record

NOTES, TAKEN = "notes.jsonl", "taken.jsonl"

AGAIN = timedelta(hours=1)
"""Who reads the same thing again within so long is not recorded again."""


@dataclass(slots=True)
class _Reader:
    """Whoever read, as noted."""

    pk: int
    name: str


def note(chain: str, verb: str, *, who: Person, thing: Thing, where: Origin) -> None:
    """Note that somebody read something, to be recorded as :func:`recording.record` would."""
    said = {
        "chain": chain,
        "verb": verb,
        "who": {"pk": who.pk, "name": who.name},
        "thing": asdict(thing),
        "where": asdict(where),
        "at": timezone.now().isoformat(),
    }
    line = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    with _alone() as folder:
        handle = os.open(folder / NOTES, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a+b") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                line = line if file.read() == b"\n" else b"\n" + line  # one was cut off
            file.write(line)


def take_in() -> int:
    """Record what was noted. Returns how many events that made. May run at several places at once."""
    made = 0
    with _alone(TAKEN) as folder:
        while True:
            with _alone():
                taken, notes = folder / TAKEN, folder / NOTES
                if not taken.exists():  # else what was broken off comes first
                    if not notes.exists():
                        return made
                    notes.rename(taken)
            with taken.open("rb") as file:
                for line in file:
                    made += _record(line)
            taken.unlink()


def _record(line: bytes) -> int:
    try:
        said = json.loads(line)
    except ValueError:  # the machine went down over it
        return 0
    at = datetime.fromisoformat(said["at"])
    thing, who = Thing(**said["thing"]), _Reader(**said["who"])
    with transaction.atomic():
        same = Event.objects.filter(thing_type=thing.type, thing_id=thing.id, chain=said["chain"])
        same = same.filter(verb=said["verb"], who=who.pk, at__gt=at - AGAIN, at__lte=at)
        if same.exists():
            return 0
        record(said["chain"], said["verb"], who=who, thing=thing, where=Origin(**said["where"]), at=at)
    return 1


@contextmanager
def _alone(what: str = NOTES) -> Iterator[Path]:
    """The folder, while nobody else does the same."""
    folder: Path = settings.NOTES
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / f".{what}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)
