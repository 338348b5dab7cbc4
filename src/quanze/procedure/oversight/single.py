"""Patterns that show in one case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from quanze.procedure.clocks.moments import SHANGHAI, say_day
from quanze.procedure.engine import Event, Place, acts
from quanze.procedure.engine.counting import last_days
from quanze.procedure.engine.course import When
from quanze.procedure.engine.events import Ended, Ending, Reopened
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind
from quanze.procedure.oversight.cards import between
from quanze.procedure.oversight.reasons import hollow
from quanze.procedure.oversight.told import CaseTold, Finder, Found, Looked, Seen

LEAST_PEOPLE = 2
"""行政许可法 art. 34: 需要对申请材料的实质内容进行核实的……应当指派两名以上工作人员进行核查."""

RECEIPT_DAYS = 5
"""So many working days may pass from the act until its certificate has reached the applicant. No law that is cited here
gives a number for it (行政许可法 art. 44 gives ten days for the licence itself): 假定."""

WELL_ENDED = (Ending.COMPLETED, Ending.REPORTED)

Opinion = acts.Review | acts.Inspect | acts.Appraise

InCase = Callable[[CaseTold, Looked], Iterator[Found]]


def each_case(find: InCase) -> Finder:
    """Look in one case after the other."""

    def inner(looked: Looked) -> Iterator[Found]:
        for case in looked.cases:
            yield from find(case, looked)

    return inner


def few_people(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """A visit recorded by fewer than two, or than the list asks for."""
    for position, event in case.numbered():
        if not isinstance(event.what, acts.Inspect):
            continue
        place = case.course.find(event.what.step)
        asked = place.step.min_people if place and place.step else None
        least = max(LEAST_PEOPLE, asked or 0)
        people = len({each.person for each in event.what.people})
        if people < least:
            words = f"现场核查登记的人员是{people}人，应当不少于{least}人。"
            yield Found(words, (Seen(case.key, (position,), event.what.step),))


def notices_again(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """More than one notice of what is missing."""
    given = [
        (position, event.what.step)
        for position, event in case.numbered()
        if isinstance(event.what, acts.GiveNotice)
    ]
    if len(given) > 1:
        places = tuple(position for position, _ in given)
        yield Found(f"告知补正{len(given)}次。", (Seen(case.key, places, given[0][1]),))


def publicity_skipped(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """A case that ended well, and a publicity of the list that was never posted."""
    ending = next((event.what.ending for event in case.history if isinstance(event.what, Ended)), None)
    if ending not in WELL_ENDED:
        return
    last = max((position for position, event in case.numbered() if _before_the_end(event)), default=1)
    posted = {event.what.step for event in case.history if isinstance(event.what, acts.Post)}
    for place in _publicities(case):
        others = case.course.alternatives(place)
        if place.key in posted or any(other.key in posted for other in others):
            continue
        why = tuple(
            position
            for position, event in case.numbered()
            if isinstance(event.what, acts.Determine) and event.what.step == place.key
        )
        words = "认定不需要公示，没有发布。" if why else "办结以前没有发布过公示。"
        yield Found(words, (Seen(case.key, (*why, last), place.key),))


def publicity_short(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """A publicity shorter than the list says, or than the bureau told the public."""
    for position, event in case.numbered():
        if not isinstance(event.what, acts.Post):
            continue
        seen = (Seen(case.key, (position,), event.what.step),)
        place = case.course.find(event.what.step)
        limit = place.step.limit if place and place.step else None
        days = last_days(limit, event.what.start, looked.calendar) if limit else None
        if days and event.what.end < days[0]:
            yield Found(f"公示到{say_day(event.what.end)}为止，按清单最早应到{say_day(days[0])}。", seen)
            continue
        warned = next((each.words for each in event.cautions if each.code == "short"), "")
        if warned:
            yield Found(f"公示到{say_day(event.what.end)}为止。发布时已提示：{warned}。", seen)


def publicity_edited(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """What was posted was posted again with something changed, though nothing was sent back."""
    posted: dict[str, tuple[int, acts.Post]] = {}
    for position, event in case.numbered():
        what = event.what
        if isinstance(what, Reopened):
            for step in what.steps:
                posted.pop(step, None)
        if not isinstance(what, acts.Post):
            continue
        before = posted.get(what.step)
        posted[what.step] = (position, what)
        if before is not None and (changed := _changed(before[1], what)):
            words = f"公示发布以后又改动：{'、'.join(changed)}。"
            yield Found(words, (Seen(case.key, (before[0], position), what.step),))


def hollow_reasons(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """A refusal whose reasons say nothing of the case."""
    for position, event in case.numbered():
        refused = refusal(case, event)
        if refused is None or (isinstance(event.what, acts.Decline) and event.what.competent.strip()):
            continue
        step, reasons = refused
        if hollow(reasons):
            said = reasons.strip()[:60]
            words = f"写明的理由是“{said}”，看不出不符合哪一条、缺什么。" if said else "没有写明理由。"
            yield Found(words, (Seen(case.key, (position,), step),))


def receipt_late(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """A certificate reached the applicant late, or has not yet."""
    waiting: dict[str, tuple[int, datetime]] = {}
    for position, event in case.numbered():
        what = event.what
        if isinstance(what, acts.Accept | acts.Decline):
            place = case.course.find(what.step)
            if place is None or not place.certified(isinstance(what, acts.Accept)):
                continue
            if what.paper is None or what.paper.lacks():
                waiting[what.step] = (position, event.at)
        elif isinstance(what, acts.Prove) and what.step in waiting:
            first, at = waiting.pop(what.step)
            delivered = what.paper.delivered
            on = delivered.on if delivered else _day(event.at)
            yield from _late(case, looked, what.step, (first, position), at, on, "才送达")
    for step, (first, at) in waiting.items():
        yield from _late(case, looked, step, (first,), at, _day(looked.now), "仍没有盖章、送达的证明")


def one_hand(case: CaseTold, looked: Looked) -> Iterator[Found]:
    """The same person accepted, visited and decided."""
    parts: tuple[dict[str, list[int]], ...] = ({}, {}, {})
    for position, event in case.numbered():
        what = event.what
        if isinstance(what, acts.Accept):
            parts[0].setdefault(event.by, []).append(position)
        elif isinstance(what, acts.Inspect):
            for person in {event.by, *(each.person for each in what.people)}:
                parts[1].setdefault(person, []).append(position)
        elif isinstance(what, acts.Decide | acts.Recommend):
            parts[2].setdefault(event.by, []).append(position)
    for person in sorted(parts[0].keys() & parts[1].keys() & parts[2].keys()):
        places = sorted({position for part in parts for position in part[person]})
        yield Found("受理、核查、决定是同一人。", (Seen(case.key, tuple(places)),), person)


def refusal(case: CaseTold, event: Event) -> tuple[str, str] | None:
    """Of an act that refuses something its step and its reasons. Where a course has no decision and no recommendation,
    an opinion is the verdict."""
    what = event.what
    if isinstance(what, acts.Decline):
        return what.step, what.reasons
    if isinstance(what, acts.Decide | acts.Recommend) and not what.favourable:
        return what.step, what.reasons
    if isinstance(what, Opinion) and not what.favourable:
        place = case.course.find(what.step)
        if place is not None and place.verdict:
            return what.step, what.findings if isinstance(what, acts.Inspect) else what.opinion
    return None


def _before_the_end(event: Event) -> bool:
    after = acts.RecordResult | acts.NoteProgress | acts.CheckUp
    return isinstance(event.what, acts.Act) and not isinstance(event.what, after)


def _publicities(case: CaseTold) -> Iterator[Place]:
    """The publicities of a case that ends well."""
    for place in case.course.path:
        if place.kind is Kind.PUBLICIZE and place.when is not When.NEGATIVE and not place.external:
            yield place


def _changed(before: acts.Post, after: acts.Post) -> list[str]:
    old, new = (f"{say_day(each.start)}至{say_day(each.end)}" for each in (before, after))
    told = (
        (f"{old}改为{new}", old != new),
        ("网址或者地点", before.address != after.address),
        ("公示的文书", before.document != after.document),
        ("截图或者照片", before.picture != after.picture),
    )
    return [words for words, differs in told if differs]


def _late(
    case: CaseTold, looked: Looked, step: str, places: tuple[int, ...], since: datetime, until: date, how: str
) -> Iterator[Found]:
    days = between(_day(since), until, looked.calendar)
    if days > RECEIPT_DAYS:
        place = case.course.find(step)
        name = "" if place is None else KINDS[place.kind]
        yield Found(f"{name}的书面凭证，办理以后{days}个工作日{how}。", (Seen(case.key, places, step),))


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
