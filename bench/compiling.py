"""Compiling matters to procedures, on one core.

``python -m bench.compiling``
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bench.figures import Figure, report, seconds
from bench.generate import AGENCY, matters
from quanze.lists.model import Matter, Stage, Text
from quanze.procedure.compiler import compile_matter

PER_SECOND = 500.0
PER_SECOND_APART = 200.0
"""Where no text stands twice, which no list is like: most duties are boilerplate and are read once."""
MATTERS = 2_000


def figures() -> Iterator[Figure]:
    """Matters as lists have them, whose duties are largely alike, and matters no text of which stands twice."""
    alike = list(matters(MATTERS))
    yield _figure("编译，责任事项多有相同", alike, PER_SECOND)
    apart = [_own(matter, index) for index, matter in enumerate(alike)]
    yield _figure("编译，没有两处文字相同", apart, PER_SECOND_APART)


def _figure(name: str, some: list[Matter], least: float) -> Figure:
    taken = seconds(lambda: [compile_matter(matter, agency=AGENCY) for matter in some])
    return Figure(f"{name}，{len(some)} 项", len(some) / taken, "项/秒", least=least)


def _own(matter: Matter, index: int) -> Matter:
    """The matter with its index in each of its texts."""

    def text(found: Text | None) -> Text | None:
        return found and Text.plain(f"{found.value}第{index}号。")

    return replace(
        matter,
        basis=text(matter.basis),
        liability=text(matter.liability),
        stages=tuple(Stage(stage.name, text(stage.duty)) for stage in matter.stages),
    )


if __name__ == "__main__":
    raise SystemExit(report(figures()))
