"""The field of files in the browser: sent when chosen, shown with its progress, taken out again, and told what is
wrong; without JavaScript the same files come with the form."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import visitor
from tests.files import made
from tests.served import Served
from tests.visits import log_in, overflow, quiet


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with what an applicant has at hand."""
    for name, data in {
        "申请书.pdf": made.PDF,
        "厂房 照片.jpg": made.JPEG,
        "培训.pdf": made.EXE,
        "空.pdf": b"",
        "很" * 80 + ".pdf": made.PDF,  # more than a file system takes is tried in tests/site
        "大图.png": made.png()[:-12] + b"\0\0\0\0tEXt" + os.urandom(8 << 20) + made.png()[-12:],
    }.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_files_are_sent_when_they_are_chosen(desk: Page, served: Served, papers: Path) -> None:
    with quiet(desk):
        log_in(desk, served, "keeper")
        desk.goto("/files/")
        field = desk.get_by_label("文件", exact=True)
        field.set_input_files(
            [papers / "申请书.pdf", papers / "厂房 照片.jpg", papers / ("很" * 80 + ".pdf")]
        )
        rows = desk.locator(".files-list li")
        expect(rows.get_by_role("button", name="移除")).to_have_count(3)
        expect(desk.locator(".files-list progress")).to_have_count(0)
        expect(rows.nth(0)).to_contain_text("申请书.pdf")
        expect(rows.nth(0)).to_contain_text("1 KB")
        expect(field).to_have_value("")
        assert overflow(desk) <= 0

        desk.get_by_role("button", name="移除 厂房 照片.jpg").click()
        expect(rows).to_have_count(2)
        expect(field).to_be_focused()
        desk.get_by_role("button", name="完成上传").click()
        unused = desk.get_by_role("region", name="还没有用上的")
        expect(unused.get_by_role("rowheader")).to_have_count(2)
        expect(unused).not_to_contain_text("厂房 照片.jpg")
        with desk.expect_download() as download:
            unused.get_by_role("link", name="申请书.pdf").evaluate(
                "link => { link.href += '?download'; link.click(); }"
            )
        assert download.value.suggested_filename == "申请书.pdf"
        assert download.value.path().read_bytes() == made.PDF
        for _ in range(2):
            unused.get_by_role("button").first.click()
        expect(unused).to_contain_text("没有待用的文件")


def test_what_is_wrong_stands_at_the_field(desk: Page, served: Served, papers: Path) -> None:
    log_in(desk, served, "handler")
    desk.goto("/files/")
    field = desk.get_by_label("文件", exact=True)
    field.set_input_files([papers / "培训.pdf", papers / "空.pdf", papers / "申请书.pdf"])
    errors = desk.get_by_role("alert")
    expect(errors).to_contain_text("“培训.pdf”：这是可执行程序（Windows），没有收下")
    expect(errors).to_contain_text("“空.pdf”：文件是空的（0 字节）")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(desk.locator(".files-list li")).to_have_count(1)
    field.set_input_files([])
    expect(errors).to_be_empty()
    desk.get_by_role("button", name="移除 申请书.pdf").click()


def test_an_upload_may_be_broken_off_and_holds_the_form_back(
    desk: Page, served: Served, papers: Path
) -> None:
    waiting: list[Route] = []
    with quiet(desk):
        log_in(desk, served, "leader")
        desk.goto("/files/")
        desk.route(
            "**/files/",
            lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_(),
        )
        desk.get_by_label("文件", exact=True).set_input_files(papers / "大图.png")
        row = desk.locator(".files-list li")
        expect(row.get_by_role("progressbar", name="大图.png的上传进度")).to_be_visible()
        expect(row).to_contain_text("8.0 MB")
        desk.get_by_role("button", name="完成上传").click()
        expect(desk.get_by_role("alert")).to_contain_text("还有文件正在上传")
        desk.get_by_role("button", name="取消上传 大图.png").click()
        expect(row).to_have_count(0)
        expect(desk.get_by_role("status")).to_contain_text("“大图.png”已移除")
        assert len(waiting) == 1
        waiting[0].abort()


def test_a_broken_line_and_an_ended_login_are_told(desk: Page, served: Served, papers: Path) -> None:
    log_in(desk, served, "supervisor")
    desk.goto("/files/")
    desk.route(
        "**/files/",
        lambda route: route.abort("connectionreset") if route.request.method == "POST" else route.continue_(),
    )
    field = desk.get_by_label("文件", exact=True)
    field.set_input_files(papers / "申请书.pdf")
    expect(desk.get_by_role("alert")).to_contain_text("“申请书.pdf”：上传中断，没有收下；请检查网络")
    desk.unroute("**/files/")
    desk.context.clear_cookies()
    field.set_input_files(papers / "申请书.pdf")
    expect(desk.get_by_role("alert")).to_contain_text("登录已经过期，文件没有上传。请在新的窗口里重新登录")
    expect(desk.locator(".files-list li")).to_have_count(0)


def test_without_javascript_files_come_with_the_form(chromium: Browser, served: Served, papers: Path) -> None:
    with visitor(chromium, served, 390, 844, scripts=False) as page:
        log_in(page, served, "sysadmin")
        page.goto("/files/")
        page.get_by_label("文件", exact=True).set_input_files([papers / "申请书.pdf", papers / "培训.pdf"])
        page.get_by_role("button", name="完成上传").click()
        expect(page.get_by_role("alert").first).to_contain_text("“培训.pdf”：这是可执行程序")
        kept = page.get_by_role("checkbox", name="申请书.pdf")
        expect(kept).to_be_checked()
        assert overflow(page) <= 0
        page.get_by_role("button", name="完成上传").click()
        unused = page.get_by_role("region", name="还没有用上的")
        expect(unused.get_by_role("rowheader", name="申请书.pdf")).to_be_visible()
        unused.get_by_role("button", name="删除 申请书.pdf").click()
        expect(unused).to_contain_text("没有待用的文件")
