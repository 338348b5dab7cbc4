"""Rows whose cells stand one or more columns to the left of where they belong.

A converter that drops a blank cell moves all that follows. Whether a row is shifted is judged by what its cells say:
a category column holds one of the ten categories, a duty is a sentence, a stage name is a word or two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from quanze.lists import markup
from quanze.lists.assemble.slots import Slots
from quanze.lists.grid import Cell
from quanze.lists.headings import category_of

_NUMBER = re.compile(
    r"^[(（]?第?[A-Za-z]{0,4}-?[\d①-⑳〇零一二三四五六七八九十百]+(?:[.\-－—．、/]\d+)*[项条]?[)）、.．]?$"
)
_OFFICE = re.compile(
    r"(?:股|科|室|处|办|中心|大队|中队|支队|所|站|局|委|组|队|部|窗口|岗|院|会)(?:[（(].*[）)])?$", re.DOTALL
)
_CITATION = re.compile(r"《[^》]{2,60}》(?:第.{1,20}[条款项])?[。；]?$")
_SENTENCE = re.compile(r"[，。；：,;:]|责任")
MAX_SHIFT = 2
ALIEN = -4
"""How badly a row of short texts must fit to be one of another table."""

SHORT = 24
SHORT_CATEGORY = 8
"""Characters of a category beside a name that is none of the ten but may be the bureau's own (政务服务)."""
GAIN = 2
"""How much better a row must fit for it to be moved: one doubtful cell is no reason."""
STAND_INS = frozenset({"无", "略", "同上", "见附件", "/", "／", "-", "—", "——", "－", "×"})
"""What people write in any column that has nothing to say."""


def looks_like_number(text: str) -> bool:
    """Whether a cell holds a 序号."""
    return _NUMBER.match("".join(text.split())) is not None


def looks_like_duty(text: str) -> bool:
    """Whether a text reads as a duty rather than as the name of a stage."""
    plain = "".join(text.split())
    return len(plain) > 14 or (len(plain) > 8 and _SENTENCE.search(plain) is not None) or plain.endswith("。")


def fits(field: str, text: str) -> int:
    """How well a text that is not blank suits a column: 1 it does, 0 no telling, -2 it does not."""
    plain = "".join(text.split())
    if plain in STAND_INS:
        return 0
    if field == "number":
        return 1 if looks_like_number(plain) else -2
    if field == "category":
        return 1 if category_of(plain) is not None else -2
    if field == "name":
        odd = (
            plain.endswith("。") or looks_like_number(plain) or _is_category(plain) or _CITATION.match(plain)
        )
        return -2 if odd else 0
    if field == "stages.name":
        return -2 if looks_like_duty(plain) or "《" in plain or _is_category(plain) else 1
    if field == "stages.duty":
        return 1 if looks_like_duty(plain) else 0
    if field == "basis":
        return 1 if "《" in plain or "〔" in plain else (-2 if len(plain) < 4 or _is_category(plain) else 0)
    if field == "liability":
        return 1 if len(plain) > 20 else -1
    if field == "office":
        if len(plain) > 60 or plain.endswith("。") or _is_category(plain):
            return -2
        return 1 if len(plain) <= 40 and _OFFICE.search(plain) else 0
    return 0


def _is_category(plain: str) -> bool:
    """Whether a text is a category in so many words: 检查 may be a stage, 行政检查 is none."""
    return plain[:2] in ("行政", "其他", "其它") and category_of(plain) is not None


def suits(texts: Sequence[str], fields: Sequence[str]) -> bool:
    """Whether a row's texts may stand under these fields: what is numbered has a number, and no more is odd than
    fitting."""
    filled = [(field, text) for field, text in zip(fields, texts, strict=True) if text.strip()]
    if any(field == "number" and not looks_like_number(text) for field, text in filled):
        return False
    return bool(filled) and sum(fits(field, text) for field, text in filled) >= 0


