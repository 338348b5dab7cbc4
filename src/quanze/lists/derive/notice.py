"""公布通知: the cover by which an agency publishes its list, as a document in the layout of GB/T 9704-2012."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quanze.documents.tree import (
    Attachments,
    Blank,
    Block,
    Document,
    Role,
    Run,
    Signature,
    dated,
    level,
    paragraph,
)
from quanze.lists.derive.adjustment import Adjustment, Kind, value
from quanze.lists.model import Annex, AnnexKind


@dataclass(frozen=True, slots=True)
class PublicationNotice:
    """What a notice says. ``agency`` publishes and signs it. Its 发文字号 (``number``), ``addressee`` (主送机关) and
    成文日期 (``date``) are blanks to be filled in by hand while nobody knows them. ``ground`` tells the decision that
    it carries out ("经平川市人民政府批准（平政文〔2026〕8号）"), where there is one. ``letterhead`` is the agency's own
    发文机关标志 ("平川市工业和信息化局文件"), ``None`` for paper that bears it already."""

    agency: str
    addressee: str | None
    date: datetime.date | None
    effective: datetime.date
    number: str | None = None
    letterhead: str | None = None
    ground: str | None = None
    title: str | None = None
    sealed: bool = True


NO_NUMBER = (Blank(4), Run("〔"), Blank(3), Run("〕"), Blank(2), Run("号"))
"""The place of a 发文字号: 由发文机关代字、年份、发文顺序号组成 (GB/T 9704-2012, 7.2.5)."""


def publication_notice(
    notice: PublicationNotice, annexes: Sequence[Annex], adjustments: Sequence[Adjustment] = ()
) -> Document:
    """The notice for these annexes, in their order its attachments. It states how many matters the list has and what
    the adjustments changed; without adjustments it publishes the list anew."""
    subject = "调整并公布权责清单" if adjustments else "公布权责清单"
    title = notice.title or f"{notice.agency}\n关于{subject}的通知"
    blocks: list[Block] = []
    if notice.letterhead is not None:
        blocks.append(paragraph(Role.LETTERHEAD, notice.letterhead))
    number = NO_NUMBER if notice.number is None else (notice.number,)
    blocks.append(paragraph(Role.REFERENCE if notice.letterhead is None else Role.NUMBER, *number))
    blocks.append(paragraph(Role.TITLE, title))
    addressee = Blank(10) if notice.addressee is None else notice.addressee.rstrip("：:")
    blocks.append(paragraph(Role.ADDRESSEE, addressee, "："))
    blocks += _body(notice, annexes, adjustments)
    titles = tuple(" ".join(annex.title.split()) for annex in annexes if annex.title)
    if titles:
        blocks.append(Attachments(titles))
    blocks.append(Signature(notice.agency, notice.date, notice.sealed))
    return Document("".join(title.split()), tuple(blocks))


def _body(
    notice: PublicationNotice, annexes: Sequence[Annex], adjustments: Sequence[Adjustment]
) -> Iterator[Block]:
    ground = f"{notice.ground}，" if notice.ground else ""
    what = f"{notice.agency}权责清单{'的调整情况和调整后的清单' if adjustments else ''}"
    yield paragraph(Role.BODY, f"{ground}现将{what}予以公布，有关事项通知如下：")
    parts = [("清单内容", _contents(annexes)), ("施行日期", f"本清单自{dated(notice.effective)}起施行。")]
    if adjustments:
        parts.insert(0, ("调整情况", _adjusted(adjustments)))
    for number, (heading, text) in enumerate(parts, start=1):
        yield level(1, number, heading)
        yield paragraph(Role.BODY, text)


def _contents(annexes: Sequence[Annex]) -> str:
    """How many matters there are, in all and by category."""
    of_kind = {annex.kind: annex for annex in reversed(annexes)}
    full = of_kind.get(AnnexKind.RETAINED) or of_kind.get(AnnexKind.CATALOGUE)
    if full is None:
        return "清单内容见附件。"
    counts = Counter(value(matter.category) for matter in full.matters)
    total = f"清单共列权责事项{len(full.matters)}项"
    if "" in counts or not counts:
        return f"{total}。"
    if len(counts) == 1:
        return f"{total}，均为{next(iter(counts))}。"
    return f"{total}，其中{'、'.join(f'{name}{count}项' for name, count in counts.items())}。"


def _adjusted(adjustments: Sequence[Adjustment]) -> str:
    """How many matters each kind of adjustment touches, in the order of the kinds."""
    said = []
    for kind in Kind:
        ours = [adjustment for adjustment in adjustments if adjustment.kind is kind]
        if ours and kind in (Kind.MERGED, Kind.DIVIDED):
            said += [f"{len(one.before)}项{kind.value}为{len(one.after)}项" for one in ours]
        elif ours:
            said.append(f"{kind.value}{sum(len(one.before) or len(one.after) for one in ours)}项")
    return f"本次调整权责事项：{'、'.join(said)}。"
