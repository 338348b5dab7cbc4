"""Who may do what with the ranking of a round. Whoever acts for one of its applicants stays out of all of it: every
application of a round competes with every other."""

from __future__ import annotations

from quanze.cases.models import Case
from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.people.models import Membership, Office, Person
from quanze.people.permissions import Verdict, holds, holds_in, may, rule
from quanze.people.roles import RoleKind
from quanze.rounds.models import Round
from quanze.selection.models import Entry

OFFICERS = (RoleKind.HANDLER, RoleKind.OFFICE_HEAD)

ARRANGING = (*OFFICERS, RoleKind.LEADER)

FIXING = (RoleKind.OFFICE_HEAD, RoleKind.LEADER)


@rule("ranking.view")
def _view(person: Person | None, round: Round) -> Verdict:
    """Who arranges it, and who supervises."""
    return _one_of(person, (*ARRANGING, RoleKind.SUPERVISOR), round)


@rule("ranking.arrange")
def _arrange(person: Person | None, round: Round) -> Verdict:
    """Enter scores and priorities, move a case: officers of the office, the leader."""
    return _one_of(person, ARRANGING, round)


@rule("ranking.fix")
def _fix(person: Person | None, round: Round) -> Verdict:
    """Keep the minutes of the meeting, fix the order, release it: as for a case's ``Meet``."""
    return _one_of(person, FIXING, round)


@bound_as("ranking")
def _minutes(person: Person | None, deposit: Deposit) -> Verdict:
    """The minutes of a meeting are seen with the ranking."""
    _, _, pk = deposit.bound_to.partition(":")
    entry = Entry.objects.select_related("round__agency").get(pk=int(pk))
    return may(person, "ranking.view", entry.round)


def _one_of(person: Person | None, kinds: tuple[RoleKind, ...], round: Round) -> Verdict:
    """Leaders and supervisors are that for the agency; officers must be so in every office that has a case of the
    round, since they see all of them. At most four queries."""
    if person is None:
        return Verdict(False, "请先登录。")
    if competes(person, round):
        return Verdict(False, "您代表本批次的申请人，不能查看、参与本批次的排序。")
    offices: list[Office] | None = None
    for kind in kinds:
        verdict = holds(person, kind, round.agency)
        if not verdict:
            continue
        if kind not in OFFICERS:
            return verdict
        if offices is None:
            offices = list(Office.objects.filter(cases__round=round).distinct())
        if all(holds_in(person, kind, office) for office in offices):
            return verdict
    names = "、".join(kind.label for kind in kinds)
    return Verdict(False, f"只有{round.agency.name}承办本批次股室的{names}可以进行此操作。")


def competes(person: Person, round: Round) -> bool:
    """Whether they act, or acted, for an applicant of the round. One query."""
    theirs = person.memberships.filter(state=Membership.State.GRANTED).values("party")
    return Case.objects.filter(round=round, applicant__in=theirs).exists()


def competing(round: Round, people: list[int]) -> set[int]:
    """Those of these people who do. One query."""
    found = Membership.objects.filter(
        person__in=people, state=Membership.State.GRANTED, party__cases__round=round
    )
    return set(found.values_list("person", flat=True))
