"""The door for writing: each service is one transaction with its record. See docs/cases.md."""

from quanze.cases.archive import Packed, pack
from quanze.cases.carrying import Carried, Intended, carry_out
from quanze.cases.clock import Ticked, tick
from quanze.cases.drafting import Overtaken, attach, attach_again, detach, discard_draft, save_draft
from quanze.cases.handling import LetterOrder, act, assign, claim, note
from quanze.cases.hindered import Hindered
from quanze.cases.intake import Handed, Unfinished, submit, take_in
from quanze.cases.looking import Seen, Unseen
from quanze.cases.messages import tell_applicant
from quanze.cases.objecting import object_openly
from quanze.cases.papers import deliver_letter, issue_letter, seal_letter
from quanze.cases.placing import place
from quanze.cases.rehearsing import Look, act_once_seen, issue_once_seen
from quanze.cases.results.recording import look_over as look_over_results
from quanze.cases.results.recording import record_results
from quanze.cases.turnover import follow

__all__ = [
    "Carried",
    "Handed",
    "Hindered",
    "Intended",
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
    "carry_out",
    "claim",
    "deliver_letter",
    "detach",
    "discard_draft",
    "follow",
    "issue_letter",
    "issue_once_seen",
    "look_over_results",
    "note",
    "object_openly",
    "pack",
    "place",
    "record_results",
    "save_draft",
    "seal_letter",
    "submit",
    "take_in",
    "tell_applicant",
    "tick",
]
