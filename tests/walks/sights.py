"""What people see in a walk, and what they do not. A turn is data; ``play`` looks in the browser."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from quanze.procedure.clocks.moments import say_day
from tests.walks import applicant, desk
from tests.walks.forms import Term
from tests.walks.walk import Turn, Walk, due, reads, said_in


@dataclass(frozen=True, slots=True)
class TakesHome(Turn):
    """The applicant has the letter with the number that the bureau gave it, as a PDF; ``says``: what stands in it."""

    who: str
    title: str
    says: tuple[str, ...] = ()

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        letter = applicant.letter(page, walk.number, self.title)
        assert letter.startswith(b"%PDF"), self.title
        for words in self.says:
            assert words in said_in(letter), f"{self.title} does not say {words}"
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
        reads(page, self.words, self.but_not)


@dataclass(frozen=True, slots=True)
class Stands(Turn):
    """Where the case stands, as somebody at the desk reads it."""

    who: str
    words: tuple[str, ...]
    but_not: tuple[str, ...] = ()

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.open_case(page, walk.number)
        reads(page, self.words, self.but_not)


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
class Followed(Turn):
    """What the table of those who are on the announced list says of the case; ``left``: in that of those who were taken
    off it."""

    who: str
    words: tuple[str, ...]
    left: bool = False

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        desk.open_followed(page, walk.bureau, walk.matter, left=self.left)
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
            reads(outside, (walk.seen[self.title],), self.hidden)
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
class Sight(Turn):
    """What some read of the case, and others do not: the supervisor this ``opinion`` of an officer; who has one task in
    it (``tasked``) the case, but not the opinion; the ``others`` nothing, nor anybody who has not logged in. ``by`` is an
    officer who sees it all."""

    by: str
    opinion: str
    tasked: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    supervisor: str = "supervisor"

    def play(self, walk: Walk) -> None:
        for who in (self.by, self.supervisor, *self.tasked):
            page = walk.cast.page(who)
            read = page.request.get(desk.address(walk.number))
            assert read.ok, f"{who}: {read.status}"
            seen = self.opinion in read.text()
            assert seen is (who not in self.tasked), f"{who} sees “{self.opinion}”: {seen}"
        Closed(self.by, self.others).play(walk)


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
            page.goto(f"/{walk.bureau}/publicity/")
            link = page.locator(f"a[href$='/{walk.number}/']")
            expect(link).to_have_count(1 if self.listed else 0)
            page.goto(f"/{walk.bureau}/publicity/{walk.number}/")
            reads(page, self.words, self.but_not)
        finally:
            page.close()


@dataclass(frozen=True, slots=True)
class Unpublished(Turn):
    """Nobody finds the case among what is public any more."""

    def play(self, walk: Walk) -> None:
        anybody = walk.cast.chromium.new_context(base_url=walk.cast.served.url)
        address = f"/{walk.bureau}/publicity/"
        assert walk.number not in anybody.request.get(address).text()
        assert anybody.request.get(f"{address}{walk.number}/").status == 404
        anybody.close()
