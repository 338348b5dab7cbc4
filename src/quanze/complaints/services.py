"""The door for writing: what comes in, what is done about it, by which rules."""

from quanze.complaints.configuring import set_rules
from quanze.complaints.filing import Receipt, Told, file, register_interference, write_down
from quanze.complaints.handling import (
    Decision,
    Tie,
    accept,
    answer,
    decide,
    decline,
    extend,
    note,
    send_up,
    tie,
    transfer,
)
from quanze.complaints.looking_up import Progress, look_up
from quanze.complaints.reading import read
from quanze.people.unacceptable import Unacceptable

__all__ = [
    "Decision",
    "Progress",
    "Receipt",
    "Tie",
    "Told",
    "Unacceptable",
    "accept",
    "answer",
    "decide",
    "decline",
    "extend",
    "file",
    "look_up",
    "note",
    "read",
    "register_interference",
    "send_up",
    "set_rules",
    "tie",
    "transfer",
    "write_down",
]
