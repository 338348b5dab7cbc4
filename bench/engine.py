"""Cases put together from their events, and what may be done in them, on one core.

``python -m bench.engine``
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.figures import Figure, report, seconds
from quanze.procedure.clocks.calendar import Calendar, CalendarYear
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import Action, Event, Facts, Hindrance, Person, State, acts, advance, apply
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.codec import event_from_json, event_to_json
from quanze.procedure.engine.evidence import Delivery, Inspector, Paper
from quanze.procedure.engine.possible import possible
from quanze.procedure.engine.replay import replay
from quanze.procedure.model import Kind, Limit, Origin, Passage, Procedure, Step, Unit

CASES = 2_000
KINDS = (
    Kind.ACCEPT,
    Kind.SUPPLEMENT,
    Kind.REVIEW,
    Kind.INSPECT,
    Kind.DECIDE,
    Kind.PUBLICIZE,
    Kind.REPORT,
    Kind.DELIVER,
)
CALENDAR = Calendar((CalendarYear(2026, (), "只有周末"),))
FACTS = Facts("某局", (Person("wang", "王一", "某局"), Person("li", "李二", "某局")))
BEGIN = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def procedure() -> Procedure:
    """One step of each usual kind, in a stage of its own, with a limit."""
    steps = tuple(
        Step(
            kind,
            kind,
            Origin.DUTY,
            n,
            f"责任{n}",
            Passage(f"stages[{n}].duty", 0, 3),
            limit=Limit(5, Unit.DAY),
        )
        for n, kind in enumerate(KINDS)
    )
    return Procedure("某事项", tuple(f"环节{n}" for n in range(len(KINDS))), steps)


def history(of: Procedure) -> tuple[list[Event], State]:
    """A case from the application to the end, with a suspension, an objection and a review that was sent back."""
    today = BEGIN.date()
    paper = Paper("文书.pdf", today, "用印", Delivery(Way.DIRECT, today, "回证"))
    visit = acts.Inspect("inspect", (Inspector("wang"), Inspector("li")), "记录.pdf")
    later = BEGIN + timedelta(days=20)
    script: list[tuple[datetime, acts.Act]] = [
        (BEGIN, acts.Submit()),
        (BEGIN, acts.GiveNotice("accept", ("报告",))),
        (BEGIN, acts.HandIn(("报告",))),
        (BEGIN, acts.Accept("accept", paper)),
        (BEGIN, acts.Review("review", "齐全")),
        (BEGIN, acts.SendBack("review", "重审")),
        (BEGIN, acts.Review("review", "齐全")),
        (BEGIN, visit),
        (BEGIN, acts.Suspend("鉴定", "告知书.pdf")),
        (BEGIN, acts.Resume()),
        (BEGIN, acts.Decide("decide", True, paper=paper)),
        (BEGIN, acts.Post("publicize", "公示栏", "照片.jpg", today, today + timedelta(days=10))),
        (BEGIN, acts.Object("publicize", "已停产")),
        (later, acts.AnswerObjection("publicize", 1, False, "未停产")),
        (later, acts.EndPublicity("publicize")),
        (later, acts.Report("report", "市局", "请示.pdf")),
        (later, acts.Deliver("deliver", paper)),
        (later, acts.Close()),
    ]
    events: list[Event] = []
    state = State()
    for now, act in script:
        made = advance(of, state, Action("wang", act), FACTS, now, CALENDAR)
        if isinstance(made, Hindrance):
            raise AssertionError(str(made))
        for event in made:
            state = apply(state, event)
        events += made
    return events, state


def figures() -> Iterator[Figure]:
    """Events replayed and read per second; the time of one look at what may be done."""
    of = procedure()
    events, state = history(of)
    if replay(of, events) != state:
        raise AssertionError("replay and live state differ")
    number = CASES * len(events)
    taken = min(seconds(lambda: [replay(of, events) for _ in range(CASES)]) for _ in range(3))
    yield Figure("办件回放", number / taken, "事件/秒", least=100_000)

    stored = [json.dumps(event_to_json(event)) for event in events]
    looks = CASES // 10
    taken = seconds(lambda: [[event_from_json(json.loads(each)) for each in stored] for _ in range(looks)])
    yield Figure("事件读入", looks * len(events) / taken, "事件/秒", least=20_000)

    middle = replay(of, events[:12])
    possible(of, middle, FACTS, BEGIN, CALENDAR)
    taken = seconds(lambda: [possible(of, middle, FACTS, BEGIN, CALENDAR) for _ in range(looks)])
    yield Figure("可办事项一览", taken / looks * 1000, "毫秒", most=3)


if __name__ == "__main__":
    raise SystemExit(report(figures()))
