"""A list in the browser: the public finds and reads a matter, the keeper brings in a new list, a stranger may not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from quanze.lists import readers
from quanze.lists.codec import dump_document
from quanze.lists.model import AnnexKind, Text
from tests.served import Served
from tests.visits import log_in, overflow, quiet

FUND = "省先进制造业发展专项资金项目申报"
NEWCOMER = "浏览器试验用事项申报"

PUBLIC = [
    "/",
    "/wolong-gxj/list/",
    "/wolong-gxj/list/?name=没有这样的事项",
    "/wolong-gxj/matters/3/",
    "/wolong-gxj/annexes/catalogue/",
    "/wolong-gxj/annexes/adjusted/",
    "/wolong-gxj/annexes/retained/",
    "/wolong-gxj/search/?q=专项资金",
    "/wolong-gxj/search/?q=没有这样的事项",
    "/wolong-gxj/history/",
    "/wolong-gxj/affairs/",
    "/wolong-gxj/publicity/",
    "/about/",
    "/login/",
]


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def test_a_visitor_finds_a_matter_through_search_and_reads_it(page: Page) -> None:
    with quiet(page):
        page.goto("/")
        page.get_by_role("searchbox", name="搜索职权事项").fill("专项资金 联合上报")
        page.get_by_role("button", name="搜索").click()
        expect(page.locator("mark").first).to_be_visible()
        page.get_by_role("link", name=FUND).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(FUND)
        expect(page.get_by_role("img", name="办理流程")).to_have_count(1)
        basis = page.locator("#basis-text")
        unfold = page.get_by_role("button", name="展开全文").first
        expect(unfold).to_be_visible()
        folded = basis.bounding_box()
        unfold.click()
        opened = basis.bounding_box()
        assert folded is not None
        assert opened is not None
        assert opened["height"] > folded["height"]


def test_paper_gets_the_whole_text(desk: Page) -> None:
    desk.goto("/wolong-gxj/matters/3/")
    expect(desk.get_by_role("button", name="展开全文").first).to_be_visible()
    desk.emulate_media(media="print")
    assert desk.locator("#basis-text").evaluate("text => text.scrollHeight - text.clientHeight") <= 0
    expect(desk.get_by_role("button", name="展开全文").first).to_be_hidden()
    expect(desk.get_by_role("search").first).to_be_hidden()


def test_filtering_while_typing_keeps_the_address(desk: Page) -> None:
    with quiet(desk):
        desk.goto("/wolong-gxj/list/")
        desk.get_by_label("名称包含").press_sequentially("绿色")
        rows = desk.locator("#results tbody tr")
        expect(rows).to_have_count(1)
        desk.wait_for_url("**name=*")
        expect(desk.get_by_label("名称包含")).to_be_focused()
        with desk.expect_download() as download:
            desk.get_by_role("link", name="CSV 表格").click()
        assert len(Path(download.value.path()).read_text("utf-8-sig").splitlines()) == 2
        desk.reload()
        expect(rows).to_have_count(1)
        desk.go_back()
        expect(rows.nth(9)).to_be_visible()


@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_is_wider_than_a_phone_or_says_a_word_to_the_console(phone: Page, path: str) -> None:
    with quiet(phone):
        phone.goto(path)
        assert overflow(phone) <= 0


@pytest.mark.parametrize("path", PUBLIC)
def test_letters_twice_as_large_still_fit(desk: Page, path: str) -> None:
    desk.set_viewport_size({"width": 640, "height": 450})
    desk.goto(path)
    assert overflow(desk) <= 0


def test_everything_is_reached_by_the_keyboard(desk: Page) -> None:
    desk.goto("/wolong-gxj/list/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(desk.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("navigation", name="当前位置").get_by_role("link")).to_be_focused()
    matter = desk.get_by_role("link", name=FUND)
    for _ in range(40):
        desk.keyboard.press("Tab")
        if matter.evaluate("link => link === document.activeElement"):
            break
    expect(matter).to_be_focused()
    assert matter.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text(FUND)


def test_the_pages_work_without_a_script(chromium: Browser, served: Served, sample_docx: Path) -> None:
    context = chromium.new_context(base_url=served.url, java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto("/wolong-gxj/list/")
        page.get_by_label("名称包含").fill("绿色")
        page.get_by_role("button", name="筛选").click()
        expect(page.locator("#results tbody tr")).to_have_count(1)
        page.goto("/wolong-gxj/matters/3/")
        expect(page.get_by_text("提升评审指标导向性").first).to_be_visible()
        log_in(page, served, "keeper")
        page.goto("/desk/wolong-gxj/uploads/")
        page.get_by_label("选择文件").set_input_files(sample_docx)
        page.get_by_role("button", name="上传并读取").click()
        expect(page.get_by_role("heading", name="发现的问题")).to_be_visible()
        page.get_by_text("不导入，放弃这份文件").click()
        page.get_by_role("button", name="放弃", exact=True).click()
        expect(page.get_by_role("heading", name="已放弃")).to_be_visible()
    finally:
        context.close()


@pytest.fixture
def next_list(sample_docx: Path, tmp_path: Path) -> Path:
    """The sample with one matter more, of a name that no other test uses."""
    document = readers.read(sample_docx)
    retained = document.annex(AnnexKind.RETAINED)
    assert retained is not None
    more = replace(retained.matters[0], number=Text.plain("11"), name=Text.plain(NEWCOMER))
    annexes = tuple(
        replace(annex, matters=(*annex.matters, more)) if annex is retained else annex
        for annex in document.annexes
    )
    path = tmp_path / "下一版清单.json"
    path.write_text(
        json.dumps(dump_document(replace(document, annexes=annexes)), ensure_ascii=False), "utf-8"
    )
    return path


def test_the_keeper_brings_in_a_list_and_the_public_sees_it(
    desk: Page, phone: Page, served: Served, next_list: Path
) -> None:
    with quiet(desk):
        log_in(desk, served, "keeper")
        desk.get_by_role("navigation", name="工作台").get_by_role("link", name="清单文件").click()
        desk.get_by_label("选择文件").set_input_files(next_list)
        desk.get_by_role("button", name="上传并读取").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("下一版清单.json")
        expect(desk.get_by_role("rowheader").filter(has_text=NEWCOMER)).to_be_visible()
        expect(desk.locator("#findings .finding:visible").first).to_be_visible()
        review = desk.url

        desk.get_by_role("navigation", name="按程度筛选").get_by_role("link", name="警告").click()
        desk.wait_for_url("**severity=warning")
        expect(desk.locator("#findings .severity.info")).to_have_count(1)  # the filter's own

        desk.get_by_role("button", name="导入为新的一版").click()
        expect(desk.get_by_role("alert")).to_be_focused()
        expect(desk.get_by_role("alert")).to_contain_text("请先核对读出的内容")
        desk.get_by_label("我已核对读出的内容").check()
        desk.get_by_role("button", name="导入为新的一版").click()
        expect(desk.get_by_role("status")).to_contain_text("已导入为第3版")
    phone.goto(f"/wolong-gxj/search/?q={NEWCOMER}")
    phone.get_by_role("link", name=NEWCOMER).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(NEWCOMER)
    phone.goto("/wolong-gxj/history/")
    expect(phone.get_by_role("heading", name="第3版")).to_be_visible()

    log_in(phone, served, "stranger")
    answer = phone.goto(review)
    assert answer is not None
    assert answer.status == 403
    expect(phone.locator("main")).to_contain_text("只有南阳市卧龙区工业和信息化局的清单管理员可以进行此操作")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_desk_fits_and_is_quiet(desk: Page, served: Served, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    with quiet(desk):
        log_in(desk, served, "keeper")
        for path in ("/desk/", "/desk/wolong-gxj/uploads/"):
            desk.goto(path)
            assert overflow(desk) <= 0, path
        expect(desk.get_by_role("button", name="退出")).to_be_visible()
        desk.get_by_role("button", name="退出").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("南阳市卧龙区工业和信息化局")
