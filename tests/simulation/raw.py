"""A slow recount of a year from its events as they are written."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from quanze.cases.models import Case, CaseEvent
from quanze.cases.pinned import pinned
from quanze.oversight.queries import WHOLE, Asked, of_many
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import course_of
from quanze.procedure.oversight.matrix import Timing
from tests.cases.conftest import House

Raw = dict[str, Any]


def raw() -> dict[str, list[Raw]]:
    """Every event as it is written, by the number of its case."""
    found: dict[str, list[Raw]] = {}
    for number, body in CaseEvent.objects.order_by("case", "position").values_list("case__number", "body"):
        found.setdefault(number, []).append(body if isinstance(body, dict) else json.loads(body))
    return found


def of_kind(events: list[Raw], *kinds: str) -> list[Raw]:
    return [each for each in events if each["what"]["kind"] in kinds]


def day(event: Raw) -> date:
    return datetime.fromisoformat(event["at"]).astimezone(SHANGHAI).date()


def cautioned(events: list[Raw], code: str) -> list[Raw]:
    return [each for each in events if any(told["code"] == code for told in each.get("cautions", ()))]


def agree(house: House, year: int, cases: int) -> set[tuple[str, str]]:
    """The duties of the year are what its events say, one by one; gives those that were late or may have been."""
    asked = Asked(date(year, 1, 1), date(year, 12, 31))
    summed = of_many(house.supervisor, house.bureau, asked, now=datetime(year + 1, 1, 1, 9, tzinfo=SHANGHAI))
    assert (summed.counted, summed.cut) == (cases, False)
    lines = [line for line in summed.lines if line.words != WHOLE]
    done = {(case.number, line.words) for line in lines for case in line.done}
    late = {(case.number, line.words) for line in lines for case in line.of(Timing.LATE)}
    doubtful = {(case.number, line.words) for line in lines for case in line.of(Timing.DOUBTFUL)}
    discharged, overdue = recounted()
    assert done == discharged
    assert late <= overdue <= late | doubtful
    return overdue


def recounted() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """By case and words of the duty: what was discharged and not sent back, and of it what was warned of as overdue. That
    somebody accepts after the day by which they should have said what is missing is no lateness of the acceptance."""
    discharged, overdue = set(), set()
    for number, events in raw().items():
        course = course_of(pinned(Case.objects.get(number=number)).procedure)
        done: dict[str, bool] = {}
        warned: set[str] = set()
        for event in events:
            what = event["what"]
            place = course.find(what.get("step", ""))
            timed = (
                place is not None and place.step is not None and (place.step.limit or place.step.on_the_spot)
            )
            if timed and cautioned([event], "overdue"):
                warned.add(what["step"])
            if what["kind"] == "discharged" or (what["kind"] == "give_notice" and what["step"] not in done):
                done[what["step"]] = what["step"] in warned
            elif what["kind"] == "reopened":
                for step in what["steps"]:
                    done.pop(step, None)
                    warned.discard(step)
        for step, after_warning in done.items():
            place = course.find(step)
            assert place is not None
            discharged.add((number, place.words))
            overdue |= {(number, place.words)} if after_warning else set()
    return discharged, overdue
