"""The door for writing: what changes the law library, and what follows from it."""

from __future__ import annotations

from quanze.library.citing import read_all, reread
from quanze.library.due import Due, run_due
from quanze.library.entering import Received, enter_instrument, identify, receive_text
from quanze.library.importing import Imported, import_laws
from quanze.library.tasks import close_task
from quanze.library.validity import confirm, reject, state_validity, withdraw
from quanze.registry.services import Unacceptable

__all__ = [
    "Due",
    "Imported",
    "Received",
    "Unacceptable",
    "close_task",
    "confirm",
    "enter_instrument",
    "identify",
    "import_laws",
    "read_all",
    "receive_text",
    "reject",
    "reread",
    "run_due",
    "state_validity",
    "withdraw",
]
