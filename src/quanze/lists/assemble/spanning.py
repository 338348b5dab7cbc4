"""Rows of a table that are no matter but one line of text: a category, a note, a total, the foot, a form's line."""

from __future__ import annotations

import re

from quanze.lists import headings
from quanze.lists.assemble import titles
from quanze.lists.assemble.alignment import looks_like_number
from quanze.lists.assemble.foot import LABELS, contact_fields
from quanze.lists.assemble.header import Header
from quanze.lists.assemble.slots import Slots
from quanze.lists.grid import Cell

ADJUSTMENT_LABELS = {
    heading: field
    for field in ("adjustment.summary", "adjustment.reason")
    for heading in headings.COLUMN_FIELDS[field]
}
CONTACT_LABELS = frozenset(label for labels in LABELS.values() for label in labels)
MAX_OFFICE = 40
_OFFICE_LINE = re.compile(
    r"^(?P<ordinal>[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．])?\s*"
    r"(?P<name>[\u4e00-\u9fff]{2,16}(?:股|科|室|处|大队|中队|支队))$"
)
NOTE_LABELS = frozenset({"注", "备注", "说明", "填表说明", "附注"})

_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|总数)(?:[(（].{0,12}[)）])?[:：]?(?:\d{1,6}[项条个件]?)?$")
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|附注)\s*\d?\s*[:：]")
_CHINESE_NUMBER = re.compile(r"^[(（]?[一二三四五六七八九十]+[)）、.．]?$")


def adjustment_label(text: str) -> tuple[str, str] | None:
    """Field and text of a line such as ``调整原因：依据…``, or ``None`` for any other line."""
    stripped = text.strip()
    head = re.split(r"[:：]", stripped[:40], maxsplit=1)
    if len(head) < 2:
        return None
    field = ADJUSTMENT_LABELS.get(head[0].strip())
    return None if field is None else (field, stripped[len(head[0]) + 1 :].strip())


def is_note(line: str) -> bool:
    """Whether a line is a note below a table ("注：…")."""
    return _NOTE.match(line) is not None


def is_sum(line: str) -> bool:
    """Whether a line only counts matters ("合计  3", "共 10 项")."""
    return len(line) < 40 and (
        headings.declared_total(line) is not None or _is_total(re.split(r"\s{2,}", line.strip()))
    )


def office_line(text: str, *, across: bool) -> str | None:
    """The office that a line names for the matters below it: after a heading for it ("责任科室：法规科"), or alone with
    an ordinal ("（一）法规科") or ``across`` the table; ``None`` for any other line."""
    stripped = text.strip()
    if len(stripped) > MAX_OFFICE:
        return None
    head, colon, name = stripped.replace(":", "：").partition("：")
    if colon:
        return name.strip() or None if headings.field_of(head) == "office" else None
    match = _OFFICE_LINE.match(stripped)
    return match["name"] if match is not None and (across or match["ordinal"]) else None


def spanning_line(slots: Slots, header: Header | None) -> str | None:
    """The row as one line of text, where it is one: merged across the table, or a category, note, total or foot that
    fills only the first cells; else ``None``."""
    filled = slots.filled()
    if not filled or slots.spilt:
        return None
    if len(filled) == 1 and 1 < len(slots.cells) <= filled[0].colspan:
        return filled[0].text
    if header is None:
        return filled[0].text if len(filled) == 1 else None
    if not all(slots.free):
        return None
    if len(filled) == 1 and _is_alone(filled[0], header):
        return filled[0].text
    texts = [cell.text.strip() for cell in filled]
    if _is_category(filled, header) or _is_total(texts) or all(titles.is_form(text) for text in texts):
        return slots.joined()
    label = texts[0].rstrip("：:").strip()
    if len(filled) == 2 and label in ADJUSTMENT_LABELS:
        return f"{label}：{filled[1].text}"
    if filled[0].column == 0 and label in NOTE_LABELS and len(filled) == 2 and header.fields[0] == "number":
        return slots.joined()
    return _foot(texts)


def _is_alone(cell: Cell, header: Header) -> bool:
    """Whether a text that is alone in its row is a line: in the first column, where it is no number or name."""
    if cell.column != 0:
        return False
    if header.fields[0] in ("number", "category") or header.fields[0].startswith("extra["):
        return not looks_like_number(cell.text) or _is_known(cell.text)
    return _is_known(cell.text)


def _is_known(text: str) -> bool:
    stripped = text.strip()
    return (
        headings.category_line(stripped) is not None
        or titles.annex_label(stripped) is not None
        or titles.is_title(stripped)
        or contact_fields(stripped) is not None
        or adjustment_label(stripped) is not None
        or is_note(stripped)
        or is_sum(stripped)
    )


def _is_category(filled: list[Cell], header: Header) -> bool:
    """Whether a number in Chinese and a category's name, or the name alone, fill the columns of number and name."""
    *before, last = filled
    if last.column not in (0, header.at("name"), (header.at("number") or 0) + 1):
        return False
    if header.fields[last.column] == "category":
        return False
    if len(before) > 1 or (before and not _CHINESE_NUMBER.match(before[0].text.strip())):
        return False
    return headings.category_line("".join(f"{cell.text.strip()} " for cell in filled)) is not None


def _is_total(texts: list[str]) -> bool:
    """Whether the texts are a row of sums ("合计", "3项")."""
    return _TOTAL.match("".join(texts[0].split())) is not None and all(len(text) <= 20 for text in texts)


def _foot(texts: list[str]) -> str | None:
    """Contact lines in cells of their own, or label and value side by side."""
    if all(contact_fields(text) is not None for text in texts):
        return "  ".join(texts)
    labels = [text.rstrip("：:").strip() for text in texts[::2]]
    if len(texts) % 2 == 0 and all(label in CONTACT_LABELS for label in labels):
        pairs = zip(texts[::2], texts[1::2], strict=True)
        return "  ".join(f"{label}{'' if label[-1] in '：:' else '：'}{value}" for label, value in pairs)
    return None
