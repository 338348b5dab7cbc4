"""The door for writing: counting, and that figures were taken out."""

from quanze.dashboard.counting import count, count_agency, recount

__all__ = ["count", "count_agency", "recount"]
