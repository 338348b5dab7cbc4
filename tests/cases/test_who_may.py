"""Every act and view of cases, by everybody: a table. What is not in it is refused, with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quanze.cases import queries, services
from quanze.cases.models import Case, CaseEvent, Draft
from quanze.cases.permissions import Doing
from quanze.files.models import Deposit
from quanze.letters.models import Letter
from quanze.people.models import Office, Person
from quanze.people.permissions import Denied, may, verbs
from quanze.people.roles import RoleKind
from quanze.people.services import admit, ask_to_join, open_agency, register_party
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import Who, acts
from quanze.procedure.engine.table import RULES
from quanze.procedure.model import Kind, Limit, Unit
from tests.cases.conftest import House, account, prove
from tests.cases.test_clock import notice_of
from tests.cases.test_matter_five import step

EVERYBODY = (
    "applicant",
    "handler",
    "head",
    "other office",
    "leader",
    "supervisor",
    "recorder",
    "keeper",
    "finance",
    "other applicant",
    "other bureau",
    "system admin",
    "security admin",
    "audit admin",
    "no role",
    "nobody",
)
OFFICERS = {"handler", "head"}
INSIDE = OFFICERS | {"leader", "supervisor"}

VERBS = {
    "draft.view": {"applicant"},
    "draft.edit": {"applicant"},
    "case.submit": {"applicant"},
    "case.view": INSIDE | {"applicant"},
    "case.read": INSIDE,
    "case.note": OFFICERS | {"leader"},
    "case.assign": {"head"},
    "case.claim": OFFICERS,
    "case.place": OFFICERS,
    "case.follow": OFFICERS,
    "case.object": set(EVERYBODY),
    "case.take_in": OFFICERS | {"other office"},
    "case.list": INSIDE | {"other office", "recorder"},
    "case.archive": INSIDE,
    "case.results": OFFICERS | {"other office", "recorder"},
    "material.view": INSIDE | {"applicant"},
    "file.view": INSIDE | {"applicant"},
    "letter.view": INSIDE | {"applicant"},
    "letter.seal": OFFICERS,
    "letter.deliver": OFFICERS,
    "letter.void": OFFICERS,
}
ACTS = {
    Who.APPLICANT: {"applicant"},
    Who.OFFICER: OFFICERS,
    Who.LEADER: {"leader"},
    Who.PARTNER: OFFICERS,
    Who.KEEPER: set(),
    Who.CLOCK: set(),
}
"""By the engine's word for whose act it is; a partner is one only while its opinion is waited for."""

ALSO = {
    acts.HandIn: {"applicant"} | OFFICERS,
    acts.Withdraw: {"applicant"} | OFFICERS,
    acts.Meet: {"leader", "head"},
    acts.SendBack: {"leader", "head"},
    acts.RecordResult: OFFICERS | {"recorder"},
    acts.NoteProgress: OFFICERS | {"recorder"},
    acts.Object: set(EVERYBODY) - {"nobody"},
}


@pytest.fixture
def people(house: House) -> dict[str, Person | None]:
    neighbour = open_agency("neixiang-gxj", "内乡县工业和信息化局")
    elsewhere = Office.objects.create(agency=house.bureau, name="别的股")
    other = account("other")
    register_party(other, "enterprise", "平川市另一家有限公司", "91410000MA0000000X", code_reason="证照如此")
    return {
        "applicant": house.chen,
        "handler": house.wang,
        "head": house.head,
        "other office": account("elsewhere", RoleKind.HANDLER, house.bureau, elsewhere),
        "leader": house.leader,
        "supervisor": house.supervisor,
        "recorder": house.recorder,
        "keeper": house.keeper,
        "finance": house.cai,
        "other applicant": other,
        "other bureau": account("neighbour", RoleKind.HANDLER, neighbour),
        "system admin": account("sys", RoleKind.SYSTEM_ADMIN, house.bureau),
        "security admin": account("sec", RoleKind.SECURITY_ADMIN, house.bureau),
        "audit admin": account("aud", RoleKind.AUDIT_ADMIN, house.bureau),
        "no role": account("none"),
        "nobody": None,
    }


@pytest.fixture
def things(house: House) -> dict[str, object]:
    """A case with everything that may belong to one, and a draft."""
    case = notice_of(house, house.submitted(), Limit(5, Unit.WORKING_DAY))
    file = house.file(house.chen)
    case = house.do(case, acts.HandIn(("检测报告",)), house.chen, files={"检测报告": [file]})
    prove(house, case, "supplement")
    letter = Letter.objects.get(subject=case.subject)
    material = queries.case_page(case, house.wang).items[-1].now[0]
    draft = house.draft()
    return {
        "draft": draft,
        "case": case,
        "material": material,
        "file": Deposit.objects.get(pk=file.pk),
        "letter": letter,
        "agency": house.bureau,
    }


def thing_for(verb: str, things: dict[str, object]) -> object:
    if verb in ("case.take_in", "case.list", "case.results"):
        return things["agency"]
    if verb == "case.submit":
        return things["draft"]
    return things[verb.partition(".")[0]]


def test_every_verb_of_cases_is_in_the_table():
    mine = {verb for verb in verbs() if verb.startswith(("case.", "draft.", "material."))}
    assert mine == {verb for verb in VERBS if verb.startswith(("case.", "draft.", "material."))} | {
        "case.act"
    }


