"""Chromium before a server that was started as ``make run`` starts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.served import Demo, Served, chromium_path, launch, made_demo, served_demo


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """A demo installation, of which copies are served."""
    with made_demo() as made:
        yield made


@pytest.fixture(scope="session")
def served(demo: Demo) -> Iterator[Served]:
    """One of them for the whole run: tests that change something say so and use names of their own."""
    with served_demo(demo) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for the whole run."""
    executable = chromium_path()
    if executable is None:
        pytest.skip("Chromium is missing: scripts/provide-browser says how to get it")
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: Browser, served: Served) -> Iterator[Page]:
    """A page 1280 px wide, as in the office. Addresses are relative to the server: ``desk.goto("/")``."""
    with visitor(chromium, served, 1280, 900) as page:
        yield page


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Page]:
    """A page 390 px wide, as on a phone."""
    with visitor(chromium, served, 390, 844) as page:
        yield page


@contextmanager
def visitor(
    chromium: Browser, served: Served, width: int, height: int, *, scripts: bool = True
) -> Iterator[Page]:
    """The page of somebody who comes for the first time: no cookies, nothing stored. Afterwards no script on it may
    have failed. ``scripts``: whether the browser runs any."""
    context = chromium.new_context(
        base_url=served.url,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(f"{page.url}: {error}"))
    try:
        yield page
    finally:
        context.close()
    assert failures == []
