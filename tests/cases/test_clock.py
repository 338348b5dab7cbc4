"""What time brings: silence where a rule lets it count, dates that a calendar moves, reminders."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from quanze.cases import services
from quanze.cases.models import Case, CaseEvent, Holder, Message, Redating
from quanze.cases.services import LetterOrder
from quanze.cases.worklist import work
from quanze.people.roles import RoleKind
from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.engine import acts
from quanze.procedure.engine.codec import event_from_json
from quanze.procedure.model import Kind, Limit, Unit
from quanze.rulebook.services import import_calendar
from quanze.site.casework.shown import due
from tests.cases.conftest import House, account, make_house, set_house
from tests.cases.test_matter_five import kinds, step

LATER = timedelta(days=40)


def notice_of(house: House, case: Case, within: Limit) -> Case:
    act = acts.GiveNotice(step(case, Kind.SUPPLEMENT), ("检测报告",), within)
    return house.do(case, act, letter=LetterOrder("supplement", {"handler_phone": "0377-6311111"}))


def house_with_a_notice() -> tuple[House, Case]:
    """What is lacking in a case was told to its applicant."""
    house = make_house()
    return house, notice_of(house, house.submitted(), Limit(5, Unit.WORKING_DAY))


def test_silence_of_the_bureau_accepts_where_the_rule_is_set_and_the_unit_confirmed(house: House):
    set_house(house, silence_accepts=True)
    case = house.submitted()
    assert case.silence_at is None, (
        "nobody has said yet whether 2日 are working or calendar days, in a year unknown"
    )
    house.confirm_unit()
    case = house.submitted()
    assert case.silence_at is not None
    before = services.tick(case.silence_at - timedelta(seconds=1))
    assert before.silent == 0
    at = case.silence_at
    assert services.tick(at).silent == 1
    case.refresh_from_db()
    assert kinds(case)[-1] == "deem_accepted"
    assert case.accepted_at == case.received_at
    assert (case.silence_at, case.holder) == (None, Holder.OFFICER)
    assert services.tick(at).silent == 0


def test_silence_of_the_applicant_withdraws_where_the_rule_is_set(house: House):
    set_house(house, silence_withdraws=True)
    case = notice_of(house, house.submitted(), Limit(5, Unit.CALENDAR_DAY))
    assert case.silence_at == case.due_at
    assert services.tick(case.silence_at).silent == 1
    case.refresh_from_db()
    assert case.ending == "deemed_withdrawn"


def test_an_answer_in_time_stops_the_silence(house: House):
    set_house(house, silence_withdraws=True)
    case = notice_of(house, house.submitted(), Limit(5, Unit.CALENDAR_DAY))
    case = house.do(case, acts.HandIn(("检测报告",)), house.chen)
    assert case.silence_at is None
    services.tick(timezone.now() + LATER)
    assert "deem_withdrawn" not in kinds(case)


def test_a_date_of_which_only_the_unit_is_not_confirmed_stands(house: House):
    """It is the later of the two: past it the bureau is late by either."""
    house.know_calendars()
    case = house.submitted()
    assert (case.provisional, case.unconfirmed) == (False, True)
    for late, now in ((False, case.due_at - timedelta(seconds=1)), (True, case.due_at)):
        (row,) = work(house.supervisor, house.bureau, whose="all", now=now).rows
        said = due(case, now)
        assert (row.overdue, said.mark == "late", said.tag) == (late, late, "单位待确认")
    house.confirm_unit()
    assert not house.submitted().unconfirmed


def test_the_time_of_an_applicant_that_is_over_is_nothing_that_the_bureau_missed(house: House):
    case = notice_of(house, house.submitted(), Limit(5, Unit.CALENDAR_DAY))
    for over, now in ((False, case.due_at - timedelta(seconds=1)), (True, case.due_at + timedelta(1))):
        (row,) = work(house.supervisor, house.bureau, whose="all", now=now).rows
        assert not row.overdue
        assert work(house.supervisor, house.bureau, whose="all", state="overdue", now=now).total == 0
        assert work(house.supervisor, house.bureau, whose="all", state="elapsed", now=now).total == int(over)
        said = due(case, now)
        assert (said.mark, said.words) == ("soon", "补交期限已满2天" if over else "今天到期")


def test_what_may_still_move_is_not_found_among_the_overdue(house: House):
    case = house.submitted()
    assert case.owed_at == case.due_at
    for moving, number in ((False, 1), (True, 0)):
        Case.objects.update(provisional=moving, owed_at=None if moving else case.due_at)
        found = work(house.supervisor, house.bureau, whose="all", state="overdue", now=case.due_at)
        assert found.total == number


def test_a_calendar_that_is_loaded_moves_dates_and_says_so(house: House):
    """The year of the last day was unknown when the notice went out: the date was provisional."""
    admin = account("sysadmin", RoleKind.SYSTEM_ADMIN, house.bureau)
    year = timezone.localdate().year + 1
    case = notice_of(house, house.submitted(), Limit(60, Unit.WORKING_DAY))
    was = case.due_on
    assert case.provisional
    assert was.year == year
    off = [date(year, 1, 1) + timedelta(days=n) for n in range(14)]
    rows = "".join(f"{day},休,长假\n" for day in off)
    import_calendar(rows.encode(), "国办发明电〔试〕1号", admin)
    assert Redating.objects.get().finished_at is None, "noted down, and left to a job"
    case.refresh_from_db()
    assert case.due_on == was
    assert services.tick().redated == 1
    case.refresh_from_db()
    assert case.due_on > was
    assert not case.provisional
    moved = event_from_json(CaseEvent.objects.filter(case=case, kind="redated").get().body)
    assert (moved.what.was, moved.what.becomes, moved.by) == (was, case.due_on, f"person:{admin.pk}")
    assert services.tick().redated == 0
    assert Redating.objects.get().finished_at is not None


def test_whoever_has_to_act_is_reminded_once_of_each_date(house: House):
    case = notice_of(house, house.submitted(), Limit(10, Unit.CALENDAR_DAY))
    Message.objects.all().delete()
    now = datetime.combine(case.due_on - timedelta(days=9), datetime.min.time(), SHANGHAI)
    assert services.tick(now).reminded == 0
    now = datetime.combine(case.due_on, datetime.min.time(), SHANGHAI)
    assert services.tick(now).reminded == 1
    assert services.tick(now).reminded == 0
    told = Message.objects.get()
    assert told.person == house.chen
    assert "补交材料" in told.body
    assert services.tick(case.due_at + LATER).reminded == 0