def test_who_may_do_what(people, things):
    wrong = []
    for verb, allowed in VERBS.items():
        for name in EVERYBODY:
            verdict = may(people[name], verb, thing_for(verb, things))
            if bool(verdict) != (name in allowed):
                wrong.append((verb, name, verdict))
            assert verdict.reason
    assert not wrong


def test_who_may_do_which_act(people, things):
    wrong = []
    for kind, rule in RULES.items():
        allowed = ALSO.get(kind, ACTS.get(rule.who, set()))
        for name in EVERYBODY:
            verdict = may(people[name], "case.act", Doing(things["case"], kind, rule.who))
            if bool(verdict) != (name in allowed):
                wrong.append((kind.__name__, name, verdict))
            assert verdict.reason
    assert not wrong


def test_the_partner_may_while_it_is_asked_and_reads_what_it_took_part_in(house: House, people, things):
    case: Case = things["case"]
    joint = Doing(case, acts.JointReview, Who.PARTNER)
    assert not may(house.cai, "case.act", joint)
    case.partner = house.finance
    assert may(house.cai, "case.act", joint)
    assert may(house.cai, "case.read", case)
    assert not may(house.cai, "case.act", Doing(case, acts.Accept, Who.OFFICER))


def test_who_gave_the_opinion_reads_on_and_a_former_member_of_the_applicants_does_not(
    house: House, people, things
):
    case: Case = things["case"]
    for by, kind in ((house.cai, "joint_review"), (people["other applicant"], "hand_in")):
        CaseEvent.objects.create(
            case=case, position=90 + by.pk, body={}, at=case.created_at, kind=kind, by=f"person:{by.pk}"
        )
    assert may(house.cai, "case.read", case)
    assert not may(people["other applicant"], "case.read", case)


def test_the_recorder_reads_what_was_reported(house: House, things):
    case: Case = things["case"]
    assert not may(house.recorder, "case.read", case)
    case.reported = True
    assert may(house.recorder, "case.read", case)


def test_whoever_acts_for_the_applicant_handles_nothing_of_it(house: House, people, things):
    """An officer who is a member of the applicant's: neither acts, nor takes it up, nor is given it."""
    admit(ask_to_join(house.wang, house.party), house.chen)
    case: Case = things["case"]
    for doing in (Doing(case, acts.Accept, Who.OFFICER), Doing(case, acts.Close, Who.OFFICER)):
        verdict = may(house.wang, "case.act", doing)
        assert not verdict
        assert "您代表本件的申请人" in verdict.reason
    assert not may(house.wang, "case.claim", case)


def test_whoever_stood_back_is_refused_in_the_words_of_the_engine(house: House, things):
    case: Case = things["case"]
    case = house.do(case, acts.Recuse(f"person:{house.wang.pk}", "与申请人有利害关系"), house.head)
    with pytest.raises(services.Hindered, match="姓名wang应当回避本件"):
        house.do(case, acts.Accept(step(case, Kind.ACCEPT)), letter=services.LetterOrder("acceptance"))
    with pytest.raises(services.Hindered, match="姓名wang应当回避本件"):
        house.do(case, acts.Withdraw("申请人来人说明"))
    assert not queries.case_page(case, house.wang).mine
    assert house.do(case, acts.Withdraw("申请人来人说明"), house.li).ending == "withdrawn"


def test_services_ask_and_change_nothing_for_strangers(house: House, people, things):
    case: Case = things["case"]
    stranger, draft = people["other applicant"], things["draft"]
    for ask in (
        lambda: services.act(case, stranger, acts.Withdraw(), None),
        lambda: services.assign(case, stranger, house.li),
        lambda: services.claim(case, stranger),
        lambda: services.note(case, stranger, "看看"),
        lambda: services.submit(draft, stranger, "k"),
        lambda: services.save_draft(stranger, house.party, house.matter(), {}),
        lambda: services.save_draft(stranger, house.party, house.matter(), {}, draft=draft),
        lambda: services.take_in(
            house.bureau, house.matter(), stranger, house.party, {}, [], house.today(), key="k"
        ),
        lambda: queries.case_page(case, stranger),
        lambda: queries.status_page(case, stranger),
    ):
        with pytest.raises(Denied):
            ask()
    case.refresh_from_db()
    assert case.ending == ""
    assert Draft.objects.get(pk=draft.pk).case is None


def test_nobody_hands_in_somebody_elses_file(house: House, people, things):
    """Files are named by numbers, which anybody may guess."""
    case: Case = things["case"]
    stranger = people["other applicant"]
    foreign = house.file(stranger)
    draft = house.draft()
    with pytest.raises(Unacceptable, match="不是您"):
        services.attach(draft, "application", foreign, house.chen)
    more = acts.Remark(step(case, Kind.OTHER), "见附件", f"deposit:{foreign.pk}")
    with pytest.raises(Unacceptable, match="不是您"):
        house.do(case, more)
    with pytest.raises(Unacceptable, match="没有这份文书"):
        house.do(case, replace(more, document="letter:999"))
    foreign.refresh_from_db()
    assert foreign.bound_to == ""
