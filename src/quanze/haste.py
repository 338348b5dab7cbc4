"""What is due now is told to whoever does what is due on this machine (``quanze serve``: ``cli.ticking``)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction


def hurry_after_commit() -> None:
    """What this transaction leaves to be done is done soon after it, and not at the next round.

    What is asked for stays asked for, whether or not anybody can be told."""
    transaction.on_commit(hurry, robust=True)


def hurry() -> None:
    """Something is due now."""
    Path(settings.HURRY).touch()
