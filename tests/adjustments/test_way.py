"""The way of an adjustment: drafted, reviewed, returned, resubmitted, approved, published."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from quanze.adjustments import queries, services
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Adjustment
from quanze.audit.queries import events, verify_chain
from quanze.digests import canonical, strict_loads
from quanze.files import store
from quanze.lists.earlier import before_adjustments
from quanze.lists.model import AnnexKind, Text
from quanze.registry import proof
from quanze.registry import queries as lists
from quanze.registry.models import Upload
from quanze.registry.services import Unacceptable, import_document, receive_upload
from tests.adjustments.conftest import NEW_BASIS, decision, full, make_house, standing
from tests.files.made import PDF


def names(edition, kind=None) -> list[str]:
    return [row.version.name for row in lists.entries(edition, kind or edition.main)]


def test_the_samples_two_adjustments_from_the_uploaded_document_to_the_edition(
    db, sample_docx, sample_document
):
    """编办、司法局、政府 each by its own people; the source's annexes 2 and 3 differ in some words."""
    house = make_house()
    earlier = before_adjustments(sample_document)
    first = import_document(house.bureau, earlier.document, by=None, effective_from=date(2025, 1, 1))
    with sample_docx.open("rb") as stream:
        upload = receive_upload(house.bureau, house.keeper, "清单.docx", stream)
    adjustment = services.begin_from_upload(upload, house.keeper, "2025年调整", cause="依据修订")

    three, nine = queries.changes_of(adjustment)
    assert [each.kind for each in (three, nine)] == ["changed", "changed"]
    assert (three.summary, nine.summary) == ("修改依据和追责情形", "修改依据")
    assert three.reason.startswith("依据《河南省财政厅")
    undecided = [path for path, choice in three.choices.items() if choice["chosen"] is None]
    assert set(undecided) == {"stages[2].duty", "liability"}
    assert all(choice["chosen"] == "retained" for choice in nine.choices.values())

    assert queries.examine(adjustment).obstacle.startswith("有2条改动还没有决定采纳与否")
    for change in (three, nine):
        change = services.decide(change, house.keeper, change.version, accept=True)
        change = services.edit_change(
            change, house.keeper, change.version, basis="豫财企〔2025〕1号", under_way="switch"
        )
    adjustment.refresh_from_db()
    assert "文件中有2栏写法不一" in queries.examine(adjustment).obstacle
    three.refresh_from_db()
    three = services.choose(three, house.keeper, three.version, "stages[2].duty", "adjusted")
    three = services.choose(three, house.keeper, three.version, "liability", "retained")

    house.approve(adjustment)
    edition = house.publish(adjustment, effective_from=date(2025, 12, 1))

    assert (edition.sequence, edition.origin) == (2, "adjustment")
    assert edition.approval["number"] == "宛龙政〔2026〕3号"
    changed = lists.between(first, edition).substantive
    assert [each.matter.number for each in changed] == [3, 9]
    retained, adjusted = (
        lists.annexes(edition, kind)[0] for kind in (AnnexKind.RETAINED, AnnexKind.ADJUSTED)
    )
    source = sample_document
    theirs = source.annex(AnnexKind.RETAINED).matters[2]
    assert retained.matters[2].basis.value == theirs.basis.value
    assert retained.matters[2].liability.value == theirs.liability.value
    assert (
        retained.matters[2].stages[2].duty.value
        == source.annex(AnnexKind.ADJUSTED).matters[0].stages[2].duty.value
    )
    assert lists.annexes(edition, AnnexKind.CATALOGUE)[0] == source.annex(AnnexKind.CATALOGUE)
    assert [row.adjustment.reason.value for row in adjusted.matters] == [
        row.adjustment.reason.value for row in source.annex(AnnexKind.ADJUSTED).matters
    ]
    assert (
        adjusted.matters[0].before["basis"].value
        == source.annex(AnnexKind.ADJUSTED).matters[0].before["basis"].value
    )
    assert adjusted.matters[0].basis.marks
    upload.refresh_from_db()
    assert (upload.state, upload.edition) == (Upload.State.IMPORTED, edition)
    assert proof.problems(strict_loads(canonical(lists.exported(edition)))) == ()
    assert list(verify_chain(house.bureau.code)) == []


