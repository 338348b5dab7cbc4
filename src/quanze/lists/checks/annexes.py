"""Consistency across annexes: the same matter must read the same wherever the list shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quanze.lists.checks.listing import Entry, Kind, Listing
from quanze.lists.checks.rules import Hit, Rule
from quanze.lists.compare.characters import Hunk, hunks
from quanze.lists.labels import ANNEXES
from quanze.lists.model import AnnexKind, Severity, Stage, Text, fields
from quanze.prose import fold, folded, listed, quote

ONE_LIST = "同一清单的各附件互为依据，两处说法不同则当事人和经办人无所适从"

FIELD_WORDS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("basis", "实施依据", re.compile("依据")),
    ("liability", "追责情形", re.compile("追责|问责")),
    ("name", "名称", re.compile("名称|事项名")),
    ("office", "责任股室", re.compile("股室|科室|处室|承办")),
    ("category", "职权类别", re.compile("类别|类型")),
)
WHOLLY_DIFFERENT = 0.5
"""Where less than this share of a text agrees, the two are told as wholly different texts."""
MOST_HUNKS = 6
NEAR, FAR = 4, 12
_EDGES = "，。；：、\n,;:（）()《》“”"


def entry_missing(listing: Listing) -> Iterator[Hit]:
    """Catalogue entries that no other annex holds."""
    listed_elsewhere = {
        entry.key for kind in (AnnexKind.RETAINED, AnnexKind.ADJUSTED) for entry in listing.of(kind)
    }
    if not listing.of(AnnexKind.RETAINED):
        return
    entries = listing.of(AnnexKind.CATALOGUE)
    missing = [
        entry for entry in entries if entry.key not in listed_elsewhere and entry not in _alike(listing)
    ]
    yield from _missing(missing, entries, "目录列有“{}”，其他附件没有这一事项", AnnexKind.CATALOGUE)


def entry_unlisted(listing: Listing) -> Iterator[Hit]:
    """Matters of the retained annex that the catalogue does not list."""
    catalogue = {entry.key for entry in listing.of(AnnexKind.CATALOGUE)}
    entries = listing.of(AnnexKind.RETAINED)
    if not catalogue:
        return
    alike = set(_alike(listing).values())
    missing = [entry for entry in entries if entry.key not in catalogue and entry not in alike]
    yield from _missing(missing, entries, "保留的清单列有“{}”，目录没有这一事项", AnnexKind.RETAINED)


def _missing(missing: list[Entry], entries: list[Entry], message: str, annex: AnnexKind) -> Iterator[Hit]:
    if len(missing) > max(3, len(entries) // 2):
        yield Hit(
            f"{ANNEXES[annex]}的 {len(entries)} 项中有 {len(missing)} 项在相对应的附件中找不到同名事项，"
            "可能两者的事项划分不同",
            annex=annex,
        )
        return
    for entry in missing:
        yield Hit(message.format(entry.name), entry, "name", 0, len(entry.name))


def adjusted_missing(listing: Listing) -> Iterator[Hit]:
    retained = {entry.key for entry in listing.of(AnnexKind.RETAINED)}
    catalogue = {entry.key for entry in listing.of(AnnexKind.CATALOGUE)}
    adjusted = listing.of(AnnexKind.ADJUSTED)
    if not retained:
        return
    shared = any(entry.key in retained for entry in adjusted)
    for entry in adjusted:
        if entry.is_gone:
            if entry.key in retained:
                yield _at_name(entry, f"“{entry.name}”的调整情况写明不再保留，保留的清单仍列有这一事项")
        elif entry.key not in retained and (shared or (catalogue and entry.key not in catalogue)):
            yield _at_name(entry, f"调整的清单列有“{entry.name}”，保留的清单没有这一事项")


def _at_name(entry: Entry, message: str) -> Hit:
    return Hit(message, entry, "name", 0, len(entry.name))


def _alike(listing: Listing) -> dict[Entry, Entry]:
    """Catalogue entries whose name is met elsewhere only in a slightly different wording, with that other entry."""
    retained = {entry.key: entry for entry in listing.of(AnnexKind.RETAINED)}
    catalogue = {entry.key: entry for entry in listing.of(AnnexKind.CATALOGUE)}
    left = [entry for key, entry in catalogue.items() if key not in retained]
    right = [entry for key, entry in retained.items() if key not in catalogue]
    if not left or not right or not catalogue:
        return {}
    index: dict[str, list[int]] = {}
    for at, entry in enumerate(right):
        for pair in _pairs(entry.key):
            index.setdefault(pair, []).append(at)
    found: dict[Entry, Entry] = {}
    taken: set[int] = set()
    for entry in left:
        pairs = _pairs(entry.key)
        votes: dict[int, int] = {}
        for pair in pairs:
            places = index.get(pair, [])
            if len(places) <= 20:
                for at in places:
                    votes[at] = votes.get(at, 0) + 1
        best = max((at for at in votes if at not in taken), key=lambda at: votes[at], default=None)
        if best is not None and votes[best] >= 0.75 * max(len(pairs), len(_pairs(right[best].key))):
            taken.add(best)
            found[entry] = right[best]
    return found


def _pairs(key: str) -> set[str]:
    return {key[i : i + 2] for i in range(len(key) - 1)}


def name_and_office(listing: Listing) -> Iterator[Hit]:
    for entry, other in _alike(listing).items():
        yield _at_name(
            other, f"保留的清单写作“{other.name}”，目录写作“{entry.name}”，看来是同一事项，名称应当一致"
        )
    met = Counter((entry.annex, entry.key) for entry in listing.entries)
    first: dict[str, Entry] = {}
    for entry in listing.entries:
        if not entry.key:
            continue  # a row without a name (R110) is the same as no other
        known = first.setdefault(entry.key, entry)
        if known.annex is entry.annex or met[known.annex, known.key] > 1 or met[entry.annex, entry.key] > 1:
            continue
        for path, word in (("category", "职权类别"), ("office", "责任股室")):
            mine, theirs = _value(entry, path), _value(known, path)
            if mine and theirs and fold(mine) != fold(theirs):
                yield Hit(
                    f"{word}在{ANNEXES[entry.annex]}写作{quote(mine)}，在{ANNEXES[known.annex]}写作{quote(theirs)}",
                    entry,
                    path,
                    0,
                    len(mine),
                )


def _value(entry: Entry, path: str) -> str:
    text: Text | None = getattr(entry.matter, path)
    return "" if text is None else text.value


def _twins(listing: Listing) -> Iterator[tuple[Entry, Entry]]:
    """Each adjusted matter with the one of the same name in the retained annex."""
    retained: dict[str, list[Entry]] = {}
    for entry in listing.of(AnnexKind.RETAINED):
        retained.setdefault(entry.key, []).append(entry)
    for entry in listing.of(AnnexKind.ADJUSTED):
        others = retained.get(entry.key, [])
        if len(others) == 1 and not entry.is_gone:
            yield entry, others[0]


def _shared_texts(left: Entry, right: Entry) -> Iterator[tuple[str, str, str]]:
    others = {path: value for path, _, value in right.written}
    for path, kind, value in left.written:
        if kind in (Kind.BASIS, Kind.DUTY, Kind.STAGE, Kind.LIABILITY) and path in others:
            yield path, value, others[path]


def adjusted_against_retained(listing: Listing) -> Iterator[Hit]:
    for entry, other in _twins(listing):
        stages, others = entry.matter.stages, other.matter.stages
        same_flow = len(stages) == len(others)
        if stages and others and not same_flow:
            yield Hit(
                f"此处有 {len(stages)} 个环节（{_flow(stages)}），保留的清单有 {len(others)} 个（{_flow(others)}）",
                entry,
                "stages[0].name",
            )
        for path, mine, theirs in _shared_texts(entry, other):
            if path.startswith("stages") and not same_flow:
                continue
            if mine != theirs:
                yield from _differences(entry, path, mine, theirs)


def _flow(stages: tuple[Stage, ...]) -> str:
    return "→".join("（空白）" if stage.name is None else stage.name.value or "（空白）" for stage in stages)


def _differences(entry: Entry, path: str, mine: str, theirs: str) -> Iterator[Hit]:
    left, at = folded(mine)
    right, other_at = folded(theirs)
    if left == right:
        return
    found = hunks(left, right)
    agreed = len(left) - sum(hunk.a1 - hunk.a0 for hunk in found)
    if right in left:
        return  # the cell may hold old and new text at once, which reading could not tell apart
    if len(found) > MOST_HUNKS or agreed < WHOLLY_DIFFERENT * max(len(left), len(right)):
        yield Hit(
            f"与保留的清单中同一事项的文字大不相同：此处为{quote(mine)}，保留的清单为{quote(theirs)}",
            entry,
            path,
            0,
            len(mine),
        )
        return
    for hunk in found:
        wide = _widened(hunk, left, right)
        start, end = at[wide.a0], _end(at, wide.a1)
        shown = mine[start:end]
        there = theirs[other_at[wide.b0] : _end(other_at, wide.b1)]
        yield Hit(f"此处写作{quote(shown)}，保留的清单写作{quote(there)}", entry, path, start, end)


def _end(offsets: list[int], index: int) -> int:
    return offsets[index - 1] + 1 if index else offsets[0]


def _widened(hunk: Hunk, left: str, right: str) -> Hunk:
    """The hunk with characters that both texts share around it, so that it can be read and is never empty: to the
    edges of its clause where they are near, else a few."""
    a0, a1, b0, b1 = hunk
    before = after = 0
    while before < min(a0, b0, FAR) and left[a0 - before - 1] == right[b0 - before - 1] not in _EDGES:
        before += 1
    while (
        after < min(len(left) - a1, len(right) - b1, FAR)
        and left[a1 + after] == right[b1 + after] not in _EDGES
    ):
        after += 1
    before, after = (reach if reach < FAR else NEAR for reach in (before, after))
    return Hunk(a0 - before, a1 + after, b0 - before, b1 + after)


def only_form_differs(listing: Listing) -> Iterator[Hit]:
    words = {
        Kind.BASIS: "实施依据",
        Kind.DUTY: "责任事项",
        Kind.LIABILITY: "追责情形",
        Kind.STAGE: "办理环节",
    }
    for entry, other in _twins(listing):
        kinds = {path: kind for path, kind, _ in entry.written}
        paths = [
            path
            for path, mine, theirs in _shared_texts(entry, other)
            if mine != theirs and fold(mine) == fold(theirs)
        ]
        if paths:
            shown = list(dict.fromkeys(words[kinds[path]] for path in paths))
            yield Hit(
                f"{listed(shown)}与保留的清单只有空格或全角、半角标点的差别（{len(paths)} 格），实质相同",
                entry,
                paths[0],
            )


def nothing_changed(listing: Listing) -> Iterator[Hit]:
    """Old and new text that are the same. A table with columns for the old texts shows every matter whole twice:
    there it counts only where nothing else of the matter changed."""
    for annex, entries in listing.annexes():
        shown_whole = {column.field for column in annex.columns if column.field.startswith("before[")}
        for entry in entries if annex.kind is AnnexKind.ADJUSTED else ():
            now = {path: text.value for path, text in fields(entry.matter)}
            old = {path: text.value for path, text in (entry.matter.before or {}).items()}
            same = [path for path, text in old.items() if fold(text) == fold(now.get(path, ""))]
            if shown_whole and len(same) < len(old):
                continue
            for path in same:
                if old[path].strip() and path in now:
                    yield Hit("调整前后的文字实质相同", entry, path, 0, len(now[path]))


def summary_against_change(listing: Listing) -> Iterator[Hit]:
    for entry in listing.of(AnnexKind.ADJUSTED):
        note, before = entry.matter.adjustment, entry.matter.before
        if note is None or note.summary is None or not before or not note.summary.value.strip():
            continue
        summary = note.summary.value
        told = [path for path, _, pattern in FIELD_WORDS if pattern.search(summary)]
        if not told:
            continue
        changed = [path for path, _, _ in FIELD_WORDS if path in before]
        words = {path: word for path, word, _ in FIELD_WORDS}
        untold = [words[path] for path in changed if path not in told]
        unseen = [words[path] for path in told if path not in before]
        if untold:
            yield _at_summary(
                entry, summary, f"{listed(untold)}有新旧两种文字，调整情况{quote(summary)}没有提到"
            )
        if unseen:
            yield _at_summary(
                entry, summary, f"调整情况{quote(summary)}提到{listed(unseen)}，但该栏看不出新旧文字"
            )


def _at_summary(entry: Entry, summary: str, message: str) -> Hit:
    return Hit(message, entry, "adjustment.summary", 0, len(summary))


RULES = (
    Rule(
        "S105",
        Severity.WARNING,
        "目录中的事项在其他附件中没有",
        ONE_LIST,
        "文件不含保留的清单时不检查；多半对不上时只提示一次。",
        entry_missing,
    ),
    Rule(
        "S106",
        Severity.WARNING,
        "保留的清单中的事项目录里没有",
        ONE_LIST,
        "文件不含目录时不检查；多半对不上时只提示一次。",
        entry_unlisted,
    ),
    Rule(
        "S107",
        Severity.WARNING,
        "调整的清单与保留的清单所列事项对不上",
        ONE_LIST,
        "调整情况写明取消、下放、合并等的，应当不在保留的清单中；保留的清单一律不收调整事项的，只看目录。",
        adjusted_missing,
    ),
    Rule(
        "C201",
        Severity.WARNING,
        "调整后的文字与保留的清单中同一事项的文字不同",
        ONE_LIST,
        "比较实施依据、办理环节、责任事项、追责情形；不计空格和全角、半角。环节数目不同的，只提示环节不同。哪一处正确由清单管理员认定。",
        adjusted_against_retained,
    ),
    Rule(
        "C202",
        Severity.INFO,
        "调整后的文字与保留的清单只有空格或全角、半角的差别",
        ONE_LIST,
        "每个事项合并提示一次。",
        only_form_differs,
    ),
    Rule(
        "C203",
        Severity.INFO,
        "调整前后的文字实质相同",
        "调整应当有所改变",
        "只看读得出新旧文字的栏目。",
        nothing_changed,
    ),
    Rule(
        "C204",
        Severity.WARNING,
        "调整情况所说的栏目与实际改动的栏目不符",
        "调整情况是审核的对象，应当说全",
        "只认得依据、追责情形、名称、股室、类别五个栏目；读不出新旧文字的事项不检查。",
        summary_against_change,
    ),
    Rule(
        "C205",
        Severity.WARNING,
        "同一事项的名称、类别或责任股室在各附件中不一致",
        ONE_LIST,
        "名称相差较大的会按缺少事项提示（S105、S106）。",
        name_and_office,
    ),
)
