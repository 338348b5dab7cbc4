"""A document's own words on validity, harvested as proposals for a person to confirm. Never facts by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from quanze.law import dates
from quanze.law.instruments import Evidence, Reference, Says, Statement
from quanze.prose import NUMERAL, numeral
from quanze.prose.document_numbers import numbers, titles

FIVE_YEARS = {
    "九五": 1996,
    "十五": 2001,
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
}
"""First years of the five-year plans of the state, by the name that titles use for them."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that a text suggests, with the span of the words that say it (also in ``statement.evidence``).

    ``about`` is the instrument of which the words speak; ``None`` is the document itself ("本办法自印发之日起施行").
    """

    statement: Statement
    start: int
    end: int
    about: Reference | None = None

    @property
    def of_itself(self) -> bool:
        return self.about is None


@dataclass(frozen=True, slots=True)
class Wording:
    """A row of the table: what a wording says, the pattern that knows it, and whether it needs a sentence that speaks
    of a document's own validity (a licence has a 有效期 too)."""

    says: Says
    pattern: re.Pattern[str]
    own: bool
    example: str


_COMMENCE = r"起\s{0,2}(?:正式)?(?:施行|实施|实行|执行|生效|试行)"
_TERM = r"(?:执行|有效|实施|试行|施行|暂定)\s?(?:的)?(?:期限?|期间|时间)?\s{0,2}(?:为|是|暂定|暂定为)?\s{0,2}"

WORDINGS: tuple[Wording, ...] = (
    Wording(
        Says.IN_FORCE_FROM,
        re.compile(rf"自\s{{0,2}}(?P<date>{dates.PATTERN})\s{{0,2}}{_COMMENCE}"),
        False,
        "自2024年1月1日起施行",
    ),
    Wording(
        Says.IN_FORCE_FROM,
        re.compile(rf"自\s{{0,2}}(?P<issue>印发|发布|公布|颁布|下发|签发|公告)之?日\s{{0,2}}{_COMMENCE}"),
        False,
        "自印发之日起施行",
    ),
    Wording(
        Says.TERM,
        re.compile(rf"{_TERM}(?P<n>{NUMERAL})\s{{0,2}}(?P<unit>年|个月)(?![度\d月])"),
        True,
        "执行期限3年",
    ),
    Wording(
        Says.UNTIL,
        re.compile(
            rf"(?:有效期限?|执行期限?|实施期限?|试行期限?|有效|执行|实施|施行)\s{{0,2}}(?:截至|截止到|截止|至|到)\s{{0,2}}(?P<date>{dates.PATTERN})"
        ),
        True,
        "有效期至2027年12月31日",
    ),
)
"""Wordings of commencement and term."""

