"""The officer's side in the browser: from the counter to a notice that went out, and the list that leads there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.served import Served
from tests.visits import arrived, overflow

PRODUCT = "省级工业新产品综合评价"
CODE = "91411303MA00000010"


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def log_in(page: Page, served: Served, username: str) -> None:
    password = re.search(rf"^\s*{username}\s+(\S+)", served.told, re.MULTILINE)
    assert password
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(password[1])
    page.get_by_role("button", name="登录").click()


def test_from_the_counter_to_a_notice(page: Page, served: Served) -> None:
    log_in(page, served, "handler")
    expect(page.get_by_role("heading", name="办件", exact=True)).to_be_visible()
    page.get_by_role("link", name="窗口收件").first.click()
    page.get_by_label("事项名称").fill("新产品")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=PRODUCT).click()
    page.get_by_label("统一社会信用代码").fill(CODE)
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("卧龙机械有限责任公司").first).to_be_visible()
    page.get_by_label("收到营业执照").check()
    page.get_by_label("没有列出的材料").fill("样品照片")
    assert overflow(page) == 0
    page.get_by_role("button", name="收件，下一步：凭证").click()

    expect(page.get_by_role("heading", name="出具收取申请材料凭证")).to_be_visible()
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator(".paper")).to_contain_text("样品照片")
    assert overflow(page) == 0
    page.get_by_role("button", name="确认出具").click()
    expect(page.get_by_role("heading", name="收取申请材料凭证")).to_be_visible()
    assert overflow(page) == 0

    page.locator(".crumbs a").nth(1).click()
    expect(page.get_by_role("heading", name="您可以办理")).to_be_visible()
    assert overflow(page) == 0
    page.get_by_role("link", name="一次性告知补正").click()
    page.get_by_role("button", name="一次性告知补正").click()
    expect(page.locator("#errors")).to_contain_text("补正材料")
    page.get_by_label("产品检测报告").check()
    page.get_by_role("button", name="一次性告知补正").click()
    expect(page.locator(".paper")).to_contain_text("产品检测报告")
    arrived(page, "一次性告知补正")  # the button stands before what it sends
    page.get_by_role("button", name="确认一次性告知补正").click()
    expect(page.get_by_role("status").first).to_contain_text("待申请人补正1项材料")
    expect(page.get_by_role("link", name="材料补正告知书", exact=True)).to_be_visible()
    assert overflow(page) == 0
    number = page.locator(".crumbs li").last.inner_text()

    page.locator(".crumbs a").first.click()
    arrived(page, "办件")
    page.get_by_label("状态").select_option("待申请人")
    expect(page.get_by_role("row").filter(has_text=number)).to_contain_text("补交材料")
    expect(page).to_have_url(re.compile("state=applicant"))
    assert overflow(page) == 0

    page.get_by_label("勾选本页全部").check()
    page.get_by_role("button", name=re.compile(r"批量办理勾选的\s*[0-9]+件")).click()
    expect(page.get_by_role("heading", name="批量办理")).to_be_visible()
    assert overflow(page) == 0
