"""The stories of the demo are played, all together in the order of their days: so numbers of cases and letters follow
their dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quanze.cli.demo.play import Play
    from quanze.people.models import Agency

DAWN, PACE = time(9), timedelta(minutes=7)
"""When a day begins, and how long a turn takes."""


def make_cases(code: str, progress: Callable[[str], None] = lambda told: None) -> int:
    """Play the stories in this demo agency, once. Returns how many cases were made; none where there are cases."""
    from django.db import transaction

    from quanze.cases.models import Case
    from quanze.cases.playing import playing
    from quanze.cli.demo.verbs import VERBS
    from quanze.people.models import Agency

    agency = Agency.objects.get(code=code)
    if not agency.demo or Case.objects.filter(agency=agency).exists():
        return 0
    working_day = _working_days()
    turns = sorted(
        (
            (turn[0], play, turn[1], turn[2:])
            for play in _plays(agency, working_day)
            for turn in play.story.turns
        ),
        key=lambda turn: -turn[0],
    )
    with transaction.atomic():
        moment = None
        for done, (days, play, verb, more) in enumerate(turns):
            progress(f"正在准备演示办件：{done * 100 // len(turns)}%")
            moment = play.now = _next(moment, working_day(days))
            with playing(agency, moment):
                VERBS[verb](play, *more)
    progress("")
    return Case.objects.filter(agency=agency).count()


def _plays(agency: Agency, working_day: Callable[[int], date]) -> list[Play]:
    """The stories of matters whose procedure is confirmed, each at its beginning."""
    from quanze.cli.demo.courses import usual_stories
    from quanze.cli.demo.play import Play
    from quanze.cli.demo.stories import STORIES
    from quanze.registry import queries as registry
    from quanze.rulebook.queries import kit_of, states

    edition = registry.edition_on(agency)
    if edition is None:
        return []
    ready = {state.entry.version.name: state.entry.matter for state in states(edition) if state.row}
    return [
        Play(agency, matter, kit_of(matter).kit, story, f"demo-{number}", working_day)
        for number, story in enumerate((*STORIES, *usual_stories()), 1)
        if (matter := ready.get(story.matter)) is not None
    ]


def _working_days() -> Callable[[int], date]:
    """So many working days ago: which day that was. Today, or the last working day before it, is 0."""
    from django.utils import timezone

    from quanze.rulebook.queries import calendar

    days = calendar()
    found: list[date] = []
    day = timezone.localdate()

    def ago(number: int) -> date:
        nonlocal day
        while len(found) <= number:
            if days.why_off(day) is None:
                found.append(day)
            day -= timedelta(days=1)
        return found[number]

    return ago


def _next(last: datetime | None, day: date) -> datetime:
    """The moment of the next turn: that day at the usual hour, or a little after the last one; never to come."""
    from django.utils import timezone

    begun = timezone.make_aware(datetime.combine(day, DAWN))
    return min(begun if last is None else max(begun, last + PACE), timezone.now())
