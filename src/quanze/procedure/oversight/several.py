"""Patterns that show over many cases, and in rankings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from quanze.procedure.engine import acts
from quanze.procedure.oversight.reasons import plain
from quanze.procedure.oversight.single import refusal
from quanze.procedure.oversight.told import CaseTold, Found, Looked, RankingTold, Said, Saying, Seen

SAME_REASONS = 3
"""In so many cases the same text is a pattern."""

ALWAYS, SHARE = 10, 0.9
"""Of at least so many cases of a matter, such a share by one officer alone."""

APPLICANTS = 3
"""So many cases of one applicant."""

SHOWN = 30
"""So many cases of a hint are shown; its words count all."""

HANDLING = (
    acts.GiveNotice,
    acts.Accept,
    acts.Decline,
    acts.Determine,
    acts.Review,
    acts.Inspect,
    acts.Appraise,
    acts.RequestMore,
)
"""What an officer does in a case before somebody else decides."""

CHANGES = (Said.SCORE, Said.PRIORITY, Said.MOVE)


def same_reasons(looked: Looked) -> Iterator[Found]:
    """The same text refused several cases."""
    found: dict[str, list[tuple[Seen, str]]] = defaultdict(list)
    for case in looked.cases:
        for position, event in case.numbered():
            refused = refusal(case, event)
            if refused is not None and (key := plain(refused[1])):
                found[key].append((Seen(case.key, (position,), refused[0]), refused[1].strip()))
    for each in found.values():
        cases = {seen.case for seen, _ in each}
        if len(cases) >= SAME_REASONS:
            words = f"{len(cases)}件用同一段理由：“{each[0][1][:80]}”。"
            yield Found(words, tuple(seen for seen, _ in each[:SHOWN]))


def moved_after_scores(looked: Looked) -> Iterator[Found]:
    """An application was put to another place than its score gives it, and no meeting looked at the order since."""
    for ranking in looked.rankings:
        scored: set[int | None] = set()
        moves: list[Saying] = []
        for said in ranking.sayings:
            if said.kind is Said.SCORE:
                scored.add(said.case)
            elif said.kind is Said.MEETING:
                moves = []
            elif said.kind is Said.MOVE:
                moves = [each for each in moves if each.case != said.case]
                if said.place and said.case in scored:
                    moves.append(said)
        for said in moves:
            words = f"评分以后调到第{said.place}位，此后没有集体研究过排序。"
            yield Found(words, _in_ranking(ranking, (said,)), said.by)


def changed_after_fixed(looked: Looked) -> Iterator[Found]:
    """An order that was fixed was released, and something of it changed."""
    for ranking in looked.rankings:
        released: Saying | None = None
        changed: list[Saying] = []
        for said in (*ranking.sayings, None):
            if said is not None and released is not None and said.kind in CHANGES:
                changed.append(said)
            if (said is None or said.kind is Said.FIXED) and released is not None:
                if changed:
                    words = f"排序确定以后撤销，又有{len(changed)}处评分、优先或者位次的改动。"
                    yield Found(words, _in_ranking(ranking, (released, *changed)), released.by)
                released, changed = None, []
            if said is not None and said.kind is Said.RELEASED:
                released = said


def always_one(looked: Looked) -> Iterator[Found]:
    """Of one matter's cases nearly all were handled by one officer alone."""
    alone: dict[int, list[tuple[CaseTold, str, int]]] = defaultdict(list)
    for case in looked.cases:
        hands = _hands(case)
        if hands:
            who = next(iter(hands)) if len(hands) == 1 else ""
            alone[case.matter].append((case, who, min(hands.values())))
    for handled in alone.values():
        if len(handled) < ALWAYS:
            continue
        for who in sorted({who for _, who, _ in handled if who}):
            mine = [(case, first) for case, by, first in handled if by == who]
            if len(mine) >= SHARE * len(handled):
                words = f"这一事项的{len(handled)}件里，{len(mine)}件从收件到审核由一人办理。"
                yield Found(words, tuple(Seen(case.key, (first,)) for case, first in mine[:SHOWN]), who)


def one_for_applicant(looked: Looked) -> Iterator[Found]:
    """An applicant always meets the same officer, where others handle the matter as well."""
    officers: dict[int, set[str]] = defaultdict(set)
    handled: dict[tuple[int, int], list[tuple[CaseTold, dict[str, int]]]] = defaultdict(list)
    for case in looked.cases:
        if hands := _hands(case):
            officers[case.matter] |= hands.keys()
            handled[case.matter, case.applicant].append((case, hands))
    for (matter, _), theirs in handled.items():
        who = {person for _, hands in theirs for person in hands}
        if len(theirs) >= APPLICANTS and len(who) == 1 and len(officers[matter]) > 1:
            (person,) = who
            words = (
                f"这一申请人的{len(theirs)}件都由一人办理，这一事项另有{len(officers[matter]) - 1}人办理过。"
            )
            seen = tuple(Seen(case.key, (hands[person],)) for case, hands in theirs[:SHOWN])
            yield Found(words, seen, person)


def _hands(case: CaseTold) -> dict[str, int]:
    """Who handled a case → the first event by which."""
    found: dict[str, int] = {}
    for position, event in case.numbered():
        if isinstance(event.what, HANDLING):
            found.setdefault(event.by, position)
    return found


def _in_ranking(ranking: RankingTold, said: tuple[Saying, ...]) -> tuple[Seen, ...]:
    cases = dict.fromkeys(each.case for each in said if each.case is not None)
    positions = tuple(each.position for each in said)
    whole = Seen(ranking=ranking.key, sayings=positions)
    return (whole, *(Seen(case, ranking=ranking.key) for case in list(cases)[:SHOWN]))
