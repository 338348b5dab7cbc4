"""How complaints are shown: how near a date is, what was done in words, the liability clause as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from quanze.complaints.limits import Limits
from quanze.complaints.models import Entry
from quanze.complaints.standing import Standing
from quanze.procedure.clocks import cards
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.clocks.cards import Card
from quanze.procedure.clocks.deadline import Deadline
from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.clocks.sentence import sentence
from quanze.procedure.model import Degree, SpecialClause
from quanze.procedure.sanctions import Clause, Row, table

Kind = Entry.Kind

MARKS = {Card.RED: "late", Card.YELLOW: "soon", Card.NONE: "later"}
"""Card → its shape and colour in the style sheet."""


@dataclass(frozen=True, slots=True)
class Due:
    """How the date stands by which something is owed, and how it was reached."""

    mark: str
    words: str
    on: date | None
    tag: str
    sentence: str


def due(found: Standing, now: datetime, calendar: Calendar) -> Due | None:
    """``None`` where nothing is owed."""
    return due_of(found.deadline, now, calendar)


def due_of(deadline: Deadline | None, now: datetime, calendar: Calendar) -> Due | None:
    """The same of a deadline."""
    if deadline is None:
        return None
    stands = cards.standing(deadline, now, calendar)
    if stands.late:
        words = f"已逾期{-(stands.left or 0)}个工作日" if stands.left else "今天已过时"
    else:
        words = f"还有{stands.left}个工作日" if stands.left else "今天到期"
    tag = "暂定" if deadline.provisional else ""
    return Due(MARKS[stands.card], words, deadline.due, tag, sentence(deadline))


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as people read it: ``lines`` are its parts, each with what it is called."""

    entry: Entry
    lines: tuple[tuple[str, str], ...]
    beyond: tuple[dict[str, str], ...] = ()


def told(entry: Entry, names: Mapping[int, str]) -> Told:
    """For the supervisor; ``names``: what matters are called, by their keys."""
    body, kind = entry.body, Kind(entry.kind)
    if kind in Entry.TIES:
        return Told(entry, _tied(entry, names))
    if kind is Kind.DECIDED:
        sanctions = "、".join(body["sanctions"]) or "不予处分"
        said = (
            ("决定", f"{body['organ']}{body['number']}"),
            ("对谁", body["whom"]),
            ("认定的行为", "追责情形没有列举的行为" if body["act"] is None else f"第{body['act']}项"),
            ("情节", body["degree"] or ""),
            ("处理", sanctions),
            ("法律依据", body["ground"]),
        )
        return Told(entry, tuple(each for each in said if each[1]), tuple(body["beyond"]))
    called = {"organ": "机关", "number": "文号", "reason": "理由", "words": ""}
    return Told(entry, tuple((called[key], body[key]) for key in called if body.get(key)))


def _tied(entry: Entry, names: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    said = (
        ("事项", "" if entry.matter_id is None else names[entry.matter_id]),
        ("办件", "" if entry.case is None else entry.case.number),
        ("股室", "" if entry.office is None else entry.office.name),
        ("工作人员", "" if entry.officer is None else entry.officer.name),
        ("行为", "" if entry.body["act"] is None else f"追责情形第{entry.body['act']}项"),
    )
    return tuple(each for each in said if each[1])


@dataclass(frozen=True, slots=True)
class ClauseTable:
    """A liability clause for looking at: degrees are columns, acts are lines; ``special`` are its clauses of their own,
    ``rest`` what nobody could compile."""

    degrees: tuple[Degree, ...]
    rows: tuple[Row, ...]
    special: tuple[SpecialClause, ...]
    rest: tuple[str, ...]
    text: str


def clause_table(clause: Clause) -> ClauseTable:
    """All of it: nothing is left out."""
    liability = clause.liability
    rest = tuple(each.text for each in liability.rest)
    return ClauseTable(clause.degrees(), table(clause), liability.clauses, rest, clause.text)


def say_limits(limits: Limits) -> tuple[str, str]:
    """The two limits, as people say them: 5个工作日, 30个自然日."""
    accept, answer = limits.accept.limit, limits.answer.limit
    return f"{accept.n}{UNITS[accept.unit]}", f"{answer.n}{UNITS[answer.unit]}"
