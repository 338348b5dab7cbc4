"""What time brings: notices before an end, tasks after it, jobs that are not finished, texts to be read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from quanze.library import citing, expiry, shelving, tasks
from quanze.library.models import Job


@dataclass(frozen=True, slots=True)
class Due:
    """What was done: notices made, terms that are over, jobs brought to their end, matters' versions read (again)."""

    notices: int
    ended: int
    jobs: int
    read: int


def run_due(today: date | None = None, *, progress: Callable[[Job], None] | None = None) -> Due:
    """Do what is due; running it again, or twice at once, does nothing twice."""
    shelving.settle_absorbed()
    read = citing.read_all() + citing.reread()
    notices = expiry.announce(today)
    ended = expiry.open_tasks(today)
    return Due(notices=notices, ended=ended, jobs=tasks.finish(progress), read=read)
