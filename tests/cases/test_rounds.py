"""Cases of a round: which one they are in, by what kit, of what people are warned, and that nobody is shut out."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from quanze.audit.models import Event
from quanze.bars.models import Bar
from quanze.bars.services import Decision, record_bar
from quanze.cases import proof, queries, services
from quanze.cases.history import history
from quanze.cases.models import Case, Note
from quanze.kits.additions import Additions
from quanze.kits.model import Condition, FieldKind, Material, Origin, Source, Statement
from quanze.people.permissions import Denied
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind
from quanze.rounds import services as rounds
from quanze.rounds.queries import Call
from quanze.rounds.services import Notice, Plan
from quanze.rulebook import queries as rulebook
from quanze.rulebook.services import set_kit
from tests.cases.conftest import House
from tests.cases.test_matter_five import step

NOTICE = Notice("关于开展2026年工业新产品综合评价的通知", "豫工信科〔2026〕12号", "河南省工业和信息化厅")


def opened(house: House, first: int = -10, last: int = 10, title: str = "", **more) -> Call:
    """A round of matter 5 from so many days from today to so many."""
    today = house.today()
    plan = Plan(today + timedelta(first), today + timedelta(last), quota=more.pop("quota", {}))
    return rounds.open_round(
        house.matter(), house.keeper, year=2026, title=title, notice=NOTICE, plan=plan, **more
    )


def cautions(case: Case, act: type[acts.Act]) -> list[tuple[str, str]]:
    return [
        (caution.code, caution.words)
        for event in history(case)
        if isinstance(event.what, act)
        for caution in event.cautions
    ]


def test_within_the_window_a_case_is_in_the_round_and_nobody_is_warned(house: House):
    call = opened(house, additions=Additions(materials=(Material("", "查新报告", required=True),)))
    case = house.submitted()
    assert (case.round, case.kit_id) == (call.round, call.round.kit_id)
    assert "查新报告" in [each.name for each in queries.case_page(case, house.wang).pinned.kit.materials]
    assert not cautions(case, acts.Submit)


def test_a_matter_without_rounds_is_open_all_year(house: House):
    case = house.submitted()
    assert case.round is None
    assert not cautions(case, acts.Submit)


WINDOWS = {"too late": (-30, -1, "本批次接收申请的时间已过"), "too early": (1, 30, "本批次尚未开始接收申请")}


@pytest.mark.parametrize(("first", "last", "words"), WINDOWS.values(), ids=WINDOWS)
def test_out_of_the_window_it_is_taken_in_with_a_warning(house: House, first, last, words):
    call = opened(house, first, last)
    case = house.submitted()
    assert case.round == call.round
    assert cautions(case, acts.Submit) == [("window", words)]
    house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=services.LetterOrder("acceptance"))
    assert cautions(case, acts.Accept) == [("window", words)]


def test_of_paper_the_day_of_receipt_decides_about_the_round(house: House):
    earlier, _ = opened(house, -30, -5, "第一批"), opened(house, -4, 20, "第二批")
    case = services.take_in(
        house.bureau,
        house.matter(),
        house.wang,
        house.party,
        {"product": "破碎机"},
        [],
        house.today() - timedelta(6),
        key="w",
    )
    assert case.round == earlier.round
    assert not cautions(case, acts.Submit)


def test_the_applicant_is_told_of_the_window_before_handing_in(house: House, django_assert_max_num_queries):
    opened(house, -30, -1)
    matter = house.matter()
    matter.agency = house.bureau
    with django_assert_max_num_queries(2):
        around = queries.of_application(matter, house.party, "")
    (warned,) = around.warnings
    assert warned.kind == "window"
    assert "“2026年申报”接收申请的时间已于" in warned.words
    assert warned.ground == "《关于开展2026年工业新产品综合评价的通知》（豫工信科〔2026〕12号）"


def test_a_change_of_the_window_holds_for_the_cases_of_the_round(house: House):
    call = opened(house, -30, -1)
    case = house.submitted()
    plan = Plan(call.terms.opens_on, house.today())
    rounds.set_terms(call.round, house.keeper, plan, "延期一日", call.terms.pk)
    house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=services.LetterOrder("acceptance"))
    assert not cautions(case, acts.Accept)


def test_the_quota_counts_what_went_up(house: House):
    call = opened(house, quota={"": 1})
    one, other = house.submitted(), house.submitted()
    assert queries.of_case(other).quota.recommended == 0
    Case.objects.filter(pk=one.pk).update(reported=True)
    found = queries.of_case(other).quota
    assert (found.most, found.recommended) == (1, 1)
    Case.objects.filter(pk=one.pk).update(negative=True)
    assert queries.of_case(other).quota.recommended == 0
    assert call.quota == {"": 1}


def test_the_officer_moves_a_case_to_another_round_and_says_why(house: House):
    first, second = opened(house, -30, -5, "第一批"), opened(house, -4, 20, "第二批")
    case = house.submitted()
    assert case.round == second.round
    moved = services.place(case, house.wang, first.round, "材料于3月1日已送到窗口，漏登")
    assert moved.round == first.round
    assert moved.kit_id == case.kit_id
    assert Note.objects.get().words == ("移到“第一批”，原在“第二批”。理由：材料于3月1日已送到窗口，漏登")
    event = Event.objects.get(verb="case.place")
    assert json.loads(event.body)["detail"]["to"] == first.round.pk


def test_a_case_is_moved_with_a_reason_and_within_its_matter_alone(house: House):
    call = opened(house)
    case = house.submitted()
    with pytest.raises(Unacceptable, match="请写明"):
        services.place(case, house.wang, call.round, " ")
    with pytest.raises(Unacceptable, match="已经在这一批次"):
        services.place(case, house.wang, call.round, "理由")
    other = rounds.open_round(
        house.matter("省级智能工厂、智能车间申报"),
        house.keeper,
        year=2026,
        title="",
        notice=NOTICE,
        plan=Plan(house.today(), house.today()),
    )
    with pytest.raises(Unacceptable, match="同一事项"):
        services.place(case, house.wang, other.round, "理由")
    with pytest.raises(Denied):
        services.place(case, house.leader, call.round, "理由")
    off = opened(house, title="取消的")
    rounds.call_off(off.round, house.keeper, "误设", off.terms.pk)
    with pytest.raises(Unacceptable, match="已取消，不能移入"):
        services.place(case, house.wang, off.round, "理由")


def test_the_archive_tells_the_round_and_proves_itself(house: House):
    opened(house, quota={"": 3})
    case = house.submitted()
    out = io.BytesIO()
    services.pack(case, house.wang, out)
    assert list(proof.problems(out)) == []
    with zipfile.ZipFile(out) as archive:
        told = json.loads(archive.read("case.json"))["round"]
    assert (told["title"], told["notice"]["number"], told["quota"]) == (
        "2026年申报",
        "豫工信科〔2026〕12号",
        {"": 3},
    )
    assert told["kit"] == case.kit_id


def barred(house: House, last: int = 30) -> Bar:
    """A recorded decision against the applicant."""
    decision = Decision(
        "南阳市财政局", "宛财监〔2026〕3号", house.today() - timedelta(5), house.file(house.keeper)
    )
    return record_bar(
        house.bureau,
        house.keeper,
        code=house.party.credit_code,
        name=house.party.name,
        scope="工业新产品综合评价",
        matters=[house.matter()],
        since=decision.on,
        until=house.today() + timedelta(last),
        decision=decision,
        facts="提供虚假检测报告",
    )


def test_who_is_barred_hands_in_and_everybody_is_warned(house: House):
    barred(house)
    case = house.submitted()
    ((code, words),) = cautions(case, acts.Submit)
    assert code == "bar"
    assert "工业新产品综合评价" in words
    assert "南阳市财政局宛财监〔2026〕3号" in words
    (warned,) = queries.of_application(case.matter, house.party, "").warnings
    assert (warned.kind, warned.ground) == ("bar", "南阳市财政局宛财监〔2026〕3号")
    refuse = acts.Decline(step(case, Kind.REFUSE), f"{warned.words}（{warned.ground}）")
    done = house.do(case, refuse, letter=services.LetterOrder("declination"))
    assert done.standing == "待登记凭证的盖章和送达"


def test_a_bar_that_is_over_warns_nobody(house: House):
    barred(house, last=-1)
    assert not cautions(house.submitted(), acts.Submit)


def test_a_bar_from_another_matter_warns_nobody_here(house: House):
    barred(house)
    other = house.matter("省级智能工厂、智能车间申报")
    assert not queries.of_application(other, house.party, "").bars


def test_where_another_authority_seems_competent_the_officer_is_warned_and_told_why(house: House):
    """What the kit says of jurisdiction, for these answers; never by the digits of a code."""
    matter = house.matter()
    kit = rulebook.kit_of(matter).kit
    field = next(each for each in kit.fields() if each.kind is FieldKind.YES_NO)
    zone = Statement(
        "注册在开发区的，由开发区受理",
        Source(Origin.HOUSE, "本局申报须知第三条"),
        (Condition(field.key, (True,)),),
        competent="南阳高新区经济发展局",
    )
    set_kit(house.bureau, matter.number, replace(kit, jurisdiction=(zone,)), house.keeper)
    case = house.submitted(**{field.key: "是"})
    house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=services.LetterOrder("acceptance"))
    assert cautions(case, acts.Accept) == [("jurisdiction", "可能由南阳高新区经济发展局管辖")]
    (warned,) = queries.case_page(case, house.wang).around.warnings
    assert warned.ground == "本局申报须知第三条"
    other = house.submitted(**{field.key: "否"})
    assert not queries.of_case(other).warnings
