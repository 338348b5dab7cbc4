"""An enterprise applies in the browser: an account, the applicant, the form that saves itself, files, the receipt; a
notice answered, and another application withdrawn."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import visitor
from tests.browser.test_applicants import code, open_account
from tests.files import made
from tests.served import Served
from tests.visits import arrived, log_in, overflow, password_of, quiet

AGENCY, NUMBER = "wolong-gxj", 5

NOTICE = """
from django.utils import timezone
from quanze.cases import queries, services
from quanze.cases.pinned import pinned
from quanze.letters.services import render_due
from quanze.people.models import Person
from quanze.procedure.engine import acts, course_of
from quanze.procedure.model import Kind, Limit, Unit
case = queries.case({number!r})
place = next(each for each in course_of(pinned(case).procedure).places if each.kind is Kind.SUPPLEMENT)
notice = acts.GiveNotice(place.key, ("检测报告", "产品标准"), Limit(5, Unit.WORKING_DAY))
order = services.LetterOrder("supplement", {{"handler_phone": "0377-63111111"}})
services.act(case, Person.objects.get(username="handler"), notice, case.version, letter=order)
render_due()
"""
"""What an officer does at the desk, whose pages have tests of their own."""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "检测报告.pdf"
    path.write_bytes(made.PDF)
    return path


def manage(served: Served, script: str) -> None:
    """Run a few lines in the installation."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-m", "quanze", "--data", str(served.data), "manage", "shell", "-c", script],
        env=environment,
        check=True,
        capture_output=True,
        timeout=120,
    )


def begin(page: Page) -> None:
    page.goto(f"/{AGENCY}/matters/{NUMBER}/guide/")
    page.get_by_role("link", name="申请", exact=True).click()


def fill_in(page: Page, product: str) -> None:
    """Everything that is asked for, with what passes for it; twice, since an answer may bring further questions."""
    arrived(page, "填写内容")
    page.get_by_label("新产品名称").fill(product)
    for _ in range(2):
        shown = page.locator(".kit-form [id^=f-]:visible").evaluate_all("all => all.map((each) => each.id)")
        for ident in shown:
            answer(page.locator(f"[id='{ident}']"))


def answer(field: Locator) -> None:
    kind = field.evaluate("each => each.tagName + ':' + (each.type ?? '')")
    if kind.startswith("FIELDSET"):
        if field.locator("input[type=radio]").count() and not field.locator("input:checked").count():
            field.locator("input[type=radio]").last.check()
    elif kind == "SELECT:select-one":
        field.select_option(index=1)
    elif kind == "INPUT:checkbox" and field.get_attribute("value") == "true":
        field.check()
    elif kind in TYPED and not field.input_value():
        label = field.evaluate("each => each.labels[0].textContent")
        field.fill(code(900) if "信用代码" in label else TYPED[kind])


TYPED = {
    "INPUT:date": "2026-01-15",
    "INPUT:email": "li@example.cn",
    "INPUT:tel": "0377-63111111",
    "INPUT:text": "12",
    "TEXTAREA:textarea": "高效节能",
}
"""Kind of input → what passes for an answer."""


