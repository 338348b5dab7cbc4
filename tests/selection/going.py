"""A round of the sample's matter 8 whose applications are examined: the next thing is that they are recommended, then
reported. Two of three may go up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from quanze.cases import services as cases
from quanze.cases.models import Case
from quanze.letters import services as letters
from quanze.letters.models import Letter, Voiding
from quanze.people.models import Person
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.evidence import Inspector
from quanze.procedure.model import Kind
from quanze.rounds import services as rounds
from quanze.rounds.services import Plan
from quanze.rulebook.queries import kit_of
from quanze.rulebook.services import set_kit
from quanze.selection import queries, services
from tests.cases.conftest import House, make_house
from tests.cases.test_matter_five import person, step, steps
from tests.cases.test_rounds import NOTICE
from tests.selection.conftest import Contest

SMART = "省级智能工厂、智能车间申报"


def examined(*, materials: bool = True, enclosed: tuple[str, ...] = (), **rules) -> Contest:
    """Three cases that wait for their recommendation; every material that the kit asks for is there."""
    house = make_house(SMART)
    matter = house.matter(SMART)
    kit = kit_of(matter).kit
    house_rules = replace(kit.house, **{"collective": frozenset(), **rules})
    kit = replace(kit, house=house_rules, ranking=replace(kit.ranking, enclosed=enclosed))
    set_kit(house.bureau, matter.number, kit, house.keeper)
    today = house.today()
    call = rounds.open_round(
        matter,
        house.keeper,
        year=2026,
        title="2026年度第一批",
        notice=NOTICE,
        plan=Plan(today - timedelta(30), today, quota={"": 2}, copies=3),
    )
    made = [examine(house, submitted(house, materials)) for _ in "甲乙丙"]
    return Contest(house, call, made)


def submitted(house: House, materials: bool = True) -> Case:
    """Handed in with a file for every required material."""
    draft = house.draft(house.matter(SMART))
    for each in kit_of(house.matter(SMART)).kit.materials if materials else ():
        if each.required:
            cases.attach(draft, each.key, house.file(house.chen, f"{each.name[:20]}.pdf"), house.chen)
    return cases.submit(draft, house.chen, house.key())


def examine(house: House, case: Case) -> Case:
    """Accepted, reviewed, visited."""
    case = house.do(case, acts.Accept(step(case, Kind.ACCEPT)))
    for key in steps(case, Kind.REVIEW):
        case = house.do(case, acts.Review(key, "材料属实"))
    record = house.file(house.wang, "核查记录.pdf")
    both = (Inspector(person(house.wang)), Inspector(person(house.li)))
    visit = acts.Inspect(step(case, Kind.INSPECT), both, f"deposit:{record.pk}", "与材料一致")
    return house.do(case, visit)


def bare() -> Contest:
    """Nothing was handed in beside the form, 初审意见 is to go along, and the bureau decides together before it
    recommends."""
    return examined(materials=False, enclosed=("opinion",), collective=frozenset({Kind.RECOMMEND}))


def recommended() -> Contest:
    """The order is fixed, the letter issued."""
    contest = examined()
    contest.fix()
    recommend(contest)
    return contest


def undone(contest: Contest) -> Contest:
    """The same with the letter void and the order released."""
    house = contest.house
    letters.void(letter_of(contest), house.wang, Voiding.Kind.VOID, "重新排序")
    services.release(contest.call.round, house.head, "重新排序", contest.held.version)
    return contest


def recommend(contest: Contest, by: Person | None = None, **values) -> Letter:
    """Issue the letter, as one who has looked at it."""
    round, person = contest.call.round, by or contest.house.wang
    said = {"recipient": "南阳市工业和信息化局", **values}
    look = services.recommend(round, person, said, contest.held.version)
    assert isinstance(look, services.Look)
    letter = services.recommend(round, person, said, contest.held.version, looked=look.digest)
    assert isinstance(letter, Letter)
    return letter


def letter_of(contest: Contest) -> Letter:
    return Letter.objects.get(kind="recommendation", voiding=None)


def current(contest: Contest) -> Letter | None:
    """The letter by the order as it is fixed, if there is one."""
    fixed = contest.held.fixed
    return None if fixed is None else queries.letter_of(fixed)


def seal(contest: Contest, *, files: bool = True) -> None:
    """Stamped on paper, its files made."""
    house, letter = contest.house, letter_of(contest)
    if files:
        letters.render(letter)
    letters.record_seal(letter, house.wang, house.file(house.wang, "盖章件.pdf"))


def deliver(contest: Contest) -> None:
    """Handed over at the higher authority."""
    house, letter = contest.house, letter_of(contest)
    letters.record_delivery(
        letter,
        house.wang,
        Way.DIRECT,
        house.today(),
        proof=house.file(house.wang, "签收单.pdf"),
        details={"receiver": "赵某", "relation": "市局收文"},
    )
