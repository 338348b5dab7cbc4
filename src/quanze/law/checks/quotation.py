"""引文: whether what a list quotes of a law is what the law says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from quanze.law.boilerplate import Copy
from quanze.law.checks.citings import REPEATS, RESTS_ON, Citings
from quanze.law.ordinals import name
from quanze.law.quotation import Difference, Match, Quotation
from quanze.lists.checks.listing import Entry
from quanze.lists.checks.rules import Hit, Rule
from quanze.lists.model import Severity
from quanze.prose import HAN, listed, quote

VERBATIM = "公文引用的通例：引用法律条文应当与原文一致，摘引应当注明"
SOURCE = "抄录法条应当注明出处并与原文一致，法律修改时才知道要一起改"
SHOWN = 3
"""So many differences of one quotation are shown."""
SAFE = 12
"""A difference of at most so many characters may be mended by the law's words."""

Places = Sequence[tuple[Entry, str]]


def _quoted(match: Match, say: Callable[[Quotation], Iterator[Hit]]) -> Callable[[Citings], Iterator[Hit]]:
    """A search for quotations of one kind; ``say`` gives hits without their place. Equal texts are told once."""

    def search(citings: Citings) -> Iterator[Hit]:
        places = citings.texts(RESTS_ON)
        for value, found in citings.quoted.items():
            for quotation in found:
                if quotation.match is match:
                    for hit in say(quotation):
                        yield _placed(hit, places[value])

    return search


def _placed(hit: Hit, places: Places) -> Hit:
    entry, path = places[0]
    others = len({place.key for place, _ in places} - {entry.key})
    more = f"（另有 {others} 个事项相同）" if others else ""
    return hit._replace(message=hit.message + more, entry=entry, field=path)


def _what(quotation: Quotation) -> str:
    return f"《{quotation.instrument.title}》{quotation.cited}"


def _at(quotation: Quotation, message: str) -> Hit:
    return Hit(message, start=quotation.start, end=quotation.end)


def _differs(quotation: Quotation) -> Iterator[Hit]:
    what = f"所引{_what(quotation)}与{quotation.version.label}不一致"
    differences = quotation.differences
    if not differences:
        yield _at(quotation, f"{what}，只摘录了其中一部分而次序、起止不同")
        return
    shown = listed([_told(difference) for difference in differences], SHOWN)
    if len(differences) == 1:
        yield Hit(
            f"{what}：{shown}",
            start=differences[0].start,
            end=differences[0].end,
            suggestion=_safe(differences[0]),
        )
    else:
        yield _at(quotation, f"{what}：{shown}")


def _told(difference: Difference) -> str:
    if not difference.quoted:
        return f"原文有{quote(difference.law)}，引文没有"
    if not difference.law:
        return f"原文没有{quote(difference.quoted)}"
    return f"原文{quote(difference.law)}写作{quote(difference.quoted)}"


def _safe(difference: Difference) -> str | None:
    """The law's words, where putting them in place of the quoted ones cannot break a sentence."""
    han = re.compile(f"[{HAN}]{{1,{SAFE}}}")
    safe = han.fullmatch(difference.law) and han.fullmatch(difference.quoted)
    return difference.law if safe else None


def _missing(quotation: Quotation) -> Iterator[Hit]:
    count = len(quotation.version.articles)
    message = (
        f"《{quotation.instrument.title}》{quotation.version.label}没有{quotation.cited}（共 {count} 条）"
    )
    if quotation.stands is not None:
        message += f"，引文见于{_stands(quotation)}"
    yield Hit(message, start=quotation.start, end=quotation.end)


def _stands(quotation: Quotation) -> str:
    stands = quotation.stands
    if stands is None:
        return ""
    version = "" if stands.version is quotation.version else f"{stands.version.label}的"
    return f"{version}{name(stands.ordinal)}"


