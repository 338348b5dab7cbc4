"""延长期限: once, where the list or the bureau's rules let it, by the leader, before the time has run out.

《行政许可法》第四十二条：“……经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由告知申请人。”
"""

from __future__ import annotations

from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.engine import acts, contents
from quanze.procedure.engine.choices import About
from quanze.procedure.engine.course import Place
from quanze.procedure.engine.deadlines import running
from quanze.procedure.engine.hindrance import Hindrance, day_of, hindered
from quanze.procedure.engine.labels import Who
from quanze.procedure.engine.rule import Rule, Situation, Spot
from quanze.procedure.engine.turn import turn, underway
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind, Limit, Unit


def _steps(situation: Situation) -> tuple[Spot, ...]:
    return tuple(place for place in situation.course.path if place.step is not None)


def _limit(place: Place) -> Limit | None:
    """The limit of a step, but for a publicity: it lasts as long as was posted."""
    return place.step.limit if place.step and place.kind is not Kind.PUBLICIZE else None


def _limited(situation: Situation, place: Place) -> Hindrance | None:
    if _limit(place):
        return None
    step = place.step
    at_once = step is not None and (step.minutes is not None or step.on_the_spot)
    if at_once:
        return hindered(
            "no_limit", "当场、当日和以小时计的期限不能延长", "请尽快办理，并说明逾期的原因", place
        )
    return hindered("no_limit", f"{KINDS[place.kind]}没有可以延长的办理期限", "无须延长")


def longest(situation: Situation, place: Place) -> Limit | None:
    """By how much at most the limit of a step may be extended, as the list says, or, where it does not, the bureau."""
    saying = situation.course.extending(place)
    said = saying.step.longer if saying and saying.step else None
    return said or situation.facts.rules.longer


def _provided(situation: Situation, place: Place) -> Hindrance | None:
    limit, longer = _limit(place), longest(situation, place)
    if longer is None:
        saying = situation.course.extending(place)
        missing = "清单没有写明可以延长多久" if saying else "清单没有规定这一期限可以延长"
        return hindered(
            "not_extendable",
            f"{missing}，本机关也没有为本事项设定",
            "请在期限内办理；依法可以延长的，请先为本事项设定延长的期限及其依据",
            saying,
        )
    if limit is None or limit.unit is longer.unit or Unit.DAY in (limit.unit, longer.unit):
        return None
    ours, theirs = (UNITS[each.unit].removeprefix("个") for each in (limit, longer))
    return hindered(
        "unit",
        f"期限以{ours}计，可以延长的却以{theirs}计，不能相加",
        "请由清单管理员在办理规程中核对期限的单位",
        place,
    )


def _once(situation: Situation, place: Place) -> Hindrance | None:
    before = next((each for each in situation.state.extensions if each.step == place.key), None)
    if before is None:
        return None
    return hindered("once", f"这一期限已于{day_of(before.at)}延长过一次", "请在延长后的期限内办理", place)


def _in_time(situation: Situation, place: Place) -> Hindrance | None:
    found = running(situation.course, situation.state, situation.calendar)
    own = next((each for each in found if each.about is About.STEP and each.step == place.key), None)
    if own is None:
        return hindered("no_limit", "这一期限现在没有计算", "无须延长", place)
    if own.until is None or situation.now < own.until:
        return None
    return hindered("too_late", "期限已经届满，届满后不能再延长", "请尽快办理，并说明逾期的原因", place)


def _extension(situation: Situation, place: Place, act: acts.Extend) -> Hindrance | None:
    return contents.first(
        contents.words(act.reasons, "延长期限的理由", place),
        contents.document(act.notice, "告知申请人延长期限及其理由的文书", place),
        _length(situation, place, act),
    )


def _length(situation: Situation, place: Place, act: acts.Extend) -> Hindrance | None:
    limit, longer = _limit(place), longest(situation, place)
    if limit is None or longer is None or (act.more.unit is limit.unit and 1 <= act.more.n <= longer.n):
        return None
    unit, asked = UNITS[limit.unit], UNITS[act.more.unit]
    return hindered(
        "too_long",
        f"可以延长1至{longer.n}{unit}，却要延长{act.more.n}{asked}",
        f"请按{unit.removeprefix('个')}填写，不超过{longer.n}{unit}",
        situation.course.extending(place) or place,
    )


RULES = (
    Rule(
        acts.Extend,
        "延长期限",
        Who.LEADER,
        (underway, _limited, _provided, turn, _once, _in_time),
        spots=_steps,
        demands=_extension,
    ),
)
