"""The door for reading."""

from quanze.oversight.cards import Cards, Shown, cards, cards_in, near
from quanze.oversight.duties import WHOLE, Asked, Duty, Line, Summed, of_case, of_many
from quanze.oversight.hints import Evidence, Hint, Hinted, hinted, hints, hints_of_case
from quanze.oversight.reading import Told, told

__all__ = [
    "WHOLE",
    "Asked",
    "Cards",
    "Duty",
    "Evidence",
    "Hint",
    "Hinted",
    "Line",
    "Shown",
    "Summed",
    "Told",
    "cards",
    "cards_in",
    "hinted",
    "hints",
    "hints_of_case",
    "near",
    "of_case",
    "of_many",
    "told",
]
