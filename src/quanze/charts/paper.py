"""What every chart is drawn with: the frame, texts, shapes, and four fillings that differ without colour.

No script and no style: classes for the page's stylesheet, and presentation attributes in grey that hold without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quanze.charts.figures import said
from quanze.charts.model import Figure
from quanze.procedure.chart.words import escaped, width, wrap

WIDE, SIZE, LINE = 400, 13, 18
"""Width of every chart (a telephone's), size of type and distance of lines, in units of the viewBox."""

EDGE = 4
DARK, PALE = "#45505d", "#dde1e6"


def frame(key: str, kind: str, title: str, told: str, height: float, parts: Iterable[str]) -> str:
    """The ``svg`` element. ``key`` begins its ids and has no blanks, so that several may stand on one page."""
    name = escaped(key)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="graph graph-{kind}" viewBox="0 0 {WIDE} {height:g}" '
            f'role="img" aria-labelledby="{name}-title {name}-told">',
            f'<title id="{name}-title">{escaped(title)}</title><desc id="{name}-told">{escaped(told)}</desc>',
            *parts,
            "</svg>",
        )
    )


def fillings(key: str, count: int) -> str:
    """The patterns that ``filling`` names. The first is plain and needs none."""
    drawn = (
        '<path d="M-2 2l4 -4M0 8l8 -8M6 10l4 -4"',
        '<path d="M2 0v4M6 4v4" stroke-dasharray="2 8"',
    )
    made = (
        f'<pattern id="{escaped(key)}-fill-{index}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="#fff"/>{path} stroke="{DARK}" stroke-width="2"/></pattern>'
        for index, path in enumerate(drawn, 1)
        if index < count
    )
    return f"<defs>{''.join(made)}</defs>"


def filling(key: str, index: int) -> str:
    """Plain, hatched, dotted, blank."""
    return (DARK, f"url(#{escaped(key)}-fill-1)", f"url(#{escaped(key)}-fill-2)", "#fff")[index]


def rect(kind: str, x: float, y: float, w: float, h: float, fill: str, told: str = "") -> str:
    """A box; ``told`` is what a pointer is shown."""
    inside = f"><title>{escaped(told)}</title></rect>" if told else "/>"
    return (
        f'<rect class="{kind}" x="{x:.6g}" y="{y:.6g}" width="{w:.6g}" height="{h:.6g}" fill="{fill}" '
        f'stroke="{DARK}" stroke-width="{0 if w == 0 or h == 0 else 1}"{inside}'
    )


def text(kind: str, x: float, y: float, words: str, anchor: str = "start", fill: str = "currentColor") -> str:
    return (
        f'<text class="{kind}" x="{x:.6g}" y="{y:.6g}" font-size="{SIZE}" text-anchor="{anchor}" '
        f'fill="{fill}">{escaped(words)}</text>'
    )


def across(words: str) -> float:
    """About how wide ``words`` are when drawn."""
    return width(words) * SIZE


def shortened(words: str, room: float, lines: int = 1) -> tuple[str, ...]:
    """In at most ``lines`` lines, none wider than ``room``."""
    most = max(int(room / SIZE), 2)
    # A line of wrap() may be longer than was asked for: closing marks stay with what they close.
    made = wrap(words, max(most - 2, 2), lines)
    return tuple(line if width(line) <= most else line[: most - 1] + "…" for line in made)


def label(words: str, y: float, room: float) -> tuple[str, float]:
    """A row's name from ``y`` down in at most two lines, whole in its ``title``, and where it ends."""
    lines = shortened(words, room, 2)
    drawn = "".join(text("graph-label", EDGE, y + LINE * n - 5, line) for n, line in enumerate(lines, 1))
    return f"<g><title>{escaped(words)}</title>{drawn}</g>", y + LINE * len(lines) + 2


def legend(key: str, names: Sequence[str], y: float) -> tuple[str, float]:
    """Each filling with its name, two in a line, and where the legend ends."""
    made = []
    for index, name in enumerate(names):
        x, top = EDGE + index % 2 * WIDE / 2, y + index // 2 * LINE
        made.append(rect(f"part part-{index}", x, top + 3, 20, 12, filling(key, index), name))
        made.append(text("graph-name", x + 26, top + LINE - 4, shortened(name, WIDE / 2 - 34)[0]))
    return "".join(made), y + LINE * ((len(names) + 1) // 2) + 6


def unit(words: str) -> str:
    return text("graph-unit", WIDE - EDGE, LINE - 5, "单位：" + shortened(words, WIDE / 2)[0], "end")


def axis(marks: Sequence[Figure], left: float, room: float, top: float, bottom: float) -> Iterator[str]:
    """Upright lines at ``marks`` with their numbers below; where those would touch, the first and the last alone."""
    crowded = sum(across(said(mark)) + 10 for mark in marks) > room
    for index, mark in enumerate(marks):
        x = left + room * mark / marks[-1]
        yield f'<path class="graph-line" d="M{x:.6g} {top:g}V{bottom:g}" stroke="{PALE}" fill="none"/>'
        last = index == len(marks) - 1
        if not crowded or index == 0 or last:
            anchor = "start" if index == 0 else "end" if last else "middle"
            yield text("graph-tick", x, bottom + LINE - 3, said(mark), anchor)


def nothing(key: str, kind: str, title: str) -> str:
    """A chart without rows."""
    told = "没有数据。"
    return frame(key, kind, title, told, 40, [text("graph-none", WIDE / 2, 25, told, "middle")])