def _elsewhere(quotation: Quotation) -> Iterator[Hit]:
    stands = quotation.stands
    old = stands is not None and stands.version is not quotation.version
    changed = f"，{quotation.version.label}的这一条已经不同" if old else ""
    yield _at(quotation, f"所引{_what(quotation)}的文字见于{_stands(quotation)}{changed}")


def _part(quotation: Quotation) -> Iterator[Hit]:
    marked = "（以省略号注明）" if quotation.elided else ""
    yield _at(
        quotation, f"所引{_what(quotation)}只摘录了一部分{marked}，摘录的文字与{quotation.version.label}一致"
    )


def _exact(quotation: Quotation) -> Iterator[Hit]:
    form = "，只有空格、全半角的差别" if quotation.form else ""
    yield _at(quotation, f"所引{_what(quotation)}与{quotation.version.label}一致{form}")


def _repeated(citings: Citings) -> Iterator[tuple[Copy, Places]]:
    places = citings.texts(REPEATS)
    for value, copies in citings.repeated.items():
        for copy in copies:
            yield copy, places[value]


def _article(copy: Copy) -> str:
    return f"《{copy.instrument.title}》{name(copy.article.ordinal)}"


def boilerplate_departs(citings: Citings) -> Iterator[Hit]:
    for copy, places in _repeated(citings):
        for difference in copy.differences[:SHOWN]:
            hit = Hit(
                f"这段文字出自{_article(copy)}（{copy.version.label}），此处{_told(difference)}",
                start=difference.start,
                end=difference.end,
                suggestion=_safe(difference),
            )
            yield _placed(hit, places)


def boilerplate_named(citings: Citings) -> Iterator[Hit]:
    for copy, places in _repeated(citings):
        if not copy.differences:
            part = "" if copy.whole else "的一部分"
            message = f"这段文字就是{_article(copy)}{part}（{copy.version.label}），没有注明出处"
            yield _placed(Hit(message, start=copy.start, end=copy.end), places)


RULES = (
    Rule(
        "Q601",
        Severity.WARNING,
        "引文与条文不一致",
        VERBATIM,
        "只看法规库收有全文的文件，按检查之日的文本比较；空格、全半角、分段的差别不算；紧跟条号而与条文多半不同的文字，"
        "没有冒号或引号引出的，不当作引文。",
        _quoted(Match.DIFFERS, _differs),
    ),
    Rule(
        "Q602",
        Severity.WARNING,
        "引用的条、款、项不存在",
        VERBATIM,
        "只看法规库收有条文的文件；“三、（一）”等层次不检查。",
        _quoted(Match.MISSING, _missing),
    ),
    Rule(
        "Q603",
        Severity.WARNING,
        "引文不在所引的条，而在另一条或者另一文本",
        VERBATIM,
        "引文须有 12 字以上，并与另一条逐字相同。",
        _quoted(Match.ELSEWHERE, _elsewhere),
    ),
    Rule(
        "Q604",
        Severity.INFO,
        "引文只摘录了条文的一部分",
        VERBATIM,
        "略去的须是整句、整项或者用省略号注明，否则按不一致（Q601）报告。",
        _quoted(Match.PART, _part),
    ),
    Rule(
        "Q605",
        Severity.INFO,
        "引文与条文一致",
        VERBATIM,
        "告知已经核对过哪些引文；同样的文字只在第一处告知。",
        _quoted(Match.EXACT, _exact),
    ),
    Rule(
        "Q606",
        Severity.WARNING,
        "没有注明出处的通用条款与所抄的法条有出入",
        SOURCE,
        "只看责任事项和追责情形；须有两个以上分句、40 字以上与法条逐字相同。有意改写的也会提示。",
        boilerplate_departs,
    ),
    Rule(
        "Q607",
        Severity.INFO,
        "通用条款就是某一法条，没有注明出处",
        SOURCE,
        "同样的文字只在第一处提示。",
        boilerplate_named,
    ),
)
