"""What the contents of an act may lack: words, papers, days, people."""

from __future__ import annotations

from collections import Counter
from datetime import date

from quanze.procedure.engine.counting import count
from quanze.procedure.engine.course import Place
from quanze.procedure.engine.evidence import Paper
from quanze.procedure.engine.hindrance import Hindrance, clip, hindered, listed
from quanze.procedure.engine.rule import Situation
from quanze.procedure.model import Limit


def first(*found: Hindrance | None) -> Hindrance | None:
    """The first thing that is lacking."""
    return next((hindrance for hindrance in found if hindrance), None)


def words(text: str, name: str, place: Place | None = None) -> Hindrance | None:
    """``text`` says something."""
    if text.strip():
        return None
    return hindered("words", f"没有写明{name}", f"请写明{name}", place)


def document(reference: str, name: str, place: Place | None = None) -> Hindrance | None:
    """There is a document."""
    if reference.strip():
        return None
    return hindered("document", f"缺{name}", f"请附上{name}", place)


def items(names: tuple[str, ...], place: Place | None = None) -> Hindrance | None:
    """At least one item, each with a name, none twice."""
    if not names or not all(name.strip() for name in names):
        return hindered("items", "没有逐项列明材料", "请逐项写明材料的名称和要求", place)
    twice = tuple(name for name, times in Counter(names).items() if times > 1)
    if twice:
        return hindered("items", f"同一材料列了两次：{listed(twice)}", "请每项只列一次", place)
    return None


def not_later(day: date, situation: Situation, name: str) -> Hindrance | None:
    """``day`` is today or earlier: nobody records what has not happened."""
    if day <= situation.today:
        return None
    return hindered("day", f"{name}晚于今天", f"请按实际发生的日期填写{name}")


def term(limit: Limit | None, situation: Situation) -> Hindrance | None:
    """The limit, if there is one, is a length of time."""
    if limit is None or count(limit, situation.now, situation.calendar):
        return None
    return hindered("limit", f"{limit.n} 不是可以计算的期限", "请填写一日以上、十年以内的期限")


def paper(given: Paper | None, situation: Situation, place: Place, whole: bool) -> Hindrance | None:
    """A paper's days are in order; ``whole``: it is there, dated, sealed and delivered."""
    if whole:
        lacks = given.lacks() if given else ("书面凭证", "注明日期", "加盖印章的证明", "送达的证明")
        if lacks:
            return hindered(
                "certificate",
                f"书面凭证还缺{listed(lacks)}",
                "请登记加盖印章、注明日期的凭证及其送达证明，未盖章的文书不能履行这项责任",
                place,
            )
    if given is None:
        return None
    late = first(
        not_later(given.dated, situation, "文书日期") if given.dated else None,
        not_later(given.delivered.on, situation, "送达日期") if given.delivered else None,
    )
    if late is None and given.dated and given.delivered and given.delivered.on < given.dated:
        return hindered("day", "送达日期早于文书日期", "请核对文书日期和送达日期")
    return late


def staff(people: tuple[str, ...], least: int, situation: Situation, place: Place) -> Hindrance | None:
    """So many distinct people of our own agency, beside whom others may be there; none of all who has to stand back."""
    facts = situation.facts
    if back := next((person for person in people if situation.recused(person)), None):
        return hindered(
            "recused", f"{clip(facts.name(back))}应当回避", "请改由没有利害关系的工作人员承担", place
        )
    if strange := next((person for person in people if facts.person(person) is None), None):
        return hindered("people", f"{clip(strange)}不是登记在册的人员", "请从在册的工作人员中选择", place)
    ours = {person.id: person.name for person in facts.people if person.agency == facts.agency}
    there = tuple(ours[person] for person in dict.fromkeys(people) if person in ours)
    least = max(least, 1)
    if len(there) >= least:
        return None
    names = f"（{listed(there)}）" if there else ""
    return hindered(
        "people",
        f"要求不少于{least}名本机关工作人员，只有{len(there)}名{names}",
        "请补足不同的工作人员",
        place,
    )
