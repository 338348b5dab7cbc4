"""What is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``path`` names the place: of answers ``key`` or ``key[2].column`` (rows count from 0), of a kit's file
    ``form[0].fields[2].kind``. ``words`` is a Chinese sentence that says what is wrong and what to do; ``place`` says
    the path in words, where the path alone would not be understood."""

    path: str
    words: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}：{self.words}" if self.place else self.words


class Unreadable(Exception):
    """A file that is no kit: all that is wrong with it, in order. ``str()`` is one line with the first of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        more = f"（另有{len(problems) - 1}处）" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
