"""The people of a simulated year: made where they are missing, marked as simulated, with passwords that nobody is
told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from stdnum.cn import uscc

from quanze.kits.credit_code import SIGNS
from quanze.people.models import Agency, Office, Party, Person
from quanze.people.queries import party_by_code
from quanze.people.roles import RoleKind
from quanze.people.services import grant, open_account, register_party

MARK = "模拟"

PARTIES_OF_ONE = 10
"""So many applicants are represented by one account."""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
PLACES = ("东山", "西河", "南岭", "北川", "青石", "白沙", "金桥", "银滩", "龙泉", "凤台", "长青", "永安")
TRADES = ("机械", "材料", "电气", "食品", "纺织", "化工", "建材", "农业", "电子", "仪器")
DIVISION = "990000"
"""No division of the country has this code (GB/T 2260), so no code that is made with it is anybody's."""

HANDLERS = 3


@dataclass(slots=True)
class Cast:
    """Who acts. ``both`` leads and handles, as happens where people are few; ``partners`` are those of other agencies
    by the key of theirs. ``handlers`` by the key of their office; under ``None`` those of matters that name none."""

    agency: Agency
    handlers: dict[int | None, tuple[Person, ...]]
    heads: dict[int | None, Person]
    leader: Person
    both: Person
    keeper: Person
    recorder: Person
    supervisor: Person
    partners: dict[int, Person] = field(default_factory=dict)

    def officers(self, office: int | None) -> tuple[Person, ...]:
        """Those who handle the cases of an office, its head last."""
        place = office if office in self.handlers else None
        return (*self.handlers[place], self.heads[place])

    def people(self) -> dict[int, Person]:
        """Everybody who acts for the agency, by their keys."""
        every = [person for each in self.handlers.values() for person in each]
        every += [*self.heads.values(), self.leader, self.both, self.recorder, self.supervisor]
        return {person.pk: person for person in every}


def make_cast(agency: Agency) -> Cast:
    """The people of an agency, in each of its offices, and those of the other demo agencies that may be asked."""
    offices: Sequence[Office | None] = (*agency.offices.order_by("pk"), None)
    handlers: dict[int | None, tuple[Person, ...]] = {}
    heads: dict[int | None, Person] = {}
    for place, office in enumerate(offices):
        key = None if office is None else office.pk
        handlers[key] = tuple(
            _official(agency, f"{place}-{number}", f"经办人{sign}", RoleKind.HANDLER, office)
            for number, sign in enumerate("甲乙丙"[:HANDLERS])
        )
        heads[key] = _official(agency, f"{place}-head", "股室负责人", RoleKind.OFFICE_HEAD, office)
    both = _official(agency, "both", "分管领导兼经办人", RoleKind.LEADER)
    grant(both, RoleKind.HANDLER, agency)
    return Cast(
        agency=agency,
        handlers=handlers,
        heads=heads,
        leader=_official(agency, "leader", "局领导", RoleKind.LEADER),
        both=both,
        keeper=_official(agency, "keeper", "清单管理员", RoleKind.LIST_KEEPER),
        recorder=_official(agency, "recorder", "上级结果登记人", RoleKind.RECORDER),
        supervisor=_official(agency, "supervisor", "纪检监察员", RoleKind.SUPERVISOR),
        partners={
            other.pk: _official(other, "reviewer", "联合审核人", RoleKind.JOINT_REVIEWER)
            for other in Agency.objects.filter(demo=True).exclude(pk=agency.pk).order_by("pk")
        },
    )


def _official(agency: Agency, sign: str, title: str, kind: RoleKind, office: Office | None = None) -> Person:
    person = _account(f"simulated-{agency.code}-{sign}", f"{MARK}{title}")
    grant(person, kind, agency, office)
    return person


def _account(username: str, name: str) -> Person:
    found = Person.objects.filter(username=username).first()
    return found or open_account(username, name, secrets.token_urlsafe(24), demo=True, drawn=True)


class Applicants:
    """Who applies, each made when they first do."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        self._accounts: dict[tuple[int, str], Person] = {}
        self._parties: dict[tuple[int, str], Party] = {}

    def party(self, number: int, kind: str) -> Party:
        """The applicant of this number and kind."""
        if (number, kind) not in self._parties:
            code = _code(self._agency, number, kind)
            self._parties[number, kind] = party_by_code(code) or register_party(
                self.person(number, kind),
                kind,
                _name(number, kind),
                code,
                address=f"{MARK}路{number + 1}号",
                phone=f"0000-{6000000 + number}",
                demo=True,
            )
        return self._parties[number, kind]

    def person(self, number: int, kind: str) -> Person:
        """Who acts for this applicant."""
        group = (number // PARTIES_OF_ONE, kind)
        if group not in self._accounts:
            username = f"simulated-{self._agency.code}-{kind}-{group[0]}"
            name = f"{MARK}申请人{SURNAMES[group[0] % len(SURNAMES)]}某"
            self._accounts[group] = _account(username, name)
        return self._accounts[group]


ENDINGS = {
    Party.Kind.ENTERPRISE: "有限公司",
    Party.Kind.INSTITUTION: "研究所",
    Party.Kind.PARK: "产业园区管理委员会",
    Party.Kind.GOVERNMENT: "镇人民政府",
    Party.Kind.SOCIAL: "协会",
    Party.Kind.OTHER: "专业合作社",
}
"""Kind of applicant → how names of its like end."""


def _name(number: int, kind: str) -> str:
    place, trade = PLACES[number % len(PLACES)], TRADES[number // len(PLACES) % len(TRADES)]
    again = number // (len(PLACES) * len(TRADES))
    return f"{MARK}{place}{trade}{again + 1 if again else ''}{ENDINGS[Party.Kind(kind)]}"


def _code(agency: Agency, number: int, kind: str) -> str:
    """A code of a division that there is not, its last sign right."""
    # Not for secrets: the applicant of a number has the same code each time.
    signs = Random(f"{agency.code}/{number}/{kind}").choices(SIGNS, k=7)  # noqa: S311
    base = f"91{DIVISION}MA{''.join(signs)}"
    return base + uscc.calc_check_digit(base)
