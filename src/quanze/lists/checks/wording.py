"""Wording: words that do not belong, sentences that break off, a licence's vocabulary where there is no licence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from quanze.lists.checks.listing import PROSE, Kind, Listing, Passage
from quanze.lists.checks.rules import Hit, Rule, Spot, in_texts
from quanze.lists.model import Severity
from quanze.prose import HAN, around, numeral, quote

CLEAR = "《党政机关公文处理工作条例》第十九条：公文起草应当做到表述准确，文字精练"

FOREIGN_WORDS: dict[str, str | None] = {
    "and": "和",
    "or": "或",
    "of": None,
    "the": None,
    "with": None,
    "for": None,
    "by": None,
    "to": None,
    "in": None,
    "on": None,
    "not": None,
}
"""Function words that a translation or a converter leaves in Chinese text, and the Chinese for those that have one
meaning. Abbreviations, units and names in Latin letters are no fault."""

_FOREIGN = re.compile(
    rf"(?<=[{HAN}，。；、）》])(?P<blank>\s*)\b(?P<word>{'|'.join(FOREIGN_WORDS)})\b\s*(?=[{HAN}（《])",
    re.IGNORECASE | re.ASCII,
)
_RESIDUE = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]{0,200})?/?>|&(?:nbsp|lt|gt|amp|quot|#\d{1,6});")
_GAP = re.compile(rf"(?<=[{HAN}])[ \t\u3000\u00a0](?=[{HAN}])")
_LOCATOR = re.compile(r"第[〇零一二三四五六七八九十百千]{1,6}[条款项章节编目]$|[章节编][^，。；：\s]{0,12}$")
_CLAUSE_GOES_ON = re.compile(r"[^，。；：、）)\n]")
_REACH = 2
_ORGAN_END = "部厅局委会署院行办府司处科股所站队"


class Phrase(NamedTuple):
    """A faulty phrase: ``pattern`` marks it as ``fault``; ``message`` explains; ``instead`` replaces it where safe."""

    pattern: re.Pattern[str]
    message: str
    instead: str | None = None
    unless: re.Pattern[str] | None = None


BROKEN: tuple[Phrase, ...] = (
    Phrase(
        re.compile(r"(?P<fault>(?:应当?|经|自)[^，。；：、]{1,10}(?<![前此今落售背最以之先])后。)(?=[^\s])"),
        "“后”字之后用了句号，句子没有说完",
    ),
    Phrase(
        re.compile(r"(?P<fault>应当受理后)(?=[对将进组按开])"),
        "“应当受理后”语序不通，疑为“受理后应当……”",
    ),
    Phrase(
        re.compile(r"负责[^。；]{0,60}做好[^，。；]{2,40}(?P<fault>工作的。)"),
        "句末多一个“的”字",
        "工作。",
        re.compile("未|不|没|拒"),
    ),
)
"""Sentences that break off or carry a word too many, each met in a published list."""

AWKWARD: tuple[Phrase, ...] = (
    Phrase(
        re.compile(
            rf"(?P<fault>对)(?![^，。；：、]{{0,30}}(?:进行|予以|后|及时|审核|审查|应当|统一))"
            rf"[{HAN}]{{2,16}}(?:企业|单位|项目|材料|申请人|机构)"
            r"(?:上报|报送|呈报)(?=[省市区县国本])"
        ),
        "“对……上报”搭配不当，应为“将……上报”",
        "将",
    ),
    Phrase(
        re.compile(r"(?P<fault>(?P<verb>审查|审核|初审|核查|评审)按照[^，。；：]{2,60}进行(?P=verb))"),
        "前后重复",
    ),
    Phrase(
        re.compile(r"(?P<fault>(?:仍|仍然)不符合(?:条件|要求|规定))(?=撤销|取消|注销)"),
        "缺少停顿，“……的”之后应有逗号",
        "{}的，",
    ),
)
"""Phrases that can be understood and still should be mended."""

LIMIT = re.compile(r"(?:\d+|[〇零一二两三四五六七八九十百]+)\s*个?(?:工作日|自然日|日|天|月|年|小时|周|季度)")
_FROM_DAY = re.compile(r"(?P<fault>自?[^，。；：、（(\n]{2,16}之日起)(?P<rest>[，,]?[^。；;（(\n]{0,60})")
_TAKES_EFFECT = re.compile(
    r"施行|生效|执行|实施|计算|起算|算起|届满|失效|停止|开始|期限|时限|当日|当场|即|立即|期间|有效|为"
)
_OWES_ACTION = re.compile(r"决定|告知|受理|作出|送达|办结|审查|审核|答复")

APPLIED_FOR = frozenset({"其他职权", "行政确认", "行政奖励", "行政给付", "行政裁决", "行政征收"})
_LICENCE = re.compile(
    r"(?:不?准予|不予|同意|作出)(?:行政)?许可(?!证)(?:或者?(?:不准予|不予|不同意)(?:行政)?许可(?!证))?|(?:行政)?许可决定"
)
_LICENCE_NAMES = re.compile(
    r"许可.*(?:撤销|注销|变更|延续|初审|转报|上报|备案)|(?:撤销|注销|变更|延续).*许可"
)

_SHORT_LIMIT = re.compile(
    r"(?P<fault>(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*[日天](?:之内|以内|内))(?!.{0,3}工作日)"
)
SHORT = 15
"""Longer limits in days are by custom of calendar days, and a few days off do not matter much to them."""
UNIT_BY_LAW = frozenset({"行政许可", "行政处罚"})
_VAGUE = re.compile(r"(?P<fault>(?:其他|其它|有关|相关)[^，。；、]{0,8}材料|等(?:有关|相关|其他)?材料)")


def foreign_words(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    if text.isascii() or not _has_latin(text):
        return
    for match in _FOREIGN.finditer(text):
        instead = FOREIGN_WORDS[match["word"].lower()]
        yield Spot(
            *match.span(),
            f"{around(text, *match.span())}中夹有外文词“{match['word']}”",
            instead,
        )


def _has_latin(text: str) -> bool:
    return re.search("[A-Za-z]", text) is not None


def residue(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    if "<" in text or "&" in text:
        for match in _RESIDUE.finditer(text):
            instead = "" if match.group().startswith("<") or match.group() == "&nbsp;" else None
            yield Spot(*match.span(), f"文字中留有转换软件的标记{quote(match.group())}", instead)


def split_words(listing: Listing) -> Iterator[Hit]:
    """A blank inside a word: what stands on both sides of it is written without a blank elsewhere in the list."""
    texts = listing.places(PROSE)
    gaps: list[tuple[str, int, int, set[str]]] = []
    for value in texts:
        for match in _GAP.finditer(value):
            left, right = _han_before(value, match.start()), _han_after(value, match.end())
            if (
                left[-1] in _ORGAN_END
                or right.startswith("第")
                or _LOCATOR.search(value[max(0, match.start() - 20) : match.start()])
            ):
                continue
            pieces = {left[-2:] + right[:1]}
            if len(right) > 1 or _CLAUSE_GOES_ON.match(value, match.end() + 1):
                pieces.add(left[-1:] + right[:2])
            if all(len(piece) == 3 for piece in pieces):
                gaps.append((value, match.start() - 1, match.end() + 1, pieces))
    if not gaps:
        return
    met = _met({piece for _, _, _, pieces in gaps for piece in pieces}, texts)
    proven = [gap for gap in gaps if met.issuperset(gap[3])]
    for value, group in groupby(proven, lambda gap: gap[0]):
        (_, start, end, _), *others = group
        more = f"，本栏共 {len(others) + 1} 处" if others else ""
        for entry, path in texts[value]:
            yield Hit(
                f"{around(value, start, end, 4)}的词中多了空格{more}",
                entry,
                path,
                start,
                end,
                value[start] + value[end - 1],
            )


def _met(wanted: set[str], texts: Iterable[str]) -> set[str]:
    """Which of the pieces stand in any of the texts: few are looked up one by one, many in a table of all pieces."""
    if len(wanted) <= 100:
        whole = "\n".join(texts)
        return {piece for piece in wanted if piece in whole}
    met: set[str] = set()
    for text in texts:
        met |= wanted.intersection(map("".join, zip(text, text[1:], text[2:], strict=False)))
    return met


def _han_before(text: str, end: int) -> str:
    return re.search(rf"[{HAN}]{{1,{_REACH}}}$", text[max(0, end - _REACH) : end])[0]  # type: ignore[index]


def _han_after(text: str, start: int) -> str:
    return re.match(rf"[{HAN}]{{1,{_REACH}}}", text[start : start + _REACH])[0]  # type: ignore[index]


def _phrases(text: str, table: tuple[Phrase, ...]) -> Iterator[Spot]:
    for phrase in table:
        for match in phrase.pattern.finditer(text):
            if phrase.unless is not None and phrase.unless.search(match.group()):
                continue
            start, end = match.span("fault")
            instead = None if phrase.instead is None else phrase.instead.format(match["fault"])
            yield Spot(start, end, f"{around(text, start, end, 10)}：{phrase.message}", instead)


def broken_sentences(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    return _phrases(text, BROKEN)


def awkward_phrases(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    return _phrases(text, AWKWARD)


def day_without_limit(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    if "之日起" not in text:
        return
    for match in _FROM_DAY.finditer(text):
        rest = match["rest"]
        if LIMIT.search(rest) or _TAKES_EFFECT.search(rest) or not _OWES_ACTION.search(rest):
            continue
        yield Spot(*match.span("fault"), f"{quote(match.group())}没有写从这一天起多少日之内")


def licence_vocabulary(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        if entry.category not in APPLIED_FOR or _LICENCE_NAMES.search(entry.name):
            continue
        for path, duty in entry.texts(Kind.DUTY):
            match = _LICENCE.search(duty)
            if match is not None:
                yield Hit(
                    f"类别是“{entry.category}”，责任事项却写“{match.group()}”；不是行政许可的事项应写本事项实际作出的决定"
                    "（如同意推荐、不予推荐）",
                    entry,
                    path,
                    *match.span(),
                )


def limit_without_unit(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        if entry.category in UNIT_BY_LAW:
            continue
        for path, duty in entry.texts(Kind.DUTY):
            match = next((m for m in _SHORT_LIMIT.finditer(duty) if numeral(m["n"]) <= SHORT), None)
            if match is not None:
                yield Hit(
                    f"{around(duty, *match.span('fault'))}没有写明是工作日还是自然日",
                    entry,
                    path,
                    *match.span("fault"),
                )


def vague_materials(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        for path, value in entry.texts(Kind.EXTRA):
            if not re.search("材料|条件", path):
                continue
            match = _VAGUE.search(value)
            if match is not None:
                yield Hit(
                    f"“{match['fault']}”是模糊兜底的说法，申请人无从准备", entry, path, *match.span("fault")
                )


RULES = (
    Rule(
        "W301",
        Severity.ERROR,
        "中文文字中夹有外文词",
        CLEAR,
        "只认得 and、or 等虚词；缩写、单位、专名中的拉丁字母不算问题。",
        in_texts(PROSE, foreign_words),
    ),
    Rule(
        "W302",
        Severity.WARNING,
        "词语中间多了空格",
        CLEAR,
        "须清单中别处有同一词语不带空格的写法为证，没有旁证的空格不报告；每栏合并报告一次，指第一处。名称、股室等短栏由读取时处理（R102）。",
        split_words,
    ),
    Rule(
        "W304",
        Severity.WARNING,
        "文字中留有转换软件的标记",
        CLEAR,
        "读取时已去掉的标记不再报告（见 R101）。",
        in_texts(PROSE, residue),
    ),
    Rule(
        "W305",
        Severity.WARNING,
        "句子不完整或多字少字",
        CLEAR,
        "只认得在已公布清单中见过的几种毛病，不作一般的语法分析。",
        in_texts((Kind.BASIS, Kind.DUTY), broken_sentences),
    ),
    Rule(
        "W306",
        Severity.WARNING,
        "“之日起”之后没有写期限",
        "《行政许可法》第三十二条、第四十二条：受理、告知、决定都有期限",
        "只看责任事项；同一分句内写有天数、“期限”“当场”等的不算。",
        in_texts((Kind.DUTY,), day_without_limit),
    ),
    Rule(
        "W307",
        Severity.WARNING,
        "不是行政许可的事项用了行政许可的用语",
        "《行政许可法》第二条、第三十八条：准予、不予行政许可是行政许可的决定",
        "行政处罚、检查、强制不检查；名称是许可的变更、注销、初审、转报等的不检查；每栏只报告第一处。",
        licence_vocabulary,
    ),
    Rule(
        "W314",
        Severity.INFO,
        "用语重复或搭配不当",
        CLEAR,
        "只认得在已公布清单中见过的几种毛病。",
        in_texts((Kind.DUTY,), awkward_phrases),
    ),
    Rule(
        "W315",
        Severity.INFO,
        "期限没有写明是工作日还是自然日",
        "《行政许可法》第八十二条以工作日计算；其他事项法律没有一般规定",
        "只看 15 日以内的期限；行政许可、行政处罚的期限单位由法律规定，不检查；每栏只报告第一处。",
        limit_without_unit,
    ),
    Rule(
        "W316",
        Severity.INFO,
        "申请条件或材料有模糊兜底的说法",
        "《河南省优化营商环境条例》第二十八条：办理条件不得含有其他、有关等模糊性兜底条款",
        "只看名为材料、条件的栏目；责任事项中的“其他法律法规规章文件规定应履行的责任”不算。",
        vague_materials,
    ),
)
