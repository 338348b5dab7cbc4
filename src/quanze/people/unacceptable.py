"""How a service says that it cannot do what it was asked."""

from __future__ import annotations


class Unacceptable(ValueError):
    """What was asked for cannot be done as things stand. ``str()`` says why and what to do, in Chinese."""
