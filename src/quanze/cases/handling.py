"""Acts of officers, leaders, partners and applicants in a case; who handles it; what they tell each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from quanze.audit.services import Origin, Thing, record
from quanze.cases import evidence, receipts, turning, words
from quanze.cases.hindered import Hindered
from quanze.cases.intake import Handed, hand_over
from quanze.cases.models import Case, Note
from quanze.cases.permissions import Doing
from quanze.cases.playing import moment
from quanze.files.models import Deposit
from quanze.people.models import Person
from quanze.people.permissions import demand, may, membership_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import Hindrance, Who, acts
from quanze.procedure.engine.table import RULES

LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter to be issued with an act: which kind, and the values of its template beside those that follow from the
    case (``letter_values``)."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def act(
    case: Case,
    person: Person,
    act: acts.Act,
    seen: int | None,
    *,
    letter: LetterOrder | None = None,
    files: Mapping[str, Sequence[Deposit]] | None = None,
    where: Origin | None = None,
) -> Case:
    """Do one act in a case. ``seen`` is the ``version`` of the case that whoever acts was looking at.

    ``letter`` is issued in the same transaction and becomes the act's document. Of every letter that the act names,
    date, seal and delivery are what is proven of it, whatever the act says. Uploaded files that it names are bound to
    the case; ``files`` of a :class:`~quanze.procedure.engine.acts.HandIn` are by item.

    Raises ``Denied``; ``Hindered`` (the engine's refusal; where others were quicker, it says who did what);
    ``Unacceptable`` for a document that is not there.
    """
    held = turning.locked(case)
    demand(person, "case.act", Doing(held, type(act), RULES[type(act)].who))
    if held.handler is None and RULES[type(act)].who is Who.OFFICER and may(person, "case.claim", held):
        held.handler = person  # whoever acts first has taken it up
    turn, by = turning.begin(held), words.reference(person.pk)
    turning.demand_seen(turn, act, by, seen)
    _demand_unbiased(turn, person, act)
    given = files or {}
    if isinstance(act, acts.HandIn) and given:
        act = acts.HandIn(act.items, _documents(act.items, given))
    if letter is not None:
        act = evidence.issue(turn, act, letter.kind, letter.values, person)
    act = evidence.settle(turn, act, person)
    turning.do(turn, act, by)
    if isinstance(act, acts.HandIn | acts.Correct):
        hand_over(turn, list(_handed(act.items, given)), person)
    if isinstance(act, acts.HandIn):
        receipts.issue(turn, act, None if membership_of(person, held.applicant) else person)
    return turning.keep(turn, person, where=where)


def _demand_unbiased(turn: turning.Turn, person: Person, act: acts.Act) -> None:
    """Whoever stood back does not enter for the applicant either what is brought to the window."""
    rule = RULES[type(act)]
    entered = rule.who is Who.APPLICANT and membership_of(person, turn.case.applicant) is None
    if entered and words.reference(person.pk) in turn.state.recused:
        missing = f"{person.name}应当回避本件"
        raise Hindered(Hindrance("recused", missing, "请改由其他人员办理", cannot=rule.name(None)))


def _documents(items: tuple[str, ...], files: Mapping[str, Sequence[Deposit]]) -> tuple[str, ...]:
    """A reference for every item, the first of its files; what is on paper has none, and then the engine is told of no
    files at all. Raises ``Unacceptable`` for files of what was not asked for."""
    if strange := [item for item in files if item not in items]:
        raise Unacceptable(f"“{strange[0]}”不在这次补交的材料之列，请核对。")
    if any(not files.get(item) for item in items):
        return ()
    return tuple(f"deposit:{files[item][0].pk}" for item in items)


def _handed(items: tuple[str, ...], files: Mapping[str, Sequence[Deposit]]) -> Iterator[Handed]:
    """What came for each item: its files, or paper."""
    for item in items:
        yield from (Handed(item, each) for each in files.get(item) or (None,))


@transaction.atomic
def assign(case: Case, person: Person, handler: Person, *, where: Origin | None = None) -> Case:
    """Give a case to a handler of its office. Raises ``Denied``, ``Unacceptable``."""
    held = turning.locked(case)
    demand(person, "case.assign", held)
    return _hand(held, person, handler, "case.assign", where)


@transaction.atomic
def claim(case: Case, person: Person, *, where: Origin | None = None) -> Case:
    """Take up a case that nobody handles. Raises ``Denied``, ``Unacceptable`` where somebody does."""
    held = turning.locked(case)
    demand(person, "case.claim", held)
    if held.handler is not None and held.handler != person:
        raise Unacceptable(f"本件已由{held.handler.name}经办；需要改派的，请股室负责人分派。")
    return _hand(held, person, person, "case.claim", where)


def _hand(case: Case, person: Person, handler: Person, verb: str, where: Origin | None) -> Case:
    if case.ending:
        raise Unacceptable("本件已经结束，不再分派。")
    verdict = may(handler, "case.claim", case)
    if not verdict:
        raise Unacceptable(f"不能交给{handler.name}：{verdict.reason.replace('您', '其')}")
    turn = turning.begin(case)
    if words.reference(handler.pk) in turn.state.recused:
        raise Unacceptable(f"{handler.name}已经回避本件，请交给其他人员。")
    if case.handler == handler:
        return case
    case.handler = handler
    case.save(update_fields=["handler"])
    thing = Thing("cases.Case", str(case.pk), case.number)
    record(case.agency.code, verb, who=person, thing=thing, where=where, detail={"handler": handler.pk})
    return case


@transaction.atomic
def note(case: Case, person: Person, said: str, *, where: Origin | None = None) -> Note:
    """Write down something for the others who handle the case. Raises ``Denied``, ``Unacceptable``."""
    demand(person, "case.note", case)
    told = said.replace("\0", "").strip()
    if not told:
        raise Unacceptable("请写明备注的内容。")
    if len(told) > LONGEST_NOTE:
        raise Unacceptable(f"备注不能超过{LONGEST_NOTE}个字。")
    made = Note.objects.create(case=case, by=person, at=moment(case.agency), words=told)
    thing = Thing("cases.Case", str(case.pk), case.number)
    record(case.agency.code, "case.note", who=person, thing=thing, where=where, detail={"note": made.pk})
    return made
