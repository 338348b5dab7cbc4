"""What the clocks cannot count is refused, with the reason."""

from __future__ import annotations


class Uncountable(ValueError):
    """Why there is no deadline: ``str()`` is one Chinese sentence without a full stop, in the clerk's words."""
