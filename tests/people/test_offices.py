"""Who handles the matters of which office."""

from __future__ import annotations

import pytest

from quanze.people.models import Office
from quanze.people.permissions import holds_in
from quanze.people.queries import handlers_of, offices_of
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from tests.people.conftest import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(bureau):
    return [Office.objects.create(agency=bureau, name=name) for name in ("中小企业办公室", "节能股")]


def test_a_role_in_an_office_holds_there_and_not_next_door(bureau, offices, li):
    grant(li, RoleKind.HANDLER, bureau, offices[0])
    assert holds_in(li, RoleKind.HANDLER, offices[0])
    assert holds_in(li, RoleKind.HANDLER, offices[1]).reason == "只有节能股的经办人可以进行此操作。"
    assert not holds_in(li, RoleKind.OFFICE_HEAD, offices[0])
    assert not holds_in(None, RoleKind.HANDLER, offices[0])
    assert list(offices_of(li, bureau)) == [offices[0]]
    assert list(handlers_of(offices[0])) == [li]
    assert list(handlers_of(offices[1])) == []


def test_a_role_that_names_no_office_holds_in_all_of_them(bureau, offices, li):
    grant(li, RoleKind.HANDLER, bureau)
    assert all(holds_in(li, RoleKind.HANDLER, office) for office in offices)
    assert set(offices_of(li, bureau, RoleKind.HANDLER)) == set(offices)
    assert not offices_of(li, bureau, RoleKind.OFFICE_HEAD)
    assert list(handlers_of(offices[1])) == [li]


def test_a_role_elsewhere_holds_nowhere_here(bureau, offices, li):
    other = open_agency("nanyang-gxj", "南阳市工业和信息化局")
    grant(li, RoleKind.HANDLER, other)
    assert not holds_in(li, RoleKind.HANDLER, offices[0])
    assert not offices_of(li, bureau)
    assert not handlers_of(offices[0])


def test_heads_are_asked_for_by_their_role_and_closed_accounts_handle_nothing(bureau, offices, li, wang):
    grant(li, RoleKind.OFFICE_HEAD, bureau, offices[0])
    grant(wang, RoleKind.HANDLER, bureau, offices[0])
    assert list(handlers_of(offices[0], RoleKind.OFFICE_HEAD)) == [li]
    wang.is_active = False
    wang.save()
    assert list(handlers_of(offices[0])) == []


def test_someone_who_holds_two_roles_is_named_once(bureau, offices, li):
    grant(li, RoleKind.HANDLER, bureau, offices[0])
    grant(li, RoleKind.HANDLER, bureau)
    assert list(handlers_of(offices[0])) == [li]
    assert list(offices_of(somebody("qian"), bureau)) == []
