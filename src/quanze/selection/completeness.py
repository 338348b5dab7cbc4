"""What a package lacks before it goes up: of the round, and of each case.

What the list puts before the report stands in its way, and so does a letter that bears no seal (党政机关公文处理工作
条例 art. 9: 公文中有发文机关署名的，应当加盖发文机关印章): such a package is not sent. That a material is not there
hinders nobody by law, since the application was accepted, and paper may go along: it is sent with the reason why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quanze.cases.models import Case
from quanze.cases.pinned import Pinned, pinned
from quanze.cases.queries import hindrances, read, states_of
from quanze.kits import Kit, check
from quanze.kits.answers import missing
from quanze.letters import kinds
from quanze.procedure.clocks.moments import say_day
from quanze.procedure.engine import State, acts, course_of
from quanze.procedure.engine.course import Place, When
from quanze.procedure.model import Kind
from quanze.selection.contents import Contents, Enclosed, Folder, material_of
from quanze.selection.queries import Ranking

NO_LETTER = "letter:0"
"""Stands for the letter that is asked for elsewhere, so that the engine speaks of everything else."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, in a sentence without a full stop, and what to do. ``case``: of which case, ``None``:
    of the round. ``hard``: nothing is sent without it."""

    words: str
    remedy: str = ""
    case: Case | None = None
    hard: bool = True


def gaps(goes: Contents, today: date) -> tuple[Gap, ...]:
    """Everything that is missing, what concerns the round first. Four queries."""
    held, letter, folders = goes.held, goes.letter, goes.folders
    cases = read(held.call, [each.case for each in folders])
    return (
        *_of_round(held, letter, today),
        *_of_course(cases, letter),
        *_of_materials(cases, {each.case.pk: each for each in folders}, held.kit),
    )


def _of_round(held: Ranking, letter: Enclosed | None, today: date) -> Iterator[Gap]:
    if held.fixed is None:
        yield Gap("排序还没有确定", "请先确定排序")
    elif held.needs_meeting and held.meeting is None:
        yield Gap("本局规定须先集体研究，还没有登记会议", "请撤销确定，登记会议以后再确定")
    if letter is None:
        yield Gap("还没有出具推荐文件", "请从排序推荐出具")
    else:
        listed = letter.letter.values["recommended"]
        if len(listed) != sum(len(rows) for _, rows in held.going):
            yield Gap(
                "推荐文件出具以后，名单中有的办件已经撤回、不予通过或者移到别的批次",
                "请作废推荐文件，重新出具",
            )
        if not letter.whole:
            yield Gap("推荐文件还没有盖章", "请盖章后登记，或者由系统签名")
        if not letter.sha256:
            yield Gap("推荐文件的PDF还没有生成", "请稍候片刻再看")
    due = held.call.terms.report_by
    if due is not None and today > due:
        yield Gap(f"上报截止日期{say_day(due)}已过", hard=False)


def _of_course(cases: list[Case], letter: Enclosed | None) -> Iterator[Gap]:
    """What stands before the report, in the engine's words."""
    document = NO_LETTER if letter is None else letter.letter.reference

    def going_up(case: Case, pinned: Pinned, state: State) -> acts.Act | None:
        owed = [place for place in going_up_by(pinned) if not state.is_done(place.key)]
        found = next((each for each in owed if each.kind is Kind.REPORT), next(iter(owed), None))
        if found is None:
            return None
        if found.kind is Kind.REPORT:
            return acts.Report(found.key, "上级机关", document)
        return acts.Recommend(found.key, True, "在名额内", document)

    found = hindrances(cases, states_of(cases), going_up)
    for case in cases:
        if (hindrance := found.get(case.pk)) is not None:
            yield Gap(hindrance.missing, hindrance.remedy, case)


def going_up_by(pinned: Pinned) -> tuple[Place, ...]:
    """The steps of a course by which a case goes up."""
    path = course_of(pinned.procedure).path
    return tuple(
        each for each in path if each.kind in (Kind.RECOMMEND, Kind.REPORT) and each.when is not When.NEGATIVE
    )


def _of_materials(cases: list[Case], folders: Mapping[int, Folder], of_round: Kit) -> Iterator[Gap]:
    """Required materials of which there is nothing, on paper or as a file; letters that the kit asks for."""
    asked = of_round.ranking.enclosed
    titles = {each.key: each.title for each in kinds.kinds()}
    for case in cases:
        folder, kit = folders[case.pk], pinned(case).kit
        found = (material_of(kit, item) for item in folder.items)
        given = frozenset(each.key for each in found if each is not None)
        lacking = missing(kit, check(kit, case.answers, draft=True).values, given)
        if lacking:
            names = "、".join(each.name for each in lacking)
            yield Gap(f"没有{names}", "请通知申请人补交，或者随纸质材料报送", case, hard=False)
        there = {each.letter.kind for each in folder.letters}
        for kind in asked:
            if kind not in there:
                yield Gap(f"没有{titles.get(kind, kind)}", "请在办件中出具", case, hard=False)
        for each in folder.letters:
            if not each.whole:
                words = f"{each.letter.about.title}（{each.letter.number}）还没有盖章"
                yield Gap(words, "请盖章后登记", case, hard=False)
