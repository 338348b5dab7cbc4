"""效力: whether what a list cites still stands on a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher

from quanze.law.checks.citings import Cited, Citings
from quanze.law.citations.naming import issued_in
from quanze.law.currency import OVER, State
from quanze.law.dates import add_months, chinese
from quanze.law.instruments import Says
from quanze.law.validity import of_title
from quanze.lists.checks.rules import Hit, Rule
from quanze.lists.compare.characters import common_prefix, common_suffix
from quanze.lists.model import Severity

CURRENT = (
    "中办发〔2015〕21号《关于推行地方各级政府工作部门权力清单制度的指导意见》："
    "根据法律法规立改废释情况及时调整权力清单"
)
OWN_WORDS = "文件自己写明的施行日期、期限和废止"
SOON = timedelta(days=180)
"""A term that ends within so many days is announced (the first of the three notices: 180, 90, 30)."""
SAME_SUBJECT = 0.7
"""Titles that agree so far, of one 代字, may be one rule's predecessor and successor."""

_CODE_AND_YEAR = re.compile(r"(?P<code>[\u4e00-\u9fff]+)〔(?P<year>\d{4})〕")


def _hit(cited: Cited, message: str) -> Hit:
    return Hit(message, cited.entry, cited.path, cited.citation.start, cited.citation.end)


def _by_state(*states: State) -> Callable[[Citings], Iterator[Hit]]:
    """A search for citations of instruments of the library that are in one of these states."""

    def search(citings: Citings) -> Iterator[Hit]:
        for cited in citings.once_each():
            found = citings.status(cited)
            if found is not None and found.state in states:
                yield _hit(cited, f"{cited.reference}{found.state}：{found.reason}")

    return search


def ended_by_a_law(citings: Citings) -> Iterator[Hit]:
    for cited in citings.once_each():
        found = citings.status(cited)
        if found is not None and found.state in OVER:
            continue
        for statement in citings.library.said_of(cited.reference):
            if statement.on is not None and statement.on > citings.on:
                continue
            if found is not None and found.version is not None and statement.on is not None:
                made_on = found.version.made_on
                if made_on is not None and made_on >= statement.on:
                    continue
            since = "" if statement.on is None else f"（{chinese(statement.on)}起）"
            yield _hit(
                cited,
                f"{statement.by}写明“{statement.evidence.text[-40:]}”{since}，请核对所引{cited.reference}是否仍然有效",
            )
            break


def ended_by_the_list(citings: Citings) -> Iterator[Hit]:
    """Of matters that are not looked at those too to which one that is looked at says it."""
    anywhere = any(citings.asked(said.entry) for said in citings.ended.values())
    for cited in citings.once_each(anywhere=anywhere):
        said = citings.ended.get(cited.key)
        if (
            said is None
            or not (citings.asked(cited.entry) or citings.asked(said.entry))
            or (
                said.path == cited.path
                and said.entry.key == cited.entry.key
                and said.start <= cited.citation.start <= said.end
            )
        ):
            continue
        yield _hit(
            cited,
            f"{cited.reference}，清单自己写明“{said.statement.evidence.text[-40:]}”（{said.entry.name}）",
        )


def told_as_ended(citings: Citings) -> Iterator[Hit]:
    for said in filter(lambda said: citings.asked(said.entry), citings.ended.values()):
        by = "" if said.statement.by is None else f"，由{said.statement.by}废止"
        yield Hit(
            f"清单写明{said.about}已经废止{by}，宜在法规库中登记", said.entry, said.path, said.start, said.end
        )


def plan_is_over(citings: Citings) -> Iterator[Hit]:
    for cited, years, words in _by_title(citings, Says.PLAN):
        if years[1] < citings.on.year:
            yield _hit(cited, f"{cited.reference}的期限是“{words}”，{years[1]}年已经过去")


