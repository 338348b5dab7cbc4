"""The form of a kit in the browser: it asks for what the answers call for, makes rows, and leads to what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served import Served
from tests.visits import log_in, overflow, quiet

TRY = "/desk/wolong-gxj/procedures/5/kit/try/"


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, served: Served) -> Page:
    found: Page = request.getfixturevalue(request.param)
    log_in(found, served, "keeper")
    found.goto(TRY)
    return found


@pytest.fixture
def scriptless(chromium: Browser, served: Served) -> Iterator[Page]:
    """The same page, on which no script runs."""
    context = chromium.new_context(
        base_url=served.url, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    found = context.new_page()
    log_in(found, served, "keeper")
    found.goto(TRY)
    yield found
    context.close()


def test_only_what_the_answers_call_for_is_asked(page: Page) -> None:
    with quiet(page):
        partners = page.get_by_role("group", name="合作单位")
        expect(partners).to_be_hidden()
        joint = page.get_by_role("group", name="是否与其他单位合作研制")
        joint.get_by_label("是", exact=True).check()
        expect(partners).to_be_visible()
        joint.get_by_label("否", exact=True).check()
        expect(partners).to_be_hidden()
        assert overflow(page) <= 0


def test_rows_are_made_on_the_spot_and_sent(page: Page) -> None:
    with quiet(page):
        team = page.get_by_role("group", name="主要研制人员")
        team.get_by_role("button", name="再加几行").click()
        added = team.locator("tbody tr").nth(2)
        expect(added.get_by_label("姓名")).to_be_focused()
        added.get_by_label("姓名").fill("李四")
        page.get_by_label("职工人数").fill("很多")
        page.get_by_role("button", name="检查", exact=True).last.click()
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.locator("[name='f.team.2.name']")).to_have_value("李四")
        page.get_by_role("link", name="请填写主要研制人员第3行的承担的工作。").click()
        expect(page.locator("#f-team-2-work")).to_be_in_viewport()


def test_without_a_script_everything_is_there_with_its_condition(scriptless: Page) -> None:
    partners = scriptless.get_by_role("group", name="合作单位")
    expect(partners).to_contain_text("“是否与其他单位合作研制”为“是”时填写")
    team = scriptless.get_by_role("group", name="主要研制人员")
    team.get_by_label("姓名").first.fill("张三")
    team.get_by_role("button", name="再加几行").click()
    expect(scriptless.locator("[name='f.team.4.name']")).to_be_visible()
    expect(scriptless.locator("[name='f.team.0.name']")).to_have_value("张三")


def test_the_guide_is_read_on_a_phone_too(page: Page) -> None:
    with quiet(page):
        page.goto("/wolong-gxj/affairs/")
        page.get_by_role("link", name="省级工业新产品综合评价", exact=True).click()
        expect(page.get_by_role("heading", name="要交什么")).to_be_visible()
        page.get_by_role("link", name="“受理”环节的责任事项").first.click()
        expect(page.get_by_role("heading", name="环节与责任")).to_be_in_viewport()
        assert overflow(page) <= 0
