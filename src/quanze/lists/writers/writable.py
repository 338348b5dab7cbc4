"""What no office document can hold is refused before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quanze.documents.writable import UNWRITABLE
from quanze.lists.layout import LaidAnnex, LaidTable, Role
from quanze.lists.model import Annex
from quanze.lists.refusal import Refusal


def refuse_unwritable(annexes: Sequence[LaidAnnex], max_cell: int | None) -> None:
    """Raises :class:`Refusal` naming annex, matter and column of the first text that cannot be written as it is:
    one with a control character, or one longer than ``max_cell`` (in UTF-16 units)."""
    for laid in annexes:
        for text, where in _texts(laid):
            _check(text, max_cell, laid.annex, *where)


def _texts(laid: LaidAnnex) -> Iterator[tuple[str, tuple[str, int | None]]]:
    """Each text that is drawn, with what it is and the index of its matter."""
    for line in (*laid.above, *laid.below):
        yield line.text, ("表外文字", None)
    for table in laid.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.text:
                    yield cell.text, _where(table, row.role, cell.column, row.matter)


def _where(table: LaidTable, role: Role, column: int, matter: int | None) -> tuple[str, int | None]:
    names = {Role.HEADER: "表头", Role.CATEGORY: "类别行", Role.ADJUSTMENT: "调整说明", Role.FOOT: "表尾"}
    heading = "".join(table.columns[column].heading.split())
    return names.get(role) or f"“{heading}”一栏", matter


def _check(text: str, max_cell: int | None, annex: Annex, what: str, matter: int | None) -> None:
    bad = UNWRITABLE.search(text)
    if bad is not None:
        code = ord(bad.group())
        raise Refusal(
            f"{_place(annex, what, matter)}第{bad.start() + 1}个字是文档不能保存的字符（U+{code:04X}），"
            "请在原文中删去后再写"
        )
    if max_cell is not None and len(text) > max_cell // 2 and len(text.encode("utf-16-le")) // 2 > max_cell:
        raise Refusal(
            f"{_place(annex, what, matter)}有{len(text)}个字，超过 Excel 每个单元格{max_cell}个字的上限；请写成其他格式"
        )


def _place(annex: Annex, what: str, matter: int | None) -> str:
    name = annex.title or annex.label or annex.kind.value
    if matter is None:
        return f"“{_plain(name)}”的{what}"
    return f"“{_plain(name)}”第{matter + 1}项“{_plain(annex.matters[matter].name.value)}”的{what}"


def _plain(text: str) -> str:
    return UNWRITABLE.sub("□", " ".join(text.split()))


def refuse_unshown(annexes: Sequence[LaidAnnex], char: str, reason: str) -> None:
    """Raises :class:`Refusal` naming the first place of a character that no font shows, and why that matters."""
    for laid in annexes:
        for text, where in _texts(laid):
            at = text.find(char)
            if at >= 0:
                raise Refusal(f"{_place(laid.annex, *where)}第{at + 1}个字：{reason}")
