"""How time passes in a walk: days go by at once, for the whole installation."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

CLOCK = Path(__file__).with_name("clock")


class Clock:
    """So many ``days`` ahead of the real time is the installation that is walked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.set(0)

    def set(self, days: int) -> None:
        """From now on it is so many days later than it really is."""
        self.days = days
        self._file.write_text(str(days), "utf-8")

    @property
    def today(self) -> date:
        """The day in China, wherever the walk is walked."""
        return datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=self.days)


@contextmanager
def clock() -> Iterator[Clock]:
    """A clock that all programs follow that are started meanwhile."""
    with tempfile.TemporaryDirectory(prefix="quanze-clock-") as folder:
        file = Path(folder) / "ahead"
        before = {name: os.environ.get(name) for name in ("PYTHONPATH", "QUANZE_WALK_AHEAD")}
        path = os.pathsep.join(filter(None, (str(CLOCK), before["PYTHONPATH"])))
        os.environ |= {"PYTHONPATH": path, "QUANZE_WALK_AHEAD": str(file)}
        try:
            yield Clock(file)
        finally:
            for name, said in before.items():
                if said is None:
                    del os.environ[name]
                else:
                    os.environ[name] = said
