"""The door for writing: what is said about a ranking, the letter that recommends by it, the acts that follow in the
cases, the package that goes up. Each service is one transaction with its record. See docs/selection.md."""

from quanze.people.unacceptable import Unacceptable
from quanze.selection.discharging import Done, discharge
from quanze.selection.packing import make_packages
from quanze.selection.recommending import Look, recommend
from quanze.selection.saying import (
    LONGEST_GROUND,
    LONGEST_NAME,
    LONGEST_REASON,
    Meeting,
    fix,
    meet,
    move,
    prefer,
    release,
    score,
)
from quanze.selection.sending import LONGEST_HOW, ask, send

__all__ = [
    "LONGEST_GROUND",
    "LONGEST_HOW",
    "LONGEST_NAME",
    "LONGEST_REASON",
    "Done",
    "Look",
    "Meeting",
    "Unacceptable",
    "ask",
    "discharge",
    "fix",
    "make_packages",
    "meet",
    "move",
    "prefer",
    "recommend",
    "release",
    "score",
    "send",
]
