"""Acts in many cases, each case a transaction of its own: what goes through goes through, and of the rest it is said
why not. Sent twice, it is done once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from quanze.audit.services import Origin
from quanze.cases import references, turning, words
from quanze.cases.handling import LetterOrder, act
from quanze.cases.hindered import Hindered
from quanze.cases.models import Case
from quanze.files.models import Deposit
from quanze.files.services import hand_in_again
from quanze.people.models import Person
from quanze.people.permissions import Denied
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts


@dataclass(frozen=True, slots=True)
class Intended:
    """What is to be done in a case, one act after the other; ``seen`` is the version that was looked at. Files that an
    act names are the person's own, and lie with each case once more."""

    case: Case
    acts: tuple[acts.Act, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it. ``refusal`` says why it was not done; "" where it was, now or when it was sent before."""

    case: Case
    refusal: str


def carry_out(
    intended: Iterable[Intended],
    person: Person,
    *,
    letter: LetterOrder | None = None,
    where: Origin | None = None,
) -> tuple[Carried, ...]:
    """Do all of it, as far as it goes. ``letter`` is issued with each act, numbered each by itself."""
    return tuple(_one(each, person, letter, where) for each in intended)


def _one(each: Intended, person: Person, letter: LetterOrder | None, where: Origin | None) -> Carried:
    try:
        with transaction.atomic():
            case, seen = turning.locked(each.case), each.seen  # first of all, before files are recorded
            for what in each.acts:
                case = act(case, person, _with_files(what, person, where), seen, letter=letter, where=where)
                seen = case.version
    except Hindered as refused:
        return Carried(each.case, "" if _done_before(each, refused, person) else str(refused))
    except (Denied, Unacceptable) as reason:
        return Carried(each.case, str(reason))
    return Carried(case, "")


def _with_files(what: acts.Act, person: Person, where: Origin | None) -> acts.Act:
    """The act with files of its own: one belongs to one case."""
    named = {said: references.parse(said) for said in references.named(what)}
    ids = {each.id: said for said, each in named.items() if each and each.house == references.DEPOSIT}
    if not ids:
        return what
    own = Deposit.objects.filter(pk__in=[pk for pk in ids if pk is not None], person=person)
    again = {
        ids[each.pk]: f"deposit:{hand_in_again(each, person, where=where).pk}"
        for each in own.select_related("held")
    }
    return references.renamed(what, again)


def _done_before(each: Intended, refused: Hindered, person: Person) -> bool:
    """It was sent twice: what came in between is this very thing, by the same person."""
    mine = [
        references.without(event.what)
        for _, event in refused.since
        if words.person_id(event.by) == person.pk and isinstance(event.what, acts.Act)
    ]
    return all(references.without(what) in mine for what in each.acts)
