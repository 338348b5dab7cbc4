"""Everybody in a walk, each before a browser window of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.conftest import visitor
from tests.served import Served
from tests.walks.time import Clock

Sessions = dict[str, list[Any]]
"""By the log-in: the cookies of who logged in today in an earlier walk."""


class Cast:
    """The people of a walk. ``page(name)`` is the window of the demo person with that log-in, opened when they are
    first needed; ``stranger`` is somebody of an agency that has no part in it."""

    def __init__(self, chromium: Browser, served: Served, clock: Clock, sessions: Sessions) -> None:
        self.chromium, self.served, self.clock, self.sessions = chromium, served, clock, sessions
        self._windows = ExitStack()
        self._pages: dict[str, Page] = {}
        logins = json.loads((served.data / "demo_logins.json").read_text("utf-8"))
        self._logins: dict[str, dict[str, str]] = {each["username"]: each for each in logins}

    def page(self, name: str) -> Page:
        """The window of this demo person, logged in."""
        if name not in self._pages:
            self._come(self.window(name), **self._logins[name])
        return self._pages[name]

    def _come(self, page: Page, username: str, password: str, **_: str) -> None:
        """Log in, or go on where somebody logged in today already: whose sessions it is, is tried elsewhere."""
        today = self.clock.days == 0
        if today and username in self.sessions:
            page.context.add_cookies(self.sessions[username])
            if "/login/" not in page.request.get("/account/").url:
                return
        page.goto("/login/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        if today:
            self.sessions[username] = page.context.cookies()

    def window(self, name: str) -> Page:
        """A new window of somebody who comes for the first time."""
        made_now = self._windows.enter_context(visitor(self.chromium, self.served, 1280, 900))
        self._pages[name] = made_now
        return made_now

    def registered(self, name: str, username: str, password: str) -> None:
        """Somebody opened an account, and can log in again."""
        self._logins[name] = {"username": username, "name": name, "password": password}

    def wait(self, days: int) -> None:
        """Days go by: log-ins have ended."""
        self.clock.set(self.clock.days + days)
        self._pages.clear()

    def called(self, name: str) -> str:
        """What a demo person is called."""
        return self._logins[name]["name"]

    def leave(self) -> None:
        """Everybody closes their window; a script that failed in one of them is told now."""
        self._windows.close()


@contextmanager
def cast(chromium: Browser, served: Served, clock: Clock, sessions: Sessions) -> Iterator[Cast]:
    """The people of one walk, which begins today."""
    clock.set(0)
    everybody = Cast(chromium, served, clock, sessions)
    try:
        yield everybody
    finally:
        everybody.leave()
