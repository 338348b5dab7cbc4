"""The head of a law: when it was adopted, amended and revised, and since when its text is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from quanze.law.dates import dates
from quanze.law.instruments import Act, Article, Change, Making
from quanze.law.titles import STATE
from quanze.prose import NUMERAL
from quanze.prose.order_numbers import ORDER_NUMBER
from quanze.prose.order_numbers import order_number as number_at

ACTS: tuple[tuple[re.Pattern[str], Act], ...] = (
    (re.compile(r"修正|修改|修订"), Act.AMENDED),
    (re.compile(r"通过|制定"), Act.ADOPTED),
    (re.compile(r"公布|发布|颁布|印发|令第"), Act.PUBLISHED),
    (re.compile(r"批准"), Act.APPROVED),
    (re.compile(r"施行|实施|生效"), Act.COMMENCED),
)
"""The words by which a head tells its events, in the order of their weight: 会议修订通过 is a revision."""

MADE = (Act.ADOPTED, Act.AMENDED, Act.REVISED)

_BY_DECISION = re.compile(
    r"[《〈<]?关于(?:修改|修正|废止|清理)|修改决定|决定[》〉>]?(?:第.{1,3}次)?修[正订改]"
)
QUOTED = re.compile(r"《[^《》]{0,200}(?:《[^《》]{0,200}》[^《》]{0,200}){0,4}》")
_COMMENCES = re.compile(
    r"(?:本|该)?(?:法|条例|规定|办法|细则|规则|解释|决定|规范|规程|意见|通知|标准|方案|章程|制度)?\s*自(?P<when>.{1,30}?)起\s*(?:施行|实施|实行|执行|生效|试行)"
)
_FROM_ISSUE = re.compile(r"(?:公布|发布|颁布|印发|签发|下发|通过|批准)之日")
_LAST_ARTICLES = 3
NEAR = 60
"""A date in a file's name so many days behind the last change is taken for its publication."""


class Commencement(NamedTuple):
    """What a text says of its own commencement: a date, or the day of its publication; and the words that say it."""

    on: date | None
    from_issue: bool
    words: str


class Made(NamedTuple):
    """How the version that a head tells of came to be."""

    made_on: date | None
    making: Making
    in_force_from: date | None
    assumed: bool


def changes(lines: Iterable[str]) -> tuple[Change, ...]:
    """The events that the head tells, in the order of their dates. Dates inside 《》 are parts of titles."""
    found: list[Change] = []
    for line in lines:
        masked = QUOTED.sub(lambda match: "《" + "＊" * (len(match.group()) - 2) + "》", line)
        stands = list(dates(masked))
        for at, dated in enumerate(stands):
            stop = stands[at + 1].start if at + 1 < len(stands) else len(line)
            words = line[dated.end : stop].strip(" \t\u3000；;，,。）)（(")
            before = line[stands[at - 1].end if at else 0 : dated.start]
            act = _act(masked[dated.end : stop], words) or _act(before, before)
            if act is not None:
                found.append(Change(act, dated.on, line[dated.start : stop].strip(" \t\u3000；;，,）)（(")))
    return tuple(sorted(found, key=lambda change: change.on))


def _act(masked: str, words: str) -> Act | None:
    for pattern, act in ACTS:
        if pattern.search(masked) is not None:
            if act is Act.AMENDED and "修订" in masked and _BY_DECISION.search(words) is None:
                return Act.REVISED
            return act
    return None


def commencement(articles: Sequence[Article], closing: Sequence[str] = ()) -> Commencement | None:
    """The last words of a text about its own commencement (立法法 第六十一条: 法律应当明确规定施行日期): in one of the
    last articles, or in the given closing lines where there are none."""
    texts = [article.text for article in articles[-_LAST_ARTICLES:]] if articles else list(closing)
    for text in reversed(texts):
        said = list(_COMMENCES.finditer(text[-600:]))
        if not said:
            continue
        match = said[-1]
        day = next(dates(match["when"]), None)
        if day is not None:
            return Commencement(day.on, False, match.group())
        if _FROM_ISSUE.search(match["when"]):
            return Commencement(None, True, match.group())
    return None


def making(history: Sequence[Change], named_on: date | None, says: Commencement | None) -> Made:
    """When and how the present text was made and since when it is in force.

    ``named_on`` is the date in the file's name. A date that the sources do not give is assumed (假定): the day of the
    making stands in for it, as with a decision of amendment whose own commencement nobody wrote down.
    """
    made = [change for change in history if change.act in MADE]
    published = [change for change in history if change.act is Act.PUBLISHED]
    last = made[-1] if made else published[0] if published else None
    how = Making.UNKNOWN if last is None else _HOW.get(last.act, Making.ADOPTED)
    made_on = None if last is None else last.on
    if named_on is not None and (made_on is None or (named_on - made_on).days > NEAR):
        listed = any(change.on == named_on for change in history)
        how = how if listed or (made_on is None and not history) else Making.UNKNOWN
        made_on = named_on
    return _in_force(made_on, how, history, says)


_HOW = {Act.ADOPTED: Making.ADOPTED, Act.AMENDED: Making.AMENDED, Act.REVISED: Making.REVISED}


def _in_force(
    made_on: date | None, how: Making, history: Sequence[Change], says: Commencement | None
) -> Made:
    if made_on is None:
        return Made(None, how, None if says is None else says.on, False)
    told = [change.on for change in history if change.act is Act.COMMENCED and change.on >= made_on]
    if told:
        return Made(made_on, how, told[-1], False)
    if says is not None and says.on is not None and says.on >= made_on:
        return Made(made_on, how, says.on, False)
    published = [change.on for change in history if change.act is Act.PUBLISHED and change.on >= made_on]
    if says is not None and says.from_issue and how in (Making.ADOPTED, Making.REVISED) and published:
        return Made(made_on, how, published[-1], False)
    return Made(made_on, how, made_on, True)


_SESSION = re.compile(rf"第{NUMERAL}届")
_MEETING = re.compile(
    rf"第\s?{NUMERAL}\s?次|令\s?第|审判委员会|检察委员会|(?:常务|部务|局务|委务)会议|发布|公布|通过|批准|颁布|印发"
)


def order_number(history: Sequence[Change]) -> str | None:
    """The number of the order that published the text, canonical: ``国务院令第722号``; that of a decision that amended
    it is another document's."""
    for change in reversed(history):
        if change.act in (Act.PUBLISHED, Act.REVISED, Act.ADOPTED) and "关于修改" not in change.text:
            match = ORDER_NUMBER.search(change.text)
            found = None if match is None else number_at(change.text, *match.span())
            if found is not None and "令" in found.canonical:
                return found.canonical.removeprefix(STATE)
    return None


def organ(history: Sequence[Change]) -> str | None:
    """Who made the instrument, by the first event that names one."""
    for change in history:
        day = next(dates(change.text), None)
        words = change.text if day is None else change.text[day.end :]
        words = _SESSION.sub("", words.replace(STATE, "")).strip()
        match = _MEETING.search(words)
        if match is not None and 2 <= match.start() <= 40:
            return words[: match.start()].strip()
    return None
