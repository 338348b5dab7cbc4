"""A story of the demo as it goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from quanze.cases import queries, services
from quanze.cases.models import Case
from quanze.cases.services import LetterOrder
from quanze.cli.demo.papers import paper
from quanze.cli.demo.stories import Story
from quanze.kits.answers import check, materials
from quanze.kits.model import Kit, Material
from quanze.letters import services as letters
from quanze.letters.models import Letter
from quanze.people.models import Agency, Person
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.evidence import Delivery, Paper
from quanze.registry.models import Matter
from quanze.simulation.answers import filled

LONG_AGO = 200
"""Working days before today, for dates that forms ask for."""


class Play:
    """One story. ``key`` is that of its submission; ``day`` gives the date so many working days ago; ``now`` is the
    time that is played."""

    def __init__(
        self, agency: Agency, matter: Matter, kit: Kit, story: Story, key: str, day: Callable[[int], date]
    ) -> None:
        self.agency, self.matter, self.story, self.key, self.day = agency, matter, story, key, day
        self.now: datetime = timezone.now()
        self.handler = person(story.team[0])
        self.answers = filled(kit, story.said, day(LONG_AGO))
        self.wanted: tuple[Material, ...] = tuple(
            each for each in materials(kit, check(kit, self.answers).values) if each.required
        )
        self._case: Case | None = None

    @property
    def case(self) -> Case:
        """The case as the last turn left it."""
        if self._case is None:
            raise LookupError(f"{self.key}: the first turn makes no case")
        return self._case

    @case.setter
    def case(self, case: Case) -> None:
        self._case = case

    @property
    def written(self) -> bool:
        """Whether its letters are made outside the program now: until its end, where the story says so."""
        return self.story.written and (self._case is None or not self._case.ending)

    @property
    def letter(self) -> Letter:
        """The last letter of the case."""
        return Letter.objects.filter(subject=self.case.subject).latest("pk")

    def scan(self, name: str, by: Person | None = None) -> Paper:
        """A paper that was made outside the program, went out and came back signed for, brought by the handler or
        whoever else acts."""
        on, who = timezone.localdate(self.now), by or self.handler
        made, proof = (f"deposit:{paper(who, each).pk}" for each in (name, f"{name}送达回证"))
        return Paper(made, dated=on, sealed=made, delivered=Delivery(Way.DIRECT, on, proof))

    def step(self, act: type[acts.Act]) -> str:
        """The step at which this act is possible now. Raises ``LookupError`` where it is not."""
        page = queries.case_page(self.case, self.handler, now=self.now)
        for offer in page.offers:
            if offer.possible.act is act:
                return offer.possible.step or ""
        raise LookupError(f"{self.key}: no {act.__name__} on {self.now:%Y-%m-%d}, {self.case.standing}")

    def do(self, act: acts.Act, by: Person, letter: LetterOrder | None = None, **more: Any) -> None:
        """One act, as one who has just looked; the letter that goes with it is made, and signed, at once, unless it is
        to be stamped."""
        self.case = services.act(self.case, by, act, self.case.version, letter=letter, **more)
        if letter is not None and not self.story.stamped:
            letters.render(self.letter, now=self.now)


def person(username: str) -> Person:
    """The demo person with this log-in."""
    return Person.objects.get(username=username, demo=True)
