"""A refusal of the engine, as services raise it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from quanze.cases.words import act_label
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import Event, Hindrance

Told = Sequence[tuple[str, Event]]
"""Who did what since: the name of the person, and the event of the act."""


class Hindered(Unacceptable):
    """What was to be done is not possible as things stand. ``hindrance`` says why, the duty that stands in the way in
    the list's words, and what would lift it; ``since`` what others did after whoever acts had looked at the case."""

    def __init__(self, hindrance: Hindrance, since: Told = ()) -> None:
        self.hindrance = hindrance
        self.since = tuple(since)
        told = "；".join(_told(name, event) for name, event in self.since[-5:])
        super().__init__(f"{hindrance}{f'此后：{told}。' if told else ''}")


def _told(name: str, event: Event) -> str:
    at = timezone.localtime(event.at)
    return f"{name}于{at:%Y-%m-%d %H:%M}办理了“{act_label(type(event.what))}”"
