"""What is to be done, in which case, as it stands; by which letters it may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from quanze.audit.services import Origin
from quanze.cases.models import Case
from quanze.cases.pinned import Pinned
from quanze.cases.queries import Warned
from quanze.cases.sight import IN_CHARGE, OFFICERS
from quanze.letters import kinds
from quanze.letters.models import Letter
from quanze.people.models import Agency, Person, Role
from quanze.people.roles import RoleKind
from quanze.procedure.engine import Place, State, acts
from quanze.procedure.engine.table import RULES
from quanze.site.casework.questions import LETTERS, OF_STEP, QUESTIONS, Ask, Question

BEARS = frozenset({"paper", "document", "notice", "minutes", "record"})
"""The fields of acts in which a letter that is issued with them is named."""

AUTO, UPLOAD, NEW, OLD = "auto", "upload", "new:", "letter:"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be done, in which case, as it stands now. ``staff`` are the people of the agency, asked for where an
    act names some; ``letters`` those of the case; ``warned`` what may be given as a ground."""

    case: Case
    pinned: Pinned
    state: State
    act: type[acts.Act]
    tag: str
    place: Place | None
    person: Person
    staff: Sequence[Person]
    letters: Sequence[Letter]
    warned: Sequence[Warned] = ()
    where: Origin | None = None

    @property
    def label(self) -> str:
        """What people call it."""
        return RULES[self.act].name(self.place)

    @property
    def subject(self) -> str:
        """To what files that are chosen may belong already."""
        return self.case.subject

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        found = QUESTIONS[self.act]
        if self.act is acts.JointReview and self.case.partner is not None and _is_partner(self):
            return tuple(each for each in found if each.name != "document")
        return found

    @property
    def kinds(self) -> tuple[kinds.Kind, ...]:
        """The letters that may be issued with it."""
        if not BEARS & {field.name for field in fields(self.act)}:  # type: ignore[arg-type]
            return ()
        found = kinds.for_act(self.act.__name__)
        if self.act is acts.Inspect:  # its document is the record of the visit, not what follows from it
            return tuple(each for each in found if each.to is kinds.To.FILE)
        return found

    @property
    def usual(self) -> tuple[str, str]:
        """The letter that usually goes with it: where it is favourable, and where it is not."""
        good, bad = LETTERS.get(self.act, ("", ""))
        if self.place is not None and self.act is acts.Perform:
            good = OF_STEP.get(self.place.kind, "")
        known = {each.key: each.negative for each in self.kinds}
        own = [each.template for each in self.pinned.kit.letters if each.act == self.act.__name__]
        return (
            next((each for each in (*own, good) if known.get(each) is False), ""),
            next((each for each in (*own, bad) if known.get(each) is True), ""),
        )


STAFF: dict[type[acts.Act], tuple[RoleKind, ...]] = {
    acts.Inspect: OFFICERS,
    acts.Meet: (*IN_CHARGE, RoleKind.SUPERVISOR),
    acts.Recuse: (*IN_CHARGE, RoleKind.RECORDER),
}
"""Acts that name people of the agency → in which roles they do what is asked: whoever handles cases visits a site;
those in charge meet, and the supervisor may sit with them; whoever may have a hand in a case may stand back from it.
Whoever keeps accounts or the list has no part in any."""


def staff(agency: Agency, act: type[acts.Act]) -> tuple[Person, ...]:
    """The people whom an act can name, by name. One query, or none."""
    if act not in STAFF:
        return ()
    roles = Role.objects.filter(agency=agency, kind__in=STAFF[act])
    people = Person.objects.filter(pk__in=roles.values("person"), is_active=True)
    return tuple(people.order_by("name", "pk"))


def gives_reasons(act: type[acts.Act]) -> bool:
    """Whether window and bars may be given as its grounds."""
    return any(each.ask is Ask.REASONS for each in QUESTIONS.get(act, ()))


def _is_partner(asking: Asking) -> bool:
    return any(role.agency_id == asking.case.partner_id for role in asking.person.roles.all())


def asked_for(asking: Asking) -> tuple[str, ...]:
    """What the applicant was asked to bring and has not brought."""
    return tuple(dict.fromkeys((*asking.state.missing, *asking.state.wanted)))
