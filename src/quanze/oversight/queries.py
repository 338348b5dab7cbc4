"""The door for reading."""

from quanze.oversight.cards import Cards, Shown, cards
from quanze.oversight.duties import WHOLE, Asked, Duty, Line, Summed, of_case, of_many

__all__ = ["WHOLE", "Asked", "Cards", "Duty", "Line", "Shown", "Summed", "cards", "of_case", "of_many"]
