"""What the patterns should find in a year, said plainly of its raw events: by the code of the pattern, and the cases in which
it shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime

from quanze.cases.models import Case
from quanze.selection.models import Entry
from quanze.simulation.contents import BARE
from tests.simulation.raw import Raw, cautioned, day, of_kind
from tests.simulation.recount import ONE, Days, Told, read

Hint = tuple[str, tuple[str, ...]]
"""The code, and the numbers of the cases (or that of the round) in which it shows."""

VERDICTS = ("decide", "recommend", "review", "inspect", "appraise")
HANDLING = ("give_notice", "accept", "decline", "determine", "review", "inspect", "appraise", "request_more")


def expected(every: list[Told], days: Days, at: datetime) -> Counter[Hint]:
    """Every hint that there should be, and no other."""
    found: Counter[Hint] = Counter()
    for case in every:
        for code, look in IN_ONE_CASE.items():
            found.update((code, (case.number,)) for _ in look(case, days, at))
    found.update(_of_many(every))
    found.update(_of_rankings())
    return found


def few(case: Told, days: Days, at: datetime) -> Iterator[Raw]:
    for visit in of_kind(case.events, "inspect"):
        place = case.place(visit["what"]["step"])
        wanted = (place.step.min_people if place and place.step else None) or 2
        if len({each["person"] for each in visit["what"]["people"]}) < max(wanted, 2):
            yield visit


def again(case: Told, days: Days, at: datetime) -> Iterator[Raw]:
    yield from of_kind(case.events, "give_notice")[1:2]


def skipped(case: Told, days: Days, at: datetime) -> Iterator[str]:
    """A case that went well, without a publicity of the bureau's own."""
    ended = of_kind(case.events, "ended")
    if not ended or ended[0]["what"]["ending"] not in ("reported", "completed"):
        return
    posted = {each["what"]["step"] for each in of_kind(case.events, "post")}
    for place in case.places:
        step = place.step
        if step is None or place.kind.value != "publicize" or place.part.value != "path" or step.external:
            continue
        others = {
            each.key
            for each in case.places
            if place.alternative and each.alternative and (each.kind, each.stage) == (place.kind, place.stage)
        }
        if place.when.value != "negative" and not posted & {place.key, *others}:
            yield place.key


def short(case: Told, days: Days, at: datetime) -> Iterator[Raw]:
    """Shorter than the list says, counting the day of the posting as the first; or than the bureau was warned of."""
    for post in of_kind(case.events, "post"):
        place = case.place(post["what"]["step"])
        limit = place.step.limit if place and place.step else None
        start, end = (date.fromisoformat(post["what"][each]) for each in ("start", "end"))
        least = None
        if limit is not None:
            units = ("working_day", "calendar_day") if limit.unit.value == "day" else (limit.unit.value,)
            lasts = (read(start - ONE, limit.n, unit, (), days).last for unit in units)
            least = min(each for each in lasts if each)
        if (least and end < least) or cautioned([post], "short"):
            yield post


def edited(case: Told, days: Days, at: datetime) -> Iterator[Raw]:
    posted: dict[str, Raw] = {}
    for event in case.events:
        what = event["what"]
        if what["kind"] == "reopened":
            posted = {step: said for step, said in posted.items() if step not in what["steps"]}
        if what["kind"] == "post":
            before = posted.get(what["step"])
            if before is not None and before != what:
                yield event
            posted[what["step"]] = what


def refused(case: Told) -> list[tuple[Raw, str]]:
    """Where something was refused, and why: an application that was not accepted, or what the verdict followed from."""
    found = []
    for n, event in enumerate(case.events):
        what = event["what"]
        against = [each["what"] for each in case.events[n + 1 : n + 3] if each["what"]["kind"] == "judged"]
        judged = [each for each in against if each["step"] == what.get("step") and not each["favourable"]]
        if what["kind"] == "decline" or (
            what["kind"] in VERDICTS and not what.get("favourable", True) and judged
        ):
            reasons = what.get("reasons") or what.get("opinion") or what.get("findings") or ""
            found.append((event, reasons))
    return found