def past_years_notice(citings: Citings) -> Iterator[Hit]:
    for cited, years, words in _by_title(citings, Says.YEAR):
        if years[1] < citings.on.year:
            yield _hit(cited, f"{cited.reference}是“{words}”的文件，该年度已经过去，请核对有无新的文件")


def _by_title(citings: Citings, says: Says) -> Iterator[tuple[Cited, tuple[int, int], str]]:
    for cited in citings.once_each():
        if cited.title is None:
            continue
        for proposal in of_title(cited.title, cited.title):
            statement = proposal.statement
            if statement.says is says and statement.years is not None:
                yield cited, statement.years, statement.evidence.text.strip()
                break


def term_ends(citings: Citings) -> Iterator[Hit]:
    """Terms that the list itself tells. Without the day of issue the year in the 文号 gives the earliest and the
    latest day."""
    for said in filter(lambda said: citings.asked(said.entry), citings.said):
        statement = said.statement
        if statement.says is Says.UNTIL and statement.on is not None:
            first = last = statement.on
        elif statement.says is Says.TERM and statement.months and said.about.number is not None:
            issued = _CODE_AND_YEAR.search(said.about.number)
            if issued is None:
                continue
            year = int(issued["year"])
            first = add_months(date(year, 1, 1), statement.months)
            last = add_months(date(year + 1, 1, 1), statement.months)
        else:
            continue
        if first - citings.on > SOON:
            continue
        over = "期限已经届满" if citings.on >= last else "期限届满或者将要届满"
        words = statement.evidence.text
        yield Hit(f"{said.about}写明“{words}”，{over}，请核对", said.entry, said.path, said.start, said.end)


def may_be_superseded(citings: Citings) -> Iterator[Hit]:
    """One 代字, nearly one title, a later year: the list cites a rule and, elsewhere, what may have taken its place."""
    rules: dict[str, dict[str, tuple[int, str, Cited]]] = {}
    for cited in citings.once_each():
        match = None if cited.citation.number is None else _CODE_AND_YEAR.match(cited.citation.number)
        subject = None if cited.title is None else issued_in(cited.title)
        if match is not None and subject is not None:
            rules.setdefault(match["code"], {}).setdefault(cited.key, (int(match["year"]), subject, cited))
    successors = {
        key: max(later, key=lambda rule: rule[0])[2]
        for group in rules.values()
        for key, (year, subject, _) in group.items()
        if (later := [rule for rule in group.values() if rule[0] > year and _same_subject(subject, rule[1])])
    }
    for cited in citings.once_each():
        other = successors.get(cited.key)
        if other is not None and cited.key not in citings.ended:
            yield _hit(
                cited,
                f"{cited.reference}可能已由清单另处（{other.entry.name}）引用的{other.reference}取代，请核对",
            )


def _same_subject(one: str, two: str) -> bool:
    """Whether two rules are called nearly alike: beside what they begin and end with alike, a word in common."""
    head, tail = common_prefix(one, two), common_suffix(one, two)
    if tail < len("管理办法") or head + tail >= min(len(one), len(two)):
        return tail >= len("管理办法")
    mine, theirs = one[head : len(one) - tail], two[head : len(two) - tail]
    shared = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
    return shared.size >= len("某业") and head + tail + shared.size >= SAME_SUBJECT * min(len(one), len(two))


def dropped_elsewhere(citings: Citings) -> Iterator[Hit]:
    dropped: dict[str, str] = {}
    kept = {(cited.entry.key, cited.key) for cited in citings.cited}
    for entry in filter(citings.asked, citings.listing.entries):
        path = "before[basis]"
        for citation in citings.citations(entry, path):
            cited = Cited(entry, path, citation, None)
            if citation.number is not None and (entry.key, cited.key) not in kept:
                dropped.setdefault(cited.key, entry.name)
    for cited in citings.once_each():
        name = dropped.get(cited.key)
        if name is not None and name != cited.entry.name:
            yield _hit(cited, f"{cited.reference}在调整“{name}”时已不再作为依据，此处仍在引用，请核对")


