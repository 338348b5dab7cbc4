"""目录: what lies in a package. One sheet for people, a row for each case; one with every file and its digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quanze.documents.tree import Document, Items, Role, paragraph
from quanze.kits.model import Material
from quanze.selection.contents import Folder
from quanze.selection.queries import Ranking

PAPER = "纸质"


@dataclass(frozen=True, slots=True)
class Row:
    """A file of the package, or what comes on paper only (no digest). ``copies``: what is wanted on paper, in words."""

    path: str
    copies: str
    size: int
    sha256: str


def overview(held: Ranking, folders: Iterable[Folder], rows: Iterable[Row]) -> Document:
    """A row for each case: its folder, how many files, what is on paper."""
    found = tuple(rows)
    counts = {each.path: [0, 0] for each in folders}
    for row in found:
        folder = row.path.rpartition("/")[0]
        if folder in counts:
            counts[folder][0 if row.sha256 else 1] += 1
    copies = held.call.terms.copies
    lines = tuple(
        (
            str(each.number),
            each.case.applicant_name,
            each.case.title,
            str(counts[each.path][0]),
            str(counts[each.path][1]) if counts[each.path][1] else "",
        )
        for each in folders
    )
    named = f"{held.round.matter_name}（{held.round.title}）"
    said = f"本次报送{len(lines)}件" + (f"，另报纸质材料一式{copies}份。" if copies else "。")
    note = "各文件的名称、纸质份数和SHA-256见“00 目录.xlsx”；“SHA256SUMS.txt”供软件核对。"
    heads = ("序号", "申报单位", "申请内容", "文件数", "仅有纸质的")
    return Document(
        f"{named}报送材料目录",
        (
            paragraph(Role.TITLE, named),
            paragraph(Role.TITLE, "报送材料目录"),
            paragraph(Role.BODY, said + note),
            Items(heads, lines, (1.2, 5, 5, 1.5, 2)),
        ),
    )


def listing(held: Ranking, rows: Iterable[Row]) -> Document:
    """A row for each file."""
    lines = tuple(
        (
            str(number),
            row.path,
            row.copies,
            f"{row.size:,}" if row.sha256 else "",
            row.sha256 or f"（{PAPER}）",
        )
        for number, row in enumerate(rows, 1)
    )
    named = f"{held.round.matter_name}（{held.round.title}）报送材料目录"
    return Document(
        named,
        (
            paragraph(Role.TITLE, named),
            Items(("序号", "文件", "纸质份数", "字节数", "SHA-256"), lines, (1, 9, 2, 2, 8)),
        ),
    )


def sums(rows: Iterable[Row]) -> bytes:
    """Every file with its digest, as ``sha256sum --check`` reads it."""
    return "".join(f"{row.sha256}  {row.path}\n" for row in rows if row.sha256).encode()


def copies_of(material: Material | None, copies: int) -> str:
    """How many are wanted on paper, in words: as the kit says of the material, else as the round says of all."""
    counts = [] if material is None else [(material.originals, "原件"), (material.copies, "复印件")]
    said = "、".join(f"{name}{count}份" for count, name in counts if count)
    return said or (f"{copies}份" if copies else "")
