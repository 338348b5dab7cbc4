"""Every address, tried by everyone who may not. A new address without a row here fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse

from quanze.adjustments.models import Regime
from quanze.letters.models import Numbering, Template
from quanze.library.models import Instrument, Ruling, Statement, Task
from quanze.people.roles import RoleKind
from quanze.people.services import grant
from quanze.registry.models import Edition, Upload
from quanze.rulebook.models import CalendarYear, Correction, Procedure
from tests.site.adjusting import begin_to_adjust
from tests.site.conftest import ASKED, begin, person

AGENCY = {"agency": "wolong-gxj"}

PUBLIC = {
    "home": {},
    "alive": {},
    "search": {},
    "about": {},
    "deadline": {},
    "login": {},
    "register": {},
    "reset": {},
    "instruments": {},
    "letter_ask": {},
    "agency": AGENCY,
    "list": AGENCY,
    "list_csv": AGENCY,
    "list_json": AGENCY,
    "matter": {**AGENCY, "number": 1},
    "annex": {**AGENCY, "kind": "retained"},
    "annex_file": {**AGENCY, "kind": "retained", "format": "docx"},
    "affairs": AGENCY,
    "calls": AGENCY,
    "publicity": AGENCY,
    "complain": AGENCY,
    "complaint_state": AGENCY,
    "history": AGENCY,
    "search_agency": AGENCY,
    "edition": {**AGENCY, "sequence": 1},
    "edition_json": {**AGENCY, "sequence": 1},
    "edition_file": {**AGENCY, "sequence": 1, "part": "retained", "format": "docx"},
    "differences": AGENCY,
    "matter_history": {**AGENCY, "number": 1},
    "guide": {**AGENCY, "number": 1},
}
"""What everyone may see."""

SIGNED_IN = {
    "desk",
    "logout",
    "my",
    "party_register",
    "party_join",
    "account",
    "account_name",
    "account_email",
    "account_password",
    "files",
    "my_cases",
}
"""What is each signed-in person's own."""

MAILED = {"register_named", "account_confirm", "reset_set"}
"""What opens by a link that was mailed; tried in ``test_accounts``."""

PARTY = {
    "party": ("get", False),
    "party_edit": ("get post", False),
    "party_leave": ("post", False),
    "party_member": ("get post", True),
}
"""What concerns an applicant, and whether a membership is named."""

APPLICANT = {
    "application": "get post",
    "application_materials": "get post",
    "application_check": "get post",
    "application_form_file": "get",
    "application_discard": "post",
    "my_case": "get",
    "my_case_receipt": "get",
    "my_case_answer": "get post",
    "my_case_withdraw": "get post",
    "my_case_object": "get post",
    "my_case_rate": "get post",
    "my_after": "get post",
    "my_letter_file": "get",
}
"""What belongs to those who act for the applicant of a draft or a case; ``test_applying`` tries these as a member of
another party, a former member, an agent whose term is over and an officer of the case."""

OWN = {"file", "file_remove"}
"""What concerns a file that a person handed in: ``test_files`` tries these."""

ADMIN = {"calendars": "post", "calendar_load": "post"}
"""What belongs to the system administrators, and by which method; every signed-in person may look at the calendars."""

KEEPER = {
    "uploads": ("get post", AGENCY),
    "upload": ("get", AGENCY),
    "upload_import": ("post", AGENCY),
    "upload_discard": ("post", AGENCY),
    "upload_file": ("get", AGENCY),
}
"""What belongs to the agency's list keeper, and by which method: uploads."""

MATTER = {**AGENCY, "number": 1}
PROCEDURES = {
    "procedures": ("get", AGENCY),
    "procedure": ("get", MATTER),
    "procedure_json": ("get", MATTER),
    "procedure_step": ("get post", {**MATTER, "key": "step"}),
    "procedure_clause": ("get post", {**MATTER, "key": "clause"}),
    "procedure_promise": ("post", MATTER),
    "procedure_withdraw": ("post", MATTER),
    "procedure_confirm": ("post", MATTER),
    "kit": ("get post", MATTER),
    "kit_set": ("post", MATTER),
    "kit_try": ("get post", MATTER),
    "kit_file": ("get", {**MATTER, "format": "toml"}),
}
"""And procedures with their kits."""

