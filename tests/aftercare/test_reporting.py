"""What follows a result: reported by the applicant, looked at by an officer, recorded with evidence, summed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from quanze.aftercare import queries, services
from quanze.aftercare.models import Filing, Reply
from quanze.aftercare.queries import State
from quanze.aftercare.services import Decision
from quanze.aftercare.table import cells, document, table
from quanze.audit.models import Event
from quanze.cases.models import Case, Message
from quanze.documents import xlsx
from quanze.people.permissions import Denied
from quanze.people.unacceptable import Unacceptable
from quanze.rulebook.queries import kit_of
from quanze.rulebook.services import set_kit
from tests.aftercare.conftest import BENEFIT, TODAY, After
from tests.cases.conftest import account

PAID = {"on": "2026-02-03", "amount": "150"}
RECOVERED = {"on": "2026-06-01", "amount": "30", "why": "挪用。"}
DECIDED = Decision("河南省财政厅", "豫财决〔2026〕1号", date(2026, 5, 20))


def test_the_years_since_the_result_are_asked_for_and_late_when_nobody_reports(after: After):
    lines = after.lines("benefit")
    assert [(line.year, line.state, line.late(TODAY)) for line in lines] == [
        (2025, State.MISSING, True),
        (2024, State.MISSING, True),
    ]
    assert not lines[0].late(date(2026, 3, 31))
    assert [line.year for line in queries.owed_by([after.house.party], TODAY)] == [2024, 2025]


def test_who_was_granted_nothing_owes_nothing(after: After):
    Case.objects.filter(pk=after.case.pk).update(granted_on=None)
    assert queries.of_case(Case.objects.get(pk=after.case.pk), TODAY) == ()
    assert queries.owed_by([after.house.party], TODAY) == ()


def test_what_is_reported_waits_to_be_looked_at_and_is_accepted(after: After):
    filing = after.file()
    assert after.lines("benefit")[0].state is State.FILED
    assert [line.year for line in queries.owed_by([after.house.party], TODAY)] == [2024]
    after.reply(filing)
    assert after.lines("benefit")[0].state is State.ACCEPTED
    told = Event.objects.filter(verb__startswith="aftercare.").order_by("pk")
    verbs = list(told.values_list("verb", flat=True))
    assert verbs == ["aftercare.file", "aftercare.accept"]


def test_what_is_returned_is_reported_again_and_the_reason_told(after: After):
    first = after.file()
    after.reply(first, False, "销售收入与财务报表不一致。")
    line = after.lines("benefit")[0]
    assert (line.state, line.reply.words) == (State.RETURNED, "销售收入与财务报表不一致。")
    assert "已退回" in Message.objects.latest("pk").body
    second = after.file(seen=first.pk)
    assert after.lines("benefit")[0].filing == second
    with pytest.raises(Unacceptable, match="新的一份"):
        after.reply(first, True, seen=first.replies.get().pk)


@pytest.mark.parametrize("words", ["", "  \n"])
def test_nothing_is_returned_without_a_reason(after: After, words: str):
    filing = after.file()
    with pytest.raises(Unacceptable, match="请写明退回的理由"):
        after.reply(filing, False, words)
    assert not Reply.objects.exists()


def test_what_was_accepted_is_not_reported_over(after: After):
    filing = after.file()
    after.reply(filing)
    with pytest.raises(Unacceptable, match="已经核实"):
        after.file(seen=filing.pk)


def test_a_form_that_was_sent_twice_is_one_report(after: After):
    made = after.file(key="same")
    assert after.file(key="same") == made
    after.reply(made)
    after.reply(made)
    assert (Filing.objects.count(), Reply.objects.count()) == (1, 1)


def test_of_two_who_report_at_once_the_second_is_told(after: After):
    after.file()
    with pytest.raises(Unacceptable, match="姓名chen已经报送"):
        after.file()


def test_of_two_who_look_at_it_at_once_the_second_is_told(after: After):
    filing = after.file()
    after.reply(filing)
    with pytest.raises(Unacceptable, match="姓名wang已经核实"):
        after.reply(filing, False, "不对。", person=after.house.head)


@pytest.mark.parametrize("year", [2023, 2026, 0])
def test_years_that_are_not_asked_for_are_refused(after: After, year: int):
    with pytest.raises(Unacceptable, match="没有要求报送"):
        after.file(year=year)


def test_what_is_not_filled_in_is_refused_with_its_place(after: After):
    with pytest.raises(services.Unfinished) as refused:
        after.file(answers={"sold": "很多"})
    assert {each.path for each in refused.value.checked.problems} == {"sold", "sales", "gain"}
    assert not Filing.objects.exists()


def test_what_the_kit_does_not_ask_for_is_refused(after: After):
    with pytest.raises(Unacceptable, match="没有这一项后续管理"):
        after.file("recovery")


def test_a_report_is_read_by_the_form_by_which_it_was_filled_in(after: After):
    filing = after.file()
    house, matter = after.house, after.case.matter
    kit = kit_of(matter).kit
    [item] = kit.follow_ups
    fewer = replace(item, fields=tuple(each for each in item.fields if each.key != "export"))
    set_kit(house.bureau, matter.number, replace(kit, follow_ups=(fewer,)), house.keeper)
    assert queries.values_of(queries.filing(filing.pk))["export"] == Decimal(15)
    assert [each.key for each in after.lines("benefit")[0].item.fields] == ["sold", "sales", "gain", "policy"]


# Funds --------------------------------------------------------------------------------------------------------------


def test_money_is_recorded_with_its_evidence_in_the_year_in_which_it_was_paid(funded: After):
    filing = funded.record("paid", PAID)
    assert filing.year == 2026
    [line] = funded.lines("paid")
    assert (line.state, line.filing) == (State.RECORDED, filing)
    funded.record("paid", {"on": "2025-12-30", "amount": "50"})
    assert [line.year for line in funded.lines("paid")] == [2025, 2026]


def test_nothing_is_recorded_without_its_evidence(funded: After):
    with pytest.raises(Unacceptable, match="请上传拨付凭证"):
        funded.record("paid", PAID, files=[])


@pytest.mark.parametrize(
    "decision",
    [None, replace(DECIDED, organ=" "), replace(DECIDED, number=""), replace(DECIDED, on=date(2100, 1, 1))],
)
def test_money_is_recovered_only_by_a_recorded_decision(funded: After, decision: Decision | None):
    with pytest.raises(Unacceptable, match="决定"):
        funded.record("recovery", RECOVERED, decision=decision)
    assert not Filing.objects.exists()


def test_a_recovery_keeps_the_decision(funded: After):
    filing = funded.record("recovery", RECOVERED, decision=DECIDED)
    assert filing.decision == {"organ": "河南省财政厅", "number": "豫财决〔2026〕1号", "on": "2026-05-20"}


def test_a_wrong_record_is_taken_back_with_its_reason_and_not_counted(funded: After):
    filing = funded.record("paid", PAID)
    with pytest.raises(Unacceptable, match="不需要再核实"):
        funded.reply(filing)
    funded.reply(filing, False, "重复登记。")
    lines = funded.lines("paid")
    assert lines[0].state is State.RETURNED
    assert queries.totals(lines, lines[0].item).sums == {"amount": Decimal(0)}
    assert not Message.objects.filter(body__contains="已退回").exists(), "the applicant reported nothing"


# Who ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["leader", "supervisor", "recorder", "cai", "keeper"])
def test_who_may_not_report_or_look_at_it(after: After, who: str):
    person = getattr(after.house, who)
    with pytest.raises(Denied):
        after.file(person=person)
    filing = after.file()
    with pytest.raises(Denied):
        after.reply(filing, person=person)
    with pytest.raises(Denied):
        services.remind(after.house.bureau, person, after.lines("benefit"), today=TODAY)


def test_a_stranger_reports_nothing(after: After):
    with pytest.raises(Denied):
        after.file(person=account("other"))


def test_an_applicant_records_nothing_of_its_own(funded: After):
    with pytest.raises(Denied):
        funded.file("paid", 0, answers=PAID, files=[funded.house.file(funded.house.chen)])


def test_what_comes_on_paper_is_entered_by_an_officer_and_still_looked_at(after: After):
    after.file(person=after.house.wang)
    assert after.lines("benefit")[0].state is State.FILED


# A matter's year ----------------------------------------------------------------------------------------------------


def test_the_table_of_a_year_has_who_reported_and_who_did_not_and_adds_up_what_counts(after: After):
    house, matter, item = after.house, after.case.matter, after.lines("benefit")[0].item
    other = house.submitted(product="另一台")
    Case.objects.filter(pk=other.pk).update(granted_on=date(2025, 7, 1), ending="reported")
    after.reply(after.file())
    found = list(queries.of_year(house.wang, house.bureau, matter, item, 2025, TODAY))
    lines = queries.lines_of(found, kit_of(matter).kit, item, 2025, TODAY)
    made = table("新产品", item, 2025, lines, TODAY)
    assert sorted(row.standing for row in made.rows) == ["已核实", "未报，已逾期"]
    assert made.heads[:3] == ("销售数量", "销售收入（万元）", "利税（万元）")
    assert made.sums[:3] == ("120", "3,600.5", "-40")
    assert [row[0] for row in cells(made)] == ["单位", *[each.applicant_name for each in found], "合计"]
    assert [
        each.case for each in queries.lines_of(found[:1], kit_of(matter).kit, item, 2025, TODAY)
    ] == found[:1]
    only_first = list(queries.of_year(house.wang, house.bureau, matter, item, 2024, TODAY))
    assert [each.pk for each in only_first] == [after.case.pk], "the other one was granted later"
    assert not queries.of_year(house.wang, house.bureau, matter, item, 2026, TODAY), "not asked for yet"


def test_the_table_is_written_for_excel(after: After, tmp_path):
    lines = after.lines("benefit")
    path = tmp_path / "table.xlsx"
    with path.open("wb") as out:
        xlsx.write(document(table("新产品", lines[0].item, 2025, lines, TODAY)), out)
    assert path.read_bytes()[:2] == b"PK"


def test_who_has_not_reported_is_written_to_once_a_day(after: After):
    house = after.house
    after.file(year=2024)
    before = Message.objects.count()
    for _ in range(2):
        told = services.remind(house.bureau, house.wang, after.lines("benefit"), today=TODAY)
        assert told == 1
    fresh = Message.objects.order_by("pk")[before:]
    assert [("2025年度“新产品效益统计”" in each.body) for each in fresh] == [True]


def test_nothing_that_was_said_is_changed(after: After):
    filing = after.file()
    said = after.reply(filing)
    for row, changed in ((filing, {"year": 2024}), (said, {"accepted": False})):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**changed)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    assert Filing.objects.get().answers == {**BENEFIT}
