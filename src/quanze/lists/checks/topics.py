"""Wording: a stage whose duty speaks of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quanze.lists.checks.listing import Entry, Kind, Listing
from quanze.lists.checks.organs import is_below_province
from quanze.lists.checks.rules import OPENNESS, Hit, Rule
from quanze.lists.model import Severity, Stage
from quanze.prose import quote


class Clash(NamedTuple):
    """A stage named like ``stage`` whose duty holds ``instead`` and nothing of ``own`` does another stage's work."""

    stage: re.Pattern[str]
    own: re.Pattern[str]
    instead: re.Pattern[str]
    does: str


DECIDES = r"作出[^，。；]{0,10}决定|(?:不?准予|不予)(?:行政)?许可"
REPORTS = r"上报|报送|转报|呈报|报请|报[省市区县国][^，。；]{0,12}(?:审定|审批|审核|备案)"

CLASHES: tuple[Clash, ...] = (
    Clash(re.compile("公示"), re.compile("公示|公告|公布|公开|异议"), re.compile(DECIDES), "作出决定"),
    Clash(
        re.compile("送达|办结发证|发证"),
        re.compile("送达|交付|发放|颁发|发给|送交|送至|寄送|邮寄|领取|告知|通知|反馈|公开|文书"),
        re.compile(REPORTS),
        "上报",
    ),
    Clash(
        re.compile("受理|收件"),
        re.compile("受理|收件|接收|接件|收取|登记|申请|申报|材料"),
        re.compile(f"{DECIDES}|{REPORTS}"),
        "决定或上报",
    ),
    Clash(
        re.compile("^(?:作出)?(?:审批|行政)?决定$"),
        re.compile("决定|批准|审批|同意|准予|不予|批复|意见|签发|通过|结论|认定"),
        re.compile("一次性?告知|依法受理|现场核查|" + REPORTS),
        "受理、核查或上报",
    ),
    Clash(
        re.compile("^(?:逐级)?(?:上报|报送|转报)$"),
        re.compile("报|推荐|提交|移送|送"),
        re.compile(DECIDES),
        "作出决定",
    ),
    Clash(
        re.compile("现场|核查|踏勘|勘验"),
        re.compile("现场|实地|核查|核实|踏勘|勘|检查|查看|审查|审核"),
        re.compile(DECIDES),
        "作出决定",
    ),
    Clash(
        re.compile("^立案$"),
        re.compile("立案|受理|线索|登记|举报|发现|审查"),
        re.compile("送达|执行|" + DECIDES),
        "后续环节的工作",
    ),
    Clash(
        re.compile("^执行$"),
        re.compile("执行|履行|缴纳|强制|催告|督促|落实|改正|监督|结案"),
        re.compile("立案|受理|调查取证"),
        "立案、调查",
    ),
)
"""What a stage's name promises, the words that any duty about it holds, and what its duty does instead."""

_PROVINCE_ACTS = re.compile(
    r"(?:^|(?<=[。；;\n]))(?P<sentence>(?P<organ>省[^，。；：由向报]{1,12}?(?:厅|局|委员会|委|部门))"
    r"(?:会同|联合|组织|负责|审核|批准|认定|评审|公布|公示)[^。；;\n]*)"
)
_PUBLISHES = re.compile(r"上报[^，。；]{0,4}公示|公示[^，。；]{0,6}上报")


def _single(matter_stages: tuple[Stage, ...]) -> Iterator[tuple[int, str, str]]:
    """Stages that have a duty of their own: ``(index, name, duty)``. A duty merged over several stages serves all."""
    for index, stage in enumerate(matter_stages):
        if stage.name is None or stage.duty is None or not stage.name.value or stage.duty.exact is None:
            continue
        after = matter_stages[index + 1] if index + 1 < len(matter_stages) else None
        if after is not None and (
            (after.duty is not None and after.duty.exact is None)
            or (after.name is not None and after.name.exact is None)
        ):
            continue
        if stage.name.exact is not None:
            yield index, stage.name.value, stage.duty.value


def _named_once(entry: Entry) -> dict[str, int]:
    counts: dict[str, int] = {}
    for stage in entry.matter.stages:
        if stage.name is not None:
            counts[stage.name.value] = counts.get(stage.name.value, 0) + 1
    return counts


def duty_of_another_stage(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        counts = _named_once(entry)
        for index, name, duty in _single(entry.matter.stages):
            if counts[name] > 1:
                continue
            for clash in CLASHES:
                if not clash.stage.search(name) or clash.own.search(duty):
                    continue
                found = clash.instead.search(duty)
                if found is not None:
                    yield Hit(
                        f"环节“{name}”的责任事项{quote(duty)}写的是{clash.does}，没有写{name}要做什么",
                        entry,
                        f"stages[{index}].duty",
                        *found.span(),
                    )
                    break


def duty_of_another_organ(listing: Listing) -> Iterator[Hit]:
    if not is_below_province(listing.document.agency):
        return
    for entry in listing.entries:
        for path, duty in entry.texts(Kind.DUTY):
            for match in _PROVINCE_ACTS.finditer(duty):
                yield Hit(
                    f"{quote(match['sentence'])}是“{match['organ']}”要做的事，不是本机关的责任事项，宜写明或移出",
                    entry,
                    path,
                    *match.span("sentence"),
                )


def publicity_without_stage(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        if any(
            stage.name is not None and re.search("公示|公告|公开", stage.name.value)
            for stage in entry.matter.stages
        ):
            continue
        for index, name, duty in _single(entry.matter.stages):
            found = _PUBLISHES.search(duty)
            if found is not None:
                yield Hit(
                    f"环节“{name}”的责任事项写有“{found.group()}”，而本事项没有公示环节，上报与公示的先后、期限都不明确",
                    entry,
                    f"stages[{index}].duty",
                    *found.span(),
                )


RULES = (
    Rule(
        "W308",
        Severity.WARNING,
        "责任事项写的是另一个环节的工作",
        OPENNESS,
        "只认得公示、送达、受理、决定、上报、核查、立案、执行等环节的明显错位；责任事项提到本环节的任何字样就不算。",
        duty_of_another_stage,
    ),
    Rule(
        "W309",
        Severity.INFO,
        "责任事项写有公示，而没有公示环节",
        OPENNESS,
        "只看与上报写在一起的公示。",
        publicity_without_stage,
    ),
    Rule(
        "W317",
        Severity.INFO,
        "责任事项写的是上级机关要做的事",
        OPENNESS,
        "只看以“省……厅（局、委）”开头、写其会同、组织、评审等的句子；省级机关的清单、没有写明机关的清单不检查。",
        duty_of_another_organ,
    ),
)
