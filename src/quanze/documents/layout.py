"""The measures of GB/T 9704-2012 that both writers take, in millimetres, points and characters."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from unicodedata import east_asian_width

from quanze.documents.fonts import Face
from quanze.documents.tree import Attachments, Block, Form, Items, Paragraph, Picture, Role, Signature

TOP, RIGHT, BOTTOM, LEFT = 37.0, 26.0, 35.0, 28.0
"""Margins in mm: 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm (5.2.1)."""
WIDTH = 156.0
LINES, CHARACTERS = 22, 28
"""一般每面排22行，每行排28个字，并撑满版心 (5.2.3)."""
SIZE = 16.0
"""3 号, the size of the text (5.2.2)."""
TITLE_SIZE, TITLE_PITCH = 22.0, 35.0
TABLE_SIZE = 12.0
SMALL_SIZE = 9.0
RECEIPT_SIZE, RECEIPT_PITCH = 14.0, 24.0
"""4 号, so that a letter and the strip to be cut off find room on one page."""
PAGE_NUMBER_SIZE = 14.0
"""4 号半角宋体阿拉伯数字 (7.5)."""
PAGE_NUMBER_BELOW = 7.0
"""一字线上距版心下边缘7 mm (7.5)."""
LETTERHEAD_BELOW = 35.0
"""发文机关标志上边缘至版心上边缘为35 mm (7.2.4)."""
LETTERHEAD_SIZE = 48.0
RULE_BELOW = 4.0
"""发文字号之下4 mm处印一条与版心等宽的红色分隔线 (7.2.7)."""
RED = "FF0000"

FACES: dict[Role, Face] = {
    Role.LETTERHEAD: Face.TITLE,
    Role.TITLE: Face.TITLE,
    Role.LEVEL1: Face.HEI,
    Role.LEVEL2: Face.KAI,
}
"""第一层用黑体字、第二层用楷体字、第三层和第四层用仿宋体字标注 (7.3.3). All others are set in 仿宋."""


def face(role: Role) -> Face:
    """The face of a paragraph."""
    return FACES.get(role, Face.BODY)


def extent(text: str) -> float:
    """How many characters wide a text is; letters and figures take half of one."""
    return sum(1.0 if east_asian_width(char) in "WF" else 0.5 for char in text)


TITLE_ROOM = 20.0
"""How many characters of a title's size stand in one line of 156 mm."""
_BREAKS_AFTER = "的和与及、，；：》”）于对在"


def title_lines(text: str, ends: Collection[int] = ()) -> tuple[str, ...]:
    """A title in lines of like length: 标题回行时，要做到词意完整，排列对称，长短适宜 (GB/T 9704-2012, 7.3.1).

    Lines that the text has already stay. One that is too long is broken where a phrase ends, as near to its even parts
    as may be: best at ``ends``, positions in the text at which whoever composed it knows that one does; then behind a
    word that ends phrases. Figures and letters are not torn apart.
    """
    lines: list[str] = []
    start = 0
    for line in text.split("\n"):
        lines += _even(line, {end - start for end in ends})
        start += len(line) + 1
    return tuple(lines)


def _even(line: str, ends: Collection[int]) -> Iterator[str]:
    """The line in as few parts as there is need of."""
    start = 0
    while (left := math.ceil(extent(line[start:]) / TITLE_ROOM)) > 1:
        places = [at for at in range(start + 1, len(line)) if _may_break(line, at)]
        fitting = [at for at in places if extent(line[start:at]) <= TITLE_ROOM]
        enough = [at for at in fitting if extent(line[at:]) <= TITLE_ROOM * (left - 1)]
        if not fitting:
            break
        costs = {
            at: abs(extent(line[start:at]) - extent(line[start:]) / left)
            + (0.0 if at in ends else _WORD if line[at - 1] in _BREAKS_AFTER else _TORN)
            for at in enough or fitting
        }
        at = min(costs, key=costs.__getitem__)
        yield line[start:at]
        start = at
    yield line[start:]


_WORD, _TORN = 2.0, 6.0
"""So many characters farther from the even part may a better place be."""


def _may_break(line: str, at: int) -> bool:
    before, after = line[at - 1], line[at]
    return (
        not (before.isascii() and after.isascii())
        and after not in "、，；：。》”）的"
        and before not in "《“（"
    )


def letterhead_size(text: str) -> float:
    """Points, so that the letterhead stands in one line: 字号由发文机关以醒目、美观、庄重为原则酌定 (7.2.4)."""
    room = WIDTH / 25.4 * 72
    return min(LETTERHEAD_SIZE, 0.98 * room / max(1.0, extent(text)))


def signature_indents(signature: Signature) -> tuple[float, float]:
    """How many characters agency and date keep from the right edge.

    Sealed: 成文日期一般右空四字编排，在成文日期之上、以成文日期为准居中编排发文机关署名 (7.3.5.1). Without a seal:
    右空二字编排发文机关署名，在其下一行编排成文日期，首字比发文机关署名首字右移二字，如成文日期长于发文机关署名，
    应当使成文日期右空二字编排，并相应增加发文机关署名右空字数 (7.3.5.2).
    """
    agency, date = extent(signature.agency), extent(signature.dated)
    if signature.sealed:
        right = max(4.0, (agency - date) / 2)
        return right - (agency - date) / 2, right
    if date + 2 <= agency:
        return 2.0, agency - date
    return 4.0 + date - agency, 2.0


def lines_between(before: Block, after: Block) -> int:
    """How many blank lines stand between two blocks.

    标题编排于红色分隔线下空二行位置; 主送机关编排于标题下空一行位置; 附件说明在正文下空一行 (7.3.1, 7.3.2, 7.3.4); a
    signature keeps a line from what stands above it (7.3.5.2), and so, for the eye, does a table.
    """
    if isinstance(before, Paragraph):
        if before.role is Role.NUMBER:
            return 2
        if before.role is Role.REFERENCE or (before.role is Role.TITLE and not _is(after, Role.TITLE)):
            return 1
    if isinstance(after, Attachments | Signature):
        return 1
    return int(isinstance(before, Items | Form) and isinstance(after, Paragraph))


PICTURE_HIGH = 200.0
"""mm: a drawing stands on one page, and its heading with it."""


def picture_size(picture: Picture) -> tuple[float, float]:
    """Width and height in mm: what it asks for, less where it would be higher than a page."""
    wide = min(WIDTH * picture.share, PICTURE_HIGH / picture.ratio)
    return wide, wide * picture.ratio


LABEL = 7.0
"""How many characters of a table's size wide the label of a form is."""
CODE, CODE_TOP = 20.0, 12.0
"""mm that a QR code is wide, with the white around it, and that it stands below the edge of the paper."""


def _is(block: Block, role: Role) -> bool:
    return isinstance(block, Paragraph) and block.role is role
