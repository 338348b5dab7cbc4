"""Who may do what with the ranking of a round. Whoever acts for one of its applicants stays out of all of it: every
application of a round competes with every other."""

from __future__ import annotations

from quanze.cases.models import Case
from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.letters.models import Letter
from quanze.letters.permissions import of_subjects
from quanze.people.models import Membership, Office, Person
from quanze.people.permissions import Verdict, holds, holds_in, may, rule
from quanze.people.roles import RoleKind
from quanze.rounds.models import Round
from quanze.rounds.queries import State, call_of
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


@rule("ranking.send")
def _send(person: Person | None, round: Round) -> Verdict:
    """Issue the letter that recommends, have the package made, say that it went: officers of the office, as for a
    letter of a case. A leader decides and does not handle."""
    return _one_of(person, OFFICERS, round)


@of_subjects("ranking")
def _letter(person: Person | None, verb: str, letter: Letter) -> Verdict:
    """The letter is seen with the ranking, and by whoever records what comes of it; who issues it seals, delivers and
    makes it void. What a reported round went up by is not made void any more."""
    _, _, pk = letter.subject.partition(":")
    entry = Entry.objects.select_related("round__agency").get(pk=int(pk))
    if verb == "letter.view":
        seen = may(person, "ranking.view", entry.round)
        records = holds(person, RoleKind.RECORDER, entry.round.agency)
        mine = person is not None and _competes(person, entry.round)
        return records if records and not seen and not mine else seen
    if verb == "letter.void" and call_of(entry.round_id).state is State.REPORTED:
        return Verdict(False, "批次已经上报，推荐文件不能作废或者撤回。")
    return may(person, "ranking.send", entry.round)


@bound_as("ranking")
def _minutes(person: Person | None, deposit: Deposit) -> Verdict:
    """The minutes of a meeting are seen with the ranking."""
    _, _, pk = deposit.bound_to.partition(":")
    entry = Entry.objects.select_related("round__agency").get(pk=int(pk))
    return may(person, "ranking.view", entry.round)


def _one_of(person: Person | None, kinds: tuple[RoleKind, ...], round: Round) -> Verdict:
    """Leaders and supervisors are that for the agency; officers must be so in every office that has a case of the
    round, since they see all of them. At most four queries, for the life of the object: a page asks several times."""
    if person is None:
        return Verdict(False, "请先登录。")
    if _competes(person, round):
        return Verdict(False, "您代表本批次的申请人，不能查看、参与本批次的排序。")
    for kind in kinds:
        verdict = holds(person, kind, round.agency)
        if not verdict:
            continue
        if kind not in OFFICERS:
            return verdict
        if all(holds_in(person, kind, office) for office in _offices(person, round)):
            return verdict
    names = "、".join(kind.label for kind in kinds)
    return Verdict(False, f"只有{round.agency.name}承办本批次股室的{names}可以进行此操作。")


def _competes(person: Person, round: Round) -> bool:
    kept: dict[int, bool] = person.__dict__.setdefault("_competes", {})
    if round.pk not in kept:
        kept[round.pk] = competes(person, round)
    return kept[round.pk]


def _offices(person: Person, round: Round) -> list[Office]:
    kept: dict[int, list[Office]] = person.__dict__.setdefault("_ranking_offices", {})
    if round.pk not in kept:
        kept[round.pk] = list(Office.objects.filter(cases__round=round).distinct())
    return kept[round.pk]


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
