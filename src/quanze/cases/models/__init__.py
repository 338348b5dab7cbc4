"""What is kept of cases. A case is its events; everything else in its row is there to find it by."""

from quanze.cases.models.case import FAR, OPEN, WENT_UP, Case, CaseEvent, Counter, Holder
from quanze.cases.models.drafts import Attachment, Draft
from quanze.cases.models.handed import Material, Note
from quanze.cases.models.jobs import Message, Redating, Turnover

__all__ = [
    "FAR",
    "OPEN",
    "WENT_UP",
    "Attachment",
    "Case",
    "CaseEvent",
    "Counter",
    "Draft",
    "Holder",
    "Material",
    "Message",
    "Note",
    "Redating",
    "Turnover",
]
