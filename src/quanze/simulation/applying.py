"""How simulated applications come in: online with their files, or on paper at the window; and the rounds for which they
come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from quanze.cases import services
from quanze.cases.models import Case
from quanze.cases.queries import office_named
from quanze.cases.services import Handed
from quanze.kits.answers import check, materials
from quanze.kits.model import SUB_KIND, FieldKind, Kit, Material
from quanze.lists.vocabulary import EX_OFFICIO
from quanze.people.models import Agency, Party, Person
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import course_of
from quanze.procedure.engine.course import REPORTING
from quanze.registry import queries as registry
from quanze.registry.models import Matter
from quanze.rounds.models import Round
from quanze.rounds.services import Notice, open_round
from quanze.rounds.services import Plan as Terms
from quanze.rulebook.queries import kit_of, states, value_of
from quanze.simulation.answers import filled
from quanze.simulation.cast import MARK, Applicants, Cast
from quanze.simulation.habits import Turn
from quanze.simulation.papers import material
from quanze.simulation.planning import Inflow, Plan, Year

CALLED = 0.6
"""The share of matters that end with a report for which a higher authority calls, with a window."""

REPORT_AFTER = timedelta(days=30)
"""So long after its window has closed a round is to be reported."""


@dataclass(slots=True)
class Ready:
    """A matter that can be applied for: its kit, the office that answers (its key), whether it ends with a report to a
    higher authority."""

    matter: Matter
    name: str
    kit: Kit
    office: int | None
    reports: bool
    forms: dict[str, tuple[Mapping[str, Any], tuple[Material, ...]]] = field(default_factory=dict)

    def form(self, kind: str, day: date) -> tuple[Mapping[str, Any], tuple[Material, ...]]:
        """What is answered for this sub-kind, and what has to be handed in then."""
        if kind not in self.forms:
            answers = filled(self.kit, {SUB_KIND: kind} if kind else {}, day)
            asked = materials(self.kit, check(self.kit, answers).values)
            self.forms[kind] = answers, tuple(each for each in asked if each.required)
        return self.forms[kind]

    def called(self, title: str) -> dict[str, str]:
        """The answer that names the application, where there is one."""
        named = self.kit.field(self.kit.labels.subject)
        return {named.key: title} if named is not None and named.kind is FieldKind.TEXT else {}


def ready(agency: Agency, day: date) -> dict[int, Ready]:
    """The matters of the list in force on this day for which people apply and whose procedures are confirmed, by their
    numbers."""
    edition = registry.edition_on(agency, day)
    found: dict[int, Ready] = {}
    for state in () if edition is None else states(edition):
        version, matter = state.entry.version, state.entry.matter
        if state.row is None or version.category in EX_OFFICIO:
            continue
        office = office_named(agency, version.office)
        procedure, _ = value_of(state.row)
        kit = kit_of(matter, procedure, version.category).kit
        path = course_of(procedure).path
        found[matter.number] = Ready(
            matter,
            version.name,
            kit,
            None if office is None else office.pk,
            any(place.kind in REPORTING for place in path),
        )
    return found


def open_rounds(
    cast: Cast, year: Year, found: Mapping[int, Ready], called: Iterable[Inflow]
) -> dict[int, Round]:
    """A round for each of these matters, for the days on which its applications come; by the numbers of the matters."""
    opened: dict[int, Round] = {}
    for number, inflow in enumerate(called, 1):
        here, first, last = found[inflow.matter], inflow.days[0], inflow.days[-1]
        most = max(1, round(year.cases / max(len(found), 1) / 2))
        call = open_round(
            here.matter,
            cast.keeper,
            year=year.year,
            title=f"{year.year}年申报（{MARK}{year.seed}）",
            notice=Notice(
                f"关于组织{here.name[:60]}的通知（{MARK}）",
                f"{MARK}〔{year.year}〕{number}号",
                f"上级主管部门（{MARK}）",
                first - timedelta(days=7),
            ),
            plan=Terms(first, last, last + REPORT_AFTER, {"": most}),
        )
        opened[inflow.matter] = call.round
    return opened


def apply(cast: Cast, applicants: Applicants, here: Ready, plan: Plan, key: str, kind: str) -> Case:
    """The application comes in; what it lacks is left out. Raises ``Unacceptable`` where intake waits."""
    day = plan.at.astimezone(SHANGHAI).date()
    answers, asked = here.form(kind, day)
    said = {**answers, **here.called(f"{MARK}项目第{plan.number + 1}号")}
    party = applicants.party(plan.applicant, _kind(here.kit))
    lacking = {each.name for each in asked[-2:]} if plan.has(Turn.INCOMPLETE) else set()
    given = [each for each in asked if each.name not in lacking]
    if plan.online:
        return _online(applicants.person(plan.applicant, party.kind), party, here, said, given, key)
    officer = cast.officers(here.office)[plan.officer]
    handed = [Handed(each.key) for each in given]
    return services.take_in(cast.agency, here.matter, officer, party, said, handed, day, key=key)


def _online(
    person: Person, party: Party, here: Ready, said: dict[str, Any], given: list[Material], key: str
) -> Case:
    draft = services.save_draft(person, party, here.matter, said)
    for each in given:
        services.attach(draft, each.key, material(person, each.name), person)
    return services.submit(draft, person, key)


def _kind(kit: Kit) -> str:
    """Who may apply: the first kind that the kit names."""
    return Party.Kind(kit.applicants[0].value) if kit.applicants else Party.Kind.ENTERPRISE