LETTERS = {
    "letter_templates": ("get", AGENCY),
    "letter_numbers": ("post", AGENCY),
    "letter_template": ("get post", {**AGENCY, "kind": "acceptance"}),
    "letter_template_restore": ("post", {**AGENCY, "kind": "acceptance"}),
    "letter_template_preview": ("get", {**AGENCY, "kind": "acceptance", "format": "docx"}),
}
"""And the wording of letters."""

REGIME = {"regime": ("get post", AGENCY), "regime_json": ("get", AGENCY)}
"""What belongs to the bureau's security administrator."""

LINE = {**MATTER, "position": 1}
STEP = {**MATTER, "step": "staffing"}
ADJUSTMENTS = {
    "adjustments": ("get", AGENCY),
    "adjustment_begin": ("get post", AGENCY),
    "adjustment": ("get", MATTER),
    "adjustment_revise": ("get post", MATTER),
    "adjustment_questions": ("get post", MATTER),
    "changes": ("get", MATTER),
    "change_add": ("get post", MATTER),
    "change": ("get post", LINE),
    "change_decide": ("post", LINE),
    "adjustment_submit": ("post", MATTER),
    "adjustment_pass": ("post", STEP),
    "adjustment_return": ("post", STEP),
    "adjustment_withdraw": ("post", MATTER),
    "adjustment_abandon": ("post", MATTER),
    "adjustment_rebase": ("post", MATTER),
    "adjustment_publish": ("post", MATTER),
    "adjustment_scan": ("get", {**MATTER, "version": 1}),
    "adjustment_from_upload": ("get post", {**AGENCY, "pk": 1}),
}
"""What concerns an adjustment: its keeper's, and in part that of those who decide and oversee."""


KEEPER_OF_TASKS = {
    "tasks": ("get", {}),
    "task": ("get", {"pk"}),
    "task_close": ("post", {"pk"}),
    "task_draft": ("post", {"pk"}),
    "health": ("get", {}),
}
"""What follows from a change of the law for the agency's list keeper."""

LIBRARIAN = {
    "wanted": ("get", ""),
    "instrument_enter": ("get post", ""),
    "instrument_file": ("post", ""),
    "suggest": ("get", ""),
    "proposals": ("get", ""),
    "entered": ("get", "instrument"),
    "validity_state": ("get post", "instrument"),
    "statement": ("get", "statement"),
    "statement_confirm": ("post", "statement"),
    "statement_reject": ("post", "statement"),
    "statement_withdraw": ("post", "statement"),
}
"""What belongs to the list keepers and the 合法性审查人 of every agency, and about what."""


CASE = {**AGENCY, "number": "wolong-gxj-2026-00001"}
A_LETTER = {**CASE, "pk": 1}
CASEWORK = {
    "desk_cases": ("get", AGENCY),
    "desk_cases_csv": ("get", AGENCY),
    "intake": ("get", AGENCY),
    "intake_matter": ("get post", MATTER),
    "desk_cases_together": ("get post", AGENCY),
    "desk_results": ("get post", AGENCY),
    "desk_results_sheet": ("get", AGENCY),
    "desk_case": ("get", CASE),
    "desk_act": ("get post", {**CASE, "kind": "withdraw"}),
    "desk_case_claim": ("post", CASE),
    "desk_case_assign": ("get post", CASE),
    "desk_case_follow": ("get post", CASE),
    "desk_case_note": ("post", CASE),
    "desk_case_round": ("get post", CASE),
    "desk_case_archive": ("post", CASE),
    "desk_case_publicity": ("get", CASE),
    "followed": ("get", AGENCY),
    "followed_matter": ("get", MATTER),
    "followed_csv": ("get", MATTER),
    "desk_letter_issue": ("get post", CASE),
    "desk_letter": ("get", A_LETTER),
    "desk_letter_do": ("get post", {**A_LETTER, "do": "seal"}),
    "desk_letter_file": ("get", {**A_LETTER, "format": "pdf"}),
}
"""The officer's side of cases: ``test_casework_who_may`` tries these with a case."""


A_ROUND = {**AGENCY, "pk": 1}
ROUNDS = {
    "desk_rounds": ("get", AGENCY),
    "desk_round_new": ("get post", AGENCY),
    "desk_round": ("get", A_ROUND),
    "desk_round_terms": ("get post", A_ROUND),
    "desk_round_say": ("post", A_ROUND),
}
"""Rounds: ``test_rounds`` tries these with one."""

