"""What people do and see in a walk, turn by turn. A turn is data; ``play`` does it in the browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from quanze.procedure.clocks.moments import say_day
from tests.walks import applicant, desk, keeper
from tests.walks.forms import Term
from tests.walks.people import Cast

UNITS = {"工作日": "working_day", "自然日": "calendar_day"}


@dataclass(slots=True)
class Walk:
    """A path while it is walked: who takes part, what is applied for, the number of the case once there is one."""

    cast: Cast
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
    filled in plausibly; no ``materials`` named: all that have to be handed in."""

    who: str
    said: Mapping[str, Any] = field(default_factory=dict)
    materials: tuple[str, ...] = ()
    sub_kind: str = ""

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        walk.number = applicant.apply(page, walk.matter, self.said, self.materials, self.sub_kind)
        assert re.fullmatch(rf"{applicant.BUREAU}-\d{{4}}-\d{{5}}", walk.number), walk.number


@dataclass(frozen=True, slots=True)
class Answer(Turn):
    """The notice is answered, item by item."""

    who: str
    items: tuple[str, ...]

    def play(self, walk: Walk) -> None:
        applicant.answer(walk.cast.page(self.who), walk.number, self.items)


@dataclass(frozen=True, slots=True)
class TakesHome(Turn):
    """The applicant has the letter with the number that the bureau gave it, as a PDF."""

    who: str
    title: str

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        assert applicant.letter(page, walk.number, self.title).startswith(b"%PDF"), self.title
        expect(page.get_by_role("rowheader", name=self.title)).to_contain_text(walk.seen[self.title])


@dataclass(frozen=True, slots=True)
class Reads(Turn):
    """What the applicant's page says, and what it keeps to the bureau."""

    who: str
    words: tuple[str, ...]
    but_not: tuple[str, ...] = ()

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        applicant.open_case(page, walk.number)
        _reads(page, self.words, self.but_not)


@dataclass(frozen=True, slots=True)
class Find(Turn):
    """A case that there is already is found in the work list, in that state, by the words of its row."""

    who: str
    state: str
    words: str

    def play(self, walk: Walk) -> None:
        walk.number = desk.find(walk.cast.page(self.who), self.state, self.words)


@dataclass(frozen=True, slots=True)
class Confirm(Turn):
    """The list keeper confirms the procedure of the matter; before it corrects the first step of this ``kind``, where
    one is given."""

    who: str
    kind: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        if self.kind:
            keeper.correct(page, walk.matter, self.kind, self.said)
        keeper.confirm(page, walk.matter)


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
class NotOffered(Turn):
    """What may not be done now is not offered either, to any of these."""

    who: tuple[str, ...]
    labels: tuple[str, ...]

    def play(self, walk: Walk) -> None:
        for each in self.who:
            page = walk.cast.page(each)
            desk.open_case(page, walk.number)
            for label in self.labels:
                link = page.locator(".to-do a", has_text=re.compile(f"^{re.escape(label)}(：|$)"))
                expect(link, f"{each}: {label}").to_have_count(0)


@dataclass(frozen=True, slots=True)
class Stands(Turn):
    """Where the case stands, as somebody at the desk reads it."""

    who: str
    words: tuple[str, ...]
    but_not: tuple[str, ...] = ()

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.open_case(page, walk.number)
        _reads(page, self.words, self.but_not)


@dataclass(frozen=True, slots=True)
class Due(Turn):
    """Until when something is owed, as the page says and as the clock counts from today."""

    who: str
    what: str
    term: Term

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.open_case(page, walk.number)
        on = due(self.term, walk.cast.clock.today)
        expect(page.locator(".where-it-stands")).to_contain_text(f"{self.what}：{say_day(on)}")


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
class Followed(Turn):
    """What the table of those who are on the announced list says of the case; ``left``: in that of those who were taken
    off it."""

    who: str
    words: tuple[str, ...]
    left: bool = False

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.open_followed(page, walk.matter, left=self.left)
        row = page.locator("tbody tr", has=page.locator(f"a[href*='{walk.number}']"))
        for each in self.words:
            expect(row).to_contain_text(each)


@dataclass(frozen=True, slots=True)
class Verified(Turn):
    """Whoever holds the paper finds on the public page that the letter is the bureau's, and nothing of its text."""

    who: str
    title: str
    hidden: tuple[str, ...]

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.open_letter(page, walk.number, self.title)
        code = re.search(r"核验码：((?:\w{4} ?){5})", page.locator("main").inner_text())
        assert code, f"{self.title} bears no code"
        outside = walk.cast.chromium.new_page(base_url=walk.cast.served.url)
        try:
            outside.goto(f"/letters/{code[1].replace(' ', '')}/")
            _reads(outside, (walk.seen[self.title],), self.hidden)
        finally:
            outside.close()


@dataclass(frozen=True, slots=True)
class Closed(Turn):
    """The case, its files and its letters are shown to none of these, nor to anybody who has not logged in: asked for
    at their addresses, they are refused. ``by`` is an officer who sees them all."""

    by: str
    others: tuple[str, ...]

    def play(self, walk: Walk) -> None:
        papers = desk.papers(walk.cast.page(self.by), walk.number)
        assert papers, f"{walk.number} has neither files nor letters"
        addresses = (applicant.address(walk.number), desk.address(walk.number), *papers)
        for who in self.others:
            for address in addresses:
                answer = walk.cast.page(who).request.get(address)
                assert answer.status in (403, 404), f"{who} sees {address}: {answer.status}"
        anybody = walk.cast.chromium.new_context(base_url=walk.cast.served.url)
        for address in addresses:
            answer = anybody.request.get(address)
            assert "/login/" in answer.url or answer.status in (403, 404), f"anybody sees {address}"
        anybody.close()


@dataclass(frozen=True, slots=True)
class Public(Turn):
    """What anybody reads of the case without logging in, and what not; ``listed``: whether it stands in the list of
    what is in publicity now."""

    words: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    listed: bool = True

    def play(self, walk: Walk) -> None:
        page = walk.cast.chromium.new_page(base_url=walk.cast.served.url)
        try:
            page.goto(f"/{applicant.BUREAU}/publicity/")
            link = page.locator(f"a[href$='/{walk.number}/']")
            expect(link).to_have_count(1 if self.listed else 0)
            page.goto(f"/{applicant.BUREAU}/publicity/{walk.number}/")
            _reads(page, self.words, self.but_not)
        finally:
            page.close()


@dataclass(frozen=True, slots=True)
class Unpublished(Turn):
    """Nobody finds the case among what is public any more."""

    def play(self, walk: Walk) -> None:
        anybody = walk.cast.chromium.new_context(base_url=walk.cast.served.url)
        address = f"/{applicant.BUREAU}/publicity/"
        assert walk.number not in anybody.request.get(address).text()
        assert anybody.request.get(f"{address}{walk.number}/").status == 404
        anybody.close()


@dataclass(frozen=True, slots=True)
class TimePasses(Turn):
    """So many days go by, and the job that does what is due runs once."""

    days: int = 0

    def play(self, walk: Walk) -> None:
        if self.days:
            walk.cast.wait(self.days)
        done = subprocess.run(
            [sys.executable, "-m", "quanze", "--data", str(walk.cast.served.data), "manage", "tick"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr


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


def _reads(page: Page, words: tuple[str, ...], but_not: tuple[str, ...]) -> None:
    main = page.locator("main")
    for each in words:
        expect(main).to_contain_text(each)
    for each in but_not:
        expect(main).not_to_contain_text(each)
