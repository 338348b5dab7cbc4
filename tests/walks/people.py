"""Everybody in a walk, each before a browser window of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.conftest import visitor
from tests.served import Served
from tests.walks.time import Clock


class Cast:
    """The people of a walk. ``page(name)`` is the window of the demo person with that log-in, opened when they are
    first needed; ``stranger`` is somebody who has not logged in."""

    def __init__(self, chromium: Browser, served: Served, clock: Clock) -> None:
        self.chromium, self.served, self.clock = chromium, served, clock
        self._windows = ExitStack()
        self._pages: dict[str, Page] = {}
        logins = json.loads((served.data / "demo_logins.json").read_text("utf-8"))
        self._logins: dict[str, dict[str, str]] = {each["username"]: each for each in logins}

    def page(self, name: str) -> Page:
        """The window of this demo person, logged in."""
        if name not in self._pages:
            page = self.window(name)
            page.goto("/login/")
            page.get_by_label("登录名").fill(self._logins[name]["username"])
            page.get_by_label("密码").fill(self._logins[name]["password"])
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: "/login/" not in url)
        return self._pages[name]

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
def cast(chromium: Browser, served: Served, clock: Clock) -> Iterator[Cast]:
    """The people of one walk, which begins today."""
    clock.set(0)
    everybody = Cast(chromium, served, clock)
    try:
        yield everybody
    finally:
        everybody.leave()
