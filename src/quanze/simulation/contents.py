"""What goes into an act of a simulated case: by whom it is done, with which words, papers and people. A table by acts;
what a matter asks for comes from its procedure and its kit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from quanze.cases.models import Case
from quanze.cases.pinned import Pinned
from quanze.cases.publicities import last_day, period
from quanze.cases.services import LetterOrder
from quanze.cases.words import reference
from quanze.files.models import Deposit
from quanze.kits.answers import check, materials
from quanze.people.models import Person
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.suspension import GROUNDS
from quanze.procedure.engine import Place, acts, course_of
from quanze.procedure.engine.choices import Outcome, Standing, Way
from quanze.procedure.engine.counting import last_days
from quanze.procedure.engine.evidence import Delivery, Expert, Inspector, Paper
from quanze.procedure.model import Limit, Unit
from quanze.simulation.cast import MARK, Cast
from quanze.simulation.choosing import NEEDED, Choice, View
from quanze.simulation.habits import ANSWER_WITHIN, Fault, Turn
from quanze.simulation.papers import scan

HIGHER = f"上级主管部门（{MARK}）"
BARE = "不符合条件。"
SHORT_OF = "缺少能够证明相应能力的检测、审计资料，经核实无法补足。"
UNTOLD = 7
"""Days of a publicity of which nobody said how long it lasts."""


@dataclass(slots=True)
class Scene:
    """A case at the moment in which something is done in it."""

    cast: Cast
    case: Case
    on: Pinned
    view: View
    choice: Choice
    applicant: Person | None

    @property
    def step(self) -> str:
        """The key of the step."""
        return self.choice.possible.step or ""

    @property
    def place(self) -> Place | None:
        """Where the act takes place."""
        return course_of(self.on.procedure).find(self.step) if self.step else None

    @property
    def today(self) -> date:
        """The day that is played."""
        return self.view.now.astimezone(SHANGHAI).date()

    @property
    def dice(self) -> Random:
        """How chance falls in this turn."""
        return self.view.dice

    @property
    def free(self) -> list[Person]:
        """The officers of the case who need not stand back."""
        found = self.cast.officers(self.case.office_id)
        if self.one_hand:
            found = (self.cast.both, *found)
        return [each for each in found if reference(each.pk) not in self.view.state.recused]

    @property
    def one_hand(self) -> bool:
        """Whether one person handles and decides."""
        return self.view.plan.has(Fault.ONE_HAND)

    @property
    def officer(self) -> Person:
        """Who handles the case."""
        free = self.free
        if self.one_hand:
            return free[0]
        wanted = self.cast.officers(self.case.office_id)[self.view.plan.officer]
        return wanted if wanted in free else free[0]

    @property
    def leader(self) -> Person:
        """Who decides."""
        return self.cast.both if self.one_hand else self.cast.leader

    @property
    def by_letter(self) -> bool:
        """Whether the program issues the letters of the case."""
        return self.view.plan.letters

    def deposit(self, by: Person) -> Deposit:
        """The scan of the papers of this case."""
        return scan(self.case, by)

    def scan(self, by: Person) -> str:
        """The reference of that scan."""
        return f"deposit:{self.deposit(by).pk}"

    def paper(self, by: Person) -> Paper:
        """A paper written outside the program, sealed and handed over; what comes late is not handed over yet."""
        document = self.scan(by)
        if self.view.plan.has(Fault.LATE_RECEIPT) and self.choice.act is acts.Accept:
            return Paper(document, self.today)
        return Paper(document, self.today, document, Delivery(Way.DIRECT, self.today, document))

    def reasons(self) -> str:
        """The reasons of this verdict."""
        if self.choice.favourable:
            return "材料齐全，符合规定的条件。"
        if Fault.BARE_REASONS in self.choice.faults:
            return BARE
        words = self.place.words[:40] if self.place else self.case.matter_name
        return f"（{MARK}）{self.case.title or '申请'}与“{words}”的要求不符：{SHORT_OF}"


@dataclass(frozen=True, slots=True)
class Doing:
    """An act, by whom it is done, and the letter that goes with it."""

    act: acts.Act
    by: Person
    letter: LetterOrder | None = None
    files: Mapping[str, Any] = field(default_factory=dict)


def doing(scene: Scene) -> Doing:
    """What is done for the choice of this scene."""
    return _BY_ACT[scene.choice.act](scene)


# The gate ----------------------------------------------------------------------------------------------------------


def _notice(scene: Scene) -> Doing:
    items = scene.view.state.notices[0].items if scene.view.state.notices else lacking(scene.on, scene.case)
    act, by = acts.GiveNotice(scene.step, items, Limit(ANSWER_WITHIN, Unit.WORKING_DAY)), scene.officer
    if scene.by_letter and not scene.view.state.notices:
        return Doing(
            act, by, LetterOrder("supplement", {"handler": by.name, "handler_phone": "0000-6000000"})
        )
    return Doing(acts.GiveNotice(act.step, act.items, act.within, scene.paper(by)), by)


def lacking(on: Pinned, case: Case) -> tuple[str, ...]:
    """The materials that an incomplete application lacks: the last that the kit asks for."""
    wanted = [
        each.name
        for each in materials(on.kit, check(on.kit, case.answers, draft=True).values)
        if each.required
    ]
    return tuple(dict.fromkeys(wanted[-2:])) or ("情况说明",)


def _hand_in(scene: Scene) -> Doing:
    """What was asked for is brought to the window, on paper."""
    state = scene.view.state
    return Doing(acts.HandIn(state.missing or state.wanted), scene.officer)


def _accept(scene: Scene) -> Doing:
    by, place = scene.officer, scene.place
    if scene.by_letter:
        return Doing(acts.Accept(scene.step), by, LetterOrder("acceptance"))
    paper = scene.paper(by) if place is not None and place.certified() else None
    return Doing(acts.Accept(scene.step, paper), by)


def _decline(scene: Scene) -> Doing:
    by = scene.officer
    act = acts.Decline(scene.step, scene.reasons())
    if scene.by_letter:
        return Doing(act, by, LetterOrder("declination"))
    return Doing(acts.Decline(scene.step, act.reasons, paper=scene.paper(by)), by)


# Examining ---------------------------------------------------------------------------------------------------------


def _determine(scene: Scene) -> Doing:
    needed = scene.dice.random() < NEEDED
    return Doing(
        acts.Determine(scene.step, needed, "本件需要。" if needed else "材料已能说明情况。"), scene.officer
    )


def _review(scene: Scene) -> Doing:
    return Doing(acts.Review(scene.step, scene.reasons(), scene.choice.favourable), scene.officer)


def _inspect(scene: Scene) -> Doing:
    by, place = scene.officer, scene.place
    least = (place.step.min_people if place and place.step else None) or 2
    wanted = 1 if Fault.LONE_VISIT in scene.choice.faults else max(least, 2)
    team = [by, *(each for each in scene.free if each != by)][:wanted]
    began = scene.view.now - timedelta(hours=2)
    act = acts.Inspect(
        scene.step,
        tuple(Inspector(reference(each.pk), f"{MARK}{each.pk:05}") for each in team),
        scene.scan(by),
        scene.reasons(),
        scene.choice.favourable,
        where=scene.case.applicant_data.get("address") or f"{MARK}地址",
        began=began,
        ended=scene.view.now,
        signed=True,
    )
    return Doing(act, by)


def _appraise(scene: Scene) -> Doing:
    place = scene.place
    least = (place.step.min_people if place and place.step else None) or 3
    experts = tuple(Expert(f"{MARK}专家{number + 1}") for number in range(max(least, 3)))
    return Doing(acts.Appraise(scene.step, experts, scene.reasons(), scene.choice.favourable), scene.officer)


def _joint_review(scene: Scene) -> Doing:
    partner = scene.cast.partners.get(scene.case.partner_id or 0)
    if partner is not None:
        return Doing(acts.JointReview(scene.step, scene.reasons()), partner)
    by = scene.officer
    return Doing(acts.JointReview(scene.step, scene.reasons(), document=scene.scan(by)), by)


def _request(scene: Scene) -> Doing:
    by = scene.officer
    within = Limit(ANSWER_WITHIN, Unit.WORKING_DAY)
    return Doing(acts.RequestMore(scene.step, ("补充说明",), scene.scan(by), within), by)


# Concluding --------------------------------------------------------------------------------------------------------


def _meet(scene: Scene) -> Doing:
    by = scene.leader
    people = [by, scene.cast.heads.get(scene.case.office_id) or scene.cast.heads[None]]
    there = tuple(reference(each.pk) for each in people if reference(each.pk) not in scene.view.state.recused)
    return Doing(
        acts.Meet(scene.step, scene.today, scene.scan(by), there, votes_for=len(there)),
        by,
    )


def _decide(scene: Scene) -> Doing:
    by, good = scene.leader, scene.choice.favourable
    act = acts.Decide(scene.step, good, scene.reasons())
    if scene.by_letter:
        return Doing(act, by, LetterOrder("passed" if good else "not_passed"))
    return Doing(acts.Decide(scene.step, good, act.reasons, scene.paper(by)), by)


def _recommend(scene: Scene) -> Doing:
    by, good = scene.leader, scene.choice.favourable
    act = acts.Recommend(scene.step, good, scene.reasons())
    if scene.by_letter and good:
        values = {"recipient": HIGHER, "subject_words": f"推荐{scene.case.title or scene.case.matter_name}"}
        return Doing(act, by, LetterOrder("recommendation", values))
    return Doing(acts.Recommend(scene.step, good, act.reasons, scene.scan(by)), by)


def _report(scene: Scene) -> Doing:
    by = scene.officer
    if scene.by_letter:
        values = {"subject_words": f"报送{scene.case.title or scene.case.matter_name}"}
        return Doing(acts.Report(scene.step, HIGHER, ""), by, LetterOrder("report", values))
    return Doing(acts.Report(scene.step, HIGHER, scene.scan(by)), by)


def _perform(scene: Scene) -> Doing:
    by = scene.officer
    return Doing(acts.Perform(scene.step, scene.paper(by), f"（{MARK}）已办理。"), by)


def _deliver(scene: Scene) -> Doing:
    by = scene.officer
    return Doing(acts.Deliver(scene.step, scene.paper(by)), by)


def _prove(scene: Scene) -> Doing:
    by = scene.officer
    return Doing(acts.Prove(scene.step, scene.paper(by)), by)


# Publicity -----------------------------------------------------------------------------------------------------------


def _post(scene: Scene) -> Doing:
    by, days = scene.officer, scene.view.days
    end = last_day(scene.on, scene.place, scene.today, days) or scene.today + timedelta(days=UNTOLD)
    limit = period(scene.on, scene.place)
    if Fault.SHORT_POSTING in scene.choice.faults and limit is not None:
        least = last_days(limit, scene.today, days)
        end = max((least[0] if least else end) - timedelta(days=1), scene.today)
    if Fault.POSTED_AGAIN in scene.choice.faults:
        end += timedelta(days=3)
    return Doing(acts.Post(scene.step, f"{MARK}公示栏", scene.scan(by), scene.today, end), by)


def _object(scene: Scene) -> Doing:
    return Doing(acts.Object(scene.step, f"（{MARK}）对公示内容有异议，请核实。"), scene.officer)


def _answer(scene: Scene) -> Doing:
    number = next(each.number for each in scene.view.state.open_objections if each.step == scene.step)
    upheld = scene.view.plan.has(Turn.UPHELD)
    words = "经核实，异议成立。" if upheld else "经核实，异议不成立。"
    return Doing(acts.AnswerObjection(scene.step, number, upheld, f"（{MARK}）{words}"), scene.officer)


def _end_publicity(scene: Scene) -> Doing:
    return Doing(acts.EndPublicity(scene.step), scene.officer)


# At any time, and afterwards -----------------------------------------------------------------------------------------


def _suspend(scene: Scene) -> Doing:
    by = scene.officer
    return Doing(acts.Suspend(scene.dice.choice(sorted(GROUNDS)), scene.scan(by)), by)


def _extend(scene: Scene) -> Doing:
    """By one, in the unit of the limit."""
    by, place = scene.leader, scene.place
    unit = place.step.limit.unit if place and place.step and place.step.limit else Unit.WORKING_DAY
    return Doing(acts.Extend(scene.step, Limit(1, unit), "情况复杂，需要进一步核实。", scene.scan(by)), by)


def _recuse(scene: Scene) -> Doing:
    """One of the office stands back who did nothing in the case."""
    by = scene.officer
    other = next(each for each in scene.free if each not in (by, scene.cast.both))
    return Doing(acts.Recuse(reference(other.pk), f"（{MARK}）与申请人有亲属关系。"), by)


def _send_back(scene: Scene) -> Doing:
    return Doing(acts.SendBack(scene.step, f"（{MARK}）意见不清，请重新办理。"), scene.leader)


def _withdraw(scene: Scene) -> Doing:
    return Doing(acts.Withdraw(f"（{MARK}）项目调整。"), scene.applicant or scene.officer)


def _result(scene: Scene) -> Doing:
    outcome = Outcome.GRANTED if scene.dice.random() < 0.7 else Outcome.DENIED
    act = acts.RecordResult(HIGHER, outcome, f"（{MARK}）上级结果。", on=scene.today)
    return Doing(act, scene.cast.recorder)


def _check_up(scene: Scene) -> Doing:
    found = Standing.COMPLIANT if scene.dice.random() < 0.85 else Standing.RECTIFY
    within = Limit(30, Unit.WORKING_DAY) if found is Standing.RECTIFY else None
    by = scene.officer
    document = scene.scan(by) if within else ""
    return Doing(acts.CheckUp(scene.step, found, f"（{MARK}）检查情况。", within, document), by)


_BY_ACT: Mapping[type[acts.Act], Callable[[Scene], Doing]] = {
    acts.GiveNotice: _notice,
    acts.HandIn: _hand_in,
    acts.Accept: _accept,
    acts.Decline: _decline,
    acts.Determine: _determine,
    acts.Review: _review,
    acts.Inspect: _inspect,
    acts.Appraise: _appraise,
    acts.JointReview: _joint_review,
    acts.RequestMore: _request,
    acts.Meet: _meet,
    acts.Decide: _decide,
    acts.Recommend: _recommend,
    acts.Report: _report,
    acts.Perform: _perform,
    acts.Deliver: _deliver,
    acts.Prove: _prove,
    acts.Post: _post,
    acts.Object: _object,
    acts.AnswerObjection: _answer,
    acts.EndPublicity: _end_publicity,
    acts.Close: lambda scene: Doing(acts.Close(), scene.officer),
    acts.Suspend: _suspend,
    acts.Resume: lambda scene: Doing(acts.Resume(f"（{MARK}）事由消除。"), scene.officer),
    acts.Extend: _extend,
    acts.Recuse: _recuse,
    acts.SendBack: _send_back,
    acts.Withdraw: _withdraw,
    acts.RecordResult: _result,
    acts.CheckUp: _check_up,
}
