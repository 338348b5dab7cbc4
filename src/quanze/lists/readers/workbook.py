"""The parts of an Excel workbook that its sheets share: their names, the table of texts, styles and number formats."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from quanze.lists.model import Span
from quanze.lists.readers.archive import open_member, read_member, stored_name
from quanze.lists.readers.shown import BUILT_IN
from quanze.lists.refusal import Refusal
from quanze.lists.underline import join

Element = Any
Entry = tuple[str, tuple[Span, ...]]
"""A cell's text and its underlines."""
Runs = str | tuple[tuple[str, bool | None], ...]
"""A shared text: plain, or runs of text that are underlined, are not, or take that from their cell."""

MAX_PART = 64 * 1024 * 1024
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Workbook:
    """What the cells of a sheet refer to. Styles are known by their index: ``formats`` gives their number format
    where it is not General, ``underlined`` are those with an underlined font, ``across`` those centred across
    neighbouring blank cells."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    strings: list[Runs] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    underlined: set[int] = field(default_factory=set)
    across: set[int] = field(default_factory=set)
    date1904: bool = False

    def string(self, index: int, *, underlined: bool) -> Entry:
        """A shared text as a cell whose font is or is not underlined shows it."""
        return entry_of(self.strings[index], underlined=underlined)


def open_workbook(archive: zipfile.ZipFile) -> Workbook:
    """The workbook of the archive. Raises :class:`Refusal` where a part is missing or too large."""
    workbook = Workbook()
    main = stored_name(archive.NameToInfo, "xl/workbook.xml")
    root = _tree(archive, main)
    relations = _tree(archive, f"xl/_rels/{posixpath.basename(main)}.rels")
    if root is None or relations is None:
        raise Refusal("文件不完整：缺少工作簿的目录；请重新取得或另存一份再试")
    parts: dict[str, tuple[str, str]] = {}
    for relation in relations:
        target = posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
        parts[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/"))
    for element in root.iter():
        kind = local(element)
        if kind == "workbookPr":
            workbook.date1904 = element.get("date1904") in ("1", "true")
        elif kind == "sheet":
            name = element.get("name", "")
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            sort, part = parts.get(ids[0] if ids else "", ("", ""))
            if sort != "worksheet":
                continue
            if element.get("state", "visible") == "visible":
                workbook.sheets.append((name, part))
            else:
                workbook.hidden_sheets.append(name)
    for sort, part in parts.values():
        if sort == "styles":
            _read_styles(workbook, archive, part)
        elif sort == "sharedStrings" and part in archive.NameToInfo:
            with open_member(archive, part) as stream:
                workbook.strings = [runs_of(element) for element in streamed(stream, ("si",))]
    return workbook


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def streamed(stream: IO[bytes], names: Sequence[str]) -> Iterator[Element]:
    """The elements of these names as they end, each forgotten once it has been used."""
    context = etree.iterparse(
        stream,
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in context:
        yield element
        element.clear()
        parent = element.getparent()
        if parent is not None:
            while element.getprevious() is not None:
                del parent[0]


def runs_of(element: Element) -> Runs:
    """The text of a shared or inline string. Phonetic guides are no text."""
    runs: list[tuple[str, bool | None]] = []
    for child in element:
        kind = local(child)
        if kind == "t":
            runs.append((decoded(child.text or ""), None))
        elif kind == "r":
            own: bool | None = None
            for part in child:
                if local(part) == "rPr":
                    own = any(local(item) == "u" and item.get("val") != "none" for item in part)
                elif local(part) == "t":
                    runs.append((decoded(part.text or ""), own))
    if all(own is None for _, own in runs):
        return "".join(text for text, _ in runs)
    return tuple(runs)


def entry_of(runs: Runs, *, underlined: bool) -> Entry:
    """The runs as a cell whose font is or is not underlined shows them."""
    if isinstance(runs, str):
        return join([(runs, underlined)])
    return join((text, underlined if own is None else own) for text, own in runs)


def decoded(text: str) -> str:
    """The text with ``_x000D_`` and the like decoded, and every line end as ``\\n``."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    if "\r" in text or "\v" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match.group() if 0xD800 <= code <= 0xDFFF else chr(code)


def _tree(archive: zipfile.ZipFile, name: str) -> Element | None:
    data = read_member(archive, name, MAX_PART)
    if data is None:
        return None
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _read_styles(workbook: Workbook, archive: zipfile.ZipFile, part: str) -> None:
    root = _tree(archive, part)
    if root is None:
        return
    formats = dict(BUILT_IN)
    underlined: set[int] = set()
    for group in root:
        kind = local(group)
        if kind == "numFmts":
            for item in group:
                formats[_whole(item.get("numFmtId"))] = item.get("formatCode", "")
        elif kind == "fonts":
            for index, font in enumerate(group):
                if any(local(item) == "u" and item.get("val") != "none" for item in font):
                    underlined.add(index)
        elif kind == "cellXfs":
            for index, style in enumerate(group):
                code = formats.get(_whole(style.get("numFmtId")))
                if code is not None and code.lower() != "general":
                    workbook.formats[index] = code
                if _whole(style.get("fontId")) in underlined:
                    workbook.underlined.add(index)
                if any(item.get("horizontal") == "centerContinuous" for item in style):
                    workbook.across.add(index)


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
