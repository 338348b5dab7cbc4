"""An enterprise in the browser: somebody opens an account, registers it, lets a colleague in, and loses nothing when a
log-in ends in the middle of a form."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect
from stdnum.cn import uscc

from tests.browser.conftest import visitor
from tests.served import Served
from tests.visits import overflow, quiet

PASSWORD = "mo zai zhi shang 42"


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def code(number: int) -> str:
    """A credit code of its own for each test: the installation is one for the whole run."""
    first = f"91411303MA9{number:06}"
    return first + uscc.calc_check_digit(first)


def open_account(page: Page, name: str) -> str:
    """By the form, as anybody does. Returns the log-in name."""
    page.goto("/")
    page.get_by_role("link", name="注册").click()
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.get_by_role("button", name="开立账号").click()
    expect(page.get_by_role("heading", name="账号已经开立")).to_be_visible()
    return page.locator(".login-name").inner_text()


def register(page: Page, number: int, name: str) -> None:
    page.goto("/my/")
    page.get_by_role("link", name="登记申请人").click()
    page.get_by_label("统一社会信用代码").fill(code(number).lower())
    page.get_by_label("类别").select_option("企业")
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="登记").click()


def come_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_somebody_new_registers_their_enterprise(page: Page) -> None:
    number = 1 if page.viewport_size and page.viewport_size["width"] > 1000 else 2
    with quiet(page):
        username = open_account(page, "李工")
        assert re.fullmatch(r"sq\d{8}", username)
        for address in ("/account/", "/account/email/", "/account/password/", "/my/", "/my/parties/join/"):
            page.goto(address)
            assert overflow(page) <= 0, address
        register(page, number, f"南阳第{number}机械有限责任公司")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"南阳第{number}机械有限责任公司")
        expect(page.locator("main")).to_contain_text("身份待核验")
        assert overflow(page) <= 0
        page.get_by_role("button", name="退出").click()
        page.get_by_role("link", name="登录", exact=True).click()
        come_in(page, username)
        page.wait_for_url("**/my/")
        expect(page.get_by_role("link", name=f"南阳第{number}机械有限责任公司")).to_be_visible()


def test_a_code_that_looks_wrong_leads_to_the_field_that_explains_it(desk: Page) -> None:
    open_account(desk, "李工")
    wrong = code(3)[:-1] + ("0" if code(3)[-1] != "0" else "1")
    desk.goto("/my/parties/new/")
    desk.get_by_label("统一社会信用代码").fill(wrong)
    desk.get_by_label("类别").select_option("企业")
    desk.get_by_label("名称").fill("南阳第3机械有限责任公司")
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_role("alert")).to_be_focused()
    desk.get_by_role("alert").get_by_role("link").click()
    expect(desk.get_by_label("说明")).to_be_focused()
    expect(desk.get_by_label("名称")).to_have_value("南阳第3机械有限责任公司")
    desk.get_by_label("说明").fill("营业执照上就是这个代码")
    desk.get_by_role("button", name="登记").click()
    expect(desk.locator("main")).to_contain_text("说明：营业执照上就是这个代码")


def test_a_colleague_asks_and_the_owner_lets_them_in(desk: Page, chromium: Browser, served: Served) -> None:
    open_account(desk, "李工")
    register(desk, 4, "南阳第4机械有限责任公司")
    with visitor(chromium, served, 390, 844) as phone, quiet(phone):
        open_account(phone, "王工")
        register(phone, 4, "随便写的名字")
        expect(phone.locator("main")).to_contain_text("已有人登记")
        phone.get_by_label("委托代理人").check()
        phone.get_by_label("授权委托书").fill("2026年第3号")
        phone.get_by_label("授权起始日期").fill("2026-01-01")
        phone.get_by_label("授权截止日期").fill("2099-12-31")
        phone.get_by_label("附言").fill("项目部")
        phone.get_by_role("button", name="申请加入").click()
        expect(phone.locator("main")).to_contain_text("等待它的管理人同意")
        assert overflow(phone) <= 0
        desk.goto("/my/")
        desk.get_by_role("link", name="同意或不同意").click()
        expect(desk.get_by_label("授权委托书")).to_have_value("2026年第3号")
        assert overflow(desk) <= 0
        desk.get_by_role("button", name="同意加入").click()
        expect(desk.get_by_role("table", name="成员和委托代理人", exact=True)).to_contain_text("王工")
        phone.goto("/my/")
        phone.get_by_role("link", name="南阳第4机械有限责任公司").click()
        expect(phone.locator("main")).to_contain_text("都可以代表南阳第4机械有限责任公司提交申请")
        assert overflow(phone) <= 0


def test_the_window_finds_an_applicant_and_confirms_it(desk: Page, chromium: Browser, served: Served) -> None:
    open_account(desk, "李工")
    register(desk, 5, "南阳第5机械有限责任公司")
    logins = json.loads((served.data / "demo_logins.json").read_text(encoding="utf-8"))
    password = next(login["password"] for login in logins if login["username"] == "handler")
    with visitor(chromium, served, 1280, 900) as window, quiet(window):
        window.goto("/login/")
        come_in(window, "handler", password)
        window.get_by_role("link", name="核验申请人身份").click()
        window.get_by_label("统一社会信用代码").fill(code(5))
        window.get_by_role("button", name="查找").click()
        window.get_by_label("李工（现在的管理人）").check()
        window.get_by_label("核验了哪些证件和文件").fill("营业执照副本、身份证")
        window.get_by_role("button", name="确认身份").click()
        expect(window.get_by_role("status")).to_contain_text("管理人是李工")
        assert overflow(window) <= 0
    desk.reload()
    expect(desk.locator("main")).to_contain_text("身份已核验")


def test_a_login_that_ends_in_the_middle_of_a_form_loses_nothing(page: Page) -> None:
    number = 6 if page.viewport_size and page.viewport_size["width"] > 1000 else 7
    name, address = f"南阳第{number}机械有限责任公司", '中州路"1"号 & 东侧\u3000二楼'
    username = open_account(page, "李工")
    page.goto("/my/parties/new/")
    page.get_by_label("统一社会信用代码").fill(code(number))
    page.get_by_label("类别").select_option("企业")
    page.get_by_label("名称").fill(name)
    page.get_by_label("住所").fill(address)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", name="刚才填写的内容没有丢")).to_be_visible()
    assert overflow(page) <= 0
    come_in(page, username, "wrong " + PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不正确")
    come_in(page, username)
    expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    assert overflow(page) <= 0
    page.get_by_role("button", name="继续提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("main")).to_contain_text('中州路"1"号 & 东侧 二楼')


def test_a_form_that_stood_open_in_another_tab_loses_nothing(desk: Page) -> None:
    username = open_account(desk, "李工")
    desk.goto("/my/parties/new/")
    desk.get_by_label("统一社会信用代码").fill(code(8))
    desk.get_by_label("类别").select_option("企业")
    desk.get_by_label("名称").fill("南阳第8机械有限责任公司")
    other = desk.context.new_page()
    other.goto("/my/")
    other.get_by_role("button", name="退出").click()
    other.goto("/login/")
    come_in(other, username)
    other.wait_for_url("**/my/")
    desk.get_by_role("button", name="登记").click()
    expect(desk.locator("main")).to_contain_text("您现在以“李工”登录")
    desk.get_by_role("button", name="继续提交").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("南阳第8机械有限责任公司")
