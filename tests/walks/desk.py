"""The officer's side: a case is found in the work list and opened, something is done in it, letters are sealed and
delivered. Everything by links, labels and buttons, as people do it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, expect

from tests.visits import arrived
from tests.walks.forms import Papers, fill_in, has

ROUNDS = 4
"""So often a form may come back: what its letter lacks, what is to be looked at."""


def find(page: Page, bureau: str, state: str, words: str) -> str:
    """The number of the case in the work list, filtered to that state, whose row has these words."""
    page.goto(f"/desk/{bureau}/cases/")
    page.get_by_role("link", name="全部", exact=True).click()
    page.get_by_label("状态").select_option(label=state)
    page.get_by_role("button", name="筛选").click()
    found = re.search(rf"{bureau}-\d{{4}}-\d{{5}}", page.get_by_role("row", name=words).inner_text())
    assert found, f"no case of {words}"
    return found[0]


def open_case(page: Page, number: str) -> None:
    """Open the case at its address."""
    page.goto(address(number))
    expect(page.locator("main")).to_contain_text(number)


def standing(page: Page) -> str:
    """What the page of the case says of where it stands."""
    return page.locator(".where-it-stands dd").first.locator("strong").inner_text()


def act(
    page: Page,
    number: str,
    label: str,
    said: Mapping[str, Any] | None = None,
    letter: Mapping[str, Any] | None = None,
) -> None:
    """Do what the page of the case offers under this label: fill in its form, and the letter that goes with it; look,
    and confirm. What stands behind a colon in the label is the step that it is about."""
    open_case(page, number)
    main = page.locator("main")
    main.evaluate("main => main.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    main.get_by_role("link", name=re.compile(f"^{re.escape(label)}(：|$)")).first.click()
    form = page.locator("form.act-form")
    label = label.partition("：")[0]
    arrived(page, label)
    fill_in(form, dict(said or {}))
    left = dict(letter or {})
    for _ in range(ROUNDS):
        now = {name: value for name, value in left.items() if has(form, name)}
        fill_in(form, now)
        left = {name: value for name, value in left.items() if name not in now}
        confirm = page.get_by_role("button", name=f"确认{label}", exact=True)
        here = page.url
        if confirm.count() and not now:
            confirm.click()
        else:
            form.locator(".actions button").last.click()
        page.wait_for_load_state()
        if page.url != here and page.url.partition("#")[0].endswith(f"/cases/{number}/"):
            break
    else:
        told = page.locator("#errors")
        raise AssertionError(f"{label}: {told.inner_text() if told.count() else page.url}")
    assert not left, f"the letter of {label} never asked for {'、'.join(left)}"


def issue(page: Page, number: str, title: str, words: Mapping[str, Any]) -> None:
    """Issue a letter of this kind beside the acts."""
    open_case(page, number)
    page.get_by_role("link", name="出具其他文书").click()
    page.get_by_label("哪一种文书").select_option(label=title)
    page.get_by_role("button", name="下一步", exact=True).click()
    fill_in(page.locator("form.act-form"), words)
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认出具").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def letters(page: Page, number: str) -> list[tuple[str, str]]:
    """The letters of a case as its page lists them, the newest first: title and number."""
    open_case(page, number)
    rows = page.locator("section[aria-labelledby=letters] tbody tr")
    found = []
    for row in rows.all():
        told = row.inner_text()
        sign = re.search(r"\S*〔\d{4}〕\d+号", told)
        found.append((row.get_by_role("link").first.inner_text(), sign[0] if sign else ""))
    return found


def papers(page: Page, number: str) -> list[str]:
    """The addresses of one file that was handed in, and of one letter in each place where it is offered."""
    open_case(page, number)
    main = page.locator("main")
    found = [str(main.locator("a[href^='/files/']").first.get_attribute("href"))]
    for link in main.locator("section[aria-labelledby=letters] tbody a").all()[:1]:
        there = str(link.get_attribute("href")).rstrip("/")
        found += [f"{there}.pdf", f"/my/cases/{number}/letters/{there.rpartition('/')[2]}.pdf"]
    return found


def open_followed(page: Page, bureau: str, matter: str, *, left: bool) -> None:
    """The table of dynamic management of a matter, by the links of the desk."""
    page.goto(f"/desk/{bureau}/followed/")
    page.get_by_role("link", name=matter, exact=True).click()
    if left:
        page.get_by_role("link", name=re.compile("^已移出")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(matter)


def open_letter(page: Page, number: str, title: str) -> None:
    """Open the last letter with this title."""
    open_case(page, number)
    page.locator("section[aria-labelledby=letters]").get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def print_out(page: Page, number: str, title: str) -> bytes:
    """The PDF of the last letter with this title, as it is made for printing; signed where there is a certificate."""
    open_letter(page, number, title)
    address = page.get_by_role("link", name=re.compile("^PDF")).get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.ok, f"{title}: {answer.status}"
    return answer.body()


def seal(page: Page, number: str, title: str) -> None:
    """The letter was printed and stamped: its scan is handed in."""
    open_letter(page, number, title)
    page.get_by_role("link", name="登记盖章").click()
    fill_in(page.locator("form.act-form"), {"盖章件扫描件": Papers((f"{title}盖章件.pdf",))})
    page.get_by_role("button", name="登记盖章").click()


def deliver(page: Page, number: str, title: str, receiver: str = "陈某") -> None:
    """The letter was handed over: the receipt that was signed is handed in."""
    open_letter(page, number, title)
    page.get_by_role("link", name="登记送达").click()
    said = {"签收人": receiver, "签收人的身份": "代理人", "送达证明": Papers((f"{title}送达回证.pdf",))}
    fill_in(page.locator("form.act-form").last, said)
    page.get_by_role("button", name="登记送达").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("main")).to_contain_text("直接送达")


def address(number: str) -> str:
    """Where the case is at the desk: its number begins with the bureau's code."""
    return f"/desk/{number.rsplit('-', 2)[0]}/cases/{number}/"


def bar(page: Page, bureau: str, said: Mapping[str, Any]) -> None:
    """A decision that bars somebody from applying is recorded."""
    page.goto(f"/desk/{bureau}/bars/")
    page.get_by_role("link", name="登记决定").click()
    fill_in(page.locator("form.act-form"), said)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("不拦申请")