def is_alien(texts: Sequence[str], fields: Sequence[str]) -> bool:
    """Whether a row below headings belongs to another table that follows without a gap: short texts, no number where
    one should be, and nothing that fits (the headings of a table of telephones, say)."""
    filled = [(field, text) for field, text in zip(fields, texts, strict=True) if text.strip()]
    if len(filled) < 2 or any(len(text) > SHORT for _, text in filled):
        return False
    number = next((text for field, text in filled if field == "number"), None)
    if number is None or looks_like_number(number):
        return False
    return sum(fits(field, text) for field, text in filled) <= ALIEN


def shift_of(
    texts: Sequence[str], fields: Sequence[str], free: Sequence[bool], known_duties: Set[str]
) -> tuple[int, int] | None:
    """Where a row has lost cells: ``(at, by)`` says that the cells from column ``at`` on belong ``by`` columns to
    the right; ``None`` where the row is well as it stands.

    ``free[i]`` is false for a column that a merged cell from above covers: nothing can stand there. The cells pushed
    out at the right end must be blank. Only a row that is plainly wrong as it stands is moved, and only to a place
    where it is plainly right; a matter that has its name keeps one.
    """
    columns = [i for i, is_free in enumerate(free) if is_free]
    row = [texts[i] for i in columns]
    heads = [fields[i] for i in columns]

    name = heads.index("name") if "name" in heads else None
    is_named = name is not None and bool(row[name].strip()) and fits("name", row[name]) >= 0

    def score(cells: Sequence[str]) -> int:
        total = 0
        for head, text in zip(heads, cells, strict=True):
            if text.strip():
                total += fits(head, text)
                if head == "category" and is_named and len(text.strip()) <= SHORT_CATEGORY:
                    total += category_of(text) is None
                if head == "stages.name" and text.strip() in known_duties:
                    total -= 2
        return total

    present = score(row)
    if not any(
        text.strip() and (fits(head, text) < 0 or (head == "stages.name" and text.strip() in known_duties))
        for head, text in zip(heads, row, strict=True)
    ):
        return None
    best: tuple[int, int] | None = None
    best_score = present + GAIN - 1
    for by in range(1, MAX_SHIFT + 1):
        if len(row) <= by or any(text.strip() for text in row[len(row) - by :]):
            break
        for at in range(len(row) - by):
            if not row[at].strip():
                continue
            moved = [*row[:at], *[""] * by, *row[at : len(row) - by]]
            if name is not None and is_named and not moved[name].strip():
                continue
            found = score(moved)
            if found > best_score:
                best, best_score = (columns[at], by), found
    return best


def repaired(slots: Slots, fields: Sequence[str], spans_known: bool, known_duties: Set[str]) -> Slots:
    """The row with shifted cells put back, or itself."""
    if any(cell.colspan > 1 for cell in slots.own()):
        return slots
    width = max((column for column, field in enumerate(fields) if field), default=-1) + 1
    fields = fields[:width]
    cells = [*slots.cells[:width], *[None] * (width - len(slots.cells))]
    texts = ["" if cell is None else _cleaned(cell.text) for cell in cells]
    free = [*slots.free[:width], *[True] * (width - len(slots.free))]
    shift = shift_of(texts, fields, free, known_duties)
    if shift is None:
        return slots
    at, by = shift
    targets = [column for column in range(at, width) if free[column]]
    moved = list(cells)
    for column in targets:
        moved[column] = None
    for source, target in zip(targets, targets[by:], strict=False):
        cell = cells[source]
        if cell is not None:
            moved[target] = replace(cell, column=target)
    for column in targets[:by]:
        if not spans_known or cells[column] is not None:
            moved[column] = Cell("", column)
    first = next(text.strip() for text in texts[at:] if text.strip())
    message = f"从“{first[:20]}”起，单元格向左错了{by}列，已按内容放回相应的列；请与原件核对"
    return Slots(
        (*moved, *slots.cells[width:]), (*free, *slots.free[width:]), slots.place, message, slots.spilt
    )


def _cleaned(text: str) -> str:
    return markup.clean(text)[0] if markup.has_tags(text) else text
