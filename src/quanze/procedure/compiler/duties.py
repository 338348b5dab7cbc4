"""The text of a duty → its sections with their drafts of steps."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from quanze.procedure.compiler.drafts import Draft, Span
from quanze.procedure.compiler.parties import Level
from quanze.procedure.compiler.qualities import Qualities
from quanze.procedure.compiler.reading import Reading
from quanze.procedure.compiler.sifting import acts_in
from quanze.procedure.compiler.wording import Wording, sections, sentences

LONGEST = 20_000
"""Beyond so many characters a duty is no duty: it is left to a person as a whole."""


class Part(NamedTuple):
    """One section of a duty: the spans of its label and heading, its drafts, and ``asking``: clauses that only ask
    something (两名以上，出示证件) of a step that nothing names, unless the stage's own name does."""

    label: Span
    heading: Span
    drafts: tuple[Draft, ...]
    asking: tuple[tuple[Span, Qualities], ...] = ()


@lru_cache(maxsize=512)
def read_duty(value: str, ours: Level) -> tuple[Part, ...]:
    """The sections of a duty in order. Positions are those of the folded text (:class:`Wording`)."""
    wording = Wording("", value)
    if len(wording.text) > LONGEST:
        return (Part((0, 0), (0, 0), ()),)
    out = []
    rows = acts_in(wording.text)
    for section in sections(wording):
        reading = Reading(wording, ours, rows)
        for begin, end in sentences(wording, *section.body):
            reading.sentence(begin, end)
        reading.close()
        out.append(Part(section.label, section.heading, tuple(reading.drafts), tuple(reading.asking)))
    return tuple(out)
