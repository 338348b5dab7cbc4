"""The law behind the list in the browser: a repeal is registered, and the bureau's task follows; the public reads on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served import Served
from tests.visits import arrived, log_in, overflow, quiet

MATTER = "国家中小企业发展专项资金项目初审"
OLD, NEW = "豫财企〔2018〕16号", "豫财企〔2025〕1号"
WORDS = "本办法自2025年2月1日起施行，原办法同时废止。"


def test_entering_one_repeal_shows_the_matters_concerned_and_opens_the_tasks(
    desk: Page, phone: Page, served: Served
) -> None:
    with quiet(desk):
        log_in(desk, served, "keeper")
        rail = desk.get_by_role("navigation", name="工作台")
        rail.get_by_role("link", name="查法规文件").click()
        arrived(desk, "法规文件")
        desk.get_by_label("标题或文号").fill("〔2018〕16号")
        rows = desk.locator("#results tbody tr")
        expect(rows).to_have_count(1)
        rows.get_by_role("rowheader").get_by_role("link").click()
        expect(desk.locator(".law-status")).to_contain_text("待核实")

        desk.get_by_role("link", name="登记效力变化").click()
        desk.get_by_role("link", name="废止 文件写明").click()
        desk.get_by_label("自何日起废止").fill("2025-02-01")
        by = desk.get_by_label("由哪个文件废止")
        by.press_sequentially("〔2025〕1号")
        suggested = desk.locator("#id_by-options option")
        expect(suggested).to_have_count(1)
        by.fill(suggested.get_attribute("value") or "")
        desk.get_by_role("button", name="看涉及的事项").click()
        expect(desk.get_by_role("alert")).to_be_focused()
        expect(desk.get_by_role("alert")).to_contain_text("请写明依据的是哪个文件")
        expect(by).to_have_value(re.compile(NEW))
        desk.get_by_label("依据的文件").fill("新办法第三十条")
        desk.get_by_label("文件里的原文").fill(WORDS)
        desk.get_by_role("button", name="看涉及的事项").click()

        concerned = desk.get_by_role("region", name="涉及的事项")
        expect(concerned).to_contain_text("南阳市卧龙区工业和信息化局")
        expect(concerned.get_by_role("link", name=MATTER)).to_be_visible()
        assert overflow(desk) <= 0
        desk.get_by_role("button", name="确认登记").click()
        expect(desk.get_by_role("status")).to_contain_text("已登记，开了1个任务")
        expect(rail.get_by_role("link", name="依据变动任务")).to_contain_text("1")

        rail.get_by_role("link", name="依据变动任务").click()
        desk.get_by_role("rowheader").get_by_role("link").filter(has_text=OLD).click()
        place = desk.locator(".law-places > li")
        expect(place).to_have_count(1)
        expect(place.get_by_role("heading")).to_have_text(MATTER)
        expect(place).to_contain_text("实施依据")
        expect(place.locator("mark")).to_contain_text("关于印发河南省先进制造业发展专项资金管理办法的通知")
        expect(place.get_by_role("link").filter(has_text=NEW)).to_be_visible()
        task = desk.url

        desk.get_by_role("button", name="办结").click()
        expect(desk.get_by_role("alert")).to_contain_text("请选择怎样处理")
        desk.get_by_label("已处理：").check()
        desk.get_by_label("处理情况或理由").fill("已列入下次调整。")
        desk.get_by_role("button", name="办结").click()
        expect(desk.get_by_role("status")).to_contain_text("已列入下次调整。")
        rail.get_by_role("link", name="依据变动任务").click()
        expect(desk.locator("main")).to_contain_text("没有待处理的任务")
        rail.get_by_role("link", name="清单健康").click()
        expect(desk.get_by_role("img", name="各种效力的文件数")).to_be_visible()
        expect(desk.locator("#uses ~ table")).to_contain_text("已废止")

    with quiet(phone):
        phone.goto("/wolong-gxj/list/")
        phone.get_by_role("link", name=MATTER).click()
        cited = phone.locator("#basis-text a.repealed")
        mark = cited.evaluate("link => getComputedStyle(link, '::after').content")
        assert mark == '"已废止"'
        cited.click()
        expect(phone.locator(".law-status")).to_contain_text("已废止")
        expect(phone.get_by_role("img", name="效力的变化")).to_have_count(1)
        assert overflow(phone) <= 0
    log_in(phone, served, "stranger")
    answer = phone.goto(task)
    assert answer is not None
    assert answer.status == 403


def test_a_notice_is_entered_from_a_file_without_a_script(
    chromium: Browser, served: Served, tmp_path: Path
) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(
        "平川市财政局关于浏览器试验的通知\n平财〔2026〕9号\n\n各单位：\n一、试验从简。\n二、本通知自印发之日起施行。\n\n"
        "平川市财政局\n2026年1月15日\n",
        "utf-8",
    )
    context = chromium.new_context(base_url=served.url, java_script_enabled=False)
    try:
        page = context.new_page()
        log_in(page, served, "justice")
        page.get_by_role("link", name="录入文件").click()
        page.get_by_label("有电子文件的").set_input_files(file)
        page.get_by_role("button", name="上传并读取").click()
        expect(page.get_by_role("heading", name="读出的内容")).to_be_visible()
        expect(page.get_by_label("文号")).to_have_value("平财〔2026〕9号")
        page.get_by_role("button", name="录入法规库").click()
        expect(page.get_by_role("status")).to_contain_text("已录入法规库")
    finally:
        context.close()


PUBLIC = ["/laws/", "/laws/?q=没有这样的文件", "/laws/?validity=待核实", "/laws/1/", "/wolong-gxj/matters/1/"]
DESK = [
    "/desk/laws/",
    "/desk/laws/enter/",
    "/desk/laws/proposals/",
    "/desk/laws/1/validity/",
    "/desk/laws/1/validity/?says=repealed",
    "/desk/laws/1/validity/?says=term",
    "/desk/wolong-gxj/tasks/?state=all",
    "/desk/wolong-gxj/health/",
]


@pytest.mark.parametrize("width", [1280, 640, 390])
def test_no_page_of_the_law_is_wider_than_the_window_or_says_a_word_to_the_console(
    desk: Page, served: Served, width: int
) -> None:
    """640 px is the office's window at 200 %."""
    desk.set_viewport_size({"width": width, "height": 800})
    with quiet(desk):
        log_in(desk, served, "keeper")
        for path in [*PUBLIC, *DESK]:
            answer = desk.goto(path)
            assert answer is not None
            assert answer.ok, path
            assert overflow(desk) <= 0, path
