"""Somebody who knows nothing comes to the demo installation, in the office or on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

BUREAU = "南阳市卧龙区工业和信息化局"
MATTER = "关闭煤矿和报废矿井许可审核"


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def test_the_first_page_leads_to_the_list_and_to_a_matter(page: Page) -> None:
    page.goto("/")
    expect(page.locator("body")).to_contain_text(BUREAU)
    page.goto("/wolong-gxj/list/")
    page.get_by_role("link", name=MATTER).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(MATTER)
    for stage in ("受理", "材料初审", "决定"):
        expect(page.locator("main")).to_contain_text(stage)


@pytest.mark.parametrize("path", ["/", "/wolong-gxj/", "/wolong-gxj/list/", "/wolong-gxj/matters/1/"])
def test_nothing_is_wider_than_the_screen(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
