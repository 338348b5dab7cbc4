"""Three administrators, three people, and none of them handles business."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from quanze.audit.models import Event
from quanze.people.models import Agency, Office, Person, Role
from quanze.people.roles import Duty, RoleKind, clash
from quanze.people.services import grant, open_account, open_agency, revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Agency:
    return open_agency("wolong-gxj", "卧龙区工业和信息化局")


@pytest.fixture
def li() -> Person:
    return Person.objects.create(username="li", name="李工")


def test_only_roles_of_one_duty_meet_in_one_hand():
    for held, wanted in product(RoleKind, repeat=2):
        assert (clash(wanted, [held]) is None) == (held.duty is wanted.duty), (held, wanted)


def test_the_administrators_are_three():
    assert {kind for kind in RoleKind if kind.duty is not Duty.BUSINESS} == {
        RoleKind.SYSTEM_ADMIN,
        RoleKind.SECURITY_ADMIN,
        RoleKind.AUDIT_ADMIN,
    }


def test_a_handler_can_head_the_office_too(bureau, li):
    office = Office.objects.create(agency=bureau, name="中小企业办公室")
    grant(li, RoleKind.HANDLER, bureau, office)
    grant(li, RoleKind.OFFICE_HEAD, bureau, office)
    assert li.roles.count() == 2


def test_the_auditor_cannot_keep_the_list(bureau, li):
    grant(li, RoleKind.AUDIT_ADMIN, bureau)
    with (
        pytest.raises(ValidationError, match="“审计管理员”与“清单管理员”须由不同的人担任"),
        transaction.atomic(),
    ):
        grant(li, RoleKind.LIST_KEEPER, bureau)
    with pytest.raises(ValidationError):
        Role.objects.create(person=li, agency=bureau, kind=RoleKind.LIST_KEEPER)
    assert li.roles.get().kind == RoleKind.AUDIT_ADMIN


def test_not_even_at_another_agency(bureau, li):
    grant(li, RoleKind.SYSTEM_ADMIN, bureau)
    with pytest.raises(ValidationError):
        grant(li, RoleKind.HANDLER, open_agency("wolong-sfj", "卧龙区司法局", "justice"))


def test_granting_twice_is_one_role(bureau, li):
    assert grant(li, RoleKind.LEADER, bureau) == grant(li, RoleKind.LEADER, bureau)
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.bulk_create([Role(person=li, agency=bureau, kind=RoleKind.LEADER)])


def test_a_role_in_an_office_of_another_agency_is_refused(bureau, li):
    other = Office.objects.create(agency=open_agency("wolong-sfj", "卧龙区司法局"), name="办公室")
    with pytest.raises(ValidationError, match="股室不属于该机关"):
        grant(li, RoleKind.HANDLER, bureau, other)


def test_a_role_taken_away_stays_in_the_record(bureau, li):
    revoke(grant(li, RoleKind.LEADER, bureau), by=None)
    assert not li.roles.exists()
    verbs = list(Event.objects.filter(chain=bureau.code).order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["role.grant", "role.revoke"]


@pytest.mark.parametrize("password", ["short-1", "123456789012", "password123", "zhangsan-x"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        open_account("zhangsan-x", "张三", password)
    assert not Person.objects.exists()


def test_a_login_name_is_taken_once(li):
    with pytest.raises(ValidationError, match="该登录名已被使用"):
        open_account("li", "另一个李工", "chang-mi-ma-2025")


def test_an_agency_may_not_take_the_name_of_the_installations_chain():
    with pytest.raises(ValidationError, match="保留代码"):
        open_agency("installation", "安装局")
