"""The door for writing: adjustments from their draft to their publication, and how a place decides them."""

from __future__ import annotations

from quanze.adjustments.acting import Conflict
from quanze.adjustments.beginning import begin, begin_from_task, begin_from_upload
from quanze.adjustments.configuring import name_responsible, redate, set_regime
from quanze.adjustments.deciding import Decision, answer, pass_step, send_back, submit, withdraw
from quanze.adjustments.drafting import abandon, rebase, revise
from quanze.adjustments.issuing import make_files
from quanze.adjustments.lines import add_change, choose, decide, edit_change, remove_change
from quanze.adjustments.publishing import Cover, publish
from quanze.registry.services import Unacceptable

__all__ = [
    "Conflict",
    "Cover",
    "Decision",
    "Unacceptable",
    "abandon",
    "add_change",
    "answer",
    "begin",
    "begin_from_task",
    "begin_from_upload",
    "choose",
    "decide",
    "edit_change",
    "make_files",
    "name_responsible",
    "pass_step",
    "publish",
    "rebase",
    "redate",
    "remove_change",
    "revise",
    "send_back",
    "set_regime",
    "submit",
    "withdraw",
]
