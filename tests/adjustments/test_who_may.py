"""Each service, tried by everyone who may not. Nobody decides their own draft, nobody takes two steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from quanze.adjustments import queries, services
from quanze.adjustments.chain import DEFAULT
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Adjustment, Change
from quanze.adjustments.queries import Turn
from quanze.library.models import Task
from quanze.people.models import Person
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_agency
from quanze.registry.models import Upload
from quanze.registry.services import Unacceptable
from tests.adjustments.conftest import House, decision, published, standing
from tests.registry.conftest import person

Act = Callable[..., object]


@dataclass
class Drafted:
    """A draft with one line, in its house."""

    house: House
    draft: Adjustment
    line: Change


def drafted_line() -> Drafted:
    house = published()
    draft = house.adjustment()
    line = house.change(draft, 1)
    draft.refresh_from_db()
    return Drafted(house, draft, line)


def submitted_line() -> Drafted:
    made = drafted_line()
    made.house.submit(made.draft)
    return made


@pytest.fixture
def a_draft(start) -> Drafted:
    return start(drafted_line)


@pytest.fixture
def a_submission(start) -> Drafted:
    """The same, submitted to the organs."""
    return start(submitted_line)


@pytest.fixture
def house(request, start) -> House:
    """That of the draft where a test asks for one."""
    for name in ("a_draft", "a_submission"):
        if name in request.fixturenames:
            return request.getfixturevalue(name).house
    return start(published)


@pytest.fixture(
    params=[
        "nobody",
        "no role",
        "the neighbour's keeper",
        "handler",
        "leader",
        "auditor",
        "the neighbour's staffing office",
    ]
)
def outsider(request, house) -> Person | None:
    """Everyone who neither keeps this list nor decides on it."""
    neighbour = open_agency("wancheng-gxj", "南阳市宛城区工业和信息化局")
    match request.param:
        case "nobody":
            return None
        case "the neighbour's keeper":
            return person("other", RoleKind.LIST_KEEPER, neighbour)
        case "handler":
            return person("other", RoleKind.HANDLER, house.bureau)
        case "leader":
            return person("other", RoleKind.LEADER, house.bureau)
        case "auditor":
            return person("other", RoleKind.AUDIT_ADMIN, house.bureau)
        case "the neighbour's staffing office":
            organ = open_agency("wancheng-bianban", "宛城区机构编制委员会办公室", "staffing")
            return person("other", RoleKind.STAFFING_REVIEWER, organ)
    return person("other")


KEEPING: dict[str, Act] = {
    "begin": lambda house, who, draft, line: services.begin(house.bureau, who, "调整"),
    "begin_from_task": lambda house, who, draft, line: services.begin_from_task(
        Task(agency=house.bureau), who, "调整"
    ),
    "begin_from_upload": lambda house, who, draft, line: services.begin_from_upload(
        Upload(agency=house.bureau), who, "调整"
    ),
    "revise": lambda house, who, draft, line: services.revise(draft, who, draft.version, title="别的"),
    "add_change": lambda house, who, draft, line: services.add_change(draft, who, draft.version, Kind.ADDED),
    "edit_change": lambda house, who, draft, line: services.edit_change(
        line, who, line.version, reason="别的"
    ),
    "decide": lambda house, who, draft, line: services.decide(line, who, line.version, accept=False),
    "choose": lambda house, who, draft, line: services.choose(line, who, line.version, "basis", "adjusted"),
    "remove_change": lambda house, who, draft, line: services.remove_change(line, who, line.version),
    "rebase": lambda house, who, draft, line: services.rebase(draft, who, draft.version),
    "abandon": lambda house, who, draft, line: services.abandon(draft, who, draft.version, "不要了"),
    "answer": lambda house, who, draft, line: services.answer(draft, who, draft.version, ["0"], "好"),
    "submit": lambda house, who, draft, line: services.submit(draft, who, draft.version),
    "withdraw": lambda house, who, draft, line: services.withdraw(draft, who, draft.version, "不对"),
    "publish": lambda house, who, draft, line: services.publish(draft, who, draft.version),
}
DECIDING: dict[str, Act] = {
    "pass_step": lambda house, who, draft, line: services.pass_step(draft, who, draft.version, "staffing"),
    "send_back": lambda house, who, draft, line: services.send_back(
        draft, who, draft.version, "staffing", "不对"
    ),
}
CONFIGURING: dict[str, Act] = {
    "set_regime": lambda house, who, draft, line: services.set_regime(house.bureau, who, limits_data=None),
    "name_responsible": lambda house, who, draft, line: services.name_responsible(
        house.bureau, house.bianban.roles.get().agency, by=who or Person(is_active=False)
    ),
}
SYSTEM = {"redate", "make_files"}
"""What the software does by itself; no person is asked."""

NO_ACTS = {"Conflict", "Cover", "Decision", "Unacceptable"}


def test_every_service_is_tried():
    tried = KEEPING.keys() | DECIDING.keys() | CONFIGURING.keys()
    assert set(services.__all__) == tried | SYSTEM | NO_ACTS


@pytest.mark.parametrize("name", [*KEEPING, *DECIDING, *CONFIGURING])
def test_an_outsider_may_nothing(a_draft, outsider, name):
    draft = a_draft.draft
    act = {**KEEPING, **DECIDING, **CONFIGURING}[name]
    with pytest.raises(Denied):
        act(a_draft.house, outsider, draft, a_draft.line)
    version = draft.version
    draft.refresh_from_db()
    assert draft.version == version


@pytest.mark.parametrize("who", ["bianban", "justice", "government", "security"])
@pytest.mark.parametrize("name", KEEPING)
def test_those_who_decide_do_not_draft(a_draft, who, name):
    house = a_draft.house
    with pytest.raises(Denied):
        KEEPING[name](house, getattr(house, who), a_draft.draft, a_draft.line)


@pytest.mark.parametrize("who", ["keeper", "justice", "government", "security"])
@pytest.mark.parametrize("name", DECIDING)
def test_a_step_is_taken_by_its_own_organ(a_submission, who, name):
    house = a_submission.house
    with pytest.raises(Denied):
        DECIDING[name](house, getattr(house, who), a_submission.draft, None)


@pytest.mark.parametrize("who", ["keeper", "bianban"])
@pytest.mark.parametrize("name", CONFIGURING)
def test_the_chain_is_not_set_by_those_whom_it_binds(house, who, name):
    with pytest.raises(Denied):
        CONFIGURING[name](house, getattr(house, who), None, None)


@pytest.mark.parametrize("drafted", ["the draft", "a line", "the upload"])
def test_nobody_reviews_what_they_drafted(house, drafted):
    """Even where one person holds both roles."""
    both = person("both", RoleKind.LIST_KEEPER, house.bureau)
    grant(both, RoleKind.STAFFING_REVIEWER, house.bianban.roles.get().agency)
    draft = services.begin(house.bureau, both if drafted == "the draft" else house.keeper, "调整")
    line = house.change(draft, 1)
    if drafted == "a line":
        services.edit_change(line, both, line.version, reason="我写的")
    if drafted == "the upload":
        draft.refresh_from_db()
        draft.upload = Upload(agency=house.bureau, by=both)
    assert not may(both, "adjustment.decide", Turn(draft, DEFAULT.steps[0]))
    if drafted != "the upload":
        house.submit(draft)
        with pytest.raises(Denied, match="须由他人审核、批准"):
            house.pass_(draft, both, "staffing")


def test_nobody_takes_two_steps(house):
    both = person("both", RoleKind.STAFFING_REVIEWER, house.bianban.roles.get().agency)
    grant(both, RoleKind.JUSTICE_REVIEWER, house.justice.roles.get().agency)
    draft = house.adjustment()
    house.change(draft, 1)
    house.submit(draft)
    house.pass_(draft, both, "staffing")
    with pytest.raises(Denied, match="另一个环节，须由不同的人办理"):
        house.pass_(draft, both, "justice")


def test_who_reviewed_does_not_write_on_it_afterwards(house):
    both = person("both", RoleKind.STAFFING_REVIEWER, house.bianban.roles.get().agency)
    draft = house.adjustment()
    house.change(draft, 1)
    house.submit(draft)
    services.send_back(draft, both, draft.version, "staffing", "请补充")
    grant(both, RoleKind.LIST_KEEPER, house.bureau)
    draft.refresh_from_db()
    with pytest.raises(Denied, match="不能再代起草一方办理"):
        services.revise(draft, both, draft.version, title="我来改")


def test_a_draft_is_seen_by_the_bureau_and_by_the_organs_once_it_is_submitted(a_draft, outsider):
    house, draft = a_draft.house, a_draft.draft
    sees = lambda who: bool(may(who, "adjustment.view", draft))  # noqa: E731
    assert sees(house.second)
    assert [sees(who) for who in (house.bianban, house.justice, house.government)] == [False] * 3
    house.submit(draft)
    assert [sees(who) for who in (house.bianban, house.justice, house.government)] == [True] * 3
    leads = outsider is not None and outsider.roles.filter(agency=house.bureau, kind=RoleKind.LEADER).exists()
    assert sees(outsider) == leads


def test_the_turns_of_a_person_are_those_that_wait_for_it(house):
    draft = house.adjustment()
    house.change(draft, 1)
    assert queries.waiting_for(house.bianban) == ()
    house.submit(draft)
    assert [turn.step.code for turn in queries.waiting_for(house.bianban)] == ["staffing"]
    assert queries.waiting_for(house.government) == queries.waiting_for(house.keeper) == ()
    house.pass_(draft, house.bianban, "staffing")
    house.pass_(draft, house.justice, "justice")
    assert queries.waiting_for(house.bianban) == ()
    assert [turn.step.code for turn in queries.waiting_for(house.government)] == ["approval"]


def test_the_turns_of_several_adjustments_are_told_at_once_as_one_by_one(
    house, django_assert_max_num_queries
):
    drafts = [house.adjustment() for _ in range(4)]
    for draft in drafts:
        house.change(draft, 1)
        house.submit(draft)
    house.pass_(drafts[1], house.bianban, "staffing")
    house.pass_(drafts[2], house.bianban, "staffing")
    house.pass_(drafts[2], house.justice, "justice")
    drafts[3].refresh_from_db()
    services.withdraw(drafts[3], house.keeper, drafts[3].version, "再改")
    grant(house.justice, RoleKind.STAFFING_REVIEWER, house.bianban.roles.get().agency)
    ways = queries.ways_of(queries.adjustments(house.bureau))
    for who in (house.bianban, house.justice, house.government, house.keeper):
        alone = [
            (draft.number, step.code)
            for draft in drafts
            for step in queries.way_of(queries.adjustment(house.bureau, draft.number)).waiting
            if may(who, "adjustment.decide", Turn(draft, step))
        ]
        who = Person.objects.get(pk=who.pk)
        with django_assert_max_num_queries(5):
            told = queries.waiting_for(who)
        assert [(turn.adjustment.number, turn.step.code) for turn in told] == alone
    assert [len(way.waiting) for way in ways.values()] == [0, 1, 1, 2]


def test_a_place_without_organs_submits_nothing(house):
    house.bureau.reviewed_by.filter(organ="justice").delete()
    draft = house.adjustment()
    house.change(draft, 1)
    with pytest.raises(Unacceptable, match="还没有指定由哪个机关办理“司法局合法性审查”"):
        house.submit(draft)


def test_only_organs_that_decide_are_named(house):
    finance = open_agency("wolong-czj", "卧龙区财政局", "finance")
    for agency in (finance, house.bureau):
        with pytest.raises(Unacceptable, match="不能审核、批准清单调整"):
            services.name_responsible(house.bureau, agency, by=house.security)


def test_a_chain_of_its_own(house: House):
    """A place where the leader signs first and 变更 needs no government."""
    steps = {
        "steps": [
            {"code": "leader", "name": "局领导审签", "organ": "bureau", "role": "leader"},
            {
                "code": "staffing",
                "name": "编办审核",
                "organ": "staffing",
                "role": "staffing_reviewer",
                "after": ["leader"],
            },
            {
                "code": "approval",
                "name": "政府批准",
                "organ": "government",
                "role": "approver",
                "after": ["staffing"],
                "kinds": ["added", "cancelled"],
                "record": ["number"],
            },
        ]
    }
    services.set_regime(house.bureau, house.security, chain_data=steps)
    leader = person("leader", RoleKind.LEADER, house.bureau)
    draft = house.adjustment()
    house.change(draft, 1)
    house.submit(draft)
    assert [each.taken for each in standing(draft)] == [True, True, False]
    services.set_regime(
        house.bureau, house.security, chain_data=None
    )  # what is under way goes on as it began
    house.pass_(draft, leader, "leader")
    house.pass_(draft, house.bianban, "staffing")
    assert house.publish(draft).approval is None

    services.set_regime(house.bureau, house.security, chain_data=steps)
    other = house.adjustment()
    house.add(other, Kind.CANCELLED, matters=[house.matter(2)], under_way="end")
    house.submit(other)
    house.pass_(other, leader, "leader")
    house.pass_(other, house.bianban, "staffing")
    other.refresh_from_db()
    assert [each.waiting for each in standing(other)] == [False, False, True]
    other.refresh_from_db()
    assert other.state == "review"
    house.pass_(other, house.government, "approval", decision=decision(house.government))
    assert house.publish(other).approval["step"] == "政府批准"