RANKINGS = {
    "desk_ranking": ("get", A_ROUND),
    "desk_ranking_meeting": ("get post", A_ROUND),
    "desk_ranking_fix": ("post", A_ROUND),
    "desk_ranking_history": ("get", A_ROUND),
    "desk_ranking_summary": ("get", {**A_ROUND, "format": "docx"}),
    "desk_ranked_case": ("get post", {**A_ROUND, "number": "wolong-gxj-2026-00001"}),
}
"""Rankings: ``test_rankings`` tries these with one."""

GOING_UP = {
    "desk_ranking_recommend": ("get post", A_ROUND),
    "desk_ranking_letter": ("get", {**A_ROUND, "letter": 1}),
    "desk_ranking_letter_file": ("get", {**A_ROUND, "letter": 1, "format": "pdf"}),
    "desk_ranking_letter_do": ("get post", {**A_ROUND, "letter": 1, "do": "seal"}),
    "desk_ranking_acts": ("get post", A_ROUND),
    "desk_ranking_package": ("get post", A_ROUND),
    "desk_ranking_package_file": ("get", {**A_ROUND, "package": 1}),
}
"""What goes up by a ranking: ``test_going_up`` tries these with a letter and a package."""

A_FOLLOW_UP = {**MATTER, "item": "benefit"}
AFTERCARE = {
    "followed_year": ("get", A_FOLLOW_UP),
    "followed_year_file": ("get", {**A_FOLLOW_UP, "format": "csv"}),
    "followed_remind": ("post", A_FOLLOW_UP),
    "desk_after": ("get", CASE),
    "desk_after_file": ("get post", {**CASE, "item": "benefit"}),
    "desk_filing": ("get post", A_LETTER),
}
"""What follows a result: ``test_aftercare`` tries these with a case that has one."""

BARS = {
    "desk_bars": ("get", AGENCY),
    "desk_bar_new": ("get post", AGENCY),
    "desk_bar": ("get post", {**AGENCY, "pk": 1}),
}
"""Bars: ``test_bars`` tries these with one."""


COMPLAINTS = {
    "desk_complaints": ("get", AGENCY),
    "desk_complaint_new": ("get post", AGENCY),
    "desk_complaint": ("get", {**AGENCY, "number": "TS2026-0001"}),
    "desk_complaint_do": ("get post", {**AGENCY, "number": "TS2026-0001", "do": "note"}),
    "complaint_rules": ("get post", AGENCY),
    "interference": ("get post", AGENCY),
}
"""Complaints at the desk: ``test_complaints`` tries these with one."""

RATINGS = {
    "desk_ratings": ("get", AGENCY),
    "desk_rating": ("get post", {**AGENCY, "pk": 1}),
    "rating_rules": ("get post", AGENCY),
}
"""Ratings at the desk: ``test_ratings`` tries these with one."""

OVERSIGHT = {
    "dashboard": ("get", AGENCY),
    "dashboard_file": ("get", {**AGENCY, "format": "csv"}),
    "dashboard_report": ("get", {**AGENCY, "month": "2026-03", "format": "docx"}),
    "cards": ("get", AGENCY),
    "card_rules": ("get post", AGENCY),
    "duties": ("get", AGENCY),
    "hints": ("get", AGENCY),
    "case_duties": ("get", CASE),
}
"""What is owed and what was done: ``test_oversight`` tries these with a case."""

RECORD = {
    "record": ("get", AGENCY),
    "record_state": ("get post", AGENCY),
    "record_event": ("get", {**AGENCY, "sequence": 1}),
    "record_file": ("get", {**AGENCY, "format": "csv"}),
}
"""The record of events: ``test_record`` tries these as every role."""


def patterns(urls, found: list[URLPattern]) -> list[URLPattern]:
    for each in urls:
        if isinstance(each, URLPattern):
            found.append(each)
        else:
            patterns(each.url_patterns, found)
    return found


