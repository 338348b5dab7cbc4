"""Deadlines and procedures in the browser: anybody counts a limit, the keeper reads, corrects and confirms, an
administrator loads a year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served import Served
from tests.visits import log_in, overflow, quiet

PROCEDURES = "/desk/wolong-gxj/procedures/"
ANSWERED = "/deadline/?start=2026-09-24&limit=5&unit=working_day"
BOTH = "/deadline/?start=2026-09-24&limit=3&unit=day"


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def scriptless(chromium: Browser, served: Served) -> Iterator[Page]:
    """A page on which no script runs."""
    context = chromium.new_context(
        base_url=served.url, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def colour(page: Page, selector: str) -> str:
    found: str = page.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundColor")
    return found


def test_a_limit_is_counted_and_the_address_holds_the_question(page: Page) -> None:
    with quiet(page):
        page.goto("/")
        page.get_by_role("link", name="期限计算").click()
        page.get_by_label("起算的那一天").fill("2026-09-24")
        page.get_by_label("期限", exact=True).fill("5")
        page.get_by_label("单位", exact=True).select_option("工作日")
        page.get_by_role("button", name="计算").click()
        due = page.get_by_role("heading", name="2026年10月9日（周五）届满")
        expect(due).to_be_in_viewport()
        expect(page.get_by_role("img", name="期限日历")).to_be_visible()
        page.goto(page.url)
        expect(due).to_be_visible()
        assert overflow(page) <= 0


def test_what_is_missing_is_said_and_led_to(desk: Page) -> None:
    with quiet(desk):
        desk.goto("/deadline/")
        desk.get_by_role("button", name="计算").click()
        expect(desk.get_by_role("alert")).to_be_focused()
        desk.get_by_role("alert").get_by_role("link", name="请填写起算的那一天").click()
        expect(desk.get_by_label("起算的那一天")).to_be_focused()


@pytest.mark.parametrize("path", [ANSWERED, BOTH, "/deadline/?start=&limit=", "/wolong-gxj/matters/1/"])
def test_letters_twice_as_large_still_fit(desk: Page, path: str) -> None:
    desk.set_viewport_size({"width": 640, "height": 450})
    desk.goto(path)
    assert overflow(desk) <= 0


@pytest.mark.parametrize("number", range(1, 11))
def test_every_procedure_fits_and_is_quiet(desk: Page, served: Served, number: int) -> None:
    with quiet(desk):
        log_in(desk, served, "keeper")
        desk.goto(f"{PROCEDURES}{number}/")
        for width, shown in ((1280, "wide"), (640, "narrow"), (390, "narrow")):
            desk.set_viewport_size({"width": width, "height": 844})
            assert overflow(desk) <= 0, width
            chart = desk.get_by_role("img", name="办理流程")
            expect(chart).to_have_count(1)
            expect(chart).to_have_class(f"flow-chart {shown}")
            assert desk.locator(".flow-chart:visible").evaluate(
                "chart => chart.getBoundingClientRect().width <= chart.parentNode.clientWidth"
            )


def test_a_step_lights_its_words_and_words_their_step(desk: Page, served: Served) -> None:
    with quiet(desk):
        log_in(desk, served, "keeper")
        desk.goto(f"{PROCEDURES}2/")
        step = desk.locator(".step").nth(1)
        key = step.get_attribute("data-step")
        plain = colour(desk, f".passage[data-step={key}]")
        step.hover()
        expect(desk.locator(f".passage[data-step={key}].lit")).to_have_count(2)
        assert colour(desk, f".passage[data-step={key}]") != plain
        desk.get_by_role("heading", level=1).hover()
        expect(desk.locator(".lit")).to_have_count(0)
        desk.locator(f"#text-{key}").focus()
        expect(step).to_have_class("step lit")
        desk.keyboard.press("Enter")
        expect(step).to_be_in_viewport()
        assert desk.url.endswith(f"#step-{key}")


def test_without_a_script_links_lead_from_step_to_words_and_light_them(
    scriptless: Page, served: Served
) -> None:
    log_in(scriptless, served, "keeper")
    scriptless.goto(f"{PROCEDURES}3/")
    step = scriptless.locator(".step").nth(4)
    key = step.get_attribute("data-step")
    plain = colour(scriptless, f".passage[data-step={key}]")
    step.get_by_role("link", name="看原文").click()
    expect(scriptless.locator(f"#text-{key}")).to_be_in_viewport()
    assert colour(scriptless, f".passage[data-step={key}]") != plain
    plain = colour(scriptless, f"#step-{key}")
    scriptless.locator(f"#text-{key}").click()
    assert colour(scriptless, f"#step-{key}") != plain


def test_the_keeper_confirms_a_unit_and_then_the_procedure(desk: Page, served: Served) -> None:
    """Changes the procedure of matter 5, which no other test looks at."""
    with quiet(desk):
        log_in(desk, served, "keeper")
        desk.get_by_role("navigation", name="工作台").get_by_role("link", name="办理规程").click()
        desk.get_by_role("link", name="省级工业新产品综合评价").click()
        expect(desk.get_by_role("status")).to_contain_text("已确认")
        desk.get_by_role("link", name="确认单位或更正").first.click()
        desk.get_by_label("单位", exact=True).select_option("工作日")
        desk.get_by_role("button", name="保存更正").click()
        expect(desk.get_by_role("alert")).to_be_focused()
        desk.get_by_label("理由或来源").first.fill("市局答复（试验）")
        desk.get_by_role("button", name="保存更正").click()
        expect(desk.get_by_role("heading", name="有改动待确认")).to_be_visible()
        expect(desk.locator(".step:target")).to_contain_text("2个工作日")

        desk.get_by_role("button", name="确认办理规程").click()
        expect(desk.get_by_role("alert")).to_contain_text("请先核对各步骤")
        desk.get_by_label("我已对照清单原文逐步核对").check()
        desk.get_by_role("button", name="确认办理规程").click()
        expect(desk.get_by_role("status")).to_contain_text("新的申请按下面的规程办理")
        desk.goto("/wolong-gxj/matters/5/")
        expect(desk.get_by_role("img", name="省级工业新产品综合评价办理流程")).to_contain_text("2个工作日")


def test_states_are_filtered_in_place_and_the_address_follows(desk: Page, served: Served) -> None:
    with quiet(desk):
        log_in(desk, served, "keeper")
        desk.goto(PROCEDURES)
        desk.get_by_role("navigation", name="按状态筛选").get_by_role("link", name="未确认").click()
        desk.wait_for_url("**standing=unconfirmed")
        expect(desk.locator("tbody .standing.confirmed")).to_have_count(0)
        desk.get_by_role("navigation", name="按状态筛选").get_by_role("link", name="已确认").click()
        desk.wait_for_url("**standing=confirmed")
        desk.reload()
        expect(desk.locator("tbody .standing.confirmed").first).to_be_visible()
        expect(desk.locator("tbody .standing.unconfirmed")).to_have_count(0)


def test_an_administrator_loads_a_year_and_deadlines_are_no_longer_provisional(
    desk: Page, phone: Page, served: Served
) -> None:
    """Loads 2027, of which no other test counts."""
    over = "/deadline/?start=2026-12-29&limit=3&unit=working_day"
    phone.goto(over)
    expect(phone.get_by_role("heading", name="暂定")).to_be_visible()
    with quiet(desk):
        log_in(desk, served, "sysadmin")
        desk.get_by_role("navigation", name="工作台").get_by_role("link", name="放假安排").click()
        expect(desk.get_by_role("heading", name="2027年的放假安排还没有导入")).to_be_visible()
        desk.get_by_label("来源").fill("国办发明电〔2026〕99号（试验）")
        days = "".join(f"2027-01-0{day},休,元旦\n" for day in (1, 2, 3))
        file = {"name": "2027.csv", "mimeType": "text/csv", "buffer": days.encode()}
        desk.get_by_label("放假安排文件").set_input_files(file)
        desk.get_by_role("button", name="读取并预览").click()
        expect(desk.get_by_role("rowheader", name="2027年1月1日至2027年1月3日")).to_be_visible()
        desk.get_by_role("button", name="导入2027年").click()
        expect(desk.get_by_role("status")).to_contain_text("已导入2027年的放假安排")
    phone.reload()
    expect(phone.get_by_role("heading", name="2027年1月4日（周一）届满")).to_be_visible()
    expect(phone.get_by_role("heading", name="暂定")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 640, 390])
def test_the_desk_fits(desk: Page, served: Served, width: int) -> None:
    with quiet(desk):
        log_in(desk, served, "keeper")
        desk.goto(f"{PROCEDURES}2/")
        step = desk.get_by_role("link", name="更正").first.get_attribute("href")
        assert step is not None
        desk.set_viewport_size({"width": width, "height": 844})
        for path in (PROCEDURES, step, "/desk/calendars/?year=2026"):
            desk.goto(path)
            assert overflow(desk) <= 0, path
