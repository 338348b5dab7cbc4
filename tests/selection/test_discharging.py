"""What the cases within the quota owe for going up, done in one go by the services by which it is done one by one."""

from __future__ import annotations

import io

import pytest

from quanze.cases import proof
from quanze.cases import services as cases
from quanze.cases.history import history
from quanze.cases.models import Case
from quanze.cases.queries import case_page
from quanze.cases.services import Hindered
from quanze.people.models import Person
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from quanze.selection import discharging, services
from quanze.selection.discharging import owed
from tests.cases.test_matter_five import step
from tests.selection.conftest import Contest
from tests.selection.going import bare, current, deliver, letter_of, recommend, recommended, undone


@pytest.fixture
def contest(start) -> Contest:
    return start(recommended)


def do(contest: Contest, person: Person) -> services.Done:
    """Everything that this person could do now."""
    ready = {
        each.case.number: each.case.version
        for each in owed(contest.held, person, current(contest))
        if each.goes
    }
    return services.discharge(contest.held, person, ready)


def last(contest: Contest, number: int) -> acts.Act:
    """The last act in a case."""
    done = [event.what for event in history(contest.cases[number]) if isinstance(event.what, acts.Act)]
    return done[-1]


def test_before_the_letter_the_engine_says_what_is_lacking(contest: Contest):
    undone(contest).fix()
    found = owed(contest.held, contest.house.leader, current(contest))
    assert [each.case for each in found] == contest.cases[:2], "who is below the line is not asked"
    assert all(each.hindrance and "推荐文件" in each.hindrance.missing for each in found)
    with pytest.raises(Unacceptable, match="还没有出具推荐文件"):
        do(contest, contest.house.leader)


def test_the_leader_recommends_and_the_officer_does_not(contest: Contest):
    (first, _) = owed(contest.held, contest.house.wang, current(contest))
    assert isinstance(first.act, acts.Recommend)
    assert first.hindrance is None
    assert "局领导" in first.verdict.reason
    assert not do(contest, contest.house.wang).done
    done = do(contest, contest.house.leader)
    assert (len(done.done), done.refused) == (2, ())
    said = last(contest, 1)
    assert isinstance(said, acts.Recommend)
    assert (said.document, said.rank) == (letter_of(contest).reference, 2)
    assert isinstance(last(contest, 2), acts.Inspect), "nothing was done below the line"
    assert not [each for each in owed(contest.held, contest.house.leader, current(contest)) if each.goes]


def test_reported_is_said_once_something_went_up(contest: Contest):
    do(contest, contest.house.leader)
    assert [each.act for each in owed(contest.held, contest.house.wang, current(contest))] == [None, None]
    deliver(contest)
    done = do(contest, contest.house.wang)
    assert len(done.done) == 2
    said = last(contest, 0)
    assert isinstance(said, acts.Report)
    assert said.recipient == "南阳市工业和信息化局"


def test_one_that_moved_on_is_told_of_and_hinders_no_other(contest: Contest):
    house, (first, second, _) = contest.house, contest.cases
    seen = {
        each.case.number: each.case.version for each in owed(contest.held, house.leader, current(contest))
    }
    notice = house.file(house.wang, "告知书.pdf")
    house.do(first, acts.Suspend("专家评审", f"deposit:{notice.pk}"))
    done = services.discharge(contest.held, house.leader, seen)
    assert [each.number for each in done.done] == [second.number]
    ((case, why),) = done.refused
    assert case.number == first.number
    assert "姓名wang于" in why


def test_so_many_are_done_in_one_go_and_the_others_in_the_next(contest: Contest, monkeypatch):
    monkeypatch.setattr(discharging, "MOST_AT_ONCE", 1)
    assert (len((first := do(contest, contest.house.leader)).done), first.left) == (1, 1)
    assert (len((then := do(contest, contest.house.leader)).done), then.left) == (1, 0)


def test_the_meeting_about_the_ranking_is_entered_where_the_bureau_decides_together(start):
    contest: Contest = start(bare)
    contest.meeting()
    contest.fix()
    recommend(contest)
    (first, _) = owed(contest.held, contest.house.leader, current(contest))
    assert isinstance(first.act, acts.Meet)
    assert len(do(contest, contest.house.leader).done) == 2
    said = last(contest, 0)
    assert isinstance(said, acts.Meet)
    assert (said.votes_for, len(said.people)) == (3, 3)
    assert len(do(contest, contest.house.leader).done) == 2
    assert isinstance(last(contest, 0), acts.Recommend)
    assert_whole(contest, contest.cases[0])


def test_a_case_shows_the_letter_and_its_archive_has_it(contest: Contest):
    do(contest, contest.house.leader)
    page = case_page(Case.objects.get(pk=contest.cases[0].pk), contest.house.wang)
    assert letter_of(contest) in page.letters
    assert_whole(contest, contest.cases[0])


def test_whoever_is_below_the_line_is_not_recommended_by_it(contest: Contest):
    house, third = contest.house, contest.cases[2]
    recommend = acts.Recommend(step(third, Kind.RECOMMEND), True, "", letter_of(contest).reference)
    with pytest.raises(Unacceptable, match="本件没有这份文书"):
        house.do(third, recommend, house.leader)
    first = contest.cases[0]
    by_hand = acts.Recommend(step(first, Kind.RECOMMEND), True, "", letter_of(contest).reference)
    assert house.do(first, by_hand, house.leader).reported


def test_what_was_asked_for_may_be_refused_by_the_engine(contest: Contest):
    """Whoever stood back recommends nothing."""
    house, first = contest.house, contest.cases[0]
    house.do(first, acts.Recuse(f"person:{house.leader.pk}", "亲属任职"))
    found = owed(contest.held, house.leader, current(contest))
    assert found[0].hindrance is not None
    assert "应当回避" in found[0].hindrance.missing
    assert len(do(contest, house.leader).done) == 1
    with pytest.raises(Hindered):
        cases.act(
            first,
            house.leader,
            acts.Recommend(step(first, Kind.RECOMMEND), True, "", current(contest).reference),
            None,
        )


def assert_whole(contest: Contest, case: Case) -> None:
    """The archive of the case lacks nothing that it names."""
    out = io.BytesIO()
    cases.pack(Case.objects.get(pk=case.pk), contest.house.wang, out)
    assert not list(proof.problems(out))
