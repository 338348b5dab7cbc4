"""A path while it is walked, and what a turn of it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playwright.sync_api import Error, Page, expect

from tests.lists.pdfs import Pdf
from tests.walks.forms import Term
from tests.walks.people import Cast

UNITS = {"工作日": "working_day", "自然日": "calendar_day"}


@dataclass(slots=True)
class Walk:
    """A path while it is walked: who takes part, at which bureau (its code), what is applied for, the number of the case
    once there is one."""

    cast: Cast
    bureau: str
    matter: str
    number: str = ""
    seen: dict[str, str] = field(default_factory=dict)

    def play(self, turns: Sequence[Turn]) -> str:
        """Play them one after the other. What went wrong, ``""`` where nothing did."""
        for position, turn in enumerate(turns, 1):
            try:
                turn.play(self)
            except (AssertionError, Error) as trouble:
                told = str(trouble).partition("Call log:")[0][:600].strip()
                return f"第{position}步 {type(turn).__name__}（{self.number or '还没有办件'}）：{told}"
        return ""


class Turn:
    """Anything that happens in a walk."""

    __slots__ = ()

    def play(self, walk: Walk) -> None:
        """Do it. Raises ``AssertionError`` where something is not as it should be."""
        raise NotImplementedError


def said_in(letter: bytes) -> str:
    """The text of a PDF, without blanks and line ends."""
    pdf = Pdf(letter)
    return "".join("".join(pdf.text(page) for page in range(len(pdf.pages))).split())


def due(term: Term, begins: date) -> date:
    """The last day of a term that begins on this day, by the clock that needs no installation."""
    told = subprocess.run(
        [
            *(sys.executable, "-m", "quanze", "deadline", "--json", "--from", begins.isoformat()),
            *("--limit", str(term.number), "--unit", UNITS[term.unit]),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return date.fromisoformat(json.loads(told.stdout)["due"])


def said(form: Mapping[str, Any], walk: Walk) -> dict[str, Any]:
    """What goes into a form, with people called by their log-in (``@handler``) by their names."""

    def named(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(named(each) for each in value)
        if isinstance(value, str) and value.startswith("@"):
            return walk.cast.called(value[1:])
        return value

    return {label: named(value) for label, value in form.items()}


def reads(page: Page, words: tuple[str, ...], but_not: tuple[str, ...]) -> None:
    """What the page that is open says, and what it does not."""
    main = page.locator("main")
    for each in words:
        expect(main).to_contain_text(each)
    for each in but_not:
        expect(main).not_to_contain_text(each)
