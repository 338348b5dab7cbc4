"""The list keeper's side: a list is brought in, its procedures are corrected and confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.visits import arrived
from tests.walks.forms import fill_in

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def bring_in(page: Page, bureau: str, name: str, content: bytes, read: tuple[str, ...]) -> None:
    """A list is uploaded, looked over (``read``: what its page says of it), imported."""
    page.goto(f"/desk/{bureau}/uploads/")
    file: FilePayload = {"name": name, "mimeType": DOCX, "buffer": content}
    page.get_by_label("选择文件").set_input_files(file)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    for each in read:
        expect(page.locator("main")).to_contain_text(each)
    page.get_by_label("我已核对读出的内容").check()
    page.get_by_role("button", name="导入为新的一版").click()
    expect(page.get_by_role("status")).to_contain_text("已导入为第1版")


def open_procedure(page: Page, bureau: str, matter: str) -> None:
    """The procedure of a matter, from the list of all."""
    page.goto(f"/desk/{bureau}/procedures/")
    page.get_by_role("main").get_by_role("link", name=matter, exact=True).first.click()
    arrived(page, matter)


def correct(page: Page, bureau: str, matter: str, kind: str, words: str, said: Mapping[str, Any]) -> None:
    """The first step of this kind, made of text with these words, is corrected."""
    step = _open_step(page, bureau, matter, kind, words)
    fill_in(page.locator("form.correcting").first, said)
    page.get_by_role("button", name="保存更正").click()
    _back(page, matter, step)


def drop(page: Page, bureau: str, matter: str, kind: str, words: str, reason: str) -> None:
    """The same step is taken out."""
    step = _open_step(page, bureau, matter, kind, words)
    page.get_by_text("去掉这一步").first.click()
    fill_in(page.locator("form.correcting").last, {"理由或来源": reason})
    page.get_by_role("button", name="去掉这一步").click()
    _back(page, matter, step)


def map_clause(page: Page, bureau: str, matter: str, words: str, said: Mapping[str, Any]) -> None:
    """A clause that the tables do not know is said to be a step."""
    open_procedure(page, bureau, matter)
    page.locator(".clause", has_text=words).first.get_by_role("link", name="对应到步骤").click()
    fill_in(page.locator("form.correcting").first, said)
    page.get_by_role("button", name="对应到这一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(matter)
    expect(page.locator(".clause", has_text=words)).to_have_count(0)


def confirm(page: Page, bureau: str, matter: str) -> None:
    """The procedure is confirmed, after a look at every step."""
    open_procedure(page, bureau, matter)
    page.get_by_label("我已对照清单原文逐步核对").check()
    page.get_by_role("button", name="确认办理规程").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(matter)
    expect(page.locator("main")).to_contain_text("新的申请按下面的规程办理")


def _open_step(page: Page, bureau: str, matter: str, kind: str, words: str) -> str:
    """The form of a step, of which the text says where it lies. Returns the key of the step."""
    open_procedure(page, bureau, matter)
    steps = page.locator("li.step", has=page.locator("strong", has_text=kind))
    key = _key(page, steps, words)
    page.locator(f"#step-{key}").get_by_role("link", name="更正").click()
    expect(page.locator("form.correcting").first).to_be_visible()
    return key


def _key(page: Page, steps: Locator, words: str) -> str:
    for step in steps.all():
        key = str(step.get_attribute("data-step"))
        text = "".join(page.locator(f".passage[data-step='{key}']").all_inner_texts())
        if words in text:
            return key
    raise AssertionError(f"no such step is made of text with “{words}”")


def _back(page: Page, matter: str, step: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(matter)
    expect(
        page.locator(f"#step-{step} .tag", has_text="已更正").or_(page.locator("#corrections"))
    ).not_to_have_count(0)
