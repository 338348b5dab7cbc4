"""Tags that a converter left in a cell's text (``<p>…</p> <p><u>…</u></p>``) become paragraphs and underlines."""

from __future__ import annotations

import html
import re

from quanze.lists.model import Span
from quanze.lists.names import project

TAG = re.compile(r"</?(?P<name>p|div|u|ins|br|b|strong|i|em|span|font)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:nbsp|lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


def has_tags(text: str) -> bool:
    """Whether the text holds tags of the kind that converters leave. 《 and 〈 are none."""
    return "<" in text and TAG.search(text) is not None


def clean(text: str, marks: tuple[Span, ...] = ()) -> tuple[str, tuple[Span, ...]]:
    """The text without tags and its underlined spans.

    ``p`` and ``div`` are paragraphs, joined by ``\\n``; blanks between two of them belong to the markup. ``br`` is a
    line end. ``u`` and ``ins`` underline. Entities are decoded, since they can only come from the same converter.
    """
    out: list[str] = []
    kept: list[int] = []
    underlined: list[Span] = []
    opened: int | None = None
    fresh = True
    position = 0

    def emit(piece: str, source: int, *, entity: bool = False) -> None:
        nonlocal fresh
        for offset, char in enumerate(piece):
            out.append(char)
            kept.append(source if entity else source + offset)
        fresh = False

    def text_run(start: int, end: int) -> None:
        run = text[start:end]
        if fresh and not run.strip():
            return
        last = 0
        for found in ENTITY.finditer(run):
            emit(run[last : found.start()], start + last)
            emit(html.unescape(found.group()), start + found.start(), entity=True)
            last = found.end()
        emit(run[last:], start + last)

    def boundary(source: int) -> None:
        nonlocal fresh
        if not fresh:
            while out and out[-1] == " ":
                out.pop()
                kept.pop()
            out.append("\n")
            kept.append(source)
            fresh = True

    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        closing = tag.group().startswith("</")
        text_run(position, tag.start())
        position = tag.end()
        if name in ("p", "div"):
            boundary(tag.start())
        elif name == "br":
            emit("\n", tag.start())
        elif name in ("u", "ins"):
            if closing and opened is not None:
                underlined.append((opened, len(out)))
                opened = None
            elif not closing and opened is None:
                opened = len(out)
    text_run(position, len(text))
    if opened is not None:
        underlined.append((opened, len(out)))
    while fresh and out and out[-1] == "\n":
        out.pop()
        kept.pop()
    moved = [*project(marks, kept), *underlined]
    size = len(out)
    spans = tuple(sorted({(start, min(end, size)) for start, end in moved if start < min(end, size)}))
    return "".join(out), spans
