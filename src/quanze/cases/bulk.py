"""One act in many cases at once: which acts may be done so, in which of the cases each is possible now, and what would
come of it in each. Doing it is ``carrying``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from quanze.cases import letter_values, references
from quanze.cases.carrying import Intended
from quanze.cases.handling import LetterOrder
from quanze.cases.models import Case
from quanze.cases.permissions import Doing
from quanze.cases.stands import Stand, stands
from quanze.cases.turning import Turn
from quanze.cases.worklist import Whose, scope
from quanze.documents.tree import Document
from quanze.letters import kinds, values
from quanze.letters.queries import specimen
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand, may
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts, course_of, possible
from quanze.procedure.engine.codec import TAGS
from quanze.procedure.engine.events import Caution
from quanze.procedure.engine.evidence import Paper
from quanze.procedure.engine.rule import Situation
from quanze.procedure.engine.table import RULES

MOST = 100
"""So many cases at once: each is a transaction of its own, and somebody waits for the page."""

TOGETHER: dict[type[acts.Act], str] = {
    acts.Accept: "受理凭证上的内容从各件来，没有要逐件写的",
    acts.Post: "在同一网页、同一公告栏一并公示的，网址、起止日期和截图相同",
    acts.EndPublicity: "没有要填写的；没有期满、异议没有答复的各件自会被拦下",
    acts.Report: "一并报给同一机关的，文件是同一份，或者按同样的内容逐件出具",
    acts.Close: "没有要填写的；还有责任没有履行的各件自会被拦下",
    acts.Suspend: "同一事由（如组织专家评审）使一批办件同时中止计时",
    acts.Resume: "同一事由消除，使一批办件同时恢复计时",
    acts.NoteProgress: "上级机关对一批办件一并办理，进展相同",
    acts.RecordResult: "同一份文件公布的同一结果；各件结果不同的，用表格登记",
}
"""Act → why the same words may serve for many cases."""

APART: dict[type[acts.Act], str] = {
    acts.Submit: "由申请人提出",
    acts.Correct: "更正的材料各件不同",
    acts.GiveNotice: "缺少的材料各件不同，且只能告知一次",
    acts.HandIn: "补交的材料各件不同",
    acts.Decline: "理由要逐件写明（行政许可法第三十八条）",
    acts.DeemAccepted: "由系统按期限办理",
    acts.DeemWithdrawn: "由系统按期限办理",
    acts.Determine: "需要或者不需要的理由各件不同",
    acts.Review: "意见要逐件审出来",
    acts.Inspect: "核查的人员、时间和情况各件不同",
    acts.Appraise: "专家的意见各件不同",
    acts.JointReview: "会同部门的意见各件不同",
    acts.RequestMore: "要求补充的材料各件不同",
    acts.Decide: "决定和理由要逐件作出",
    acts.Recommend: "推荐与否、名次和理由要逐件作出",
    acts.Meet: "参会、回避和表决要逐件记明；整批的排序在批次里研究",
    acts.Object: "异议的内容各件不同",
    acts.AnswerObjection: "核实的情况和答复各件不同",
    acts.Perform: "文书和送达的证明各件不同",
    acts.Deliver: "送达的日期、方式和证明各件不同",
    acts.Prove: "盖章和送达的证明各件不同",
    acts.SendBack: "退回的环节和理由各件不同",
    acts.Withdraw: "由申请人提出",
    acts.Extend: "延长的理由要逐件告知（行政许可法第四十二条）",
    acts.Recuse: "回避的人员和理由各件不同",
    acts.Remark: "记录的内容各件不同",
    acts.Adjust: "由清单管理员随调整办理",
    acts.CheckUp: "检查的情况各件不同",
}
"""Every other act → why it is done case by case."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that is possible in ``able`` of the cases."""

    act: type[acts.Act]
    tag: str
    label: str
    why: str
    able: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would come of it in a case: ``act`` with the step that it belongs to, and what whoever does it is warned of;
    or why it would not go through."""

    stand: Stand
    act: acts.Act
    refusal: str = ""
    cautions: tuple[Caution, ...] = ()

    @property
    def case(self) -> Case:
        """The case."""
        return self.stand.case

    @property
    def intended(self) -> Intended:
        """To be carried out."""
        return Intended(self.case, (self.act,), self.case.version)


def chosen(person: Person, agency: Agency, numbers: Iterable[str]) -> tuple[Stand, ...]:
    """The cases with these numbers, as far as this person sees them at that desk, at most :data:`MOST`, in the order of
    their dates. Ten queries. Raises ``Denied``."""
    demand(person, "case.list", agency)
    wanted = list(dict.fromkeys(numbers))[:MOST]
    found = scope(person, agency, Whose.ALL).filter(agency=agency, number__in=wanted)
    return stands(found.order_by("order_at", "pk"), person)


def choices(held: Sequence[Stand]) -> tuple[Choice, ...]:
    """The acts of :data:`TOGETHER` that this person may do now in at least one of the cases. No query."""
    able = dict.fromkeys(TOGETHER, 0)
    for stand in held:
        offered = {each.act for each in _offers(stand)}
        for act in TOGETHER:
            able[act] += act in offered and bool(
                may(stand.person, "case.act", Doing(stand.case, act, RULES[act].who))
            )
    return tuple(
        Choice(act, TAGS[act], RULES[act].label, why, able[act]) for act, why in TOGETHER.items() if able[act]
    )


def _offers(stand: Stand) -> Sequence[Any]:
    return possible(stand.pinned.procedure, stand.state, stand.world, stand.now, stand.days)


def foresee(held: Iterable[Stand], act: acts.Act, letter: LetterOrder | None = None) -> tuple[Foreseen, ...]:
    """What would come of ``act``, whose step is left blank, in each of the cases, with a letter of that kind. No query,
    but for letters one where a value hangs on what was handed in."""
    return tuple(_foresee(stand, act, letter) for stand in held)


def _foresee(stand: Stand, act: acts.Act, letter: LetterOrder | None) -> Foreseen:
    steps = [each.step or "" for each in _offers(stand) if each.act is type(act)]
    if len(steps) > 1:
        refusal = f"有{len(steps)}个环节可以办理，请打开本件选择环节"
        return Foreseen(stand, act, refusal)
    if hasattr(act, "step"):
        act = replace(act, step=steps[0] if steps else _nearest(stand, type(act)))  # type: ignore[type-var]
    issued = act if letter is None else _with_letter(stand, act)
    found = stand.foresee(issued)
    if isinstance(found, str):
        return Foreseen(stand, act, found)
    if letter is not None and (lacking := _lacking(stand, act, letter)):
        return Foreseen(stand, act, lacking)
    return Foreseen(stand, act, "", tuple(caution for event in found for caution in event.cautions))


def _nearest(stand: Stand, act: type[acts.Act]) -> str:
    """Where the act is not possible: the step of which the engine says why not, the first that is not done."""
    course = course_of(stand.pinned.procedure)
    situation = Situation(course, stand.state, stand.world, stand.now, stand.days)
    spots = [each for each in RULES[act].spots(situation) if each is not None]
    ahead = (each.key for each in spots if not stand.state.is_done(each.key))
    return next(ahead, spots[-1].key if spots else "")


def _with_letter(stand: Stand, act: acts.Act) -> acts.Act:
    """As the act will name its letter, which has no number yet."""
    named = references.with_letter(act, "letter:0")
    if next(references.papers(named), None) is not None:
        named = references.with_paper(named, Paper("letter:0", timezone.localdate(stand.now)))
    return named


def _lacking(stand: Stand, act: acts.Act, letter: LetterOrder) -> str:
    """What the letter lacks, in its words."""
    about = kinds.kind(letter.kind)
    known = letter_values.values_for(_turn(stand), act, letter.kind, only_needed=True)
    try:
        values.kept(about, {**known, **letter.values})
    except Unacceptable as lacking:
        return str(lacking)
    return ""


def known_in(stand: Stand, act: acts.Act, kind: str) -> dict[str, Any]:
    """What is known of the values of a letter of this kind that goes with ``act``. At most three queries."""
    return letter_values.values_for(_turn(stand), act, kind)


def sample(seen: Foreseen, letter: LetterOrder) -> Document:
    """The letter as it will go out in this case, without its number. At most four queries. Raises ``Unacceptable``."""
    said = {**known_in(seen.stand, seen.act, letter.kind), **letter.values}
    return specimen(seen.case.agency, kinds.kind(letter.kind), said, seen.stand.now)


def _turn(stand: Stand) -> Turn:
    case = stand.case
    case.handler = case.handler or stand.person  # whoever acts first takes it up
    return Turn(case, stand.pinned, stand.history, stand.now, stand.days)
