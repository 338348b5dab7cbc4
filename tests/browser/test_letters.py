"""The wording of letters in the browser: the keeper edits it beside a specimen; a code is typed where none can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.served import Served
from tests.visits import log_in, overflow, quiet

LETTERS = "/desk/wolong-gxj/letters/"


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def test_the_keeper_edits_a_wording_beside_a_specimen(page: Page, served: Served) -> None:
    with quiet(page):
        log_in(page, served, "keeper")
        page.goto(LETTERS)
        assert overflow(page) == 0
        page.get_by_role("link", name="材料补正告知书").click()
        assert overflow(page) == 0
        expect(page.locator(".paper .title")).to_have_css("text-align", "center")
        wording = page.get_by_label("模板", exact=True)
        text = wording.input_value()
        wording.fill(text.replace("【落款】", "特此告知。\n【落款】"))
        page.get_by_role("button", name="看一看").click()
        expect(page.locator(".paper")).to_contain_text("特此告知。")
        wording.fill(text.replace("{申请人}", "{申清人}"))
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("alert")).to_contain_text("第3行：没有叫“申清人”的内容")
        expect(wording).to_have_value(text.replace("{申请人}", "{申清人}"))


def test_a_code_is_typed_and_none_is_found(page: Page) -> None:
    with quiet(page):
        page.goto("/letters/")
        assert overflow(page) == 0
        page.get_by_label("核验码").fill("abcd efgh jkmn pqrs tuvw")
        page.get_by_role("button", name="核验").click()
        expect(page.get_by_role("alert")).to_contain_text("没有这个核验码的文书")