_OWN = re.compile(
    r"起\s?(?:执行|实施|生效)|本(?:办法|规定|细则|规则|通知|意见|方案|规划|计划|指南|条例|公告|规程|规范|措施|政策|文件|制度|标准|决定)|施行|印发之日|发布之日|公布之日|执行期限"
)
_OTHERS_TERM = re.compile(
    r"(?:证书?|许可|资质|资格|牌照|执照|批文|合同|协议|保函|公示|报告|标志|认定|名单|称号)[^。；，]{0,8}$"
)
_TELLING = re.compile(r"施行|实施|实行|执行|生效|有效|试行|暂定|废止|失效")
"""Without one of these words a sentence says nothing of validity."""
_SENTENCE = re.compile(r"[^。\n]+")
_REPEAL = re.compile(
    r"(?:同时|一并|即行|相应|予以|自行|已经?|均|宣布)?\s{0,2}(?P<what>废止|失效|停止执行|不再执行)"
)
_NO_REPEAL = re.compile(r"(?:不|未|尚未|没有)(?:予以)?$")
_LISTED = re.compile(
    rf"\s{{0,2}}(?:[（(][^（()）]{{0,80}}[）)])?等?(?:\s?[0-9一二三四五六七八九十]{{1,3}}[件个部])?(?:文件|规定|通知)?"
    rf"[、，,；;及和与以\s]{{0,4}}原?(?:已经?|均|也|都)?\s?(?:[自于从]\s?{dates.PATTERN}\s?起?)?[，,\s]{{0,2}}"
)
"""What may stand between a title and the next one of a list, or the word that ends them all."""
_FORWARD = re.compile(r"^\s{0,2}(?:《|〈)")
_PERIOD = re.compile(r"(?P<first>(?:19|20)\d\d)\s?年?\s?(?:[—–－\-~～―─]{1,2}|至)\s?(?P<last>20\d\d)\s?年?")
_FIVE = re.compile(
    r"[“\"〝「]?(?P<name>十[一二三四五]五|九五|(?<=[“\"])十五(?=[”\"]))[”\"〞」]?(?=时期|期间|规划|计划|发展|[^一-鿿]|.{0,30}(?:规划|计划|纲要))"
)
_NTH_FIVE = re.compile(r"第(?P<name>十[一二三四五]?|九)个五年(?=规划|计划)")
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)\s?年\s?(?!版|本|修|第|\d{1,2}\s?月)(?:度)?")
_YEARLY = re.compile(r"(?:通知|函|公告|通告|说明|方案|要点|指南|意见|计划)(?:[（(][^（）()]{1,12}[）)])?$")
_TRIAL = re.compile(r"试行|暂行")
_LONGEST = 2000


def proposals(
    text: str, document: str, *, of: Reference | None = None, issued_on: date | None = None
) -> tuple[Proposal, ...]:
    """What a text says about the validity of the document that it is or of those that it names.

    ``document`` names the text in the evidence; ``of`` is what the text itself is (the ``by`` of what it repeals);
    ``issued_on`` makes a date of 自印发之日. In the order of the text; spans are code points of ``text``.
    """
    found: list[Proposal] = []
    about: Reference | None = None
    begun: date | None = None
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        words = text[start : min(end, start + _LONGEST)]
        if _TELLING.search(words) is None:
            continue
        own = list(_wordings(words, start, document, issued_on))
        named = _named(words)
        if own:
            first = own[0].start - start
            before = [each.reference for each in named if each.start < first]
            speaker = None if _speaks_of_itself(words[:first]) or not before else before[-1]
            about = speaker
            found += [Proposal(each.statement, each.start, each.end, speaker) for each in own]
        begun = _in_force_on(own) or begun
        found += _repeals(words, start, named, document, about or of, begun)
    return tuple(sorted(found, key=lambda proposal: (proposal.start, proposal.end)))


def _speaks_of_itself(before: str) -> bool:
    return re.search(r"(?:^|[，,；;])\s*本[^，,；;《]{0,12}$", before) is not None


def _in_force_on(own: list[Proposal]) -> date | None:
    return next((each.statement.on for each in own if each.statement.says is Says.IN_FORCE_FROM), None)


def _wordings(words: str, offset: int, document: str, issued_on: date | None) -> Iterator[Proposal]:
    for wording in WORDINGS:
        for match in wording.pattern.finditer(words):
            if wording.own and (not _OWN.search(words) or _OTHERS_TERM.search(words[: match.start()])):
                continue
            on: date | None = None
            months: int | None = None
            if wording.says is Says.TERM:
                n = numeral(match["n"])
                months = n * 12 if match["unit"] == "年" else n
                if not 0 < months <= 1200:
                    continue
            elif "date" in wording.pattern.groupindex:
                day = next(dates.dates(match["date"]), None)
                if day is None:
                    continue
                on = day.on + timedelta(days=1) if wording.says is Says.UNTIL else day.on
            else:
                on = issued_on
            start, end = offset + match.start(), offset + match.end()
            evidence = Evidence(document, match.group(), start, end)
            yield Proposal(Statement(wording.says, evidence, on=on, months=months), start, end)


class _Named(NamedTuple):
    """An instrument that a sentence names: the span of its title or, without one, of its number."""

    start: int
    end: int
    reference: Reference


