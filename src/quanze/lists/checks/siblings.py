"""Consistency among siblings: what most matters of a list say alike shows where one of them slipped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from quanze.lists.checks.listing import Entry, Kind, Listing, Passage
from quanze.lists.checks.organs import ORGAN, ORGAN_NAMES, PUBLIC_SUFFIXES
from quanze.lists.checks.rules import Hit, Rule, Spot, in_texts
from quanze.lists.compare.characters import Hunk, hunks
from quanze.lists.model import Severity
from quanze.prose import HAN, around, clauses, fold, folded, listed, numeral, quote

SANCTIONS = (
    "《公职人员政务处分法》第三十八条：情节较重的，予以警告、记过或者记大过；情节严重的，予以降级或者撤职"
)
ONE_WORDING = "同一要求宜用同一说法，以免被理解为两种要求"

INTERCHANGEABLE = frozenset("准的了者其应须需予性该所对将")
"""Characters whose presence or absence makes another wording, not another meaning."""
SYNONYMS = frozenset(
    {
        frozenset(pair)
        for pair in ("须需", "和及", "和与", "及与", "做作", "其该", "帐账", "制订", "它他", "象像")
    }
)
_SYNONYM_CHARS = frozenset().union(*SYNONYMS)

SHORTEST, LONGEST = 8, 40
"""Clauses of this length are compared; shorter ones say too little, longer ones are sentences of their own."""

LIMITS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "一次告知补正",
        re.compile(
            r"(?P<n>(?<!\d)\d{1,3}|[一二两三四五六七八九十]{1,3})\s*个?(?P<unit>工作日|自然日|日|天)(?:之?内|以内)?[^，,。；;]{0,6}一次性?(?:书面)?告知"
        ),
    ),
    (
        "决定是否受理",
        re.compile(
            r"(?P<n>(?<!\d)\d{1,3}|[一二两三四五六七八九十]{1,3})\s*个?(?P<unit>工作日|自然日|日|天)(?:之?内|以内)[^。；;]{0,8}(?:决定是否受理|作出是否受理|作出受理)"
        ),
    ),
)
"""Limits of steps that are the same for whatever is applied for, and so should be the same throughout a category."""

_LABEL = re.compile(r"^(?:[（(]?\d{1,2}[）).．、]\s*)+")
_SAME_DEGREE = re.compile(
    r"情节(?P<degree>[^，,。；;：:\s]{1,6}?)的?[，,]\s*(?:予以|给予)(?P<one>[^；;。]{2,40})[；;]\s*"
    r"情节(?P<again>[^，,。；;：:\s]{1,6}?)的?[，,]\s*(?:予以|给予)(?P<two>[^；;。：:]{2,40})"
)
_EXEMPT = re.compile(r"[\dA-Za-z〇零一二三四五六七八九十百千《》〈〉]")
_MOST_SLIPS = 3
_SLIP = 6


class Place(NamedTuple):
    """Where a piece of text stands."""

    entry: Entry
    path: str
    start: int
    end: int


def two_wordings(listing: Listing) -> Iterator[Hit]:
    places: dict[str, list[Place]] = {}
    for entry in listing.entries:
        for path, duty in entry.texts(Kind.DUTY):
            for clause in clauses(duty):
                if not SHORTEST <= len(clause.group()) <= LONGEST + 10:
                    continue
                label = _LABEL.match(clause.group())
                start = clause.start() + (0 if label is None else label.end())
                key = fold(duty[start : clause.end()])
                if SHORTEST <= len(key) <= LONGEST:
                    places.setdefault(key, []).append(Place(entry, path, start, clause.end()))
    for one, two in _neighbours(places):
        if max(_matters(places[one]), _matters(places[two])) < 2:
            continue
        rare, common = sorted((one, two), key=lambda key: (_matters(places[key]), -_order(places[key][0])))
        at = places[rare][0]
        yield Hit(
            f"{quote(rare)}有 {_matters(places[rare])} 个事项这样写，"
            f"另有 {_matters(places[common])} 个事项写作{quote(common)}，宜统一",
            at.entry,
            at.path,
            at.start,
            at.end,
        )


def _matters(places: list[Place]) -> int:
    return len({place.entry.key for place in places})


def _order(place: Place) -> int:
    return place.entry.order * 1_000_000 + place.entry.position


def _neighbours(keys: dict[str, list[Place]]) -> Iterator[tuple[str, str]]:
    """Pairs of clauses that differ by one character that does not change the meaning.

    Each clause is filed under itself without one of its characters, so that pairs meet in a table, not each with each.
    """
    filed: dict[str, str] = {}
    told: set[frozenset[str]] = set()
    for key in keys:
        for at, char in enumerate(key):
            if char in INTERCHANGEABLE and not (char == "的" and at == len(key) - 1):
                shorter = key[:at] + key[at + 1 :]
                if shorter in keys and _told(told, key, shorter):
                    yield key, shorter
            if char not in _SYNONYM_CHARS:
                continue
            masked = f"{key[:at]}\0{key[at + 1 :]}"
            other = filed.setdefault(masked, key)
            if other is not key and frozenset((other[at], char)) in SYNONYMS and _told(told, key, other):
                yield key, other


def _told(told: set[frozenset[str]], one: str, two: str) -> bool:
    pair = frozenset((one, two))
    if pair in told:
        return False
    told.add(pair)
    return True


def liability_slips(listing: Listing) -> Iterator[Hit]:
    places: dict[str, list[Place]] = {}
    for entry in listing.entries:
        for path, text in entry.texts(Kind.LIABILITY):
            for paragraph in re.finditer(r"[^\n]+", text):
                key = fold(paragraph.group())
                if len(key) >= 40:
                    places.setdefault(key, []).append(Place(entry, path, paragraph.start(), paragraph.end()))
    common = {key: _matters(found) for key, found in places.items() if _matters(found) >= 3}
    if not common:
        return
    holders: dict[str, str] = {}
    for key in sorted(common, key=lambda key: -common[key]):
        for piece in _pieces(key):
            holders.setdefault(piece, key)
    for key, found in places.items():
        pieces = _pieces(key)
        votes = Counter(holders[piece] for piece in pieces if piece in holders)
        votes.pop(key, None)
        if not votes:
            continue
        model, shared = votes.most_common(1)[0]
        if common[model] < 3 * _matters(found) or shared < 0.6 * max(len(pieces), len(_pieces(model))):
            continue
        for place in found:
            yield from _slips(place, model, common[model])


def _pieces(key: str) -> list[str]:
    return [piece for piece in re.split(r"[,.;:。、]", key) if len(piece) > 2]


def _slips(place: Place, model: str, count: int) -> Iterator[Hit]:
    source = dict(place.entry.texts(Kind.LIABILITY))[place.path]
    text = source[place.start : place.end]
    key, offsets = folded(text)
    found = hunks(key, model)
    if len(found) > _MOST_SLIPS or any(not _is_slip(hunk, key, model) for hunk in found):
        return
    for hunk in found:
        wide = _whole_phrase(hunk, key, model)
        start = place.start + offsets[wide.a0]
        end = place.start + offsets[wide.a1 - 1] + 1
        theirs = model[wide.b0 : wide.b1]
        safe = re.fullmatch(f"[{HAN}]+", theirs) and re.fullmatch(f"[{HAN}]+", source[start:end])
        yield Hit(
            f"此处写作{around(source, start, end)}，其余 {count} 个事项同一条款都写作“{theirs}”",
            place.entry,
            place.path,
            start,
            end,
            theirs if safe else None,
        )


def _is_slip(hunk: Hunk, left: str, right: str) -> bool:
    mine, theirs = left[hunk.a0 : hunk.a1], right[hunk.b0 : hunk.b1]
    if len(mine) > _SLIP or len(theirs) > _SLIP or _EXEMPT.search(mine + theirs):
        return False
    within_title = left.rfind("《", 0, hunk.a0) > left.rfind("》", 0, hunk.a0)
    return not within_title and re.fullmatch(f"[{HAN}、]*", mine + theirs) is not None


def _whole_phrase(hunk: Hunk, left: str, right: str) -> Hunk:
    """The hunk with some shared characters on either side, so that the phrase can be read and replaced."""
    a0, a1, b0, b1 = hunk
    for _ in range(4):
        if a0 and b0 and left[a0 - 1] == right[b0 - 1] and re.match(f"[{HAN}]", left[a0 - 1]):
            a0, b0 = a0 - 1, b0 - 1
    for _ in range(2):
        if a1 < len(left) and b1 < len(right) and left[a1] == right[b1] and re.match(f"[{HAN}]", left[a1]):
            a1, b1 = a1 + 1, b1 + 1
    return Hunk(a0, a1, b0, b1)


def same_degree(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    if "情节" not in text:
        return
    for match in _SAME_DEGREE.finditer(text):
        if match["degree"] == match["again"] and fold(match["one"]) != fold(match["two"]):
            yield Spot(
                match.start(),
                match.end(),
                f"{quote(match.group())}：两档处分都写“情节{match['degree']}的”，无法分辨适用哪一档",
            )


def limits_differ(listing: Listing) -> Iterator[Hit]:
    for what, pattern in LIMITS:
        groups: dict[str | None, dict[tuple[int, str], list[Place]]] = {}
        for entry in listing.entries:
            for path, duty in entry.texts(Kind.DUTY):
                match = pattern.search(duty)
                if match is not None:
                    limit = (numeral(match["n"]), match["unit"])
                    place = Place(entry, path, match.start("n"), match.end("unit"))
                    groups.setdefault(entry.category, {}).setdefault(limit, []).append(place)
        for limits in groups.values():
            usual = max(limits, key=lambda limit: _matters(limits[limit]))
            for limit, found in limits.items():
                if limit == usual:
                    continue
                place, other = found[0], limits[usual][0].entry
                more = f"等 {_matters(limits[usual])} 个事项" if _matters(limits[usual]) > 1 else ""
                yield Hit(
                    f"“{what}”的期限此处为 {limit[0]} {limit[1]}，"
                    f"“{other.name}”{more}为 {usual[0]} {usual[1]}，同类环节期限不一",
                    place.entry,
                    place.path,
                    place.start,
                    place.end,
                )


def two_names_of_one_organ(listing: Listing) -> Iterator[Hit]:
    places: dict[tuple[str, str], dict[str, list[Place]]] = {}
    for entry in listing.entries:
        for path, duty in entry.texts(Kind.DUTY):
            for match in ORGAN.finditer(duty):
                key = (match["level"], ORGAN_NAMES[match["field"]])
                place = Place(entry, path, match.start(), match.end())
                places.setdefault(key, {}).setdefault(match.group(), []).append(place)
    for names in places.values():
        if sum(name.endswith(PUBLIC_SUFFIXES) for name in names) < 2:
            continue
        rare = min(names, key=lambda name: (_matters(names[name]), -_order(names[name][0])))
        place = names[rare][0]
        counted = [f"“{name}”（{_matters(found)} 个事项）" for name, found in names.items()]
        yield Hit(
            f"看来是同一机关，清单中有 {len(names)} 种写法：{listed(counted)}，宜统一用规范名称",
            place.entry,
            place.path,
            place.start,
            place.end,
        )


RULES = (
    Rule(
        "C211",
        Severity.INFO,
        "同一责任事项有两种说法",
        ONE_WORDING,
        "只比较 8 至 40 字的分句，且只认得相差一个虚字或一对近义字、并有一种说法用于两个以上事项的；"
        "相差更多的说法看不出来。",
        two_wordings,
    ),
    Rule(
        "C212",
        Severity.WARNING,
        "通用的追责条款有一处与其余事项写得不同",
        SANCTIONS,
        "须有三个以上事项、且三倍于此处的事项写法相同；数字、条款号、《》内的差别以及较长的增删不算。",
        liability_slips,
    ),
    Rule(
        "C213",
        Severity.ERROR,
        "追责情形的两档处分用了同一个情节",
        SANCTIONS,
        "只看紧接着的两档“情节……的，予以……；情节……的，予以……”。",
        in_texts((Kind.LIABILITY,), same_degree),
    ),
    Rule(
        "C214",
        Severity.WARNING,
        "同类环节的期限不一致",
        "《行政许可法》第三十二条：一次告知补正的期限对各类申请是同一的",
        "只比较同一类别中一次告知补正、决定是否受理两种期限；审查、办结期限因事而异，不比较。",
        limits_differ,
    ),
    Rule(
        "C215",
        Severity.INFO,
        "同一机关在责任事项中有两种写法",
        ONE_WORDING,
        "只认得常见部门的简称（工信、发改、住建等）；实施依据照录原文，不检查。",
        two_names_of_one_organ,
    ),
)