def test_every_address_has_its_row():
    names = {pattern.name for pattern in patterns(get_resolver().url_patterns, [])}
    assert names == (
        PUBLIC.keys()
        | SIGNED_IN
        | MAILED
        | PARTY.keys()
        | {"request_withdraw", "identities", "application_begin"}
        | APPLICANT.keys()
        | OWN
        | ADMIN.keys()
        | KEEPER.keys()
        | PROCEDURES.keys()
        | KEEPER_OF_TASKS.keys()
        | LIBRARIAN.keys()
        | LETTERS.keys()
        | {"instrument", "letter_check", "publicity_case", "publicity_object"}
        | ADJUSTMENTS.keys()
        | CASEWORK.keys()
        | ROUNDS.keys()
        | RANKINGS.keys()
        | GOING_UP.keys()
        | BARS.keys()
        | COMPLAINTS.keys()
        | RATINGS.keys()
        | OVERSIGHT.keys()
        | RECORD.keys()
        | AFTERCARE.keys()
        | REGIME.keys()
    )


def addresses(upload: Upload) -> Iterator[tuple[str, str]]:
    for name, (methods, arguments) in KEEPER.items():
        more = {} if name == "uploads" else {"pk": upload.pk}
        for method in methods.split():
            yield method, reverse(name, kwargs={**arguments, **more})
    for name, (methods, arguments) in (PROCEDURES | LETTERS).items():
        for method in methods.split():
            yield method, reverse(name, kwargs=arguments)


def admins() -> Iterator[tuple[str, str]]:
    yield "get", reverse("calendars")
    for name, method in ADMIN.items():
        yield method, reverse(name)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_may_see_what_is_public(client, edition, name):
    assert client.get(reverse(name, kwargs=PUBLIC[name])).status_code == 200


def test_what_is_not_in_publicity_is_shown_to_nobody(client, edition):
    assert client.get(reverse("publicity_case", kwargs={**AGENCY, "number": "x"})).status_code == 404


def test_the_public_may_see_an_instrument(client, coal):
    assert client.get(f"/laws/{coal.pk}/").status_code == 200


def task_addresses(task: Task) -> Iterator[tuple[str, str]]:
    for name, (method, arguments) in KEEPER_OF_TASKS.items():
        yield method, reverse(name, kwargs={**AGENCY, **({"pk": task.pk} if "pk" in arguments else {})})


def library_addresses(statement: Statement) -> Iterator[tuple[str, str]]:
    things = {"": {}, "instrument": {"pk": statement.instrument_id}, "statement": {"pk": statement.pk}}
    for name, (methods, thing) in LIBRARIAN.items():
        for method in methods.split():
            yield method, reverse(name, kwargs=things[thing])


def applicant_addresses() -> Iterator[tuple[str, str]]:
    for name, methods in APPLICANT.items():
        if name.startswith("application"):
            arguments = {"pk": 1}
        else:
            arguments = {"number": "wolong-gxj-2026-00001"}
        if name.endswith("_file"):
            arguments |= {"pk": 1, "format": "pdf"}
        if name == "my_after":
            arguments |= {"item": "benefit"}
        for method in methods.split():
            yield method, reverse(name, kwargs=arguments)


def test_somebody_unknown_reaches_no_application_and_no_case(client, edition):
    begin = reverse("application_begin", kwargs={**AGENCY, "number": 1})
    for method, address in [*applicant_addresses(), ("get", begin), ("get", reverse("my_cases"))]:
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/login/?next="), address


def test_what_there_is_none_of_is_not_found(client, edition, outsider):
    client.force_login(outsider)
    for method, address in applicant_addresses():
        assert getattr(client, method)(address).status_code == 404, address


ANSWERS = {"reason": "理由", "state": "done", "says": "stands", "title": "外来的文件", "step": "save"}
"""What would do something, were it allowed."""


def test_somebody_unknown_reaches_neither_tasks_nor_the_library(client, repeal):
    task = Task.objects.get()
    for method, address in [*task_addresses(task), *library_addresses(repeal)]:
        answer = getattr(client, method)(address, ANSWERS)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/login/?next="), address
    assert_nothing_said(task)


def test_an_outsider_is_told_why_the_tasks_are_not_theirs(client, repeal, outsider):
    client.force_login(outsider)
    task = Task.objects.get()
    for method, address in task_addresses(task):
        answer = getattr(client, method)(address, ANSWERS)
        assert answer.status_code == 403, address
        assert "只有南阳市卧龙区工业和信息化局的清单管理员可以进行此操作" in answer.content.decode()
    assert_nothing_said(task)


