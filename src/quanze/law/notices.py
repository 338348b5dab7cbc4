"""Notices and what they issue, from DOCX or plain text: title, 文号, issuers, date, outline, articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from quanze.law import titles
from quanze.law.citations.naming import issued_in
from quanze.law.dates import dates
from quanze.law.harvest import harvest
from quanze.law.history import commencement
from quanze.law.instruments import Act, Change, Evidence, Instrument, Kind, Making, Version
from quanze.law.kinds import kind_of
from quanze.law.markdown import Reading
from quanze.law.structure import body, sections_of
from quanze.lists.grid import Table
from quanze.lists.readers import docx, sniff, text
from quanze.lists.refusal import Refusal
from quanze.prose.document_numbers import numbers
from quanze.prose.order_numbers import ORDER_NUMBER

MAX_BYTES = 50 * 1024 * 1024

_GENRE = re.compile(
    r"(?:通知|意见|公告|通告|决定|办法|规定|细则|规则|条例|规划|方案|批复|函|要点|指南|规程|规范|令|纲要|说明)(?:[（(][^（）()]{1,12}[）)])?$"
)
"""文种, with which a title ends (党政机关公文处理工作条例 第八条, and what is issued by them)."""
_ADDRESSEES = re.compile(r".{2,600}[:：]$")
_SIGNED = re.compile(r"^[\u4e00-\u9fff（）()、\s]{2,60}$")
_PARTS = re.compile(r"[、，,\s]+")
_ORGANS = tuple("部厅局委会室署院府办行社")
_DATE_LINE = 24
_TITLE_LINES = 4
_TOP = 25
_TAIL = 12


class _Head(NamedTuple):
    title: str
    number: str | None
    start: int
    """The index of the first line of the text proper."""


def read(data: bytes, path: str) -> Reading:
    """Reads a notice. The name of the file stands in for a title that cannot be told; ``statements`` are what its
    own words propose on its validity, none of them confirmed. Raises :class:`Refusal`."""
    if len(data) > MAX_BYTES:
        raise Refusal(f"文件超过 {MAX_BYTES // 1_048_576} MB 的上限")
    if not data.strip(b"\0 \r\n\t"):
        raise Refusal("文件是空的")
    lines = [line for line in _lines(data) if line and not line.isspace()]
    if not lines:
        raise Refusal("文件没有文字（可能是扫描件）")
    head = _head(lines, PurePath(path).stem)
    rest = lines[head.start :]
    signed = _signed(rest)
    rest = rest[: signed.first] + rest[signed.last :]
    found = body(rest)
    # A notice in front of what it issues: its own outline stands before the first article.
    outline = tuple(sections_of(found.preamble)) if found.articles else found.sections
    issuers = signed.issuers or _issuers(head.title)
    says = commencement(found.articles, rest[-_TAIL:])
    in_force = None
    if says is not None:
        in_force = says.on or (signed.on if says.from_issue else None)
    version = Version(
        made_on=signed.on,
        making=Making.ADOPTED,
        in_force_from=in_force or signed.on,
        assumed=in_force is None and signed.on is not None,
        evidence=Evidence(path, says.words if says is not None else head.title),
        commenced=None if says is None else says.on,
        history=() if signed.on is None else (Change(Act.PUBLISHED, signed.on, signed.text),),
        preamble=found.preamble,
        articles=found.articles,
        sections=outline,
        annex=found.annex,
    )
    instrument = Instrument(
        title=head.title,
        bare=titles.bare(head.title),
        kind=_kind(head.title),
        issuers=issuers,
        number=head.number,
        issued=issued_in(head.title),
        versions=(version,),
    )
    own = tuple(proposal.statement for proposal in harvest(instrument, version) if proposal.of_itself)
    return Reading(replace(instrument, statements=own), path, found.doubts)


def _lines(data: bytes) -> Iterator[str]:
    format = sniff(data)
    if format == "docx":
        blocks = docx.blocks(data)
    elif format == "text":
        blocks = text.blocks(data)
    else:
        raise Refusal("只读 Word（.docx）和纯文本（.txt）的文件")
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from " ".join(cell.text for cell in row.cells if cell.text).split("\n")
        else:
            yield from (line.strip() for line in block.text.split("\n"))


def _head(lines: Sequence[str], stem: str) -> _Head:
    """Title and number. The title may run over several lines; the number stands above or below it, or in brackets."""
    number: str | None = None
    top: list[tuple[int, str]] = []
    for index, line in enumerate(lines[:_TOP]):
        found = next(numbers(line), None)
        if number is None and found is not None and len(line) < 60:
            number = found.canonical
            line = (line[: found.start] + line[found.end :]).strip("（）()［］[]【】 ")
            if not any("关于" in above for _, above in top):
                top.clear()  # the red head: whoever issues it, above the number (GB/T 9704—2012 7.2.4)
        order = ORDER_NUMBER.search(line) if number is None and len(line) < 40 else None
        if order is not None:
            number = re.sub(r"\s", "", line)
            line = ""
        if _ADDRESSEES.fullmatch(line) or len(line) > 120 or (top and line.endswith(("。", "；"))):
            break
        if line:
            top.append((index, line))
    for first, (_, line) in enumerate(top):
        joined = line
        for last in range(first, min(first + _TITLE_LINES, len(top))):
            if last > first:
                joined += top[last][1]
            if _GENRE.search(joined) and ("关于" in joined or last == first):
                return _Head(re.sub(r"\s+", "", joined), number, top[last][0] + 1)
    return _Head(stem, number, 0)


class _Signature(NamedTuple):
    """Who signed and when; the lines ``first`` to before ``last`` say so and are no text."""

    issuers: tuple[str, ...]
    on: date | None
    text: str
    first: int
    last: int


def _signed(lines: Sequence[str]) -> _Signature:
    """成文日期 and the names above it (GB/T 9704—2012 7.3.5): the first line that is a date and nothing else below a
    name, else the last such line at all (a form in an annex has a date too, but no organ above it)."""
    found = _Signature((), None, "", len(lines), len(lines))
    for index, text_of in enumerate(lines):
        line = text_of.strip("（）() ")
        dated = next(dates(line), None) if len(line) < _DATE_LINE else None
        if dated is None or dated.start > 0 or len(line) - dated.end > 2:
            continue
        first = index
        issuers: list[str] = []
        while first and first > index - 4 and _SIGNED.fullmatch(lines[first - 1]):
            organs = _organs(lines[first - 1])
            if not all(organ.endswith(_ORGANS) for organ in organs):
                break
            issuers[:0] = organs
            first -= 1
        found = _Signature(tuple(issuers), dated.on, line, first, index + 1)
        if issuers:
            break
    return found


def _organs(names: str) -> list[str]:
    """The organs of a line: parted by blanks or 、, or written one after another with the same place before each."""
    pieces = [piece for piece in _PARTS.split(names.strip()) if piece]
    if not all(len(piece) > 2 and piece.endswith(_ORGANS) for piece in pieces):
        pieces = ["".join(pieces)]
    place = re.escape(pieces[0][:2]) if pieces else ""
    return [
        organ
        for piece in pieces
        for organ in re.split(rf"(?<=[{''.join(_ORGANS)}])(?={place})", piece)
        if organ
    ]


def _issuers(title: str) -> tuple[str, ...]:
    before, about, _ = title.partition("关于")
    return tuple(_organs(before)) if about and before else ()


def _kind(title: str) -> Kind:
    kind = kind_of(title, ())
    return Kind.NORMATIVE if kind is Kind.UNKNOWN else kind