def submit(page: Page) -> str:
    page.get_by_role("button", name="下一步：核对提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对提交")
    assert overflow(page) <= 0
    page.get_by_role("button", name="提交申请").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的申请")
    return page.locator(".case-number").inner_text()


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_an_enterprise_applies_answers_and_withdraws(
    request: pytest.FixtureRequest, served: Served, paper: Path, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    with quiet(page):
        open_account(page, "李工")
        begin(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("登记申请人")
        page.get_by_label("统一社会信用代码").fill(code(20 if width == "desk" else 21))
        page.get_by_label("类别").select_option("企业")
        page.get_by_label("名称").fill("南阳申报机械有限责任公司")
        page.get_by_role("button", name="登记").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("申请省级工业新产品综合评价")
        assert overflow(page) <= 0
        page.get_by_role("button", name="开始填写").click()

        page.get_by_label("新产品名称").fill("节能破碎机")
        expect(page.locator("#saved")).to_contain_text("已保存")
        page.reload()
        expect(page.get_by_label("新产品名称")).to_have_value("节能破碎机")
        assert overflow(page) <= 0
        fill_in(page, "节能破碎机")
        page.get_by_role("button", name="下一步：上传材料").click()
        arrived(page, "上传材料")
        field = page.locator("input[type=file]").first
        with page.expect_response(
            lambda answer: "materials" in answer.url and answer.request.method == "POST"
        ):
            field.set_input_files(paper)
        page.reload()
        expect(page.get_by_role("link", name="检测报告.pdf")).to_be_visible()
        assert overflow(page) <= 0
        number = submit(page)
        assert overflow(page) <= 0
        page.go_back()
        page.goto(f"/my/cases/{number}/")
        expect(page.locator(".case-now")).to_contain_text("已收到，尚未受理")
        assert overflow(page) <= 0

        manage(served, NOTICE.format(number=number))
        page.goto("/my/")
        page.get_by_role("link", name="节能破碎机").click()
        expect(page.locator(".case-now")).to_contain_text("请您补交2项材料")
        expect(page.locator("#letters + table")).to_contain_text("测试证书签名")
        assert overflow(page) <= 0
        page.get_by_role("link", name="逐项补交").click()
        page.locator("input[type=file]").first.set_input_files(paper)
        expect(page.get_by_role("button", name="移除 检测报告.pdf")).to_be_visible()
        page.get_by_label("“产品标准”的说明").fill("执行国家标准。")
        assert overflow(page) <= 0
        page.get_by_role("button", name="补交", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("已补交：检测报告、产品标准")

        page.get_by_role("link", name="撤回申请").click()
        page.get_by_label("撤回的理由").fill("产品改型")
        assert overflow(page) <= 0
        page.get_by_role("button", name="撤回申请").click()
        expect(page.locator(".case-now")).to_contain_text("申请人撤回")
        page.goto("/my/cases/")
        assert overflow(page) <= 0


def new_draft(page: Page, served: Served) -> None:
    """Begun by somebody of the demo who acts for an enterprise."""
    log_in(page, served, "colleague")
    begin(page)
    page.get_by_role("button", name="开始填写").click()
    arrived(page, "填写内容")


def let_log_in_end(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def log_in_again(page: Page, served: Served) -> None:
    """On the page that carries what was typed."""
    expect(page.get_by_role("main")).to_contain_text("刚才填写的内容没有丢")
    page.get_by_label("登录名").fill("colleague")
    page.get_by_label("密码").fill(password_of(served, "colleague"))
    page.get_by_role("button", name="登录").click()


def test_what_is_typed_outlives_the_log_in_and_a_hasty_click(desk: Page, served: Served) -> None:
    """The draft cannot save itself: the page says so wherever one is in it, and nothing is lost."""
    new_draft(desk, served)
    other = desk.context.new_page()
    other.goto(desk.url)
    other.get_by_text("删除这份草稿").click()
    other.get_by_role("button", name="删除草稿").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("我的")
    desk.get_by_label("新产品名称").fill("已经没有草稿")
    expect(desk.get_by_text("草稿已经提交或者删除")).to_be_in_viewport()

    desk = other
    begin(desk)
    desk.get_by_role("button", name="开始填写").click()
    arrived(desk, "填写内容")
    product, model = desk.get_by_label("新产品名称"), desk.get_by_label("规格型号")
    product.fill("一点就走")
    desk.get_by_role("link", name="上传材料", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("上传材料")
    desk.get_by_role("link", name="填写内容", exact=True).click()
    expect(product).to_have_value("一点就走")

    let_log_in_end(desk)
    product.fill("登录失效以后写的")
    said = desk.get_by_text("登录已经失效，没有自动保存")
    expect(said).to_be_in_viewport()
    model.fill("YS-1")
    desk.get_by_role("button", name="保存草稿").click()
    log_in_again(desk, served)
    desk.get_by_role("button", name="提交", exact=False).click()
    expect(product).to_have_value("登录失效以后写的")
    expect(model).to_have_value("YS-1")
    expect(desk.get_by_role("status").first).to_contain_text("草稿已保存")
    arrived(desk, "填写内容")

    let_log_in_end(desk)
    model.fill("YS-2")
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.get_by_role("link", name="我的", exact=True).first.click()
    expect(said).to_be_in_viewport()
    expect(model).to_have_value("YS-2")
    assert asked == ["beforeunload"]


def test_what_is_typed_before_the_scripts_have_come_is_saved_too(desk: Page, served: Served) -> None:
    new_draft(desk, served)
    held: list[Route] = []
    desk.route("**/quanze*.js", lambda route: held.append(route), times=1)
    with desk.expect_request("**/quanze*.js"):
        desk.reload(wait_until="commit")
    desk.get_by_label("新产品名称").fill("写得比网络快")
    held.pop().continue_()
    expect(desk.locator("#saved")).to_contain_text("已保存")
    desk.reload()
    expect(desk.get_by_label("新产品名称")).to_have_value("写得比网络快")


def test_without_a_script_nothing_typed_is_lost_either(chromium: Browser, served: Served) -> None:
    with visitor(chromium, served, 1280, 900, scripts=False) as page:
        new_draft(page, served)
        expect(page.get_by_text("不会自动保存")).to_be_visible()
        page.get_by_label("新产品名称").fill("没有脚本")
        let_log_in_end(page)
        page.get_by_role("button", name="保存草稿").click()
        log_in_again(page, served)
        page.get_by_role("button", name="提交", exact=False).click()
        expect(page.get_by_role("status").first).to_contain_text("草稿已保存")
        expect(page.get_by_label("新产品名称")).to_have_value("没有脚本")
