"""Structure: what the annexes declare, and whether their rows bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quanze.lists.checks.listing import Entry, Listing
from quanze.lists.checks.rules import OPENNESS, Hit, Rule
from quanze.lists.headings import CATEGORIES
from quanze.lists.labels import ANNEXES
from quanze.lists.model import Annex, AnnexKind, Severity
from quanze.prose import fold, quote

CONTACTS = (
    ("service_phone", "服务电话", re.compile("(?<!监督)(?<!投诉)(?<!举报)电话|咨询|联系")),
    ("complaint_body", "投诉机构", re.compile("监督|投诉|举报")),
    ("complaint_phone", "投诉电话", re.compile("监督|投诉|举报")),
    ("address", "受理地点", re.compile("地点|地址")),
)
"""A field of the contact, its name, and what the heading of a column says that gives it for each matter."""

MOST_EACH = 3
"""A column that is blank in more rows than this, and in most of them, is told once for the annex."""


def _counts(entries: Sequence[Entry]) -> set[int]:
    """The counts that a bureau may mean: all rows, different names, or different numbers (rows of 子项 aside)."""
    counts = {len(entries), len({entry.key for entry in entries})}
    numbers = {entry.number for entry in entries if entry.number}
    if numbers and any(_sub_item(entry) for entry in entries):
        counts.add(len(numbers))
    return counts


def _sub_item(entry: Entry) -> bool:
    return any("子项" in heading and text.value.strip() for heading, text in entry.matter.extra.items())


def _below(annex: Annex, entries: list[Entry]) -> dict[str, list[Entry]]:
    """The entries under each category's line, by the category's name."""
    groups: dict[str, list[Entry]] = {head.name: [] for head in annex.categories}
    ends = [*(head.at for head in annex.categories[1:]), len(entries)]
    for head, end in zip(annex.categories, ends if annex.categories else (), strict=True):
        groups[head.name] += entries[head.at : end]
    return groups


def _is_summary(groups: dict[str, list[Entry]]) -> bool:
    """Whether the category lines are a summary on top, not headings over the rows."""
    filled = [group for group in groups.values() if group]
    return len(filled) == 1 and len({entry.category for entry in filled[0] if entry.category}) > 1


def declared_total(listing: Listing) -> Iterator[Hit]:
    for annex, entries in listing.annexes():
        declared = annex.declared_total
        if declared is not None and declared not in _counts(entries):
            yield Hit(
                f"{ANNEXES[annex.kind]}写明共 {declared} 项，实际列出 {len(entries)} 项",
                field="declared_total",
                annex=annex.kind,
            )


def declared_per_category(listing: Listing) -> Iterator[Hit]:
    for annex, entries in listing.annexes():
        groups = _below(annex, entries)
        summary = _is_summary(groups)
        declared: dict[str, set[int]] = {}
        for head in annex.categories:
            if head.declared is not None:
                declared.setdefault(head.name, set()).add(head.declared)
        for index, head in enumerate(annex.categories):
            if head.declared is None or len(declared[head.name]) > 1:
                continue
            own = [entry for entry in entries if entry.category == head.name]
            rows = own if summary else groups[head.name]
            if head.declared not in _counts(rows) | _counts(own):
                yield Hit(
                    f"{quote(head.exact)}写明 {head.declared} 项，其下实际列出 {len(rows)} 项",
                    field=f"categories[{index}].declared",
                    annex=annex.kind,
                )


def sum_of_categories(listing: Listing) -> Iterator[Hit]:
    for annex, _ in listing.annexes():
        names = [head.name for head in annex.categories]
        known = [head.declared for head in annex.categories if head.declared is not None]
        if (
            annex.declared_total is None
            or len(known) < len(names)
            or len(set(names)) < len(names)
            or not known
        ):
            continue
        if sum(known) != annex.declared_total:
            yield Hit(
                f"各类别写明的项数相加为 {sum(known)}，而{ANNEXES[annex.kind]}写明共 {annex.declared_total} 项",
                field="declared_total",
                annex=annex.kind,
            )


def misplaced(listing: Listing) -> Iterator[Hit]:
    for annex, entries in listing.annexes():
        groups = _below(annex, entries)
        if _is_summary(groups):
            continue
        for name, group in groups.items():
            for entry in group:
                cell = entry.matter.category
                if cell is None or cell.exact is None or cell.value not in CATEGORIES or cell.value == name:
                    continue
                yield Hit(
                    f"本行的类别写作“{cell.value}”，却列在“{name}”之下",
                    entry,
                    "category",
                    0,
                    len(cell.value),
                )


def repeated(listing: Listing) -> Iterator[Hit]:
    for first, entry in _same_names(listing):
        if _content(first) == _content(entry):
            yield _name_hit(
                entry,
                f"“{entry.name}”在{ANNEXES[entry.annex]}中重复列出，前一处序号为 {first.number or '（无）'}",
            )


def same_name(listing: Listing) -> Iterator[Hit]:
    for first, entry in _same_names(listing):
        if _content(first) != _content(entry) and not (_sub_item(first) or _sub_item(entry)):
            yield _name_hit(
                entry,
                f"“{entry.name}”在{ANNEXES[entry.annex]}中出现两次而内容不同，"
                f"前一处序号为 {first.number or '（无）'}",
            )


def _same_names(listing: Listing) -> Iterator[tuple[Entry, Entry]]:
    for _, entries in listing.annexes():
        seen: dict[tuple[str, str | None], Entry] = {}
        for entry in entries:
            if not entry.key:
                continue
            first = seen.setdefault((entry.key, entry.category), entry)
            if first is not entry:
                yield first, entry


def _content(entry: Entry) -> list[tuple[str, str]]:
    return [(path, fold(value)) for path, _, value in entry.written if path != "number"]


def _name_hit(entry: Entry, message: str) -> Hit:
    return Hit(message, entry, "name", 0, len(entry.name))


def number_sequence(listing: Listing) -> Iterator[Hit]:
    for annex, entries in listing.annexes():
        numbers = [_ordinal(entry.number) for entry in entries]
        if sum(number is not None for number in numbers) < 0.9 * len(entries) or len(entries) < 2:
            continue
        last: int | None = None
        above: Entry | None = None
        broken: list[Hit] = []
        for entry, number in zip(entries, numbers, strict=True):
            if number is None:
                continue
            if last is not None and above is not None and number not in (1, last + 1):
                if number == last and (entry.key == above.key or _sub_item(entry)):
                    continue
                what = "重复" if number == last else f"接不上前一项的 {last}"
                broken.append(Hit(f"序号 {number} {what}", entry, "number", 0, len(entry.number or "")))
            last, above = number, entry
        if len(broken) > MOST_EACH:
            yield Hit(f"{ANNEXES[annex.kind]}的序号有 {len(broken)} 处不连续或重复", annex=annex.kind)
        else:
            yield from broken


def _ordinal(number: str | None) -> int | None:
    stripped = (number or "").strip("．.、 ")
    return int(stripped) if stripped.isdecimal() and len(stripped) < 6 else None


def numbered_differently(listing: Listing) -> Iterator[Hit]:
    catalogue = {entry.key: entry for entry in listing.of(AnnexKind.CATALOGUE)}
    differing = []
    for entry in listing.of(AnnexKind.RETAINED):
        other = catalogue.get(entry.key)
        if other is not None and other.number and entry.number and other.number != entry.number:
            differing.append(
                f"“{entry.name}”在目录中是第 {other.number} 项，在保留的清单中是第 {entry.number} 项"
            )
    if differing:
        yield Hit(
            f"目录与保留的清单的序号有 {len(differing)} 项不同，例如{differing[0]}；引用时请写事项名称",
            annex=AnnexKind.RETAINED,
        )


def categories_not_shown(listing: Listing) -> Iterator[Hit]:
    for annex, _ in listing.annexes():
        shown = {head.name for head in annex.categories}
        missing = [name for name in CATEGORIES if name not in shown]
        if annex.kind is AnnexKind.CATALOGUE and shown and missing:
            yield Hit(f"目录没有列出{'、'.join(missing)}；没有事项的类别也宜列出并写“0 项”", annex=annex.kind)


def unknown_category(listing: Listing) -> Iterator[Hit]:
    places: dict[str, list[Entry]] = {}
    for entry in listing.entries:
        if entry.category and entry.category not in CATEGORIES:
            places.setdefault(entry.category, []).append(entry)
    for category, entries in places.items():
        more = f"（共 {len(entries)} 项）" if len(entries) > 1 else ""
        yield Hit(f"“{category}”不是十类职权之一{more}", entries[0], "category", 0, len(category))


def no_contact(listing: Listing) -> Iterator[Hit]:
    annexes = listing.document.annexes
    if listing.document.annex(AnnexKind.RETAINED) is None:
        return
    columns = {
        heading
        for annex in annexes
        for matter in annex.matters
        for heading, text in matter.extra.items()
        if text.value
    }
    missing = [
        word
        for field, word, heading in CONTACTS
        if not any(getattr(annex.contact, field, None) for annex in annexes)
        and not any(map(heading.search, columns))
    ]
    if missing:
        yield Hit(f"保留的清单没有写{'、'.join(missing)}", field="contact", annex=AnnexKind.RETAINED)


RULES = (
    Rule(
        "S101",
        Severity.ERROR,
        "附件写明的总项数与实际列出的项数不同",
        OPENNESS,
        "写明的数等于行数、不同名称数或（有子项时）不同序号数之一即认为相符；总数写在正文表格之外且没有“共”“合计”等字样时读不到。",
        declared_total,
    ),
    Rule(
        "S102",
        Severity.ERROR,
        "某一类别写明的项数与其下实际列出的项数不同",
        OPENNESS,
        "类别不以单独一行或一列列出时不检查；等于按各行类别统计的项数也认为相符。",
        declared_per_category,
    ),
    Rule(
        "S103",
        Severity.ERROR,
        "各类别写明的项数相加不等于写明的总项数",
        OPENNESS,
        "有类别没有写项数、或同一类别写了两次时不检查。",
        sum_of_categories,
    ),
    Rule(
        "S104",
        Severity.ERROR,
        "事项列在与自身类别不同的类别标题之下",
        OPENNESS,
        "行内没有写类别时无从比较；行内类别不属于十类的不检查。",
        misplaced,
    ),
    Rule(
        "S108",
        Severity.ERROR,
        "同一附件中完全相同的事项列了两次",
        OPENNESS,
        "名称写法不同的重复事项看不出来。",
        repeated,
    ),
    Rule(
        "S109",
        Severity.WARNING,
        "同一附件中两个事项名称、类别相同而内容不同",
        OPENNESS,
        "设有子项的事项不检查；名称只有近似时不检查。",
        same_name,
    ),
    Rule(
        "S110",
        Severity.WARNING,
        "序号跳号或重复",
        "序号供引用，跳号使人疑有遗漏",
        "允许从 1 重新编号（按类别分段编号）；多数行没有阿拉伯数字序号的附件不检查；第一行不从 1 开始不算问题。",
        number_sequence,
    ),
    Rule(
        "S111",
        Severity.INFO,
        "各附件给同一事项的序号不同",
        "序号不是事项的身份，引用时容易指错",
        "只比较目录与保留的清单；调整的清单另编序号属常例。",
        numbered_differently,
    ),
    Rule(
        "S112",
        Severity.INFO,
        "目录没有把十类职权列全",
        "GB/T 39046—2020 附录 A 表 A.1；没有事项的类别写 0 项，使人看得出不是遗漏",
        "目录不按类别分段的不检查。",
        categories_not_shown,
    ),
    Rule(
        "S113",
        Severity.INFO,
        "职权类别不是十类之一",
        "GB/T 39046—2020 附录 A 表 A.1",
        "各地另设的类别（公共服务、行政监督等）也会提示；同一写法只提示一次。",
        unknown_category,
    ),
    Rule(
        "S115",
        Severity.INFO,
        "保留的清单没有写全服务电话、投诉机构和电话、受理地点",
        "《优化营商环境条例》第四十九条：建立便利、畅通的渠道，受理投诉和举报",
        "写在清单末尾或写成一栏都算；只看有没有写，不核对号码和地址是否正确。",
        no_contact,
    ),
)
