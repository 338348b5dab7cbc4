"""The clock of a walk: every process of the installation that is walked reads how many days ahead it goes.

Python loads this file by its name before anything else, where its folder is on ``PYTHONPATH``. A publicity of five days
cannot be waited for; nothing else of the program is otherwise than it is."""

import os
from datetime import datetime, timedelta
from pathlib import Path

AHEAD = os.environ.get("QUANZE_WALK_AHEAD", "")

if AHEAD:
    from django.utils import timezone

    _now = timezone.now

    def now() -> datetime:
        """The time, so many days later."""
        said = Path(AHEAD).read_text("utf-8").strip()
        return _now() + timedelta(days=int(said or 0))

    timezone.now = now
