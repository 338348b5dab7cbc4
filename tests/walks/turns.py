"""What people do in a walk, turn by turn. A turn is data; ``play`` does it in the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.walks import applicant, desk
from tests.walks.keeping import manage
from tests.walks.walk import Turn, Walk, said

# The applicant ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Register(Turn):
    """Somebody new opens an account, and registers the party for which they act."""

    who: str
    name: str
    code: str
    kind: str = "企业"

    def play(self, walk: Walk) -> None:
        page = walk.cast.window(self.who)
        username = applicant.open_account(page, f"走查{self.who}")
        walk.cast.registered(self.who, username, applicant.PASSWORD)
        applicant.register_party(page, self.code, self.name, self.kind)


@dataclass(frozen=True, slots=True)
class Apply(Turn):
    """From the guide to the receipt: the form, the files of these materials, the submission, once. What is not said is
    filled in plausibly; no ``materials`` named: all that have to be handed in. ``warned``: what is warned of meanwhile."""

    who: str
    said: Mapping[str, Any] = field(default_factory=dict)
    materials: tuple[str, ...] = ()
    sub_kind: str = ""
    warned: tuple[str, ...] = ()

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        walk.number = applicant.apply(
            page, walk.bureau, walk.matter, self.said, self.materials, self.sub_kind, self.warned
        )
        assert re.fullmatch(rf"{walk.bureau}-\d{{4}}-\d{{5}}", walk.number), walk.number


@dataclass(frozen=True, slots=True)
class Answer(Turn):
    """The notice is answered, item by item."""

    who: str
    items: tuple[str, ...]

    def play(self, walk: Walk) -> None:
        applicant.answer(walk.cast.page(self.who), walk.number, self.items)


@dataclass(frozen=True, slots=True)
class Find(Turn):
    """A case that there is already is found in the work list, in that state, by the words of its row."""

    who: str
    state: str
    words: str

    def play(self, walk: Walk) -> None:
        walk.number = desk.find(walk.cast.page(self.who), walk.bureau, self.state, self.words)


# The bureau ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Do(Turn):
    """Somebody at the desk does an act: its label on the page, what goes into its form and its letter; ``leaves``: what
    the page says afterwards of where the case stands, ``letter``: the title of the letter that went with it."""

    who: str
    label: str
    said: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    leaves: str = ""
    letter: str = ""

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.act(page, walk.number, self.label, said(self.said, walk), self.words)
        if self.leaves:
            expect(page.locator(".where-it-stands")).to_contain_text(self.leaves)
        if self.letter:
            title, number = desk.letters(page, walk.number)[0]
            assert title == self.letter, f"{self.label}: {title}, not {self.letter}"
            assert re.search(rf"〔{walk.cast.clock.today.year}〕\d+号$", number), number


@dataclass(frozen=True, slots=True)
class Issue(Turn):
    """A letter is issued beside the acts."""

    who: str
    title: str
    words: Mapping[str, Any]

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.issue(page, walk.number, self.title, self.words)
        assert desk.letters(page, walk.number)[0][0] == self.title


@dataclass(frozen=True, slots=True)
class Refused(Turn):
    """Somebody tries what they may not, or not yet, and is told why."""

    who: str
    label: str
    said: Mapping[str, Any]
    why: str

    def play(self, walk: Walk) -> None:
        with pytest.raises(AssertionError, match=re.escape(self.why)):
            desk.act(walk.cast.page(self.who), walk.number, self.label, said(self.said, walk))


@dataclass(frozen=True, slots=True)
class Serve(Turn):
    """A letter is printed, sealed (by the certificate, or by hand on paper) and handed over."""

    who: str
    title: str
    by_hand: bool = False

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        if self.by_hand:
            desk.seal(page, walk.number, self.title)
        printed = desk.print_out(page, walk.number, self.title)
        assert printed.startswith(b"%PDF"), self.title
        desk.deliver(page, walk.number, self.title)
        walk.seen[self.title] = dict(desk.letters(page, walk.number))[self.title]


@dataclass(frozen=True, slots=True)
class Delivered(Turn):
    """The duty to deliver is discharged by this letter, which was handed over; where it still waits for somebody to say
    so, they do. Afterwards nothing is to be delivered any more."""

    who: str
    title: str

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.open_case(page, walk.number)
        waits = page.locator(".to-do .actions").get_by_role("link", name=re.compile("^送达(：|$)"))
        if waits.count():
            letter = f"本件已有的{self.title}，{walk.seen[self.title]}"
            desk.act(page, walk.number, "送达", {"送达的文书": letter})
            desk.open_case(page, walk.number)
        expect(waits, "there is still something to be delivered").to_have_count(0)


@dataclass(frozen=True, slots=True)
class TimePasses(Turn):
    """So many days go by, and the job that does what is due runs once."""

    days: int = 0

    def play(self, walk: Walk) -> None:
        if self.days:
            walk.cast.wait(self.days)
        manage(walk.cast.served.data, "tick")
