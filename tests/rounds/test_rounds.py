"""A round is opened by a notice, keeps the kit that it opened with, and changes by further rows alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from quanze.audit.models import Event
from quanze.files.services import receive
from quanze.kits.additions import Additions
from quanze.kits.model import Material, Origin, Statement
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.people.unacceptable import Unacceptable
from quanze.registry.services import import_document
from quanze.rounds import queries, services
from quanze.rounds.models import Round, Terms
from quanze.rounds.queries import State
from quanze.rulebook.queries import kit_of, kit_value
from quanze.rulebook.services import set_kit
from tests.rounds.conftest import KIT, NOTICE, Bureau, day, plan
from tests.rulebook.conftest import ACCEPT, listing, matter, person

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
PDF += b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
PDF += b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n105\n%%EOF\n"


def test_a_round_keeps_the_kit_under_which_it_opened(bureau: Bureau):
    asked = Additions((Statement("近三年无重大环境事故"),), (Material("", "能耗监测报告", required=True),))
    call = bureau.opened(additions=asked)
    later = replace(KIT, materials=(*KIT.materials, Material("charter", "章程")))
    set_kit(bureau.agency, bureau.matter.number, later, bureau.keeper)
    held = queries.call(bureau.agency, call.round.pk).round
    assert [each.name for each in kit_value(held.kit).materials] == ["自评价报告", "能耗监测报告"]
    assert [each.name for each in kit_of(bureau.matter).kit.materials] == ["自评价报告", "章程"]
    added = queries.additions_of(held)
    assert added.materials[0].sources[0].origin is Origin.NOTICE
    assert "豫工信节〔2026〕8号" in added.eligibility[0].source.cite


STATES = {
    "opens tomorrow": ((1, 9), State.PLANNED),
    "opens today": ((0, 9), State.OPEN),
    "its last day": ((-9, 0), State.OPEN),
    "closed yesterday": ((-9, -1), State.CLOSED),
}


@pytest.mark.parametrize(("days", "state"), STATES.values(), ids=STATES)
def test_the_days_decide_how_a_round_stands(bureau: Bureau, days, state):
    assert bureau.opened(*days).state is state


def test_closed_by_somebody_it_ends_today_and_opens_again_by_other_dates(bureau: Bureau):
    call = bureau.opened(-5, 20)
    closed = services.close(call.round, bureau.head, "上级提前截止", call.terms.pk)
    assert (closed.state, closed.terms.closes_on) == (State.CLOSED, day(0))
    again = services.set_terms(
        call.round, bureau.head, plan(-5, 30), "省厅延期通知（豫工信节〔2026〕20号）", closed.terms.pk
    )
    assert again.state is State.OPEN
    assert [each.reason for each in queries.history(call.round)] == [
        "",
        "上级提前截止",
        "省厅延期通知（豫工信节〔2026〕20号）",
    ]


def test_what_was_reported_or_called_off_changes_no_more(bureau: Bureau):
    call = bureau.opened(-20, -5)
    done = services.reported(call.round, bureau.keeper, "卧工信〔2026〕30号", call.terms.pk)
    assert done.state is State.REPORTED
    with pytest.raises(Unacceptable, match="已上报，不能再改"):
        services.call_off(call.round, bureau.keeper, "误设", done.terms.pk)
    off = bureau.opened(3, 9, "误设的")
    off = services.call_off(off.round, bureau.keeper, "误设", off.terms.pk)
    assert off.state is State.CALLED_OFF
    with pytest.raises(Unacceptable, match="已取消，不能再改"):
        services.set_terms(off.round, bureau.keeper, plan(), "恢复", off.terms.pk)


def test_an_open_round_is_not_reported(bureau: Bureau):
    call = bureau.opened()
    with pytest.raises(Unacceptable, match="正在申报，不能登记为已上报"):
        services.reported(call.round, bureau.keeper, "上报", call.terms.pk)


def test_who_says_the_same_twice_says_it_once(bureau: Bureau):
    call = bureau.opened()
    for _ in range(2):
        changed = services.set_terms(call.round, bureau.keeper, plan(-10, 20), "延期", call.terms.pk)
    for _ in range(2):
        services.close(call.round, bureau.keeper, "截止", changed.terms.pk)
    assert Terms.objects.count() == 3


def test_of_two_who_change_the_terms_the_second_looks_again(bureau: Bureau):
    call = bureau.opened()
    services.set_terms(call.round, bureau.keeper, plan(-10, 20), "延期", call.terms.pk)
    with pytest.raises(Unacceptable, match="安排已经改动"):
        services.set_terms(call.round, bureau.head, plan(-10, 30), "延期", call.terms.pk)
    assert queries.call(bureau.agency, call.round.pk).terms.closes_on == day(20)


WRONG = {
    "no reason": ({"reason": " "}, "请写明理由"),
    "the end before the beginning": ({"plan": plan(5, 4)}, "截止日期早于开始日期"),
    "reported before it closes": ({"plan": plan(1, 9, report_by=day(8))}, "没有时间审核"),
    "a quota for a kind that there is not": ({"plan": plan(quota={"city": 1})}, "没有“city”这一类别"),
    "less than none": ({"plan": plan(quota={"": -1})}, "名额应是"),
    "so many copies": ({"plan": plan(copies=100)}, "份数应是"),
    "nothing changed": ({"plan": plan()}, "没有改动"),
}


@pytest.mark.parametrize(("said", "refusal"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_refused(bureau: Bureau, said, refusal):
    call = bureau.opened()
    given = {"plan": plan(-10, 12), "reason": "延期", **said}
    with pytest.raises(Unacceptable, match=refusal):
        services.set_terms(call.round, bureau.keeper, given["plan"], given["reason"], call.terms.pk)
    assert Terms.objects.count() == 1


def test_a_second_round_of_a_year_has_a_name_of_its_own(bureau: Bureau):
    call = bureau.opened()
    assert call.round.title == "2026年申报"
    assert bureau.opened() == call, "a form that was sent twice"
    with pytest.raises(Unacceptable, match="已有名为“2026年申报”的批次"):
        bureau.opened(notice=replace(NOTICE, number="另一号"))
    assert bureau.opened(title="第二批").round.title == "第二批"


def test_a_matter_that_the_list_has_no_longer_gets_no_round(bureau: Bureau):
    import_document(bureau.agency, listing(matter(1, "绿色工厂申报", ("受理", ACCEPT))), by=None)
    with pytest.raises(Unacceptable, match="现行清单中没有这一事项"):
        services.open_round(bureau.other, bureau.keeper, year=2026, title="", notice=NOTICE, plan=plan())


def test_the_scan_of_a_notice_is_for_everybody(bureau: Bureau):
    scan = receive(bureau.keeper, "通知.pdf", [PDF])
    call = services.open_round(
        bureau.matter, bureau.keeper, year=2026, title="", notice=replace(NOTICE, scan=scan), plan=plan()
    )
    scan.refresh_from_db()
    assert scan.bound_to == f"round:{call.round.pk}"
    assert may(None, "file.view", scan)


def test_it_is_recorded_who_did_what(bureau: Bureau):
    call = bureau.opened()
    services.close(call.round, bureau.head, "提前截止", call.terms.pk)
    verbs = list(
        Event.objects.filter(verb__startswith="round.").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["round.open", "round.closed"]


OTHERS = [kind for kind in RoleKind if kind not in (RoleKind.LIST_KEEPER, RoleKind.OFFICE_HEAD)]


@pytest.mark.parametrize("kind", OTHERS)
def test_nobody_else_opens_or_changes_a_round(bureau: Bureau, kind):
    call = bureau.opened()
    other = person("other", kind, bureau.agency)
    with pytest.raises(Denied):
        services.open_round(bureau.matter, other, year=2026, title="甲", notice=NOTICE, plan=plan())
    with pytest.raises(Denied):
        services.set_terms(call.round, other, plan(-10, 30), "延期", call.terms.pk)
    with pytest.raises(Denied):
        services.close(call.round, other, "截止", call.terms.pk)
    assert (Round.objects.count(), Terms.objects.count()) == (1, 1)


def test_a_head_elsewhere_changes_nothing_here(bureau: Bureau):
    call = bureau.opened()
    head = person("neighbour", RoleKind.OFFICE_HEAD, open_agency("xixia-kjj", "西峡县科学技术局"))
    with pytest.raises(Denied):
        services.call_off(call.round, head, "取消", call.terms.pk)


TAMPERING = {
    "a round is renamed": lambda: Round.objects.update(title="别的"),
    "a round is deleted": lambda: Round.objects.all()._raw_delete("default"),
    "a window is moved": lambda: Terms.objects.update(closes_on=day(99)),
    "a row of the terms is deleted": lambda: Terms.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("act", TAMPERING.values(), ids=TAMPERING)
def test_what_is_kept_cannot_be_changed(bureau: Bureau, act):
    bureau.opened()
    with pytest.raises(IntegrityError, match=r"不能修改或删除"), transaction.atomic():
        act()


def test_an_application_belongs_to_the_round_that_is_open_else_to_the_nearest(bureau: Bureau):
    assert queries.call_for(bureau.matter) is None
    bureau.opened(-400, -370, "去年的")
    bureau.opened(40, 60, "下一批")
    assert queries.call_for(bureau.matter).round.title == "下一批"
    assert queries.call_for(bureau.matter, day=day(-300)).round.title == "去年的"
    bureau.opened(-1, 1, "现在的")
    assert queries.call_for(bureau.matter).round.title == "现在的"
    assert queries.call_for(bureau.other) is None


def test_of_rounds_that_are_open_together_the_one_for_the_kind_is_meant(bureau: Bureau):
    bureau.opened(-5, 9, "省级批次", kinds=["provincial"])
    bureau.opened(-5, 20, "国家级批次", kinds=["national"])
    bureau.opened(-5, 2, "各类批次")
    assert queries.call_for(bureau.matter, "national").round.title == "国家级批次"
    assert queries.call_for(bureau.matter, "provincial").round.title == "省级批次"
    assert queries.call_for(bureau.matter).round.title == "各类批次"


def test_what_was_called_off_takes_nothing_in(bureau: Bureau):
    call = bureau.opened()
    services.call_off(call.round, bureau.keeper, "上级取消", call.terms.pk)
    assert queries.call_for(bureau.matter) is None


def test_the_public_finds_what_is_open_and_what_is_to_come(bureau: Bureau, django_assert_num_queries):
    bureau.opened(-20, -1, "截止的")
    bureau.opened(9, 20, "以后的")
    bureau.opened(-5, 9, "长的")
    bureau.opened(-5, 2, "短的")
    closed = bureau.opened(-5, 4, "提前截止的")
    services.close(closed.round, bureau.keeper, "提前截止", closed.terms.pk)
    with django_assert_num_queries(1):
        found = [each.round.title for each in queries.announced(bureau.agency)]
    assert found == ["短的", "长的", "以后的"]
    assert [each.round.title for each in queries.announced_of(bureau.matter)] == found
    assert queries.years(bureau.agency) == (2026,)
    assert len(queries.calls(bureau.agency, 2026)) == 5
    assert not queries.calls(bureau.agency, 2025)