def test_returned_with_comments_resubmitted_approved_and_published(house):
    adjustment = house.adjustment(cause_on=date(2026, 1, 4))
    change = house.change(adjustment, 1)
    house.submit(adjustment)
    house.pass_(adjustment, house.justice, "justice", comment="合法")
    adjustment.refresh_from_db()
    services.send_back(adjustment, house.bianban, adjustment.version, "staffing", "请补充依据的全称")
    adjustment.refresh_from_db()
    assert (adjustment.state, adjustment.due_on) == (Adjustment.State.RETURNED, None)
    services.edit_change(change, house.keeper, change.version, basis="《河南省煤炭条例》第二十条")

    house.submit(adjustment)
    assert [each.waiting for each in standing(adjustment)] == [True, True, False]
    house.pass_(adjustment, house.bianban, "staffing")
    with pytest.raises(Unacceptable, match="还没有轮到"):
        house.pass_(adjustment, house.government, "approval", decision=decision(house.government))
    house.pass_(adjustment, house.justice, "justice")
    assert [each.waiting for each in standing(adjustment)] == [False, False, True]
    house.pass_(adjustment, house.government, "approval", decision=decision(house.government))
    edition = house.publish(adjustment)

    assert lists.matter_page(house.bureau, 1).content.basis.value == NEW_BASIS
    assert edition.approval == {
        "step": "政府批准",
        "by": "卧龙区人民政府",
        "number": "宛龙政〔2026〕3号",
        "on": "2026-01-05",
        "scan": hashlib.sha256(PDF).hexdigest(),
    }
    assert store.fetch(edition.approval["scan"]).read() == PDF
    told = [(each.verb, each.step, each.person.username) for each in queries.acts(adjustment)]
    assert [act for act in told if act[0] not in ("edit", "answer")] == [
        ("begin", "", "keeper"),
        ("submit", "", "keeper"),
        ("pass", "justice", "justice"),
        ("return", "staffing", "bianban"),
        ("submit", "", "keeper"),
        ("pass", "staffing", "bianban"),
        ("pass", "justice", "justice"),
        ("pass", "approval", "government"),
        ("publish", "", "keeper"),
    ]
    verbs = [event.verb for event in events(house.bureau.code) if event.verb.startswith("adjustment.")]
    assert verbs[0] == "adjustment.publish"
    assert len([verb for verb in verbs if verb != "adjustment.responsible"]) == len(told)
    assert list(verify_chain(house.bureau.code)) == []


