"""Who may do what: refused unless a rule allows it, and told why."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from quanze.people.models import Agency, Person
from quanze.people.permissions import Denied, Verdict, demand, may, rule, verbs
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Agency:
    return open_agency("wolong-gxj", "卧龙区工业和信息化局")


def person_with(kind: RoleKind, agency: Agency) -> Person:
    person = Person.objects.create(username=f"{agency.code}-{kind}", name="某人")
    grant(person, kind, agency)
    return person


AGENCY_VERBS = {
    "list.view_public": set(RoleKind),
    "list.upload": {RoleKind.LIST_KEEPER},
    "audit.read": {RoleKind.AUDIT_ADMIN},
    "calendar.view": set(RoleKind),
    "calendar.import": {RoleKind.SYSTEM_ADMIN},
    "procedure.review": {RoleKind.LIST_KEEPER},
    "procedure.correct": {RoleKind.LIST_KEEPER},
    "procedure.confirm": {RoleKind.LIST_KEEPER},
    "kit.edit": {RoleKind.LIST_KEEPER},
    "adjustment.draft": {RoleKind.LIST_KEEPER},
    "adjustment.configure": {RoleKind.SECURITY_ADMIN},
    "letter.template": {RoleKind.LIST_KEEPER},
    "round.manage": {RoleKind.LIST_KEEPER, RoleKind.OFFICE_HEAD},
    "round.list": {
        RoleKind.LIST_KEEPER,
        RoleKind.OFFICE_HEAD,
        RoleKind.HANDLER,
        RoleKind.LEADER,
        RoleKind.RECORDER,
        RoleKind.SUPERVISOR,
    },
    "round.view_public": set(RoleKind),
    "bar.record": {RoleKind.LIST_KEEPER, RoleKind.LEADER},
    "bar.list": {
        RoleKind.LIST_KEEPER,
        RoleKind.LEADER,
        RoleKind.HANDLER,
        RoleKind.OFFICE_HEAD,
        RoleKind.SUPERVISOR,
    },
    "complaint.file": set(RoleKind),
    "complaint.look_up": set(RoleKind),
    "complaint.list": {RoleKind.SUPERVISOR},
    "complaint.configure": {RoleKind.SECURITY_ADMIN},
    "interference.register": {
        RoleKind.HANDLER,
        RoleKind.OFFICE_HEAD,
        RoleKind.LEADER,
        RoleKind.LIST_KEEPER,
    },
    "oversight.view": {RoleKind.LEADER, RoleKind.SUPERVISOR},
    "rating.list": {RoleKind.OFFICE_HEAD, RoleKind.SUPERVISOR},
    "rating.configure": {RoleKind.SECURITY_ADMIN},
    "card.configure": {RoleKind.SECURITY_ADMIN},
}
UPLOAD_VERBS = {"list.import", "upload.view", "findings.view"}
LIBRARY_VERBS = {
    "library.view",
    "impact.view",
    "instrument.enter",
    "instrument.identify",
    "validity.state",
    "validity.settle",
    "validity.withdraw",
    "health.view",
    "task.list",
    "task.view",
    "task.close",
}
"""Tried in ``tests/library``."""
ADJUSTMENT_VERBS = {
    f"adjustment.{verb}" for verb in ("edit", "submit", "withdraw", "abandon", "publish", "decide", "view")
}
"""What the tests of adjustments try."""
PARTY_VERBS = {f"party.{verb}" for verb in ("register", "view", "represent", "manage", "verify")}
"""Tried in ``test_parties``."""
FILE_VERBS = {"file.hand_in", "file.view", "file.remove"}
"""What the tests of files try (``tests/files/test_depositing.py``)."""
LETTER_VERBS = {"letter.view", "letter.seal", "letter.deliver", "letter.void"}
"""What the tests of letters try (``tests/letters/test_proving.py``)."""
CASE_VERBS = {
    f"case.{verb}"
    for verb in [
        "submit",
        "view",
        "read",
        "act",
        "note",
        "assign",
        "claim",
        "place",
        "follow",
        "object",
        "take_in",
        "list",
        "archive",
        "results",
    ]
}
CASE_VERBS |= {"draft.edit", "draft.view", "material.view"}
"""What the tests of cases try (``tests/cases/test_who_may.py``)."""
BAR_VERBS = {"bar.view"}
"""Tried in ``tests/bars``."""
RANKING_VERBS = {"ranking.view", "ranking.arrange", "ranking.fix", "ranking.send"}
"""What the tests of rankings try (``tests/selection/test_ranking.py``)."""
COMPLAINT_VERBS = {"complaint.handle"}
"""Tried in ``tests/complaints``."""
RATING_VERBS = {"rating.give", "rating.handle"}
"""Tried in ``tests/ratings``."""
AFTERCARE_VERBS = {"aftercare.list", "aftercare.view", "aftercare.file", "aftercare.reply"}
"""Tried in ``tests/aftercare`` and ``tests/site/test_aftercare.py``."""
OVERSIGHT_VERBS = {"oversight.case"}
"""What the tests of oversight try (``tests/site/test_oversight.py``)."""
ELSEWHERE = (
    UPLOAD_VERBS,
    LIBRARY_VERBS,
    ADJUSTMENT_VERBS,
    PARTY_VERBS,
    FILE_VERBS,
    LETTER_VERBS,
    CASE_VERBS,
    BAR_VERBS,
    RANKING_VERBS,
    COMPLAINT_VERBS,
    RATING_VERBS,
    AFTERCARE_VERBS,
    OVERSIGHT_VERBS,
)


def test_every_verb_has_a_row_here_or_in_the_lists_own_table():
    assert set(verbs()) == set(AGENCY_VERBS).union(*ELSEWHERE)


@pytest.mark.parametrize("kind", list(RoleKind))
def test_each_role_may_what_the_table_says_and_no_more(bureau, kind):
    person = person_with(kind, bureau)
    assert {verb: may(person, verb, bureau).allowed for verb in AGENCY_VERBS} == {
        verb: kind in kinds for verb, kinds in AGENCY_VERBS.items()
    }


@pytest.mark.parametrize("kind", list(RoleKind))
def test_a_role_elsewhere_gives_nothing_here(bureau, kind):
    person = person_with(kind, open_agency("nanyang-gxj", "南阳市工业和信息化局"))
    assert not may(person, "list.upload", bureau)
    assert not may(person, "audit.read", bureau)


@pytest.mark.parametrize("nobody", [None, AnonymousUser()], ids=["none", "anonymous"])
def test_whoever_is_not_logged_in_sees_what_is_public(bureau, nobody):
    assert may(nobody, "list.view_public", bureau)
    assert may(nobody, "list.upload", bureau) == Verdict(False, "请先登录。")


def test_a_closed_account_may_nothing(bureau):
    keeper = person_with(RoleKind.LIST_KEEPER, bureau)
    keeper.is_active = False
    assert not may(keeper, "list.upload", bureau)


def test_a_refusal_says_who_may(bureau):
    with pytest.raises(Denied, match="只有卧龙区工业和信息化局的清单管理员可以进行此操作"):
        demand(person_with(RoleKind.HANDLER, bureau), "list.upload", bureau)


def test_what_no_rule_speaks_of_is_refused(bureau):
    assert not may(person_with(RoleKind.LIST_KEEPER, bureau), "list.burn", bureau)


def test_a_verb_has_one_rule():
    with pytest.raises(ValueError, match="two rules"):
        rule("list.upload")(lambda person, thing: Verdict(True, ""))


def test_roles_are_read_once_for_a_request(bureau, django_assert_num_queries):
    person = Person.objects.get(pk=person_with(RoleKind.LIST_KEEPER, bureau).pk)
    with django_assert_num_queries(1):
        for _ in range(5):
            assert may(person, "list.upload", bureau)
