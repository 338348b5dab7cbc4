"""Structure: columns, stages and duties that were left blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanze.lists.checks.listing import Entry, Kind, Listing
from quanze.lists.checks.rules import OPENNESS, Hit, Rule
from quanze.lists.labels import ANNEXES
from quanze.lists.model import Severity, Text
from quanze.prose import fold, quote

COLUMNS = (("basis", "实施依据"), ("category", "职权类别"), ("liability", "追责情形"), ("office", "责任股室"))
"""Columns in which nothing may be blank."""
MOST_EACH = 3
"""A column that is blank in more rows than this, and in most of them, is told once for the annex."""
CATCH_ALL = re.compile(
    r"^(?=.*(?:其他|其它))(?=.*(?:法律|法规|规章|文件|政策))(?=.*(?:责任|职责|义务|事项)).{6,50}$"
)
"""其他法律法规规章文件规定应履行的责任 in its many wordings."""


def blank_columns(listing: Listing) -> Iterator[Hit]:
    for annex, entries in listing.annexes():
        for path, word in COLUMNS:
            blank = [entry for entry in entries if _is_missing(entry, path)]
            if len(blank) > max(MOST_EACH, len(entries) // 2):
                yield Hit(
                    f"{ANNEXES[annex.kind]}有“{word}”一栏，{len(entries)} 项中有 {len(blank)} 项空白",
                    annex=annex.kind,
                )
            else:
                yield from (Hit(f"“{word}”一栏空白", entry, path, 0, 0) for entry in blank)


def _is_missing(entry: Entry, path: str) -> bool:
    """Whether a cell is blank, and not because the matter is gone and its old text stands beside it."""
    old = (entry.matter.before or {}).get(path)
    return _blank(getattr(entry.matter, path)) and (old is None or _blank(old) or not entry.is_gone)


def _blank(text: Text | None) -> bool:
    return text is not None and not text.value.strip()


def duty_without_stage(listing: Listing) -> Iterator[Hit]:
    for entry, path, duty in _stageless(listing):
        if not CATCH_ALL.match(fold(duty)):
            yield Hit(f"{quote(duty)}没有对应的办理环节", entry, path, 0, 0)


def catch_all_without_stage(listing: Listing) -> Iterator[Hit]:
    for entry, path, duty in _stageless(listing):
        if CATCH_ALL.match(fold(duty)):
            yield Hit(f"兜底条款{quote(duty)}没有对应的办理环节，宜写明环节或并入上一环节", entry, path, 0, 0)


def _stageless(listing: Listing) -> Iterator[tuple[Entry, str, str]]:
    for entry in listing.entries:
        for index, stage in enumerate(entry.matter.stages):
            if _blank(stage.name) and stage.duty is not None and stage.duty.value.strip():
                yield entry, f"stages[{index}].name", stage.duty.value


def stage_without_duty(listing: Listing) -> Iterator[Hit]:
    for entry in listing.entries:
        for index, stage in enumerate(entry.matter.stages):
            if stage.name is not None and stage.name.value and _blank(stage.duty):
                yield Hit(f"办理环节“{stage.name.value}”没有写责任事项", entry, f"stages[{index}].duty", 0, 0)


def no_stages(listing: Listing) -> Iterator[Hit]:
    for _, entries in listing.annexes():
        without = [entry for entry in entries if not entry.text(Kind.STAGE, Kind.DUTY)]
        if len(without) < len(entries):
            yield from (
                Hit(
                    "本事项没有写办理环节和责任事项，而同一附件的其他事项都有",
                    entry,
                    "name",
                    0,
                    len(entry.name),
                )
                for entry in without
            )


RULES = (
    Rule(
        "S201",
        Severity.WARNING,
        "实施依据、职权类别、追责情形或责任股室空白",
        OPENNESS,
        "没有这一栏的附件不检查；写“无”“/”的单元格不算空白。",
        blank_columns,
    ),
    Rule(
        "S202",
        Severity.WARNING,
        "责任事项没有对应的办理环节",
        OPENNESS,
        "没有办理环节一栏的附件不检查。",
        duty_without_stage,
    ),
    Rule(
        "S203",
        Severity.INFO,
        "兜底的责任事项没有对应的办理环节",
        "兜底条款没有环节，办理中无从落实",
        "只认得“其他法律法规……规定应履行的责任”一类写法。",
        catch_all_without_stage,
    ),
    Rule(
        "S204",
        Severity.WARNING,
        "办理环节没有写责任事项",
        OPENNESS,
        "没有责任事项一栏的附件不检查。",
        stage_without_duty,
    ),
    Rule(
        "S205",
        Severity.WARNING,
        "事项没有写任何办理环节和责任事项",
        OPENNESS,
        "整个附件都不写环节和责任事项时不检查。",
        no_stages,
    ),
)
