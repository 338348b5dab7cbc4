"""What was said about a ranking, in sentences. No query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from quanze.people.models import Person
from quanze.procedure.clocks.moments import say_day
from quanze.selection.models import Entry
from quanze.selection.queries import Ranking


@dataclass(frozen=True, slots=True)
class Told:
    """An entry for readers: the case it is about (blank: the whole ranking), a sentence, the file that proves it."""

    entry: Entry
    about: str
    words: str
    file: int | None


def people_in(entries: Iterable[Entry]) -> set[int]:
    """Who was at the meetings among these entries."""
    return {each for entry in entries if entry.kind == Entry.Kind.MEETING for each in entry.body["people"]}


def told(held: Ranking, entry: Entry, people: Mapping[int, Person]) -> Told:
    """``people``: those of :func:`people_in`, by their keys."""
    case = next((each for each in held.cases if each.pk == entry.case_id), None)
    about = "" if case is None else f"{case.applicant_name}（{case.number}）"
    file = entry.body["minutes"] if entry.kind == Entry.Kind.MEETING else None
    return Told(entry, about, _words(held, entry, people), file)


def _words(held: Ranking, entry: Entry, people: Mapping[int, Person]) -> str:
    body = entry.body
    match entry.kind:
        case Entry.Kind.SCORE:
            names = {each.key: each.name for each in held.criteria}
            given = "，".join(f"{names.get(key, key)}{points}" for key, points in body["points"].items())
            return f"{body['reviewer']}：{given}"
        case Entry.Kind.PRIORITY:
            return f"优先：{body['ground']}" if body["ground"] else "取消优先"
        case Entry.Kind.MOVE:
            return f"移到第{body['place']}位" if body["place"] else "恢复未调整时的位次"
        case Entry.Kind.MEETING:
            return _meeting(entry, people)
        case Entry.Kind.FIXED:
            return f"确定{sum(len(each['rows']) for each in body['lists'])}件的排序"
        case _:
            return "撤销确定"


def _meeting(entry: Entry, people: Mapping[int, Person]) -> str:
    def names(keys: Iterable[int]) -> str:
        return "、".join(people[key].name for key in keys if key in people)

    body = entry.body
    back = f"，{names(body['stood_back'])}回避" if body["stood_back"] else ""
    votes = f"同意{body['for']}票，不同意{body['against']}票"
    return f"{say_day(date.fromisoformat(body['on']))}会议：{names(body['people'])}参加{back}；{votes}"
