"""Official text as HTML: escaped, in its own paragraphs, with underlines, evidence and differences where they stand.

Spans may overlap; the text is cut wherever one begins or ends, and the innermost tag is that of the last layer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from quanze.lists.compare import Nature, Op, Segment
from quanze.lists.model import Span


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans of a text that one tag marks: ``u`` for what is underlined, ``mark`` for evidence."""

    tag: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A span that leads somewhere: ``opening`` is its whole ``<a …>``."""

    start: int
    end: int
    opening: SafeString


def underlined(marks: Iterable[Span]) -> Layer:
    """What the document underlines: new text in an annex of adjustments."""
    return Layer("u", tuple(marks))


def evidence(spans: Iterable[Span]) -> Layer:
    """What a finding points at."""
    return Layer("mark", tuple(spans))


def inline(text: str, layers: Sequence[Layer] = ()) -> SafeString:
    """``text`` as it stands, line ends as ``<br>``."""
    return mark_safe("<br>".join(_marked(text, start, end, layers) for start, end in _lines(text)))  # noqa: S308


def paragraphs(text: str, layers: Sequence[Layer] = ()) -> SafeString:
    """``text`` with each of its lines as a ``<p>``; blank lines are dropped."""
    return linked_paragraphs(text, (), layers)


def linked_paragraphs(text: str, links: Iterable[Link], layers: Sequence[Layer] = ()) -> SafeString:
    """As :func:`paragraphs`, with links over their exact spans; of two that overlap the first stands. A link that goes
    on over the end of a line is one on each line."""
    apart: list[Link] = []
    for link in sorted(links, key=lambda each: (each.start, -each.end)):
        if link.start < link.end <= len(text) and (not apart or apart[-1].end <= link.start):
            apart.append(link)
    return mark_safe(  # noqa: S308
        "".join(
            f"<p>{_linked(text, start, end, apart, layers)}</p>"
            for start, end in _lines(text)
            if text[start:end].strip()
        )
    )


def _linked(text: str, start: int, end: int, links: Sequence[Link], layers: Sequence[Layer]) -> str:
    parts = []
    at = start
    for link in links:
        first, last = max(link.start, start), min(link.end, end)
        if first < last:
            parts += [
                _marked(text, at, first, layers),
                link.opening,
                _marked(text, first, last, layers),
                "</a>",
            ]
            at = last
    return "".join([*parts, _marked(text, at, end, layers)])


def difference(segments: Iterable[Segment], keep: Op) -> SafeString:
    """One side of a comparison: the old text with what was struck (``Op.DELETE``), or the new one with what was put
    in (``Op.INSERT``). A difference of form alone carries the class ``form``."""
    tag = "del" if keep is Op.DELETE else "ins"
    return mark_safe(  # noqa: S308
        "".join(
            escape(segment.text) if segment.op is Op.EQUAL else _changed(tag, segment)
            for segment in segments
            if segment.op in (Op.EQUAL, keep)
        ).replace("\n", "<br>")
    )


def _changed(tag: str, segment: Segment) -> str:
    form = "" if segment.nature is Nature.SUBSTANCE else mark_safe(' class="form"')
    return format_html("<{}{}>{}</{}>", tag, form, segment.text, tag)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _marked(text: str, start: int, end: int, layers: Sequence[Layer]) -> str:
    cuts = {start, end}
    for layer in layers:
        for span in layer.spans:
            cuts.update(min(max(edge, start), end) for edge in span)
    edges = sorted(cuts)
    return "".join(
        _tagged(text[a:b], [layer.tag for layer in layers if any(x <= a and b <= y for x, y in layer.spans)])
        for a, b in itertools.pairwise(edges)
    )


def _tagged(text: str, tags: Sequence[str]) -> str:
    return "".join(f"<{tag}>" for tag in tags) + escape(text) + "".join(f"</{tag}>" for tag in reversed(tags))