def _named(words: str) -> list[_Named]:
    found = list(numbers(words))
    named: list[_Named] = []
    covered: set[int] = set()
    for title in titles(words, found):
        number_of = title.number
        if number_of is not None:
            covered.add(number_of.start)
        reference = Reference(title.name, None if number_of is None else number_of.canonical)
        named.append(_Named(title.start, title.end, reference))
    named += [
        _Named(each.start, each.end, Reference(None, each.canonical))
        for each in found
        if each.start not in covered
    ]
    return sorted(named, key=lambda each: each.start)


def _repeals(
    words: str,
    offset: int,
    named: list[_Named],
    document: str,
    by: Reference | None,
    on: date | None,
) -> Iterator[Proposal]:
    done = 0
    for match in _REPEAL.finditer(words):
        within_title = any(each.start < match.start() < each.end for each in named)
        if within_title or _NO_REPEAL.search(words[max(0, match.start() - 4) : match.start()]):
            continue
        if _FORWARD.match(words[match.end() :]):
            stop = words.find("；", match.end())
            stop = len(words) if stop < 0 else stop
            objects = [each for each in named if match.end() <= each.start < stop]
        else:
            objects = _right_before(words, match.start(), [each for each in named if each.start >= done])
        commences = [
            each.end()
            for wording in WORDINGS[:2]
            for each in wording.pattern.finditer(words, 0, match.start())
        ]
        after = max(commences, default=0)
        since = _own_date(words[max(0, match.start() - 24) : match.start()]) or on
        says = Says.LAPSED if match["what"] == "失效" else Says.REPEALED
        for at, _, reference in objects:
            if at < after or reference == by:
                continue
            start, end = offset + min(at, match.start()), offset + match.end()
            evidence = Evidence(document, words[start - offset : end - offset], start, end)
            yield Proposal(Statement(says, evidence, on=since, by=by), start, end, reference)
        done = match.end()


def _right_before(words: str, end: int, named: list[_Named]) -> list[_Named]:
    """The instruments listed right before a place: a part of one (《…》第三条, 《…》相应条款) is not the instrument."""
    found: list[_Named] = []
    for each in reversed([each for each in named if each.end <= end]):
        if not _LISTED.fullmatch(words, each.end, end):
            break
        found.insert(0, each)
        end = each.start
    return found


def _own_date(before: str) -> date | None:
    match = re.search(rf"(?:自|于)\s?({dates.PATTERN})\s?起?$", before)
    day = None if match is None else next(dates.dates(match.group()), None)
    return None if day is None else day.on


def of_title(title: str, document: str) -> tuple[Proposal, ...]:
    """What a title by itself says: that the instrument is on trial, a plan for some years, or the work of one year.
    Spans are code points of the title."""
    found: list[Proposal] = []

    def add(says: Says, match: re.Match[str], years: tuple[int, int] | None = None) -> None:
        evidence = Evidence(document, match.group(), match.start(), match.end())
        found.append(Proposal(Statement(says, evidence, years=years), match.start(), match.end()))

    trial = _TRIAL.search(title)
    if trial is not None:
        add(Says.TRIAL, trial)
    periods = [match for match in _PERIOD.finditer(title) if int(match["first"]) <= int(match["last"])]
    for match in periods:
        add(Says.PLAN, match, (int(match["first"]), int(match["last"])))
    if not periods:
        for match in (*_FIVE.finditer(title), *_NTH_FIVE.finditer(title)):
            first = FIVE_YEARS[match["name"].removesuffix("五") + "五"]
            add(Says.PLAN, match, (first, first + 4))
        planned = any(each.statement.says is Says.PLAN for each in found)
        years = list(_YEAR.finditer(title)) if _YEARLY.search(title) and not planned else []
        if years:
            last = max(years, key=lambda match: int(match["year"]))
            add(Says.YEAR, last, (int(last["year"]), int(last["year"])))
    return tuple(found)
