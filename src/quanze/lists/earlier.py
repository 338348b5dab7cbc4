"""The list as it was before its own adjustments, rebuilt from the old texts that the adjusted annex gives.

Only what the document says is taken back: where it gives no old text, the present one stays and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from quanze.lists.edits import text_at, with_text
from quanze.lists.labels import field_label
from quanze.lists.model import Annex, AnnexKind, Finding, ListDocument, Matter, Severity, Text
from quanze.lists.sections import Section, joined, sections, with_matter, without
from quanze.prose import fold

CAME = re.compile(
    r"^\W*(?:新增|增加|承接|划入|接收)(?!\s*(?:实施|设定|法律)?依据|.{0,6}(?:内容|环节|条款|情形))"
)
"""调整情况 that says that the matter was not there before."""

GONE = re.compile(
    r"^\W*(?:取消|下放|划出|划转|移交|废止|删除|停止|不再(?:保留|列入|实施))(?!.{0,6}(?:依据|环节|内容|条款))"
)
"""调整情况 that says that the matter was there and is no more."""

RULE = "E101"
"""The rule under which it is told what could not be rebuilt."""

LISTS = (AnnexKind.CATALOGUE, AnnexKind.RETAINED)
"""The annexes that list what is in force."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The rebuilt list, without the annex of adjustments, and what could not be rebuilt, as findings."""

    document: ListDocument
    findings: tuple[Finding, ...]


def before_adjustments(document: ListDocument) -> Earlier | None:
    """The list before the adjustments that the document's own adjusted annex tells of; ``None`` where it has no such
    annex, no list beside it, or where nothing of it can be taken back."""
    adjusted = [annex for annex in document.annexes if annex.kind is AnnexKind.ADJUSTED]
    lists = [annex for annex in document.annexes if annex.kind in LISTS]
    matters = [matter for annex in adjusted for matter in annex.matters]
    if not matters or not lists:
        return None
    findings: list[Finding] = []
    rebuilt = []
    for annex in lists:
        found = sections(annex)
        for matter in matters:
            found = _taken_back(annex, found, matter, findings)
        rebuilt.append(annex if found == sections(annex) else joined(annex, found))
    if rebuilt == lists:
        return None
    return Earlier(replace(document, source=None, annexes=tuple(rebuilt), findings=()), tuple(findings))


Doubt = Callable[[str], None]


def _taken_back(
    annex: Annex, found: tuple[Section, ...], matter: Matter, findings: list[Finding]
) -> tuple[Section, ...]:
    """The sections of ``annex`` without what the adjustment of one matter brought."""

    def doubt(message: str) -> None:
        number = None if matter.number is None else matter.number.value
        findings.append(
            Finding(RULE, Severity.WARNING, message, annex.kind, matter.name.value, number=number)
        )

    note = matter.adjustment
    summary = "" if note is None or note.summary is None else note.summary.value
    twins = [row for section in found for row in section.matters if _key(row) == _key(matter)]
    if len(twins) > 1:
        doubt("有几项同名，不知道是哪一项的旧文字，保留现文")
    elif not twins and GONE.search(summary):
        doubt("原来的次序没有记载，已放在同类事项之后")
        old = _as_it_was(matter, annex)
        return with_matter(found, old, "" if old.category is None else old.category.value)
    elif not twins:
        doubt("没有这一事项，旧文字无处可放")
    elif matter.before:
        return _with_old_texts(found, twins[0], matter.before, doubt)
    elif CAME.search(summary):
        return without(found, twins[0])
    elif annex.kind is AnnexKind.RETAINED:
        doubt("看不出调整前的文字，保留现文")
    return found


def _with_old_texts(
    found: tuple[Section, ...], twin: Matter, before: Mapping[str, Text], doubt: Doubt
) -> tuple[Section, ...]:
    old = twin
    for path, text in before.items():
        if _shows(twin, path):
            try:
                old = with_text(old, path, Text(text.value, text.exact))
            except LookupError:
                doubt(f"现在没有旧文字所在的栏目（{field_label(path)}），没有放回")
    return tuple(
        replace(section, matters=tuple(old if row is twin else row for row in section.matters))
        for section in found
    )


def _shows(matter: Matter, path: str) -> bool:
    """Does the annex show this field at all? A catalogue has names and no bases."""
    if path.startswith("stages"):
        return bool(matter.stages)
    return path.startswith("extra") or getattr(matter, path, None) is not None


def _as_it_was(matter: Matter, annex: Annex) -> Matter:
    """A matter that is gone, as the annex listed it: with its old texts, and no more than a catalogue shows."""
    old = replace(matter, before=None, adjustment=None)
    for path, text in (matter.before or {}).items():
        if text_at(old, path) is not None:
            old = with_text(old, path, Text(text.value, text.exact))
    if annex.kind is AnnexKind.CATALOGUE:
        return Matter(number=old.number, name=old.name, category=old.category)
    return old


def _key(matter: Matter) -> str:
    return fold(matter.name.value)
