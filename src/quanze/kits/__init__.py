"""事项配置: what a matter needs beyond its duties, as data that a bureau edits and exchanges. Plain Python.

``read(bytes)`` and ``to_toml(kit)`` are the file; ``proposed(procedure)`` the kit where none was made; ``check(kit,
answers)`` holds what somebody filled in against it.
"""

from quanze.kits.answers import (
    Checked,
    check,
    elsewhere,
    holds,
    materials,
    missing,
    to_json,
    unusual_applicant,
)
from quanze.kits.differences import Difference, differences
from quanze.kits.doubtful import doubts
from quanze.kits.guide import Guide, guide
from quanze.kits.model import Kit
from quanze.kits.problem import Problem, Unreadable
from quanze.kits.proposing import proposed
from quanze.kits.reading import load, read
from quanze.kits.showing import shown, subject
from quanze.kits.writing import dump, key_of, to_toml

__all__ = [
    "Checked",
    "Difference",
    "Guide",
    "Kit",
    "Problem",
    "Unreadable",
    "check",
    "differences",
    "doubts",
    "dump",
    "elsewhere",
    "guide",
    "holds",
    "key_of",
    "load",
    "materials",
    "missing",
    "proposed",
    "read",
    "shown",
    "subject",
    "to_json",
    "to_toml",
    "unusual_applicant",
]
