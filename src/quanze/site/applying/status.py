"""A case as its applicant reads it: the course with the present place, what comes next, until when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from quanze.cases.models import Case, Holder
from quanze.cases.queries import ABOUT, Mark, StageView, StatusPage, StepView
from quanze.cases.words import fate_words
from quanze.letters.models import Letter, Sealing
from quanze.procedure.clocks.moments import say_day
from quanze.procedure.engine import About, Deadline, acts
from quanze.procedure.engine.choices import Standing
from quanze.procedure.engine.events import Ending
from quanze.procedure.engine.labels import ENDINGS
from quanze.procedure.model import Kind
from quanze.site.casework.questions import OUTCOMES
from quanze.site.charts.flow import NARROW, WIDE, Chart, draw
from quanze.site.clocks import ShownDeadline
from quanze.site.clocks import shown as shown_deadline

DONE, HERE, AHEAD, OFF = ("done", "✓ 已办"), ("here", "▶ 现在"), ("ahead", "待办"), ("off", "不再办理")

ALWAYS_TOLD = (About.NOTICE, About.ANSWER, About.CASE, About.PUBLICITY, About.RECTIFY)
"""Deadlines that every applicant may know; that of a step, when its turn has come."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: for what, whose it is, whether it is the applicant's (``mine``) and has passed (``over``), how it was
    reached (``None``: it is not counted in days)."""

    label: str
    whose: str
    mine: bool
    over: bool
    deadline: Deadline
    shown: ShownDeadline | None


@dataclass(frozen=True, slots=True)
class Next:
    """A step whose turn it is, and who does it."""

    name: str
    words: str
    by: str
    waits: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter, how it stands with its seal, and how it reached the applicant, if it did."""

    letter: Letter
    standing: str
    delivered_on: date | None
    way: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a higher authority made of it, by which document, and when that was entered here; ``outcome`` is "" for what
    it is still doing with it."""

    organ: str
    outcome: str
    words: str
    document: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """What stands on the page beside what ``StatusPage`` has. ``waits`` says for whom the case waits now, ``rectify``
    what has to be mended after its end, ``adjusted`` by what adjustment of the list it ended; "" where that is not
    so."""

    now: str
    waits: str
    rectify: str
    adjusted: str
    names: tuple[str, ...]
    wide: Chart | None
    narrow: Chart | None
    following: tuple[Next, ...]
    ahead: tuple[str, ...]
    due: tuple[Due, ...]
    letters: tuple[Sent, ...]
    results: tuple[Result, ...]

    @property
    def decided(self) -> bool:
        """Whether a higher authority has decided."""
        return any(each.outcome for each in self.results)


def status(page: StatusPage, now: datetime) -> Status:
    """Everything that is drawn from a case's status, as it is ``now``."""
    named = [stage for stage in page.stages if stage.name]
    names = tuple(stage.name for stage in named)
    states = [_state(stage) for stage in named]
    steps = [step for stage in page.stages for step in stage.steps]
    return Status(
        now=_now(page),
        waits=_waits(page),
        rectify=_rectify(page),
        adjusted=_adjusted(page),
        names=names,
        wide=draw(names, WIDE, states),
        narrow=draw(names, NARROW, states),
        following=tuple(_following(page, steps)),
        ahead=tuple(dict.fromkeys(step.name for step in steps if step.mark is Mark.AHEAD)),
        due=tuple(_due(page, steps, now)),
        letters=tuple(_sent(each) for each in page.letters),
        results=tuple(_results(page)),
    )


def in_words(case: Case) -> str:
    """How a case stands, in a list. Of decisions on their way nothing is said before they are delivered."""
    if case.ending:
        mending = "，限期整改" if case.holder == Holder.APPLICANT else ""
        return f"{case.get_ending_display()}{mending}"
    if case.holder == Holder.APPLICANT:
        return case.standing
    return f"正在办理：{case.stage}" if case.stage else "正在办理"


def _now(page: StatusPage) -> str:
    state = page.state
    if _rectify(page):
        return f"{ENDINGS[state.ending]}，请您限期整改" if state.ending else "请您限期整改"
    if state.ending is not None:
        return ENDINGS[state.ending]
    if owed := (*page.missing, *page.wanted):
        return f"请您补交{len(owed)}项材料"
    if state.suspended:
        return "办理期限中止计算"
    if state.at_gate:
        return "已收到，尚未受理"
    stage = next((stage.name for stage in page.stages if stage.name and _state(stage) is HERE), "")
    return f"正在办理：{stage}" if stage else "正在办理"