def test_what_is_withdrawn_goes_through_the_whole_chain_again(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    house.approve(adjustment)
    adjustment.refresh_from_db()
    services.withdraw(adjustment, house.keeper, adjustment.version, "名称有误")
    adjustment.refresh_from_db()
    assert adjustment.state == Adjustment.State.DRAFT
    with pytest.raises(Unacceptable, match="起草，现在不能"):
        house.publish(adjustment)
    house.submit(adjustment)
    assert [each.passed for each in standing(adjustment)] == [None, None, None]


def test_each_kind_of_change_makes_the_list_that_it_says(house):
    adjustment = house.adjustment()
    new = full("盐业检查").annexes[0].matters[0]
    merged = replace(house.content(1), name=Text.plain("采矿和焦化审核"))
    parts = [replace(house.content(3), name=Text.plain(f"车间认定（{kind}）")) for kind in ("智能", "数字")]
    house.add(adjustment, Kind.ADDED, after=[new])
    house.add(
        adjustment,
        Kind.MERGED,
        matters=[house.matter(1), house.matter(2)],
        after=[merged],
        under_way="switch",
    )
    house.add(adjustment, Kind.DIVIDED, matters=[house.matter(3)], after=parts, under_way="continue")
    house.approve(adjustment)
    edition = house.publish(adjustment)
    assert names(edition) == ["采矿和焦化审核", "车间认定（智能）", "车间认定（数字）", "盐业检查"]
    rows = lists.entries(edition, edition.main)
    assert [(row.number, row.matter.number) for row in rows] == [("1", 5), ("2", 6), ("3", 7), ("4", 4)]
    assert {
        (link.kind, link.predecessor.number, link.successor.number) for link in lists.successions(edition)
    } == {
        ("merged", 1, 5),
        ("merged", 2, 5),
        ("split", 3, 6),
        ("split", 3, 7),
    }
    summaries = [
        row.adjustment.summary.value for row in lists.annexes(edition, AnnexKind.ADJUSTED)[0].matters
    ]
    assert summaries[0] == "新增"
    assert summaries[1] == "将“采矿审核”“焦化审核”合并为“采矿和焦化审核”"
    transitions = [
        (each.matter.number, each.under_way.value, [new.number for new in each.became])
        for each in queries.transitions(edition)
    ]
    assert transitions == [(1, "switch", [5]), (2, "switch", [5]), (3, "continue", [6, 7])]
    history = lists.lineage(house.matter(5))
    assert [state.entry.version.name for state in history.states] == [
        "采矿审核",
        "焦化审核",
        "采矿和焦化审核",
    ]


@pytest.mark.parametrize(
    ("kind", "counterpart", "said"),
    [
        (Kind.CANCELLED, "", "取消"),
        (Kind.DELEGATED, "七里园乡人民政府", "下放至七里园乡人民政府"),
        (Kind.TRANSFERRED, "卧龙区商务局", "划转至卧龙区商务局"),
    ],
)
def test_a_matter_that_goes_is_gone_and_says_where_to(house, kind, counterpart, said):
    adjustment = house.adjustment()
    house.add(
        adjustment,
        kind,
        matters=[house.matter(2)],
        counterpart=counterpart,
        under_way="transfer",
        transfer_to=counterpart or "卧龙区商务局",
    )
    house.approve(adjustment)
    edition = house.publish(adjustment)
    assert names(edition) == ["采矿审核", "车间认定"]
    [row] = lists.annexes(edition, AnnexKind.ADJUSTED)[0].matters
    assert (row.name.value, row.adjustment.summary.value) == ("焦化审核", said)


def test_a_correction_names_what_it_corrects(house):
    wrong = lists.last(house.bureau)
    adjustment = house.adjustment("更正第1版", corrects=wrong)
    house.change(adjustment, 1, name="采矿权审核")
    house.approve(adjustment)
    edition = house.publish(adjustment)
    assert (edition.origin, edition.corrects) == ("correction", wrong)
    assert lists.lineage(house.matter(1)).states[-1].entry.version.name == "采矿权审核"


def test_an_adjustment_can_take_effect_on_a_coming_date(house):
    tomorrow = timezone.localdate() + timedelta(days=1)
    adjustment = house.adjustment(effective_from=tomorrow)
    house.change(adjustment, 1)
    house.approve(adjustment)
    edition = house.publish(adjustment)
    assert lists.edition_on(house.bureau).sequence == 1
    assert lists.edition_on(house.bureau, tomorrow) == edition
    assert lists.matter_page(house.bureau, 1).content.basis.value != NEW_BASIS


def test_a_new_foot_can_be_published(house):
    adjustment = house.adjustment()
    foot = {"service_phone": "110", "complaint_body": None, "complaint_phone": None, "address": None}
    services.revise(adjustment, house.keeper, adjustment.version, contact=foot)
    house.approve(adjustment)
    edition = house.publish(adjustment)
    assert lists.contact(edition).service_phone == "110"
    assert lists.contact(edition).exact == ("服务电话：110",)
    assert lists.annexes(edition, AnnexKind.ADJUSTED) == ()


# In the way ----------------------------------------------------------------------------------------------------------

LACKING = {
    "no reason": ({"reason": " "}, "没有写明调整原因"),
    "no basis": ({"basis": ""}, "没有写明调整依据"),
    "nothing about cases": ({"under_way": ""}, "须写明在办事项怎么办"),
    "cases of a cancelled power go on": (
        {"under_way": "continue", "kind": Kind.CANCELLED, "after": []},
        "须写明在办事项怎么办",
    ),
    "transfer to nobody": ({"under_way": "transfer"}, "须写明移交给哪个机关"),
    "delegated to nobody": ({"kind": Kind.DELEGATED, "after": [], "under_way": "end"}, "下放须写明对方机关"),
    "cancelled and yet there": ({"kind": Kind.CANCELLED, "under_way": "end"}, "取消不能有调整后的事项"),
    "merged alone": ({"kind": Kind.MERGED}, "合并须有清单中的事项至少2项"),
}


@pytest.mark.parametrize(("fields", "says"), LACKING.values(), ids=LACKING.keys())
def test_a_line_that_is_not_complete_is_not_submitted(house, fields, says):
    adjustment = house.adjustment()
    change = house.change(adjustment, 1)
    services.edit_change(change, house.keeper, change.version, **fields)
    adjustment.refresh_from_db()
    with pytest.raises(Unacceptable, match=says):
        services.submit(adjustment, house.keeper, adjustment.version)


def test_a_date_before_that_of_the_list_is_noticed_before_anybody_reviews(house):
    adjustment = house.adjustment(effective_from=date(2023, 12, 31))
    house.change(adjustment, 1)
    with pytest.raises(Unacceptable, match="拟生效日期2023-12-31早于第1版的生效日期2024-01-01"):
        house.submit(adjustment)


def test_nothing_is_not_submitted(house):
    adjustment = house.adjustment()
    with pytest.raises(Unacceptable, match="还没有任何改动"):
        services.submit(adjustment, house.keeper, adjustment.version)


def test_an_error_that_the_adjustment_brings_in_blocks(house):
    adjustment = house.adjustment()
    house.change(adjustment, 2, name="采矿审核")
    house.answer_all(adjustment)
    adjustment.refresh_from_db()
    assert queries.examine(adjustment).brought_in
    with pytest.raises(Unacceptable, match="调整会带来"):
        services.submit(adjustment, house.keeper, adjustment.version)


def test_a_warning_wants_an_answer_that_is_kept_and_holds_for_the_next_adjustment(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1, basis="依据《通知》(豫工信[2020]5号）执行")
    questions = queries.examine(adjustment).unanswered
    assert questions
    adjustment.refresh_from_db()
    with pytest.raises(Unacceptable, match="处问题还没有答复"):
        services.submit(adjustment, house.keeper, adjustment.version)
    house.answer_all(adjustment, "原文如此")
    adjustment.refresh_from_db()
    assert {question.answer for question in queries.examine(adjustment).questions} == {"原文如此"}
    assert adjustment.answers.count() == len(questions)
    house.approve(adjustment)
    house.publish(adjustment)

    following = house.adjustment()
    house.change(following, 2)
    about_the_first = [
        question for question in queries.examine(following).questions if question.finding.matter == "采矿审核"
    ]
    kept = [question for question in about_the_first if question.finding.annex is AnnexKind.RETAINED]
    assert kept
    assert all(question.known and question.answer == "原文如此" for question in kept)


FAULTY = "情节严重的，予以警告、记过或者记大过；情节严重的，予以降级或者撤职。"


@pytest.mark.parametrize(
    "texts", [{"basis": NEW_BASIS}, {"name": "采矿权审核"}], ids=["another field", "its name"]
)
def test_an_error_already_in_force_is_answered_once_and_does_not_block(db, texts):
    house = make_house()
    document = full("采矿审核", "焦化审核")
    first, second = document.annexes[0].matters
    faulty = replace(first, liability=Text.plain(FAULTY))
    document = replace(document, annexes=(replace(document.annexes[0], matters=(faulty, second)),))
    import_document(house.bureau, document, by=None)
    adjustment = house.adjustment()
    house.change(adjustment, 1, **texts)
    examined = queries.examine(adjustment)
    assert examined.brought_in == ()
    about = [question for question in examined.questions if question.finding.rule == "C213"]
    assert [(question.known, question.answer) for question in about] == [(True, None)]
    house.approve(adjustment)
    assert house.publish(adjustment).sequence == 2


def test_the_same_error_in_another_matter_is_brought_in(db):
    house = make_house()
    document = full("采矿审核", "焦化审核")
    first, second = document.annexes[0].matters
    faulty = replace(first, liability=Text.plain(FAULTY))
    import_document(
        house.bureau,
        replace(document, annexes=(replace(document.annexes[0], matters=(faulty, second)),)),
        by=None,
    )
    adjustment = house.adjustment()
    house.change(adjustment, 2, liability=FAULTY)
    assert {finding.matter for finding in queries.examine(adjustment).brought_in} == {"焦化审核"}


def test_a_question_that_is_none_cannot_be_answered(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    adjustment.refresh_from_db()
    with pytest.raises(Unacceptable, match="现在没有"):
        services.answer(adjustment, house.keeper, adjustment.version, ["0" * 64], "好")


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"number": " "}, "须登记批准文件的文号"),
        ({"on": None}, "须登记批准文件的日期"),
        ({"scan": None}, "须登记批准文件的扫描件"),
        ({"on": date(2999, 1, 1)}, "日期还没有到"),
    ],
)
def test_an_approval_is_recorded_whole(house, missing, says):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    house.submit(adjustment)
    house.pass_(adjustment, house.bianban, "staffing")
    house.pass_(adjustment, house.justice, "justice")
    with pytest.raises(Unacceptable, match=says):
        house.pass_(adjustment, house.government, "approval", decision=decision(house.government, **missing))


def test_a_return_a_withdrawal_and_giving_up_want_a_reason(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    house.submit(adjustment)
    for act in (
        lambda: services.send_back(adjustment, house.bianban, adjustment.version, "staffing", " "),
        lambda: services.withdraw(adjustment, house.keeper, adjustment.version, ""),
    ):
        adjustment.refresh_from_db()
        with pytest.raises(Unacceptable, match="请写明"):
            act()


def test_what_is_given_up_stays_as_it_was(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    adjustment.refresh_from_db()
    services.abandon(adjustment, house.keeper, adjustment.version, "上级另有安排")
    adjustment.refresh_from_db()
    with pytest.raises(Unacceptable, match="已放弃，现在不能"):
        house.change(adjustment, 2)


def test_a_matter_is_changed_by_one_line(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    with pytest.raises(Unacceptable, match="“采矿审核”已有另一条改动"):
        house.change(adjustment, 1)


def test_there_is_nothing_to_adjust_without_a_list(db):
    house = make_house()
    with pytest.raises(Unacceptable, match="还没有清单"):
        house.adjustment()
