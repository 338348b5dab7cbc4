"""What visitors of the browser tests do alike: log in, wait for a page, look whether it fits, listen whether it
complains."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.served import Served


@contextmanager
def quiet(page: Page) -> Iterator[None]:
    """The console says nothing: no script failed, no content policy was broken, nothing was missing."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.type}: {message.text}"))
    yield
    assert said == []


def log_in(page: Page, served: Served, username: str) -> None:
    """As one of the demo's people."""
    page.goto("/desk/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(password_of(served, username))
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"^[^?]*/desk/"))  # whoever handles cases is led on to them


def password_of(served: Served, username: str) -> str:
    """That of one of the demo's people."""
    logins = json.loads((served.data / "demo_logins.json").read_text(encoding="utf-8"))
    found: str = next(login["password"] for login in logins if login["username"] == username)
    return found


def arrived(page: Page, heading: str) -> None:
    """Wait until the page with this heading is there to its end. What is read of it at once (``all``, ``count``) would
    otherwise be what has come so far."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found
