"""How much of a case somebody sees at the desk. Who handles, leads or supervises it sees the whole file. Who has one
task in it sees what that task needs, and what the applicant is told: the application with its materials, the course
and its dates, the letters that are for them, their own part.

政府信息公开条例 art. 16: opinions, minutes and notes are what a bureau does within (过程性信息), and another agency is
asked for its own opinion, not for ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from quanze.cases import words
from quanze.cases.models import Case, CaseEvent, Material
from quanze.cases.partners import partner_of
from quanze.cases.pinned import pinned
from quanze.cases.references import named
from quanze.cases.telling import FOR_APPLICANT, Entry
from quanze.files.models import Deposit
from quanze.letters.kinds import To
from quanze.letters.models import Letter
from quanze.people.models import Person
from quanze.people.permissions import Verdict, holds, holds_in, roles_of
from quanze.people.roles import RoleKind
from quanze.procedure.engine import acts, course_of
from quanze.procedure.engine.codec import TAGS, event_from_json

OFFICERS = (RoleKind.HANDLER, RoleKind.OFFICE_HEAD)

IN_CHARGE = (*OFFICERS, RoleKind.LEADER)


class Task(StrEnum):
    """What somebody has to do in a case that needs no whole file."""

    REVIEW = "review"
    RESULT = "result"


LETTERS = {Task.REVIEW: To.PARTNER, Task.RESULT: To.HIGHER}
"""The letters that a task needs, by whom they are for; of those for partners, one's own."""

ACTS: dict[Task, tuple[type[acts.Act], ...]] = {
    Task.REVIEW: (acts.JointReview,),
    Task.RESULT: (acts.Recommend, acts.Report, acts.RecordResult, acts.NoteProgress),
}
"""The acts whose contents and documents a task needs; of joint reviews, one's own."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a case is seen. ``reviewing``: the agencies for which whoever looks reviews."""

    case: Case
    whole: Verdict | None
    tasks: frozenset[Task]
    reviewing: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.whole) or bool(self.tasks)

    def letter(self, letter: Letter) -> bool:
        """Whether this letter of the case is seen. At most two queries."""
        if self.whole:
            return True
        to = letter.about.to
        needed = any(LETTERS[task] is to for task in self.tasks)
        return needed and (to is not To.PARTNER or self._asks(letter.addressee))

    def entry(self, entry: Entry) -> Entry | None:
        """What of this entry of the history is seen. At most two queries."""
        if self.whole or self._own(entry.act):
            return entry
        return replace(entry, cautions=(), documents=()) if type(entry.act) in FOR_APPLICANT else None

    def file(self, deposit: Deposit) -> bool:
        """Whether this file of the case is seen: what was handed in, and what one's own part names. Three queries."""
        if self.whole:
            return True
        if not self.tasks:
            return False
        if Material.objects.filter(case=self.case, deposit=deposit).exists():
            return True
        kinds = [TAGS[act] for task in self.tasks for act in ACTS[task]]
        bodies = CaseEvent.objects.filter(case=self.case, kind__in=kinds).values_list("body", flat=True)
        done = (event_from_json(body).what for body in bodies)
        return any(f"deposit:{deposit.pk}" in named(act) and self._own(act) for act in done)

    def _own(self, act: object) -> bool:
        if not any(isinstance(act, ACTS[task]) for task in self.tasks):
            return False
        if not isinstance(act, acts.JointReview):
            return True
        place = course_of(pinned(self.case).procedure).find(act.step)
        return place is not None and self._asks(place.party)

    def _asks(self, party: str) -> bool:
        """Whether these words of the list mean an agency for which whoever looks reviews."""
        agency = partner_of(self.case.agency, party)
        return agency is not None and agency.pk in self.reviewing


def sight(person: Person | None, case: Case) -> Sight:
    """What ``person`` sees of this case at the desk; false where it is nothing. At most two queries."""
    if person is None:
        return Sight(case, None, frozenset(), frozenset())
    whole = of_any(person, (*IN_CHARGE, RoleKind.SUPERVISOR), case)
    reviewing = frozenset(agency for agency, kind in roles_of(person) if kind is RoleKind.JOINT_REVIEWER)
    tasks = set()
    if not whole and reviewing and (case.partner_id in reviewing or _reviewed(person, case)):
        tasks.add(Task.REVIEW)
    if not whole and case.reported and of_any(person, (RoleKind.RECORDER,), case):
        tasks.add(Task.RESULT)
    return Sight(case, whole, frozenset(tasks), reviewing)


def of_any(person: Person | None, kinds: tuple[RoleKind, ...], case: Case) -> Verdict | None:
    """The verdict by which somebody has one of these roles in a case. Leaders, recorders and supervisors have theirs
    for the whole agency, the others in the office of the case."""
    for kind in kinds:
        if kind in OFFICERS and case.office is not None:
            verdict = holds_in(person, kind, case.office)
        else:
            verdict = holds(person, kind, case.agency)
        if verdict:
            return verdict
    return None


def _reviewed(person: Person, case: Case) -> bool:
    mine = CaseEvent.objects.filter(case=case, kind="joint_review", by=words.reference(person.pk))
    return mine.exists()
