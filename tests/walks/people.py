"""Everybody in a walk, each before a browser window of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.conftest import visitor
from tests.served import Served


class Cast:
    """The people of a walk. ``page(name)`` is the window of the demo person with that log-in, opened when they are
    first needed; ``stranger`` is somebody who has not logged in."""

    def __init__(self, chromium: Browser, served: Served) -> None:
        self.chromium, self.served = chromium, served
        self._windows = ExitStack()
        self._pages: dict[str, Page] = {}
        logins = json.loads((served.data / "demo_logins.json").read_text("utf-8"))
        self._logins: dict[str, dict[str, str]] = {each["username"]: each for each in logins}

    def page(self, name: str) -> Page:
        """The window of this demo person, logged in."""
        if name not in self._pages:
            page = self.window(name)
            page.goto("/login/")
            page.get_by_label("登录名").fill(name)
            page.get_by_label("密码").fill(self._logins[name]["password"])
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: "/login/" not in url)
        return self._pages[name]

    def window(self, name: str) -> Page:
        """A new window of somebody who comes for the first time."""
        made_now = self._windows.enter_context(visitor(self.chromium, self.served, 1280, 900))
        self._pages[name] = made_now
        return made_now

    def called(self, name: str) -> str:
        """What a demo person is called."""
        return self._logins[name]["name"]

    def leave(self) -> None:
        """Everybody closes their window; a script that failed in one of them is told now."""
        self._windows.close()


@contextmanager
def cast(chromium: Browser, served: Served) -> Iterator[Cast]:
    """The people of one walk."""
    everybody = Cast(chromium, served)
    try:
        yield everybody
    finally:
        everybody.leave()
