"""A complaint in the browser: from the public page to an outcome that is recorded and flagged."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.cases.conftest import PDF, PRODUCT
from tests.served import Served
from tests.visits import arrived, log_in, overflow

BUREAU = "wolong-gxj"


def test_from_the_public_page_to_a_recorded_outcome(desk: Page, served: Served, tmp_path: Path) -> None:
    """One who was asked for money at the counter complains; the supervisor accepts, ties and answers it, and records a
    decision that goes beyond the clause."""
    desk.goto(f"/{BUREAU}/")
    desk.get_by_role("contentinfo").get_by_role("link", name="投诉").click()
    desk.get_by_label("投诉的内容").fill("在窗口被要求交一千元咨询费")
    desk.get_by_label("涉及的职权事项").select_option(label=PRODUCT)
    desk.get_by_label("您的姓名或者单位").fill("不愿公开的王某")
    assert overflow(desk) == 0
    desk.get_by_role("button", name="提交投诉").click()
    arrived(desk, "已收到您的投诉")
    number, key = desk.locator(".receipt strong").all_inner_texts()
    assert re.fullmatch(r"TS\d{4}-\d{4}", number)

    log_in(desk, served, "supervisor")
    desk.get_by_role("link", name=re.compile("^投诉")).first.click()
    desk.get_by_role("link", name=number).click()
    expect(desk.get_by_text("不愿公开的王某")).to_be_visible()
    expect(desk.locator("#clause ~ .scroll")).to_contain_text("情节特别严重")
    assert overflow(desk) == 0
    for act in ("受理", "对应事项、办件和行为"):
        desk.get_by_role("link", name=act, exact=True).click()
        if act != "受理":
            desk.get_by_label("第3项").check()
        desk.get_by_role("button", name=act, exact=True).click()
        expect(desk.get_by_role("status").first).to_contain_text(f"已登记：{act}")

    desk.get_by_role("link", name="登记处理决定").click()
    desk.get_by_label("作出决定的机关").fill("卧龙区监察委员会")
    desk.get_by_label("文号").fill("宛龙监〔2026〕1号")
    desk.get_by_label("决定日期").fill("2026-11-01")
    scan = tmp_path / "决定书.pdf"
    scan.write_bytes(PDF)
    desk.get_by_label("决定书扫描件").set_input_files(scan)
    expect(desk.get_by_role("link", name="决定书.pdf")).to_be_visible()
    desk.get_by_label("法律依据").fill("《公职人员政务处分法》第三十八条")
    desk.get_by_label("对谁作出").fill("窗口工作人员张某")
    desk.get_by_label("情节较重").check()
    desk.get_by_label("开除", exact=True).check()
    assert overflow(desk) == 0
    desk.get_by_role("button", name="登记处理决定").click()
    flagged = desk.locator(".notice", has_text="与追责情形不一致")
    expect(flagged).to_contain_text("情节较重的，予以警告、记过或者记大过")

    desk.get_by_role("link", name="答复", exact=True).click()
    desk.get_by_label("答复的内容").fill("查实，已责令退还")
    desk.get_by_role("button", name="答复", exact=True).click()
    desk.goto(f"/{BUREAU}/complain/state/")
    desk.get_by_label("投诉编号").fill(number)
    desk.get_by_label("查询码").fill(key)
    desk.get_by_role("button", name="查询").click()
    expect(desk.get_by_role("heading", name="已答复")).to_be_visible()
    expect(desk.get_by_text("查实，已责令退还")).to_be_visible()
