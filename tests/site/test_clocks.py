"""Whoever asks is told when a limit ends and why; an administrator looks at a year before it is loaded."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from quanze.people.roles import RoleKind
from quanze.procedure.clocks.calendar import CalendarYear, DayKind, SpecialDay
from quanze.procedure.clocks.seed import seeded
from quanze.rulebook import models, queries
from quanze.rulebook.services import as_text, read_arrangement
from quanze.site.clocks import differences, holidays

from .conftest import person

CALENDARS = "/desk/calendars/"
Y2027 = "2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,休,元旦\n2027-01-09,班,元旦\n"
NOTICE = "国办发明电〔2026〕99号（试验用）"


def text(answer) -> str:
    return answer.content.decode()


def ask(client, **query: object) -> str:
    answer = client.get("/deadline/", query)
    assert answer.status_code == 200
    return text(answer)


@pytest.fixture
def sysadmin(bureau):
    return person("sysadmin", RoleKind.SYSTEM_ADMIN, bureau)


@pytest.fixture
def admin(client, sysadmin):
    """The system administrator, logged in."""
    client.force_login(sysadmin)
    return client


def file_of(words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("2027.csv", words.encode())


@pytest.mark.django_db
class TestTheCalculator:
    def test_asks_before_it_answers(self, client):
        page = ask(client)
        assert 'class="answer"' not in page
        assert 'role="alert"' not in page

    def test_says_the_day_and_why(self, client):
        page = ask(client, start="2026-09-24", limit=3, unit="working_day")
        assert "2026年9月30日（周三）届满" in page
        assert page.count('class="clock-strip"') == 1
        for why in ("中秋节", "《行政许可法》第八十二条", "国办发明电〔2025〕7号"):
            assert why in page
        assert '<th scope="row">2026年9月25日</th><td>周五</td><td>中秋节</td>' in page
        assert "暂定" not in page

    def test_of_days_without_more_it_shows_both_readings(self, client):
        page = ask(client, start="2026-09-24", limit=3, unit="day")
        assert page.count('class="clock-strip"') == 2
        assert "按工作日计算：2026年9月30日" in page
        assert "按自然日计算：2026年9月28日" in page

    def test_a_year_that_is_not_loaded_is_said_loudly(self, client):
        assert "<h2>暂定</h2>" in ask(client, start="2026-12-29", limit=3, unit="working_day")

    def test_a_suspension_moves_the_day(self, client):
        stop = {"ground1": "专家评审", "begun1": "2026-11-04", "ended1": "2026-11-06", "notice1": "告知书1号"}
        assert "2026年11月12日（周四）届满" in ask(
            client, start="2026-11-02", limit=5, unit="working_day", **stop
        )
        late = stop | {"notified1": "2026-11-05"}
        assert "2026年11月11日（周三）届满" in ask(
            client, start="2026-11-02", limit=5, unit="working_day", **late
        )
        still = stop | {"ended1": ""}
        assert "期限已中止" in ask(client, start="2026-11-02", limit=5, unit="working_day", **still)

    @pytest.mark.parametrize(
        ("query", "field", "words"),
        [
            ({"start": "", "limit": 3, "unit": "month"}, "start", "请填写起算的那一天"),
            ({"start": "昨天", "limit": 3, "unit": "month"}, "start", "2026-11-23"),
            ({"start": "1492-01-01", "limit": 3, "unit": "month"}, "start", "1950 年到 2150 年"),
            ({"start": "2026-01-01", "limit": "", "unit": "month"}, "limit", "请填写期限"),
            ({"start": "2026-01-01", "limit": "三", "unit": "month"}, "limit", "大于 0 的整数"),
            ({"start": "2026-01-01", "limit": 0, "unit": "month"}, "limit", "大于 0 的整数"),
            ({"start": "2026-01-01", "limit": 121, "unit": "month"}, "limit", "最多 120"),
            ({"start": "2026-01-01", "limit": "9" * 30, "unit": "day"}, "limit", "最多 3660"),
            ({"start": "2026-01-01", "limit": 1, "unit": "year"}, "unit", "请选择单位"),
            (
                {"start": "2026-01-01", "limit": 1, "unit": "day", "ground1": "补正", "notice1": "甲"},
                "begun1",
                "从哪一天开始",
            ),
            (
                {"start": "2026-01-01", "limit": 1, "unit": "day", "ground1": "补正", "begun1": "2026-01-02"},
                "notice1",
                "须书面告知",
            ),
            (
                {"start": "2026-01-01", "limit": 1, "unit": "day", "ground2": "现场核查"},
                "ground2",
                "可以中止的只有",
            ),
            (
                {"start": "2026-01-01", "limit": 1, "unit": "day", "begun2": "2026-01-02"},
                "ground2",
                "选择中止的事由",
            ),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_on_top(self, client, query, field, words):
        page = ask(client, **query)
        assert f'<a href="#id_{field}">' in page
        assert f'id="id_{field}-error"' in page
        assert page.count(words) >= 2
        assert 'class="answer"' not in page


@pytest.mark.django_db
class TestCalendars:
    def test_everyone_at_the_desk_sees_the_years_and_that_the_next_is_missing(self, at_desk):
        page = text(at_desk.get(CALENDARS))
        assert "国办发明电〔2025〕7号" in page
        assert "由系统管理员导入" in page
        assert 'type="file"' not in page

    def test_one_year_is_shown_as_the_notice_writes_it(self, at_desk):
        page = text(at_desk.get(f"{CALENDARS}?year=2026"))
        assert '<th scope="row">2026年10月1日至2026年10月7日</th>' in page
        assert "休，7天" in page

    def test_a_file_is_looked_at_before_it_is_loaded(self, admin):
        page = text(admin.post(CALENDARS, {"source": NOTICE, "file": file_of(Y2027)}))
        assert "核对2027年放假安排" in page
        assert "2027年1月1日至2027年1月3日" in page
        assert not models.CalendarYear.objects.exists()

    def test_and_then_loaded_as_it_was_shown(self, admin, sysadmin):
        shown = read_arrangement(Y2027.encode(), NOTICE)
        answer = admin.post(f"{CALENDARS}load/", {"source": NOTICE, "text": as_text(shown)}, follow=True)
        assert "已导入2027年的放假安排" in text(answer)
        assert queries.calendar().years[-1] == shown
        assert models.CalendarYear.objects.get().by == sysadmin
        assert "暂定" not in ask(admin, start="2026-12-29", limit=3, unit="working_day")

    def test_what_differs_from_the_year_that_holds_is_shown(self, admin):
        page = text(admin.post(CALENDARS, {"source": NOTICE, "file": file_of("2026-01-01,休,元旦\n")}))
        assert "2026年已有安排" in page
        assert '<th scope="row">2026年10月10日（周六）</th>\n<td>班，国庆节</td>' in page

    @pytest.mark.parametrize(
        ("post", "words"),
        [
            ({"file": file_of(Y2027)}, "请写明来源"),
            ({"source": NOTICE}, "请先选择一个文件"),
            ({"source": NOTICE, "file": file_of("2027-01-01,不知道,元旦")}, "既不是休也不是班"),
            (
                {"source": NOTICE, "file": SimpleUploadedFile("x.csv", b"\x00" * 1_000_001)},
                "不是一年的放假安排",
            ),
        ],
    )
    def test_what_cannot_be_read_is_said_at_the_field(self, admin, post, words):
        page = text(admin.post(CALENDARS, post))
        assert page.count(words) == 2
        assert not models.CalendarYear.objects.exists()

    @pytest.mark.parametrize("post", [{}, {"source": NOTICE, "text": ""}])
    def test_nothing_is_loaded_without_its_text(self, admin, post):
        assert admin.post(f"{CALENDARS}load/", post)["Location"] == CALENDARS
        assert "没有一天" not in text(admin.get(CALENDARS))

    def test_a_text_that_was_tampered_with_is_refused(self, admin):
        page = text(admin.post(f"{CALENDARS}load/", {"source": NOTICE, "text": "2027-01-01,啥"}))
        assert "既不是休也不是班" in page
        assert not models.CalendarYear.objects.exists()

    def test_nobody_else_loads_one(self, client, outsider):
        client.force_login(outsider)
        for address, post in (
            (CALENDARS, {"source": NOTICE, "file": file_of(Y2027)}),
            (f"{CALENDARS}load/", {"source": NOTICE, "text": Y2027}),
        ):
            answer = client.post(address, post)
            assert answer.status_code == 403
            assert "由系统管理员导入" in text(answer)
        assert not models.CalendarYear.objects.exists()


NAMES = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9)
DAYS = st.dictionaries(
    st.dates(date(2026, 12, 1), date(2027, 12, 31)), st.tuples(st.sampled_from(DayKind), NAMES), min_size=1
)


@given(DAYS)
def test_what_was_shown_travels_with_the_page_unchanged(days):
    year = max(days).year
    kept = {day: said for day, said in days.items() if day.year == year or day.month == 12}
    shown = CalendarYear(year, tuple(SpecialDay(day, *kept[day]) for day in sorted(kept)), NOTICE)
    assert read_arrangement(as_text(shown).encode(), NOTICE) == shown


def test_holidays_are_told_as_stretches():
    found = holidays(next(year for year in seeded().years if year.year == 2026))
    assert [(each.name, each.days) for each in found if each.kind is DayKind.OFF] == [
        ("元旦", 3),
        ("春节", 9),
        ("清明节", 3),
        ("劳动节", 5),
        ("端午节", 3),
        ("中秋节", 3),
        ("国庆节", 7),
    ]


def test_a_year_does_not_differ_from_itself():
    assert all(differences(seeded(), year) == () for year in seeded().years)