@pytest.mark.parametrize("outsider", ["no role", "handler", "leader", "auditor"], indirect=True)
def test_an_outsider_is_told_who_keeps_the_library(client, repeal, outsider):
    client.force_login(outsider)
    for method, address in library_addresses(repeal):
        answer = getattr(client, method)(address, ANSWERS)
        assert answer.status_code == 403, address
        assert "只有清单管理员、合法性审查人可以维护法规库" in answer.content.decode()
    assert_nothing_said(Task.objects.get())


def test_a_justice_reviewer_keeps_the_library_but_no_tasks(client, repeal, neighbour):
    client.force_login(person("justice", RoleKind.JUSTICE_REVIEWER, neighbour))
    for method, address in library_addresses(repeal):
        if method == "get":
            assert client.get(address).status_code == 200, address
    for method, address in task_addresses(Task.objects.get()):
        assert getattr(client, method)(address, ANSWERS).status_code == 403, address


def test_a_keeper_does_not_reach_a_task_through_the_agency_of_another(client, repeal, keeper, neighbour):
    grant(keeper, RoleKind.LIST_KEEPER, neighbour)
    client.force_login(keeper)
    task = Task.objects.get()
    answer = client.post(f"/desk/{neighbour.code}/tasks/{task.pk}/close/", ANSWERS)
    assert answer.status_code == 404
    assert_nothing_said(task)


def assert_nothing_said(task: Task) -> None:
    task.refresh_from_db()
    assert task.state == Task.State.OPEN
    assert Statement.objects.filter(origin=Statement.Origin.PERSON).count() == 1
    assert Ruling.objects.count() == 0
    assert not Instrument.objects.filter(title="外来的文件").exists()


def test_somebody_unknown_is_asked_to_log_in(client, handed_in):
    own = [("get", reverse(name)) for name in sorted(SIGNED_IN - {"logout"})]
    for method, address in [*addresses(handed_in), *admins(), *own]:
        answer = getattr(client, method)(address, {"checked": "on"})
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/login/?next="), address
    assert_untouched(handed_in)


def test_an_outsider_is_told_why_not(client, handed_in, outsider):
    client.force_login(outsider)
    for method, address in addresses(handed_in):
        answer = getattr(client, method)(address, {"checked": "on"})
        assert answer.status_code == 403, address
        assert "只有南阳市卧龙区工业和信息化局的清单管理员可以进行此操作" in answer.content.decode()
    assert_untouched(handed_in)


def test_the_calendar_is_the_system_administrators(client, outsider):
    client.force_login(outsider)
    assert client.get(reverse("calendars")).status_code == 200
    for name, method in ADMIN.items():
        answer = getattr(client, method)(reverse(name), {"source": "甲", "text": "2027-01-01,休"})
        assert answer.status_code == 403, name
        assert "由系统管理员导入" in answer.content.decode()
    assert CalendarYear.objects.count() == 0


def test_a_keeper_does_not_reach_an_upload_through_the_agency_of_another(client, handed_in, neighbour):
    grant(handed_in.by, RoleKind.LIST_KEEPER, neighbour)
    client.force_login(handed_in.by)
    answer = client.post(f"/desk/{neighbour.code}/uploads/{handed_in.pk}/import/", {"checked": "on"})
    assert answer.status_code == 404
    assert_untouched(handed_in)


def test_somebody_whose_account_is_closed_is_nobody(client, handed_in, keeper):
    client.force_login(keeper)
    keeper.is_active = False
    keeper.save()
    assert client.get("/desk/").status_code == 302


SEEN_BY_LEADERS = {"adjustments", "adjustment", "adjustment_questions", "changes", "adjustment_scan"}
"""What heads, leaders and the supervisor of the bureau may look at too."""


@pytest.fixture
def beginning(request, start):
    """The bureau; where a test asks for a draft, the desk at which it lies."""
    if "a_draft" in request.fixturenames:
        return start(begin_to_adjust, "drafted")
    return start(begin, *(name for name in ASKED if name in request.fixturenames))


@pytest.fixture
def a_draft(beginning):
    return beginning, beginning.adjustment()


def tried(client, reached: set[str] = frozenset()) -> Iterator[tuple[str, str, int]]:
    for name, (methods, arguments) in ADJUSTMENTS.items():
        for method in methods.split():
            if method == "get" and name in reached:
                continue
            yield name, method, getattr(client, method)(reverse(name, kwargs=arguments), {"version": "1"})


def test_an_adjustment_is_no_business_of_somebody_unknown(client, a_draft):
    for name, method, answer in tried(client):
        assert answer.status_code == 302, (name, method)
        assert answer["Location"].startswith("/login/?next="), name
    assert_same(*a_draft)