def bare(case: Told, days: Days, at: datetime) -> Iterator[Raw]:
    for event, reasons in refused(case):
        if reasons in ("", BARE) and not event["what"].get("competent"):
            yield event


def late(case: Told, days: Days, at: datetime) -> Iterator[Raw]:
    """Certificates that the list asks for and that came, or still come, more than five working days after the act."""
    for n, event in enumerate(case.events):
        what = event["what"]
        place = case.place(what.get("step", ""))
        if what["kind"] not in ("accept", "decline") or place is None or place.step is None:
            continue
        paper = what.get("paper") or {}
        if not place.step.receipt or (place.step.only_when and what["kind"] == "accept"):
            continue
        if paper.get("sealed") and paper.get("delivered") and paper.get("dated"):
            continue
        proven = [each for each in of_kind(case.events[n:], "prove") if each["what"]["step"] == what["step"]]
        if proven:
            until = date.fromisoformat(proven[0]["what"]["paper"]["delivered"]["on"])
        else:
            until = at.date()
        if days.between(day(event), until) > 5:
            yield event


def one_hand(case: Told, days: Days, at: datetime) -> Iterator[str]:
    accepted = {each["by"] for each in of_kind(case.events, "accept")}
    visits = of_kind(case.events, "inspect")
    visited = {each["by"] for each in visits} | {
        who["person"] for each in visits for who in each["what"]["people"]
    }
    decided = {each["by"] for each in of_kind(case.events, "decide", "recommend")}
    yield from accepted & visited & decided


IN_ONE_CASE: dict[str, Callable[[Told, Days, datetime], Iterator[object]]] = {
    "P801": few,
    "P802": again,
    "P803": skipped,
    "P804": short,
    "P805": edited,
    "P806": bare,
    "P810": late,
    "P811": one_hand,
}


def _of_many(every: list[Told]) -> Iterator[Hint]:
    cases = {each.number: each for each in Case.objects.all()}
    reasons: dict[str, list[str]] = defaultdict(list)
    hands: dict[str, set[str]] = {}
    matters: dict[int, list[str]] = defaultdict(list)
    for case in every:
        for _, words in refused(case):
            plain = "".join(sign for sign in words if sign.isalnum())
            reasons[plain].append(case.number)
        hands[case.number] = {each["by"] for each in of_kind(case.events, *HANDLING)}
        if hands[case.number]:
            matters[cases[case.number].matter_id].append(case.number)
    for plain, numbers in reasons.items():
        if plain and len(set(numbers)) >= 3:
            yield "P807", tuple(sorted(set(numbers)))
    for numbers in matters.values():
        alone = {next(iter(hands[each])) for each in numbers if len(hands[each]) == 1}
        for who in alone if len(numbers) >= 10 else ():
            mine = [each for each in numbers if hands[each] == {who}]
            if len(mine) * 10 >= len(numbers) * 9:
                yield "P812", tuple(sorted(mine))
        officers = set().union(*(hands[each] for each in numbers))
        applicants: dict[int, list[str]] = defaultdict(list)
        for each in numbers:
            applicants[cases[each].applicant_id].append(each)
        for theirs in applicants.values():
            met = set().union(*(hands[each] for each in theirs))
            if len(theirs) >= 3 and len(met) == 1 and len(officers) > 1:
                yield "P813", tuple(sorted(theirs))


def _of_rankings() -> Iterator[Hint]:
    """What was said of rankings: a case put elsewhere than its score puts it, without a meeting since; something changed
    after the order had been fixed."""
    said: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.order_by("round", "position"):
        said[entry.round_id].append(entry)
    for key, entries in said.items():
        for n, entry in enumerate(entries):
            since = entries[n + 1 :]
            scored = any(each.kind == "score" and each.case_id == entry.case_id for each in entries[:n])
            moved = any(each.kind == "move" and each.case_id == entry.case_id for each in since)
            met = any(each.kind == "meeting" for each in since)
            if entry.kind == "move" and entry.body["place"] and scored and not moved and not met:
                yield "P808", (f"round {key}",)
            if entry.kind == "released":
                until = next((m for m, each in enumerate(since) if each.kind == "fixed"), len(since))
                if any(each.kind in ("score", "priority", "move") for each in since[:until]):
                    yield "P809", (f"round {key}",)
