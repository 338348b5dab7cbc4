"""An adjustment in the browser: the bureau's keeper, 编办, 司法局 and the government, each for themselves."""

from __future__ import annotations

import hashlib
import html
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from quanze.registry import form
from tests.browser.conftest import visitor
from tests.files.made import PDF
from tests.lists.pdfs import Pdf
from tests.served import Demo, Served, served_demo
from tests.visits import arrived, log_in, overflow, quiet

TITLE = "浏览器里的一次调整"

MADE_WITHIN = 120.0
"""Seconds after which documents that are not there are taken for never made."""


@pytest.fixture(scope="module")
def earlier(demo: Demo) -> Iterator[Served]:
    """A demo of its own: what this walk publishes would be in the way of the others."""
    with served_demo(demo) as served:
        yield served


def test_from_the_document_through_four_hands_to_the_public(
    chromium: Browser, earlier: Served, sample_docx: Path, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        keeper, bianban, justice, government = (
            stack.enter_context(visitor(chromium, earlier, 1280, 900)) for _ in range(4)
        )
        stack.enter_context(quiet(keeper))
        put_earlier_state(keeper, earlier, sample_docx, tmp_path)

        keeper.goto("/desk/wolong-gxj/uploads/")
        keeper.get_by_label("选择文件").set_input_files(sample_docx)
        keeper.get_by_role("button", name="上传并读取").click()
        keeper.get_by_role("link", name="起草调整").click()
        keeper.get_by_label("标题").fill(TITLE)
        keeper.get_by_label("事由", exact=True).fill("依据已经修订")
        keeper.get_by_role("button", name="开始起草").click()
        arrived(keeper, "逐条改动")
        expect(keeper.locator("section.line")).to_have_count(2)
        undecided = keeper.locator(".two-texts[open] .revision", has_text="尚未选定")
        for left in (1, 0):
            undecided.first.get_by_role("button", name="用“保留的权责清单”的").click()
            expect(undecided).to_have_count(left)
        for position in (1, 2):
            keeper.locator(f"#line-{position}").get_by_role("button", name="采纳", exact=True).click()
            keeper.locator(f"#line-{position}").get_by_role("link", name="改写").click()
            keeper.get_by_label("调整依据").fill("豫财企〔2025〕1号")
            keeper.get_by_label("改按新版本办理").check()
            keeper.get_by_role("button", name="保存").click()
            arrived(keeper, "逐条改动")
        keeper.get_by_role("link", name="回到这项调整").click()
        arrived(keeper, TITLE)
        adjustment = keeper.url
        keeper.get_by_role("link", name="检查和送审").click()
        arrived(keeper, "检查、答复和送审")
        for tick in keeper.locator('input[name="keys"]').all():
            tick.check()
        keeper.get_by_label("答复", exact=True).fill("已核对，照旧")
        keeper.get_by_role("button", name="保存答复").click()
        keeper.get_by_role("button", name="送审").click()
        expect(keeper.locator("main")).to_contain_text("审核中")

        for page, username, step in (
            (bianban, "bianban", "编办审核"),
            (justice, "justice", "司法局合法性审查"),
            (government, "government", "政府批准"),
        ):
            log_in(page, earlier, username)
            page.get_by_role("link", name=TITLE).click()
            if step == "政府批准":
                page.get_by_label("批准文件文号").fill("宛龙政〔2026〕8号")
                page.get_by_label("批准日期").fill("2026-01-05")
                page.get_by_label("批准文件扫描件").set_input_files(
                    {"name": "批复.pdf", "mimeType": "application/pdf", "buffer": PDF}
                )
                expect(page.get_by_role("link", name="批复.pdf")).to_be_visible()
            page.get_by_role("button", name=f"{step}通过").click()
            expect(page.locator(".way li", has_text=step)).to_contain_text("已完成")
            assert overflow(page) <= 0

        keeper.goto(adjustment)
        keeper.get_by_label("发文字号").fill("宛龙工信〔2026〕5号")
        keeper.get_by_role("button", name="公布", exact=True).click()
        expect(keeper.get_by_role("status")).to_contain_text("已公布为第4版")
        arrived(keeper, TITLE)
        assert overflow(keeper) <= 0
        documents_are_the_edition(keeper, tmp_path)

        with visitor(chromium, earlier, 390, 844) as phone:
            phone.goto("/wolong-gxj/history/")
            phone.get_by_role("link", name="比上一版改了什么").first.click()
            expect(phone.locator("main")).to_contain_text("有改动2项")
            expect(phone.locator("ins").first).to_be_visible()
            assert overflow(phone) <= 0
            phone.goto("/wolong-gxj/editions/4/")
            expect(phone.locator(".qr svg")).to_be_visible()
            expect(phone.locator("main")).to_contain_text("宛龙政〔2026〕8号")
            assert overflow(phone) <= 0


def documents_are_the_edition(keeper: Page, folder: Path) -> None:
    """Every document in every format comes out, is what its digest says, and reads back as the edition."""
    from quanze.lists import readers, writers

    every = 3 * len(writers.FORMATS) + 3
    until = time.monotonic() + MADE_WITHIN
    while keeper.locator("details tr:has(.digest)").count() < every:
        assert time.monotonic() < until, "the server's own clockwork makes the documents"
        keeper.wait_for_timeout(500)
        keeper.reload()
    keeper.get_by_text("各文件的摘要（SHA-256）").click()
    digests = {
        row.locator("th").inner_text(): row.locator("td").inner_text()
        for row in keeper.locator("details tr:has(.digest)").all()
    }
    files = {}
    for link in keeper.locator("section:has(#documents) table a").all():
        with keeper.expect_download() as download:
            link.click(position={"x": 8, "y": 8})
        address = link.get_attribute("href") or ""
        path = folder / address.rpartition("/")[2]
        download.value.save_as(path)
        assert download.value.suggested_filename.endswith(f"（第4版）{path.suffix}")
        files[path.name] = path
        assert hashlib.sha256(path.read_bytes()).hexdigest() in digests.values()
    assert len(files) == len(digests) == every

    exported = keeper.request.get("/wolong-gxj/editions/4.json").json()
    for annex in exported["annexes"]:
        wanted = form.annex(
            exported["annexes"],
            annex["kind"],
            annex["ordinal"],
            [form.join(row["content"], row["placement"]) for row in annex["rows"]],
        )
        for suffix in writers.FORMATS:
            assert readers.read(files[f"{annex['kind']}.{suffix}"]).annexes == (wanted,), suffix
    for suffix in ("docx", "html", "pdf"):
        shown = said(files[f"notice.{suffix}"])
        assert "宛龙工信〔2026〕5号" in shown, suffix
        assert "经卧龙区人民政府批准（宛龙政〔2026〕8号，2026年1月5日）" in shown, suffix
        assert "年月日" in shown, "the date is left to be filled in"


def said(path: Path) -> str:
    """The text of a document, without blanks and page numbers."""
    if path.suffix == ".pdf":
        pdf = Pdf(path.read_bytes())
        text = "".join(pdf.text(page) for page in range(len(pdf.pages)))
    elif path.suffix == ".docx":
        text = "".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    else:
        text = html.unescape(re.sub(r"<[^>]*>", "", path.read_text("utf-8")))
    return re.sub(r"\s|—\d+—", "", text)


def put_earlier_state(keeper: Page, served: Served, sample_docx: Path, folder: Path) -> None:
    """Bring the state before the sample's adjustments in again, as the bureau's list of today."""
    from quanze.lists import readers, writers
    from quanze.lists.earlier import before_adjustments

    earlier = before_adjustments(readers.read(sample_docx))
    assert earlier is not None
    path = folder / "调整前的清单.docx"
    with path.open("wb") as stream:
        writers.write(earlier.document, "docx", stream)
    log_in(keeper, served, "keeper")
    keeper.goto("/desk/wolong-gxj/uploads/")
    keeper.get_by_label("选择文件").set_input_files(path)
    keeper.get_by_role("button", name="上传并读取").click()
    keeper.get_by_label("我已核对读出的内容").check()
    keeper.get_by_role("button", name="导入为新的一版").click()
    expect(keeper.get_by_role("status")).to_contain_text("已导入为第3版")
