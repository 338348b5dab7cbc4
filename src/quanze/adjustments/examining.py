"""What stands in the way of an adjustment: lines that are not complete, errors that it brings in, findings unanswered.

An error that the adjustment brings in blocks. One that was already in force, and every warning, must be answered; an
answer given in an earlier adjustment of the same list, now published, still holds.

The rules of law, which all warn, look at the matters that the adjustment touches, beside the library and as of the day
on which it takes effect: how the law stands for the others does not change with it, and is told by tasks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Q
from django.utils import timezone

from quanze.adjustments import drafted
from quanze.adjustments.kinds import NEEDS, Kind, UnderWay, lacking, under_way_of
from quanze.adjustments.models import Adjustment, Answer, Change
from quanze.adjustments.outcome import Outcome
from quanze.digests import canonical, digest
from quanze.law import checks as law_checks
from quanze.library.queries import beside
from quanze.lists.checks import check, ordered
from quanze.lists.edits import text_at
from quanze.lists.model import AnnexKind, Finding, ListDocument, Matter, Severity
from quanze.registry import queries
from quanze.registry.models import Edition

LAW_RULES = tuple(rule for rule in law_checks.RULES if rule.severity is not Severity.INFO)
"""The rules of law whose findings want an answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A finding that wants an answer. ``known`` says that it is in force already; ``answer`` is what was said."""

    key: str
    finding: Finding
    known: bool
    answer: str | None


@dataclass(frozen=True, slots=True)
class Examination:
    """All that there is to say of a draft. ``incomplete`` are sentences, each about a line or about the whole;
    ``brought_in`` are the errors that block; ``questions`` want answers, answered ones included."""

    outcome: Outcome | None
    incomplete: tuple[str, ...]
    brought_in: tuple[Finding, ...]
    questions: tuple[Question, ...]

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions without an answer."""
        return tuple(question for question in self.questions if question.answer is None)

    @property
    def obstacle(self) -> str | None:
        """What stands in the way, in one Chinese sentence, or ``None``."""
        if self.incomplete:
            more = f"（另有{len(self.incomplete) - 1}处）" if len(self.incomplete) > 1 else ""
            return self.incomplete[0] + more
        if self.brought_in:
            first = self.brought_in[0]
            about = f"“{first.matter}”" if first.matter else "清单"
            return f"调整会带来{len(self.brought_in)}处错误，须先改正：{about}{first.message}"
        if self.unanswered:
            return f"有{len(self.unanswered)}处问题还没有答复：{self.unanswered[0].finding.message}"
        return None


def examine(adjustment: Adjustment, base: Edition | None = None, on: date | None = None) -> Examination:
    """Examine a draft, upon its own base or another edition, and beside the law as of the day ``on`` which it takes
    effect: the one drafted, else today. Reads everything, changes nothing."""
    base = base or adjustment.base
    on = on or max(adjustment.effective_from or date.min, timezone.localdate())
    changes = drafted.changes_of(adjustment)
    incomplete = (*_incomplete(adjustment, changes), *_vanished(base, changes))
    if incomplete:
        return Examination(None, incomplete, (), ())
    upon = drafted.made_upon(adjustment, base, changes)
    agency = base.agency_name or adjustment.agency.name
    coming = upon.outcome.document(agency)
    was, will = law_findings(upon, agency, on)
    in_force = Counter(_keys_of_edition(base.pk, base.digest))
    in_force.update(map(_Keys(Outcome(upon.base).document(agency)), was))
    brought_in, questions = weighed(in_force, coming, _answers(adjustment), will, renamed=_renamed(changes))
    return Examination(upon.outcome, (), brought_in, questions)