def _waits(page: StatusPage) -> str:
    """Whose turn it is, where it is not the applicant's. Who decides within the bureau is the bureau's business."""
    case, state = page.case, page.state
    if state.ending is not None or state.missing or state.wanted:
        return ""
    if state.suspended:
        return f"办理期限中止计算：{state.suspensions[-1].ground}。恢复以后由{_office(case)}接着办理，不需要您做什么。"
    if case.holder == Holder.PARTNER:
        partner = "会同部门" if case.partner is None else case.partner.name
        return f"现在等{partner}的联合审核意见，由{_office(case)}负责办理，不需要您做什么。"
    return f"现在由{_office(case)}办理，不需要您做什么。"


def _rectify(page: StatusPage) -> str:
    """What has to be mended after a follow-up, in its words."""
    checked = page.state.checked
    if checked is None or checked.standing is not Standing.RECTIFY:
        return ""
    found = (each.act.words for each in reversed(page.entries) if isinstance(each.act, acts.CheckUp))
    return next(found, "")


def _adjusted(page: StatusPage) -> str:
    """What became of it, where an adjustment of the list ended it."""
    if page.state.ending not in (Ending.TRANSFERRED, Ending.ABOLISHED):
        return ""
    return next(
        (fate_words(each.act) for each in reversed(page.entries) if isinstance(each.act, acts.Adjust)), ""
    )


def _office(case: Case) -> str:
    return case.agency.name + ("" if case.office is None else case.office.name)


def _state(stage: StageView) -> tuple[str, str]:
    """How a stage stands, by the steps that are owed in it."""
    marks = {step.mark for step in stage.steps}
    if marks & {Mark.OPEN, Mark.AWAITING}:
        return HERE
    if Mark.AHEAD in marks:
        return HERE if Mark.DONE in marks else AHEAD
    if Mark.DONE in marks:
        return DONE
    return OFF if Mark.DROPPED in marks else AHEAD


def _following(page: StatusPage, steps: list[StepView]) -> Iterator[Next]:
    bureau, partner = _office(page.case), page.case.partner
    for step in steps:
        if step.mark not in (Mark.OPEN, Mark.AWAITING):
            continue
        by = partner.name if partner is not None and step.place.kind is Kind.JOINT_REVIEW else bureau
        yield Next(step.name, step.words, by, "等待书面凭证盖章和送达" if step.mark is Mark.AWAITING else "")


def _due(page: StatusPage, steps: list[StepView], now: datetime) -> Iterator[Due]:
    """Those that run. After the end no more than what has to be mended is owed."""
    current = {step.key for step in steps if step.mark in (Mark.OPEN, Mark.AWAITING)}
    names = {step.key: step.name for step in steps}
    for number, each in enumerate(page.deadlines):
        if each.about not in ALWAYS_TOLD and each.step not in current:
            continue
        if page.state.ending is not None and each.about is not About.RECTIFY:
            continue
        label = names.get(each.step, "") if each.about is About.STEP else ""
        mine = each.about in (About.ANSWER, About.RECTIFY)
        counted = None if each.counted is None else shown_deadline(each.counted, f"due-{number}")
        yield Due(
            label=label or ABOUT[each.about],
            whose="您" if mine else page.case.agency.name,
            mine=mine,
            over=each.until is not None and each.until <= now,
            deadline=each,
            shown=counted,
        )


def _results(page: StatusPage) -> Iterator[Result]:
    labels = {outcome.value: label for outcome, label in OUTCOMES}
    for entry in page.entries:
        act = entry.act
        if isinstance(act, acts.RecordResult | acts.NoteProgress):
            outcome = labels[act.outcome] if isinstance(act, acts.RecordResult) else ""
            day = say_day(act.on) if act.on else ""
            yield Result(act.organ, outcome, act.words, "，".join(filter(None, (act.number, day))), entry.at)


def _sent(letter: Letter) -> Sent:
    last = max(letter.deliveries.all(), key=lambda each: each.pk, default=None)
    return Sent(
        letter,
        _standing(letter),
        None if last is None else last.on,
        "" if last is None else last.get_way_display(),
    )


def _standing(letter: Letter) -> str:
    if not letter.sealed:
        return "不须盖章"
    seals = list(letter.sealings.all())
    signed = next((each for each in seals if each.means == Sealing.Means.ELECTRONIC), None)
    if signed is not None:
        return "已用测试证书签名，无法律效力" if signed.test else "已用数字证书电子签名"
    return "已盖章（纸质）" if seals else "待盖章，盖章以前不是有效凭证"
