"""What the cases within the quota still owe for going up, done in one go: in each of them one act, by the service by
which it would be done by hand, one transaction for each case. Which act that is, and whether it goes through, is the
engine's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Exists, OuterRef

from quanze.audit.services import Origin
from quanze.cases import services as cases
from quanze.cases.models import Case
from quanze.cases.pinned import Pinned
from quanze.cases.queries import Foreseen, Propose, foresee, stand
from quanze.cases.queries import case as case_with
from quanze.cases.words import reference
from quanze.letters.models import Delivery, Letter
from quanze.people.models import Person
from quanze.people.permissions import demand
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import State, acts
from quanze.procedure.model import Kind
from quanze.selection.completeness import going_up_by
from quanze.selection.models import Sending
from quanze.selection.order import Placed
from quanze.selection.queries import Ranking, letter_of

MOST_AT_ONCE = 100
"""So many cases are asked for in one go: somebody waits for the answer."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the cases in which the act was done, and those in which it was not, with the reason; ``left``:
    how many of the chosen ones are left for the next go."""

    done: tuple[Case, ...]
    refused: tuple[tuple[Case, str], ...]
    left: int = 0


def owed(held: Ranking, person: Person, letter: Letter | None) -> tuple[Foreseen, ...]:
    """For each case that goes up, the act that comes next and what would come of it; ``letter`` recommends by the
    ranking. Ten queries, however many cases."""
    rows = _rows(held)
    return foresee(held.call, [row.case for row in rows], person, _proposer(held, letter, rows))


def discharge(
    held: Ranking, person: Person, chosen: Mapping[str, int], *, where: Origin | None = None
) -> Done:
    """Do what comes next in each of the ``chosen`` cases: their numbers, with the version that was seen. One that moved
    on meanwhile, or in which it is refused, is told of and hinders no other. Raises ``Denied``,
    :class:`Unacceptable` where no letter recommends."""
    demand(person, "ranking.view", held.round)
    rows = _rows(held)
    letter = None if held.fixed is None else letter_of(held.fixed)
    if letter is None:
        raise Unacceptable("还没有出具推荐文件。")
    propose = _proposer(held, letter, rows)
    done, refused = [], []
    asked = [row for row in rows if row.case.number in chosen]
    for row in asked[:MOST_AT_ONCE]:
        seen = chosen[row.case.number]
        case = case_with(row.case.number)
        act = propose(case, *stand(case))
        if act is None:
            refused.append((case, "没有待办的推荐或者上报。"))
            continue
        try:
            done.append(cases.act(case, person, act, seen, where=where))
        except (Unacceptable, PermissionError) as reason:
            refused.append((case, str(reason)))
    return Done(tuple(done), tuple(refused), max(len(asked) - MOST_AT_ONCE, 0))


def _rows(held: Ranking) -> list[Placed]:
    return [row for _, rows in held.going for row in rows]


def _proposer(held: Ranking, letter: Letter | None, rows: list[Placed]) -> Propose:
    """What comes next in a case: to be recommended by the letter at its place, or reported once something went up;
    where the bureau decides together before either, the meeting about the ranking is entered first."""
    places = {row.case.pk: row for row in rows}
    document = "" if letter is None else letter.reference
    recipient = "" if letter is None else letter.addressee

    @cache
    def gone() -> bool:
        return letter is not None and went_up(held, letter)

    def propose(case: Case, pinned: Pinned, state: State) -> acts.Act | None:
        if state.negative or state.ending is not None:
            return None
        place = next((each for each in going_up_by(pinned) if not state.is_done(each.key)), None)
        if place is None:
            return None
        collective = place.kind in pinned.rules.collective and place.key not in state.met
        if collective and held.meeting is not None:
            return _meeting(held, place.key)
        if place.kind is Kind.REPORT:
            return acts.Report(place.key, recipient, document) if gone() else None
        return acts.Recommend(place.key, True, _reasons(places[case.pk]), document, places[case.pk].place)

    return propose


def went_up(held: Ranking, letter: Letter) -> bool:
    """Whether the package or the letter went to the higher authority: only then something was reported. One query."""
    sent = Sending.objects.filter(package__fixed=held.fixed)
    delivered = Delivery.objects.filter(letter=OuterRef("pk"))
    return Letter.objects.filter(Exists(sent) | Exists(delivered), pk=letter.pk).exists()


def _reasons(row: Placed) -> str:
    preferred = f"，优先：{row.said.ground}" if row.said.ground else ""
    return f"本批次排序第{row.place}位{'，在推荐名额内' if row.above else ''}{preferred}"


def _meeting(held: Ranking, step: str) -> acts.Meet:
    assert held.meeting is not None  # noqa: S101  asked before
    body = held.meeting.body
    return acts.Meet(
        step,
        date.fromisoformat(body["on"]),
        f"deposit:{body['minutes']}",
        tuple(map(reference, body["people"])),
        tuple(map(reference, body["stood_back"])),
        body["for"],
        body["against"],
    )