def law_findings(
    upon: drafted.Upon, agency: str, on: date
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What the rules of law find in the matters touched, as they stand and as they will. Four or five queries."""
    owners = {owner for made in upon.made for owner in (*made.owners, *made.becoming)}
    sides = (upon.base, upon.outcome.annexes)
    touched = [
        replace(each.annex, matters=tuple(matter for owner, matter in each.rows if owner in owners))
        for side in sides
        for each in side
    ]
    library = beside(ListDocument(None, agency, tuple(touched)))
    was, will = (
        law_checks.check(
            Outcome(side).document(agency),
            library,
            on,
            LAW_RULES,
            among={
                (order, position)
                for order, each in enumerate(side)
                for position, owner in enumerate(each.owners)
                if owner in owners
            },
        )
        for side in sides
    )
    return was, will


@lru_cache(maxsize=8)
def _keys_of_edition(pk: int, digest: str) -> Mapping[str, int]:
    """The findings in an edition, which never changes: counted once in the life of a process."""
    return keys_of(queries.document(Edition.objects.select_related("agency").get(pk=pk, digest=digest)))


def keys_of(document: ListDocument) -> Counter[str]:
    """What the checks find in a list, as keys. Pure."""
    key_of = _Keys(document)
    return Counter(key_of(finding) for finding in check(document))


def weighed(
    in_force: Mapping[str, int],
    coming: ListDocument,
    answers: Mapping[str, str],
    of_law: Sequence[Finding] = (),
    *,
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> tuple[tuple[Finding, ...], tuple[Question, ...]]:
    """What the checks find in the list to come, those of law among it: the errors that it brings in, and the questions.
    ``in_force`` are the findings of the base (:func:`keys_of`); ``renamed`` gives the names that matters had. Pure.

    The annex of adjustments shows the whole of a matter of which a part changed: what it repeats of the list in force
    is not brought in, and is one question with it.
    """
    key_of, left = _Keys(coming), Counter(in_force)
    brought_in: list[Finding] = []
    questions: dict[str, Question] = {}
    for finding in ordered(coming, (*check(coming), *of_law)):
        if finding.severity is Severity.INFO:
            continue
        key = key_of(finding)
        before = key_of(finding, renamed)
        known = left[before] > 0
        if finding.annex is not AnnexKind.ADJUSTED:
            left[before] -= 1
        if finding.severity is Severity.ERROR and not known:
            brought_in.append(finding)
        else:
            questions.setdefault(key, Question(key, finding, known, answers.get(key)))
    return tuple(brought_in), tuple(questions.values())


class _Keys:
    """By what the findings of a list are known again in another annex or edition: rule, matter, field, and the words
    that they point at; not the matter's number nor the place in the text, which move."""

    def __init__(self, document: ListDocument) -> None:
        self._rows: dict[tuple[AnnexKind, str, str | None], Matter] = {}
        for annex in document.annexes:
            for matter in annex.matters:
                number = None if matter.number is None else matter.number.value
                self._rows.setdefault((annex.kind, matter.name.value, number), matter)

    def __call__(self, finding: Finding, renamed: Mapping[str, str] = MappingProxyType({})) -> str:
        words = self._words(finding)
        name = finding.matter
        if name is None:
            name = None if finding.annex is None else f"\n{finding.annex.value}"
        said = "" if words else finding.message
        value = [finding.rule, renamed.get(name or "", name), finding.field, words, said]
        return digest("quanze finding 1", canonical(value))

    def _words(self, finding: Finding) -> str:
        if finding.annex is None or finding.matter is None or finding.field is None or finding.start is None:
            return ""
        matter = self._rows.get((finding.annex, finding.matter, finding.number))
        text = None if matter is None else text_at(matter, finding.field)
        return "" if text is None else text.value[finding.start : finding.end]


def _renamed(changes: Iterable[Change]) -> dict[str, str]:
    """New name → old name, of the matters that a line renames."""
    found = {}
    for change in changes:
        befores = change.befores.all()
        if change.kind == Kind.CHANGED and change.decision == Change.Decision.ACCEPTED and befores:
            for matter in drafted.chosen(change):
                found[matter.name.value] = befores[0].content.name
    return found


def _answers(adjustment: Adjustment) -> dict[str, str]:
    """Of this adjustment the last answer to each finding; of published ones before it those that it does not repeat."""
    that_hold = Q(adjustment=adjustment.pk) | Q(adjustment__state=Adjustment.State.PUBLISHED)
    given = Answer.objects.filter(that_hold, adjustment__agency=adjustment.agency_id).order_by("pk")
    answers = list(given.values_list("adjustment", "key", "text"))
    earlier = {key: text for whose, key, text in answers if whose != adjustment.pk}
    own = {key: text for whose, key, text in answers if whose == adjustment.pk}
    return earlier | own


def _incomplete(adjustment: Adjustment, changes: Sequence[Change]) -> Iterable[str]:
    pending = [change for change in changes if change.decision == Change.Decision.PENDING]
    if pending:
        yield f"有{len(pending)}条改动还没有决定采纳与否（第{pending[0].position}条起）。"
    accepted = [change for change in changes if change.decision == Change.Decision.ACCEPTED]
    if not accepted and adjustment.contact is None:
        yield "还没有任何改动。"
    for change in accepted:
        yield from (f"第{change.position}条：{why}。" for why in _line_lacks(change))


def _vanished(base: Edition, changes: Sequence[Change]) -> Iterable[str]:
    there = set(queries.entries(base, base.main).values_list("matter", flat=True))
    for change in changes:
        if change.decision != Change.Decision.REJECTED:
            for before in change.befores.all():
                if before.matter_id not in there:
                    yield f"第{change.position}条：“{before.content.name}”已不在第{base.sequence}版清单中。"


def _line_lacks(change: Change) -> Iterable[str]:
    kind, before = Kind(change.kind), change.befores.all()
    if why := lacking(kind, len(before), len(change.after)):
        yield why
    if not all(matter["name"].strip() for matter in change.after):
        yield "没有写明职权名称"
    if not change.reason.strip():
        yield "没有写明调整原因"
    if not change.basis.strip():
        yield "没有写明调整依据"
    if NEEDS[kind].counterpart and not change.counterpart.strip():
        yield f"{kind.label}须写明对方机关"
    allowed = under_way_of(kind, len(before))
    if allowed and change.under_way not in allowed:
        yield "须写明在办事项怎么办：" + "、".join(each.label for each in allowed)
    if change.under_way == UnderWay.TRANSFER and not change.transfer_to.strip():
        yield "在办事项移交的，须写明移交给哪个机关"
    if undecided := [path for path, choice in change.choices.items() if choice["chosen"] is None]:
        yield f"文件中有{len(undecided)}栏写法不一，还没有选定用哪一种"
