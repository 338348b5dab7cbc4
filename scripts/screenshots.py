"""Draws docs/screenshots anew: a demo installation, opened in Chromium at 1280 and at 390 px.

Run it with ``make screenshots`` after a change of the pages, and look at what it drew.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.served import Served, chromium_path, launch, served_demo  # noqa: E402  the tests are no package

SAMPLE = ROOT / "examples" / "wolong" / "wolong-gxj-2025.txt"
OUT = ROOT / "docs" / "screenshots"
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}

PUBLIC = {
    "agency": "/wolong-gxj/",
    "list": "/wolong-gxj/list/",
    "matter": "/wolong-gxj/matters/3/",
    "annex": "/wolong-gxj/annexes/retained/",
    "search": "/wolong-gxj/search/?q=专项资金",
    "adjustment": "/wolong-gxj/matters/3/#adjustment",
    "deadline": "/deadline/?start=2026-09-24&limit=5&unit=working_day#answer",
}
"""Pages that anybody sees, by the name of their picture."""

DESK = {
    "uploads": "/desk/wolong-gxj/uploads/",
    "procedure": "/desk/wolong-gxj/procedures/2/#place-1",
}
"""Pages of the list's keeper."""

CASES = {
    "my-case": ("applicant", "/my/cases/", "变频直驱球磨机（演示）"),
    "desk-case": ("handler", "/desk/wolong-gxj/cases/?whose=office", "双动颚颚式破碎机（演示）"),
}
"""A case as its applicant and as its handler see it: whose page, the list that has it, and how it is called there."""

LAW = {
    "instrument": "/laws/{instrument}/",
    "health": "/desk/wolong-gxj/health/",
    "tasks": "/desk/wolong-gxj/tasks/",
}
"""Pages about the law, after a repeal was registered."""


def log_in(page: Page, served: Served, username: str = "keeper") -> None:
    """As one of the demo installation's people, with the password that it made."""
    logins = json.loads((served.data / "demo_logins.json").read_text(encoding="utf-8"))
    login = next(login for login in logins if login["username"] == username)
    page.context.clear_cookies()
    page.goto("/login/")
    page.locator("input[name=username]").fill(login["username"])
    page.locator("input[name=password]").fill(login["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile("/(desk|my)/"))


def hand_in(page: Page) -> str:
    """Hands in the sample list. Returns the address of its review, which is never imported."""
    page.goto("/desk/wolong-gxj/uploads/")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    page.locator("[data-upload] button").click()
    page.wait_for_url("**/uploads/*/")
    return page.url


def repeal(page: Page) -> str:
    """Registers the repeal of a notice that the sample cites; a second time changes nothing. Returns its ``pk``."""
    page.goto("/laws/?q=〔2018〕16号")
    page.locator("#results tbody th a").click()
    page.wait_for_url("**/laws/*/")
    address = page.url
    pk = address.rstrip("/").rpartition("/")[2]
    page.goto(f"/desk/laws/{pk}/validity/?says=repealed")
    page.locator("input[name=on]").fill("2025-02-01")
    page.locator("input[name=by]").fill("豫财企〔2025〕1号")
    page.locator("input[name=document]").fill("《河南省省级制造业高质量发展专项资金管理办法》")
    page.locator("textarea[name=words]").fill("（演示）原办法同时废止。")
    page.locator(".law-form button").click()
    page.locator("button[value=save]").click()
    page.wait_for_url("**/statements/*/")
    return pk


def find(page: Page, path: str, name: str) -> str:
    """The address of the case that is called so in this list."""
    page.goto(path)
    link = page.locator("main tr", has_text=name).get_by_role("link").first
    return link.get_attribute("href") or path


def draw(page: Page, name: str, path: str, width: str) -> None:
    """One page as it first meets the eye."""
    answer = page.goto(path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{path} answers {answer and answer.status}")
    picture = OUT / f"{name}-{width}.png"
    page.screenshot(path=picture, animations="disabled")
    print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} KB")


def main() -> None:
    """Draws every page at every width. Exits with a message when one does not answer."""
    executable = chromium_path()
    if executable is None:
        raise SystemExit("Chromium is missing: scripts/provide-browser says how to get it")
    OUT.mkdir(parents=True, exist_ok=True)
    with served_demo() as served, sync_playwright() as playwright:
        browser = launch(playwright, executable)
        for width, (across, down) in WIDTHS.items():
            context = browser.new_context(
                base_url=served.url,
                viewport={"width": across, "height": down},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
            )
            page = context.new_page()
            for name, path in PUBLIC.items():
                draw(page, name, path, width)
            log_in(page, served)
            review = hand_in(page)
            for name, path in {**DESK, "review": f"{review}#found"}.items():
                draw(page, name, path, width)
            instrument = repeal(page)
            for name, path in LAW.items():
                draw(page, name, path.format(instrument=instrument), width)
            for name, (username, path, called) in CASES.items():
                log_in(page, served, username)
                draw(page, name, find(page, path, called), width)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
