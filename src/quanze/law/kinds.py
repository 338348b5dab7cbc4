"""What an instrument is: 法律, 行政法规, 地方性法规, 规章, …, as tables of makers, titles and folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quanze.law.history import QUOTED
from quanze.law.instruments import Kind
from quanze.law.titles import bare

BY_MAKER: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"最高人民(?:法院|检察院)"), Kind.INTERPRETATION),
    (re.compile(r"(?:[省市区州盟县旗]|生产建设兵团)[^，。]{0,24}人民代表大会"), Kind.LOCAL_REGULATION),
    (re.compile(r"全国人民代表大会|届全国人大"), Kind.LAW),
    (
        re.compile(r"国务院令|国务院(?:第.{1,5}次)?常务会议|国务院(?:发布|批准|公布)"),
        Kind.ADMINISTRATIVE_REGULATION,
    ),
    (re.compile(r"(?:部|委员会|总局|署|人民政府|局|银行)令|部务会议|局务会议|政府常务会议"), Kind.RULE),
)
BY_TITLE: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"宪法(?:修正案.*)?$"), Kind.CONSTITUTION),
    (re.compile(r"最高人民(?:法院|检察院)"), Kind.INTERPRETATION),
    (
        re.compile(
            r"^中华人民共和国[^《〈]*(?<![办方做])法(?:典)?$|^[^省市区县州、，]{1,16}(?<![办方做])法(?:典)?$|^刑法修正案"
        ),
        Kind.LAW,
    ),
    (re.compile(r"^中华人民共和国.*条例$"), Kind.ADMINISTRATIVE_REGULATION),
    (re.compile(r"(?:意见|公告|通告|批复|函|纲要|规划|计划|方案|要点)$"), Kind.NORMATIVE),
)
BY_FOLDER = {
    "宪法": Kind.CONSTITUTION,
    "行政法规": Kind.ADMINISTRATIVE_REGULATION,
    "地方性法规": Kind.LOCAL_REGULATION,
    "司法解释": Kind.INTERPRETATION,
    "部门规章": Kind.RULE,
    "地方政府规章": Kind.RULE,
}


def kind_of(title: str, head: Iterable[str], folders: Sequence[str] = ()) -> Kind:
    """What an instrument is, by the folder in which a collection keeps it, else by who made it, else by its title."""
    if title.endswith("通知"):
        return Kind.NOTICE
    for folder in folders:
        if folder in BY_FOLDER:
            return BY_FOLDER[folder]
    if bare(title) == "宪法":
        return Kind.CONSTITUTION
    for line in head:
        outside = QUOTED.sub("", line)
        for pattern, kind in BY_MAKER:
            if pattern.search(outside):
                return kind
    for pattern, kind in BY_TITLE:
        if pattern.search(title):
            return kind
    return Kind.UNKNOWN
