"""The door for writing: each service is one transaction with its record. See docs/cases.md."""

from quanze.cases.archive import Packed, pack
from quanze.cases.clock import Ticked, tick
from quanze.cases.drafting import Overtaken, attach, attach_again, detach, discard_draft, save_draft
from quanze.cases.handling import LetterOrder, act, assign, claim, note
from quanze.cases.hindered import Hindered
from quanze.cases.intake import Handed, Unfinished, submit, take_in
from quanze.cases.looking import Seen, Unseen
from quanze.cases.objecting import object_openly
from quanze.cases.papers import deliver_letter, issue_letter, seal_letter
from quanze.cases.placing import place
from quanze.cases.rehearsing import Look, act_once_seen, issue_once_seen
from quanze.cases.turnover import follow

__all__ = [
    "Handed",
    "Hindered",
    "LetterOrder",
    "Look",
    "Overtaken",
    "Packed",
    "Seen",
    "Ticked",
    "Unfinished",
    "Unseen",
    "act",
    "act_once_seen",
    "assign",
    "attach",
    "attach_again",
    "claim",
    "deliver_letter",
    "detach",
    "discard_draft",
    "follow",
    "issue_letter",
    "issue_once_seen",
    "note",
    "object_openly",
    "pack",
    "place",
    "save_draft",
    "seal_letter",
    "submit",
    "take_in",
    "tick",
]