def test_an_adjustment_is_no_business_of_an_outsider(client, a_draft, outsider):
    client.force_login(outsider)
    reached = SEEN_BY_LEADERS if outsider.username == "leader" else set()
    for name, method, answer in tried(client, reached):
        # A leader sees the adjustment, and is told on its page why the step is not theirs.
        wanted = (403, 200) if reached and name in ("adjustment_pass", "adjustment_return") else (403,)
        assert answer.status_code in wanted, (name, method)
    assert_same(*a_draft)


@pytest.mark.parametrize("step", ["staffing", "justice", "approval"])
def test_who_decides_writes_nothing_and_sees_no_draft(client, a_draft, step):
    desk, _ = a_draft
    client.force_login(desk.deciders[step])
    for name, method, answer in tried(client):
        assert answer.status_code == 403, (name, method)
    assert_same(*a_draft)


def test_the_keeper_decides_no_step(client, a_draft):
    desk, _ = a_draft
    desk.complete()
    desk.post(desk.keeper, "submit/")
    client.force_login(desk.keeper)
    for step in desk.deciders:
        for act in ("pass", "return"):
            answer = desk.at(desk.keeper).post(
                reverse(f"adjustment_{act}", kwargs={**MATTER, "step": step}),
                {"version": desk.adjustment().version, "comment": "好"},
            )
            assert answer.status_code == 403, (step, act)
    assert desk.adjustment().state == "review"


def test_an_adjustment_is_not_reached_through_another_agency(client, a_draft, neighbour):
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant

    desk, _ = a_draft
    grant(desk.keeper, RoleKind.LIST_KEEPER, neighbour)
    client.force_login(desk.keeper)
    assert client.get(f"/desk/{neighbour.code}/adjustments/1/").status_code == 404


@pytest.mark.parametrize(
    "who", ["unknown", "no role", "handler", "leader", "auditor", "keeper", "another bureau's"]
)
def test_how_adjustments_are_decided_is_the_security_administrators(client, bureau, neighbour, who):
    role, at = {
        "handler": (RoleKind.HANDLER, bureau),
        "leader": (RoleKind.LEADER, bureau),
        "auditor": (RoleKind.AUDIT_ADMIN, bureau),
        "keeper": (RoleKind.LIST_KEEPER, bureau),
        "another bureau's": (RoleKind.SECURITY_ADMIN, neighbour),
    }.get(who, (None, None))
    if who != "unknown":
        client.force_login(person("visitor", role, at))
    for name, (methods, arguments) in REGIME.items():
        for method in methods.split():
            answer = getattr(client, method)(reverse(name, kwargs=arguments), {"do": "restore"})
            assert answer.status_code == (302 if who == "unknown" else 403), (name, method)
    assert Regime.objects.count() == 0


def assert_same(desk, adjustment) -> None:
    now = desk.adjustment()
    assert (now.version, now.state, now.changes.count()) == (adjustment.version, "draft", 2)
    assert Edition.objects.count() == 1


def assert_untouched(upload: Upload) -> None:
    upload.refresh_from_db()
    assert upload.state == Upload.State.READ
    assert Upload.objects.count() == 1
    kept = (Edition, CalendarYear, Correction, Procedure, Template, Numbering)
    assert [each.objects.count() for each in kept] == [0] * len(kept)


# Applicants ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def an_applicant(db):
    """An enterprise with its owner, a member, and somebody who asks."""
    from quanze.people import services

    owner, member, asking = (person(name) for name in ("owner", "member", "asking"))
    party = services.register_party(owner, "enterprise", "南阳某某机械有限责任公司", "91110000600037341L")
    joined = services.admit(services.ask_to_join(member, party), owner)
    return party, joined, services.ask_to_join(asking, party)


ACTS = ("admit", "decline", "end", "hand_over", "mandate", "")


def party_addresses(party, *memberships) -> Iterator[tuple[str, str, dict[str, str]]]:
    for name, (methods, named) in PARTY.items():
        for method in methods.split():
            for each in memberships if named else [None]:
                arguments = {"pk": party.pk, **({"member": each.pk} if each else {})}
                for do in ACTS if named and method == "post" else ("",):
                    answers = {"do": do, "role": "member", "name": "改名公司", "kind": "other"}
                    yield method, reverse(name, kwargs=arguments), answers


