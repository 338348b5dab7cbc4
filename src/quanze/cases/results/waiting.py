"""Which cases wait for a result from above, by round or, where a matter has none, by matter; and the sheet to fill in
for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from quanze.cases.models import WENT_UP, Case, CaseEvent
from quanze.cases.results.columns import CHOICES, NAMES, PROGRESS, Column
from quanze.cases.worklist import Whose, scope
from quanze.documents.tree import Document, Items, Role, paragraph
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.procedure.engine import acts
from quanze.procedure.engine.codec import TAGS

SHARES = {
    Column.NUMBER: 5,
    Column.APPLICANT: 7,
    Column.CODE: 5,
    Column.SUBJECT: 6,
    Column.ORGAN: 5,
    Column.OUTCOME: 3,
    Column.WORDS: 6,
    Column.ON: 3,
    Column.PAPER: 4,
}
"""The widths of the columns."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of a round, or of a matter without rounds (``round`` is ``None``), that went up: ``waiting`` have no
    result yet, of ``every`` one. ``matter`` is its number."""

    round: int | None
    title: str
    matter: int
    name: str
    waiting: int
    every: int


def groups(person: Person, agency: Agency) -> tuple[Group, ...]:
    """Those in which something went up, the newest round first, then matters without rounds. Two queries. Raises
    ``Denied``."""
    found: Any = went_up(person, agency).order_by().values("round", of=F("matter__number"))
    rows: list[dict[str, Any]] = list(
        found.annotate(
            name=Max("matter_name"),
            called=Max("round__title"),
            every=Count("pk"),
            waiting=Count("pk", filter=Q(decided=False)),
        )
    )
    made = [
        Group(row["round"], row["called"] or "", row["of"], row["name"], row["waiting"], row["every"])
        for row in rows
    ]
    return tuple(sorted(made, key=lambda each: (each.round is None, -(each.round or 0), each.matter)))


def went_up(
    person: Person, agency: Agency, group: Group | None = None, *, waiting: bool = False
) -> QuerySet[Case]:
    """The cases that went up, of one group or all, as far as this person sees them; ``waiting``: those that have no
    result yet. Raises ``Denied``."""
    demand(person, "case.results", agency)
    result = CaseEvent.objects.filter(case=OuterRef("pk"), kind=TAGS[acts.RecordResult])
    found = scope(person, agency, Whose.ALL).filter(WENT_UP, agency=agency).annotate(decided=Exists(result))
    if group is not None:
        found = found.filter(round=group.round, matter__number=group.matter)
    if waiting:
        found = found.filter(decided=False)
    return found.order_by("pk")


def sheet(title: str, cases: Iterable[Case]) -> Document:
    """The sheet to fill in: a line for each case, blank where the result belongs. The cases bring their applicant."""
    rows = tuple(
        tuple(
            {
                Column.NUMBER: case.number,
                Column.APPLICANT: case.applicant_name,
                Column.CODE: case.applicant.credit_code,
                Column.SUBJECT: case.title,
            }.get(column, "")
            for column in Column
        )
        for case in cases
    )
    told = (  # merged cells do not grow: a line each
        f"结果填：{CHOICES}。没有结果的行空着。",
        f"还没有结果、只有进展的填“{PROGRESS}”，进展写在“{NAMES[Column.WORDS]}”一栏，申请人会看到。",
        "办件编号和申请人不要改；自己另加的栏不读。",
    )
    heads = tuple(NAMES[column] for column in Column)
    shares = tuple(map(float, (SHARES[column] for column in Column)))
    return Document(
        title,
        (
            paragraph(Role.TITLE, title),
            *(paragraph(Role.BODY, each) for each in told),
            Items(heads, rows, shares),
        ),
    )
