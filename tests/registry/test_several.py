"""Several agencies are asked about at once: the answers are those that each would give by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from quanze.lists.model import AnnexKind
from quanze.people.models import Agency
from quanze.people.services import open_agency
from quanze.registry import queries
from quanze.registry.models import Upload
from quanze.registry.services import import_document
from tests.registry.conftest import listing

TODAY = timezone.localdate()
DAYS = [date(2023, 12, 31), date(2024, 6, 1), date(2025, 6, 1), TODAY, TODAY + timedelta(days=40)]


@pytest.fixture
def third(bureau, neighbour) -> Agency:
    """Lists that came and went, one that is still to come, one that has but one edition; and an agency without any."""
    for day, names in (
        (date(2024, 1, 1), ["采矿审核", "焦化审核", "车间认定"]),
        (date(2025, 1, 1), ["采矿审核", "车间认定", "盐业检查"]),
        (TODAY + timedelta(days=30), ["盐业检查"]),
    ):
        import_document(bureau, listing(*names), by=None, effective_from=day)
    import_document(neighbour, listing("焦化审核", "散装水泥检查"), by=None, effective_from=date(2025, 1, 1))
    return open_agency("xixia-gxj", "西峡县工业和信息化局")


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_editions_and_rows_are_those_of_each_agency_alone(
    bureau, neighbour, third, day, django_assert_num_queries
):
    agencies = [bureau, neighbour, third]
    with django_assert_num_queries(1):
        editions = queries.editions_on(agencies, day)
    alone = {agency.pk: queries.edition_on(agency, day) for agency in agencies}
    assert editions == {pk: edition for pk, edition in alone.items() if edition is not None}
    rows = [row.pk for edition in editions.values() for row in queries.entries(edition, edition.main)]
    assert sorted(queries.main_entries(editions.values()).values_list("pk", flat=True)) == sorted(rows)


def test_rows_of_other_annexes_than_the_main_one_are_left_out(bureau, sample):
    edition = import_document(bureau, sample, by=None)
    rows = queries.main_entries([edition])
    assert set(rows.values_list("annex", flat=True)) == {AnnexKind.RETAINED.value}
    assert rows.count() == 10


def test_uploads_that_wait_are_counted_for_each_agency(bureau, neighbour, third, hand_in, sample_txt):
    hand_in(sample_txt)
    kept = hand_in(sample_txt, "又一份.txt")
    Upload.objects.filter(pk=kept.pk).update(state=Upload.State.DISCARDED)
    counts = dict(Agency.objects.values_list("pk", queries.waiting()))
    assert counts == {bureau.pk: 1, neighbour.pk: 0, third.pk: 0}
