"""Review, inspection, experts, joint review, and written requests for more."""

from __future__ import annotations

from quanze.procedure.engine import acts, contents
from quanze.procedure.engine.course import Part, Place, When
from quanze.procedure.engine.events import Consequence, Discharged
from quanze.procedure.engine.hindrance import Hindrance, clip, hindered, listed
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.meeting import meeting_if_negative
from quanze.procedure.engine.outcome import discharge
from quanze.procedure.engine.rule import Rule, Situation, Spot, on_path
from quanze.procedure.engine.turn import IN_TURN, accepted, turn, underway
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind

# --- whether an optional step is needed -------------------------------------------------------------------------


def _questionable(situation: Situation) -> tuple[Spot, ...]:
    return tuple(place for place in situation.course.path if place.optional or place.when is When.SOMETIMES)


def _one_stays(situation: Situation, place: Place) -> Hindrance | None:
    """Of steps that are each for a case of its own, one is for this case."""
    if not place.alternative:
        return None
    others = situation.course.alternatives(place)
    if any(other.key not in situation.state.waived for other in others):
        return None
    return hindered(
        "undetermined",
        f"同一环节的其他{KINDS[place.kind]}都已写明不适用",
        f"请按本件适用的规定完成{KINDS[place.kind]}",
        place,
    )


def _determination(situation: Situation, place: Place, act: acts.Determine) -> Hindrance | None:
    name = "需要的理由" if act.needed else "不需要的理由"
    return contents.words(act.reason, name, place) or (None if act.needed else _one_stays(situation, place))


def _determined(situation: Situation, place: Place, act: acts.Determine) -> tuple[Consequence, ...]:
    return () if act.needed else (Discharged(place.key),)


# --- review, inspection, experts, joint review -------------------------------------------------------------------


def _review(situation: Situation, place: Place, act: acts.Review) -> Hindrance | None:
    return contents.words(act.opinion, "审核意见", place) or _negative(situation, place, act)


def _negative(
    situation: Situation, place: Place, act: acts.Review | acts.Inspect | acts.Appraise
) -> Hindrance | None:
    """Where an opinion is the verdict, a negative one is no single person's."""
    return meeting_if_negative(situation, place) if place.verdict and not act.favourable else None


def _inspection(situation: Situation, place: Place, act: acts.Inspect) -> Hindrance | None:
    asked = bool(place.step and place.step.credentials) or situation.facts.rules.credentials
    bare = next((each for each in act.people if asked and not each.credential.strip()), None)
    return contents.first(
        contents.staff(
            tuple(each.person for each in act.people),
            (place.step.min_people if place.step else None) or 1,
            situation,
            place,
        ),
        hindered(
            "credential",
            f"没有写明{clip(situation.facts.name(bare.person))}出示的执法证件号",
            "请写明每名核查人员出示的证件号",
            place,
        )
        if bare
        else None,
        _visit(situation, place, act),
        contents.document(act.record, "现场核查记录", place),
        contents.words(act.findings, "不符合的情况", place) if not act.favourable else None,
        _negative(situation, place, act),
    )


def _visit(situation: Situation, place: Place, act: acts.Inspect) -> Hindrance | None:
    """When it was, and that nobody's signature is missing without a word."""
    began, ended = act.began, act.ended
    if any(moment and moment > situation.now for moment in (began, ended)):
        return hindered("day", "核查时间晚于现在", "请按实际核查的时间填写", place)
    if began and ended and ended < began:
        return hindered("day", "核查结束的时间早于开始的时间", "请核对核查的起止时间", place)
    if act.signed is False:
        return contents.words(act.refusal, "拒绝签字的事由和见证人", place)
    return None


def _appraisal(situation: Situation, place: Place, act: acts.Appraise) -> Hindrance | None:
    names = {expert.name.strip() for expert in act.experts if expert.name.strip()}
    least = (place.step.min_people if place.step else None) or 1
    conflicted = tuple(expert.name for expert in act.experts if expert.conflict)
    if conflicted:
        return hindered(
            "recused", f"专家{listed(conflicted)}与本件有利害关系", "请改由没有利害关系的专家评审", place
        )
    if len(names) < least or len(names) < len(act.experts):
        return hindered(
            "people", f"要求不少于{least}名专家，写明姓名的不同专家只有{len(names)}名", "请补足专家", place
        )
    return contents.words(act.opinion, "评审意见", place) or _negative(situation, place, act)


def _joint_review(situation: Situation, place: Place, act: acts.JointReview) -> Hindrance | None:
    person = situation.facts.person(situation.by)
    ours = person is None or person.agency == situation.facts.agency
    if ours and not act.document.strip():
        party = place.party or "会同部门"
        return hindered(
            "party",
            f"联合审核意见应当由{party}提出",
            f"请由{party}的人员提交意见；已有书面意见的，附上该文件后代为登记",
            place,
        )
    return contents.words(act.opinion, "联合审核意见", place)


# --- requests ---------------------------------------------------------------------------------------------------


def _requestable(situation: Situation) -> tuple[Spot, ...]:
    course = situation.course
    return tuple(
        place
        for place in course.places
        if place.kind is Kind.SUPPLEMENT and place.part is Part.BRANCH and not course.at_gate(place)
    )


def _examining(situation: Situation, place: Place) -> Hindrance | None:
    """Something is still owed before a verdict; what may be asked for once was not asked for."""
    state = situation.state
    if state.negative or not situation.course.owed(state):
        return hindered("too_late", "审查已经结束", "需要重新审查的，请先退回", place)
    if place.step and place.step.once and any(each.step == place.key for each in state.requests):
        return hindered("once", "已经一次性告知过", "不得再次要求申请人补充", place)
    return None


def _request(situation: Situation, place: Place, act: acts.RequestMore) -> Hindrance | None:
    return contents.first(
        contents.items(act.items, place),
        contents.document(act.document, "书面通知", place),
        contents.term(act.within, situation),
    )


RULES = (
    Rule(
        acts.Determine,
        "认定是否需要",
        Who.OFFICER,
        (underway, turn),
        spots=_questionable,
        demands=_determination,
        follows=_determined,
    ),
    Rule(
        acts.Review,
        KINDS[Kind.REVIEW],
        Who.OFFICER,
        IN_TURN,
        spots=on_path(Kind.REVIEW),
        demands=_review,
        follows=discharge,
    ),
    Rule(
        acts.Inspect,
        KINDS[Kind.INSPECT],
        Who.OFFICER,
        IN_TURN,
        spots=on_path(Kind.INSPECT),
        demands=_inspection,
        follows=discharge,
    ),
    Rule(
        acts.Appraise,
        KINDS[Kind.APPRAISE],
        Who.OFFICER,
        IN_TURN,
        spots=on_path(Kind.APPRAISE),
        demands=_appraisal,
        follows=discharge,
    ),
    Rule(
        acts.JointReview,
        KINDS[Kind.JOINT_REVIEW],
        Who.PARTNER,
        IN_TURN,
        spots=on_path(Kind.JOINT_REVIEW),
        demands=_joint_review,
        follows=discharge,
    ),
    Rule(
        acts.RequestMore,
        "书面要求补充材料",
        Who.OFFICER,
        (underway, accepted, _examining),
        spots=_requestable,
        demands=_request,
    ),
)
