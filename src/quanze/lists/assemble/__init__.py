"""Blocks of any format → :class:`~quanze.lists.model.ListDocument`. The door is :func:`assemble`."""

from quanze.lists.assemble.assembler import assemble

__all__ = ["assemble"]
