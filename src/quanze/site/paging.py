"""Pages of something long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pages:
    """One page among ``pages``; a number out of range is the nearest page."""

    total: int
    page: int
    pages: int
    per_page: int

    @classmethod
    def of(cls, total: int, page: int, per_page: int) -> Pages:
        """The page that was asked for of ``total`` things."""
        pages = max(1, -(-total // per_page))
        return cls(total, min(max(1, page), pages), pages, per_page)

    @property
    def slice(self) -> slice:
        """What stands on the page."""
        return slice((self.page - 1) * self.per_page, self.page * self.per_page)
