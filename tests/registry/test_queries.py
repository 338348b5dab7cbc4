"""What the pages show, by as many queries whatever the list's size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quanze.lists.headings import CATEGORIES
from quanze.lists.model import AnnexKind, CategoryHead, Text
from quanze.registry import queries
from quanze.registry.models import Entry, Matter
from quanze.registry.services import import_document
from tests.registry.conftest import listing


@pytest.fixture
def edition(bureau, sample):
    return import_document(bureau, sample, by=None)


def test_the_catalogue_shows_all_ten_categories_and_those_without_matters_with_zero(edition):
    shown = queries.catalogue(edition)
    assert tuple(group.name for group in shown.categories) == CATEGORIES
    assert [group.count for group in shown.categories] == [0] * 9 + [10]
    assert [group.declared for group in shown.categories] == [0] * 9 + [10]
    assert [row.number for row in shown.rows] == [str(number) for number in range(1, 11)]


def test_the_catalogue_by_office(edition):
    everything = queries.catalogue(edition)
    for office in everything.offices:
        part = queries.catalogue(edition, office=office.name)
        assert len(part.rows) == part.found == office.count
        assert {row.version.office for row in part.rows} == {office.name}
        assert part.total == 10


def test_a_category_that_is_none_of_the_ten_is_shown_after_them(bureau):
    document = listing("甲", "乙", "丙", category="行政许可")
    annex = document.annexes[0]
    odd = (
        replace(annex.matters[0], category=Text.plain("公共服务")),
        replace(annex.matters[1], category=None),
    )
    document = replace(document, annexes=(replace(annex, matters=(*odd, annex.matters[2])),))
    edition = import_document(bureau, document, by=None)
    groups = {group.name: group.count for group in queries.catalogue(edition).categories if group.count}
    assert groups == {"行政许可": 1, "公共服务": 1, "未分类": 1}
    assert [row.version.name for row in queries.catalogue(edition, category="未分类").rows] == ["乙"]


def test_a_long_list_has_pages(bureau):
    edition = import_document(bureau, listing(*(f"第{i}项" for i in range(25))), by=None)
    last = queries.catalogue(edition, page=99, per_page=10)
    assert (last.page, last.pages, len(last.rows)) == (3, 3, 5)


def test_a_matters_page_has_all_that_the_list_says_of_it(edition, bureau):
    number = Entry.objects.get(annex="retained", version__name__startswith="省先进制造业").matter.number
    page = queries.matter_page(bureau, number)
    assert page.content.name.value == "省先进制造业发展专项资金项目申报"
    assert [stage.name.value for stage in page.content.stages] == ["受理", "材料初审", "评审公示", ""]
    assert page.adjusted.before
    assert page.catalogued.number == "1"
    assert page.contact.complaint_phone
    assert page.previous.position == page.entry.position - 1
    assert page.next.position == page.entry.position + 1


def test_the_first_and_the_last_matter_have_one_neighbour(edition, bureau):
    rows = list(queries.entries(edition, edition.main))
    assert queries.matter_page(bureau, rows[0].matter.number).previous is None
    assert queries.matter_page(bureau, rows[-1].matter.number).next is None


def test_a_matter_that_is_not_in_the_list_has_no_page(edition, bureau, neighbour):
    with pytest.raises(Entry.DoesNotExist):
        queries.matter_page(bureau, 99)
    with pytest.raises(Entry.DoesNotExist):
        queries.matter_page(neighbour, 1)


def test_a_matter_that_was_taken_out_keeps_its_page_in_the_old_edition(bureau):
    first = import_document(bureau, listing("甲", "乙"), by=None)
    import_document(bureau, listing("甲"), by=None)
    with pytest.raises(Entry.DoesNotExist):
        queries.matter_page(bureau, 2)
    assert queries.matter_page(bureau, 2, first).content.name.value == "乙"


def test_a_matters_history_tells_each_state_it_was_in(bureau):
    import_document(bureau, listing("甲", basis="一"), by=None)
    import_document(bureau, listing("甲", "乙", basis="一"), by=None)
    import_document(bureau, listing("甲", basis="二"), by=None)
    states = queries.matter_history(Matter.objects.get(number=1))
    assert [(state.entry.content.basis.value, state.since.sequence) for state in states] == [
        ("二", 3),
        ("一", 1),
    ]
    assert [state.until and state.until.sequence for state in states] == [None, 3]


def test_a_matter_is_called_as_the_list_in_force_calls_it_or_the_last_that_had_it(bureau):
    import_document(bureau, listing("甲", "乙"), by=None)
    import_document(bureau, listing("甲"), by=None)
    coming = timezone.localdate() + timedelta(days=30)
    import_document(bureau, listing("甲", "丙"), by=None, effective_from=coming)
    matters = Matter.objects.filter(agency=bureau)
    assert sorted(queries.names(bureau, matters).values()) == ["丙", "乙", "甲"]
    assert queries.names(bureau, []) == {}


def test_only_agencies_with_a_list_are_shown(edition, bureau, neighbour):
    assert list(queries.agencies()) == [bureau]


def count(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


READINGS = {
    "catalogue": (3, lambda edition: queries.catalogue(edition)),
    "catalogue of a category": (3, lambda edition: queries.catalogue(edition, category="行政许可")),
    "matter": (2, lambda edition: queries.matter_page(edition.agency, 3, edition)),
    "document": (1, lambda edition: queries.document(edition)),
    "annex": (1, lambda edition: queries.annexes(edition, AnnexKind.RETAINED)),
    "a page of an annex": (2, lambda edition: queries.annex_page(edition, AnnexKind.RETAINED, 1, 100)),
    "history": (1, lambda edition: list(queries.history(edition.agency))),
    "names": (2, lambda edition: queries.names(edition.agency, [Matter(pk=pk) for pk in range(1, 300)])),
    "a matter's history": (3, lambda edition: queries.matter_history(Matter.objects.first())),
}


@pytest.mark.parametrize("size", [5, 300])
def test_the_number_of_queries_does_not_depend_on_the_lists_size(bureau, size):
    names = [f"第{i}项" for i in range(size)]
    edition = import_document(bureau, listing(*names, category="行政许可", office="一股"), by=None)
    taken = {name: count(lambda act=act: act(edition)) for name, (_, act) in READINGS.items()}
    assert {name: number for name, number in taken.items() if number > READINGS[name][0]} == {}


def test_the_pages_of_an_annex_are_the_annex(bureau):
    """Each matter and each category line stands on one page, the foot on the last."""
    names = [f"第{i}项" for i in range(7)]
    document = listing(*names, category="行政许可", office="一股")
    (annex,) = document.annexes
    heads = tuple(CategoryHead("行政许可", None, "一、行政许可", at) for at in (0, 3, 4, 7))
    document = replace(document, annexes=(replace(annex, categories=heads, tail=("注：七项。",)),))
    edition = import_document(bureau, document, by=None)
    pages = [queries.annex_page(edition, AnnexKind.RETAINED, page, 3) for page in (1, 2, 3)]
    assert [page and (page.page, page.pages) for page in pages] == [(1, 3), (2, 3), (3, 3)]
    assert [[matter.name.value for matter in page.annex.matters] for page in pages] == [
        names[:3],
        names[3:6],
        names[6:],
    ]
    assert [[head.at for head in page.annex.categories] for page in pages] == [[0], [0, 1], [1]]
    assert [page.annex.tail for page in pages] == [(), (), ("注：七项。",)]
    assert queries.annex_page(edition, AnnexKind.RETAINED, 99, 3) == pages[-1]
    assert queries.annex_page(edition, AnnexKind.ADJUSTED, 1, 3) is None