def unverified(citings: Citings) -> Iterator[Hit]:
    if not citings.library:
        return
    seen: set[str] = set()
    for cited in citings.once_each():
        found = citings.status(cited)
        if cited.key in seen or (found is not None and found.state is not State.UNVERIFIED):
            continue
        seen |= cited.names
        why = "法规库中没有收录" if found is None else found.reason
        yield _hit(cited, f"{cited.reference}效力待核实：{why}")


RULES = (
    Rule(
        "L501",
        Severity.WARNING,
        "引用的文件已经废止、失效或者期限届满",
        CURRENT,
        "只看法规库（--laws）中经人确认的记载；库里没有记载的看不出来。",
        _by_state(*OVER),
    ),
    Rule(
        "L502",
        Severity.WARNING,
        "引用的文件已由法规库中另一部法规写明废止",
        OWN_WORDS,
        "只看法规最后几条中“《……》同时废止”一类的话；废止其中部分条款的、废止同名旧法的不算；文件名称须相同。",
        ended_by_a_law,
    ),
    Rule(
        "L503",
        Severity.WARNING,
        "引用的文件，清单自己写明已经废止",
        OWN_WORDS,
        "按文号比较，没有文号的按名称比较；写明废止的那一句本身不算。不需要法规库。",
        ended_by_the_list,
    ),
    Rule(
        "L504",
        Severity.INFO,
        "清单写明某一文件废止，宜登记",
        OWN_WORDS,
        "只认得“《……》同时废止”“废止《……》”一类的话。不需要法规库。",
        told_as_ended,
    ),
    Rule(
        "L505",
        Severity.WARNING,
        "引用的规划、方案的期限已过",
        "标题写明的起止年份；五年规划纲要的规划期",
        "只看标题中的“2016—2020年”“十三五”等；延长了的期限看不出来。不需要法规库。",
        plan_is_over,
    ),
    Rule(
        "L506",
        Severity.WARNING,
        "引用的是往年的年度通知",
        "标题写明的年度；长期的职权宜以长期有效的规定为依据",
        "只看通知、函、说明等标题中的“2023年度”“2024年”；“（2025年版）”等版次不算。不需要法规库。",
        past_years_notice,
    ),
    Rule(
        "L507",
        Severity.WARNING,
        "引用的是修改以前的文本",
        CURRENT,
        "引用处须写明修改、修订的年份或日期，且法规库收有更新的文本。",
        _by_state(State.AMENDED),
    ),
    Rule(
        "L508",
        Severity.WARNING,
        "引用的文件尚未施行",
        "《立法法》第六十一条：法律应当明确规定施行日期",
        "只看法规库中的施行日期。",
        _by_state(State.NOT_YET),
    ),
    Rule(
        "L509",
        Severity.WARNING,
        "文件自己写明的期限已满或者将满",
        OWN_WORDS,
        "只看清单中抄录的期限（“执行期限3年”“有效期至……”）；没有施行日期的按文号的年份估计，"
        "提前 180 天提示。不需要法规库。",
        term_ends,
    ),
    Rule(
        "L510",
        Severity.INFO,
        "可能已被清单另处引用的新文件取代",
        CURRENT,
        "只看同一发文代字、所印发文件名称相近、年份较早的；是否取代由人核对。不需要法规库。",
        may_be_superseded,
    ),
    Rule(
        "L511",
        Severity.INFO,
        "别的事项调整时已换下的文件，此处仍在引用",
        "同一清单的各附件互为依据，两处说法不同则当事人和经办人无所适从",
        "只看读得出新旧文字的调整、且有文号的文件。不需要法规库。",
        dropped_elsewhere,
    ),
    Rule(
        "L512",
        Severity.INFO,
        "引用的文件效力待核实",
        "没有记载的不作推断",
        "只在给出法规库时检查；同一文件只在第一处提示。",
        unverified,
    ),
)
