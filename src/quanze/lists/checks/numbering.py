"""Structure inside a matter: the numbers that stand before its duties, and references to numbered items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quanze.lists.checks.listing import Entry, Kind, Listing, Passage
from quanze.lists.checks.rules import Hit, Rule, Spot, in_texts
from quanze.lists.model import Severity
from quanze.prose import around, numeral, quote

SEQUENCE = "GB/T 9704—2012 7.3.3：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注"

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("{}.", re.compile(r"(?:^|(?<=[\n。；;：:\x22“]))\s{0,4}(?P<label>(?P<n>\d{1,2})[.．、])(?!\d)")),
    ("（{}）", re.compile(r"(?<!第)(?P<label>[（(]\s*(?P<n>\d{1,2})\s*[）)])(?![项款种类条目式])")),
)
"""How levels are labelled, and how a label is recognised. Decimals, dates and 第（1）项 are none."""

_BEGINS = re.compile(r"(?:^|[\n。；;：:.．、）)])\s*$")
_NEXT_LEVEL = re.compile(r"(?:^|(?<=[\n。；;]))\s{0,4}(?P<label>\d{1,2}[.．、]\s*[（(]\s*1\s*[）)])")
_ITEM = re.compile(r"（([一二三四五六七八九十]{1,3})）|\(([一二三四五六七八九十]{1,3})\)")
_REFERENCE = re.compile(r"前款((?:第[一二三四五六七八九十]{1,3}项[、和及至到]?(?:或者?)?)+)")
_ORDINAL = re.compile(r"第([一二三四五六七八九十]{1,3})项")


FAR = 1000
"""So far back the number before is looked for in the same duty."""


class Label(NamedTuple):
    """A number before a duty; ``begins`` where a clause or duty begins with it."""

    n: int
    path: str
    start: int
    end: int
    begins: bool
    duty: str


def _labels(entry: Entry, pattern: re.Pattern[str]) -> Iterator[Label]:
    for path, duty in entry.texts(Kind.DUTY):
        for match in pattern.finditer(duty):
            start, end = match.span("label")
            yield Label(
                int(match["n"]),
                path,
                start,
                end,
                bool(_BEGINS.search(duty[max(0, start - 8) : start] if start else "")),
                duty,
            )


def out_of_sequence(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        for style, pattern in STYLES:
            open_counts: list[int] = []
            for label in _labels(entry, pattern):
                if label.n == 1:
                    open_counts.append(1)
                    continue
                while open_counts and label.n - 1 in open_counts and open_counts[-1] != label.n - 1:
                    open_counts.pop()
                if open_counts and open_counts[-1] == label.n - 1:
                    open_counts[-1] = label.n
                    continue
                open_counts.append(label.n)
                if label.begins and not _unlike(label):
                    yield _broken(entry, style, label)


def _unlike(label: Label) -> bool:
    """Whether the number before this one stands in the same duty after all, only not as a label is expected."""
    return (
        re.search(rf"(?<!\d){label.n - 1}\s*[.．、）)]", label.duty[max(0, label.start - FAR) : label.start])
        is not None
    )


def _broken(entry: Entry, style: str, label: Label) -> Hit:
    own, wanted = style.format(label.n), style.format(label.n - 1)
    shown = around(label.duty, label.start, label.end, 8)
    return Hit(
        f"{shown}以“{own}”开头，本事项前面没有与之衔接的“{wanted}”，疑有遗漏或编号未改",
        entry,
        label.path,
        label.start,
        label.end,
    )


def lone_number(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        if sum(stage.name is not None for stage in entry.matter.stages) < 2:
            continue
        for style, pattern in STYLES:
            labels = list(_labels(entry, pattern))
            if len(labels) == 1 and labels[0].n == 1 and labels[0].begins:
                label = labels[0]
                yield Hit(
                    f"{around(label.duty, label.start, label.end, 8)}编了“{style.format(1)}”，"
                    f"本事项后面没有“{style.format(2)}”，只有一条不必编号",
                    entry,
                    label.path,
                    label.start,
                    label.end,
                )


def number_without_heading(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    for match in _NEXT_LEVEL.finditer(text):
        start, end = match.span("label")
        label = match["label"]
        yield Spot(start, end, f"{quote(label)}中上一级编号之后直接是下一级编号，缺少这一条的名称")


def missing_item(passage: Passage) -> Iterator[Spot]:
    text = passage.text
    for paragraph in re.finditer(r"[^\n]+", text):
        items = [
            (match.start(), numeral(match[1] or match[2])) for match in _ITEM.finditer(paragraph.group())
        ]
        for reference in _REFERENCE.finditer(paragraph.group()):
            before = [n for at, n in items if at < reference.start()]
            if not before:
                continue
            for ordinal in _ORDINAL.finditer(reference[1]):
                if numeral(ordinal[1]) > max(before):
                    at = paragraph.start() + reference.start(1)
                    yield Spot(
                        at + ordinal.start(),
                        at + ordinal.end(),
                        f"“前款{ordinal.group()}”不存在，前面只列到第{max(before)}项",
                    )


RULES = (
    Rule(
        "S131",
        Severity.WARNING,
        "责任事项的编号不从 1 开始或中间缺号",
        SEQUENCE,
        "只看“1.”“1、”“（1）”两级，且只在一句开头处报告；“①”“一是”等不检查。"
        "各环节分别从 1 编起、或全事项连续编号都认为正确。",
        out_of_sequence,
    ),
    Rule(
        "S132",
        Severity.INFO,
        "责任事项只有一个编号“1”，没有“2”",
        SEQUENCE,
        "只写一个环节、或没有环节一栏的事项不检查。",
        lone_number,
    ),
    Rule(
        "S133",
        Severity.INFO,
        "上一级编号之后直接是下一级编号，缺少名称",
        SEQUENCE,
        "只认得“2.（1）”一种写法。",
        in_texts((Kind.DUTY,), number_without_heading),
    ),
    Rule(
        "S134",
        Severity.WARNING,
        "追责情形引用的项不存在",
        "《公职人员政务处分法》第三十八条：第二款引用第一款的第一项、第二项和第五项",
        "只看同一段内“前款第某项”，且前面列有“（一）”等项目的。",
        in_texts((Kind.LIABILITY,), missing_item),
    ),
)
