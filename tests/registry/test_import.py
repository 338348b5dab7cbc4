"""A list that was read becomes an edition: whole or not at all, once, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quanze.audit.guards import Guard
from quanze.audit.models import Event
from quanze.audit.queries import verify_chain
from quanze.lists.model import AnnexKind, ListDocument
from quanze.people.models import Agency, Office
from quanze.registry import queries
from quanze.registry.models import Edition, Entry, Matter, MatterVersion, SearchBody, SearchText, Upload
from quanze.registry.services import Unacceptable, import_document, import_list, import_with_past
from tests.registry.conftest import listing


def names(edition: Edition) -> list[str]:
    return [row.version.name for row in queries.entries(edition, edition.main)]


def test_the_list_in_force_is_the_retained_annex(bureau, sample):
    edition = import_document(bureau, sample, by=None)
    assert edition.main == AnnexKind.RETAINED
    assert edition.title == "南阳市卧龙区工业和信息化局保留的权责清单"
    assert names(edition) == [matter.name.value for matter in sample.annex(AnnexKind.RETAINED).matters]


def test_each_annex_comes_back_exactly_as_it_was_read(bureau, sample):
    edition = import_document(bureau, sample, by=None)
    assert queries.document(edition).annexes == sample.annexes
    for annex in sample.annexes:
        assert queries.annexes(edition, annex.kind) == (annex,)


def test_one_matter_is_the_same_in_all_annexes(bureau, sample):
    import_document(bureau, sample, by=None)
    assert Matter.objects.count() == 10
    assert list(Matter.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 11))


@pytest.mark.parametrize("kind", list(AnnexKind))
def test_a_document_with_one_annex_is_a_list_too(bureau, sample, kind):
    alone = replace(sample, annexes=(sample.annex(kind),))
    edition = import_document(bureau, alone, by=None)
    assert edition.main == kind
    assert queries.document(edition).annexes == alone.annexes


def test_a_document_without_matters_is_no_list(bureau):
    with pytest.raises(Unacceptable, match="没有职权事项"):
        import_document(bureau, listing(), by=None)
    assert not Edition.objects.exists()


def test_the_offices_come_from_the_list(bureau, sample):
    import_document(bureau, sample, by=None)
    assert set(Office.objects.values_list("name", flat=True)) == {
        "中小企业办公室（信息化工作股）",
        "工业和运行监测协调办公室",
    }


def test_a_date_that_nobody_gave_is_marked_as_assumed(bureau):
    edition = import_document(bureau, listing("甲"), by=None)
    assert (edition.effective_from, edition.effective_assumed) == (timezone.localdate(), True)
    edition = import_document(bureau, listing("甲", "乙"), by=None, effective_from=date(2099, 1, 1))
    assert not edition.effective_assumed


def test_the_same_list_again_is_said_to_be_the_same(bureau, sample):
    first = import_document(bureau, sample, by=None)
    with pytest.raises(Unacceptable, match="与已有的第1版内容完全相同"):
        import_document(bureau, sample, by=None)
    assert list(queries.history(bureau)) == [first]


def test_pressing_the_button_twice_makes_one_edition(upload, keeper):
    first = import_list(upload, keeper)
    assert import_list(upload, keeper) == first
    assert Edition.objects.count() == 1
    assert Event.objects.filter(verb="list.import").count() == 1


def test_the_import_is_recorded_with_the_digests(upload, keeper, bureau):
    edition = import_list(upload, keeper)
    event = queries_event(bureau)
    assert event.who == keeper.pk
    assert edition.digest in event.body
    assert upload.sha256 in event.body
    upload.refresh_from_db()
    assert (upload.state, upload.edition) == (Upload.State.IMPORTED, edition)
    assert list(verify_chain(bureau.code)) == []


def queries_event(bureau: Agency) -> Event:
    return Event.objects.get(chain=bureau.code, verb="list.import")


def test_a_list_of_another_agency_wants_a_confirmation(upload, keeper, bureau):
    Agency.objects.filter(pk=bureau.pk).update(name="南阳市卧龙区教育体育局")
    with pytest.raises(
        Unacceptable, match="文件写的是“南阳市卧龙区工业和信息化局”，不是“南阳市卧龙区教育体育局”"
    ):
        import_list(upload, keeper)
    assert import_list(upload, keeper, agency_confirmed=True).sequence == 1


FAULTS = {
    "at the first row": ("registry_entry", "NEW.position = 0"),
    "at the last row": ("registry_entry", "NEW.annex = 'retained' AND NEW.position = 9"),
    "at the edition": ("registry_edition", "1 = 1"),
    "at the offices": ("people_office", "1 = 1"),
    "at the search index": ("registry_searchtext", "1 = 1"),
    "at the searched texts": ("registry_searchbody", "1 = 1"),
    "at the record": ("audit_event", "NEW.verb = 'list.import'"),
}


@pytest.mark.parametrize(("table", "when"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_the_middle_leaves_nothing(upload, keeper, table, when):
    fault = Guard("fault", "INSERT", "磁盘已满", when=when)
    with connection.cursor() as cursor:
        for statement in (
            fault.postgresql(table) if connection.vendor == "postgresql" else fault.sqlite(table)
        ):
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="磁盘已满"), transaction.atomic():
        import_list(upload, keeper)
    for model in (Edition, Entry, Matter, MatterVersion, Office, SearchText, SearchBody):
        assert not model.objects.exists(), model
    assert not Event.objects.filter(verb="list.import").exists()
    upload.refresh_from_db()
    assert upload.state == Upload.State.READ


# The next edition ----------------------------------------------------------------------------------------------------


def test_a_matter_keeps_its_number_when_its_text_and_place_change(bureau):
    import_document(bureau, listing("甲", "乙", "丙", basis="旧依据"), by=None)
    second = import_document(bureau, listing("丙", "新事项", "乙 ", basis="新依据"), by=None)
    assert [(row.version.name, row.matter.number) for row in queries.entries(second)] == [
        ("丙", 3),
        ("新事项", 4),
        ("乙 ", 2),
    ]


def test_a_number_is_never_given_twice(bureau):
    import_document(bureau, listing("甲", "乙"), by=None)
    import_document(bureau, listing("甲"), by=None)
    third = import_document(bureau, listing("甲", "丁"), by=None)
    assert [row.matter.number for row in queries.entries(third)] == [1, 3]


def test_two_matters_of_one_name_stay_two(bureau):
    import_document(bureau, listing("检查", "检查"), by=None)
    second = import_document(bureau, listing("检查", "处罚", "检查"), by=None)
    assert [row.matter.number for row in queries.entries(second)] == [1, 3, 2]


def test_the_old_edition_still_shows_what_it_showed(bureau, sample):
    first = import_document(bureau, sample, by=None)
    import_document(bureau, listing("甲", "乙"), by=None)
    assert queries.document(first).annexes == sample.annexes
    assert queries.edition(bureau, 1).digest == first.digest


def test_an_edition_costs_what_changed(bureau):
    many = [f"第{i}项职权" for i in range(200)]
    import_document(bureau, listing(*many, basis="依据"), by=None)
    rows, versions = Entry.objects.count(), MatterVersion.objects.count()
    import_document(bureau, listing(*many[:-1], "改名的职权", basis="依据"), by=None)
    assert Entry.objects.count() == rows + 1
    assert MatterVersion.objects.count() == versions + 1


def test_the_list_on_a_day_is_the_one_in_force_then(bureau):
    first = import_document(bureau, listing("甲"), by=None, effective_from=date(2024, 3, 1))
    second = import_document(bureau, listing("乙"), by=None, effective_from=date(2025, 3, 1))
    same_day = import_document(bureau, listing("丙"), by=None, effective_from=date(2025, 3, 1))
    assert queries.edition_on(bureau, date(2024, 2, 29)) is None
    assert queries.edition_on(bureau, date(2024, 3, 1)) == first
    assert queries.edition_on(bureau, date(2025, 2, 28)) == first
    assert queries.edition_on(bureau, date(2025, 3, 1)) == same_day
    assert same_day.predecessor == second


def test_a_list_cannot_take_effect_before_the_one_that_it_follows(bureau):
    import_document(bureau, listing("甲"), by=None, effective_from=date(2025, 3, 1))
    with pytest.raises(Unacceptable, match=r"早于上一版（第1版）的生效日期2025-03-01"):
        import_document(bureau, listing("乙"), by=None, effective_from=date(2025, 2, 28))


def test_a_nul_in_a_text_is_kept_and_breaks_no_database(bureau):
    document: ListDocument = listing("甲\0乙", basis="依\0据", office="办\0公室", category="其他职权")
    edition = import_document(bureau, document, by=None)
    assert queries.document(edition).annexes == document.annexes
    assert names(edition) == ["甲乙"]


def test_a_renamed_matter_is_proposed_and_kept_only_if_a_person_says_so(
    hand_in, keeper, bureau, sample, sample_txt, tmp_path
):
    import_document(bureau, sample, by=None)
    renamed = tmp_path / "新清单.txt"
    text = sample_txt.read_text("utf-8").replace("省级工业新产品综合评价", "省级工业新产品评价认定")
    renamed.write_text(text, "utf-8")
    upload = hand_in(renamed)
    proposed = queries.perhaps_renamed(upload)
    assert {name: matter.number for name, matter in proposed.items()} == {"省级工业新产品评价认定": 5}
    edition = import_list(upload, keeper, same_as=proposed)
    assert [row.matter.number for row in queries.entries(edition, edition.main)] == list(range(1, 11))


# With what was before ------------------------------------------------------------------------------------------------


def test_a_list_with_adjustments_begins_with_the_state_before_them(bureau, sample):
    before, present = import_with_past(bureau, sample, by=None, effective_from=date(2025, 12, 1))
    assert (before.sequence, before.effective_from, before.effective_assumed) == (1, date(2024, 12, 1), True)
    assert (present.sequence, present.effective_assumed) == (2, False)
    assert "还原" in before.note
    changed = queries.between(before, present).substantive
    assert [each.matter.number for each in changed] == [3, 9]
    assert [change.field for each in changed for change in each.changes if change.substantive] == [
        "basis",
        "liability",
        "basis",
    ]
    assert queries.matter_page(bureau, 3, before).adjusted is None
    assert queries.matter_page(bureau, 3, present).adjusted.adjustment.reason.value.startswith("依据《")


def test_nothing_is_put_before_a_list_that_has_a_past(bureau, sample):
    first = import_document(bureau, listing("甲"), by=None)
    [second] = import_with_past(bureau, sample, by=None)
    assert second.predecessor == first


def test_a_list_without_adjustments_begins_with_itself(bureau):
    [only] = import_with_past(bureau, listing("甲"), by=None)
    assert (only.sequence, only.note) == (1, "")
