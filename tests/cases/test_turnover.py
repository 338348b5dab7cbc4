"""The list is adjusted while cases are under way: each goes on, is switched, is transferred or ends, as was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quanze.adjustments.kinds import Kind as Change
from quanze.cases import queries, services
from quanze.cases.history import history
from quanze.cases.models import Case, Holder, Message, Turnover
from quanze.cases.pinned import pinned
from quanze.kits.additions import Additions
from quanze.kits.model import Material
from quanze.lists.model import Stage, Text
from quanze.people.permissions import Denied
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts, replay
from quanze.procedure.model import Kind
from quanze.registry.models import Edition
from quanze.rounds.models import Round
from quanze.rounds.services import Notice, Plan, open_round
from tests.adjustments.conftest import House as Organs
from tests.adjustments.conftest import full
from tests.adjustments.conftest import make_house as make_organs
from tests.cases.conftest import House, confirm, make_house
from tests.cases.test_matter_five import kinds, step

MATTER = "焦化审核"
ACCEPT, DECIDE = "受理申请材料，一次性告知补正材料。", "作出决定，书面告知申请人。"


@dataclass
class Both:
    """The bureau at work, and the organs that decide about its list."""

    house: House
    organs: Organs

    def adjust(self, kind: Change, under_way: str, *, ahead: int = 0, **fields) -> Edition:
        """Everything from the draft to the publication."""
        adjustment = self.organs.adjustment()
        number = self.house.matter(MATTER).number
        if kind is Change.CHANGED:
            stages = (
                Stage(Text.plain("受理"), Text.plain(ACCEPT)),
                Stage(Text.plain("审查"), Text.plain("对申请材料进行审查。")),
                Stage(Text.plain("决定"), Text.plain(DECIDE)),
            )
            fields["after"] = [replace(self.organs.content(number), stages=stages)]
        self.organs.add(adjustment, kind, matters=[self.organs.matter(number)], under_way=under_way, **fields)
        self.organs.approve(adjustment)
        day = timezone.localdate() + timedelta(days=ahead)
        return self.organs.publish(adjustment, effective_from=day)


def make_both() -> Both:
    organs = make_organs()
    names = ("采矿审核", MATTER, "车间认定")
    house = make_house(MATTER, document=full(*names), keeper=organs.keeper)
    return Both(house, organs)


@pytest.fixture
def both(start) -> Both:
    return start(make_both)


@pytest.fixture
def accepted(both: Both) -> Case:
    """A case that was accepted before the list changed."""
    case = both.house.submitted(both.house.matter(MATTER))
    return both.house.do(case, acts.Accept(step(case, Kind.ACCEPT)))


def moved(case: Case) -> Case:
    case.refresh_from_db()
    return Case.objects.select_related("procedure", "kit", "edition").get(pk=case.pk)


def read(both: Both, case: Case) -> tuple[str, str]:
    """What the applicant reads of a case, and what its officer does."""
    found = []
    for who, address in (
        (both.house.chen, f"/my/cases/{case.number}/"),
        (both.house.wang, f"/desk/{both.house.bureau.code}/cases/{case.number}/"),
    ):
        client = Client()
        client.force_login(who)
        found.append(client.get(address).content.decode())
    return found[0], found[1]


def test_what_goes_on_keeps_its_edition_and_says_so(both: Both, accepted: Case):
    edition = both.adjust(Change.CHANGED, "continue")
    assert services.tick().moved == 1
    case = moved(accepted)
    assert kinds(case)[-1] == "adjust"
    assert (case.edition.sequence, case.followed) == (1, edition.sequence)
    assert services.tick().moved == 0
    assert Turnover.objects.get().finished_at is not None
    for page in read(both, case):
        assert "：变更。本件仍按申请时的清单办结。" in page
        assert "对申请材料进行审查" not in page, "what is new is not owed here"
    decide = acts.Decide(step(case, Kind.DECIDE), True, "符合条件。")
    case = both.house.do(case, decide, both.house.leader, letter=services.LetterOrder("passed"))
    assert case.ending == ""


def test_what_is_switched_waits_for_the_new_procedure_and_keeps_what_is_the_same(both: Both, accepted: Case):
    both.adjust(Change.CHANGED, "switch")
    assert services.tick().moved == 0
    assert Turnover.objects.get().waiting == 1, "nobody has confirmed the new procedure yet"
    applicant, officer = read(both, moved(accepted))
    assert "清单已经调整，本件还没有衔接" in officer
    assert "按清单调整处理" not in applicant, "nothing has changed for the applicant yet"
    confirm(both.house.bureau, both.house.keeper, (MATTER,))
    assert services.tick().moved == 1
    case = moved(accepted)
    assert case.edition.sequence == 2
    assert case.standing == "审查", "what is new is to be done; what was accepted stays accepted"
    state = replay(pinned(case).procedure, history(case))
    assert state.is_done(step(case, Kind.ACCEPT))
    review = step(case, Kind.REVIEW)
    applicant, officer = read(both, case)
    for page in (applicant, officer):
        assert "：变更。本件改按调整后的清单办理，已经办过、清单没有改动的环节不再重办。" in page
        assert "对申请材料进行审查" in page
    assert "<dt>不再重办</dt><dd>受理申请材料</dd>" in officer
    assert both.house.do(case, acts.Review(review, "材料齐全")).holder == Holder.LEADER
    assert Turnover.objects.get().finished_at is not None


def test_what_is_switched_stays_in_its_round_and_keeps_what_the_round_asks_for(both: Both):
    house = both.house
    today = timezone.localdate()

    def opened(title: str, first: int, material: str) -> Round:
        return open_round(
            house.matter(MATTER),
            house.keeper,
            year=today.year,
            title=title,
            notice=Notice("关于开展焦化审核的通知", "豫工信〔2026〕3号", "河南省工业和信息化厅"),
            plan=Plan(today + timedelta(days=first), today + timedelta(days=first + 9)),
            additions=Additions(materials=(Material("", material),)),
        ).round

    first = opened("第一批", -30, "能耗监测报告")
    case = house.submitted(house.matter(MATTER))
    opened("第二批", 0, "审计报告")
    both.adjust(Change.CHANGED, "switch")
    confirm(house.bureau, house.keeper, (MATTER,))
    assert services.tick().moved == 1
    after = moved(case)
    assert after.edition.sequence == 2
    assert (after.round, after.kit_id) == (first, first.kit_id)


def test_what_is_transferred_ends_here(both: Both, accepted: Case):
    both.adjust(Change.DELEGATED, "transfer", transfer_to="王村乡人民政府", counterpart="王村乡人民政府")
    assert services.tick().moved == 1
    case = moved(accepted)
    assert (case.ending, case.holder) == ("transferred", Holder.NONE)
    assert history(case)[-2].what.receiver == "王村乡人民政府"
    applicant, officer = read(both, case)
    for page in (applicant, officer):
        assert "：下放。本件移送王村乡人民政府，由其继续办理。" in page
        assert "移送其他机关" in page
    assert "撤回申请" not in applicant


def test_what_has_no_power_any_more_ends(both: Both, accepted: Case):
    both.adjust(Change.CANCELLED, "end")
    services.tick()
    assert moved(accepted).ending == "abolished"
    for page in read(both, accepted):
        assert "：取消。本件终止办理。" in page
        assert "因清单调整终结" in page
    with pytest.raises(services.Hindered, match="因清单调整终结"):
        both.house.do(accepted, acts.Close())


def test_nothing_happens_before_the_day(both: Both, accepted: Case):
    both.adjust(Change.CANCELLED, "end", ahead=10)
    assert services.tick().moved == 0
    assert services.tick(timezone.now() + timedelta(days=9)).moved == 0
    assert moved(accepted).ending == ""
    assert services.tick(timezone.now() + timedelta(days=10)).moved == 1
    assert moved(accepted).ending == "abolished"


def test_a_case_that_began_under_the_new_list_is_left_alone(both: Both):
    both.adjust(Change.CHANGED, "continue")
    confirm(both.house.bureau, both.house.keeper, (MATTER,))
    case = both.house.submitted(both.house.matter(MATTER))
    assert services.tick().moved == 0
    assert kinds(moved(case)) == ["submit"]


KINDS_OF_COKE = ("钢铁焦化审核", "独立焦化审核")


@pytest.fixture
def divided(both: Both, accepted: Case) -> Case:
    """The matter became two while a case was under way, and the job has come by."""
    number = both.house.matter(MATTER).number
    after = [replace(both.organs.content(number), name=Text.plain(name)) for name in KINDS_OF_COKE]
    both.adjust(Change.DIVIDED, "switch", after=after)
    assert services.tick().moved == 0
    return queries.case(accepted.number)


def test_of_a_divided_matter_somebody_chooses_which_one_it_is(both: Both, divided: Case):
    waits = queries.waiting_for(divided)
    assert [each.name for each in waits.choices] == list(KINDS_OF_COKE)
    assert all("确认" in each.refusal for each in waits.choices), "nobody has confirmed their procedures yet"
    told = Message.objects.filter(case=divided, person=both.house.wang, body__contains="分设为几个事项")
    assert told.count() == 1
    services.tick()
    assert told.count() == 1, "what was told is not told again"
    with pytest.raises(Unacceptable, match="确认"):
        services.follow(divided, both.house.wang, waits.choices[0].matter)

    confirm(both.house.bureau, both.house.keeper, KINDS_OF_COKE)
    waits = queries.waiting_for(divided)
    assert [(each.refusal, each.kept) for each in waits.choices] == [("", ("受理",))] * 2
    behind = queries.work(both.house.wang, both.house.bureau, whose="office", state="behind")
    assert [row.case for row in behind.rows] == [divided]
    with pytest.raises(Denied, match="经办人、股室负责人选择"):
        services.follow(divided, both.house.leader, waits.choices[1].matter)
    with pytest.raises(Unacceptable, match="不需要选择"):
        services.follow(divided, both.house.wang, both.house.matter("采矿审核"))
    services.follow(divided, both.house.wang, waits.choices[1].matter)
    case = moved(divided)
    assert (case.matter_name, case.edition.sequence, case.followed) == (KINDS_OF_COKE[1], 2, 2)
    assert history(case)[-1].by == f"person:{both.house.wang.pk}"
    assert replay(pinned(case).procedure, history(case)).is_done(step(case, Kind.ACCEPT))
    assert queries.waiting_for(queries.case(case.number)) is None
    with pytest.raises(Unacceptable, match="不需要选择"):
        services.follow(divided, both.house.wang, waits.choices[0].matter)
    services.tick()
    assert Turnover.objects.get().finished_at is not None
    assert queries.count_behind(both.house.bureau) == 0


def test_what_else_a_case_waits_for_is_said(both: Both, accepted: Case):
    assert queries.waiting_for(queries.case(accepted.number)) is None
    both.adjust(Change.CHANGED, "switch")
    services.tick()
    waits = queries.waiting_for(queries.case(accepted.number))
    assert "确认" in waits.reason
    assert waits.choices == ()
    confirm(both.house.bureau, both.house.keeper, (MATTER,))
    before = Case.objects.get(pk=accepted.pk).version
    assert queries.waiting_for(queries.case(accepted.number)).reason == "系统即将办理。"
    assert Case.objects.get(pk=accepted.pk).version == before, "looking moves nothing"


def test_the_page_of_a_divided_case_leads_to_the_choice(both: Both, divided: Case):
    confirm(both.house.bureau, both.house.keeper, KINDS_OF_COKE)
    client = Client()
    client.force_login(both.house.wang)
    there = f"/desk/{both.house.bureau.code}/cases/{divided.number}/"
    assert "选择按哪个事项办理" in client.get(there).content.decode()
    listed = client.get(f"/desk/{both.house.bureau.code}/cases/?whose=office&state=behind").content.decode()
    assert "有1件在办的办件还没有衔接" in listed
    assert divided.number in listed
    answer = client.post(f"{there}follow/", {})
    assert "请选择按哪个事项继续办理" in answer.content.decode()
    chosen = queries.waiting_for(divided).choices[0].matter.number
    assert client.post(f"{there}follow/", {"matter": chosen})["Location"] == there
    assert "清单已经调整" not in client.get(there).content.decode()
    assert "没有要选择的" in client.get(f"{there}follow/").content.decode()
    client.force_login(both.house.leader)
    assert client.get(f"{there}follow/").status_code == 403
