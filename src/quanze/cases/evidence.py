"""The documents of an act: issued with it, or there already; and what of them is proven."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from quanze.cases import letter_values, references
from quanze.cases.references import CASE, DEPOSIT, LETTER, Reference
from quanze.cases.several import belongs
from quanze.cases.turning import Turn
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.letters import services as letters
from quanze.letters.models import Letter
from quanze.people.models import Person
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine.acts import Act
from quanze.procedure.engine.evidence import Paper

A = TypeVar("A", bound=Act)


def issue(turn: Turn, act: A, kind: str, values: Mapping[str, Any], person: Person | None) -> A:
    """Issue a letter with an act: the act as it names that letter. ``values`` go before what follows from the case.
    Raises ``Unacceptable`` where the act bears no letter or the letter lacks a value."""
    turn.issued = issued(turn, act, kind, values, person)
    try:
        return references.with_letter(act, turn.issued.reference)
    except ValueError:
        raise Unacceptable("这一步不出具文书，请改为只办理这一步。") from None


def issued(
    turn: Turn, act: Act | None, kind: str, values: Mapping[str, Any], person: Person | None
) -> Letter:
    """A letter of the case, in its transaction. Raises ``Unacceptable`` where it lacks a value."""
    case = turn.case
    known = letter_values.values_for(turn, act, kind)
    return letters.issue(case.agency, kind, {**known, **values}, subject=case.subject, by=person, at=turn.now)


def settle(turn: Turn, act: A, person: Person) -> A:
    """The act with what is proven of its letters. Files that it names are bound to the case.

    Raises ``Unacceptable`` for a reference that leads nowhere, or to what belongs elsewhere. Two queries, and one for
    each file that is bound now."""
    named = {each: references.parse(each) for each in references.named(act)}
    for said, reference in named.items():
        if reference is None:
            raise Unacceptable(f"“{said[:60]}”不是本系统的文件或者文书，请上传文件或者选择文书。")
    found = [each for each in named.values() if each is not None]
    _bind(turn, [each for each in found if each.house == DEPOSIT], person)
    _written(turn, [each for each in found if each.house == CASE])
    mine = _letters(turn, [each for each in found if each.house == LETTER])
    for paper in references.papers(act):
        reference = references.parse(paper.document)
        if reference is not None and reference.house == LETTER:
            letter = mine[reference.id or 0]
            fresh = letter is turn.issued
            act = references.with_paper(
                act, Paper(letter.reference, letter.dated) if fresh else proven(letter)
            )
    return act


def proven(letter: Letter) -> Paper:
    """What is proven of a letter. Raises ``Unacceptable`` for one that no longer counts."""
    paper = letters.evidence(letter)
    if not paper.document:
        raise Unacceptable(f"{letter.number}已经作废或者撤回，请重新出具。")
    return paper


def _letters(turn: Turn, found: list[Reference]) -> dict[int, Letter]:
    ids = {each.id for each in found if each.id is not None}
    kept = {} if turn.issued is None else {turn.issued.pk: turn.issued}
    if left := ids - kept.keys():
        there = Letter.objects.filter(pk__in=left).in_bulk()
        kept |= {pk: letter for pk, letter in there.items() if belongs(turn.case, letter.subject)}
    if not ids <= kept.keys() or any(each.id is None for each in found):
        raise Unacceptable("本件没有这份文书，请从本件的文书中选择。")
    return kept


def _bind(turn: Turn, found: list[Reference], person: Person) -> None:
    """Files of the case, or of several of which it is one, or the person's own that are not used yet."""
    ids = {each.id for each in found if each.id is not None}
    if not found:
        return
    kept = Deposit.objects.filter(pk__in=ids).in_bulk()
    if len(kept) < len(ids) or any(each.id is None for each in found):
        raise Unacceptable("文件已经不在，请重新上传。")
    for deposit in kept.values():
        if not deposit.bound_to or not belongs(turn.case, deposit.bound_to):
            own(deposit, turn.case.subject, person)
        if not deposit.bound_to:
            bind(deposit, turn.case.subject)


def own(deposit: Deposit, subject: str, person: Person) -> None:
    """Raise ``Unacceptable`` unless the file belongs to ``subject``, or to nobody yet and was uploaded by
    ``person``."""
    free = not deposit.bound_to and deposit.person_id == person.pk
    if not free and deposit.bound_to != subject:
        raise Unacceptable(f"“{deposit.filename}”不是您为本件上传的文件，请重新上传。")


def _written(turn: Turn, found: list[Reference]) -> None:
    """What is written in an event of this very case, as far as there is one."""
    for each in found:
        number, mark, position = each.key.rpartition("#")
        there = position.isdecimal() and 0 < int(position) <= turn.version
        if not mark or number != turn.case.number or not there:
            raise Unacceptable("本件没有这一条记录，请从本件的经过中选择。")
