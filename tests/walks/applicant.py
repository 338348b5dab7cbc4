"""The applicant's side: an account, a party, an application from the guide to its receipt, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page, expect
from stdnum.cn import uscc

from tests.visits import arrived
from tests.walks.forms import Papers, fill_in, fill_rest

PASSWORD = "zou cha yi bian 2026"


def open_account(page: Page, name: str) -> str:
    """By the form, as anybody does. Returns the log-in name that was given."""
    page.goto("/register/")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.get_by_role("button", name="开立账号").click()
    expect(page.get_by_role("heading", name="账号已经开立")).to_be_visible()
    return page.locator(".login-name").inner_text()


def register_party(page: Page, code: str, name: str, kind: str = "企业") -> None:
    """A party under a credit code, its last sign reckoned."""
    page.goto("/my/parties/new/")
    page.get_by_label("统一社会信用代码").fill(code + uscc.calc_check_digit(code))
    page.get_by_label("类别").select_option(kind)
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def address(number: str) -> str:
    """Where the applicant finds the case."""
    return f"/my/cases/{number}/"


def open_case(page: Page, number: str) -> None:
    """The page of the case as the applicant sees it."""
    page.goto(address(number))
    expect(page.locator("main")).to_contain_text(number)


def apply(
    page: Page,
    bureau: str,
    matter: str,
    said: Mapping[str, Any],
    materials: Sequence[str],
    sub_kind: str = "",
    warned: Sequence[str] = (),
) -> str:
    """From the bureau's list of matters by the guide and the form to the receipt; what has to be answered and is not
    ``said`` is answered plausibly. No ``materials`` named: all that have to be handed in. ``warned``: what the form and
    the last look before the submission warn of, and let through. Returns the number of the case."""
    page.goto(f"/{bureau}/affairs/")
    page.get_by_role("rowheader").get_by_role("link", name=matter, exact=True).click()
    page.get_by_role("main").get_by_role("link", name="申请", exact=True).click()
    if sub_kind:
        page.locator("#kind").get_by_label(re.compile(f"^{sub_kind}")).check()
    page.get_by_role("button", name="开始填写").click()
    for each in warned:
        expect(page.locator("main")).to_contain_text(each)
    fill_in(page.locator("form.kit-form"), said)
    fill_rest(page.locator("form.kit-form"))
    page.get_by_role("button", name="下一步：上传材料").last.click()
    arrived(page, "上传材料")
    materials = (
        materials or page.locator(".form-part", has_text="必交").get_by_role("heading").all_inner_texts()
    )
    fill_in(page.locator("form.kit-form"), {each: Papers((f"{each}.pdf",)) for each in materials})
    page.get_by_role("button", name="下一步：核对提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对提交")
    for each in warned:
        expect(page.locator("main")).to_contain_text(each)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的申请")
    return page.locator(".case-number").inner_text()


def answer(page: Page, number: str, items: Sequence[str]) -> None:
    """The items of the notice are handed in, one by one."""
    open_case(page, number)
    page.get_by_role("link", name="逐项补交").click()
    fill_in(page.locator("form.kit-form"), {each: Papers((f"{each}.pdf",)) for each in items})
    page.get_by_role("button", name="补交", exact=True).click()
    expect(page.locator(".case-now")).not_to_contain_text(items[0])


def withdraw(page: Page, number: str, reason: str) -> None:
    """The application is taken back."""
    open_case(page, number)
    page.get_by_role("link", name="撤回申请").click()
    fill_in(page.locator("main form").last, {"撤回的理由": reason})
    page.get_by_role("button", name="撤回申请").click()


def letter(page: Page, number: str, title: str) -> bytes:
    """The PDF of a letter as the applicant takes it home."""
    open_case(page, number)
    row = page.locator("#letters ~ table tr", has_text=title).first
    address = row.get_by_role("link", name="PDF").get_attribute("href")
    answered = page.request.get(str(address))
    assert answered.ok, f"{title}: {answered.status}"
    return answered.body()