@pytest.mark.parametrize(
    "who", ["unknown", "stranger", "other's owner", "asking", "former", "handler", "keeper"]
)
def test_an_applicant_is_no_business_of_others(client, bureau, an_applicant, who):
    from quanze.people import services

    party, joined, asked = an_applicant
    if who != "unknown":
        visitor = asked.person if who == "asking" else person(f"visitor-{who}")
        if who == "other's owner":
            services.register_party(visitor, "park", "某园区管委会", "91350211M0000XUF46", code_reason="如证")
        elif who == "former":
            services.leave(services.admit(services.ask_to_join(visitor, party), owner_of(party)), visitor)
        elif who in ("handler", "keeper"):
            grant(visitor, RoleKind.HANDLER if who == "handler" else RoleKind.LIST_KEEPER, bureau)
        client.force_login(visitor)
    before = standing_of(party)
    for method, address, answers in party_addresses(party, joined, asked):
        answer = getattr(client, method)(address, answers)
        if who == "unknown":
            assert answer.status_code == 302, address
            assert answer["Location"].startswith("/login/?next="), address
        else:
            assert answer.status_code == 404, address
            assert party.name not in answer.content.decode(), address
    assert standing_of(party) == before


def test_a_member_sees_and_leaves_but_decides_nothing(client, an_applicant):
    party, joined, asked = an_applicant
    client.force_login(joined.person)
    assert client.get(f"/my/parties/{party.pk}/").status_code == 200
    before = standing_of(party)
    for method, address, answers in party_addresses(party, joined, asked):
        if address.endswith(("/edit/", f"/members/{joined.pk}/", f"/members/{asked.pk}/")):
            answer = getattr(client, method)(address, answers)
            assert answer.status_code == 403, address
            assert "只有南阳某某机械有限责任公司的管理人" in answer.content.decode()
    assert standing_of(party) == before
    assert "asking" not in client.get(f"/my/parties/{party.pk}/").content.decode()


def test_an_agent_whose_term_is_over_sees_nothing(client, an_applicant):
    from datetime import date

    from quanze.people import services

    party, _, asked = an_applicant
    services.admit(
        asked, owner_of(party), role="agent", mandate="旧的", since=date(2020, 1, 1), until=date(2020, 12, 31)
    )
    client.force_login(asked.person)
    answer = client.get(f"/my/parties/{party.pk}/")
    assert answer.status_code == 403
    assert "已经到期" in answer.content.decode()
    assert "授权已到期" in client.get("/my/").content.decode()


def test_a_membership_is_not_reached_through_another_party(client, an_applicant):
    from quanze.people import services

    party, joined, asked = an_applicant
    before = standing_of(party)
    rival = person("rival")
    other = services.register_party(rival, "other", "别的公司", "91350211M0000XUF46", code_reason="如证")
    client.force_login(rival)
    for each in (joined, asked):
        for do in ACTS:
            address = f"/my/parties/{other.pk}/members/{each.pk}/"
            assert client.post(address, {"do": do, "role": "member"}).status_code == 404
    assert standing_of(party) == before


def test_nobody_withdraws_the_request_of_another(client, an_applicant):
    party, joined, asked = an_applicant
    for each in (joined.person, owner_of(party), person("rival")):
        client.force_login(each)
        assert client.post(f"/my/requests/{asked.pk}/withdraw/").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "asked"


@pytest.mark.parametrize("outsider", ["no role", "leader", "auditor", "neighbour's keeper"], indirect=True)
def test_identities_are_confirmed_by_the_window_alone(client, bureau, an_applicant, outsider):
    party, joined, _ = an_applicant
    address = f"/desk/{bureau.code}/identities/?code={party.credit_code}"
    assert client.post(address, {"membership": joined.pk, "how": "x"}).status_code == 302
    for visitor in (outsider, owner_of(party)):
        client.force_login(visitor)
        for answer in (client.get(address), client.post(address, {"membership": joined.pk, "how": "x"})):
            assert answer.status_code == 403
            assert "经办人、股室负责人可以核验身份" in answer.content.decode()
    party.refresh_from_db()
    assert not party.verified


def owner_of(party):
    return party.memberships.get(state="granted", role="owner").person


def standing_of(party):
    party.refresh_from_db()
    return party.name, sorted(party.memberships.values_list("person_id", "role", "state"))
