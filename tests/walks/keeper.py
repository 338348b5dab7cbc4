"""The list keeper's side: a step is corrected, a procedure is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, expect

from tests.walks.applicant import BUREAU
from tests.walks.forms import fill_in


def open_procedure(page: Page, matter: str) -> None:
    """The procedure of a matter, from the list of all."""
    page.goto(f"/desk/{BUREAU}/procedures/")
    page.get_by_role("main").get_by_role("link", name=matter, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(matter)


def correct(page: Page, matter: str, kind: str, said: Mapping[str, Any]) -> None:
    """The first step of this kind is corrected."""
    open_procedure(page, matter)
    step = page.locator("li.step", has=page.locator("strong", has_text=kind)).first
    step.get_by_role("link", name="更正").click()
    fill_in(page.locator("form.correcting").first, said)
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(matter)


def confirm(page: Page, matter: str) -> None:
    """The procedure is confirmed, after a look at every step."""
    open_procedure(page, matter)
    page.get_by_label("我已对照清单原文逐步核对").check()
    page.get_by_role("button", name="确认办理规程").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(matter)
    expect(page.locator("main")).to_contain_text("新的申请按下面的规程办理")
