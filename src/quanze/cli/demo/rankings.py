"""排序 in the rounds of the demo: some are being arranged, some were fixed, those of the last rounds went up. A table
to read and extend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from quanze.cases.models import Case
from quanze.cases.playing import playing
from quanze.cli.demo.papers import paper
from quanze.cli.demo.people import CENTER, FUND, MARK, SMART
from quanze.cli.demo.play import person
from quanze.people.models import Agency, Person
from quanze.rounds import queries as rounds
from quanze.rounds import services as calls
from quanze.rounds.queries import Call, State
from quanze.selection import queries, services


@dataclass(frozen=True, slots=True)
class Ranked:
    """The ranking of a round of a matter, the last one or the one before (``last``). ``scores`` are of cases by their
    title, in the order of the kit's criteria; ``prefer`` says on which of the kit's grounds one goes first; ``move``
    are case, place and reason. ``met``: a meeting decided on it, and it was fixed."""

    matter: str
    last: bool
    scores: Mapping[str, tuple[int, ...]]
    prefer: Mapping[str, int] = field(default_factory=dict)
    move: tuple[tuple[str, int, str], ...] = ()
    met: bool = False


RANKED = (
    Ranked(
        SMART, True, {"破碎机智能车间（演示）": (36, 30, 22), "陶瓷智能车间（演示）": (30, 28, 18)}, met=True
    ),
    Ranked(
        SMART,
        False,
        {
            "破碎机智能工厂（演示）": (34, 31, 21),
            "机器人智能工厂（演示）": (35, 26, 19),
            "导热膜智能车间（演示）": (30, 29, 20),
        },
        met=True,
    ),
    Ranked(
        FUND,
        False,
        {
            "破碎机智能装配线建设（演示）": (26, 24, 33),
            "导热膜量产线（演示）": (28, 25, 34),
            "视觉分拣装备产业化（演示）": (22, 27, 30),
        },
        move=(("破碎机智能装配线建设（演示）", 1, "在建项目，可以当年建成见效。"),),
    ),
    Ranked(
        CENTER,
        False,
        {"智能破碎创新中心（演示）": (33, 25, 24), "导热材料创新中心（演示）": (36, 24, 25)},
        prefer={"智能破碎创新中心（演示）": 0},
    ),
)


def make_rankings(code: str) -> int:
    """Play them in this demo agency, once, and say that the last rounds went up. Returns how many were made."""
    agency = Agency.objects.get(code=code)
    keeper = Person.objects.filter(demo=True, roles__kind="list_keeper", roles__agency=agency).first()
    held = [call for call in rounds.calls(agency) if call.state is State.CLOSED]
    if not agency.demo or keeper is None or not held:
        return 0
    made = 0
    with transaction.atomic():
        for row, call in _found(agency):
            _rank(agency, row, call)
            made += 1
        for call in held:
            if call.terms.report_by is not None and call.day > call.terms.report_by:
                calls.reported(call.round, keeper, f"{MARK}：已报市工业和信息化局", call.terms.pk)
    return made


def _found(agency: Agency) -> Iterator[tuple[Ranked, Call]]:
    """The rounds that are ranked: of a matter the first that has the cases."""
    for row in RANKED:
        of_matter = [call for call in rounds.calls(agency) if call.round.matter_name == row.matter]
        begun = sorted(
            (call for call in of_matter if call.state is not State.PLANNED),
            key=lambda each: each.terms.opens_on,
        )
        if begun and not queries.history(begun[0 if row.last else -1].round).exists():
            yield row, begun[0 if row.last else -1]


def _rank(agency: Agency, row: Ranked, call: Call) -> None:
    """On the days after the window closed; of one that is open, now."""
    cases = {case.title: case for case in Case.objects.filter(round=call.round)}
    closed = timezone.now() - timedelta(days=max((call.day - call.terms.closes_on).days - 10, 0))
    officer, leader = person("handler3"), person("leader")
    with playing(agency, closed):
        for title, points in row.scores.items():
            if title in cases:
                _score(call, officer, cases[title], points)
        for title, ground in row.prefer.items():
            held = queries.ranking(call)
            seen = _seen(held, cases[title])
            services.prefer(
                call.round, officer, cases[title], held.kit.ranking.preferences[ground].text, seen
            )
        for title, place, reason in row.move:
            held = queries.ranking(call)
            found = held.row(cases[title].number)
            if found is not None and found[1].place != place:
                services.move(call.round, officer, cases[title], place, reason, held.version)
        if row.met:
            minutes = paper(leader, "集体研究记录（推荐排序）")
            people = (leader, person("head2"), officer)
            meeting = services.Meeting(timezone.localdate(closed), minutes, people, votes_for=3)
            services.meet(call.round, leader, meeting, queries.ranking(call).version)
            services.fix(call.round, leader, queries.ranking(call).version)


def _score(call: Call, officer: Person, case: Case, points: tuple[int, ...]) -> None:
    """Two reviewers, the second a little milder."""
    for number, reviewer in enumerate(("评审甲", "评审乙")):
        held = queries.ranking(call)
        given = {
            each.key: min(Decimal(point + number), each.most)
            for each, point in zip(held.criteria, points, strict=True)
        }
        services.score(call.round, officer, case, f"{MARK}{reviewer}", given, _seen(held, case))


def _seen(held: queries.Ranking, case: Case) -> int:
    found = held.row(case.number)
    return 0 if found is None else found[1].said.seen
