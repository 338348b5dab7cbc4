"""What somebody does in a case. Each act is a value: its fields are what the record of it must hold.

``step`` is the key of the step that the act belongs to, ``document``, ``record`` and ``proof`` refer into the store of
documents, people are references into the accounts. Days are days in China.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quanze.procedure.engine.choices import Fate, Outcome, Standing
from quanze.procedure.engine.evidence import Expert, Inspector, Paper
from quanze.procedure.model import Limit


class Act:
    """Any act."""

    __slots__ = ()


# --- receipt and gate -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Submit(Act):
    """提交申请. ``received``: the real day of receipt of a paper application, where it is not today."""

    materials: tuple[str, ...] = ()
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Correct(Act):
    """当场更正: the applicant mends these items at the counter."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GiveNotice(Act):
    """一次性告知: everything that is missing, and until when to bring it."""

    step: str
    items: tuple[str, ...]
    within: Limit | None = None
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class HandIn(Act):
    """补交材料: answers to items of a notice, or of a request during review. ``documents``: one for each item, or none
    where paper was handed in."""

    items: tuple[str, ...]
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept(Act):
    """受理."""

    step: str
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Decline(Act):
    """不予受理. ``competent``: who has the power, where it is not ours (``ours`` false)."""

    step: str
    reasons: str
    ours: bool = True
    competent: str = ""
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class DeemAccepted(Act):
    """逾期不告知，自收到之日起即为受理, where that rule is set for the matter."""

    step: str


@dataclass(frozen=True, slots=True)
class DeemWithdrawn(Act):
    """逾期未补正，视为撤回申请, where that rule is set for the matter."""


# --- examining --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Determine(Act):
    """An optional step is needed, or is not, and why."""

    step: str
    needed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Review(Act):
    """材料审核."""

    step: str
    opinion: str
    favourable: bool = True


@dataclass(frozen=True, slots=True)
class Inspect(Act):
    """现场核查: who, what they found, the record, pictures; where, and from when until when. ``signed``: by those who
    inspected and those who were visited; otherwise ``refusal`` says why not, and who witnessed it."""

    step: str
    people: tuple[Inspector, ...]
    record: str
    findings: str = ""
    favourable: bool = True
    pictures: tuple[str, ...] = ()
    where: str = ""
    began: datetime | None = None
    ended: datetime | None = None
    signed: bool | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Appraise(Act):
    """专家评审."""

    step: str
    experts: tuple[Expert, ...]
    opinion: str
    favourable: bool = True


@dataclass(frozen=True, slots=True)
class JointReview(Act):
    """联合审核, by a person of the other agency, or entered from the ``document`` of that agency."""

    step: str
    opinion: str
    favourable: bool = True
    document: str = ""


@dataclass(frozen=True, slots=True)
class RequestMore(Act):
    """审查中书面要求补充材料."""

    step: str
    items: tuple[str, ...]
    document: str
    within: Limit | None = None


# --- concluding -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decide(Act):
    """作出决定、提出意见: favourable (推荐、通过初审) or not, then with reasons in writing."""

    step: str
    favourable: bool
    reasons: str = ""
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Recommend(Act):
    """推荐 with the letter that recommends, or 不予推荐 with reasons."""

    step: str
    favourable: bool
    reasons: str = ""
    document: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Meet(Act):
    """集体决策: the minutes, who was there, who stood back, how they voted on this step."""

    step: str
    on: date
    minutes: str
    people: tuple[str, ...]
    stood_back: tuple[str, ...] = ()
    votes_for: int = 0
    votes_against: int = 0


@dataclass(frozen=True, slots=True)
class Post(Act):
    """发布公示, proven by address and picture; ``start`` is the first day, ``end`` the last; ``document``: the notice
    that was posted."""

    step: str
    address: str
    picture: str
    start: date
    end: date
    document: str = ""


@dataclass(frozen=True, slots=True)
class Object(Act):
    """提出异议. The text stays as it was handed in."""

    step: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class AnswerObjection(Act):
    """答复异议. An upheld one leads back to the step ``back_to``, or, without it, to a negative verdict. ``document``:
    the letter that tells the objector."""

    step: str
    number: int
    upheld: bool
    answer: str
    back_to: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class EndPublicity(Act):
    """公示结束: the period is over, and no objection is open."""

    step: str


@dataclass(frozen=True, slots=True)
class Report(Act):
    """上报: to whom, with which document."""

    step: str
    recipient: str
    document: str


@dataclass(frozen=True, slots=True)
class Perform(Act):
    """公告、告知、听证、执行: done, with the paper that went out or shows it."""

    step: str
    paper: Paper
    words: str = ""


@dataclass(frozen=True, slots=True)
class Deliver(Act):
    """送达申请人: what, in which way, on which day."""

    step: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Prove(Act):
    """The certificate of a step is shown to be dated, sealed and delivered."""

    step: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class SendBack(Act):
    """退回重办: this step and all that follow are done again."""

    step: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Close(Act):
    """办结."""


# --- at any time ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Withdraw(Act):
    """申请人撤回."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suspend(Act):
    """中止计时 on a listed ground, with the written notice to the applicant."""

    ground: str
    notice: str


@dataclass(frozen=True, slots=True)
class Resume(Act):
    """恢复计时."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extend(Act):
    """延长期限 of this step by ``more``, in the unit of its limit, with the reasons, and the notice by which the
    applicant is told of them."""

    step: str
    more: Limit
    reasons: str
    notice: str


@dataclass(frozen=True, slots=True)
class Recuse(Act):
    """回避: this person does nothing more in the case."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark(Act):
    """Something to remember about a step that nobody here owes: done by another party, or "其他责任"."""

    step: str
    words: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Adjust(Act):
    """清单调整对在办件的处理. ``adjustment`` refers to the adjustment; ``kept`` are, for a switch, the steps of the new
    procedure that stay done; ``receiver`` is, for a transfer, the agency that takes over."""

    adjustment: str
    fate: Fate
    reason: str
    kept: tuple[str, ...] = ()
    receiver: str = ""


# --- after the end ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordResult(Act):
    """上级结果: who decided what, in which words, by which document of which day and number. There may be several:
    city, province, ministry."""

    organ: str
    outcome: Outcome
    words: str = ""
    document: str = ""
    on: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class NoteProgress(Act):
    """上级进展: what a higher authority is doing with it, which is no result yet: 已进入专家评审."""

    organ: str
    words: str
    document: str = ""
    on: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class CheckUp(Act):
    """后续监管: 符合, 限期整改 (``within``), or 整改后仍不符合, 建议撤销. ``document``: the letter that orders the one
    or proposes the other."""

    step: str
    standing: Standing
    words: str
    within: Limit | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Who does what. ``seen``: how many events the case had when they looked (``None``: it does not matter)."""

    by: str
    act: Act
    seen: int | None = None
